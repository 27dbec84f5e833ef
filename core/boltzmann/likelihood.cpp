#include "core/boltzmann/likelihood.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>

#include "core/base/num.h"
#include "core/base/vec.h"

namespace attractor {
namespace {

// ln sum e^x of numbers x that come one by one.
class LogSumExp {
 public:
  void add(double x) {
    if (x > most_) {
      sum_ = sum_ * attractor::exp(most_ - x) + 1;
      most_ = x;
    } else {
      sum_ += attractor::exp(x - most_);
    }
  }
  double value() const { return most_ + attractor::log(sum_); }

 private:
  double most_ = -std::numeric_limits<double>::infinity(), sum_ = 0;
};

// visit(state, bias part of -E, inputs of the other layer) for all states of one layer, in the order of a Gray code:
// one unit changes at a time, so that the inputs are kept up to date.
template <class Visit>
void each_state(const Rbm& net, bool of_hidden, Visit visit) {
  const int n = of_hidden ? net.hidden : net.visible, m = of_hidden ? net.visible : net.hidden;
  assert(n <= kMaxExact);
  const std::vector<float>&own = of_hidden ? net.b : net.a, &other = of_hidden ? net.a : net.b;
  std::vector<double> inputs(other.begin(), other.begin() + m);
  double bias = 0;
  visit(0u, bias, inputs);
  for (uint32_t k = 1; k < 1u << n; ++k) {
    const uint32_t gray = k ^ k >> 1;
    const int unit = __builtin_ctz(k);
    const double sign = gray >> unit & 1 ? 1 : -1;
    bias += sign * own[unit];
    for (int o = 0; o < m; ++o) inputs[o] += sign * double(of_hidden ? net.w(o, unit) : net.w(unit, o));
    visit(gray, bias, inputs);
  }
}

// ln of the integral over the Gaussian visible units of e^-E, for one hidden state whose inputs to them are t = W h:
// sum_i [ln(sqrt(2 pi) sigma) + a_i t_i / sigma + t_i^2 / 2].
double ln_gaussian_integral(const Rbm& net, const std::vector<double>& inputs) {
  const double sigma = net.sigma;
  double sum = 0;
  for (int i = 0; i < net.visible; ++i) {
    const double a = net.a[i], t = inputs[i] - a;
    sum += attractor::log(std::sqrt(2 * kPi) * sigma) + a * t / sigma + t * t / 2;
  }
  return sum;
}

// sum ln(1 + e^x).
double soft_sum(const std::vector<double>& inputs) {
  double sum = 0;
  for (const double x : inputs) sum += softplus(x);
  return sum;
}

// b + v W.
std::vector<double> hidden_inputs(const Rbm& net, std::span<const double> v) {
  std::vector<double> x(net.b.begin(), net.b.begin() + net.hidden);
  for (int i = 0; i < net.visible; ++i)
    if (v[i] != 0)
      for (int j = 0; j < net.hidden; ++j) x[j] += v[i] * double(net.w(i, j)) / (net.real ? double(net.sigma) : 1.0);
  return x;
}

}  // namespace

double ln_z(const Rbm& net) {
  LogSumExp z;
  if (net.real) {
    each_state(net, true,
               [&](uint32_t, double bias, const std::vector<double>& x) { z.add(bias + ln_gaussian_integral(net, x)); });
  } else {
    each_state(net, net.hidden <= net.visible,
               [&](uint32_t, double bias, const std::vector<double>& x) { z.add(bias + soft_sum(x)); });
  }
  return z.value();
}

Expectations expectations(const Rbm& net) {
  Expectations e;
  e.ln_z = ln_z(net);
  e.v.assign(net.visible, 0.0);
  e.h.assign(net.hidden, 0.0);
  e.vh = Matrix<double>(net.visible, net.hidden);
  each_state(net, true, [&](uint32_t h, double bias, const std::vector<double>& x) {
    const double p = attractor::exp(bias + soft_sum(x) - e.ln_z);
    for (int j = 0; j < net.hidden; ++j) e.h[j] += h >> j & 1 ? p : 0;
    for (int i = 0; i < net.visible; ++i) {
      const double on = p * sigmoid(x[i]);
      e.v[i] += on;
      const std::span<double> vh = e.vh.row(i);
      for (int j = 0; j < net.hidden; ++j)
        if (h >> j & 1) vh[j] += on;
    }
  });
  return e;
}

double free_energy(const Rbm& net, std::span<const double> v) {
  double f = -soft_sum(hidden_inputs(net, v));
  for (int i = 0; i < net.visible; ++i) {
    const double a = net.a[i], x = v[i], sigma = net.sigma;
    f += net.real ? (x - a) * (x - a) / (2 * sigma * sigma) : -a * x;
  }
  return f;
}

std::vector<double> hidden_probabilities(const Rbm& net, std::span<const double> v) {
  std::vector<double> x = hidden_inputs(net, v);
  for (double& p : x) p = sigmoid(p);
  return x;
}

double pseudo_log_likelihood(const Rbm& net, std::span<const double> v, int first, int last) {
  const std::vector<double> x = hidden_inputs(net, v);
  const double here = sum_softplus(std::span<const double>(x));
  double sum = 0;
  std::vector<double> flipped(x.size());
  for (int i = first; i < last; ++i) {
    const double change = v[i] != 0 ? -1 : 1;
    for (int j = 0; j < net.hidden; ++j) flipped[j] = x[j] + change * double(net.w(i, j));
    const double dF = -change * net.a[i] - sum_softplus(std::span<const double>(flipped)) + here;  // of the free energy
    sum -= softplus(-dF);                                                                          // ln sigma
  }
  return sum;
}

std::vector<float> base_biases(const Batch& v, int visible) {
  std::vector<float> base(padded(visible), 0.0f);
  for (int i = 0; i < visible; ++i) {
    double on = 1;
    for (int k = 0; k < v.count; ++k) on += v.on(k, i);
    const double p = on / (v.count + 2);
    base[i] = float(attractor::log(p / (1 - p)));
  }
  return base;
}

double Ais::beta(int k, int temperatures) {
  const double t = double(k) / temperatures;
  if (temperatures < 1000) return t;
  const double first = 500.0 / 14500, second = 4500.0 / 14500;
  if (t <= first) return 0.5 * t / first;
  if (t <= second) return 0.5 + 0.4 * (t - first) / (second - first);
  return k == temperatures ? 1 : 0.9 + 0.1 * (t - second) / (1 - second);
}

Ais::Ais(const Rbm& net, std::vector<float> base, int chains, int temperatures, VectorRng& random)
    : net_(net),
      base_(std::move(base)),
      v_(chains, net.visible),
      h_(chains, net.hidden),
      weights_(chains, 0.0),
      temperatures_(temperatures) {
  base_.resize(net.w.rows, 0.0f);
  for (int c = 0; c < chains; ++c) std::copy(base_.begin(), base_.end(), v_.p.row(c).begin());
  apply_sigmoid(v_, net_.visible, &random);
}

void Ais::advance(VectorRng& random) {
  if (done()) return;
  const double before = beta(k_, temperatures_), now = beta(++k_, temperatures_);
  hidden_inputs(net_, v_, h_.p);
  for (int c = 0; c < v_.count; ++c) {
    double gain = 0;
    for (int i = 0; i < net_.visible; ++i)
      if (v_.on(c, i)) gain += double(net_.a[i]) - double(base_[i]);
    gain *= now - before;
    for (int j = 0; j < net_.hidden; ++j) {
      float& x = h_.p(c, j);
      gain += softplus(now * double(x)) - softplus(before * double(x));
      x = float(now * double(x));
    }
    weights_[c] += gain;
  }
  apply_sigmoid(h_, net_.hidden, &random);
  visible_inputs(net_, h_, v_.p);
  for (int c = 0; c < v_.count; ++c) {
    const std::span<float> p = v_.p.row(c);
    for (int i = 0; i < v_.p.cols; ++i) p[i] = float(now) * p[i] + float(1 - now) * base_[i];
  }
  apply_sigmoid(v_, net_.visible, &random);
}

Ais::Estimate Ais::estimate() const {
  double base = net_.hidden * kLn2;
  for (int i = 0; i < net_.visible; ++i) base += softplus(double(base_[i]));
  const double most = *std::max_element(weights_.begin(), weights_.end());
  double mean = 0, square = 0;
  for (const double w : weights_) {
    const double r = attractor::exp(w - most);
    mean += r, square += r * r;
  }
  const auto n = double(weights_.size());
  mean /= n;
  const double error = n > 1 ? std::sqrt(std::max(0.0, square / n - mean * mean) / (n - 1)) : mean;
  auto ln = [&](double r) { return r > 0 ? base + most + attractor::log(r) : -std::numeric_limits<double>::infinity(); };
  return {ln(mean), ln(mean - 3 * error), ln(mean + 3 * error)};
}

}  // namespace attractor
