// Exact results: full enumeration, transition matrices, closed forms, for tests and for the curves behind measurements.
// Nothing here is fast: 2^n states, 4^n elements of a matrix; sizes are limited where stated (asserted).
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <span>
#include <vector>

#include "core/base/matrix.h"
#include "core/spins/acceptance.h"

namespace attractor::exact {

using Vector = std::vector<double>;

// A small net of +-1 spins: E(s) = -1/2 s^T J s - theta^T s, J symmetric with zero diagonal, each pair once. k_B = 1.
struct Net {
  Matrix<double> J;  // n x n
  Vector theta;      // n
  explicit Net(int n, double field = 0) : J(n, n), theta(n, field) {}
  int n() const { return int(theta.size()); }
};

// State number k of n spins: spin 0 is the most significant bit, a set bit is +1 (lexicographic: ---, --+, -+-, ...).
int spin(int state, int i, int n);
double energy(const Net&, int state);
double flip_cost(const Net&, int state, int i);  // dE = 2 s_i (sum_j J_ij s_j + theta_i)

struct Thermodynamics {
  double ln_z = 0, energy = 0;       // <E>
  double specific_heat = 0;          // (<E^2> - <E>^2) / T^2, of the whole net
  double abs_m = 0, m2 = 0, m4 = 0;  // of the magnetisation per spin
};
Thermodynamics enumerate(const Net&, double T);  // n <= 20
Vector boltzmann(const Net&, double T);          // n <= 16: probability of each state

// Nets of known graphs.
Net torus(int side, double J = 1, double h = 0);  // square torus; side 2 has every bond twice
Net ring(int n, double J = 1);
std::map<int, int64_t> torus_levels(int side);  // ferromagnet, J = 1: energy -> number of states, side <= 4

// Row-stochastic transition matrices over the 2^n states, n <= 8.
// One proposal: a site uniformly; `lazy` proposes a fresh value, so that half of the proposals change nothing.
Matrix<double> random_site(const Net&, Rule, double T, bool lazy = false);
Matrix<double> sweep(const Net&, Rule, double T, std::span<const int> order);  // sites one after the other
Matrix<double> synchronous(const Net&, double T);  // all sites at once by the heat bath (Little 1974)
// All clusters at once (Swendsen, Wang 1987): a satisfied bond is occupied with probability 1 - e^(-2|J|/T), and each
// cluster flips with probability 1/2. At most 12 bonds; two spins may have several.
struct Bond {
  int a, b;
  double J;
};
Matrix<double> swendsen_wang(int n, std::span<const Bond>, double T);
// The same bonds, but only the cluster of one spin, uniformly chosen, flips, and it always does (Wolff 1989).
Matrix<double> wolff(int n, std::span<const Bond>, double T);
// Little's stationary distribution: pi(s) ~ e^(theta.s / T) prod_i 2 cosh(h_i(s) / T).
Vector little(const Net&, double T);
Vector stationary(const Matrix<double>& P);  // of an irreducible chain

// The ferromagnet on an L x L torus, J = 1, per spin (Kaufman 1949); L <= 256.
struct PerSpin {
  double ln_z, energy, specific_heat;
};
PerSpin kaufman(int L, double T);

// The infinite square lattice (Onsager 1944, Yang 1952), J = 1, per spin.
inline constexpr double kCriticalTemperature = 2.269185314213022;
double onsager_magnetisation(double T);
double onsager_energy(double T);
double onsager_specific_heat(double T);

// Probability that a stored bit is unstable after one step of a Hebb net with zero diagonal: the crosstalk is a sum of
// n = (P - 1)(N - 1) fair +-1, so p = P(Binomial(n, 1/2) < (n - (N - 1)) / 2).
double one_step_error(int N, int P);

// Central difference of f at x along coordinate i.
double derivative(const std::function<double(const std::vector<double>&)>& f, std::vector<double> x, int i, double h = 1e-5);

}  // namespace attractor::exact
