#include "core/models/hopfield/basins.h"

#include <algorithm>
#include <cmath>

#include "core/base/num.h"

namespace attractor::basins {
namespace {

constexpr auto kRows = table<Params>(
    stored_rows(3, 60, 20, "The pictures to store"),
    choice(&Params::rule, "rule", "Learning rule", kLearningRules, "How the pictures become weights").rebuilds(),
    row(&Params::dreams, "dreams", "Dreams of unlearning", 0, 400,
        "Unlearning: how many states reached from random starts are weakened")
        .only(&Params::rule, learn_unlearning)
        .rebuilds(),
    row(&Params::points, "points", "Points per step", 1, 64, "Points of the map that are followed to rest in one step"));

constexpr int kMaxSweeps = 60;
constexpr double kNear = 0.9;

Reached reached(const Network& net, const Activity& a) {
  const double near = kNear * net.n;  // near capacity a memory is recalled with a few wrong neurons
  for (int k = 0; k < net.count; ++k) {
    if (a.overlaps[k] >= near) return k < 3 ? Reached(k) : other_picture;
    if (a.overlaps[k] <= -near) return negative;
  }
  return is_mixture(net, a) ? mixture : elsewhere;
}

constexpr const char* kLabels[] = {"Picture 1",  "Picture 2", "Picture 3", "Another picture",
                                   "A negative", "A mixture", "Elsewhere"};

}  // namespace

Message conflict(const Params& p) { return check_pictures(picture_choice(p), 0); }

State init(const Params& p, const Library& library, const Rng& rng) {
  State s;
  s.network = std::make_shared<const Network>(
      make_network(Learning(p.rule), collect_pictures(picture_choice(p), library, rng), p.side * p.side, false, p.dreams, rng));
  s.neurons.resize(s.network->n);
  permute(s.neurons.data(), s.network->n, rng.draw(Stream::noise));
  s.order.resize(kMap * kMap);
  permute(s.order.data(), kMap * kMap, rng.draw(Stream::order));
  s.map.assign(kMap * kMap, -1);
  return s;
}

std::vector<int8_t> start_at(const State& s, int row, int column) {
  const int n = s.network->n, from_second = n * column / (kMap - 1), from_third = n * (kMap - 1 - row) / (kMap - 1);
  std::vector<int8_t> spins(n);
  for (int k = 0; k < n; ++k) {
    const int pattern = k < from_second ? 1 : k < from_second + from_third ? 2 : 0;
    const int i = s.neurons[k];
    spins[i] = s.network->patterns[pattern * n + i];
  }
  return spins;
}

void advance(const Params& p, State& s, const Rng&) {
  for (int k = 0; k < p.points && s.done < kMap * kMap; ++k, ++s.done) {
    const int point = s.order[s.done];
    Activity a = make_activity(*s.network, start_at(s, point / kMap, point % kMap));
    descend(*s.network, a, kMaxSweeps);
    const Reached where = reached(*s.network, a);
    s.map[point] = where;
    ++s.here[where];
  }
}

void observe(const Params& p, const State& s, Sink& sink) {
  const double done = std::max<double>(1, double(s.done));
  static constexpr Name kNames[] = {{"picture1", "Picture 1"},      {"picture2", "Picture 2"},  {"picture3", "Picture 3"},
                                    {"another", "Another picture"}, {"negative", "A negative"}, {"mixture", "A mixture"},
                                    {"elsewhere", "Elsewhere"}};
  for (int k = 0; k < 7; ++k) sink.number(kNames[k], double(s.here[k]) / done, s.done > 0);
  sink.shape({"map", "Basins of attraction"}, [&] {
    return Field{.cells = s.map,
                 .rows = kMap,
                 .cols = kMap,
                 .palette = Palette::category,
                 .lo = 0,
                 .hi = 6,
                 .labels = {std::begin(kLabels), std::end(kLabels)}};
  });
  sink.shape({"patterns", "Stored pictures"}, [&] { return gallery_field(s.network->patterns, p.side, p.count); });
  const double numbers[] = {std::floor(100 * double(s.done) / (kMap * kMap)),
                            std::floor(100 * double(s.here[0] + s.here[1] + s.here[2]) / done + 0.5)};
  sink.words("{0} % of the map is drawn; {1} % of it belongs to its three corners", numbers);
}

bool settled(const Params&, const State& s) { return s.done == kMap * kMap; }

void digest(const State& s, Bytes& out) {
  out.add(s.network->patterns);
  out.add(s.map);
  out.words(s.done);
}

constinit const Model kModel = model<Params, kRows>("basins", "Basins of attraction", 1);

}  // namespace attractor::basins
