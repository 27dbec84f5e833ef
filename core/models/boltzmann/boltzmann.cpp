#include "core/models/boltzmann/boltzmann.h"

#include <algorithm>
#include <bit>
#include <cmath>

#include "core/base/lattice.h"
#include "core/base/pack.h"
#include "core/boltzmann/partition.h"
#include "core/pictures/patterns.h"
#include "core/spins/acceptance.h"

namespace attractor::boltzmann {
namespace {

constexpr auto kRows = table<Params>(
    choice(&Params::net, "net", "Task", kTasks,
           "What the visible units should do: which network, and which vectors it is shown")
        .rebuilds(),
    row(&Params::hidden, "hidden", "Hidden units", 0, 5, "Parity and pictures: hidden units; the encoders' names say theirs")
        .only(&Params::net, parity, pictures)
        .rebuilds(),
    choice(&Params::learn, "learn", "Learning", kLearning,
           "By the sign of sampled differences, by the differences, or by the gradient summed over all states"),
    row(&Params::T, "T", "Temperature", 0.25, 40, "At which co-occurrences are counted; annealing begins at twice this")
        .logarithmic(),
    row(&Params::delta, "delta", "Step of a weight", 0.01, 10, "Sign rule: how far each weight moves in one cycle")
        .only(&Params::learn, by_sign)
        .logarithmic(),
    row(&Params::learning_rate, "rate", "Learning rate", 0.001, 1, "Gradient: weights move by this times the gradient")
        .only(&Params::learn, by_samples, exactly)
        .logarithmic(),
    row(&Params::momentum, "momentum", "Momentum", 0, 0.99, "Gradient: share of the last move that is repeated")
        .only(&Params::learn, by_samples, exactly),
    row(&Params::weight_decay, "decay", "Weight decay", 0, 0.1, "Share of each weight that is lost in a cycle"),
    row(&Params::sd, "sd", "Spread of the start", 0, 2, "Standard deviation of the weights at the start; 0 is all alike")
        .rebuilds(),
    row(&Params::drop, "drop", "Clamping, on to off", 0, 0.5, "Probability that a unit which should be on is clamped off"),
    row(&Params::add, "add", "Clamping, off to on", 0, 0.5, "Probability that a unit which should be off is clamped on"),
    choice(&Params::count, "count", "Counting", kCounting, "Sampling: how often the units that are on together are counted")
        .only(&Params::learn, by_sign, by_samples),
    row(&Params::side, "side", "Side of the picture", 2, kMaxSide, "Pictures: cells along one side")
        .only(&Params::net, pictures)
        .rebuilds(),
    row(&Params::built_in, "built_in", "Bars to learn", 0, kBuiltIn, "Pictures: rows, then columns, as many as there are")
        .only(&Params::net, pictures)
        .rebuilds(),
    text(&Params::patterns, "patterns", "Your pictures", kMaxOwnText, "Pictures you drew or dropped, packed"),
    row(&Params::clamped, "held", "Visible units held", 0, kMaxClamped,
        "Completion: how many units, from the first, keep their values; the network fills in the others"));

constexpr int kRepeats = 2, kCountingTime = 10;
struct Stage {
  double factor;  // of T
  int time;
};
constexpr Stage kAnnealing[] = {{2, 2}, {1.5, 2}, {1.2, 2}, {1, 4}};

Layers layers_of(const Params& p) {
  switch (p.net) {
    case encoder424: return {{4, 4}, 2};
    case encoder434: return {{4, 4}, 3};
    case encoder838: return {{8, 8}, 3};
    case parity: return {{3}, p.hidden};
    default: return {{p.side * p.side}, p.hidden};
  }
}

bool own_pictures(const Params& p, std::string& bytes) {
  return unpack(p.patterns.view(), picture_bytes(p.side) * kMaxOwn, bytes) && bytes.size() % picture_bytes(p.side) == 0;
}

std::vector<int8_t> make_vectors(const Params& p) {
  std::vector<int8_t> x;
  if (p.net == parity) return {0, 0, 0, 0, 1, 1, 1, 0, 1, 1, 1, 0};
  if (p.net != pictures) {  // the same unit on in both groups
    const int v = layers_of(p).groups[0];
    for (int a = 0; a < v; ++a)
      for (int i = 0; i < 2 * v; ++i) x.push_back(i % v == a);
    return x;
  }
  for (int k = 0; k < bars(p); ++k)
    for (int i = 0; i < p.side * p.side; ++i) x.push_back((k < p.side ? i / p.side : i % p.side) == k % p.side);
  std::string bytes;
  own_pictures(p, bytes);
  for (int8_t v : read_pictures(bytes, p.side)) x.push_back(v > 0);
  return x;
}

// Gibbs sampling of the free units, and how often units have been on together.
struct Sampler {
  const Params& p;
  const Units& net;
  Draw pick, heat;
  std::vector<int8_t> s;
  std::vector<int> free;
  Matrix<int64_t> pairs;  // n x n, upper triangle with diagonal
  int64_t counts = 0;

