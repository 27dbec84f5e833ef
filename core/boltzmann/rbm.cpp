#include "core/boltzmann/rbm.h"

#include <algorithm>
#include <array>
#include <cassert>

#include "core/base/num.h"
#include "core/base/vec.h"

namespace attractor {
namespace {

constexpr F32x4 all(float v) { return F32x4{v, v, v, v}; }

// The first `units` of a group of four that begins at i.
int within(int i, int units) { return units - i >= 4 ? 15 : (1 << (units - i)) - 1; }

// Inputs x become sigma(x) in place; with `random`, codes are sampled as well. What is beyond the last unit stays 0.
__attribute__((noinline)) void sigmoid_row(float* p, uint8_t* codes, int units, int stride, VectorRng* random) {
  for (int i = 0; i < units; i += 4) {
    const F32x4 q = all(1) / (all(1) + exp4(-load<F32x4>(p + i)));
    store(p + i, q);
    if (random) codes[i / 4] = uint8_t(sign_bits(random->uniform() < q) & within(i, units));
  }
  std::fill(p + units, p + stride, 0.0f);
}

// A code's bit u in the lowest bit of byte u.
constexpr std::array<uint32_t, 16> kSpread = [] {
  std::array<uint32_t, 16> out{};
  for (uint32_t code = 0; code < 16; ++code)
    for (uint32_t u = 0; u < 4; ++u) out[code] |= (code >> u & 1) << (8 * u);
  return out;
}();

// The same bits with four pictures a code instead of four units: row i of `out` has the codes of unit i, those of
// pictures 0-3, 4-7, ... from place `first` on.
void transpose_codes(const Batch& v, int units, int first, Matrix<uint8_t>& out) {
  const int stride = v.codes.cols;
  for (int k = 0; k < v.count; k += 4) {
    const uint8_t* row = v.codes.row(k).data();
    uint8_t* to = &out.a[first + k / 4];
    const int pictures = std::min(4, v.count - k);
    for (int i = 0; i < units; i += 4, ++row) {
      uint32_t four = 0;
      for (int p = 0; p < pictures; ++p) four |= kSpread[row[p * stride]] << p;
      for (int u = 0; u < 4; ++u, to += out.cols) *to = uint8_t(four >> (8 * u));
    }
  }
}

// w += factor v^T h, for Gaussian v.
void add_real_products(const Rbm& net, const Batch& v, const Batch& h, float factor, Matrix<float>& w) {
  Matrix<float> vt(w.rows, v.count), rows = h.p, part(w.rows, w.cols);
  for (int k = 0; k < v.count; ++k)
    for (int i = 0; i < net.visible; ++i) vt(i, k) = v.p(k, i) / net.sigma;
  for (float& x : rows.a) x *= factor;
  matmul(vt.a.data(), rows.a.data(), part.a.data(), w.rows, v.count, w.cols);
  for (int i = 0; i < std::ssize(part.a); ++i) w.a[i] += part.a[i];
}

// sum += factor h, picture by picture.
void add_hidden(const Batch& h, float factor, float* sum) {
  for (int k = 0; k < h.count; ++k) {
    const float* p = h.p.row(k).data();
    for (int j = 0; j < h.p.cols; j += 4) store(sum + j, load<F32x4>(sum + j) + load<F32x4>(p + j) * all(factor));
  }
}

// sum += factor v, picture by picture; Gaussian units count in units of sigma^2.
void add_visible(const Rbm& net, const Batch& v, float factor, float* sum) {
  if (net.real) {
    for (int k = 0; k < v.count; ++k)
      for (int i = 0; i < net.visible; ++i) sum[i] += factor * (v.p(k, i) / (net.sigma * net.sigma));
    return;
  }
  F32x4 of_code[16];
  for (int code = 0; code < 16; ++code)
    for (int u = 0; u < 4; ++u) of_code[code][u] = factor * float(code >> u & 1);
  for (int k = 0; k < v.count; ++k) {
    const uint8_t* codes = v.codes.row(k).data();
    for (int i = 0; i < net.visible; i += 4) store(sum + i, load<F32x4>(sum + i) + of_code[codes[i / 4]]);
  }
}

// w += rate (<v h>_data - <v h>_model), and likewise a and b: the positive and the negative phase.
void add_products(const Rbm& net, const Batch& v_data, const Batch& h_data, const Batch& v_model, const Batch& h_model,
                  float rate, Matrix<float>& w, std::vector<float>& a, std::vector<float>& b) {
  const float data = rate / float(v_data.count), model = -rate / float(v_model.count);
  if (net.real) {
    add_real_products(net, v_data, h_data, data, w);
    add_real_products(net, v_model, h_model, model, w);
  } else {
    const int first = (v_data.count + 3) / 4, groups = first + (v_model.count + 3) / 4;
    Matrix<uint8_t> codes(w.rows, groups);
    transpose_codes(v_data, net.visible, 0, codes);
    transpose_codes(v_model, net.visible, first, codes);
    add_bits_times_scaled_rows(net.visible, w.cols, codes.a.data(), groups, {h_data.p.a.data(), w.cols, h_data.count, data},
                               {h_model.p.a.data(), w.cols, h_model.count, model}, w.a.data(), w.cols);
  }
  add_visible(net, v_data, data, a.data());
  add_hidden(h_data, data, b.data());
  add_visible(net, v_model, model, a.data());
  add_hidden(h_model, model, b.data());
}

Xorshift2 generator(const Words& x, const Words& y) {
  auto two = [](uint32_t low, uint32_t high) { return uint64_t(high) << 32 | low; };
  return Xorshift2(U64x2{two(x[0], x[1]) | 1, two(x[2], x[3])}, U64x2{two(y[0], y[1]), two(y[2], y[3]) | 1});
}

}  // namespace

VectorRng::VectorRng(const Rng& rng, Stream stream, uint32_t lane)
    : bits_(generator(rng.at(stream, 0, lane), rng.at(stream, 1, lane))) {}

Rbm::Rbm(int visible_units, int hidden_units)
    : visible(visible_units),
      hidden(hidden_units),
      w(padded(visible), padded(hidden)),
      a(padded(visible), 0.0f),
      b(padded(hidden), 0.0f) {}

Rbm make_rbm(int visible, int hidden, double spread, const Rng& rng, uint32_t lane) {
  Rbm net(visible, hidden);
  Draw draw = rng.draw(Stream::weights, lane);
  for (int i = 0; i < visible; ++i)
    for (int j = 0; j < hidden; ++j) net.w(i, j) = float(spread * draw.normal());
  return net;
}

void set_weights(Rbm& net, std::span<const float> weights, std::span<const float> a, std::span<const float> b) {
  assert(std::ssize(weights) == net.visible * net.hidden && std::ssize(a) == net.visible && std::ssize(b) == net.hidden);
  for (int i = 0; i < net.visible; ++i) std::copy_n(&weights[i * net.hidden], net.hidden, net.w.row(i).begin());
  std::copy(a.begin(), a.end(), net.a.begin());
  std::copy(b.begin(), b.end(), net.b.begin());
}

void set_visible(std::span<const uint8_t> ink, int k, Batch& v, VectorRng& random) {
  const int n = int(ink.size());
  const std::span<float> probabilities = v.p.row(k);
  const std::span<uint8_t> codes = v.codes.row(k);
  for (int c = 0; c < n; c += 4) {
    F32x4 p{};
    for (int l = 0; l < 4 && c + l < n; ++l) p[l] = float(ink[c + l]) / 255;
    store(&probabilities[c], p);
    codes[c / 4] = uint8_t(sign_bits(random.uniform() < p));
  }
}

void hidden_inputs(const Rbm& net, const Batch& v, Matrix<float>& out) {
  out.resize(v.count, net.w.cols);
  if (!net.real)
    return add_bits_times_rows(v.count, (net.visible + 3) / 4, net.w.cols, v.codes.a.data(), v.codes.cols, net.w.a.data(),
                               net.w.cols, out.a.data(), out.cols, net.b.data());
  matmul(v.p.a.data(), net.w.a.data(), out.a.data(), v.count, v.p.cols, net.w.cols);
  for (int k = 0; k < v.count; ++k)
    for (int j = 0; j < out.cols; ++j) out(k, j) = net.b[j] + out(k, j) / net.sigma;
}

void visible_inputs(const Rbm& net, const Batch& h, Matrix<float>& out) {
  const std::vector<float> zeros(net.real ? net.a.size() : 0);
  out.resize(h.count, net.w.rows);
  add_bits_times_columns(h.count, (net.hidden + 3) / 4, net.w.rows, h.codes.a.data(), h.codes.cols, net.w.a.data(), net.w.cols,
                         out.a.data(), out.cols, net.real ? zeros.data() : net.a.data());
  if (!net.real) return;
  for (int k = 0; k < h.count; ++k)
    for (int i = 0; i < out.cols; ++i) out(k, i) = net.a[i] + net.sigma * out(k, i);
}

void apply_sigmoid(Batch& u, int units, VectorRng* random) {
  for (int k = 0; k < u.count; ++k) sigmoid_row(u.p.row(k).data(), u.codes.row(k).data(), units, u.p.cols, random);
}

void up(const Rbm& net, const Batch& v, Batch& h, VectorRng* random) {
  hidden_inputs(net, v, h.p);
  apply_sigmoid(h, net.hidden, random);
}

void down(const Rbm& net, const Batch& h, Batch& v, VectorRng* random) {
  visible_inputs(net, h, v.p);
  if (!net.real) return apply_sigmoid(v, net.visible, random);
  if (!random) return;
  for (int k = 0; k < v.count; ++k)
    for (int i = 0; i < net.visible; i += 2) {  // Box-Muller, both of a pair
      const F32x4 u = random->uniform();
      const double r = std::sqrt(-2 * attractor::log(1 - double(u[0])));
      const SinCos angle = sincos(2 * kPi * double(u[1]));
      v.p(k, i) += net.sigma * float(r * angle.cos);
      if (i + 1 < net.visible) v.p(k, i + 1) += net.sigma * float(r * angle.sin);
    }
}

void sample(Batch& u, int units, VectorRng& random) {
  for (int k = 0; k < u.count; ++k) {
    const std::span<const float> p = u.p.row(k);
    for (int i = 0; i < units; i += 4)
      u.codes(k, i / 4) = uint8_t(sign_bits(random.uniform() < load<F32x4>(&p[i])) & within(i, units));
  }
}

void learn(Rbm& net, Velocity& velocity, const Hyperparameters& hyper, const Batch& v_data, const Batch& h_data,
           const Batch& v_model, const Batch& h_model) {
  const float shrink = hyper.learning_rate * hyper.weight_decay;
  if (hyper.momentum == 0) {  // straight into the weights: learning waits for the memory that holds them
    velocity = {};
    if (shrink > 0)
      for (float& w : net.w.a) w -= shrink * w;
    add_products(net, v_data, h_data, v_model, h_model, hyper.learning_rate, net.w, net.a, net.b);
    return;
  }
  velocity.fit(net);
  for (std::vector<float>* v : {&velocity.w.a, &velocity.a, &velocity.b})
    for (float& x : *v) x *= hyper.momentum;
  add_products(net, v_data, h_data, v_model, h_model, hyper.learning_rate, velocity.w, velocity.a, velocity.b);
  for (int i = 0; i < std::ssize(net.w.a); ++i) {
    velocity.w.a[i] -= shrink * net.w.a[i];
    net.w.a[i] += velocity.w.a[i];
  }
  for (int i = 0; i < std::ssize(net.a); ++i) net.a[i] += velocity.a[i];
  for (int j = 0; j < std::ssize(net.b); ++j) net.b[j] += velocity.b[j];
}

std::vector<double> free_energies(const Rbm& net, const Batch& v) {
  Matrix<float> inputs;
  hidden_inputs(net, v, inputs);
  std::vector<double> out;
  for (int k = 0; k < v.count; ++k) {
    const std::span<const float> value = v.p.row(k), input = inputs.row(k);
    double f = 0;
    for (int i = 0; i < net.visible; ++i) {
      const double x = value[i], a = net.a[i];
      if (net.real) f += (x - a) * (x - a) / (2.0 * double(net.sigma) * double(net.sigma));
      else if (v.on(k, i)) f -= a;
    }
    out.push_back(f - sum_softplus(input.first(net.hidden)));
  }
  return out;
}

}  // namespace attractor
