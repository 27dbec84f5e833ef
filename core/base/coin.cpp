#include "core/base/coin.h"

#include <array>
#include <cmath>

#include "core/base/num.h"
#include "core/base/rng.h"

namespace attractor {
namespace {

// sigmoid between -kEnd and kEnd by straight lines: off by at most 0.0963 / 8 of a line's squared length, 1.2e-5; beyond
// it is 0 or 1 to 1.2e-7.
constexpr double kEnd = 16, kLines = 32;  // lines of a unit length of x
constexpr double kMargin = 2e-5;

struct Table {
  Table() {
    for (int i = 0; i < std::ssize(at); ++i) at[i] = sigmoid(i / kLines - kEnd);
  }
  std::array<double, int(2 * kEnd * kLines) + 2> at;  // just below kEnd, x + kEnd rounds to 2 kEnd
};

double coarse_sigmoid(double x) {
  static const Table table;
  if (!(std::fabs(x) < kEnd)) return x > 0 ? 1 : 0;
  const double place = (x + kEnd) * kLines;
  const int i = int(place);
  return table.at[i] + (place - i) * (table.at[i + 1] - table.at[i]);
}

}  // namespace

bool sigmoid_coin(uint64_t bits, double x) {
  const double u = double(bits >> 11) * 0x1p-53, p = coarse_sigmoid(x);
  if (std::fabs(u - p) > kMargin) return u < p;
  return below(bits, threshold(sigmoid(x)));
}

}  // namespace attractor
