#include "core/models/hopfield/hopfield.h"

#include <algorithm>
#include <cmath>

#include "core/base/coin.h"
#include "core/base/num.h"
#include "core/pictures/choices.h"
#include "core/spins/acceptance.h"

namespace attractor::hopfield {
namespace {

constexpr auto kRows = table<Params>(
    stored_rows(0, kMaxPatterns, kMaxSide), own_row(), start_rows(kMaxPatterns),
    choice(&Params::rule, "rule", "Learning rule", kLearningRules, "How the pictures become weights").rebuilds(),
    row(&Params::dreams, "dreams", "Dreams of unlearning", 0, 400,
        "Unlearning: how many states reached from random starts are weakened")
        .only(&Params::rule, learn_unlearning)
        .rebuilds(),
    choice(&Params::order, "order", "Order of updates", kOrders,
           "Asynchronous updates lower the energy; all at once may oscillate"),
    row(&Params::updates, "updates", "Neurons per step", 1, kMaxSide* kMaxSide, "Asynchronous updates in one step")
        .only(&Params::order, permutation, random_order, cyclic)
        .logarithmic(),
    choice(&Params::zero, "zero", "When the field is 0", kZero, "What a neuron does when its local field is exactly 0"),
    toggle(&Params::diagonal, "diagonal", "Self-connections",
           "Keeps the diagonal of the rule's matrix: with Hebb no cycles, but more spurious states")
        .only(&Params::rule, learn_hebb, learn_pseudo_inverse)
        .rebuilds(),
    row(&Params::T, "T", "Temperature", 0, 3,
        "Noise in the updates, in units where one stored picture melts at 1; 0 follows the sign"),
    row(&Params::theta, "theta", "Threshold", -1, 1, "Added to every field: positive favours ink"));

constexpr int kDrawnNeurons = 32;
constexpr int kShownWeights = 256;  // neurons whose weights are shown

int neurons(const Params& p) { return p.side * p.side; }

// The threshold in whole numbers of the field.
int64_t bias(const Params& p, const State& s) { return int64_t(std::floor(p.theta / s.network->coupling + 0.5)); }

// s_i after its update: the sign of h_i at T = 0, else +1 with probability sigma(2 h_i / T), by 64 random bits.
int next_state(const Params& p, const State& s, int i, uint64_t bits) {
  const int64_t h = field(*s.network, s.activity, i) + bias(p, s);
  if (p.T == 0) return sign_of(h, s.activity.spins[i], p.zero == keep);
  return sigmoid_coin(bits, 2.0 * double(h) * s.network->coupling / p.T) ? 1 : -1;
}

// After a change by the mouse or of the order of updates the state is no longer known to be a fixed point.
void clear_fixed_point(State& s) {
  s.fixed = s.cycle = s.changed = false;
  s.cursor = 0;
  s.previous.clear();
}

// Synchronous: s(t + 1) = sign(M s(t)), or each neuron by the heat bath of the fields of s(t).
void synchronous_step(const Params& p, State& s, const Rng& rng) {
  const std::vector<int8_t> before = s.activity.spins;
  int64_t flips = 0;
  if (p.T == 0) {
    flips = step_synchronous(*s.network, s.activity, bias(p, s), p.zero == keep);
  } else {
    Draw draw = rng.draw(Stream::update);
    std::vector<int8_t> next(before.size());
    for (int i = 0; i < std::ssize(next); ++i) next[i] = int8_t(next_state(p, s, i, draw.bits()));
    for (int i = 0; i < std::ssize(next); ++i) flips += next[i] != before[i];
    s.activity = make_activity(*s.network, std::move(next));
  }
  s.fixed = p.T == 0 && flips == 0;
  s.cycle = p.T == 0 && !s.fixed && s.activity.spins == s.previous;
  s.previous = before;
  s.flips += flips;
  s.updates += int64_t(before.size());
  ++s.sweeps;
}

// The neuron that is updated next: shuffled anew for each sweep, drawn at random, or in turn.
int next_neuron(const Params& p, State& s, Draw& pick, const Rng& rng) {
  const int n = int(s.activity.spins.size());
  if (p.order == random_order) return int(pick.below(n));
  if (p.order == cyclic) return int(s.cursor);
  if (s.cursor == 0) {
    s.order.resize(n);
    permute(s.order.data(), n, rng.draw(Stream::order, uint32_t(s.sweeps) & 0xFFFFu));
  }
  return s.order[s.cursor];
}

// Asynchronous: `updates` neurons one after the other, each seeing the changes of those before it.
void asynchronous_steps(const Params& p, State& s, const Rng& rng) {
  const auto n = int64_t(s.activity.spins.size());
  Draw pick = rng.draw(Stream::update), heat = rng.draw(Stream::chain);
  if (p.order == permutation && s.cursor > 0 && s.order.empty()) s.cursor = 0;
  for (int k = 0; k < p.updates && !s.fixed; ++k) {
    const int i = next_neuron(p, s, pick, rng);
    if (next_state(p, s, i, p.T > 0 ? heat.bits() : 0) != s.activity.spins[i]) {
      flip(*s.network, s.activity, i);
      ++s.flips;
      s.changed = true;
    }
    ++s.updates;
    if (++s.cursor < n) continue;
    s.cursor = 0;
    ++s.sweeps;
    // A sweep without a flip is a fixed point; in random order it may have missed neurons, so all are checked.
    s.fixed = p.T == 0 && !s.changed &&
              (p.order != random_order || is_fixed_point(*s.network, s.activity, bias(p, s), p.zero == keep));
    s.changed = false;
  }
}

// m_k = x_k.s / N.
double overlap(const State& s, int k) { return double(s.activity.overlaps[k]) / double(s.network->n); }

// The pattern of the largest |m_k|.
int nearest(const State& s) {
  int best = 0;
  for (int k = 1; k < s.network->count; ++k)
    if (std::abs(s.activity.overlaps[k]) > std::abs(s.activity.overlaps[best])) best = k;
  return best;
}

// E = -1/2 s^T M s - theta sum s_i.
double energy(const Params& p, const State& s) {
  const Network& net = *s.network;
  const double per = net.by_overlaps() ? 1.0 / net.count : net.coupling;  // the slide's M = W / P; else the rule's own
  int64_t sum = 0;
  if (p.theta != 0)
    for (int8_t v : s.activity.spins) sum += v;
  return -0.5 * double(s.activity.quadratic) * per - double(bias(p, s)) * per * double(sum);
}

void observe_words(const State& s, Sink& sink) {
  const int k = nearest(s);
  const double numbers[] = {double(k + 1), overlap(s, k), double(s.flips)};
  const int m = s.activity.overlaps[k];
  const bool exact = std::abs(m) == s.network->n;
  const char* sentence = "flips: {2}; nearest is picture {0} (overlap {1})";
  if (s.cycle) sentence = "oscillates for ever between two states; nearest is picture {0} (overlap {1})";
  else if (s.fixed && exact && m > 0) sentence = "restored picture {0} exactly after {2} flips";
  else if (s.fixed && exact) sentence = "came to rest at the negative of picture {0} after {2} flips";
  else if (s.fixed)
    sentence = "came to rest after {2} flips at a state that was not stored; nearest is picture {0} (overlap {1})";
  sink.words(sentence, numbers);
}

// The weights among the first neurons, in units of the textbook coupling times N.
Field weights_field(const State& s) {
  const Network& net = *s.network;
  const int shown = std::min(net.n, kShownWeights);
  std::vector<int32_t> w(shown * shown, 0);
  int32_t most = 1;
  for (int i = 0; i < shown; ++i)
    for (int j = 0; j < shown; ++j) {
      int32_t& v = w[i * shown + j];
      if (!net.by_overlaps()) v = net.weights.w(i, j);
      else if (i != j || net.self == 0)
        for (int k = 0; k < net.count; ++k) v += net.x()(k, i) * net.x()(k, j);
      most = std::max(most, std::abs(v));
    }
  return {.cells = std::move(w),
          .rows = shown,
          .cols = shown,
          .palette = Palette::sign,
          .lo = -double(most),
          .hi = double(most),
          .fixed = true};
}

// Some neurons, evenly taken, and what joins them: a network small enough to be drawn.
Graph drawn_network(const State& s) {
  const Network& net = *s.network;
  const int n = net.n, shown = std::min(n, kDrawnNeurons);
  std::vector<double> values(shown), weights(shown * shown, 0.0);
  for (int a = 0; a < shown; ++a) {
    const int i = a * n / shown;
    values[a] = s.activity.spins[i];
    for (int b = 0; b < shown; ++b) {
      const int j = b * n / shown;
      if (a == b) continue;
      if (!net.by_overlaps()) weights[a * shown + b] = net.weights.w(i, j) * net.coupling;
      else
        for (int k = 0; k < net.count; ++k) weights[a * shown + b] += net.x()(k, i) * net.x()(k, j) * net.coupling;
    }
  }
  return {shown, std::move(values), std::move(weights)};
}

void observe_memory(const Params& p, const State& s, Sink& sink) {
  const Network& net = *s.network;
  sink.shape({"overlaps", "Overlap with each picture"}, [&] {
    Bars b{std::vector<double>(net.count)};
    for (int k = 0; k < std::ssize(b.values); ++k) b.values[k] = overlap(s, k);
    return b;
  });
  sink.shape({"patterns", "Stored pictures"}, [&] { return gallery_field(net.patterns, p.side, p.count); });
  sink.shape({"weights", net.n > kShownWeights ? "Weights of the first 256 neurons" : "Weights"},
             [&] { return weights_field(s); });
  sink.shape({"network", "Some of the neurons and their weights"}, [&] { return drawn_network(s); });
}

}  // namespace

Message conflict(const Params& p) {
  if (Message m = check_pictures(picture_choice(p), p.cue)) return m;
  if (p.rule != learn_hebb && neurons(p) > kMaxMatrixNeurons)
    return {"This rule needs the matrix of all weights: at most {0} neurons, a side of 28", {decimal(kMaxMatrixNeurons)}};
  if (p.rule != learn_hebb && p.count > kMaxMatrixPatterns)
    return {"This rule takes at most {0} pictures", {decimal(kMaxMatrixPatterns)}};
  return {};
}

State init(const Params& p, const Library& library, const Rng& rng) {
  State s;
  s.network = std::make_shared<const Network>(
      make_network(Learning(p.rule), collect_pictures(picture_choice(p), library, rng), neurons(p), p.diagonal, p.dreams, rng));
  s.activity = make_activity(*s.network, damaged_start(s.network->patterns, p.side, p.cue, p.noise, p.erase, rng));
  return s;
}

void advance(const Params& p, State& s, const Rng& rng) {
  if (s.fixed && (p.T > 0 || !is_fixed_point(*s.network, s.activity, bias(p, s), p.zero == keep)))
    clear_fixed_point(s);  // by another rule
  if (s.cycle && p.order != synchronous) clear_fixed_point(s);
  if (p.order == synchronous) synchronous_step(p, s, rng);
  else asynchronous_steps(p, s, rng);
}

void observe(const Params& p, const State& s, Sink& sink) {
  const Network& net = *s.network;
  sink.series({"energy", "Energy −½ sᵀMs"}, energy(p, s));
  if (p.cue > 0) sink.series({"overlap", "Overlap m"}, overlap(s, p.cue - 1));
  else sink.series({"overlap", "Overlap m"}, 0, false);
  sink.series({"nearest_overlap", "Best overlap"}, overlap(s, nearest(s)));
  double squares = 0;  // the lecture's second form keeps the diagonal and does not divide by P
  for (int k = 0; k < net.count; ++k) squares += double(s.activity.overlaps[k]) * s.activity.overlaps[k];
  sink.series({"energy_squares", "−½ Σ ⟨x, s⟩²"}, -0.5 * squares);
  sink.number({"flips", "Flips"}, double(s.flips));
  sink.number({"sweeps", "Sweeps"}, double(s.updates) / double(net.n));
  sink.number({"load", "Load P / N"}, double(net.count) / double(net.n));
  sink.number({"rank", "Rank of the patterns"}, net.weights.rank, net.weights.rank >= 0);
  sink.number({"learned", "Every picture learned"}, net.weights.learned ? 1 : 0);
  sink.number({"cycle", "In a cycle of two"}, s.cycle ? 1 : 0);
  sink.number({"fixed", "At a fixed point"}, s.fixed ? 1 : 0);
  sink.shape({"spins", "State"}, [&] { return picture_field(s.activity.spins, p.side); });
  observe_memory(p, s, sink);
  observe_words(s, sink);
}

bool settled(const Params&, const State& s) { return s.fixed; }

void digest(const State& s, Bytes& out) {
  out.add(s.network->patterns);
  out.add(s.activity.spins);
  out.add(s.previous);
  out.add(s.order);
  out.words(s.activity.quadratic, s.cursor, s.updates, s.flips, s.sweeps);
  out.words(int64_t(s.changed), int64_t(s.fixed), int64_t(s.cycle));
}

bool poke(const Params& p, State& s, const Poke& poke) {
  const auto n = int64_t(s.activity.spins.size());
  if (poke.field != "spins" || poke.index >= n || (poke.value != 1 && poke.value != -1)) return false;
  visit_disc(p.side, poke.index, poke.radius, [&](int i) {
    if (s.activity.spins[i] == poke.value) return;
    flip(*s.network, s.activity, i);
    ++s.flips;
  });
  clear_fixed_point(s);
  return true;
}

constinit const Model kModel = model<Params, kRows>("hopfield", "Hopfield network (1982)", 1);

}  // namespace attractor::hopfield
