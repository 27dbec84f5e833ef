#include "core/networks/loss.h"

#include <algorithm>
#include <cassert>
#include <cmath>

#include "core/base/num.h"
#include "core/base/vec.h"

namespace attractor {

void softmax(std::span<const double> t, std::span<double> g) {
  assert(t.size() == g.size() && !t.empty());
  if (g.data() != t.data()) std::copy(t.begin(), t.end(), g.begin());
  softmax(g);
}

double log_loss(std::span<const double> t, int y) { return log_sum_exp(t) - t[y]; }

void log_loss_slope(std::span<const double> t, int y, std::span<double> slope) {
  softmax(t, slope);
  slope[y] -= 1;
}

double squared_loss(std::span<const double> g, std::span<const double> y) {
  assert(g.size() == y.size());
  double s = 0;
  for (int k = 0; k < std::ssize(g); ++k) s += (g[k] - y[k]) * (g[k] - y[k]);
  return s / 2;
}

void squared_loss_slope(std::span<const double> g, std::span<const double> y, std::span<double> slope) {
  assert(g.size() == y.size() && g.size() == slope.size());
  for (int k = 0; k < std::ssize(g); ++k) slope[k] = g[k] - y[k];
}

double margin_log_loss(double m) { return softplus(-m); }
double margin_log_slope(double m) { return -sigmoid(-m); }
double margin_squared_loss(double m) { return sigmoid(-m) * sigmoid(-m); }
double margin_squared_slope(double m) { return -2 * sigmoid(-m) * sigmoid(-m) * sigmoid(m); }
double margin_error(double m) { return m > 0 ? 0 : 1; }

double log_odds(std::span<const double> t, int y) {
  assert(t.size() >= 2);
  double most = -HUGE_VAL, others = 0;
  for (int k = 0; k < std::ssize(t); ++k)
    if (k != y) most = std::max(most, t[k]);
  for (int k = 0; k < std::ssize(t); ++k)
    if (k != y) others += attractor::exp(t[k] - most);
  return t[y] - most - attractor::log(others);
}

int largest(std::span<const double> t) { return int(std::max_element(t.begin(), t.end()) - t.begin()); }

}  // namespace attractor
