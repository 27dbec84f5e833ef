#include "core/memory/overlap_energy.h"

#include "core/base/num.h"

namespace attractor {
namespace {

template <class T>
T power(T x, int n) {
  T y = 1;
  for (int k = 0; k < n; ++k) y *= x;
  return y;
}

// Whether K F(N), the largest sum, fits a signed 64-bit whole number.
bool fits(OverlapEnergy::Kind kind, int n, int neurons, int patterns) {
  return kind != OverlapEnergy::exponential && 2.0 * patterns * power(double(neurons + 1), n) < 9e18;
}

double scaled(OverlapEnergy::Kind kind, int n, int neurons, int h) {
  if (kind == OverlapEnergy::exponential) return attractor::exp(double(h - neurons));
  if (kind == OverlapEnergy::rectified && h < 0) return 0;
  return power(double(h) / neurons, n);
}

template <class T>
std::vector<T> steps(const std::vector<T>& f) {
  std::vector<T> d(f.size(), T(0));
  for (int k = 1; k + 1 < std::ssize(f); ++k) d[k] = f[k + 1] - f[k - 1];
  return d;
}

}  // namespace

OverlapEnergy::OverlapEnergy(Kind kind, int n, int neurons, int patterns)
    : neurons_(neurons), exact_(fits(kind, n, neurons, patterns)) {
  for (int h = -neurons; h <= neurons; ++h) {
    real_.push_back(scaled(kind, n, neurons, h));
    if (exact_) whole_.push_back(kind == rectified && h < 0 ? 0 : power(int64_t(h), n));
  }
  real_step_ = steps(real_);
  whole_step_ = steps(whole_);
}

double OverlapEnergy::field(const Network& net, const Activity& a, int i) const {
  const std::span<const int16_t> x = net.by_neuron.row(i);
  const int spin = a.spins[i];
  int64_t whole_sum = 0;
  double sum = 0;
  for (int mu = 0; mu < net.count; ++mu) {
    const int h = a.overlaps[mu] - x[mu] * spin + neurons_;
    if (exact_) whole_sum += x[mu] * whole_step_[h];
    else sum += x[mu] * real_step_[h];
  }
  return exact_ ? double(whole_sum) : sum;  // the conversion keeps the sign
}

double OverlapEnergy::energy(const Network& net, const Activity& a) const {
  double e = 0;
  for (int mu = 0; mu < net.count; ++mu) e -= real_[a.overlaps[mu] + neurons_];
  return e;
}

int64_t OverlapEnergy::whole_energy(const Network& net, const Activity& a) const {
  int64_t e = 0;
  for (int mu = 0; mu < net.count; ++mu) e -= whole_[a.overlaps[mu] + neurons_];
  return e;
}

void OverlapEnergy::descend(const Network& net, Activity& a, int limit) const {
  descend_by(net, a, limit, [&](int i) { return field(net, a, i); });
}

}  // namespace attractor
