// Restricted Boltzmann machines against the exact truth: passes, gradients, likelihoods, annealed importance sampling.
#include "core/boltzmann/rbm.h"

#include <doctest/doctest.h>

#include <cmath>
#include <functional>
#include <vector>

#include "core/base/num.h"
#include "core/boltzmann/likelihood.h"

using namespace attractor;

namespace {

// science.md 6.4: dyadic, exact in single precision.
Rbm golden() {
  Rbm net = make_rbm(6, 4, 0, Rng{1, 0});
  for (int i = 0; i < 6; ++i)
    for (int j = 0; j < 4; ++j) net.w(i, j) = float(((7 * i + 3 * j) % 11 - 5) / 8.0);
  for (int i = 0; i < 6; ++i) net.a[i] = float((5 * i % 7 - 3) / 8.0);
  for (int j = 0; j < 4; ++j) net.b[j] = float((3 * j % 5 - 2) / 8.0);
  return net;
}

Rbm random_net(int visible, int hidden, double spread, uint64_t seed) {
  Rbm net = make_rbm(visible, hidden, spread, Rng{seed, 0});
  Draw draw(seed, 1, Stream::data);
  for (int i = 0; i < visible; ++i) net.a[i] = float(0.5 * draw.normal());
  for (int j = 0; j < hidden; ++j) net.b[j] = float(0.5 * draw.normal());
  return net;
}

std::vector<double> bits(int state, int n) {
  std::vector<double> v;
  for (int i = 0; i < n; ++i) v.push_back(state >> i & 1);
  return v;
}

double energy(const Rbm& net, const std::vector<double>& v, const std::vector<double>& h) {
  double e = 0;
  for (int i = 0; i < net.visible; ++i) {
    e -= v[i] * double(net.a[i]);
    for (int j = 0; j < net.hidden; ++j) e -= v[i] * h[j] * double(net.w(i, j));
  }
  for (int j = 0; j < net.hidden; ++j) e -= h[j] * double(net.b[j]);
  return e;
}

void set(Batch& u, int k, const std::vector<double>& values) {
  for (int i = 0; i < std::ssize(values); ++i) {
    u.p(k, i) = float(values[i]);
    u.set(k, i, values[i] != 0);
  }
}

// All pictures of n units.
Batch all_states(int n) {
  Batch u(1 << n, n);
  for (int s = 0; s < 1 << n; ++s) set(u, s, bits(s, n));
  return u;
}

bool near(const std::vector<double>& a, std::initializer_list<double> b, double tolerance) {
  std::size_t i = 0;
  bool good = a.size() >= b.size();
  for (const double x : b) good = good && std::fabs(a[i++] - x) < tolerance;
  return good;
}

}  // namespace

TEST_CASE("restricted: products with bits equal plain sums, whatever the sizes") {
  for (const auto& [visible, hidden, count] : {std::array{1, 1, 1}, {5, 3, 2}, {31, 33, 7}, {64, 40, 10}, {130, 70, 9}}) {
    const Rbm net = random_net(visible, hidden, 1, uint64_t(visible));
    Batch v(count, visible), h(count, hidden);
    Draw draw(3, uint64_t(count), Stream::data);
    std::vector<std::vector<double>> vs, hs;
    for (int k = 0; k < count; ++k) {
      std::vector<double> x, y;
      for (int i = 0; i < visible; ++i) x.push_back(draw.below(2) ? 1 : 0);
      for (int j = 0; j < hidden; ++j) y.push_back(draw.below(2) ? 1 : 0);
      set(v, k, x), set(h, k, y);
      vs.push_back(x), hs.push_back(y);
    }
    Matrix<float> up_inputs, down_inputs;
    hidden_inputs(net, v, up_inputs);
    visible_inputs(net, h, down_inputs);
    double most = 0;
    for (int k = 0; k < count; ++k) {
      for (int j = 0; j < hidden; ++j) {
        double x = double(net.b[j]);
        for (int i = 0; i < visible; ++i) x += vs[k][i] * double(net.w(i, j));
        most = std::max(most, std::fabs(x - double(up_inputs(k, j))));
      }
      for (int i = 0; i < visible; ++i) {
        double x = double(net.a[i]);
        for (int j = 0; j < hidden; ++j) x += hs[k][j] * double(net.w(i, j));
        most = std::max(most, std::fabs(x - double(down_inputs(k, i))));
      }
    }
    CHECK(most < 1e-4);
  }
}

