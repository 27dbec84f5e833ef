// A convolutional network as a whole: the slope of every weight, floats beside doubles, shifted pictures, digits by heart.
#include "core/networks/conv_net.h"

#include <doctest/doctest.h>

#include <cmath>
#include <vector>

using namespace attractor;

namespace {

constexpr ConvShape kSmall{20, {3, 4}, 5, 5};  // 20 -> 16 -> 8 -> 4 -> 2

template <class T>
void fill(ConvRoom<T>& room, int samples, uint64_t seed) {
  room.expect(samples);
  Draw draw(seed, 0, Stream::data);
  for (int c = 0; c < room.pictures.rows; ++c)
    for (int k = 0; k < samples; ++k) room.pictures(c, k) = T(2 * draw.uniform() - 1);
}

}  // namespace

TEST_CASE("T147 convolutional network: the slope of every weight and bias against central differences, end to end") {
  const std::vector<int> labels{0, 3, 1, 4, 2};
  ConvNet<double> net(kSmall);
  ConvRoom<double> room(kSmall, 7);
  net.set_random(Rng{3, 0});
  std::vector<double> w(net.all_weights().begin(), net.all_weights().end());
  REQUIRE(std::ssize(w) == kSmall.weights());
  Draw draw(8, 0, Stream::noise);
  for (double& x : w) x += 0.05 * draw.normal();  // biases, too
  net.set_all_weights(w);
  fill(room, 5, 1);
  net.forward(room);
  net.loss(room, labels);
  net.backward(room);
  const std::vector<double> slopes(net.slopes().begin(), net.slopes().end());
  auto R = [&] {
    net.set_all_weights(w);
    net.forward(room);
    return net.loss(room, labels);
  };
  int wrong = 0, moving = 0;
  for (int i = 0; i < std::ssize(w); ++i) {
    const double h = 1e-6, kept = w[i];
    w[i] = kept + h;
    const double high = R();
    w[i] = kept - h;
    const double low = R();
    w[i] = kept;
    wrong += !(std::fabs((high - low) / (2 * h) - slopes[i]) < 1e-6 * std::max(1e-3, std::fabs(slopes[i])));
    moving += slopes[i] != 0;
  }
  CHECK(wrong == 0);
  CHECK(moving > std::ssize(w) / 2);
}

TEST_CASE("T147 convolutional network: pooling before ReLU gives what the definition gives, one sample by itself") {
  ConvNet<double> net(kSmall);
  ConvRoom<double> room(kSmall, 6);
  net.set_random(Rng{5, 0});
  fill(room, 6, 2);
  net.forward(room);
  const int k = 4;
  std::vector<double> x;
  for (int c = 0; c < room.pictures.rows; ++c) x.push_back(room.pictures(c, k));
  for (int l = 0; l < 2; ++l) {
    const Convolution c = kSmall.convolution(l);
    const Planes out = c.out(), less = kSmall.pooling(l).out();
    std::vector<double> z(std::size_t(out.cells())), pooled(std::size_t(less.cells()), 0.0);
    for (int o = 0; o < out.channels; ++o)
      for (int p = 0; p < out.rows; ++p)
        for (int q = 0; q < out.cols; ++q) {
          double sum = net.biases(l)[std::size_t(o)];
          for (int a = 0; a < c.in.channels; ++a)
            for (int i = 0; i < 5; ++i)
              for (int j = 0; j < 5; ++j) sum += net.filters(l)(o, (a * 5 + i) * 5 + j) * x[c.in.at(a, p + i, q + j)];
          z[out.at(o, p, q)] = std::max(0.0, sum);
        }
    for (int o = 0; o < out.channels; ++o)
      for (int p = 0; p < out.rows; ++p)
        for (int q = 0; q < out.cols; ++q) {
          double& y = pooled[less.at(o, p / 2, q / 2)];
          y = std::max(y, z[out.at(o, p, q)]);
        }
    for (int r = 0; r < std::ssize(pooled); ++r) CHECK(room.layers[l].z(r, k) == doctest::Approx(pooled[r]).epsilon(1e-12));
    x = pooled;
  }
  for (int c = 0; c < kSmall.classes; ++c) {
    double sum = 0;  // biases are 0
    for (int f = 0; f < std::ssize(x); ++f) sum += net.last()(c, f) * x[f];
    CHECK(room.t(c, k) == doctest::Approx(sum).epsilon(1e-12));
  }
}

TEST_CASE("T147 convolutional network: how many samples stand beside one another changes no bit of an answer") {
  ConvNet<float> net(kSmall);
  ConvRoom<float> all(kSmall, 9), one(kSmall, 9);
  net.set_random(Rng{6, 0});
  fill(all, 9, 3);
  net.forward(all);
  for (int k = 0; k < 9; ++k) {
    one.expect(1);
    for (int c = 0; c < one.pictures.rows; ++c) one.pictures(c, 0) = all.pictures(c, k);
    net.forward(one);
    for (int c = 0; c < kSmall.classes; ++c) CHECK(one.t(c, 0) == all.t(c, k));
  }
}

TEST_CASE("T147 convolutional network: floats go the way of doubles, and labels by chance are learned by heart") {
  const std::vector<int> labels{4, 0, 2, 2, 1, 3, 0, 4};
  ConvNet<double> fine(kSmall);
  ConvNet<float> coarse(kSmall);
  ConvRoom<double> wide(kSmall, 8);
  ConvRoom<float> narrow(kSmall, 8);
  fine.set_random(Rng{2, 0}), coarse.set_random(Rng{2, 0});
  fill(wide, 8, 4), fill(narrow, 8, 4);
  double R = 0, R_coarse = 0;
  const Descent descent{0.01, 0.9, 0.0001};
  for (int k = 0; k < 400; ++k) {
    fine.forward(wide), coarse.forward(narrow);
    R = fine.loss(wide, labels), R_coarse = coarse.loss(narrow, labels);
    if (k == 20) CHECK(R_coarse == doctest::Approx(R).epsilon(1e-4));
    fine.backward(wide), coarse.backward(narrow);
    fine.move(descent), coarse.move(descent);
  }
  CHECK(R < 0.01);
  CHECK(R_coarse < 0.01);
  CHECK(coarse.is_within(1000));
}
