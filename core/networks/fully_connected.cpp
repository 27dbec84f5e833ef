#include "core/networks/fully_connected.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <utility>

#include "core/networks/dense.h"
#include "core/networks/dropout.h"

namespace attractor {

template <class T>
FullyConnected<T>::FullyConnected(std::vector<int> units, Activation hidden, int most_samples)
    : units_(std::move(units)), hidden_(hidden), most_(most_samples) {
  assert(units_.size() >= 2 && most_samples > 0);
  std::size_t weights = 0;
  int rows = 0, widest = 0;
  for (int c = 0; c < std::ssize(units_); ++c) {
    rows_.push_back(rows);
    rows += units_[c];
    widest = std::max(widest, whole_vectors<T>(units_[c]));
    if (c + 1 == std::ssize(units_)) break;
    wide_.push_back(whole_vectors<T>(units_[c]));
    begin_.push_back(weights);
    weights += std::size_t(units_[c + 1]) * std::size_t(wide_[c] + 1);
  }
  for (auto* of_weights : {&w_, &slope_, &velocity_}) of_weights->assign(weights, T(0));
  for (auto* of_units : {&s_, &z_, &delta_, &mask_})
    of_units->assign(std::size_t(rows) * std::size_t(whole_vectors<T>(most_)), T(0));
  zt_.assign(std::size_t(most_) * std::size_t(widest), T(0));
  expect(most_);
}

template <class T>
void FullyConnected<T>::set_random(double gain, const Rng& rng) {
  for (int l = 0; l < layers(); ++l) {
    Draw draw = rng.draw(Stream::weights, uint32_t(l));
    const double spread = gain / std::sqrt(double(units_[l]));
    for (int i = 0; i < units_[l + 1]; ++i)
      for (int j = 0; j < units_[l]; ++j) W(l)(i, j) = T(spread * draw.normal());
    std::fill(b(l).begin(), b(l).end(), T(0));
  }
}

template <class T>
void FullyConnected<T>::set_all_weights(std::span<const T> w) {
  assert(w.size() == w_.size());
  std::copy(w.begin(), w.end(), w_.begin());
  std::fill(velocity_.begin(), velocity_.end(), T(0));
}

template <class T>
void FullyConnected<T>::expect(int samples) {
  assert(samples > 0 && samples <= most_);
  samples_ = samples, padded_ = whole_vectors<T>(samples);
}

template <class T>
void FullyConnected<T>::forward() {
  forward(0, Rng());
}

template <class T>
void FullyConnected<T>::forward(double p, const Rng& rng) {
  left_out_ = p;
  for (int l = 0; l < layers(); ++l) {
    const bool last = l + 1 == layers();
    dense_forward<T>(std::as_const(*this).W(l), &w_[biases(l)], read(z_, l), part(last ? z_ : s_, l + 1));
    if (last) return;
    const std::span<T> z = flat(z_, l + 1), mask = flat(mask_, l + 1);
    activate<T>(hidden_, flat(s_, l + 1), z);
    if (p == 0) continue;
    dropout_mask<T>(p, rng, uint32_t(l), mask);
    for (std::size_t i = 0; i < z.size(); ++i) z[i] *= mask[i];
  }
}

template <class T>
void FullyConnected<T>::backward() {
  for (int l = layers() - 1; l >= 0; --l) {
    const MatrixView<T> zt{zt_.data(), samples_, wide_[l]};
    transpose_batch<T>(read(z_, l), samples_, zt);
    dense_slopes<T>(read(delta_, l + 1), {zt.data, zt.rows, zt.cols}, samples_, {&slope_[begin_[l]], units_[l + 1], wide_[l]},
                    &slope_[biases(l)]);
    if (l == 0) return;
    dense_backward<T>(std::as_const(*this).W(l), read(delta_, l + 1), part(delta_, l));
    const std::span<T> delta = flat(delta_, l), z = flat(z_, l), mask = flat(mask_, l);
    if (left_out_ > 0)  // the slope is that of the answer before it counted more
      for (std::size_t i = 0; i < z.size(); ++i) delta[i] *= mask[i], z[i] *= T(1 - left_out_);
    multiply_slope<T>(hidden_, flat(s_, l), z, delta);
  }
}

template <class T>
void FullyConnected<T>::move(const Descent& d) {
  Descent plain = d;
  plain.decay = 0;
  for (int l = 0; l < layers(); ++l) {
    auto piece = [&](std::vector<T>& all, std::size_t from, std::size_t to) { return std::span<T>(&all[from], to - from); };
    const std::size_t a = begin_[l], m = biases(l), e = m + std::size_t(units_[l + 1]);
    descend<T>(d, piece(slope_, a, m), piece(velocity_, a, m), piece(w_, a, m));
    descend<T>(plain, piece(slope_, m, e), piece(velocity_, m, e), piece(w_, m, e));
  }
}

template <class T>
bool FullyConnected<T>::is_within(T most) const {
  using V = typename VectorOf<T>::Type;
  V part{};  // of the sum of squares, which is no number if one of them is none
  std::size_t i = 0;
  for (; i + kLanes<T> <= w_.size(); i += kLanes<T>) part += load<V>(&w_[i]) * load<V>(&w_[i]);
  T sum = 0;
  for (; i < w_.size(); ++i) sum += w_[i] * w_[i];
  for (int l = 0; l < kLanes<T>; ++l) sum += part[l];
  return sum <= most * most;
}

template class FullyConnected<float>;
template class FullyConnected<double>;

}  // namespace attractor