TEST_CASE("restricted: four exponentials at once, and their range") {
  double worst = 0;
  for (double x = -87; x <= 88; x += 0.0371) {
    const F32x4 y = exp4(F32x4{float(x), float(x) / 2, 0, 1});
    worst = std::max(worst, std::fabs(double(y[0]) / attractor::exp(double(float(x))) - 1));
  }
  CHECK(worst < 2e-7);
  const F32x4 ends = exp4(F32x4{-1e30f, 1e30f, -200, 200});
  CHECK(ends[0] == ends[2]);
  CHECK(ends[1] == ends[3]);
  CHECK(std::isfinite(ends[1]));
  const float none = __builtin_bit_cast(float, 0x7FC00000);  // no number counts as the lower end
  CHECK(exp4(F32x4{none, none, none, none})[2] == ends[0]);
}

TEST_CASE("T60 the golden net: partition function, means, free energy, pseudo-likelihood") {
  const Rbm net = golden();
  const Expectations e = expectations(net);
  CHECK(std::fabs(e.ln_z - 7.2771932585164197618) < 1e-12);
  CHECK(near(e.v, {.381341405567, .639862758188, .485782899744, .49432407671, .610603049783, .454790134998}, 1e-11));
  CHECK(near(e.h, {.445283134167, .641698615394, .450083186745, .50530767012}, 1e-11));
  CHECK(near(e.vh.a, {.134893412686, .230583078463, .17941796746, .220738220872}, 1e-11));
  const std::vector<double> v{1, 0, 1, 1, 0, 0};
  CHECK(std::fabs(free_energy(net, v) - -2.39997791077657) < 1e-13);
  CHECK(std::fabs(-free_energy(net, v) - e.ln_z - -4.87721534773985) < 1e-12);
  CHECK(std::fabs(pseudo_log_likelihood(net, v, 0, 6) - -4.7886987302322) < 1e-12);
  Batch u(3, 6);
  for (int k = 0; k < 3; ++k) set(u, k, v);
  for (const double f : free_energies(net, u)) CHECK(std::fabs(f - -2.39997791077657) < 1e-5);  // single precision
}

TEST_CASE("restricted: free energy, conditional law and Z agree with the sum over all states, on random nets") {
  for (uint64_t seed = 1; seed <= 6; ++seed) {
    const int nv = 3 + int(seed) % 4, nh = 2 + int(seed * 5) % 4;
    const Rbm net = random_net(nv, nh, 1, seed);
    double z = 0;
    for (int s = 0; s < 1 << nv; ++s) {
      const std::vector<double> v = bits(s, nv);
      double sum = 0;
      std::vector<double> on(nh, 0.0);
      for (int t = 0; t < 1 << nh; ++t) {
        const double p = attractor::exp(-energy(net, v, bits(t, nh)));
        sum += p;
        for (int j = 0; j < nh; ++j) on[j] += t >> j & 1 ? p : 0;
      }
      z += sum;
      CHECK(std::fabs(free_energy(net, v) + attractor::log(sum)) < 1e-12);
      const std::vector<double> p = hidden_probabilities(net, v);
      for (std::size_t j = 0; j < p.size(); ++j) CHECK(std::fabs(p[j] - on[j] / sum) < 1e-12);
    }
    CHECK(std::fabs(ln_z(net) - attractor::log(z)) < 1e-12);
  }
}

