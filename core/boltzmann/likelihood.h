// How likely a restricted Boltzmann machine finds a picture: exactly for small nets, by annealed importance sampling
// for large ones, and the pseudo-likelihood, which needs no partition function. In doubles; binary units unless stated
// otherwise. core/science.md, 6.1, 6.3 and 6.7.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/boltzmann/rbm.h"

namespace attractor {

inline constexpr int kMaxExact = 20;  // units of a layer whose states are summed over (asserted)

// ln Z, the sum over all states of the smaller layer (Gaussian visible units: of the hidden layer): 2^n steps of the
// other layer's size each.
double ln_z(const Rbm&);

// Means under p(v, h), over all states of the hidden layer. Binary units only.
struct Expectations {
  double ln_z = 0;
  std::vector<double> v, h;  // <v_i>, <h_j>
  Matrix<double> vh;         // <v_i h_j>: visible x hidden
};
Expectations expectations(const Rbm&);

double free_energy(const Rbm&, std::span<const double> v);                        // F(v) = -ln sum_h e^-E(v, h)
std::vector<double> hidden_probabilities(const Rbm&, std::span<const double> v);  // p(h_j = 1 | v)

// sum over the units first <= i < last of ln sigma(F(v with i flipped) - F(v)); over all units it is the
// pseudo-log-likelihood (Besag 1975). O(hidden) a unit.
double pseudo_log_likelihood(const Rbm&, std::span<const double> v, int first, int last);

// Annealed importance sampling (Neal 2001; Salakhutdinov, Murray 2008): chains go from the base rate model, which has
// no weights and the visible biases `base`, to the machine through inverse temperatures beta_0 = 0 < ... < beta_K = 1,
// and their importance weights w estimate Z. Binary units only.
class Ais {
 public:
  Ais() = default;
  Ais(const Rbm&, std::vector<float> base, int chains, int temperatures, VectorRng&);
  bool done() const { return k_ >= temperatures_; }
  int temperature() const { return k_; }
  const Rbm& net() const { return net_; }
  void advance(VectorRng&);  // all chains from beta_k to beta_(k+1)

  struct Estimate {
    double ln_z, low, high;  // low and high: three standard deviations of the mean weight; low may be -inf
  };
  Estimate estimate() const;

  // beta_k. From 1,000 temperatures on the spacing of Salakhutdinov and Murray, 500 : 4,000 : 10,000 in [0, .5], [.5,
  // .9], [.9, 1]; else even.
  static double beta(int k, int temperatures);

 private:
  Rbm net_;  // a copy: learning may go on
  std::vector<float> base_;
  Batch v_, h_;
  std::vector<double> weights_;  // ln w of each chain
  int k_ = 0, temperatures_ = 0;
};

// The visible biases of the base rate model that fits pictures best: ln(p / (1 - p)) with p = (sum + 1) / (count + 2).
std::vector<float> base_biases(const Batch& v, int visible);

}  // namespace attractor
