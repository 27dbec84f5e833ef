#include "core/boltzmann/rbm.h"

#include <algorithm>
#include <array>
#include <cassert>

#include "core/base/num.h"

namespace attractor {
namespace {

constexpr F32x4 all(float v) { return F32x4{v, v, v, v}; }

// The first `units` of a group of four that begins at i.
int within(int i, int units) { return units - i >= 4 ? 15 : (1 << (units - i)) - 1; }

// Inputs become probabilities of being on, in place; with `random` codes as well. What is beyond the last unit stays 0.
__attribute__((noinline)) void squash(float* p, uint8_t* codes, int units, int stride, Lanes* random) {
  for (int i = 0; i < units; i += 4) {
    const F32x4 q = all(1) / (all(1) + exp4(-load<F32x4>(p + i)));
    store(p + i, q);
    if (random) codes[i / 4] = uint8_t(sign_bits(random->uniform() < q) & within(i, units));
  }
  std::fill(p + units, p + stride, 0.0f);
}

// Bit u of a code in the lowest bit of byte u.
constexpr std::array<uint32_t, 16> kSpread = [] {
  std::array<uint32_t, 16> out{};
  for (uint32_t code = 0; code < 16; ++code)
    for (uint32_t u = 0; u < 4; ++u) out[code] |= (code >> u & 1) << (8 * u);
  return out;
}();

// Four pictures a code: codes of unit i are those of pictures 0-3, 4-7, ...; from group `first` on, in rows of `groups`.
void turn(const Batch& v, int units, int first, int groups, std::vector<uint8_t>& out) {
  for (int k = 0; k < v.count; k += 4) {
    const uint8_t* row = &v.codes[std::size_t(k * v.stride / 4)];
    uint8_t* to = &out[std::size_t(first + k / 4)];
    const int pictures = std::min(4, v.count - k);
    for (int i = 0; i < units; i += 4, ++row) {
      uint32_t four = 0;
      for (int p = 0; p < pictures; ++p) four |= kSpread[row[p * v.stride / 4]] << p;
      for (int u = 0; u < 4; ++u, to += groups) *to = uint8_t(four >> (8 * u));
    }
  }
}

// c += factor v^T h, for real v.
void add_real_products(const Restricted& net, const Batch& v, const Batch& h, float factor, std::vector<float>& c) {
  std::vector<float> turned(std::size_t(net.v_stride()) * std::size_t(v.count)), rows(h.size()), part(c.size());
  for (int k = 0; k < v.count; ++k)
    for (int i = 0; i < net.visible; ++i) turned[std::size_t(i * v.count + k)] = v.p[std::size_t(k * v.stride + i)] / net.sigma;
  for (std::size_t i = 0; i < rows.size(); ++i) rows[i] = h.p[i] * factor;
  matmul(turned.data(), rows.data(), part.data(), net.v_stride(), v.count, net.h_stride());
  for (std::size_t i = 0; i < part.size(); ++i) c[i] += part[i];
}

// sum += factor h, picture by picture.
void add_hidden(const Batch& h, float factor, float* sum) {
  const float* p = h.p.data();
  for (int k = 0; k < h.count; ++k, p += h.stride)
    for (int j = 0; j < h.stride; j += 4) store(sum + j, load<F32x4>(sum + j) + load<F32x4>(p + j) * all(factor));
}

// sum += factor v, picture by picture; in units of sigma^2 where v is real.
void add_visible(const Restricted& net, const Batch& v, float factor, float* sum) {
  if (net.real) {
    for (int k = 0; k < v.count; ++k)
      for (int i = 0; i < net.visible; ++i) sum[i] += factor * (v.p[std::size_t(k * v.stride + i)] / (net.sigma * net.sigma));
    return;
  }
  F32x4 of_code[16];
  for (int code = 0; code < 16; ++code)
    for (int u = 0; u < 4; ++u) of_code[code][u] = factor * float(code >> u & 1);
  for (int k = 0; k < v.count; ++k) {
    const uint8_t* codes = &v.codes[std::size_t(k * v.stride / 4)];
    for (int i = 0; i < net.visible; i += 4) store(sum + i, load<F32x4>(sum + i) + of_code[codes[i / 4]]);
  }
}

// w += rate (<v h>_data - <v h>_model), and likewise a and b.
void add_products(const Restricted& net, const Batch& v_data, const Batch& h_data, const Batch& v_model, const Batch& h_model,
                  float rate, std::vector<float>& w, std::vector<float>& a, std::vector<float>& b) {
  const float up_factor = rate / float(v_data.count), down_factor = -rate / float(v_model.count);
  if (net.real) {
    add_real_products(net, v_data, h_data, up_factor, w);
    add_real_products(net, v_model, h_model, down_factor, w);
  } else {
    const int first = (v_data.count + 3) / 4, groups = first + (v_model.count + 3) / 4, hs = net.h_stride();
    std::vector<uint8_t> codes(std::size_t(net.v_stride()) * std::size_t(groups), 0);
    turn(v_data, net.visible, 0, groups, codes);
    turn(v_model, net.visible, first, groups, codes);
    add_bits_times_scaled_rows(net.visible, hs, codes.data(), groups, {h_data.p.data(), hs, h_data.count, up_factor},
                               {h_model.p.data(), hs, h_model.count, down_factor}, w.data(), hs);
  }
  add_visible(net, v_data, up_factor, a.data());
  add_hidden(h_data, up_factor, b.data());
  add_visible(net, v_model, down_factor, a.data());
  add_hidden(h_model, down_factor, b.data());
}

}  // namespace

namespace {
Xorshift2 generator(const Words& x, const Words& y) {
  auto two = [](uint32_t low, uint32_t high) { return uint64_t(high) << 32 | low; };
  return Xorshift2(U64x2{two(x[0], x[1]) | 1, two(x[2], x[3])}, U64x2{two(y[0], y[1]), two(y[2], y[3]) | 1});
}
}  // namespace

Lanes::Lanes(const Rng& rng, Stream stream, uint32_t lane)
    : bits_(generator(rng.at(stream, 0, lane), rng.at(stream, 1, lane))) {}

Restricted make_restricted(int visible, int hidden, double spread, const Rng& rng, uint32_t lane) {
  Restricted net;
  net.visible = visible, net.hidden = hidden;
  net.w.assign(std::size_t(net.v_stride()) * std::size_t(net.h_stride()), 0.0f);
  net.a.assign(std::size_t(net.v_stride()), 0.0f);
  net.b.assign(std::size_t(net.h_stride()), 0.0f);
  Draw draw = rng.draw(Stream::weights, lane);
  for (int i = 0; i < visible; ++i)
    for (int j = 0; j < hidden; ++j) net.w[std::size_t(i * net.h_stride() + j)] = float(spread * draw.normal());
  return net;
}

void set_parameters(Restricted& net, std::span<const float> weights, std::span<const float> a, std::span<const float> b) {
  assert(int(weights.size()) == net.visible * net.hidden && int(a.size()) == net.visible && int(b.size()) == net.hidden);
  for (int i = 0; i < net.visible; ++i)
    std::copy_n(&weights[std::size_t(i * net.hidden)], net.hidden, &net.w[std::size_t(i * net.h_stride())]);
  std::copy(a.begin(), a.end(), net.a.begin());
  std::copy(b.begin(), b.end(), net.b.begin());
}

void set_visible(std::span<const uint8_t> ink, int k, Batch& v, Lanes& random) {
  const int n = int(ink.size());
  for (int c = 0; c < n; c += 4) {
    F32x4 p{};
    for (int l = 0; l < 4 && c + l < n; ++l) p[l] = float(ink[std::size_t(c + l)]) / 255;
    const auto at = std::size_t(k * v.stride + c);
    store(&v.p[at], p);
    v.codes[at / 4] = uint8_t(sign_bits(random.uniform() < p));
  }
}

void hidden_inputs(const Restricted& net, const Batch& v, std::vector<float>& out) {
  const int hs = net.h_stride();
  if (net.real) {
    out.resize(std::size_t(v.count) * std::size_t(hs));
    matmul(v.p.data(), net.w.data(), out.data(), v.count, v.stride, hs);
    for (int k = 0; k < v.count; ++k)
      for (int j = 0; j < hs; ++j) {
        float& x = out[std::size_t(k * hs + j)];
        x = net.b[std::size_t(j)] + x / net.sigma;
      }
    return;
  }
  out.resize(std::size_t(v.count) * std::size_t(hs));
  add_bits_times_rows(v.count, (net.visible + 3) / 4, hs, v.codes.data(), v.stride / 4, net.w.data(), hs, out.data(), hs,
                      net.b.data());
}

void visible_inputs(const Restricted& net, const Batch& h, std::vector<float>& out) {
  const int vs = net.v_stride();
  const std::vector<float> zeros(net.real ? net.a.size() : 0);
  out.resize(std::size_t(h.count) * std::size_t(vs));
  add_bits_times_columns(h.count, (net.hidden + 3) / 4, vs, h.codes.data(), h.stride / 4, net.w.data(), net.h_stride(),
                         out.data(), vs, net.real ? zeros.data() : net.a.data());
  if (net.real)
    for (int k = 0; k < h.count; ++k)
      for (int i = 0; i < vs; ++i) {
        float& x = out[std::size_t(k * vs + i)];
        x = net.a[std::size_t(i)] + net.sigma * x;
      }
}

void switch_on(Batch& u, int units, Lanes* random) {
  for (int k = 0; k < u.count; ++k)
    squash(&u.p[std::size_t(k * u.stride)], &u.codes[std::size_t(k * u.stride / 4)], units, u.stride, random);
}

void up(const Restricted& net, const Batch& v, Batch& h, Lanes* random) {
  hidden_inputs(net, v, h.p);
  switch_on(h, net.hidden, random);
}

void down(const Restricted& net, const Batch& h, Batch& v, Lanes* random) {
  visible_inputs(net, h, v.p);
  if (!net.real) return switch_on(v, net.visible, random);
  if (!random) return;
  for (int k = 0; k < v.count; ++k)
    for (int i = 0; i < net.visible; i += 2) {  // Box-Muller, both of a pair
      const F32x4 u = random->uniform();
      const double r = std::sqrt(-2 * attractor::log(1 - double(u[0])));
      const SinCos turn = sincos(2 * kPi * double(u[1]));
      float* x = &v.p[std::size_t(k * v.stride + i)];
      x[0] += net.sigma * float(r * turn.cos);
      if (i + 1 < net.visible) x[1] += net.sigma * float(r * turn.sin);
    }
}

void sample(Batch& u, int units, Lanes& random) {
  for (int k = 0; k < u.count; ++k)
    for (int i = 0; i < units; i += 4) {
      const auto at = std::size_t(k * u.stride + i);
      u.codes[at / 4] = uint8_t(sign_bits(random.uniform() < load<F32x4>(&u.p[at])) & within(i, units));
    }
}

void learn(Restricted& net, Velocity& velocity, const Pace& pace, const Batch& v_data, const Batch& h_data,
           const Batch& v_model, const Batch& h_model) {
  const float shrink = pace.rate * pace.decay;
  if (pace.momentum == 0) {  // straight into the weights: their memory is what learning waits for
    velocity = {};
    if (shrink > 0)
      for (float& w : net.w) w -= shrink * w;
    add_products(net, v_data, h_data, v_model, h_model, pace.rate, net.w, net.a, net.b);
    return;
  }
  auto follow = [&](std::vector<float>& v, const std::vector<float>& x) {
    v.resize(x.size(), 0.0f);
    for (float& y : v) y *= pace.momentum;
  };
  follow(velocity.w, net.w), follow(velocity.a, net.a), follow(velocity.b, net.b);
  add_products(net, v_data, h_data, v_model, h_model, pace.rate, velocity.w, velocity.a, velocity.b);
  for (std::size_t i = 0; i < net.w.size(); ++i) {
    velocity.w[i] -= shrink * net.w[i];
    net.w[i] += velocity.w[i];
  }
  for (std::size_t i = 0; i < net.a.size(); ++i) net.a[i] += velocity.a[i];
  for (std::size_t j = 0; j < net.b.size(); ++j) net.b[j] += velocity.b[j];
}

std::vector<double> free_energies(const Restricted& net, const Batch& v) {
  std::vector<float> inputs;
  hidden_inputs(net, v, inputs);
  std::vector<double> out(std::size_t(v.count), 0.0);
  for (int k = 0; k < v.count; ++k) {
    double f = 0;
    for (int i = 0; i < net.visible; ++i) {
      const double x = v.p[std::size_t(k * v.stride + i)], a = net.a[std::size_t(i)];
      if (net.real) f += (x - a) * (x - a) / (2.0 * double(net.sigma) * double(net.sigma));
      else if (v.on(k, i)) f -= a;
    }
    for (int j = 0; j < net.hidden; ++j) f -= softplus(double(inputs[std::size_t(k * net.h_stride() + j)]));
    out[std::size_t(k)] = f;
  }
  return out;
}

}  // namespace attractor
