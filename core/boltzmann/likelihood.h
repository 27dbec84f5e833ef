// How likely a restricted Boltzmann machine finds a picture: exactly for small nets, by annealed importance sampling for large
// ones, and the pseudo-likelihood, which needs no partition function. Doubles; binary units unless said otherwise.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/boltzmann/rbm.h"

namespace attractor {

inline constexpr int kMaxExact = 20;  // units of the smaller layer

// ln Z by summation over all states of the smaller layer (real visible units: of the hidden layer).
double ln_z(const Restricted&);

struct Expectations {
  double ln_z = 0;
  std::vector<double> v, h;  // <v_i>, <h_j>
  Matrix<double> vh;         // <v_i h_j>: visible x hidden
};
// Of binary nets, over all states of the hidden layer.
Expectations expectations(const Restricted&);

double free_energy(const Restricted&, std::span<const double> v);
std::vector<double> hidden_probabilities(const Restricted&, std::span<const double> v);

// sum over the given units i of ln sigma(F(v with i flipped) - F(v)); over all units it is the pseudo-log-likelihood (Besag 1975).
double pseudo_log_likelihood(const Restricted&, std::span<const double> v, int first, int last);

// Annealed importance sampling (Neal 2001; Salakhutdinov, Murray 2008): chains go from the base, a net without weights and with
// visible biases `base`, to the net in `temperatures` steps, and what they gain on the way estimates Z.
class Annealing {
 public:
  Annealing() = default;
  Annealing(const Restricted&, std::vector<float> base, int chains, int temperatures, Lanes&);
  bool done() const { return k_ >= temperatures_; }
  int temperature() const { return k_; }
  const Restricted& net() const { return net_; }
  void advance(Lanes&);  // one temperature on, all chains

  struct Estimate {
    double ln_z, low, high;  // low and high: three standard deviations of the mean weight; low may be -inf
  };
  Estimate estimate() const;

  // Salakhutdinov and Murray's spacing from 1,000 temperatures on (500 : 4,000 : 10,000 in [0, .5], [.5, .9], [.9, 1]); else even.
  static double beta(int k, int temperatures);

 private:
  Restricted net_;  // a copy: learning may go on
  std::vector<float> base_;
  Batch v_, h_;
  std::vector<double> weights_;  // ln w
  int k_ = 0, temperatures_ = 0;
};

// The visible biases of the net without weights that fits pictures best: ln(p / (1 - p)) with p = (sum + 1) / (count + 2).
std::vector<float> base_biases(const Batch& v, int visible);

}  // namespace attractor