TEST_CASE("T61 the gradient of ln p is data minus model: finite differences") {
  const std::vector<double> v{1, 0, 1, 1, 0, 0};
  Rbm net = golden();
  const Expectations e = expectations(net);
  const std::vector<double> h = hidden_probabilities(net, v);
  const auto ln_p = [&] { return -free_energy(net, v) - ln_z(net); };
  // In single precision a step of 2^-7 is exact; the error of the central difference is of its square.
  const auto check = [&](float& x, double computed) {
    const float keep = x, step = 1 / 128.0f;
    x = keep + step;
    const double up1 = ln_p();
    x = keep - step;
    const double down1 = ln_p();
    x = keep + 2 * step;
    const double up2 = ln_p();
    x = keep - 2 * step;
    const double down2 = ln_p();
    x = keep;
    const double measured = (8 * (up1 - down1) - (up2 - down2)) / (12 * double(step));  // fourth order
    CHECK(std::fabs(measured - computed) < 1e-8);
  };
  for (int i = 0; i < 6; ++i) {
    check(net.a[i], v[i] - e.v[i]);
    for (int j = 0; j < 4; ++j) check(net.w(i, j), v[i] * h[j] - e.vh(i, j));
  }
  for (int j = 0; j < 4; ++j) check(net.b[j], h[j] - e.h[j]);
}

TEST_CASE("restricted: a step of learning is the difference of the products, with momentum and decay") {
  Rbm net = random_net(37, 21, 0.3, 5);
  const Rbm before = net;
  Velocity velocity;
  velocity.fit(net);
  for (int i = 0; i < std::ssize(velocity.w.a); ++i) velocity.w.a[i] = float(i % 7) * 0.01f;
  const Velocity old = velocity;
  Batch v0(7, 37), h0(7, 21), v1(5, 37), h1(5, 21);
  VectorRng random(Rng{4, 2}, Stream::chain);
  for (Batch* u : {&v0, &v1}) {
    for (float& p : u->p.a) p = 0.4f;
    sample(*u, 37, random);
  }
  up(net, v0, h0, &random);
  up(net, v1, h1, &random);
  const Hyperparameters hyper{0.25f, 0.5f, 0.125f};
  learn(net, velocity, hyper, v0, h0, v1, h1);
  double most = 0;
  for (int i = 0; i < 37; ++i)
    for (int j = 0; j < 21; ++j) {
      double data = 0, model = 0;
      for (int k = 0; k < 7; ++k) data += v0.on(k, i) ? double(h0.p(k, j)) : 0;
      for (int k = 0; k < 5; ++k) model += v1.on(k, i) ? double(h1.p(k, j)) : 0;
      const double v = 0.5 * double(old.w(i, j)) + 0.25 * (data / 7 - model / 5 - 0.125 * double(before.w(i, j)));
      most = std::max(most, std::fabs(double(net.w(i, j)) - (double(before.w(i, j)) + v)));
    }
  CHECK(most < 1e-6);
  // What is padding stays empty.
  for (int i = 0; i < 37; ++i)
    for (int j = 21; j < net.w.cols; ++j) CHECK(std::isfinite(net.w(i, j)));
}

