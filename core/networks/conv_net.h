// A small convolutional network, after LeNet: twice filters, the largest of each 2 x 2, ReLU; then a fully connected layer and
// softmax. core/science.md, 16, D2.
//
// ReLU comes after pooling here. That gives the same numbers and the same slopes as before it, since ReLU does not fall, at a
// quarter of the work.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/base/matrix.h"
#include "core/base/rng.h"
#include "core/networks/convolution.h"
#include "core/networks/optimiser.h"

namespace attractor {

struct ConvShape {
  int side = 28;                 // of the picture
  int filters[2] = {8, 16};      // of each layer of filters
  int window = 5, classes = 10;  // the filters are window x window
  Convolution convolution(int layer) const;
  int weights() const;  // and biases, all of them
  Pooling pooling(int layer) const { return {convolution(layer).out(), 2, 2}; }
  int features() const { return pooling(1).out().cells(); }  // what the last layer reads
  bool operator==(const ConvShape&) const = default;
};

// Where a batch is worked on: nothing in it is to be kept. A sample is a column, whole vectors of them.
template <class T>
struct ConvRoom {
  ConvRoom() = default;
  ConvRoom(const ConvShape&, int most_samples);
  void expect(int samples);  // the next so many; no more than `most_samples`

  struct Layer {
    Matrix<T> answers;    // S: a row for each filter and place
    Matrix<T> pooled, z;  // the largest, and what ReLU leaves of them
    std::vector<uint8_t> from;
    Matrix<T> delta_answers, delta;
  };
  Matrix<T> pictures;  // to be filled
  Layer layers[2];
  Matrix<T> t, delta_t;  // classes: before softmax; the slopes of the loss by them, 0 in columns beyond the samples
  Matrix<T> transposed;  // the features, a sample a row
  std::vector<double> column;
  std::vector<T> kept;  // as many as there are weights: for those who may want theirs back
  int most = 0, samples = 0;
};

template <class T>
class ConvNet {
 public:
  ConvNet() = default;
  explicit ConvNet(const ConvShape&);  // all weights 0

  const ConvShape& shape() const { return shape_; }
  MatrixView<const T> filters(int layer) const { return {&w_[begin_[2 * layer]], shape_.filters[layer], weights(layer)}; }
  std::span<const T> biases(int layer) const { return part(w_, 2 * layer + 1); }
  MatrixView<const T> last() const { return {&w_[begin_[4]], shape_.classes, shape_.features()}; }
  std::span<const T> all_weights() const { return w_; }
  std::span<const T> slopes() const { return slope_; }
  std::span<const T> velocity() const { return velocity_; }
  void set_random(const Rng&);  // N(0, 2 / inputs) of Stream::weights, a lane a layer (He and others 2015); biases 0
  void set_all_weights(std::span<const T>);  // and their velocity 0

  void forward(ConvRoom<T>&) const;  // pictures -> t
  // The mean log loss of the samples, after a forward(); fills delta_t.
  double loss(ConvRoom<T>&, std::span<const int> labels) const;
  void backward(ConvRoom<T>&);   // delta_t -> slopes()
  void move(const Descent&);     // biases are given no decay
  bool is_within(T most) const;  // the root of the sum of the squares is, and all are numbers

 private:
  int weights(int layer) const { return shape_.convolution(layer).weights(); }
  std::span<const T> part(const std::vector<T>& all, int k) const { return {&all[begin_[k]], begin_[k + 1] - begin_[k]}; }
  std::span<T> part(std::vector<T>& all, int k) { return {&all[begin_[k]], begin_[k + 1] - begin_[k]}; }

  ConvShape shape_;
  std::size_t begin_[7] = {};  // weights, biases, weights, biases, weights, biases, the end
  std::vector<T> w_, slope_, velocity_;
};

}  // namespace attractor
