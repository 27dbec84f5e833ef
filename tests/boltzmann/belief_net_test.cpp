// Deep belief nets against sums over all states: the law of the stack, its bound, labels, greedy learning, the up-down algorithm.
#include "core/boltzmann/belief_net.h"

#include <doctest/doctest.h>

#include <cmath>
#include <vector>

#include "core/base/num.h"
#include "core/boltzmann/belief_bound.h"
#include "core/boltzmann/likelihood.h"

using namespace attractor;

namespace {

void shake(Rbm& m, double spread, uint64_t seed) {
  Draw draw(seed, 0, Stream::data);
  for (int i = 0; i < m.visible; ++i) m.a[i] = float(spread * draw.normal());
  for (int j = 0; j < m.hidden; ++j) m.b[j] = float(spread * draw.normal());
}

BeliefNet random_net(const std::vector<int>& widths, int labels, uint64_t seed) {
  BeliefNet net;
  net.cells = widths[0];
  for (std::size_t k = 1; k < widths.size(); ++k) {
    add_layer(net, widths[k], k + 1 == widths.size() ? labels : 0, 1, Rng{seed, 0});
    shake(net.machines.back(), 0.7, seed + k);
  }
  return net;
}

// Gives every lower layer weights of its own for the way down.
void untie_at_random(BeliefNet& net, uint64_t seed) {
  for (int k = 0; k + 1 < net.depth(); ++k) {
    net.generation.push_back(make_rbm(net.width(k + 1), net.width(k), 0.8, Rng{seed, 1}, uint32_t(k)));
    shake(net.generation.back(), 0.5, seed + 10 + uint64_t(k));
  }
}

std::vector<uint8_t> all_pictures(int cells) {
  std::vector<uint8_t> out;
  for (int s = 0; s < 1 << cells; ++s)
    for (int i = 0; i < cells; ++i) out.push_back(uint8_t(s >> i & 1));
  return out;
}

Batch batch_of(const std::vector<uint8_t>& pictures, int cells) {
  Batch v(int(pictures.size()) / cells, cells);
  for (int k = 0; k < v.count; ++k)
    for (int i = 0; i < cells; ++i) {
      v.p(k, i) = pictures[k * cells + i];
      v.set(k, i, pictures[k * cells + i] != 0);
    }
  return v;
}

double bit(int state, int i) { return state >> i & 1; }

// Straight from the definitions, with no sum done beforehand. Units of layer k + 1 given a state of layer k, upwards or downwards.
double unit(const BeliefNet& net, int k, bool upwards, int state, int u) {
  const Rbm& m = net.machines[k];
  const int from = upwards ? net.width(k) : net.width(k + 1);
  if (!upwards && !net.generation.empty()) {
    const Rbm& d = net.generation[k];
    double x = double(d.b[u]);
    for (int j = 0; j < from; ++j) x += bit(state, j) * double(d.w(j, u));
    return sigmoid(x);
  }
  double x = double(upwards ? m.b[u] : m.a[u]);
  for (int j = 0; j < from; ++j) x += bit(state, j) * double(m.w(upwards ? j : u, upwards ? u : j));
  return sigmoid(x);
}
double conditional(const BeliefNet& net, int k, bool upwards, int from, int to) {
  double p = 1;
  for (int u = 0; u < net.width(upwards ? k + 1 : k); ++u) {
    const double on = unit(net, k, upwards, from, u);
    p *= bit(to, u) != 0 ? on : 1 - on;
  }
  return p;
}
// p of all states of the top machine's lower layer, by the joint law of both layers.
std::vector<double> top_log_probabilities(const Rbm& m) {
  std::vector<double> p(std::size_t(1) << m.visible, 0.0);
  double z = 0;
  for (int v = 0; v < 1 << m.visible; ++v)
    for (int h = 0; h < 1 << m.hidden; ++h) {
      double minus_e = 0;
      for (int i = 0; i < m.visible; ++i) {
        minus_e += bit(v, i) * double(m.a[i]);
        for (int j = 0; j < m.hidden; ++j) minus_e += bit(v, i) * bit(h, j) * double(m.w(i, j));
      }
      for (int j = 0; j < m.hidden; ++j) minus_e += bit(h, j) * double(m.b[j]);
      p[v] += std::exp(minus_e);
      z += std::exp(minus_e);
    }
  for (double& x : p) x /= z;
  return p;
}

}  // namespace

