#include "core/networks/conv_net.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <utility>

#include "core/networks/activation.h"
#include "core/networks/dense.h"
#include "core/networks/loss.h"

namespace attractor {
namespace {

template <class T>
MatrixView<const T> read(const Matrix<T>& m) {
  return m.view();
}

}  // namespace

Convolution ConvShape::convolution(int layer) const {
  const Planes in = layer == 0 ? Planes{1, side, side} : pooling(layer - 1).out();
  return {in, filters[layer], window, window, 1};
}

int ConvShape::weights() const {
  int all = classes * (features() + 1);
  for (int l = 0; l < 2; ++l) all += filters[l] * (convolution(l).weights() + 1);
  return all;
}

template <class T>
ConvRoom<T>::ConvRoom(const ConvShape& shape, int most_samples) : column(std::size_t(shape.classes)), most(most_samples) {
  const int columns = whole_vectors<T>(most);
  pictures = Matrix<T>(shape.side * shape.side, columns);
  for (int l = 0; l < 2; ++l) {
    const int answers = shape.convolution(l).out().cells(), pooled = shape.pooling(l).out().cells();
    layers[l].answers = layers[l].delta_answers = Matrix<T>(answers, columns);
    layers[l].pooled = layers[l].z = layers[l].delta = Matrix<T>(pooled, columns);
    layers[l].from.resize(std::size_t(pooled) * std::size_t(columns));
  }
  t = delta_t = Matrix<T>(shape.classes, columns);
  transposed = Matrix<T>(most, shape.features());
  kept.resize(std::size_t(shape.weights()));
  samples = most;
}

template <class T>
void ConvRoom<T>::expect(int count) {
  assert(count > 0 && count <= most);
  samples = count;
  const int columns = whole_vectors<T>(count);
  if (columns == t.cols) return;
  for (Matrix<T>* m : {&pictures, &t, &delta_t}) m->resize(m->rows, columns);
  for (Layer& l : layers)
    for (Matrix<T>* m : {&l.answers, &l.delta_answers, &l.pooled, &l.z, &l.delta}) m->resize(m->rows, columns);
}

template <class T>
ConvNet<T>::ConvNet(const ConvShape& shape) : shape_(shape) {
  assert(shape.features() % kLanes<T> == 0);
  std::size_t at = 0;
  auto next = [&](int k, int count) { begin_[k] = at, at += std::size_t(count); };
  for (int l = 0; l < 2; ++l) next(2 * l, shape.filters[l] * weights(l)), next(2 * l + 1, shape.filters[l]);
  next(4, shape.classes * shape.features());
  next(5, shape.classes);
  begin_[6] = at;
  for (auto* all : {&w_, &slope_, &velocity_}) all->assign(at, T(0));
}

template <class T>
void ConvNet<T>::set_random(const Rng& rng) {
  std::fill(w_.begin(), w_.end(), T(0));
  for (int l = 0; l < 3; ++l) {
    Draw draw = rng.draw(Stream::weights, uint32_t(l));
    const double spread = std::sqrt(2.0 / (l < 2 ? weights(l) : shape_.features()));
    for (T& w : part(w_, 2 * l)) w = T(spread * draw.normal());
  }
  std::fill(velocity_.begin(), velocity_.end(), T(0));
}

template <class T>
void ConvNet<T>::set_all_weights(std::span<const T> w) {
  assert(w.size() == w_.size());
  std::copy(w.begin(), w.end(), w_.begin());
  std::fill(velocity_.begin(), velocity_.end(), T(0));
}

template <class T>
void ConvNet<T>::forward(ConvRoom<T>& room) const {
  for (int l = 0; l < 2; ++l) {
    typename ConvRoom<T>::Layer& layer = room.layers[l];
    convolve<T>(shape_.convolution(l), filters(l), biases(l).data(), read(l == 0 ? room.pictures : room.layers[0].z),
                layer.answers.view());
    pool_largest<T>(shape_.pooling(l), read(layer.answers), layer.pooled.view(), layer.from);
    activate<T>(Activation::relu, layer.pooled.a, layer.z.a);
  }
  dense_forward<T>(last(), part(w_, 5).data(), read(room.layers[1].z), room.t.view());
}

template <class T>
double ConvNet<T>::loss(ConvRoom<T>& room, std::span<const int> labels) const {
  assert(std::ssize(labels) == room.samples);
  double sum = 0;
  std::fill(room.delta_t.a.begin(), room.delta_t.a.end(), T(0));
  for (int k = 0; k < room.samples; ++k) {
    for (int c = 0; c < shape_.classes; ++c) room.column[c] = double(room.t(c, k));
    sum += log_loss(room.column, labels[k]);
    log_loss_slope(room.column, labels[k], room.column);
    for (int c = 0; c < shape_.classes; ++c) room.delta_t(c, k) = T(room.column[c] / room.samples);
  }
  return sum / room.samples;
}

template <class T>
void ConvNet<T>::backward(ConvRoom<T>& room) {
  const MatrixView<T> rows{room.transposed.a.data(), room.samples, room.transposed.cols};
  transpose_batch<T>(read(room.layers[1].z), room.samples, rows);
  dense_slopes<T>(read(room.delta_t), {rows.data, rows.rows, rows.cols}, room.samples,
                  {&slope_[begin_[4]], shape_.classes, shape_.features()}, &slope_[begin_[5]]);
  dense_backward<T>(last(), read(room.delta_t), room.layers[1].delta.view());
  for (int l = 1; l >= 0; --l) {
    typename ConvRoom<T>::Layer& layer = room.layers[l];
    multiply_slope<T>(Activation::relu, layer.pooled.a, layer.z.a, layer.delta.a);
    pool_largest_back<T>(shape_.pooling(l), read(layer.delta), layer.from, layer.delta_answers.view());
    convolve_slopes<T>(shape_.convolution(l), read(layer.delta_answers), read(l == 0 ? room.pictures : room.layers[0].z),
                       {&slope_[begin_[2 * l]], shape_.filters[l], weights(l)}, &slope_[begin_[2 * l + 1]]);
    if (l == 1) convolve_back<T>(shape_.convolution(1), filters(1), read(layer.delta_answers), room.layers[0].delta.view());
  }
}

template <class T>
void ConvNet<T>::move(const Descent& d) {
  Descent plain = d;
  plain.decay = 0;
  for (int k = 0; k < 6; ++k)
    descend<T>(k % 2 == 0 ? d : plain, part(std::as_const(slope_), k), part(velocity_, k), part(w_, k));
}

template <class T>
bool ConvNet<T>::is_within(T most) const {
  T sum = 0;
  for (const T w : w_) sum += w * w;
  return sum <= most * most;
}

template struct ConvRoom<float>;
template struct ConvRoom<double>;
template class ConvNet<float>;
template class ConvNet<double>;

}  // namespace attractor
