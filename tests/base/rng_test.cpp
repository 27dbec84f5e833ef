// core/rng: published known answers, uniformity, independence of streams, fixed numbers of words.
#include "core/base/rng.h"

#include <doctest/doctest.h>

#include <cmath>
#include <set>
#include <vector>

using namespace attractor;

TEST_CASE("rng: Philox4x32-10 known answers (Random123, kat_vectors)") {
  CHECK(philox({0, 0, 0, 0}, 0, 0) == Words{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8});
  CHECK(philox({0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff}, 0xffffffff, 0xffffffff) ==
        Words{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd});
  CHECK(philox({0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344}, 0xa4093822, 0x299f31d0) ==
        Words{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1});
}

TEST_CASE("rng: a draw is a function of its address") {
  const Rng rng{42, 7};
  Draw a = rng.draw(Stream::noise), b = rng.draw(Stream::noise), c = rng.draw(Stream::order), d = rng.draw(Stream::noise, 1);
  const uint64_t first = a.bits();
  CHECK(first == b.bits());
  CHECK(first != c.bits());
  CHECK(first != d.bits());
  CHECK(Rng{42, 8}.draw(Stream::noise).bits() != first);
  CHECK(Rng{43, 7}.draw(Stream::noise).bits() != first);
  // at() reads the same blocks in any order.
  const Words w = rng.at(Stream::noise, 0);
  CHECK((uint64_t(w[1]) << 32 | w[0]) == first);
}

TEST_CASE("rng: moments and ranges") {
  Draw draw(5, 1, Stream::data);
  const int n = 1000000;
  double u = 0, u2 = 0, g = 0, g2 = 0, g4 = 0, plus = 0;
  for (int i = 0; i < n; ++i) {
    const double x = draw.uniform();
    REQUIRE((x >= 0 && x < 1));
    u += x;
    u2 += x * x;
    const double y = draw.normal();
    g += y;
    g2 += y * y;
    g4 += y * y * y * y;
    plus += draw.sign();
  }
  CHECK(std::fabs(u / n - 0.5) < 5 * std::sqrt(1.0 / 12 / n));
  CHECK(std::fabs(u2 / n - 1.0 / 3) < 5 * std::sqrt(4.0 / 45 / n));
  CHECK(std::fabs(g / n) < 5 / std::sqrt(n));
  CHECK(std::fabs(g2 / n - 1) < 5 * std::sqrt(2.0 / n));
  CHECK(std::fabs(g4 / n - 3) < 5 * std::sqrt(96.0 / n));
  CHECK(std::fabs(plus / n) < 5 / std::sqrt(n));
  std::vector<int> count(7);
  for (int i = 0; i < 70000; ++i) ++count[draw.below(7)];
  double chi = 0;
  for (int c : count) chi += (c - 10000.0) * (c - 10000.0) / 10000.0;
  CHECK(chi < 35);
  CHECK(draw.below(1) == 0);
  for (int i = 0; i < 1000; ++i) CHECK(draw.below(~uint64_t(0)) < ~uint64_t(0));
}

TEST_CASE("rng: permutations are permutations, all of them equally likely") {
  std::vector<int> count(24);
  for (uint64_t k = 0; k < 24000; ++k) {
    int p[4];
    permute(p, 4, Draw(9, k, Stream::order));
    REQUIRE(std::set<int>(p, p + 4).size() == 4);
    int code = 0;
    for (int i = 0; i < 4; ++i) {
      int smaller = 0;
      for (int j = i + 1; j < 4; ++j) smaller += p[j] < p[i];
      code = code * (4 - i) + smaller;
    }
    ++count[code];
  }
  double chi = 0;
  for (int c : count) chi += (c - 1000.0) * (c - 1000.0) / 1000.0;
  CHECK(chi < 60);  // 23 degrees of freedom
}