TEST_CASE("belief net: ln p and its bound equal the sums over all states of all layers, tied or not") {
  for (const uint64_t seed : {1, 2, 3})
    for (const bool own : {false, true}) {
      BeliefNet net = random_net({4, 3, 3, 4}, 0, seed);
      if (own) untie_at_random(net, seed);
      const std::vector<double> top = top_log_probabilities(net.top());
      const std::vector<Bound> got = bounds(net, all_pictures(4));
      double whole = 0;
      for (int v = 0; v < 16; ++v) {
        double p = 0, bound = 0;
        for (int h1 = 0; h1 < 8; ++h1)
          for (int h2 = 0; h2 < 8; ++h2) {
            const double joint = top[h2] * conditional(net, 1, false, h2, h1) * conditional(net, 0, false, h1, v);
            const double q = conditional(net, 0, true, v, h1) * conditional(net, 1, true, h1, h2);
            p += joint;
            bound += q * (std::log(joint) - std::log(q));
          }
        CHECK(std::fabs(got[v].ln_p - std::log(p)) < 1e-9);
        CHECK(std::fabs(got[v].bound - bound) < 1e-9);
        CHECK(got[v].bound < got[v].ln_p);
        whole += attractor::exp(got[v].ln_p);
      }
      CHECK(std::fabs(whole - 1) < 1e-12);
    }
}

TEST_CASE("belief net: a machine that begins as the one below turned around changes neither ln p nor the bound (1e-12)") {
  for (const auto& [cells, hidden] : std::vector<std::pair<int, int>>{{4, 3}, {5, 5}, {3, 7}, {9, 8}}) {
    BeliefNet net = random_net({cells, hidden}, 0, uint64_t(cells));
    const std::vector<uint8_t> pictures = all_pictures(cells);
    const std::vector<Bound> alone = bounds(net, pictures);
    add_layer(net, cells, 0, 0.01, Rng{9, 0});
    begin_transposed(net);
    const std::vector<Bound> two = bounds(net, pictures);
    const double z = ln_z(net.machines[0]);
    for (std::size_t s = 0; s < alone.size(); ++s) {
      std::vector<double> v(pictures.begin() + std::ptrdiff_t(s) * cells, pictures.begin() + std::ptrdiff_t(s + 1) * cells);
      CHECK(std::fabs(alone[s].ln_p - (-free_energy(net.machines[0], v) - z)) < 1e-12);
      CHECK(std::fabs(two[s].ln_p - alone[s].ln_p) < 1e-12);
      CHECK(std::fabs(two[s].bound - alone[s].bound) < 1e-12);
    }
    if (hidden * cells > 40) continue;  // and a third one; then the layers between have hidden and cells units
    add_layer(net, hidden, 0, 0.01, Rng{9, 0});
    begin_transposed(net);
    const std::vector<Bound> three = bounds(net, pictures);
    for (std::size_t s = 0; s < alone.size(); ++s) CHECK(std::fabs(three[s].ln_p - alone[s].ln_p) < 1e-12);
  }
}