// The transition matrix of v -> h -> v, from the passes' own probabilities.
TEST_CASE("restricted: alternating the layers has p(v) as its stationary law, in detailed balance") {
  for (uint64_t seed = 1; seed <= 4; ++seed) {
    const int nv = 4, nh = 3;
    const Rbm net = random_net(nv, nh, 1, seed);
    Batch v = all_states(nv), h(v.count, nh), hs = all_states(nh), back(hs.count, nv);
    up(net, v, h, nullptr);
    down(net, hs, back, nullptr);
    const double z = ln_z(net);
    std::vector<double> pi, moved(v.count, 0.0);
    for (int s = 0; s < v.count; ++s) pi.push_back(attractor::exp(-free_energy(net, bits(s, nv)) - z));
    auto chance = [](const Batch& u, int k, int state, int n) {
      double p = 1;
      for (int i = 0; i < n; ++i) {
        const double q = u.p(k, i);
        p *= state >> i & 1 ? q : 1 - q;
      }
      return p;
    };
    std::vector<std::vector<double>> P(16, std::vector<double>(16, 0.0));
    for (int s = 0; s < 16; ++s)
      for (int t = 0; t < 16; ++t)
        for (int m = 0; m < 8; ++m) P[s][t] += chance(h, s, m, nh) * chance(back, m, t, nv);
    for (std::size_t s = 0; s < 16; ++s) {
      double row = 0;
      for (std::size_t t = 0; t < 16; ++t) {
        row += P[s][t];
        moved[t] += pi[s] * P[s][t];
        CHECK(std::fabs(pi[s] * P[s][t] - pi[t] * P[t][s]) < 2e-7);  // probabilities in single precision
      }
      CHECK(std::fabs(row - 1) < 1e-6);
    }
    for (std::size_t t = 0; t < 16; ++t) CHECK(std::fabs(moved[t] - pi[t]) < 1e-6);
  }
}

TEST_CASE("restricted: the samples follow their probabilities") {
  const Rbm net = golden();
  const int count = 400, rounds = 500;
  Batch v(count, 6), h(count, 4);
  VectorRng random(Rng{11, 3}, Stream::chain);
  const Expectations e = expectations(net);
  std::vector<double> on(6, 0.0), both(24, 0.0);
  for (int r = -20; r < rounds; ++r) {
    up(net, v, h, &random);
    down(net, h, v, &random);
    for (int k = 0; r >= 0 && k < count; ++k)
      for (int i = 0; i < 6; ++i) on[i] += v.on(k, i);
  }
  for (std::size_t i = 0; i < 6; ++i) {
    const double n = double(count) * rounds, p = e.v[i];
    CHECK(std::fabs(on[i] / n - p) < 5 * std::sqrt(p * (1 - p) / n) * 2);  // twice: neighbours in a chain are alike
  }
}

TEST_CASE("T62 annealed importance sampling meets the exact ln Z") {
  const Rbm net = golden();
  const double exact = ln_z(net);
  for (uint64_t seed = 1; seed <= 5; ++seed) {
    VectorRng random(Rng{seed, 1}, Stream::chain);
    Ais few(net, {}, 100, 100, random);
    while (!few.done()) few.advance(random);
    const auto e = few.estimate();
    CHECK(std::fabs(e.ln_z - exact) < 5 * 0.0049);
    CHECK(e.low < e.ln_z);
    CHECK(e.ln_z < e.high);
    CHECK(e.high - e.low < 0.06);  // six of 0.0049, roughly
    CHECK(e.high - e.low > 0.015);
  }
  // Another base: that of some pictures.
  Batch v = all_states(6);
  VectorRng random(Rng{9, 1}, Stream::chain);
  Ais other(net, base_biases(v, 6), 400, 400, random);
  while (!other.done()) other.advance(random);
  CHECK(std::fabs(other.estimate().ln_z - exact) < 0.01);
  // A harder net, where the base is far away.
  const Rbm hard = random_net(30, 12, 0.8, 3);
  Ais slow(hard, {}, 100, 1500, random);
  while (!slow.done()) slow.advance(random);
  const auto e = slow.estimate();
  CHECK(e.low - 0.1 < ln_z(hard));
  CHECK(ln_z(hard) < e.high + 0.1);
  CHECK(Ais::beta(0, 14500) == 0);
  CHECK(std::fabs(Ais::beta(500, 14500) - 0.5) < 1e-12);
  CHECK(std::fabs(Ais::beta(4500, 14500) - 0.9) < 1e-12);
  CHECK(Ais::beta(14500, 14500) == 1);
}

