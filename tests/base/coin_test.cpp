// The coin that is tossed without an exponential gives what the exponential gives.
#include "core/base/coin.h"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>

#include "core/base/num.h"
#include "core/base/rng.h"

using namespace attractor;

namespace {

int wrong = 0;
void compare(uint64_t bits, double x) { wrong += sigmoid_coin(bits, x) != below(bits, threshold(sigmoid(x))); }

}  // namespace

TEST_CASE("coin: the same answer as the threshold of the sigmoid, everywhere and right at the threshold") {
  Draw draw(1, 0, Stream::data);
  wrong = 0;
  for (int k = 0; k < 300000; ++k) {
    const double x = k % 3 ? 40 * (draw.uniform() - 0.5) : 3 * draw.normal();
    compare(draw.bits(), x);
    const uint64_t t = threshold(sigmoid(x));
    for (const uint64_t off : {uint64_t(0), uint64_t(1), draw.bits() >> 20, draw.bits() >> 15, draw.bits() >> 12})
      compare(t - off, x), compare(t + off, x);
  }
  CHECK(wrong == 0);
  const double inf = std::numeric_limits<double>::infinity();
  for (const double x : {0.0, -0.0, 16.0, -16.0, std::nextafter(16.0, 0.0), std::nextafter(-16.0, 0.0), 37.0, 800.0, -800.0,
                         inf, -inf, std::nan("")})
    for (const uint64_t bits : {uint64_t(0), uint64_t(1), uint64_t(1) << 63, kAlways - 1, kAlways}) compare(bits, x);
  CHECK(wrong == 0);
}
