// A network of fully connected layers over batches: dense layers, one activation in all hidden ones, identity at the end
// (the loss makes of it what it needs), dropout of hidden units. core/science.md, 16, C.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/base/matrix.h"
#include "core/base/rng.h"
#include "core/networks/activation.h"
#include "core/networks/optimiser.h"

namespace attractor {

// All room it needs is made with it: what follows allocates nothing. A copy is a network of its own.
template <class T>
class FullyConnected {
 public:
  FullyConnected() = default;
  // Units of each layer, inputs first; at most so many samples at a time. All weights 0.
  FullyConnected(std::vector<int> units, Activation hidden, int most_samples);

  int layers() const { return int(units_.size()) - 1; }  // of weights
  int units(int column) const { return units_[column]; }
  int most_samples() const { return most_; }
  // Layer l joins column l to column l + 1: W is units x whole vectors of units, b as long as W has rows.
  MatrixView<T> W(int l) { return {&w_[begin_[l]], units_[l + 1], wide_[l]}; }
  MatrixView<const T> W(int l) const { return {&w_[begin_[l]], units_[l + 1], wide_[l]}; }
  std::span<T> b(int l) { return {&w_[biases(l)], std::size_t(units_[l + 1])}; }
  std::span<const T> b(int l) const { return {&w_[biases(l)], std::size_t(units_[l + 1])}; }
  MatrixView<const T> dW(int l) const { return {&slope_[begin_[l]], units_[l + 1], wide_[l]}; }
  std::span<const T> db(int l) const { return {&slope_[biases(l)], std::size_t(units_[l + 1])}; }
  std::span<const T> all_weights() const { return w_; }
  std::span<const T> velocity() const { return velocity_; }
  // W ~ N(0, gain^2 / inputs) of Stream::weights, a lane a layer; biases 0.
  void set_random(double gain, const Rng&);
  void set_all_weights(std::span<const T>);  // and their velocity 0

  // Room for the next so many samples: all matrices below have as many columns, and some more to whole vectors.
  void expect(int samples);
  // What the units of a column answered, a sample a column of the matrix. Column 0 is to be filled before forward(); the
  // last one is what comes out.
  MatrixView<T> z(int column) { return part(z_, column); }
  void forward();
  // The same with hidden units left out with probability p.
  void forward(double p, const Rng&);
  // The slopes of the loss by what came out, to be filled before backward(): columns beyond the samples do not count.
  MatrixView<T> delta() { return part(delta_, layers()); }
  // Once after a forward(): fills dW and db.
  void backward();
  // Against the slopes; biases are given no decay.
  void move(const Descent&);
  bool is_within(T most) const;  // the root of the sum of their squares is, and all are numbers

 private:
  std::size_t biases(int l) const { return begin_[l] + std::size_t(units_[l + 1]) * std::size_t(wide_[l]); }
  MatrixView<T> part(std::vector<T>& all, int column) {
    return {&all[std::size_t(rows_[column]) * std::size_t(padded_)], units_[column], padded_};
  }
  MatrixView<const T> read(std::vector<T>& all, int column) {
    const MatrixView<T> m = part(all, column);
    return {m.data, m.rows, m.cols};
  }
  std::span<T> flat(std::vector<T>& all, int column) {
    const MatrixView<T> m = part(all, column);
    return {m.data, std::size_t(m.rows) * std::size_t(m.cols)};
  }

  std::vector<int> units_, wide_, rows_;  // wide_: of the rows of each layer's W; rows_: those before a column's
  std::vector<std::size_t> begin_;        // where a layer's weights begin
  Activation hidden_ = Activation::tanh;
  int most_ = 0, samples_ = 0, padded_ = 0;
  double left_out_ = 0;
  std::vector<T> w_, slope_, velocity_;       // W and b of each layer, one after the other
  std::vector<T> s_, z_, delta_, mask_, zt_;  // of each column; zt_: one column's answers, a sample a row
};

}  // namespace attractor
