// The convolutional network on MNIST: it learns, it reads what is drawn, and weights that run away are brought back.
#include "core/models/networks/cnn.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "core/models/list.h"
#include "tests/data.h"

using namespace attractor;

namespace {

cnn::State learn(const cnn::Params& p, int steps, uint64_t seed = 1) {
  cnn::State s = cnn::init(p, digits_library(), Rng{seed, 0});
  for (int k = 1; k <= steps; ++k) cnn::advance(p, s, Rng{seed, uint64_t(k)});
  return s;
}

double error(const cnn::State& s) {
  double wrong = 0, seen = 0;
  for (int i = 0; i < std::ssize(s.said); ++i)
    if (s.said[i] >= 0) ++seen, wrong += s.said[i] != s.examples->label(true, i);
  return wrong / seen;
}

class Shapes final : public Sink {
 public:
  void publish(const Name& n, Shape shape) override {
    if (const Field* f = std::get_if<Field>(&shape)) fields.emplace_back(n.key, *f);
    if (const Bars* b = std::get_if<Bars>(&shape)) bars.emplace_back(n.key, *b);
  }
  const Field& field(std::string_view key) const {
    return std::find_if(fields.begin(), fields.end(), [&](const auto& f) { return f.first == key; })->second;
  }
  std::vector<std::pair<std::string, Field>> fields;
  std::vector<std::pair<std::string, Bars>> bars;
};

}  // namespace

TEST_CASE("T148 cnn: 2,000 digits seen five times are enough for fewer than 8 % errors on others") {
  cnn::Params p;
  p.data = cnn::mnist;
  const cnn::State s = learn(p, 315 + 125);
  CHECK(s.epochs >= 5);
  MESSAGE("cnn: test error ", error(s), ", training error ", s.train_error);
  CHECK(error(s) < 0.08);
  CHECK(s.train_error < 0.03);
  CHECK(error(learn(p, 4)) > 0.3);
}

TEST_CASE("T148 cnn: drawn digits, shifted and noisy: one pass over 2,000") {
  const cnn::Params p;
  const cnn::State s = learn(p, 63 + 125);
  CHECK(error(s) < 0.05);
  CHECK(cnn::needs(p).empty());
}

TEST_CASE("T148 cnn: the drawing is answered, its probabilities add up to 1, and the percentages of each digit to 100") {
  cnn::Params p;
  p.data = cnn::mnist;
  cnn::State s = learn(p, 300);
  Shapes shown;
  cnn::observe(p, s, shown);
  REQUIRE(shown.bars.size() == 1);
  double sum = 0;
  for (const double x : shown.bars[0].second.values) sum += x;
  CHECK(sum == doctest::Approx(1));
  const auto& chances = shown.bars[0].second.values;
  CHECK(std::max_element(chances.begin(), chances.end()) - chances.begin() == s.examples->label(true, 0));
  for (int i = 0; i < 10; ++i) {
    double row = 0;
    for (int j = 0; j < 10; ++j) row += shown.field("confusion").at(std::size_t(10 * i + j));
    CHECK(row == doctest::Approx(100));
  }
  CHECK(shown.field("maps1").size() == 8 * 24 * 24);
  CHECK(shown.field("maps2").size() == 16 * 8 * 8);
  CHECK(shown.field("filters").size() == 8 * 25);
  // A 1 is drawn: a stroke down the middle.
  for (int c = 0; c < kDigitCells; ++c) CHECK(cnn::poke(p, s, {"canvas", c, 0, -1}));
  for (int i = 5; i < 23; ++i)
    for (int j = 13; j < 15; ++j) CHECK(cnn::poke(p, s, {"canvas", i * kDigitSide + j, 0, 1}));
  Shapes one;
  cnn::observe(p, s, one);
  CHECK(one.bars[0].second.values[1] > 0.5);
  CHECK_FALSE(cnn::poke(p, s, {"canvas", kDigitCells, 0, 1}));
  CHECK_FALSE(cnn::poke(p, s, {"maps1", 0, 0, 1}));
}

