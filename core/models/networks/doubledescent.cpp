#include "core/models/networks/doubledescent.h"

#include <algorithm>
#include <cmath>

#include "core/base/vec.h"
#include "core/networks/least_squares.h"

namespace attractor::doubledescent {
namespace {

constexpr auto kRows = table<Params>(
    row(&Params::n, "n", "Samples n", 10, 80, "As many as there are to fit; the peak is where p reaches n").rebuilds(),
    row(&Params::sigma, "sigma", "Noise σ", 0.05, 2, "Of each sample; a fit through all of them fits it, too").rebuilds(),
    row(&Params::r, "r", "Signal |β|", 0, 3, "Length of the true coefficients").rebuilds(),
    choice(&Params::method, "method", "Fit", kMethods, "Shortest fit of least error, or one that pays for long coefficients")
        .rebuilds(),
    row(&Params::lambda, "lambda", "Penalty λ", 0.0001, 10, "Times the squared length of the coefficients")
        .logarithmic()
        .only(&Params::method, penalty)
        .rebuilds());

constexpr double kLn10 = 2.302585092994045684;
constexpr const char* kAxis = "Features p";
constexpr int kFewest = 4;  // trials, before a place is drawn
constexpr double kFloor = 1e-12;

double log10(double x) { return attractor::log(std::max(x, kFloor)) / kLn10; }

struct Outcome {
  double test, training;
};
Outcome trial(const Params& p, int features, const Rng& rng) {
  Matrix<double> X(p.n, features);
  std::vector<double> y(p.n);
  fill_normal(rng.draw(Stream::data), X.a);
  fill_normal(rng.draw(Stream::noise), y);
  const double each = p.r / std::sqrt(features);  // of beta: its direction makes no difference
  for (int i = 0; i < p.n; ++i) y[i] = each * sum(X.row(i)) + p.sigma * y[i];
  std::vector<double> fit = fit_ridge(X, y, penalty_at(p, features));
  if (fit.empty()) fit.assign(features, 0.0);
  Outcome out{p.sigma * p.sigma, 0};
  for (const double b : fit) out.test += (b - each) * (b - each);
  for (int i = 0; i < p.n; ++i) {
    const double missing = y[i] - dot(X.row(i), fit);
    out.training += missing * missing / p.n;
  }
  return out;
}

double mean_test(const Tally& t) { return t.test / double(t.trials); }

Line measured_test(const Params& p, const State& s) {
  Line line{.x = {}, .y = {}, .x_label = kAxis, .drawn = Line::Drawn::points};
  for (int i = 0; i < kPlaces; ++i) {
    const Tally& t = s.at[i];
    if (t.trials < kFewest) continue;
    const double count = double(t.trials), mean = mean_test(t);
    const double error = 2 * std::sqrt(std::max(0.0, t.test_squares / count - mean * mean) / (count - 1));
    line.x.push_back(features_at(p, i)), line.y.push_back(log10(mean));
    line.lo.push_back(log10(std::max(mean - error, mean / 10))), line.hi.push_back(log10(mean + error));
  }
  return line;
}

// From p = n on a fit without a penalty has none, and its logarithm no place.
Line measured_training(const Params& p, const State& s) {
  Line line{.x = {}, .y = {}, .x_label = kAxis, .drawn = Line::Drawn::points};
  for (int i = 0; i < kPlaces; ++i) {
    if (s.at[i].trials < kFewest || (p.method == least_norm && features_at(p, i) >= p.n)) continue;
    const double value = log10(s.at[i].training / double(s.at[i].trials));
    line.x.push_back(features_at(p, i)), line.y.push_back(value);
    line.lo.push_back(value), line.hi.push_back(value);
  }
  return line;
}

Line theory_test(const Params& p) {
  Line line{.x = {}, .y = {}, .x_label = kAxis};
  for (int features = 1; features <= features_at(p, kPlaces - 1); ++features) {
    const double value = expected_test_error(p, features);
    line.x.push_back(features), line.y.push_back(std::isfinite(value) ? log10(value) : std::nan(""));
  }
  return line;
}
Line theory_training(const Params& p) {
  Line line{.x = {}, .y = {}, .x_label = kAxis};
  for (int features = 1; features < p.n && p.method == least_norm; ++features)
    line.x.push_back(features), line.y.push_back(log10(training_error(p.n, features, p.sigma)));
  return line;
}

}  // namespace

int features_at(const Params& p, int place) { return std::max(1, int(std::floor(kRatios[place] * p.n + 0.5))); }

double penalty_at(const Params& p, int features) {
  if (p.method == least_norm) return 0;
  if (p.method == penalty) return p.lambda;
  const double most = 1e6;  // no signal, nothing to fit
  return p.r > 0 ? std::min(most, p.sigma * p.sigma * features / (p.n * p.r * p.r)) : most;
}

double expected_test_error(const Params& p, double features) {
  const double lambda = penalty_at(p, int(features));
  return p.sigma * p.sigma +
         (lambda > 0 ? excess_risk_ridge(features / p.n, lambda, p.sigma, p.r) : excess_risk(p.n, int(features), p.sigma, p.r));
}

State init(const Params&, const Rng&) { return {}; }

void advance(const Params& p, State& s, const Rng& rng) {
  const int place = int(s.steps % kPlaces);
  ++s.steps;
  const Outcome out = trial(p, features_at(p, place), rng);
  Tally& t = s.at[place];
  ++t.trials;
  t.test += out.test, t.test_squares += out.test * out.test, t.training += out.training;
}

void observe(const Params& p, const State& s, Sink& sink) {
  sink.shape({"test", "Error on new samples, log₁₀"}, [&] { return measured_test(p, s); });
  sink.shape({"training", "Training error, log₁₀"}, [&] { return measured_training(p, s); });
  sink.shape({"test_theory", "Exact mean"}, [&] { return theory_test(p); });
  sink.shape({"training_theory", "Exact mean"}, [&] { return theory_training(p); });
  double worst = 0, best = 1e300;
  int worst_p = 0, best_p = 0;
  for (int i = 0; i < kPlaces; ++i) {
    if (s.at[i].trials == 0) continue;
    const double mean = mean_test(s.at[i]);
    if (mean > worst) worst = mean, worst_p = features_at(p, i);
    if (mean < best) best = mean, best_p = features_at(p, i);
  }
  sink.number({"trials", "Trials"}, double(s.steps));
  sink.number({"worst", "Worst number of features"}, worst_p, s.steps > 0);
  sink.number({"best", "Best number of features"}, best_p, s.steps > 0);
  sink.number({"peak", "Largest error on new samples"}, worst, s.steps > 0);
  const double numbers[] = {double(p.n), double(worst_p), worst};
  sink.words("{0} samples: new ones are met worst with {1} features, with an error of {2}", numbers);
}

void digest(const State& s, Bytes& out) {
  for (const Tally& t : s.at) {
    out.words(t.trials, t.test, t.test_squares, t.training);
  }
  out.words(s.steps);
}

constinit const Model kModel = model<Params, kRows>("doubledescent", "Double descent of least squares", 1);

}  // namespace attractor::doubledescent