TEST_CASE("T64 the pseudo-likelihood is the sum of the conditional probabilities of single units") {
  const Rbm net = random_net(7, 5, 1, 8);
  for (int s = 0; s < 128; s += 9) {
    const std::vector<double> v = bits(s, 7);
    double sum = 0;
    for (int i = 0; i < 7; ++i) {
      std::vector<double> other = v;
      other[i] = 1 - other[i];
      const double here = attractor::exp(-free_energy(net, v)), there = attractor::exp(-free_energy(net, other));
      sum += attractor::log(here / (here + there));
    }
    CHECK(std::fabs(pseudo_log_likelihood(net, v, 0, 7) - sum) < 1e-11);
    // One flipped unit times the number of units, in the mean over the units: scikit-learn's estimate.
    double mean = 0;
    for (int i = 0; i < 7; ++i) mean += 7 * pseudo_log_likelihood(net, v, i, i + 1) / 7;
    CHECK(std::fabs(mean - sum) < 1e-11);
  }
}

TEST_CASE("T65 real visible units: ln Z in closed form against quadrature" * doctest::test_suite("statistics")) {
  for (uint64_t seed = 1; seed <= 3; ++seed) {
    Rbm net = random_net(2, 3, 0.7, seed);
    net.real = true, net.sigma = 0.5f + 0.25f * float(seed);
    // The trapezium rule on a wide grid converges faster than any power for these integrals.
    const double h = 0.02;
    double z = 0;
    for (int s = -700; s <= 700; ++s)
      for (int t = -700; t <= 700; ++t) {
        const std::vector<double> v{s * h, t * h};
        z += attractor::exp(-free_energy(net, v)) * h * h;
      }
    CHECK(std::fabs(ln_z(net) - attractor::log(z)) < 1e-9);
  }
}

TEST_CASE("restricted: real visible units: means and spread of what the net draws") {
  Rbm net = random_net(4, 3, 0.5, 2);
  net.real = true, net.sigma = 0.7f;
  Batch h(2000, 3), v(2000, 4);
  for (int k = 0; k < 2000; ++k) set(h, k, {1, 0, 1});
  VectorRng random(Rng{5, 5}, Stream::chain);
  Matrix<float> mean;
  visible_inputs(net, h, mean);
  down(net, h, v, &random);
  for (int i = 0; i < 4; ++i) {
    const double wanted = double(net.a[i]) + 0.7 * (double(net.w(i, 0)) + double(net.w(i, 2)));
    CHECK(std::fabs(double(mean(0, i)) - wanted) < 1e-6);
    double sum = 0, square = 0;
    for (int k = 0; k < 2000; ++k) {
      const double x = double(v.p(k, i)) - wanted;
      sum += x, square += x * x;
    }
    CHECK(std::fabs(sum / 2000) < 5 * 0.7 / std::sqrt(2000.0));
    CHECK(std::fabs(square / 2000 - 0.49) < 5 * 0.49 * std::sqrt(2 / 2000.0));
  }
}

TEST_CASE("T66 many sweeps from the data give the exact gradient in the mean") {
  const Rbm net = golden();
  const Expectations e = expectations(net);
  const std::vector<double> picture{1, 0, 1, 1, 0, 0};
  const int count = 4000;
  Batch v(count, 6), h(count, 4);
  for (int k = 0; k < count; ++k) set(v, k, picture);
  VectorRng random(Rng{7, 1}, Stream::chain);
  for (int sweep = 0; sweep < 200; ++sweep) {
    up(net, v, h, &random);
    down(net, h, v, &random);
  }
  up(net, v, h, nullptr);
  for (int i = 0; i < 6; ++i)
    for (int j = 0; j < 4; ++j) {
      double sum = 0, square = 0;
      for (int k = 0; k < count; ++k) {
        const double x = v.on(k, i) ? double(h.p(k, j)) : 0;
        sum += x, square += x * x;
      }
      const double mean = sum / count, error = std::sqrt((square / count - mean * mean) / count);
      CHECK(std::fabs(mean - e.vh(i, j)) < 5 * error);
    }
}
