// What can be observed of the learning Boltzmann machine.
#include <algorithm>
#include <cmath>
#include <string>

#include "core/boltzmann/partition.h"
#include "core/models/boltzmann/boltzmann.h"

namespace attractor::boltzmann {
namespace {

// Where the units stand: the visible groups above and below the hidden row, as in the paper's figures; a picture as it
// is.
struct Plan {
  int rows = 0, columns = 0;
  std::vector<int> unit;            // rows x columns, -1 for none
  std::vector<std::string> labels;  // of each place; "" for none
};

void put_row(Plan& plan, int row, int first, int count, const char* label) {
  const int left = (plan.columns - count) / 2;
  for (int k = 0; k < count; ++k) {
    const int at = row * plan.columns + left + k;
    plan.unit[at] = first + k;
    plan.labels[at] = label;
  }
}

Plan plan_of(const State& s) {
  const int V = s.layers.visible(), H = s.layers.hidden, wide = s.columns;
  const bool two = s.layers.groups.size() == 2;
  Plan plan;
  plan.columns = std::max(wide, H);
  plan.rows = V / wide + (H > 0);
  const auto places = plan.rows * plan.columns;
  plan.unit.assign(places, -1);
  plan.labels.assign(places, "");
  int row = 0;
  for (int first = 0; first < V; first += wide, ++row) {
    if (two && row == 1) put_row(plan, row++, V, H, "H");
    put_row(plan, row, first, wide, !two ? "V" : first == 0 ? "V₁" : "V₂");
  }
  if (!two && H > 0) put_row(plan, row, V, H, "H");
  return plan;
}

// One picture of the whole network for each unit: its weights where the other units stand, its bias at its own place.
Field weight_field(const State& s) {
  Plan plan = plan_of(s);
  const int places = int(plan.unit.size());
  std::vector<double> w(places * places, 0.0);
  double most = 1e-9;
  for (int a = 0; a < places; ++a)
    for (int b = 0; b < places; ++b) {
      const int i = plan.unit[a], j = plan.unit[b];
      if (i < 0 || j < 0) continue;
      w[a * places + b] = i == j ? s.net.c[i] : s.net.w(i, j);
      most = std::max(most, std::fabs(w[a * places + b]));
    }
  return {.cells = std::move(w),
          .rows = plan.rows,
          .cols = plan.columns,
          .count = int(places),
          .palette = Palette::sign,
          .lo = -most,
          .hi = most,
          .labels = std::move(plan.labels)};
}

// Probability of each hidden unit when a pattern is clamped.
Field code_field(const Params& p, const State& s) {
  const int V = s.layers.visible(), H = s.layers.hidden, rows = pattern_count(s);
  std::vector<double> on(rows * std::max(1, H), 0.0);
  std::vector<int8_t> state(s.net.n, 0);
  for (int a = 0; a < rows; ++a) {
    std::copy_n(s.patterns->begin() + std::ptrdiff_t(a) * V, V, state.begin());
    for (int h = 0; h < H; ++h) on[a * H + h] = on_probability(gap(s.net, state.data(), V + h), p.T);
  }
  return {.cells = std::move(on), .rows = rows, .cols = std::max(1, H), .x_label = "Hidden unit", .y_label = "Pattern"};
}

// Bits as ink and paper, in the rows of the picture.
Field bit_field(const std::vector<int8_t>& bits, int rows, int columns) {
  std::vector<int8_t> spins;
  for (int8_t v : bits) spins.push_back(int8_t(2 * v - 1));
  const int count = int(bits.size()) / (rows * columns);
  return {.cells = std::move(spins), .rows = rows, .cols = columns, .count = count, .palette = Palette::spin, .lo = -1};
}

void observe_pictures(const Params& p, const State& s, Sink& sink) {
  const int V = s.layers.visible(), columns = s.columns;
  sink.shape({"spins", "Visible units"}, [&] {
    return bit_field({s.chain.begin(), s.chain.begin() + V}, V / columns, columns);
  });
  sink.shape({"patterns", "What is to be learned"}, [&] {
    Field f = bit_field(*s.patterns, V / columns, columns);
    f.own = p.net == pictures ? f.count - bars(p) : 0;
    f.fixed = true;
    return f;
  });
}

// Probability of each visible unit to be on, given those that are held: summed over all states.
Field completion_field(const Params& p, const State& s) {
  const int V = s.layers.visible(), columns = s.columns;
  std::vector<int8_t> clamped(s.net.n, -1);
  std::copy_n(s.chain.begin(), std::min(p.clamped, V), clamped.begin());
  const Moments m = layered_moments(s.layers, s.net, p.T, clamped);
  return {.cells = std::vector<double>(m.unit.begin(), m.unit.begin() + V), .rows = V / columns, .cols = columns};
}

// The network's own probabilities and the environment's: of all vectors of three bits, else of the patterns.
void observe_probabilities(const Params& p, const State& s, Sink& sink) {
  const int V = s.layers.visible(), count = p.net == parity ? 8 : pattern_count(s);
  const double ln_z = ln_partition(s.layers, s.net, p.T);
  std::vector<double> values, world;
  std::vector<std::string> labels;
  std::vector<int8_t> x(V, 0);
  for (int a = 0; a < count; ++a) {
    std::string label;
    for (int i = 0; i < V; ++i) {
      x[i] = p.net == parity ? int8_t(a >> (V - 1 - i) & 1) : (*s.patterns)[a * V + i];
      label += x[i] ? '1' : '0';
    }
    values.push_back(exp(ln_weight(s.layers, s.net, p.T, x.data()) - ln_z));
    world.push_back(clamping(p, s, x.data()));
    labels.push_back(p.net == parity ? label : std::to_string(a + 1));
  }
  sink.publish({"probabilities", "Probability in the network"}, Bars{std::move(values), labels});
  sink.publish({"world", "Probability in the world"}, Bars{std::move(world), labels});
}

// Probability that the picture becomes each of the patterns, given what is held.
Bars answer_bars(const Params& p, const State& s) {
  const int V = s.layers.visible(), known = std::min(p.clamped, V);
  std::vector<int8_t> clamped(s.net.n, -1);
  std::copy_n(s.chain.begin(), known, clamped.begin());
  const double ln_z = ln_partition(s.layers, s.net, p.T, clamped);
  std::vector<double> answers;
  for (int a = 0; a < pattern_count(s); ++a) {
    const int8_t* x = s.patterns->data() + std::ptrdiff_t(a) * V;
    const bool fits = std::equal(x, x + known, s.chain.begin());
    answers.push_back(fits ? std::min(1.0, exp(ln_weight(s.layers, s.net, p.T, x) - ln_z)) : 0);
  }
  return {std::move(answers)};
}

void observe_words(const State& s, Sink& sink, double G, bool exact, double completed) {
  const std::vector<uint32_t> found = codes(s);
  const double numbers[] = {double(s.cycles), double(distinct(found)), double(found.size()), G, completed};
  const bool encoder = s.layers.groups.size() == 2;
  if (encoder && exact) sink.words("cycle {0}: {1} of {2} codes, G = {3}", numbers);
  else if (encoder) sink.words("cycle {0}: {1} of {2} codes, G ≈ {3}, from samples", numbers);
  else sink.words("cycle {0}: G = {3}, right with probability {4}", numbers);
}

}  // namespace

void observe(const Params& p, const State& s, Sink& sink) {
  const bool exact = enumerable(p, s);
  const double G = exact ? divergence(p, s, environment(p, s)) : sampled_divergence(p, s), completed = completion(p, s);
  const std::vector<uint32_t> found = codes(s);
  sink.series({"G", "Divergence G", "nats"}, G);
  sink.series({"codes_found", "Different codes"}, distinct(found));
  sink.series({"completed", "Completed right"}, completed);
  sink.number({"distance", "Code distance", "bits"}, least_distance(found), found.size() > 1);
  sink.number({"solved", "Solved in cycle"}, double(s.solved_cycle), s.solved_cycle >= 0);
  double most = 0;
  for (double w : s.net.w.a) most = std::max(most, std::fabs(w));
  sink.number({"largest", "Largest weight"}, most);
  sink.shape({"weights", "Weights of every unit"}, [&] { return weight_field(s); });
  sink.shape({"codes", "Hidden units (columns) for each pattern (rows)"}, [&] { return code_field(p, s); });
  observe_pictures(p, s, sink);
  sink.shape({"completion", "Probability of being on, given what is held"}, [&] { return completion_field(p, s); });
  if (sink.wants("probabilities") || sink.wants("world")) observe_probabilities(p, s, sink);
  sink.shape({"answers", "Probability of each picture, given what is held"}, [&] { return answer_bars(p, s); });
  observe_words(s, sink, G, exact, completed);
}

void digest(const State& s, Bytes& out) {
  out.add(*s.patterns);
  for (const Units* u : {&s.net, &s.velocity}) {
    out.add(u->w.a);
    out.add(u->c);
  }
  out.add(s.chain);
  out.words(s.cycles, s.solved_cycle);
}

}  // namespace attractor::boltzmann
