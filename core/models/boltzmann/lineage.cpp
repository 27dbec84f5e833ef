#include "core/models/boltzmann/lineage.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "core/base/lattice.h"
#include "core/pictures/choices.h"
#include "core/spins/acceptance.h"

namespace attractor::lineage {
namespace {

constexpr auto kRows =
    table<Params>(choice(&Params::stage, "stage", "Stage", kStages, "Which of the four the network is").rebuilds(),
                  row(&Params::T, "T", "Temperature", 0.2, 5, "Noise of the units; the network of 1982 has none")
                      .only(&Params::stage, ising, machine, restricted)
                      .logarithmic(),
                  row(&Params::learning_rate, "rate", "Learning rate", 0.001, 0.5,
                      "How far the weights move in a step; the first two do not learn so")
                      .only(&Params::stage, machine, restricted)
                      .logarithmic());

constexpr double kMemory = 0.99;   // of the running share
constexpr double kDecay = 0.0005;  // keeps the learned weights finite
constexpr double kSpread = 0.3;    // of the weights at the start

constexpr std::array<int8_t, kPictures * kVisible> kPixels{0, 1, 0, 1, 1, 1, 0, 1, 0,   // a cross
                                                           1, 1, 1, 1, 0, 1, 1, 1, 1};  // a ring

bool neighbours(int i, int j) {
  const int dx = i % kSide - j % kSide, dy = i / kSide - j / kSide;
  return dx * dx + dy * dy == 1;
}

// A network of +-1 units as one of 0/1 units: w = 4 J, c_i = -2 sum_j J_ij.
void add_coupling(Units& net, int i, int j, double J) {
  net.link(i, j, net.w(i, j) + 4 * J);
  net.c[i] -= 2 * J;
  net.c[j] -= 2 * J;
}

void probe(const Params& p, State& s, int i, uint64_t bits) {
  const double g = gap(s.net, s.s.data(), i), T = p.stage == hopfield ? 0 : p.T;
  if (T == 0 && g == 0) return;  // the sign of nothing: it keeps its state
  s.s[i] = next_state(bits, g, T);
}

bool is_fixed_point(const State& s) {
  for (int i = 0; i < s.net.n; ++i) {
    const double g = gap(s.net, s.s.data(), i);
    if (g != 0 && (g > 0) != (s.s[i] > 0)) return false;
  }
  return true;
}

void draw_layer(const Params& p, State& s, int first, int count, Draw& heat) {
  for (int i = first; i < first + count; ++i) probe(p, s, i, heat.bits());
}

void move(const Params& p, State& s, int i, int j, double difference) {
  const double step = p.learning_rate / p.T * difference;
  if (i == j) s.net.c[i] += step;
  else s.net.link(i, j, s.net.w(i, j) * (1 - kDecay) + step);
}

// The gradient of G: pairs with a picture clamped, less pairs of the free network.
void learn_exactly(const Params& p, State& s) {
  Matrix<double> d = enumerate(s.net, p.T).pair;
  for (double& x : d.a) x = -x;
  std::vector<int8_t> clamped(s.net.n, -1);
  for (int k = 0; k < kPictures; ++k) {
    std::copy_n(picture(k), kVisible, clamped.begin());
    const Moments m = enumerate(s.net, p.T, clamped);
    for (int q = 0; q < std::ssize(d.a); ++q) d.a[q] += m.pair.a[q] / kPictures;
  }
  for (int i = 0; i < s.net.n; ++i)
    for (int j = i; j < s.net.n; ++j)
      if (i == j || has_bond(p.stage, i, j)) move(p, s, i, j, d(i, j));
}

// Contrastive divergence: the picture and its hidden units, less what one step back and forth makes of them.
void learn_by_contrast(const Params& p, State& s, const Rng& rng) {
  Draw heat = rng.draw(Stream::noise);
  Matrix<double> d(s.net.n, s.net.n);
  State work = s;
  for (int k = 0; k < kPictures; ++k) {
    std::copy_n(picture(k), kVisible, work.s.begin());
    for (int side = 0; side < 2; ++side) {
      for (int h = kVisible; h < work.net.n; ++h) {
        const double on = on_probability(gap(work.net, work.s.data(), h), p.T) * (side ? -1.0 : 1.0) / kPictures;
        d(h, h) += on;
        for (int v = 0; v < kVisible; ++v) d(h, v) += on * work.s[v];
      }
      for (int v = 0; v < kVisible; ++v) d(v, v) += (side ? -1.0 : 1.0) * work.s[v] / kPictures;
      if (side) break;
      draw_layer(p, work, kVisible, kHidden, heat);
      draw_layer(p, work, 0, kVisible, heat);
    }
  }
  for (int i = 0; i < s.net.n; ++i)
    for (int j = 0; j <= i; ++j)
      if (i == j || has_bond(restricted, i, j)) move(p, s, i, j, d(i, j));
}

// Where the units stand: the picture's cells, bent a little so that no bond hides behind another, and the hidden units
// beside.
constexpr std::array<double, kVisible + kHidden> kX{-0.92, 0.0, 0.92, -1.06, 0.07, 1.06, -0.92, 0.0, 0.92, 2.0, 2.1, 2.0},
    kY{-0.92, -1.06, -0.92, 0.0, 0.05, 0.0, 0.92, 1.06, 0.92, -0.7, 0.0, 0.7};

void observe_network(const Params& p, const State& s, Sink& sink) {
  const double unit = p.stage < machine ? 0.25 : 1;  // J = w / 4
  std::vector<double> w = s.net.w.a;
  double most = 1e-9;
  for (double& x : w) most = std::max(most, std::fabs(x *= unit));
  sink.shape({"network", "The network"}, [&] {
    return Graph{.n = s.net.n,
                 .values = {s.s.begin(), s.s.end()},
                 .weights = w,
                 .x = {kX.begin(), kX.begin() + s.net.n},
                 .y = {kY.begin(), kY.begin() + s.net.n},
                 .hidden = s.net.n - kVisible};
  });
  sink.shape({"weights", "Weights"}, [&] {
    return Field{.cells = w, .rows = s.net.n, .cols = s.net.n, .palette = Palette::sign, .lo = -most, .hi = most};
  });
}

void observe_pictures(const State& s, Sink& sink) {
  auto spins = [](const int8_t* bits, int count) {
    std::vector<int8_t> v(bits, bits + count);
    for (int8_t& x : v) x = int8_t(2 * x - 1);
    return v;
  };
  const std::vector<int8_t> now = spins(s.s.data(), kVisible), all = spins(kPixels.data(), kPictures * kVisible);
  sink.shape({"spins", "Visible units"}, [&] { return picture_field(now, kSide); });
  sink.shape({"pictures", "The two pictures"}, [&] { return gallery_field(all, kSide, kPictures); });
  Bars overlap{std::vector<double>(kPictures, 0.0)};
  for (int i = 0; i < std::ssize(all); ++i) overlap.values[i / kVisible] += double(all[i] * now[i % kVisible]) / kVisible;
  sink.publish({"overlaps", "Overlap with each picture"}, std::move(overlap));
}

constexpr const char* kSentences[] = {
    "neighbours only, one bond like the other, nothing learned. E = {0}, G = {1}",
    "added: bonds between all, learned from two pictures; taken away: the noise. E = {0}",
    "added: noise, three hidden units, learning in two phases. E = {0}, G = {1}",
    "taken away: all bonds inside the layers, so that a whole layer moves at once. E = {0}, G = {1}"};

}  // namespace

const int8_t* picture(int k) { return kPixels.data() + k * kVisible; }

int units(int stage) { return stage < machine ? kVisible : kVisible + kHidden; }

bool has_bond(int stage, int i, int j) {
  if (i == j) return false;
  if (stage == ising) return neighbours(i, j);
  return stage != restricted || (i < kVisible) != (j < kVisible);
}

State init(const Params& p, const Rng& rng) {
  State s;
  const int n = units(p.stage);
  s.net = Units(n);
  Draw weights = rng.draw(Stream::weights), start = rng.draw(Stream::start);
  for (int i = 0; i < n; ++i)
    for (int j = i + 1; j < n; ++j) {
      if (!has_bond(p.stage, i, j)) continue;
      if (p.stage == ising) add_coupling(s.net, i, j, 1);
      else if (p.stage != hopfield) s.net.link(i, j, kSpread * weights.normal());
      else
        for (int k = 0; k < kPictures; ++k)
          add_coupling(s.net, i, j, (2 * picture(k)[i] - 1) * (2 * picture(k)[j] - 1) / double(kVisible));
    }
  s.s.resize(n);
  for (int8_t& v : s.s) v = int8_t(start.bits() >> 63);
  return s;
}

void advance(const Params& p, State& s, const Rng& rng) {
  Draw pick = rng.draw(Stream::update), heat = rng.draw(Stream::chain);
  if (p.stage == restricted) {
    draw_layer(p, s, kVisible, kHidden, heat);
    draw_layer(p, s, 0, kVisible, heat);
    learn_by_contrast(p, s, rng);
  } else {
    for (int k = 0; k < s.net.n; ++k) {
      const int i = int(pick.below(uint64_t(s.net.n)));
      probe(p, s, i, heat.bits());
    }
    if (p.stage == machine) learn_exactly(p, s);
  }
  if (p.stage == hopfield) {
    s.fixed_steps = is_fixed_point(s) ? s.fixed_steps + 1 : 0;
    if (s.fixed_steps > kRestartAfter) {
      s.fixed_steps = 0;
      Draw start = rng.draw(Stream::start);
      for (int8_t& v : s.s) v = int8_t(start.bits() >> 63);
    }
  }
  ++s.time;
  bool here = false;
  for (int k = 0; k < kPictures; ++k) here = here || std::equal(picture(k), picture(k) + kVisible, s.s.begin());
  s.at_picture = kMemory * s.at_picture + (here ? 1 - kMemory : 0);
}

int bonds(int stage) {
  int count = 0;
  for (int i = 0; i < units(stage); ++i)
    for (int j = 0; j < i; ++j) count += has_bond(stage, i, j);
  return count;
}

double energy_of(const Params& p, const State& s) {
  double e = energy(s.net, s.s.data());
  for (int i = 0; p.stage < machine && i < s.net.n; ++i)
    for (int j = 0; j < i; ++j) e -= s.net.w(i, j) / 4;  // E of +-1 units is that of 0/1 units less sum J
  return e;
}

double divergence(const Params& p, const State& s) {
  std::vector<int8_t> clamped(s.net.n, -1);
  double g = -log(double(kPictures)) + enumerate(s.net, p.T).ln_z;
  for (int k = 0; k < kPictures; ++k) {
    std::copy_n(picture(k), kVisible, clamped.begin());
    g -= enumerate(s.net, p.T, clamped).ln_z / kPictures;
  }
  return g;
}

bool poke(const Params&, State& s, const Poke& poke) {
  if (poke.field != "spins" || poke.index >= kVisible || (poke.value != 1 && poke.value != -1)) return false;
  visit_disc(kSide, poke.index, poke.radius, [&](int i) { s.s[i] = poke.value > 0; });
  s.fixed_steps = 0;
  return true;
}

void observe(const Params& p, const State& s, Sink& sink) {
  const bool noisy = p.stage != hopfield;  // without noise a network has no probabilities, so it has no G
  const double E = energy_of(p, s), G = noisy ? divergence(p, s) : 0;
  sink.series({"energy", "Energy E"}, E);
  sink.series({"G", "Divergence G", "nats"}, G, noisy);
  sink.series({"at_picture", "At a picture"}, s.at_picture);
  sink.number({"units", "Units"}, s.net.n);
  sink.number({"links", "Bonds"}, bonds(p.stage));
  sink.number({"time", "Units of time"}, double(s.time));
  observe_network(p, s, sink);
  observe_pictures(s, sink);
  const double numbers[] = {E, G};
  sink.words(kSentences[p.stage], numbers);
}

void digest(const State& s, Bytes& out) {
  out.add(s.net.w.a);
  out.add(s.net.c);
  out.add(s.s);
  out.words(s.time, s.fixed_steps, s.at_picture);
}

constinit const Model kModel = model<Params, kRows>("lineage", "From the magnet to the restricted machine", 1);

}  // namespace attractor::lineage