  void count() {
    for (int i = 0; i < net.n; ++i) {
      const std::span<int64_t> row = pairs.row(i);
      for (int j = i; s[i] && j < net.n; ++j) row[j] += s[j];
    }
    ++counts;
  }
  void unit_of_time(double T, bool counting) {
    const bool each = p.count == each_probe && !free.empty();
    for (int k = 0; k < std::ssize(free); ++k) {
      const int i = free[pick.below(free.size())];
      s[i] = next_state(heat.bits(), gap(net, s.data(), i), T);
      if (counting && each) count();
    }
    if (counting && !each) count();
  }
  // Simulated annealing from random values of the free units, then counting at T.
  void equilibrate() {
    for (int i : free) s[i] = int8_t(heat.bits() >> 63);
    for (const Stage& stage : kAnnealing)
      for (int t = 0; t < stage.time; ++t) unit_of_time(stage.factor * p.T, false);
    for (int t = 0; t < kCountingTime; ++t) unit_of_time(p.T, true);
  }
};

Sampler make_sampler(const Params& p, const State& s, const Rng& rng, uint32_t lane, bool clamped) {
  const int n = s.net.n;
  Sampler a{p, s.net, rng.draw(Stream::order, lane), rng.draw(Stream::chain, lane), std::vector<int8_t>(n, 0), {}, {n, n}, 0};
  for (int i = clamped ? s.layers.visible() : 0; i < n; ++i) a.free.push_back(i);
  return a;
}

// p_ij - p'_ij by sampling: as many equilibrations clamped as free.
Matrix<double> sampled_difference(const Params& p, const State& s, const Rng& rng) {
  const int V = s.layers.visible(), patterns = pattern_count(s);
  Sampler clamped = make_sampler(p, s, rng, 0, true), free = make_sampler(p, s, rng, 1, false);
  Draw noise = rng.draw(Stream::noise);
  for (int k = 0; k < kRepeats * patterns; ++k) {
    const int8_t* x = s.patterns->data() + std::ptrdiff_t(k % patterns) * V;
    for (int i = 0; i < V; ++i) {
      const double u = noise.uniform();
      clamped.s[i] = x[i] ? u >= p.drop : u < p.add;
    }
    clamped.equilibrate();
    free.equilibrate();
  }
  Matrix<double> d(s.net.n, s.net.n);
  for (int i = 0; i < s.net.n; ++i)
    for (int j = i; j < s.net.n; ++j)
      d(i, j) = d(j, i) = double(clamped.pairs(i, j)) / double(clamped.counts) - double(free.pairs(i, j)) / double(free.counts);
  return d;
}

Matrix<double> exact_difference(const Params& p, const State& s) {
  Matrix<double> d = clamped_pairs(p, s, environment(p, s));
  const Moments free = layered_moments(s.layers, s.net, p.T);
  for (int k = 0; k < std::ssize(d.a); ++k) d.a[k] -= free.pair.a[k];
  return d;
}

// The update of one weight, given p - p' for it.
void move(const Params& p, double difference, double& weight, double& velocity) {
  if (p.learn == by_sign) velocity = difference > 0 ? p.delta : difference < 0 ? -p.delta : 0;
  else velocity = p.momentum * velocity + p.learning_rate / p.T * difference;
  weight += velocity - p.weight_decay * weight;
}

void learn(const Params& p, State& s, const Matrix<double>& difference) {
  for (int i = 0; i < s.net.n; ++i) {
    move(p, difference(i, i), s.net.c[i], s.velocity.c[i]);
    for (int j = i + 1; j < s.net.n; ++j) {
      if (!s.layers.linked(i, j)) continue;
      double w = s.net.w(i, j), v = s.velocity.w(i, j);
      move(p, difference(i, j), w, v);
      s.net.link(i, j, w);
      s.velocity.link(i, j, v);
    }
  }
}

}  // namespace

void run_chain(const Params& p, State& s, const Rng& rng) {
  Draw pick = rng.draw(Stream::update), heat = rng.draw(Stream::update, 1);
  const int clamped = std::min(p.clamped, s.layers.visible()), free = s.net.n - clamped;
  for (int k = 0; k < free; ++k) {
    const int i = clamped + int(pick.below(uint64_t(free)));
    s.chain[i] = next_state(heat.bits(), gap(s.net, s.chain.data(), i), p.T);
  }
}

int bars(const Params& p) { return std::min(p.built_in, 2 * p.side); }

int pattern_count(const State& s) { return int(s.patterns->size()) / s.layers.visible(); }

std::vector<uint32_t> codes(const State& s) {
  const int V = s.layers.visible();
  std::vector<uint32_t> all;
  std::vector<int8_t> state(s.net.n, 0);
  for (int a = 0; a < pattern_count(s); ++a) {
    std::copy_n(s.patterns->begin() + std::ptrdiff_t(a) * V, V, state.begin());
    uint32_t code = 0;
    for (int h = V; h < s.net.n; ++h) code |= uint32_t(gap(s.net, state.data(), h) > 0) << (h - V);
    all.push_back(code);
  }
  return all;
}

int distinct(const std::vector<uint32_t>& codes) {
  int count = 0;
  for (int a = 0; a < std::ssize(codes); ++a)
    count += std::find(codes.begin(), codes.begin() + std::ptrdiff_t(a), codes[a]) == codes.begin() + std::ptrdiff_t(a);
  return count;
}

int least_distance(const std::vector<uint32_t>& codes) {
  int least = 32;
  for (int a = 0; a < std::ssize(codes); ++a)
    for (int b = 0; b < a; ++b) least = std::min(least, std::popcount(codes[a] ^ codes[b]));
  return codes.size() < 2 ? 0 : least;
}

bool enumerable(const Params& p, const State& s) { return s.net.n <= kMaxExactUnits || (p.drop == 0 && p.add == 0); }

double clamping(const Params& p, const State& s, const int8_t* x) {
  const int V = s.layers.visible(), patterns = pattern_count(s);
  double sum = 0;
  for (int k = 0; k < patterns; ++k) {
    double q = 1;
    for (int i = 0; i < V; ++i) {
      const double on = (*s.patterns)[k * V + i] ? 1 - p.drop : p.add;
      q *= x[i] ? on : 1 - on;
    }
    sum += q;
  }
  return sum / patterns;
}

Environment environment(const Params& p, const State& s) {
  const int V = s.layers.visible(), patterns = pattern_count(s);
  Environment e;
  if (p.drop == 0 && p.add == 0) return {*s.patterns, std::vector<double>(patterns, 1.0 / patterns)};
  // clamping() of every vector, from those without their highest unit: the same products in the same order.
  const int vectors = 1 << V;
  std::vector<double> sum(vectors, 0.0), q(vectors);
  for (int k = 0; k < patterns; ++k) {
    q[0] = 1;
    for (int i = 0; i < V; ++i) {
      const double on = (*s.patterns)[k * V + i] ? 1 - p.drop : p.add;
      const int half = 1 << i;
      for (int a = 0; a < half; ++a) q[half + a] = q[a] * on, q[a] *= 1 - on;
    }
    for (int a = 0; a < vectors; ++a) sum[a] += q[a];
  }
  for (int a = 0; a < vectors; ++a) {
    if (sum[a] == 0) continue;
    for (int i = 0; i < V; ++i) e.vectors.push_back(int8_t(a >> i & 1));
    e.p.push_back(sum[a] / patterns);
  }
  return e;
}

double divergence(const Params& p, const State& s, const Environment& e) {
  const double ln_z = ln_partition(s.layers, s.net, p.T);
  double g = 0;
  const int V = s.layers.visible();
  for (int a = 0; a < std::ssize(e.p); ++a)
    g += e.p[a] * (log(e.p[a]) - ln_weight(s.layers, s.net, p.T, e.vectors.data() + std::ptrdiff_t(a) * V) + ln_z);
  return g;
}

double sampled_divergence(const Params& p, const State& s) {
  const int V = s.layers.visible(), patterns = pattern_count(s);
  // The visible units' own part of ln_weight(): of independent units its mean is that of their means.
  auto visible_part = [&](const auto& x) {
    double sum = 0;
    for (int i = 0; i < V; ++i)
      for (int j = 0; j <= i; ++j) sum += i == j ? s.net.c[i] * x[i] : s.net.w(i, j) * x[i] * x[j];
    return sum / p.T;
  };
  Draw noise(0, 0, Stream::noise);  // the same vectors whatever the weights: G moves because they do
  std::vector<double> on(V, 0.0);
  std::vector<int8_t> x(V, 0);
  double sampled = 0, exact = 0;  // what sampling alone can tell, and the means of the rest
  for (int k = 0; k < patterns; ++k) {
    for (int i = 0; i < V; ++i) {
      const double q = on[i] = (*s.patterns)[k * V + i] ? 1 - p.drop : p.add;
      if (q > 0 && q < 1) exact += q * log(q) + (1 - q) * log(1 - q);
    }
    exact -= visible_part(on);
    for (int draw = 0; draw < kNoisyVectors; ++draw) {
      double own = 1;  // probability of the vector if this is its pattern
      for (int i = 0; i < V; ++i) {
        x[i] = noise.uniform() < on[i];
        own *= x[i] ? on[i] : 1 - on[i];
      }
      sampled += log(clamping(p, s, x.data()) / own) + visible_part(x) - ln_weight(s.layers, s.net, p.T, x.data());
    }
  }
  const double ln_z = ln_partition(s.layers, s.net, p.T);
  return (sampled / kNoisyVectors + exact) / patterns + ln_z;
}

Matrix<double> clamped_pairs(const Params& p, const State& s, const Environment& e) {
  const int n = s.net.n, V = s.layers.visible();
  Matrix<double> pair(n, n);
  std::vector<int8_t> state(n, 0);
  for (int a = 0; a < std::ssize(e.p); ++a) {
    std::copy_n(&e.vectors[a * V], V, state.begin());
    for (int j = 0; j < n; ++j) {
      const double q = j < V ? e.p[a] * state[j] : e.p[a] * on_probability(gap(s.net, state.data(), j), p.T);
      if (j >= V) pair(j, j) += q;
      for (int i = 0; q != 0 && i < V && i <= j; ++i)
        if (state[i]) pair(j, i) += q;
    }
  }
  for (int i = 0; i < n; ++i)
    for (int j = 0; j < i; ++j) pair(j, i) = pair(i, j);
  return pair;
}

double completion(const Params& p, const State& s) {
  const int V = s.layers.visible(), patterns = pattern_count(s), known = std::min(p.clamped, V);
  std::vector<int8_t> clamped(s.net.n, -1);
  double sum = 0;
  for (int a = 0; a < patterns; ++a) {
    const int8_t* x = s.patterns->data() + std::ptrdiff_t(a) * V;
    std::copy_n(x, known, clamped.begin());
    sum += exp(ln_weight(s.layers, s.net, p.T, x) - ln_partition(s.layers, s.net, p.T, clamped));
  }
  return std::min(1.0, sum / patterns);
}

Message conflict(const Params& p) {
  std::string bytes;
  if (!own_pictures(p, bytes)) return {"The packed pictures are damaged or do not fit a side of {0}", {decimal(p.side)}};
  if (p.net == pictures && p.built_in == 0 && bytes.empty()) return {"Nothing is stored: choose at least one picture", {}};
  if (p.learn == exactly && p.net == encoder838 && (p.drop > 0 || p.add > 0))
    return {"Exact sums over noisy clamping take at most {0} units: choose sampling, or clamping without noise",
            {decimal(kMaxExactUnits)}};
  return {};
}

State init(const Params& p, const Rng& rng) {
  State s;
  s.layers = layers_of(p);
  s.patterns = std::make_shared<const std::vector<int8_t>>(make_vectors(p));
  s.columns = p.net == pictures ? p.side : s.layers.groups[0];
  const int n = s.layers.units();
  s.net = Units(n);
  s.velocity = Units(n);
  Draw weights = rng.draw(Stream::weights), start = rng.draw(Stream::start);
  for (int i = 0; i < n; ++i)
    for (int j = i + 1; j < n; ++j)
      if (s.layers.linked(i, j)) s.net.link(i, j, p.sd * weights.normal());
  s.chain.resize(n);
  for (int8_t& v : s.chain) v = int8_t(start.bits() >> 63);
  std::copy_n(s.patterns->begin(), std::min(p.clamped, s.layers.visible()), s.chain.begin());
  return s;
}

void advance(const Params& p, State& s, const Rng& rng) {
  learn(p, s, p.learn == exactly ? exact_difference(p, s) : sampled_difference(p, s, rng));
  ++s.cycles;
  if (s.solved_cycle < 0) {
    const std::vector<uint32_t> found = codes(s);
    if (least_distance(found) >= (p.net == encoder434 ? 2 : 1)) s.solved_cycle = s.cycles;
  }
  run_chain(p, s, rng);
}

bool poke(const Params&, State& s, const Poke& poke) {
  const int V = s.layers.visible(), columns = s.columns;
  if (poke.field != "spins" || poke.index >= V || (poke.value != 1 && poke.value != -1)) return false;
  visit_disc(V / columns, columns, Edge::cut, poke.index, poke.radius, [&](int i) { s.chain[i] = poke.value > 0; });
  return true;
}

constinit const Model kModel = model<Params, kRows>("boltzmann", "Boltzmann machine that learns", 1);

}  // namespace attractor::boltzmann
