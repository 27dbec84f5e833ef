#include "core/models/networks/dichotomies.h"

#include <algorithm>
#include <cmath>

#include "core/base/binomial.h"
#include "core/networks/separability.h"

namespace attractor::dichotomies {
namespace {

constexpr auto kRows = table<Params>(
    choice(&Params::points, "points", "Points", kPoints,
           "Gaussian points are in general position; corners of a cube are often not when there are few dimensions")
        .rebuilds(),
    toggle(&Params::threshold, "threshold", "Threshold", "One of the d weights belongs to an input that is always 1")
        .rebuilds(),
    row(&Params::max_load, "top", "Largest load", 1, 6, "Points per dimension at the right end of the axis").rebuilds());

constexpr const char* kLoad = "Load N / d";
constexpr Name kNames[] = {{"d5", "d = 5"}, {"d10", "d = 10"}, {"d20", "d = 20"}};

bool trial(const Params& p, int d, int N, const Rng& rng) {
  Matrix<double> x(N, d);
  std::vector<int8_t> y(N);
  Draw points = rng.draw(Stream::data, 0), labels = rng.draw(Stream::data, 1);
  for (double& v : x.a) v = p.points == gaussian ? points.normal() : points.sign();
  for (int i = 0; i < N && p.threshold; ++i) x(i, 0) = 1;
  for (int8_t& v : y) v = int8_t(labels.sign());
  return is_separable(x, y);
}

Line measured(const Params& p, const State& s, int k) {
  Line line{.x = {}, .y = {}, .x_label = kLoad, .drawn = Line::Drawn::points};
  for (int i = 0; i < kLoads; ++i) {
    if (s.tries[k][i] == 0) continue;
    const double good = double(s.good[k][i]), tries = double(s.tries[k][i]);
    const Interval w = wilson_interval(good, tries);
    line.x.push_back(double(points_at(p, k, i)) / kDimensions[k]), line.y.push_back(good / tries);
    line.lo.push_back(w.lo), line.hi.push_back(w.hi);
  }
  return line;
}

// Cover's curves, one after the other.
Line theory(const Params& p) {
  Line line{.x = {}, .y = {}, .x_label = kLoad};
  for (int k = 0; k < std::ssize(kDimensions); ++k) {
    const int d = kDimensions[k];
    for (int N = 1; N <= points_at(p, k, kLoads - 1); ++N)
      line.x.push_back(double(N) / d), line.y.push_back(separable_share(N, d));
    line.x.push_back(0), line.y.push_back(std::nan(""));
  }
  return line;
}

// The place farthest from Cover's curve: |measured - expected| in standard deviations of the count, where that is at
// least one.
double worst_deviation(const Params& p, const State& s) {
  double worst = 0;
  for (int k = 0; k < std::ssize(kDimensions); ++k)
    for (int i = 0; i < kLoads; ++i) {
      const double share = separable_share(points_at(p, k, i), kDimensions[k]), tries = double(s.tries[k][i]);
      const double spread = std::sqrt(tries * share * (1 - share));
      if (spread >= 1) worst = std::max(worst, std::fabs(double(s.good[k][i]) - tries * share) / spread);
    }
  return worst;
}

}  // namespace

int points_at(const Params& p, int dimension, int load) {
  return std::max(1, int(std::floor(p.max_load * (load + 1) / kLoads * kDimensions[dimension] + 0.5)));
}

State init(const Params&, const Rng&) { return {}; }

void advance(const Params& p, State& s, const Rng& rng) {
  const int load = int(s.trial % kLoads), k = int(s.trial / kLoads % std::ssize(kDimensions));
  ++s.trial;
  ++s.tries[k][load];
  s.good[k][load] += trial(p, kDimensions[k], points_at(p, k, load), rng);
}

void observe(const Params& p, const State& s, Sink& sink) {
  for (int k = 0; k < std::ssize(kDimensions); ++k) sink.shape(kNames[k], [&] { return measured(p, s, k); });
  sink.shape({"cover", "Cover's theorem"}, [&] { return theory(p); });
  const double worst = worst_deviation(p, s);
  sink.number({"trials", "Trials"}, double(s.trial));
  sink.number({"deviation", "Largest deviation", "σ"}, worst, s.trial > 0);
  const double numbers[] = {double(s.trial), worst};
  sink.words("{0} trials, within {1} σ of Cover's curves", numbers);
}

void digest(const State& s, Bytes& out) {
  for (int k = 0; k < std::ssize(kDimensions); ++k) {
    out.add(s.tries[k]);
    out.add(s.good[k]);
  }
  out.words(s.trial);
}

constinit const Model kModel = model<Params, kRows>("dichotomies", "Dichotomies of a threshold unit", 1);

}  // namespace attractor::dichotomies
