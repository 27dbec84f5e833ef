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

// Whether K F(N) and everything below fits a signed 64-bit whole number.
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
  for (std::size_t k = 1; k + 1 < f.size(); ++k) d[k] = f[k + 1] - f[k - 1];
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

double OverlapEnergy::field(const Network& net, const Activity& a, std::size_t i) const {
  const int16_t* x = &net.by_neuron[i * std::size_t(net.stride)];
  const int spin = a.spins[i];
  int64_t whole_sum = 0;
  double sum = 0;
  for (std::size_t k = 0; k < std::size_t(net.count); ++k) {
    const auto h = std::size_t(a.overlaps[k] - x[k] * spin + neurons_);
    if (exact_) whole_sum += x[k] * whole_step_[h];
    else sum += x[k] * real_step_[h];
  }
  return exact_ ? double(whole_sum) : sum;  // the sign of a whole number survives the conversion
}

double OverlapEnergy::energy(const Network& net, const Activity& a) const {
  double e = 0;
  for (std::size_t k = 0; k < std::size_t(net.count); ++k) e -= real_[std::size_t(a.overlaps[k] + neurons_)];
  return e;
}

int64_t OverlapEnergy::whole_energy(const Network& net, const Activity& a) const {
  int64_t e = 0;
  for (std::size_t k = 0; k < std::size_t(net.count); ++k) e -= whole_[std::size_t(a.overlaps[k] + neurons_)];
  return e;
}

void OverlapEnergy::descend(const Network& net, Activity& a, int limit) const {
  for (int sweep = 0; sweep < limit; ++sweep) {
    bool moved = false;
    for (std::size_t i = 0; i < a.spins.size(); ++i)
      if (field(net, a, i) * a.spins[i] < 0) {
        flip(net, a, i);
        moved = true;
      }
    if (!moved) return;
  }
}

}  // namespace attractor
