// What every model that remembers pictures asks for alike: which pictures, and how the damaged start is made from one.
// Their rows, the checks that go with them, and the pictures themselves.
#pragma once

#include <cstdint>
#include <vector>

#include "core/base/lattice.h"
#include "core/pictures/patterns.h"
#include "core/run/model.h"

namespace attractor {

inline constexpr int64_t kMaxPatternCells = 1 << 24;   // patterns x neurons
inline constexpr int kShownPictureRows = 4096;         // of all pictures shown together: what every graphics card takes
inline constexpr std::size_t kMaxPictureText = 40000;  // of the user's own, packed

// ---- Parameters: bases of a model's Params, and their rows ----
struct StoredPictures {
  int set = letters;
  int count = 3;
  int side = 16;
};
struct OwnPictures {
  Text patterns;
};
struct DamagedStart {
  int cue = 1;
  double noise = 0.2;
  double erase = 0;
};

constexpr std::array<RowOf<StoredPictures>, 3> stored_rows(
    int least, int most, int largest_side, const char* help = "The built-in pictures to store; your own come after them") {
  return {choice(&StoredPictures::set, "set", "Pictures", kPictureSets, help).rebuilds(),
          row(&StoredPictures::count, "count", "Number stored", least, most, "How many of the built-in pictures are stored")
              .rebuilds(),
          row(&StoredPictures::side, "side", "Side of the picture", 4, largest_side, "Neurons along one side; N is its square")
              .rebuilds()};
}
constexpr RowOf<OwnPictures> own_row() {
  return text(&OwnPictures::patterns, "patterns", "Your pictures", int(kMaxPictureText),
              "Pictures you drew or dropped, packed");
}
template <class P = DamagedStart>
constexpr RowOf<P> noise_row(double most = 1) {
  return row(&P::noise, "noise", "Noise", 0, most, "Probability that a neuron of the start is flipped").rebuilds();
}
constexpr std::array<RowOf<DamagedStart>, 3> start_rows(int most) {
  return {
      row(&DamagedStart::cue, "cue", "Picture to restore", 0, most, "The damaged picture to start from; 0 is a random state")
          .rebuilds(),
      noise_row(),
      row(&DamagedStart::erase, "erase", "Erased part", 0, 1, "Share of the rows, from below, that start blank").rebuilds()};
}

// ---- The choice ----
// The pictures of a built-in set, then the user's own (the packed text of a parameter row).
struct PictureChoice {
  int set, count, side;
  std::string_view own = {};
  int cells() const { return side * side; }
};

template <class P>
PictureChoice picture_choice(const P& p) {
  PictureChoice c{p.set, p.count, p.side};
  if constexpr (std::is_base_of_v<OwnPictures, P>) c.own = p.patterns.view();
  return c;
}
// What the choice needs from outside: found for every model whose Params have this base.
inline std::vector<Need> needs(const StoredPictures& p) {
  return p.set == mnist_set ? digit_needs(false, p.count) : std::vector<Need>();
}

// Why the choice is impossible, or empty: damaged text, too many, nothing at all, a cue that is not there.
Message check_pictures(const PictureChoice&, int cue, int most = kMaxPatterns);

// How many pictures the choice has, the user's included; it has passed check_pictures.
int picture_count(const PictureChoice&);

// All pictures, one after the other.
std::vector<int8_t> collect_pictures(const PictureChoice&, const Library&, const Rng&);

// Where the part of a picture that is erased, a share of its rows from below, begins.
int first_erased_row(int side, double erase);

// The start: picture `cue` (from 1; 0 is a random state), each cell flipped with probability `noise`, and the share
// `erase` of the rows, from below, blank.
std::vector<int8_t> damaged_start(const std::vector<int8_t>& patterns, int side, int cue, double noise, double erase,
                                  const Rng& rng);

// ---- What is shown, what is painted --------------------------------------------------------------------------------------
// Pictures of ink (+1) and paper, one after the other; and all stored ones, with the user's own marked.
Field picture_field(std::vector<int8_t> cells, int side);
Field gallery_field(const std::vector<int8_t>& patterns, int side, int built_in);

// The mouse draws on the field "canvas": side x side cells of ink from 0 to 1. False: out of range, nothing changed.
bool draw_ink(const Poke&, int side, std::vector<float>& canvas);

}  // namespace attractor
