// Logistic and softmax regression on the plane: probabilities from straight lines, their risks, and the best weights by
// Newton's method. core/science.md, 16, B1 to B4.
#pragma once

#include <array>
#include <span>
#include <vector>

#include "core/networks/points.h"

namespace attractor {

// t_k = b0 + b1 x + b2 y for each class k, three numbers one after the other; g = softmax(t). Of two classes only
// class 1 has weights, t_0 = 0: then g_1 = sigma(t_1), which is logistic regression.
struct Regression {
  int classes = 2;
  std::vector<double> w;  // 3 for two classes, else 3 a class

  Regression() = default;
  explicit Regression(int K) : classes(K), w(K == 2 ? 3 : 3 * K, 0.0) {}
  int first() const { return classes == 2 ? 1 : 0; }  // class with weights
};
inline constexpr int kMostClasses = 4;
using Logits = std::array<double, kMostClasses>;  // the first `classes` count

Logits logits_at(const Regression&, double x, double y);
Logits chances_at(const Regression&, double x, double y);
double weight_norm(const Regression&);  // all weights, b0 among them

struct Risks {  // means over the sample: B1
  double log = 0, squared = 0, wrong = 0;
};
Risks risks(const Regression&, const LabelledPoints&);

// Mean log loss + (lambda / 2) |b|^2, b0 left out; of some of the points, by number, or of all.
double objective(const Regression&, const LabelledPoints&, double lambda);
std::vector<double> objective_slope(const Regression&, const LabelledPoints&, double lambda);
void sample_slope(const Regression&, const LabelledPoints&, int i, double lambda, std::span<double> slope);

// The best weights. There are none for separable points without lambda: then not found.
struct Optimum {
  Regression best;
  bool found = false;
};
Optimum newton_optimum(const LabelledPoints&, int classes, double lambda);

// Of a plane with normal classes of covariance I at class_mean (points.h), equally likely: the true chances, which are
// softmax of mu_k . x - |mu_k|^2 / 2 (two classes: logistic with b = mu_1 - mu_0).
Regression bayes_rule(int classes, double distance);
// Share of such points of two classes that a straight line gets wrong: exact. Of Bayes' rule Phi(-|mu|).
double true_error(const Regression&, double distance);

}  // namespace attractor
