// Single-spin dynamics of a small net, exactly: what one proposal does to the probabilities of all states, and the
// stationary distribution of an acceptance rule, also where it is not Boltzmann's (core/science.md, 4).
//
// One proposal, as on the lecture's slide: a spin is chosen uniformly, a new value for it uniformly from {-1, +1}, so
// that half of the proposals change nothing, and a flip that costs dE is accepted with the rule's probability
// (acceptance.h).
#pragma once

#include <vector>

#include "core/base/choice.h"
#include "core/base/matrix.h"
#include "core/base/rng.h"
#include "core/spins/exact.h"

namespace attractor {

inline constexpr int kMaxSmallNet = 10;

// States are numbered as in exact.h: spin 0 is the most significant bit, a set bit is +1.
struct Flips {
  int n = 0;
  std::vector<double> energy;  // of each state
  Matrix<double> cost;         // states x n: of each flip
  int states() const { return 1 << n; }
  int after(int state, int site) const { return state ^ (1 << (n - 1 - site)); }
};
Flips make_flips(const exact::Net&);  // n <= kMaxSmallNet

std::vector<double> boltzmann_distribution(const Flips&, double T);
// p after one proposal.
void propose(const Flips&, Rule, double T, std::vector<double>& p, std::vector<double>& work);
// The stationary distribution. States with an odd number of spins up only meet the others, so they are summed out
// directly; the rest is eliminated without subtractions (Grassmann, Taksar, Heyman 1985). Ten spins take 45 million
// products.
std::vector<double> stationary(const Flips&, Rule, double T);

double mean_energy(const Flips&, const std::vector<double>& p);
double distance(const std::vector<double>& p, const std::vector<double>& q);  // total variation
// Largest net probability that a proposal carries from one state to another; 0 in equilibrium.
double largest_flux(const Flips&, Rule, double T, const std::vector<double>& p);
// Products of acceptances around a cycle of states, forwards over backwards; 1 for a reversible rule (Kolmogorov).
double cycle_ratio(const Flips&, Rule, double T, const std::vector<int>& cycle);
// The temperature at which a flip of cost d would have the slide rule's ratio of acceptances: d / ln(1 + e^(d/T)) < T.
double slide_temperature(double d, double T);
// The temperature at which the Boltzmann distribution has this mean energy; `known` is false where there is none.
double temperature_of(const Flips&, double energy, bool& known);
// d*, the depth of the deepest well that is not a ground state: the least climb out of it to a lower one (Hajek 1988).
double deepest_trap(const Flips&);

// Nets small enough for all of this.
enum SmallNet { three_spins, one_spin, small_ring, triangle, small_glass };
inline constexpr Choice kSmallNets[] = {{three_spins, "three", "Three spins"},
                                        {one_spin, "one", "One spin"},
                                        {small_ring, "ring", "Ring"},
                                        {triangle, "triangle", "Triangle, antiferro"},
                                        {small_glass, "glass", "Glass, all pairs"}};
// `field` acts on every spin besides the net's own; n counts for the ring and the glass, whose couplings are N(0, 1/n).
exact::Net make_small_net(SmallNet, int n, double field, const Rng&);

}  // namespace attractor
