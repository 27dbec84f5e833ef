// The filter of the lecture's slide, one place a step, and what is changed on it by hand.
#include "core/models/networks/filter.h"

#include <doctest/doctest.h>

#include <cmath>

#include "core/networks/filter.h"

using namespace attractor;

namespace {

filter::State slide(const filter::Params& p, int steps) {
  filter::State s = filter::init(p, {}, Rng{1, 0});
  for (int k = 0; k < steps; ++k) filter::advance(p, s, Rng{1, uint64_t(k) + 1});
  return s;
}

}  // namespace

TEST_CASE("T155 filter: step by step the slide's answer is written down, and then nothing more happens") {
  const double known[] = {510, -510, 0, 0, 0, 510, -510, 0, 0, 0, 510, -510, 0, 0, 0, 510};
  filter::Params p;
  for (int k = 0; k <= 16; ++k) {
    const filter::State s = slide(p, k);
    CHECK(filter::settled(p, s) == (k == 16));
    for (int a = 0; a < 16; ++a) CHECK((a < k ? s.answer.a[a] == known[a] : std::isnan(s.answer.a[a])));
  }
  CHECK(slide(p, 40).answer == slide(p, 16).answer);
  for (const filter::Picture flat : {filter::flat, filter::slope}) {
    p.picture = flat;
    for (const double a : slide(p, 16).answer.a) CHECK(a == 0);
  }
  p.picture = filter::ball, p.kernel = filter::identity;  // without its rim
  const filter::State s = slide(p, 26 * 26);
  for (int i = 0; i < 26; ++i)
    for (int j = 0; j < 26; ++j) CHECK(s.answer(i, j) == s.picture(i + 1, j + 1));
}

TEST_CASE("filter: paint, weights and the window by hand; what is written down is that of the picture as it is") {
  filter::Params p;
  filter::State s = slide(p, 9);
  CHECK(filter::poke(p, s, {"picture", 14, 0, 1}));
  CHECK(s.picture(2, 2) == 255);
  CHECK(filter::poke(p, s, {"kernel", 4, 0, 1}));
  CHECK(s.kernel(1, 1) == -3);
  CHECK(filter::poke(p, s, {"kernel", 4, 0, -1}));
  CHECK(filter::poke(p, s, {"answer", 15, 0, 1}));
  CHECK(s.window == 15);
  const Matrix<double> whole = correlate(s.picture, s.kernel);
  for (int k = 0; k < 9; ++k) CHECK(s.answer.a[k] == whole.a[k]);
  CHECK(std::isnan(s.answer.a[9]));
  for (int k = 0; k < 30; ++k) filter::poke(p, s, {"kernel", 0, 0, 1});
  CHECK(s.kernel.a[0] == filter::kMostWeight);
  const filter::State before = s;
  for (const Poke& wrong :
       {Poke{"picture", 36, 0, 1}, Poke{"picture", -1, 0, 1}, Poke{"picture", 0, -1, 1}, Poke{"kernel", 9, 0, 1},
        Poke{"kernel", -1, 0, 1}, Poke{"answer", 16, 0, 1}, Poke{"answer", -1, 0, 1}, Poke{"products", 0, 0, 1}})
    CHECK_FALSE(filter::poke(p, s, wrong));
  CHECK((s.picture == before.picture && s.kernel == before.kernel && s.window == before.window));
}
