#include "core/spins/exact.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>

#include "core/base/eigenvalues.h"
#include "core/base/vec.h"

namespace attractor::exact {
namespace {

// A number with its first two derivatives with respect to one variable.
struct Jet {
  double v = 0, d = 0, dd = 0;
  Jet(double value = 0, double first = 0, double second = 0) : v(value), d(first), dd(second) {}
  // f(this) for f with value f0 and derivatives f1, f2 here.
  Jet chain(double f0, double f1, double f2) const { return {f0, f1 * d, f1 * dd + f2 * d * d}; }
};
Jet operator+(Jet a, Jet b) { return {a.v + b.v, a.d + b.d, a.dd + b.dd}; }
Jet operator-(Jet a, Jet b) { return {a.v - b.v, a.d - b.d, a.dd - b.dd}; }
Jet operator*(Jet a, Jet b) { return {a.v * b.v, a.d * b.v + a.v * b.d, a.dd * b.v + 2 * a.d * b.d + a.v * b.dd}; }
Jet exp(Jet a) {
  const double e = attractor::exp(a.v);
  return a.chain(e, e, e);
}
Jet log(Jet a) { return a.chain(attractor::log(a.v), 1 / a.v, -1 / (a.v * a.v)); }
Jet sqrt(Jet a) {
  const double r = std::sqrt(a.v);
  return a.chain(r, 0.5 / r, -0.25 / (r * a.v));
}
Jet inverse(Jet a) { return a.chain(1 / a.v, -1 / (a.v * a.v), 2 / (a.v * a.v * a.v)); }
Jet sinh(Jet a) { return Jet(0.5) * (exp(a) - exp(Jet() - a)); }
Jet cosh(Jet a) { return Jet(0.5) * (exp(a) + exp(Jet() - a)); }

Jet ln_2cosh(Jet x) { return x.v < 0 ? ln_2cosh(Jet() - x) : x + log(Jet(1) + exp(Jet(-2) * x)); }
Jet ln_2sinh(Jet x) { return x + log(Jet(1) - exp(Jet(-2) * x)); }  // x > 0

// Complete elliptic integrals of modulus k by the arithmetic-geometric mean.
struct Elliptic {
  double K, E;
};
Elliptic elliptic(double k) {
  double a = 1, b = std::sqrt(1 - k * k), c = k, sum = 0.5 * c * c, power = 0.5;
  for (int i = 0; i < 40 && std::fabs(c) > 1e-17; ++i) {
    const double mean = 0.5 * (a + b);
    c = 0.5 * (a - b);
    b = std::sqrt(a * b);
    a = mean;
    power *= 2;
    sum += power * c * c;
  }
  const double K = kPi / (2 * a);
  return {K, K * (1 - sum)};
}

int states(int n) { return 1 << n; }

}  // namespace

int spin(int state, int i, int n) { return (state >> (n - 1 - i)) & 1 ? 1 : -1; }

double energy(const Net& net, int state) {
  const int n = net.n();
  double e = 0;
  for (int i = 0; i < n; ++i) {
    e -= net.theta[i] * spin(state, i, n);
    for (int j = i + 1; j < n; ++j) e -= net.J(i, j) * spin(state, i, n) * spin(state, j, n);
  }
  return e;
}

double flip_cost(const Net& net, int state, int i) {
  const int n = net.n();
  double h = net.theta[i];
  for (int j = 0; j < n; ++j) h += net.J(i, j) * spin(state, j, n);
  return 2 * spin(state, i, n) * h;
}

Thermodynamics enumerate(const Net& net, double T) {
  const int n = net.n();
  assert(n <= 20 && T > 0);
  std::vector<double> e(states(n));
  double lowest = std::numeric_limits<double>::infinity();
  for (int s = 0; s < states(n); ++s) lowest = std::min(lowest, e[s] = energy(net, s));
  double z = 0, e1 = 0, e2 = 0;
  Thermodynamics t;
  for (int s = 0; s < states(n); ++s) {
    const double w = attractor::exp(-(e[s] - lowest) / T);
    double m = 0;
    for (int i = 0; i < n; ++i) m += spin(s, i, n);
    m /= n;
    z += w;
    e1 += w * e[s];
    e2 += w * e[s] * e[s];
    t.abs_m += w * std::fabs(m);
    t.m2 += w * m * m;
    t.m4 += w * m * m * m * m;
  }
  t.ln_z = attractor::log(z) - lowest / T;
  t.energy = e1 / z;
  t.specific_heat = (e2 / z - t.energy * t.energy) / (T * T);
  t.abs_m /= z, t.m2 /= z, t.m4 /= z;
  return t;
}

Vector boltzmann(const Net& net, double T) {
  assert(net.n() <= 16);
  Vector p;
  for (int s = 0; s < states(net.n()); ++s) p.push_back(-energy(net, s) / T);
  softmax(p);
  return p;
}

Net torus(int side, double J, double h) {
  const int n = side * side;
  Net net(n, h);
  for (int i = 0; i < n; ++i) {
    const int x = i % side, y = i / side;
    for (int j : {y * side + (x + 1) % side, (y + 1) % side * side + x}) {
      net.J(i, j) += J;
      net.J(j, i) += J;
    }
  }
  return net;
}

Net ring(int n, double J) {
  Net net(n);
  for (int i = 0; i < n; ++i) {
    net.J(i, (i + 1) % n) += J;
    net.J((i + 1) % n, i) += J;
  }
  return net;
}

std::map<int, int64_t> torus_levels(int side) {
  const int n = side * side;
  assert(n <= 16);
  std::map<int, int64_t> levels;
  for (int s = 0; s < states(n); ++s) {
    int e = 0;
    for (int i = 0; i < n; ++i) {
      const int x = i % side, y = i / side;
      e -= spin(s, i, n) * (spin(s, y * side + (x + 1) % side, n) + spin(s, (y + 1) % side * side + x, n));
    }
    ++levels[e];
  }
  return levels;
}

Matrix<double> random_site(const Net& net, Rule rule, double T, bool lazy) {
  const int n = net.n();
  assert(n <= 8);
  Matrix<double> P(states(n), states(n));
  for (int s = 0; s < states(n); ++s)
    for (int i = 0; i < n; ++i) {
      const double p = acceptance(rule, flip_cost(net, s, i), T) * (lazy ? 0.5 : 1.0) / n;
      P(s, s ^ (1 << (n - 1 - i))) += p;
      P(s, s) += 1.0 / n - p;
    }
  return P;
}

Matrix<double> sweep(const Net& net, Rule rule, double T, std::span<const int> order) {
  const int n = net.n();
  assert(n <= 8);
  Matrix<double> P = identity(states(n));
  for (int i : order) {
    Matrix<double> one(states(n), states(n));
    for (int s = 0; s < states(n); ++s) {
      const double p = acceptance(rule, flip_cost(net, s, i), T);
      one(s, s ^ (1 << (n - 1 - i))) += p;
      one(s, s) += 1 - p;
    }
    P = P * one;
  }
  return P;
}

Matrix<double> synchronous(const Net& net, double T) {
  const int n = net.n();
  assert(n <= 8);
  Matrix<double> P(states(n), states(n));
  for (int s = 0; s < states(n); ++s)
    for (int t = 0; t < states(n); ++t) {
      double p = 1;
      for (int i = 0; i < n; ++i) {
        const double h = flip_cost(net, s, i) / 2 * spin(s, i, n);
        p *= sigmoid(2 * spin(t, i, n) * h / T);
      }
      P(s, t) = p;
    }
  return P;
}

namespace {

// f(p, clusters) for every choice of occupied bonds that is possible in state s (Fortuin, Kasteleyn 1972): its
// probability, and the cluster of each spin as a set of bits of the state.
template <class F>
void each_bond_configuration(int s, int n, std::span<const Bond> bonds, double T, F f) {
  assert(n <= 8 && bonds.size() <= 12);
  for (int occupied = 0; occupied < states(int(bonds.size())); ++occupied) {
    double p = 1;
    std::vector<int> cluster(n, 0);
    for (int i = 0; i < n; ++i) cluster[i] = 1 << (n - 1 - i);
    for (int k = 0; k < std::ssize(bonds); ++k) {
      const auto [a, b, J] = bonds[k];
      const bool satisfied = J * spin(s, a, n) * spin(s, b, n) > 0, on = occupied >> k & 1;
      const double bond = satisfied ? -attractor::expm1(-2 * std::fabs(J) / T) : 0.0;
      p *= on ? bond : 1 - bond;
      if (!on) continue;
      const int both = cluster[a] | cluster[b];
      for (int& c : cluster)
        if (c & both) c = both;
    }
    if (p > 0) f(p, cluster);
  }
}

}  // namespace

Matrix<double> swendsen_wang(int n, std::span<const Bond> bonds, double T) {
  Matrix<double> P(states(n), states(n));
  for (int s = 0; s < states(n); ++s)
    each_bond_configuration(s, n, bonds, T, [&](double p, const std::vector<int>& cluster) {
      std::vector<int> flipped{s};  // every choice of clusters
      int seen = 0;
      for (int c : cluster) {
        if (c & seen) continue;
        seen |= c;
        const int count = int(flipped.size());
        for (int k = 0; k < count; ++k) flipped.push_back(flipped[k] ^ c);
      }
      for (int t : flipped) P(s, t) += p / double(flipped.size());
    });
  return P;
}

Matrix<double> wolff(int n, std::span<const Bond> bonds, double T) {
  Matrix<double> P(states(n), states(n));
  for (int s = 0; s < states(n); ++s)
    each_bond_configuration(s, n, bonds, T, [&](double p, const std::vector<int>& cluster) {
      for (int c : cluster) P(s, s ^ c) += p / n;
    });
  return P;
}

Vector little(const Net& net, double T) {
  const int n = net.n();
  Vector p;
  double sum = 0;
  for (int s = 0; s < states(n); ++s) {
    double ln = 0;
    for (int i = 0; i < n; ++i)
      ln += net.theta[i] * spin(s, i, n) / T + kLn2 + ln_cosh(flip_cost(net, s, i) / 2 * spin(s, i, n) / T);
    p.push_back(attractor::exp(ln));
    sum += p.back();
  }
  for (double& x : p) x /= sum;
  return p;
}

Vector stationary(const Matrix<double>& P) {
  const int n = P.rows;
  Matrix<double> A(n, n);
  for (int i = 0; i < n; ++i)  // the probabilities add to 1 instead of the last balance equation, which is redundant
    for (int j = 0; j < n; ++j) A(i, j) = i == n - 1 ? 1 : P(j, i) - (i == j);
  Vector b(n, 0.0);
  b.back() = 1;
  return solve(A.a, b);
}

PerSpin kaufman(int L, double T) {
  assert(L >= 2 && L <= 256 && T > 0);
  const double N = double(L) * L, beta = 1 / T;
  const Jet K(beta, 1, 0), two_k = Jet(2) * K;
  const Jet coth = cosh(two_k) * inverse(sinh(two_k));
  auto gamma = [&](int l) -> Jet {
    if (l == 0) return two_k + log(sinh(K) * inverse(cosh(K)));  // signed: it changes sign at T_c
    const Jet c = cosh(two_k) * coth - Jet(attractor::sincos(kPi * l / L).cos);
    return log(c + sqrt(c * c - Jet(1)));
  };
  Jet odd_cosh, odd_sinh, even_cosh, even_sinh;  // logarithms of the products; even_sinh without its factor r = 0
  for (int r = 0; r < L; ++r) {
    const Jet odd = Jet(0.5 * L) * gamma(2 * r + 1), even = Jet(0.5 * L) * gamma(2 * r);
    odd_cosh = odd_cosh + ln_2cosh(odd);
    odd_sinh = odd_sinh + ln_2sinh(odd);
    even_cosh = even_cosh + ln_2cosh(even);
    if (r > 0) even_sinh = even_sinh + ln_2sinh(even);
  }
  const Jet first = Jet(0.5 * L) * gamma(0);
  const double a = std::fabs(first.v);
  const Jet factor = exp(first - Jet(a)) - exp(Jet(-a) - first);  // 2 sinh(first) e^-a, of either sign
  even_sinh = even_sinh + Jet(a);
  const Jet top(std::max({odd_cosh.v, odd_sinh.v, even_cosh.v, even_sinh.v}));
  const Jet sum = exp(odd_cosh - top) + exp(odd_sinh - top) + exp(even_cosh - top) + factor * exp(even_sinh - top);
  const Jet ln_z = Jet(0.5 * N) * log(Jet(2) * sinh(two_k)) + top + log(sum) - Jet(kLn2);
  return {ln_z.v / N, -ln_z.d / N, beta * beta * ln_z.dd / N};
}

double onsager_magnetisation(double T) {
  if (T >= kCriticalTemperature) return 0;
  if (T <= 0) return 1;
  const double x = 2 / T, s = x > 300 ? 1e130 : 0.5 * (attractor::exp(x) - attractor::exp(-x));
  const double y = 1 - 1 / (s * s * s * s);
  return y <= 0 ? 0 : std::sqrt(std::sqrt(std::sqrt(y)));
}

double onsager_energy(double T) {
  if (T < 0.02) return -2;
  const double K = 1 / T, t = attractor::tanh(2 * K), q = 2 * t * t - 1;
  const double k = 2 * t * std::sqrt(std::max(0.0, 1 - t * t));  // 2 sinh / cosh^2
  return -(1 / t) * (1 + 2 / kPi * q * elliptic(std::min(k, 1 - 1e-16)).K);
}

double onsager_specific_heat(double T) {
  if (T < 0.02) return 0;
  const double K = 1 / T, t = attractor::tanh(2 * K), q = 2 * t * t - 1, k = 2 * t * std::sqrt(std::max(0.0, 1 - t * t));
  const Elliptic e = elliptic(std::min(k, 1 - 1e-16));
  const double kc = K / t;
  return 2 / kPi * kc * kc * (2 * e.K - 2 * e.E - (1 - q) * (kPi / 2 + q * e.K));
}

double one_step_error(int N, int P) {
  const int n = (P - 1) * (N - 1);
  // x_i h_i = (N - 1) + crosstalk < 0: the number of +1 terms k has 2k - n < -(N - 1).
  const int last = (n - (N - 1) + 1) / 2 - 1;  // ceil((n - (N - 1)) / 2) - 1
  if (last < 0) return 0;
  double ln_choose = 0, sum = 0;
  for (int k = 0; k <= last; ++k) {
    if (k > 0) ln_choose += attractor::log(double(n - k + 1)) - attractor::log(double(k));
    sum += attractor::exp(ln_choose - n * kLn2);
  }
  return sum;
}

double derivative(const std::function<double(const std::vector<double>&)>& f, std::vector<double> x, int i, double h) {
  const double at = x[i];
  x[i] = at + h;
  const double up = f(x);
  x[i] = at - h;
  return (up - f(x)) / (2 * h);
}

}  // namespace attractor::exact
