#include "core/boltzmann/belief_net.h"

#include <algorithm>
#include <cassert>

#include "core/base/num.h"

namespace attractor {
namespace {

constexpr int kWatched = 10;  // pictures of a minibatch by which reconstruction is judged

// Row by row, where the strides may differ.
void copy_units(const Batch& from, int units, Batch& to) {
  for (int k = 0; k < from.count; ++k) {
    const auto at = std::size_t(k * from.stride), place = std::size_t(k * to.stride);
    std::copy_n(&from.p[at], units, &to.p[place]);
    std::copy_n(&from.codes[at / 4], (units + 3) / 4, &to.codes[place / 4]);
  }
}

// Samples become what is known for sure.
void settle(Batch& u, int units) {
  for (int k = 0; k < u.count; ++k)
    for (int i = 0; i < units; ++i) u.p[std::size_t(k * u.stride + i)] = u.on(k, i) ? 1.0f : 0.0f;
}

void set(Batch& u, int k, int i, bool on) {
  const auto at = std::size_t(k * u.stride + i);
  const int bit = 1 << (i & 3);
  u.codes[at / 4] = uint8_t(on ? u.codes[at / 4] | bit : u.codes[at / 4] & ~bit);
}

// Probabilities and samples of layer k given layer k + 1.
void descend(const BeliefNet& net, int k, const Batch& above, Batch& below, Lanes& random) {
  const auto at = std::size_t(k);
  if (net.down.empty()) attractor::down(net.machines[at], above, below, &random);
  else up(net.down[at], above, below, &random);
}

void untie(BeliefNet& net) {
  for (int k = 0; k + 1 < net.depth(); ++k) {
    const Restricted& m = net.machines[std::size_t(k)];
    Restricted turned;
    turned.visible = m.hidden, turned.hidden = m.visible;
    turned.w.assign(std::size_t(turned.v_stride()) * std::size_t(turned.h_stride()), 0.0f);
    for (int i = 0; i < m.visible; ++i)
      for (int j = 0; j < m.hidden; ++j)
        turned.w[std::size_t(j * turned.h_stride() + i)] = m.w[std::size_t(i * m.h_stride() + j)];
    turned.a = m.b, turned.b = m.a;
    net.down.push_back(std::move(turned));
  }
}

// sum of ln(1 + e^(x + y)) over n units, by products of 1 + e^-|x + y|: a logarithm for every 256 units instead of one each.
double soft_sum(const float* x, const float* y, int n) {
  constexpr int kTogether = 256;  // no lane's product exceeds 2^64
  constexpr F32x4 one{1, 1, 1, 1}, zero{};
  double sum = 0;
  for (int from = 0; from < n; from += kTogether) {
    const int to = std::min(n, from + kTogether);
    F32x4 above = zero, product = one;
    int j = from;
    for (; j + 4 <= to; j += 4) {
      const F32x4 z = load<F32x4>(x + j) + load<F32x4>(y + j);
      const I32x4 positive = z > zero;
      const auto high = reinterpret_cast<F32x4>(reinterpret_cast<I32x4>(z) & positive);
      above += high;
      product *= one + exp4(z - high - high);
    }
    for (; j < to; ++j) sum += softplus(double(x[j]) + double(y[j]));
    double together = 1;
    for (int l = 0; l < 4; ++l) sum += double(above[l]), together *= double(product[l]);
    sum += attractor::log(together);
  }
  return sum;
}

// b + p W, for pictures of probabilities with `stride` a row (at least the units below; what is beyond them does not count).
void mean_inputs(const Restricted& m, const std::vector<float>& p, int stride, Batch& above) {
  const int vs = m.v_stride(), hs = m.h_stride();
  std::vector<float> rows(std::size_t(above.count * vs), 0.0f);
  for (int k = 0; k < above.count; ++k)
    std::copy_n(&p[std::size_t(k * stride)], std::min(stride, m.visible), &rows[std::size_t(k * vs)]);
  matmul(rows.data(), m.w.data(), above.p.data(), above.count, vs, hs);
  for (std::size_t i = 0; i < above.p.size(); ++i) above.p[i] += m.b[i % m.b.size()];
}

// Probabilities all the way: the inputs of the top machine's hidden layer without labels. count x its stride.
std::vector<float> mean_inputs_of_top(const BeliefNet& net, const Batch& cells) {
  std::vector<float> p = cells.p;
  int stride = cells.stride;
  for (int k = 0; k < net.depth(); ++k) {
    const Restricted& m = net.machines[std::size_t(k)];
    Batch above(cells.count, m.hidden);
    mean_inputs(m, p, stride, above);
    if (k + 1 < net.depth()) switch_on(above, m.hidden, nullptr);
    p = std::move(above.p), stride = above.stride;
  }
  return p;
}

void softmax_of(std::vector<double>& x) {
  const double most = *std::max_element(x.begin(), x.end());
  double sum = 0;
  for (double& y : x) y = attractor::exp(y - most), sum += y;
  for (double& y : x) y /= sum;
}

// p(label) given what the top machine's hidden units get from the layer below without labels.
std::vector<double> label_law(const BeliefNet& net, const float* inputs) {
  const Restricted& top = net.top();
  const int first = top.visible - net.labels();
  std::vector<double> p;
  for (int l = 0; l < net.labels(); ++l)
    p.push_back(double(top.a[std::size_t(first + l)]) +
                soft_sum(inputs, &top.w[std::size_t((first + l) * top.h_stride())], top.hidden));
  softmax_of(p);
  return p;
}

int draw_label(const std::vector<double>& law, Lanes& random) {
  double left = double(random.uniform()[0]);
  int chosen = 0;
  while (chosen + 1 < int(law.size()) && left >= law[std::size_t(chosen)]) left -= law[std::size_t(chosen++)];
  return chosen;
}

// The slope of ln p(label | below): what holds with the true label minus what holds with one that the net draws. Where the two agree
// there is nothing to learn.
void learn_labels(BeliefNet& net, const Batch& below, std::span<const int> labels, float rate, Lanes& random) {
  Restricted& top = net.machines.back();
  Batch bare(below.count, top.visible);
  bare.codes = below.codes;
  put_labels(net, bare, std::vector<int>(labels.size(), -1));
  std::vector<float> inputs;
  hidden_inputs(top, bare, inputs);
  std::vector<int> pictures, right, drawn;
  for (int k = 0; k < below.count; ++k) {
    const int label = draw_label(label_law(net, &inputs[std::size_t(k * top.h_stride())]), random);
    if (label == labels[std::size_t(k)]) continue;
    pictures.push_back(k), right.push_back(labels[std::size_t(k)]), drawn.push_back(label);
  }
  const int count = int(pictures.size());
  if (count == 0) return;
  Batch v[2] = {Batch(count, top.visible), Batch(count, top.visible)},
        h[2] = {Batch(count, top.hidden), Batch(count, top.hidden)};
  for (int side = 0; side < 2; ++side) {
    const std::size_t row = std::size_t(bare.stride / 4);
    for (std::size_t k = 0; k < pictures.size(); ++k)
      std::copy_n(&bare.codes[std::size_t(pictures[k]) * row], row, &v[side].codes[k * row]);
    put_labels(net, v[side], side == 0 ? right : drawn);
    up(top, v[side], h[side], nullptr);
  }
  Velocity none;
  learn(top, none, {rate * float(count) / float(below.count), 0, 0}, v[0], h[0], v[1], h[1]);
}

// The net's output for these inputs shall be the target: the delta rule, on probabilities.
void learn_to_predict(Restricted& net, const Pace& pace, const Batch& input, const Batch& target, const Batch& predicted) {
  Velocity none;
  learn(net, none, {pace.rate, 0, 0}, input, target, input, predicted);
}

}  // namespace

void grow(BeliefNet& net, int hidden, int labels, double spread, const Rng& rng) {
  assert(net.machines.empty() || net.labels() == 0);
  const int below = net.width(net.depth());
  net.machines.push_back(make_restricted(below + labels, hidden, spread, rng, uint32_t(net.depth())));
}

void begin_turned(BeliefNet& net) {
  const Restricted& from = net.machines[std::size_t(net.depth()) - 2];
  Restricted& m = net.machines.back();
  assert(m.hidden == from.visible);
  std::fill(m.w.begin(), m.w.end(), 0.0f);
  for (int i = 0; i < from.hidden; ++i)
    for (int j = 0; j < m.hidden; ++j) m.w[std::size_t(i * m.h_stride() + j)] = from.w[std::size_t(j * from.h_stride() + i)];
  std::copy_n(from.b.begin(), from.hidden, m.a.begin());
  std::copy_n(from.a.begin(), from.visible, m.b.begin());
}

void rise(const BeliefNet& net, const Batch& cells, int to, Batch& out, Lanes& random) {
  if (to == 0) return copy_units(cells, net.width(0), out);
  Batch below = cells;
  for (int k = 0; k < to; ++k) {
    Batch above(cells.count, net.width(k + 1));
    up(net.machines[std::size_t(k)], below, above, &random);
    below = std::move(above);
  }
  copy_units(below, net.width(to), out);
}

std::vector<double> classify(const BeliefNet& net, const Batch& cells) {
  const std::vector<float> inputs = mean_inputs_of_top(net, cells);
  std::vector<double> out;
  for (int k = 0; k < cells.count; ++k)
    for (const double p : label_law(net, &inputs[std::size_t(k * net.top().h_stride())])) out.push_back(p);
  return out;
}

void down_top(const BeliefNet& net, const Batch& h, Batch& v, std::span<const int> held, Lanes& random) {
  const Restricted& top = net.top();
  visible_inputs(top, h, v.p);
  const int first = top.visible - net.labels();
  std::vector<std::vector<double>> laws;
  for (int k = 0; k < v.count && net.labels() > 0; ++k) {
    const float* x = &v.p[std::size_t(k * v.stride + first)];
    std::vector<double> law(x, x + net.labels());
    softmax_of(law);
    laws.push_back(std::move(law));
  }
  switch_on(v, top.visible, &random);
  for (int k = 0; k < int(laws.size()); ++k) {
    const std::vector<double>& law = laws[std::size_t(k)];
    int chosen = draw_label(law, random);
    if (!held.empty() && held[std::size_t(k)] >= 0) chosen = held[std::size_t(k)];
    for (int l = 0; l < net.labels(); ++l) {
      v.p[std::size_t(k * v.stride + first + l)] = float(law[std::size_t(l)]);
      set(v, k, first + l, l == chosen);
    }
  }
}

void put_labels(const BeliefNet& net, Batch& v, std::span<const int> labels) {
  const int first = net.top().visible - net.labels();
  for (int k = 0; k < v.count; ++k)
    for (int l = 0; l < net.labels(); ++l) {
      const bool on = labels[std::size_t(k)] == l;
      v.p[std::size_t(k * v.stride + first + l)] = on;
      set(v, k, first + l, on);
    }
}

void fall(const BeliefNet& net, const Batch& top_visible, Batch& cells, Lanes& random) {
  if (net.depth() == 1) return copy_units(top_visible, net.width(0), cells);
  Batch above = top_visible;
  for (int k = net.depth() - 2; k > 0; --k) {
    Batch below(cells.count, net.width(k));
    descend(net, k, above, below, random);
    above = std::move(below);
  }
  descend(net, 0, above, cells, random);
}

namespace {

// How much of the first pictures is not as it was after one way up and down, where h says how they went up.
double share_wrong(const BeliefNet& net, const Batch& v0, const Batch& h0, Lanes& random) {
  Batch h(std::min(v0.count, kWatched), net.top().hidden), v(h.count, net.top().visible);
  h.codes.assign(h0.codes.begin(), h0.codes.begin() + std::ptrdiff_t(h.codes.size()));
  down_top(net, h, v, {}, random);
  int64_t wrong = 0;
  for (int k = 0; k < v.count; ++k)
    for (int i = 0; i < net.top().visible; ++i) wrong += v0.on(k, i) != v.on(k, i);
  return double(wrong) / (double(v.count) * net.top().visible);
}

// The top machine learns from samples of its lower layer, labels among them. Where its chains end is v; returns share_wrong.
double learn_top(BeliefNet& net, const Batch& v0, std::span<const int> labels, const Teaching& teaching, Batch& v,
                 Lanes& random) {
  Restricted& top = net.machines.back();
  Batch h0(v0.count, top.hidden), from_data;
  up(top, v0, h0, &random);
  const double wrong = share_wrong(net, v0, h0, random);
  if (!teaching.particles) from_data = h0;
  Batch& h = teaching.particles ? *teaching.particles : from_data;
  v = Batch(h.count, top.visible);
  for (int sweep = 0; sweep < teaching.sweeps; ++sweep) {
    down_top(net, h, v, {}, random);
    up(top, v, h, &random);
  }
  Velocity none;
  learn(top, none, teaching.pace, v0, h0, v, h);
  if (net.labels() > 0 && teaching.discriminative > 0)
    learn_labels(net, v0, labels, teaching.pace.rate * teaching.discriminative, random);
  return wrong;
}

}  // namespace

double learn_greedily(BeliefNet& net, const Batch& cells, std::span<const int> labels, const Teaching& teaching,
                      Lanes& random) {
  Batch v0(cells.count, net.top().visible), v;
  rise(net, cells, net.depth() - 1, v0, random);
  put_labels(net, v0, labels);
  return learn_top(net, v0, labels, teaching, v, random);
}

void learn_up_down(BeliefNet& net, const Batch& cells, std::span<const int> labels, const Teaching& teaching, Lanes& random) {
  if (net.down.empty()) untie(net);
  const int depth = net.depth(), count = cells.count;
  // Wake: what recognition finds.
  std::vector<Batch> wake{cells};
  for (int k = 0; k + 1 < depth; ++k) {
    wake.emplace_back(count, net.width(k + 1));
    up(net.machines[std::size_t(k)], wake[std::size_t(k)], wake.back(), &random);
  }
  for (int k = 1; k < depth; ++k) settle(wake[std::size_t(k)], net.width(k));
  // The top machine remembers, and learns at the end of it.
  Batch v0(count, net.top().visible), v;
  copy_units(wake.back(), net.width(depth - 1), v0);
  put_labels(net, v0, labels);
  learn_top(net, v0, labels, teaching, v, random);
  // Sleep: what generation means.
  std::vector<Batch> sleep(static_cast<std::size_t>(depth));
  sleep.back() = Batch(v.count, net.width(depth - 1));
  copy_units(v, net.width(depth - 1), sleep.back());
  for (int k = depth - 2; k >= 0; --k) {
    sleep[std::size_t(k)] = Batch(v.count, net.width(k));
    descend(net, k, sleep[std::size_t(k) + 1], sleep[std::size_t(k)], random);
  }
  for (int k = 0; k < depth; ++k) settle(sleep[std::size_t(k)], net.width(k));
  // Each predicts what the other one did, then all learn.
  std::vector<Batch> below, above;
  for (int k = 0; k + 1 < depth; ++k) {
    const auto at = std::size_t(k);
    below.emplace_back(count, net.width(k)), above.emplace_back(v.count, net.width(k + 1));
    up(net.down[at], wake[at + 1], below[at], nullptr);
    up(net.machines[at], sleep[at], above[at], nullptr);
  }
  for (int k = 0; k + 1 < depth; ++k) {
    const auto at = std::size_t(k);
    learn_to_predict(net.down[at], teaching.pace, wake[at + 1], wake[at], below[at]);
    learn_to_predict(net.machines[at], teaching.pace, sleep[at], sleep[at + 1], above[at]);
  }
}

}  // namespace attractor
