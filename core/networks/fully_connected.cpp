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
    : units_(std::move(units)), hidden_(hidden), samples_(most_samples), padded_(whole_vectors<T>(most_samples)) {
  assert(units_.size() >= 2 && most_samples > 0);
  std::size_t weights = 0, rows = 0;
  int widest = 0;
  for (int c = 0; c < std::ssize(units_); ++c) {
    rows_.push_back(rows * std::size_t(padded_));
    rows += std::size_t(units_[c]);
    widest = std::max(widest, whole_vectors<T>(units_[c]));
    if (c + 1 == std::ssize(units_)) break;
    wide_.push_back(whole_vectors<T>(units_[c]));
    begin_.push_back(weights);
    weights += std::size_t(units_[c + 1]) * std::size_t(wide_[c] + 1);
  }
  for (auto* of_weights : {&w_, &slope_, &velocity_}) of_weights->assign(weights, T(0));
  kept_.assign(2 * weights, T(0));
  for (auto* of_units : {&s_, &z_, &delta_, &mask_}) of_units->assign(rows * std::size_t(padded_), T(0));
  zt_.assign(std::size_t(samples_) * std::size_t(widest), T(0));
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
void FullyConnected<T>::forget_velocity() {
  std::fill(velocity_.begin(), velocity_.end(), T(0));
}

template <class T>
void FullyConnected<T>::forward(int samples) {
  left_out_ = 0;
  forward(samples, 0, Rng());
}

template <class T>
void FullyConnected<T>::forward(int samples, double p, const Rng& rng) {
  assert(samples > 0 && samples <= samples_);
  left_out_ = p;
  const int some = whole_vectors<T>(samples);  // of the columns
  for (int l = 0; l < layers(); ++l) {
    const MatrixView<T> out = part(l + 1 < layers() ? s_ : z_, l + 1), in = z(l);
    fixed_order_product<T>(out.rows, in.rows, some, {&w_[begin_[l]], wide_[l], 1}, in.data, padded_, &w_[biases(l)], out.data,
                           padded_);
    if (l + 1 == layers()) break;
    const MatrixView<T> answers = z(l + 1), mask = part(mask_, l + 1);
    for (int i = 0; i < out.rows; ++i)
      activate<T>(hidden_, out.row(i).first(std::size_t(some)), answers.row(i).first(std::size_t(some)));
    if (p == 0) continue;
    dropout_mask<T>(p, rng, uint32_t(l), {mask.data, std::size_t(mask.rows) * std::size_t(padded_)});
    for (int i = 0; i < out.rows; ++i)
      for (int k = 0; k < some; ++k) answers.row(i)[std::size_t(k)] *= mask.row(i)[std::size_t(k)];
  }
}

template <class T>
void FullyConnected<T>::backward(int samples) {
  assert(samples > 0 && samples <= samples_);
  const int some = whole_vectors<T>(samples);
  for (int l = layers() - 1; l >= 0; --l) {
    const MatrixView<T> d = part(delta_, l + 1), in = z(l);
    const MatrixView<T> zt{zt_.data(), samples, wide_[l]};
    for (int k = 0; k < samples && in.rows < wide_[l]; ++k)  // another layer's numbers may stand there
      std::fill(zt.row(k).begin() + in.rows, zt.row(k).end(), T(0));
    transpose_batch<T>({in.data, in.rows, padded_}, samples, zt);
    dense_slopes<T>({d.data, d.rows, padded_}, {zt.data, zt.rows, zt.cols}, samples, {&slope_[begin_[l]], d.rows, wide_[l]},
                    &slope_[biases(l)]);
    if (l == 0) return;
    const MatrixView<T> before = part(delta_, l), s = part(s_, l), mask = part(mask_, l);
    fixed_order_product<T>(before.rows, d.rows, some, {&w_[begin_[l]], 1, wide_[l]}, d.data, padded_, nullptr, before.data,
                           padded_);
    for (int i = 0; i < before.rows; ++i) {
      const std::span<T> delta = before.row(i).first(std::size_t(some)), answer = in.row(i).first(std::size_t(some));
      if (left_out_ > 0)  // the slope is that of the answer before it counted more
        for (int k = 0; k < some; ++k)
          delta[std::size_t(k)] *= mask.row(i)[std::size_t(k)], answer[std::size_t(k)] *= T(1 - left_out_);
      multiply_slope<T>(hidden_, s.row(i).first(std::size_t(some)), answer, delta);
    }
  }
}

template <class T>
bool FullyConnected<T>::move(const Descent& d, T most) {
  std::copy(w_.begin(), w_.end(), kept_.begin());
  std::copy(velocity_.begin(), velocity_.end(), kept_.begin() + std::ssize(w_));
  Descent plain = d;
  plain.decay = 0;
  for (int l = 0; l < layers(); ++l) {
    auto piece = [&](std::vector<T>& all, std::size_t from, std::size_t to) { return std::span<T>(&all[from], to - from); };
    const std::size_t a = begin_[l], m = biases(l), e = m + std::size_t(units_[l + 1]);
    descend<T>(d, piece(slope_, a, m), piece(velocity_, a, m), piece(w_, a, m));
    descend<T>(plain, piece(slope_, m, e), piece(velocity_, m, e), piece(w_, m, e));
  }
  bool good = true;
  for (const T w : w_) good &= std::fabs(w) <= most;
  if (good) return true;
  std::copy_n(kept_.begin(), w_.size(), w_.begin());
  std::copy(kept_.begin() + std::ssize(w_), kept_.end(), velocity_.begin());
  return false;
}

template class FullyConnected<float>;
template class FullyConnected<double>;

}  // namespace attractor
