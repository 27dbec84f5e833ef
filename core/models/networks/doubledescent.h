// Overfitting measured and known: least squares with more and more features. The training error falls to 0 at p = n; the
// error on new samples rises there to a peak, and falls again beyond it.
//
// Error   y = x . beta + sigma noise, x of p features from N(0, I), |beta| = r, n samples; the fit is the minimum of
//         |y - X b|^2 / n + lambda |b|^2, for lambda = 0 the shortest one. Test error sigma^2 + |fit - beta|^2, exact for the
//         fit as it is; training error |y - X fit|^2 / n.
// Step    one new sample of n at one p, in turn.
// Known   the means over samples for lambda = 0 (exact at every n and p), for lambda > 0 their limit for n to infinity
//         (core/networks/least_squares.h). At p = n the mean is infinite: what is measured there never settles.
// Not here features that the rule does not use, other spectra of x.
// Source  T. Hastie, A. Montanari, S. Rosset, R. J. Tibshirani, Ann. Stat. 50, 949 (2022); M. Belkin, D. Hsu, S. Ma, S. Mandal,
//         PNAS 116, 15849 (2019).
#pragma once

#include <array>
#include <cstdint>

#include "core/run/model.h"

namespace attractor::doubledescent {

enum Method { least_norm, penalty, best_penalty };
inline constexpr Choice kMethods[] = {
    {least_norm, "least", "Least squares"}, {penalty, "ridge", "Penalty λ"}, {best_penalty, "best", "Best penalty"}};

inline constexpr std::array kRatios{0.1, 0.2,  0.3, 0.4, 0.5, 0.6, 0.7,  0.8, 0.85, 0.9, 0.95,
                                    1.0, 1.05, 1.1, 1.2, 1.3, 1.5, 1.75, 2.0, 2.5,  3.0, 4.0};
inline constexpr int kPlaces = int(kRatios.size());

struct Params {
  int n = 40;
  double sigma = 0.5;
  double r = 1;
  int method = least_norm;
  double lambda = 0.1;
};

struct Tally {
  int64_t trials = 0;
  double test = 0, test_squares = 0, training = 0;  // sums
};

struct State {
  std::array<Tally, kPlaces> at;
  int64_t steps = 0;
};

State init(const Params&, const Rng&);
void advance(const Params&, State&, const Rng&);
void observe(const Params&, const State&, Sink&);
void digest(const State&, Bytes&);

int features_at(const Params&, int place);            // p, rising
double penalty_at(const Params&, int p);              // lambda that is used with p features
double expected_test_error(const Params&, double p);  // infinite from n - 1 to n + 1 without a penalty

extern const Model kModel;

}  // namespace attractor::doubledescent
