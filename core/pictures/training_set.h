// Pictures that a net learns from, over and over, and others by which it is tested: bars and stripes, small digits with
// noise, MNIST, the user's own. Grey values from 0 (paper) to 255 (ink); as 0 and 1, a cell is on with the probability
// of its ink.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/choice.h"
#include "core/base/rng.h"
#include "core/pictures/choices.h"
#include "core/pictures/digits.h"

namespace attractor {

enum ExampleSet { bars, glyphs, mnist, own };  // the order of a row's choices
inline constexpr Choice kExampleSets[] = {{bars, "bars", "Bars and stripes"},
                                          {glyphs, "glyphs", "Small digits"},
                                          {mnist, "mnist", "Handwritten"},
                                          {own, "own", "Yours"}};

inline constexpr int kTestDigitsUsed = 1000;
inline constexpr int kGlyphSide = 8;

// Base of a model's Params, and its rows.
struct LearnedPictures : OwnPictures {
  int data = bars;
  int side = 3;
  int examples = 2000;
};

constexpr std::array<RowOf<LearnedPictures>, 4> example_rows() {
  return {choice(&LearnedPictures::data, "data", "Pictures", kExampleSets, "What is learned").rebuilds(),
          row(&LearnedPictures::side, "side", "Side of the picture", 2, 28,
              "Cells along one side, of bars and stripes (up to 5) and of your pictures")
              .only(&LearnedPictures::data, bars, own)
              .rebuilds(),
          own_row(),
          row(&LearnedPictures::examples, "examples", "Training pictures", 1000, kTrainDigits,
              "How many handwritten digits are learned, over and over")
              .only(&LearnedPictures::data, mnist)
              .logarithmic()
              .rebuilds()};
}

// Rows of how a machine learns them.
template <class P>
constexpr RowOf<P> batch_row(int most) {
  return row(&P::batch, "batch", "Minibatch", 1, most, "Pictures of one update").logarithmic().rebuilds();
}
template <class P>
constexpr RowOf<P> rate_row() {
  return row(&P::learning_rate, "rate", "Learning rate", 0.0001, 10, "Length of an update").logarithmic();
}
template <class P>
constexpr RowOf<P> decay_row() {
  return row(&P::weight_decay, "decay", "Weight decay", 0, 0.1, "Pull of the weights to zero, as a share of the learning rate");
}

struct ExampleChoice {
  int set = bars;
  int side = 3;                               // of bars and stripes, and of the user's own
  int count = 2000, tests = kTestDigitsUsed;  // of MNIST
  std::string_view text = {};                 // the user's own, packed
  static ExampleChoice of(const LearnedPictures& p, int tests = kTestDigitsUsed) {
    return {p.data, p.side, p.examples, tests, p.patterns.view()};
  }
  int picture_side() const { return set == glyphs ? kGlyphSide : set == mnist ? kDigitSide : side; }
  int cells() const { return picture_side() * picture_side(); }
};

// Shared by all copies of a state.
struct Examples {
  Digits train, test;                    // of MNIST
  std::vector<uint8_t> grey, grey_test;  // of the others: count x cells
  int side = 3, count = 0, tests = 0, classes = 0;
  int cells() const { return side * side; }
  const uint8_t* at(bool of_test, int i) const {
    if (train.count() > 0) return (of_test ? test : train).picture(i);
    return &(of_test ? grey_test : grey)[i * cells()];
  }
  std::span<const uint8_t> picture(bool of_test, int i) const { return std::span(at(of_test, i), at(of_test, i) + cells()); }
  int label(bool of_test, int i) const {  // 0 where there are no classes
    if (train.count() > 0) return (of_test ? test : train).label(i);
    return classes > 0 ? i % classes : 0;
  }
};

std::shared_ptr<const Examples> make_examples(const ExampleChoice&, const Library&, const Rng&);
std::vector<Need> example_needs(const ExampleChoice&);
Message check_examples(const ExampleChoice&);  // why the choice is impossible, or empty

// The distinct bars and stripes of side x side: every set of rows, every set of columns; 2^(side + 1) - 2 pictures of 0
// and 1.
std::vector<uint8_t> bars_and_stripes(int side);

// Epochs over a training set: every picture once an epoch, shuffled anew for each.
struct Epochs {
  std::vector<int32_t> order;
  int64_t cursor = 0, finished = 0;
  void begin(int count, const Rng&);
  int64_t left() const { return int64_t(order.size()) - cursor; }
  double done() const { return double(finished) + double(cursor) / double(order.size()); }
  int at(int64_t k) const { return order[cursor + k]; }  // of the present minibatch, picture k
  void advance(int64_t count, const Rng&);               // past a minibatch of at most left()
};

}  // namespace attractor
