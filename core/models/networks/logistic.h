// Logistic regression and softmax: a neuron that says how sure it is, learned by going down the slope of its log loss.
//
// Unit    two classes: p = sigma(b0 + b.x); more: p = softmax(t), t_k = b0_k + b_k.x.
// Risk    R = mean of -ln p of the right class + (lambda / 2) |b|^2, b0 left out. The other two losses of the slide,
//         (1 - p)^2 and the 0-1 loss, are shown beside.
// Step    `updates` times b -= eta dR/db, of all points or of one at random.
// Known   R is convex; its lowest point is found by Newton's method. Two normal classes at +-mu: Bayes' rule is logistic
//         with b = 2 mu, its error Phi(-|mu|); the error of any line is exact. Separable points and lambda = 0: no
//         lowest point; |b| grows as ln t / gamma towards the largest margin (Soudry et al. 2018).
// Not here hidden layers, other features than x itself, a prior on the classes.
// Source  D. R. Cox, J. R. Stat. Soc. B 20, 215 (1958); D. Soudry et al., J. Mach. Learn. Res. 19 (2018).
//         core/science.md, 16, B1 to B4.
#pragma once

#include <cstdint>
#include <vector>

#include "core/networks/perceptron.h"
#include "core/networks/regression.h"
#include "core/run/model.h"

namespace attractor::logistic {

enum Set { two_clouds, three_clouds, separable, six };
inline constexpr Choice kSets[] = {{two_clouds, "two", "Two clouds"},
                                   {three_clouds, "three", "Three clouds"},
                                   {separable, "line", "Separable points"},
                                   {six, "six", "Six points"}};
enum Batch { all, one };
inline constexpr Choice kBatches[] = {{all, "all", "All points"}, {one, "one", "One at random"}};

inline constexpr int kTestPoints = 400;

struct Params {
  int set = two_clouds;
  int n = 40;
  double mu = 1;
  double gap = 0.2;
  double lambda = 0;
  double eta = 0.5;
  int batch = all;
  int updates = 1;
  bool test = false;
};

// What the parameters and the points imply: nothing that the steps depend on.
struct Truth {
  double lambda = -1;
  Optimum optimum;
  double optimal_risk = 0;  // log loss of the optimum on the points
  Margin margin;            // of two classes
  Risks bayes_test;         // of Bayes' rule on the test points
};

struct State {
  LabelledPoints data, test;
  Regression net;
  int64_t steps = 0;
  int64_t updates = 0;  // since the points changed
  Truth truth;
  std::vector<double> lengths, times;  // |b| at updates a constant factor apart
};

State init(const Params&, const Rng&);
void advance(const Params&, State&, const Rng&);
void observe(const Params&, const State&, Sink&);
void digest(const State&, Bytes&);
bool poke(const Params&, State&, const Poke&);

extern const Model kModel;

}  // namespace attractor::logistic
