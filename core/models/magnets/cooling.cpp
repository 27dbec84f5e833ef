#include "core/models/magnets/cooling.h"

#include <algorithm>
#include <numeric>
#include <string>

namespace attractor::cooling {
namespace {

constexpr auto kRows = table<Params>(
    choice(&Params::net, "net", "Network", kSmallNets, "Which spins act on each other").rebuilds(),
    row(&Params::n, "n", "Spins", 2, kMaxSmallNet, "Spins of the ring and of the glass")
        .only(&Params::net, small_ring, small_glass)
        .rebuilds(),
    choice(&Params::rule, "rule", "Acceptance", kAcceptanceRules, "With what probability a flip that was proposed is accepted"),
    row(&Params::T0, "T0", "First temperature T₀", 0.1, 20, "Of all four schedules").logarithmic().rebuilds(),
    row(&Params::T1, "T1", "Last temperature", 0.05, 20, "Where geometric and linear cooling end").logarithmic().rebuilds(),
    row(&Params::length, "length", "Length of the cooling", 10, 100000, "Proposals until the last temperature is reached")
        .logarithmic()
        .rebuilds(),
    row(&Params::proposals, "proposals", "Proposals per step", 1, 5, "How far each step goes"));

constexpr int kShown = 16;  // states in the chart: those of lowest energy
constexpr Name kGround[kSchedules] = {{"ground_logarithmic", "Logarithmic"},
                                      {"ground_geometric", "Geometric"},
                                      {"ground_linear", "Linear"},
                                      {"ground_constant", "Constant"}};
constexpr Name kT[kSchedules] = {
    {"T_logarithmic", "Logarithmic"}, {"T_geometric", "Geometric"}, {"T_linear", "Linear"}, {"T_constant", "Constant"}};
constexpr Name kE[kSchedules] = {
    {"E_logarithmic", "Logarithmic"}, {"E_geometric", "Geometric"}, {"E_linear", "Linear"}, {"E_constant", "Constant"}};
constexpr Name kLaw[kSchedules] = {
    {"law_logarithmic", "Logarithmic"}, {"law_geometric", "Geometric"}, {"law_linear", "Linear"}, {"law_constant", "Constant"}};

double temperature_at(const Params& p, int schedule, int64_t t) {
  return temperature(Schedule(schedule), p.T0, p.T1, p.length, double(std::max<int64_t>(1, t)));
}

Bars lowest_states(const State& s, int schedule) {
  const Net& net = *s.net;
  const int count = std::min(int(net.order.size()), kShown);
  std::vector<std::string> labels(count);
  for (int k = 0; k < count; ++k)
    for (int i = 0; i < net.flips.n; ++i) labels[k] += exact::spin(net.order[k], i, net.flips.n) > 0 ? '+' : '-';
  std::vector<double> v;
  for (int k = 0; k < count; ++k) v.push_back(s.p[schedule][net.order[k]]);
  return {std::move(v), std::move(labels)};
}

}  // namespace

Message conflict(const Params& p) {
  if (p.T1 > p.T0)
    return {"Cooling goes down: the last temperature {0} is above the first, {1}", {decimal(p.T1), decimal(p.T0)}};
  return {};
}

State init(const Params& p, const Rng& rng) {
  auto net = std::make_shared<Net>();
  net->flips = make_flips(make_small_net(SmallNet(p.net), p.n, 0, rng));
  const Flips& f = net->flips;
  net->order.resize(f.states());
  std::iota(net->order.begin(), net->order.end(), 0);
  std::stable_sort(net->order.begin(), net->order.end(), [&](int a, int b) { return f.energy[a] < f.energy[b]; });
  for (int a : net->order)
    if (f.energy[a] < f.energy[net->order[0]] + 1e-12) net->ground.push_back(a);
  net->trap_depth = deepest_trap(f);
  State s;
  for (auto& p0 : s.p) p0.assign(f.states(), 1.0 / f.states());
  s.net = std::move(net);
  return s;
}

void advance(const Params& p, State& s, const Rng&) {
  std::vector<double> work;
  for (int k = 0; k < p.proposals; ++k) {
    ++s.time;
    for (int c = 0; c < kSchedules; ++c) propose(s.net->flips, Rule(p.rule), temperature_at(p, c, s.time), s.p[c], work);
  }
}

double ground_probability(const State& s, Schedule schedule) {
  double sum = 0;
  for (int a : s.net->ground) sum += s.p[int(schedule)][a];
  return sum;
}

void observe(const Params& p, const State& s, Sink& sink) {
  std::array<double, kSchedules> ground;
  for (int c = 0; c < kSchedules; ++c) {
    ground[c] = ground_probability(s, Schedule(c));
    sink.series(kGround[c], ground[c]);
    sink.series(kT[c], temperature_at(p, c, s.time));
    sink.series(kE[c], mean_energy(s.net->flips, s.p[c]));
  }
  sink.number({"time", "Proposals t"}, double(s.time));
  sink.number({"trap", "Deepest trap d*"}, s.net->trap_depth);
  sink.number({"grounds", "Ground states"}, double(s.net->ground.size()));
  sink.number({"lowest", "Lowest energy"}, s.net->flips.energy[s.net->order[0]]);
  for (int c = 0; c < kSchedules; ++c) sink.shape(kLaw[c], [&] { return lowest_states(s, c); });
  const double numbers[] = {double(s.time), ground[0], ground[1], ground[2], ground[3]};
  sink.words("t = {0}; ground state: logarithmic {1}, geometric {2}, linear {3}, constant {4}", numbers);
}

void digest(const State& s, Bytes& out) {
  for (const auto& distribution : s.p) out.add(distribution);
  out.words(s.time);
}

constinit const Model kModel = model<Params, kRows>("cooling", "Schedules of cooling, exactly", 1);

}  // namespace attractor::cooling
