#include "core/boltzmann/belief_net.h"

#include <algorithm>
#include <cassert>

#include "core/base/num.h"
#include "core/base/vec.h"

namespace attractor {
namespace {

constexpr int kWatched = 10;  // pictures of a minibatch whose reconstruction is looked at

// Row by row: the layers may have units of their own beside these.
void copy_units(const Batch& from, int units, Batch& to) {
  for (int k = 0; k < from.count; ++k) {
    std::copy_n(from.p.row(k).begin(), units, to.p.row(k).begin());
    std::copy_n(from.codes.row(k).begin(), (units + 3) / 4, to.codes.row(k).begin());
  }
}

// The state of a unit becomes its probability, 0 or 1.
void set_to_samples(Batch& u, int units) {
  for (int k = 0; k < u.count; ++k)
    for (int i = 0; i < units; ++i) u.p(k, i) = u.on(k, i) ? 1.0f : 0.0f;
}

// p(layer k | layer k + 1) and samples of it, by the generation weights.
void generate_layer(const BeliefNet& net, int k, const Batch& above, Batch& below, VectorRng& random) {
  if (net.generation.empty()) attractor::down(net.machines[k], above, below, &random);
  else up(net.generation[k], above, below, &random);
}

void untie(BeliefNet& net) {
  for (int k = 0; k + 1 < net.depth(); ++k) {
    const Rbm& m = net.machines[k];
    Rbm transposed(m.hidden, m.visible);
    for (int i = 0; i < m.visible; ++i)
      for (int j = 0; j < m.hidden; ++j) transposed.w(j, i) = m.w(i, j);
    transposed.a = m.b, transposed.b = m.a;
    net.generation.push_back(std::move(transposed));
  }
}

// sum of ln(1 + e^(x + y)) over n units by products of 1 + e^-|x + y|: one logarithm for 256 units.
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

// b + p W, for probabilities of the units below, a row a picture; columns beyond these units do not count.
void mean_inputs(const Rbm& m, const Matrix<float>& p, Matrix<float>& above) {
  Matrix<float> rows(p.rows, m.w.rows);
  for (int k = 0; k < p.rows; ++k) std::copy_n(p.row(k).begin(), std::min(p.cols, m.visible), rows.row(k).begin());
  matmul(rows.a.data(), m.w.a.data(), above.a.data(), p.rows, m.w.rows, m.w.cols);
  for (int k = 0; k < p.rows; ++k)
    for (int j = 0; j < above.cols; ++j) above(k, j) += m.b[j];
}

// The inputs of the top machine's hidden layer without labels, a row a picture, by probabilities instead of samples.
Matrix<float> mean_inputs_of_top(const BeliefNet& net, const Batch& cells) {
  Matrix<float> p = cells.p;
  for (int k = 0; k < net.depth(); ++k) {
    Batch above(cells.count, net.machines[k].hidden);
    mean_inputs(net.machines[k], p, above.p);
    if (k + 1 < net.depth()) apply_sigmoid(above, net.machines[k].hidden, nullptr);
    p = std::move(above.p);
  }
  return p;
}

// p(label) given the inputs of the top machine's hidden units without labels: softmax of minus the free energies.
std::vector<double> label_probabilities(const BeliefNet& net, std::span<const float> inputs) {
  const Rbm& top = net.top();
  const int first = top.visible - net.labels();
  std::vector<double> p;
  for (int l = first; l < top.visible; ++l)
    p.push_back(double(top.a[l]) + soft_sum(inputs.data(), top.w.row(l).data(), top.hidden));
  softmax(p);
  return p;
}

int sample_label(const std::vector<double>& p, VectorRng& random) {
  double left = double(random.uniform()[0]);
  int chosen = 0;
  while (chosen + 1 < int(p.size()) && left >= p[chosen]) left -= p[chosen++];
  return chosen;
}

// One sample of the gradient of ln p(label | below): the products with the true label minus those with a label that the
// net samples. Where the two agree they cancel.
void learn_discriminatively(BeliefNet& net, const Batch& below, std::span<const int> labels, float rate, VectorRng& random) {
  Rbm& top = net.machines.back();
  Batch bare(below.count, top.visible);
  bare.codes = below.codes;
  put_labels(net, bare, std::vector<int>(labels.size(), -1));
  Matrix<float> inputs;
  hidden_inputs(top, bare, inputs);
  std::vector<int> pictures, right, drawn;
  for (int k = 0; k < below.count; ++k) {
    const int label = sample_label(label_probabilities(net, inputs.row(k)), random);
    if (label == labels[k]) continue;
    pictures.push_back(k), right.push_back(labels[k]), drawn.push_back(label);
  }
  const int count = int(pictures.size());
  if (count == 0) return;
  Batch v[2] = {Batch(count, top.visible), Batch(count, top.visible)},
        h[2] = {Batch(count, top.hidden), Batch(count, top.hidden)};
  for (int side = 0; side < 2; ++side) {
    for (int k = 0; k < count; ++k) {
      const std::span<const uint8_t> codes = bare.codes.row(pictures[k]);
      std::copy(codes.begin(), codes.end(), v[side].codes.row(k).begin());
    }
    put_labels(net, v[side], side == 0 ? right : drawn);
    up(top, v[side], h[side], nullptr);
  }
  Velocity none;
  learn(top, none, {rate * float(count) / float(below.count), 0, 0}, v[0], h[0], v[1], h[1]);
}

// The delta rule: moves the net's output for these inputs, `predicted`, towards the target.
void learn_to_predict(Rbm& net, const Hyperparameters& hyper, const Batch& input, const Batch& target, const Batch& predicted) {
  Velocity none;
  learn(net, none, {hyper.learning_rate, 0, 0}, input, target, input, predicted);
}

}  // namespace

void add_layer(BeliefNet& net, int hidden, int labels, double spread, const Rng& rng) {
  assert(net.machines.empty() || net.labels() == 0);
  const int below = net.width(net.depth());
  net.machines.push_back(make_rbm(below + labels, hidden, spread, rng, uint32_t(net.depth())));
}

void begin_transposed(BeliefNet& net) {
  const Rbm& from = net.machines[net.depth() - 2];
  Rbm& m = net.machines.back();
  assert(m.hidden == from.visible);
  std::fill(m.w.a.begin(), m.w.a.end(), 0.0f);
  for (int i = 0; i < from.hidden; ++i)
    for (int j = 0; j < m.hidden; ++j) m.w(i, j) = from.w(j, i);
  std::copy_n(from.b.begin(), from.hidden, m.a.begin());
  std::copy_n(from.a.begin(), from.visible, m.b.begin());
}

void recognise(const BeliefNet& net, const Batch& cells, int to, Batch& out, VectorRng& random) {
  if (to == 0) return copy_units(cells, net.width(0), out);
  Batch below = cells;
  for (int k = 0; k < to; ++k) {
    Batch above(cells.count, net.width(k + 1));
    up(net.machines[k], below, above, &random);
    below = std::move(above);
  }
  copy_units(below, net.width(to), out);
}

std::vector<double> classify(const BeliefNet& net, const Batch& cells) {
  const Matrix<float> inputs = mean_inputs_of_top(net, cells);
  std::vector<double> out;
  for (int k = 0; k < cells.count; ++k)
    for (const double p : label_probabilities(net, inputs.row(k))) out.push_back(p);
  return out;
}

void down_top(const BeliefNet& net, const Batch& h, Batch& v, std::span<const int> clamped, VectorRng& random) {
  const Rbm& top = net.top();
  visible_inputs(top, h, v.p);
  const int first = top.visible - net.labels();
  std::vector<std::vector<double>> distributions;
  for (int k = 0; k < v.count && net.labels() > 0; ++k) {
    const float* x = &v.p(k, first);
    std::vector<double> p(x, x + net.labels());
    softmax(p);
    distributions.push_back(std::move(p));
  }
  apply_sigmoid(v, top.visible, &random);
  for (int k = 0; k < std::ssize(distributions); ++k) {
    const std::vector<double>& p = distributions[k];
    int chosen = sample_label(p, random);
    if (!clamped.empty() && clamped[k] >= 0) chosen = clamped[k];
    for (int l = 0; l < net.labels(); ++l) {
      v.p(k, first + l) = float(p[l]);
      v.set(k, first + l, l == chosen);
    }
  }
}

void put_labels(const BeliefNet& net, Batch& v, std::span<const int> labels) {
  const int first = net.top().visible - net.labels();
  for (int k = 0; k < v.count; ++k)
    for (int l = 0; l < net.labels(); ++l) {
      const bool on = labels[k] == l;
      v.p(k, first + l) = on;
      v.set(k, first + l, on);
    }
}

void generate(const BeliefNet& net, const Batch& top_visible, Batch& cells, VectorRng& random) {
  if (net.depth() == 1) return copy_units(top_visible, net.width(0), cells);
  Batch above = top_visible;
  for (int k = net.depth() - 2; k > 0; --k) {
    Batch below(cells.count, net.width(k));
    generate_layer(net, k, above, below, random);
    above = std::move(below);
  }
  generate_layer(net, 0, above, cells, random);
}

namespace {

// The share of units of the first pictures that change when they are reconstructed from h0, their hidden states.
double reconstruction_error(const BeliefNet& net, const Batch& v0, const Batch& h0, VectorRng& random) {
  Batch h(std::min(v0.count, kWatched), net.top().hidden), v(h.count, net.top().visible);
  std::copy_n(h0.codes.a.begin(), h.codes.a.size(), h.codes.a.begin());
  down_top(net, h, v, {}, random);
  int64_t wrong = 0;
  for (int k = 0; k < v.count; ++k)
    for (int i = 0; i < net.top().visible; ++i) wrong += v0.on(k, i) != v.on(k, i);
  return double(wrong) / (double(v.count) * net.top().visible);
}

// CD or PCD of the top machine from samples of its lower layer, labels included. v gets the visible end of the chains.
// Returns the reconstruction error.
double learn_top(BeliefNet& net, const Batch& v0, std::span<const int> labels, const Training& training, Batch& v,
                 VectorRng& random) {
  Rbm& top = net.machines.back();
  Batch h0(v0.count, top.hidden), from_data;
  up(top, v0, h0, &random);
  const double wrong = reconstruction_error(net, v0, h0, random);
  if (!training.particles) from_data = h0;
  Batch& h = training.particles ? *training.particles : from_data;
  v = Batch(h.count, top.visible);
  for (int sweep = 0; sweep < training.k; ++sweep) {
    down_top(net, h, v, {}, random);
    up(top, v, h, &random);
  }
  Velocity none;
  learn(top, none, training.hyper, v0, h0, v, h);
  if (net.labels() > 0 && training.discriminative > 0)
    learn_discriminatively(net, v0, labels, training.hyper.learning_rate * training.discriminative, random);
  return wrong;
}

}  // namespace

double learn_greedily(BeliefNet& net, const Batch& cells, std::span<const int> labels, const Training& training,
                      VectorRng& random) {
  Batch v0(cells.count, net.top().visible), v;
  recognise(net, cells, net.depth() - 1, v0, random);
  put_labels(net, v0, labels);
  return learn_top(net, v0, labels, training, v, random);
}

void learn_up_down(BeliefNet& net, const Batch& cells, std::span<const int> labels, const Training& training,
                   VectorRng& random) {
  if (net.generation.empty()) untie(net);
  const int depth = net.depth(), count = cells.count;
  // Wake phase: bottom-up states by the recognition weights.
  std::vector<Batch> wake{cells};
  for (int k = 0; k + 1 < depth; ++k) {
    wake.emplace_back(count, net.width(k + 1));
    up(net.machines[k], wake[k], wake.back(), &random);
  }
  for (int k = 1; k < depth; ++k) set_to_samples(wake[k], net.width(k));
  // The top machine's contrastive phase; its chains end in v.
  Batch v0(count, net.top().visible), v;
  copy_units(wake.back(), net.width(depth - 1), v0);
  put_labels(net, v0, labels);
  learn_top(net, v0, labels, training, v, random);
  // Sleep phase: top-down states by the generation weights.
  std::vector<Batch> sleep(depth);
  sleep.back() = Batch(v.count, net.width(depth - 1));
  copy_units(v, net.width(depth - 1), sleep.back());
  for (int k = depth - 2; k >= 0; --k) {
    sleep[k] = Batch(v.count, net.width(k));
    generate_layer(net, k, sleep[k + 1], sleep[k], random);
  }
  for (int k = 0; k < depth; ++k) set_to_samples(sleep[k], net.width(k));
  // Predictions: each layer's generation from the wake states, its recognition from the sleep states. Then all learn.
  std::vector<Batch> below, above;
  for (int k = 0; k + 1 < depth; ++k) {
    below.emplace_back(count, net.width(k)), above.emplace_back(v.count, net.width(k + 1));
    up(net.generation[k], wake[k + 1], below[k], nullptr);
    up(net.machines[k], sleep[k], above[k], nullptr);
  }
  for (int k = 0; k + 1 < depth; ++k) {
    learn_to_predict(net.generation[k], training.hyper, wake[k + 1], wake[k], below[k]);
    learn_to_predict(net.machines[k], training.hyper, sleep[k], sleep[k + 1], above[k]);
  }
}

}  // namespace attractor