// What the lesson says: the filters do not mind where a digit is, the last layer does.
TEST_CASE("T148 cnn: digits far from the middle are misread, and their maps are the same ones, shifted") {
  cnn::Params p;
  p.data = cnn::mnist;
  const cnn::State s = learn(p, 300);
  constexpr int kBy = 6, kSome = 200;
  const int edge = 28 - 4;
  std::vector<float> ink(kDigitCells);
  double wrong[2] = {};
  std::vector<float> map;
  int other = 0;
  for (int i = 0; i < kSome; ++i)
    for (int moved = 0; moved < 2; ++moved) {
      s.examples->picture(true, i, ink);
      s.room->expect(1);
      for (int y = 0; y < kDigitSide; ++y)
        for (int x = 0; x < kDigitSide; ++x) {
          const int row = y + moved * kBy, col = x + moved * kBy;
          s.room->pictures(y * kDigitSide + x, 0) = row < kDigitSide && col < kDigitSide ? ink[row * kDigitSide + col] : 0;
        }
      s.net.forward(*s.room);
      int best = 0;
      for (int c = 1; c < 10; ++c)
        if (s.room->t(c, 0) > s.room->t(best, 0)) best = c;
      wrong[moved] += best != s.examples->label(true, i);
      const Matrix<float>& S = s.room->layers[0].answers;
      if (moved == 0) map.clear();
      for (int y = 0; y < edge; ++y)
        for (int x = 0; x < edge; ++x) {
          if (moved == 0) map.push_back(S(y * edge + x, 0));
          else if (y + kBy < edge && x + kBy < edge) other += S(y * edge + x, 0) != map[(y + kBy) * edge + x + kBy];
        }
    }
  MESSAGE("cnn: of ", kSome, " test digits wrong ", wrong[0], ", moved to a corner ", wrong[1]);
  CHECK(other == 0);
  CHECK(wrong[0] < 0.12 * kSome);
  CHECK(wrong[1] > 0.4 * kSome);
}

TEST_CASE("T148 cnn: a copy goes on by itself, and looking changes nothing") {
  cnn::Params p;
  p.data = cnn::mnist;
  cnn::State a = learn(p, 10), b = a;
  Shapes shown;
  for (int k = 11; k <= 20; ++k) cnn::advance(p, a, Rng{1, uint64_t(k)});
  for (int k = 11; k <= 20; ++k) cnn::observe(p, b, shown), cnn::advance(p, b, Rng{1, uint64_t(k)});
  Bytes x, y;
  cnn::digest(a, x), cnn::digest(b, y);
  CHECK(x.size() == y.size());
  CHECK(std::equal(a.net.all_weights().begin(), a.net.all_weights().end(), b.net.all_weights().begin()));
  CHECK(a.said == b.said);
}

TEST_CASE("T148 cnn: without learning the weights stay, and all test digits are read soon") {
  cnn::Params p;
  p.data = cnn::mnist, p.start = cnn::trained, p.learn = false;
  const cnn::State s = learn(p, 32);
  CHECK(s.updates == 0);
  CHECK(std::count(s.said.begin(), s.said.end(), -1) == 0);
  const std::vector<float> w = digits_library().find(cnn::kTrainedFile, "weights")->f32();
  CHECK(std::equal(w.begin(), w.end(), s.net.all_weights().begin(), s.net.all_weights().end()));
  p.start = cnn::random;
  CHECK(cnn::needs(p).size() == 2);
  p.start = cnn::trained;
  CHECK(cnn::needs(p).size() == 3);
  CHECK_FALSE(cnn::conflict(p));
  p.data = cnn::glyphs;
  CHECK(cnn::conflict(p));
}

TEST_CASE("T148 cnn: weights that run away are those of the step before, with the reason, until the rate is another") {
  cnn::Params p;
  p.rate = 1, p.momentum = 0.99;
  cnn::State s = learn(p, 1);
  std::vector<float> large(s.net.all_weights().begin(), s.net.all_weights().end());
  double length = 0;
  for (const float w : large) length += double(w) * double(w);
  // So large that their slopes lead beyond the limit at once.
  for (float& w : large) w *= float(0.3 * cnn::kMostEver / std::sqrt(length));
  s.net.set_all_weights(large);
  CHECK(s.net.is_within(float(cnn::kMostEver)));
  for (int k = 2; k < 20 && s.stopped < 0; ++k) cnn::advance(p, s, Rng{1, uint64_t(k)});
  REQUIRE(s.stopped > 0);
  CHECK(s.net.is_within(float(cnn::kMostEver)));
  for (const float w : s.net.all_weights()) CHECK(std::isfinite(w));
  CHECK(cnn::settled(p, s));
  CHECK(cnn::trouble(p, s));
  p.rate = 0.01;
  CHECK_FALSE(cnn::settled(p, s));
}