TEST_CASE(
    "belief net: labels: p(label | cells) by free energies is that of the joint law; the lower layer of the top is drawn "
    "right") {
  const BeliefNet net = random_net({6, 5}, 3, 4);
  const Rbm& m = net.top();
  REQUIRE(net.labels() == 3);
  const std::vector<double> law = top_log_probabilities(m);
  const std::vector<uint8_t> pictures = all_pictures(6);
  const std::vector<double> got = classify(net, batch_of(pictures, 6));
  for (std::size_t v = 0; v < 64; ++v) {
    double sum = 0;
    for (std::size_t l = 0; l < 3; ++l) sum += law[v | std::size_t(64) << l];
    for (std::size_t l = 0; l < 3; ++l) CHECK(std::fabs(got[v * 3 + l] - law[v | std::size_t(64) << l] / sum) < 1e-5);
  }

  // Given the upper layer: independent cells, and a softmax of labels.
  const std::vector<uint8_t> hidden = all_pictures(5);
  const Batch h = batch_of(hidden, 5);
  Batch v(h.count, m.visible);
  VectorRng random(Rng{1, 0}, Stream::chain);
  std::vector<std::vector<int>> counts(32, std::vector<int>(9, 0));
  constexpr int kDraws = 4000;
  for (int draw = 0; draw < kDraws; ++draw) {
    down_top(net, h, v, {}, random);
    for (int k = 0; k < 32; ++k) {
      int labels = 0;
      for (int i = 0; i < 9; ++i) counts[k][i] += v.on(k, i), labels += i >= 6 && v.on(k, i);
      REQUIRE(labels == 1);
    }
  }
  for (int k = 0; k < 32; ++k) {
    double x[9], z = 0;
    for (int i = 0; i < 9; ++i) {
      x[i] = double(m.a[i]);
      for (int j = 0; j < 5; ++j) x[i] += bit(k, j) * double(m.w(i, j));
      if (i >= 6) z += std::exp(x[i]);
    }
    for (int i = 0; i < 9; ++i) {
      const double p = i < 6 ? sigmoid(x[i]) : std::exp(x[i]) / z;
      CHECK(std::fabs(double(v.p(k, i)) - p) < 1e-5);
      CHECK(std::fabs(double(counts[k][i]) / kDraws - p) < 5 * std::sqrt(0.25 / kDraws));
    }
  }
  const std::vector<int> held(32, 2);
  down_top(net, h, v, held, random);
  for (int k = 0; k < 32; ++k) CHECK(v.on(k, 8));
}

TEST_CASE("belief net: layers of widths that are no multiple of four: up and down are the conditional laws") {
  const BeliefNet net = random_net({7, 6, 5}, 2, 6);
  const std::vector<uint8_t> pictures = all_pictures(7);
  const Batch cells = batch_of(pictures, 7);
  VectorRng random(Rng{3, 0}, Stream::chain);
  Batch first(cells.count, 6), second(cells.count, net.top().visible), back(cells.count, 7);
  recognise(net, cells, 1, first, random);
  for (int k = 0; k < cells.count; ++k)
    for (int u = 0; u < 6; ++u) CHECK(std::fabs(double(first.p(k, u)) - unit(net, 0, true, k, u)) < 1e-5);
  recognise(net, cells, 1, second, random);  // beside labels, in wider rows
  put_labels(net, second, std::vector<int>(cells.count, 1));
  for (int k = 0; k < cells.count; ++k) {
    CHECK(second.on(k, 7));
    CHECK_FALSE(second.on(k, 6));
  }
  generate(net, second, back, random);
  for (int k = 0; k < cells.count; ++k) {
    int state = 0;
    for (int u = 0; u < 6; ++u) state |= second.on(k, u) << u;
    for (int i = 0; i < 7; ++i) CHECK(std::fabs(double(back.p(k, i)) - unit(net, 0, false, state, i)) < 1e-5);
  }
}

TEST_CASE(
    "belief net: the up-down pass follows, in the mean, the slopes of generation on the way up and of recognition on the way "
    "down") {
  BeliefNet net = random_net({3, 2, 3}, 0, 8);
  untie_at_random(net, 8);
  const int data = 5;  // one picture: cells 0 and 2
  const std::vector<uint8_t> picture{1, 0, 1};
  constexpr int kCopies = 100, kRounds = 400, kSweeps = 30;  // so many sweeps that the top machine has forgotten its start
  std::vector<uint8_t> copies;
  for (int k = 0; k < kCopies; ++k) copies.insert(copies.end(), picture.begin(), picture.end());
  const Batch cells = batch_of(copies, 3);

  std::vector<double> wake(6, 0.0), sleep(6, 0.0), wake_bias(3, 0.0);
  for (uint64_t round = 0; round < kRounds; ++round) {
    BeliefNet moved = net;
    VectorRng random(Rng{5, round}, Stream::chain);
    learn_up_down(moved, cells, std::vector<int>(kCopies, 0), {{0.125f, 0, 0}, kSweeps}, random);
    for (int j = 0; j < 2; ++j)
      for (int i = 0; i < 3; ++i) {
        wake[j * 3 + i] += double(moved.generation[0].w(j, i) - net.generation[0].w(j, i)) / 0.125 / kRounds;
        sleep[i * 2 + j] += double(moved.machines[0].w(i, j) - net.machines[0].w(i, j)) / 0.125 / kRounds;
      }
    for (std::size_t i = 0; i < 3; ++i)
      wake_bias[i] += double(moved.generation[0].b[i] - net.generation[0].b[i]) / 0.125 / kRounds;
  }
  const double tolerance = 5 * 0.5 / std::sqrt(double(kCopies) * kRounds);
  const std::vector<double> top = top_log_probabilities(net.top());
  for (int i = 0; i < 3; ++i) {
    double bias = 0;
    for (int h = 0; h < 4; ++h) bias += conditional(net, 0, true, data, h) * (bit(data, i) - unit(net, 0, false, h, i));
    CHECK(std::fabs(wake_bias[i] - bias) < tolerance);
    for (int j = 0; j < 2; ++j) {
      double up_slope = 0, down_slope = 0;
      for (int h = 0; h < 4; ++h) {
        up_slope += conditional(net, 0, true, data, h) * bit(h, j) * (bit(data, i) - unit(net, 0, false, h, i));
        for (int v = 0; v < 8; ++v)
          down_slope += top[h] * conditional(net, 0, false, h, v) * bit(v, i) * (bit(h, j) - unit(net, 0, true, v, j));
      }
      CHECK(std::fabs(wake[j * 3 + i] - up_slope) < tolerance);
      CHECK(std::fabs(sleep[i * 2 + j] - down_slope) < tolerance);
    }
  }
}

TEST_CASE("belief net: unlearned weights of both ways are the same net; greedy learning touches the top machine only") {
  BeliefNet net = random_net({6, 4, 5}, 0, 11);
  const std::vector<Bound> tied = bounds(net, all_pictures(6));
  const Batch cells = batch_of(all_pictures(6), 6);
  VectorRng random(Rng{2, 0}, Stream::chain);
  BeliefNet untied = net;
  learn_up_down(untied, cells, std::vector<int>(64, 0), {{0, 0, 0}, 1}, random);
  REQUIRE(untied.generation.size() == 1);
  const std::vector<Bound> both = bounds(untied, all_pictures(6));
  for (std::size_t s = 0; s < 64; ++s) {
    CHECK(std::fabs(tied[s].ln_p - both[s].ln_p) < 1e-12);
    CHECK(std::fabs(tied[s].bound - both[s].bound) < 1e-12);
  }
  const BeliefNet before = net;
  const double wrong = learn_greedily(net, cells, std::vector<int>(64, 0), {{0.1f, 0, 0}, 2}, random);
  CHECK(wrong > 0);
  CHECK(wrong < 1);
  CHECK(net.machines[0].w == before.machines[0].w);
  CHECK(net.machines[1].w != before.machines[1].w);
}

TEST_CASE("belief net: the discriminative share follows the slope of ln p(label | cells)") {
  const BeliefNet net = random_net({4, 3}, 3, 13);
  const std::vector<uint8_t> picture{1, 0, 1, 1};
  constexpr int kCopies = 200, kRounds = 300, kLabel = 1;
  std::vector<uint8_t> copies;
  for (int k = 0; k < kCopies; ++k) copies.insert(copies.end(), picture.begin(), picture.end());
  const Batch cells = batch_of(copies, 4);
  const std::vector<int> labels(kCopies, kLabel);
  // The same random numbers with and without the share: what differs is its own.
  Matrix<double> moved(net.top().w.rows, net.top().w.cols);
  for (uint64_t round = 0; round < kRounds; ++round) {
    BeliefNet with = net, without = net;
    VectorRng one(Rng{6, round}, Stream::chain), two(Rng{6, round}, Stream::chain);
    learn_greedily(with, cells, labels, {{0.0078125f, 0, 0}, 1, 1}, one);
    learn_greedily(without, cells, labels, {{0.0078125f, 0, 0}, 1, 0}, two);
    for (int i = 0; i < std::ssize(moved.a); ++i)
      moved.a[i] += double(with.top().w.a[i] - without.top().w.a[i]) / 0.0078125 / kRounds;
  }
  const auto ln_p = [&](const BeliefNet& n) { return std::log(classify(n, batch_of(picture, 4))[kLabel]); };
  for (int i = 0; i < net.top().visible; ++i)
    for (int j = 0; j < 3; ++j) {
      BeliefNet more = net, less = net;
      more.machines[0].w(i, j) += 0.015625f, less.machines[0].w(i, j) -= 0.015625f;
      const double slope = (ln_p(more) - ln_p(less)) / 0.03125;
      CHECK(std::fabs(moved(i, j) - slope) < 0.02);
    }
}
