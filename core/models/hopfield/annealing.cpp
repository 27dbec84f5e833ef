#include "core/models/hopfield/annealing.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "core/spins/acceptance.h"

namespace attractor::annealing {
namespace {

constexpr auto kRows = table<Params>(
    stored_rows(3, 200, kMaxSide, "The pictures to store"),
    choice(&Params::start, "start", "Start", kStarts,
           "Where all four chains begin: the sign of the sum of the first three pictures, the first one with "
           "noise, or a random state")
        .rebuilds(),
    noise_row<Params>().only(&Params::start, noisy),
    choice(&Params::rule, "rule", "Acceptance", kAcceptanceRules, "With what probability a flip that was proposed is accepted"),
    row(&Params::T0, "T0", "First temperature T₀", 0.05, 3, "Of all four schedules; 1 is where one stored picture melts")
        .logarithmic()
        .rebuilds(),
    row(&Params::T1, "T1", "Last temperature", 0.01, 3, "Where geometric and linear cooling end").logarithmic().rebuilds(),
    row(&Params::length, "length", "Length of the cooling", 5, 5000, "Sweeps until the last temperature is reached")
        .in("sweeps")
        .logarithmic()
        .rebuilds(),
    choice(&Params::clock, "clock", "Unit of t", kClocks,
           "What the schedules count; with proposals the logarithm runs N times ahead")
        .rebuilds(),
    row(&Params::updates, "updates", "Proposals per step", 1, kMaxSide* kMaxSide, "Made by each of the four chains")
        .logarithmic());

constexpr double kArrived = 0.95;  // overlap from which on a chain counts as being at a picture
constexpr Name kOverlap[kSchedules] = {
    {"m_logarithmic", "Logarithmic"}, {"m_geometric", "Geometric"}, {"m_linear", "Linear"}, {"m_constant", "Constant"}};
constexpr Name kT[kSchedules] = {
    {"T_logarithmic", "Logarithmic"}, {"T_geometric", "Geometric"}, {"T_linear", "Linear"}, {"T_constant", "Constant"}};
constexpr Name kE[kSchedules] = {
    {"E_logarithmic", "Logarithmic"}, {"E_geometric", "Geometric"}, {"E_linear", "Linear"}, {"E_constant", "Constant"}};
constexpr const char* kLabels[kSchedules] = {"Logarithmic", "Geometric", "Linear", "Constant"};

int cells(const Params& p) { return p.side * p.side; }

std::vector<int8_t> start_of(const Params& p, const std::vector<int8_t>& x, const Rng& rng) {
  const int n = cells(p);
  if (p.start == noisy) return damaged_start(x, p.side, 1, p.noise, 0, rng);
  if (p.start == random_start) return damaged_start(x, p.side, 0, 0, 0, rng);
  std::vector<int8_t> s(n);
  for (int i = 0; i < n; ++i) s[i] = x[i] + x[n + i] + x[2 * n + i] > 0 ? 1 : -1;
  return s;
}

double energy_per_neuron(const State& s, int c) {
  return -0.5 * double(s.chains[c].quadratic) * s.network->coupling / s.network->n;
}

}  // namespace

Message conflict(const Params& p) {
  if (Message m = check_pictures(picture_choice(p), 3)) return m;
  if (p.T1 > p.T0)
    return {"Cooling goes down: the last temperature {0} is above the first, {1}", {decimal(p.T1), decimal(p.T0)}};
  return {};
}

State init(const Params& p, const Library& library, const Rng& rng) {
  State s;
  std::vector<int8_t> x = collect_pictures(picture_choice(p), library, rng);
  std::vector<int8_t> start = start_of(p, x, rng);
  s.network = std::make_shared<const Network>(make_network(learn_hebb, std::move(x), cells(p), false, 0, rng));
  s.chains.fill(make_activity(*s.network, std::move(start)));
  return s;
}

double temperature_now(const Params& p, const State& s, Schedule schedule) {
  const int64_t n = s.network->n;
  if (p.clock == proposals) return temperature(schedule, p.T0, p.T1, double(p.length * n), double(s.done + 1));
  return temperature(schedule, p.T0, p.T1, p.length, double(s.done / n + 1));
}

double best_overlap(const State& s, Schedule schedule) {
  const Activity& a = s.chains[int(schedule)];
  int best = 0;
  for (int k = 0; k < s.network->count; ++k) best = std::max(best, std::abs(int(a.overlaps[k])));
  return double(best) / s.network->n;
}

void advance(const Params& p, State& s, const Rng& rng) {
  const Network& net = *s.network;
  Draw pick = rng.draw(Stream::update), heat = rng.draw(Stream::chain);
  for (int k = 0; k < p.updates; ++k, ++s.done) {
    const int i = int(pick.below(net.n));
    const int value = pick.sign();
    const uint64_t bits = heat.bits();
    for (int c = 0; c < kSchedules; ++c) {
      Activity& a = s.chains[c];
      if (a.spins[i] == value) continue;
      const double cost = 2.0 * a.spins[i] * double(field(net, a, i)) * net.coupling;
      if (!accepts(bits, Rule(p.rule), cost, temperature_now(p, s, Schedule(c)))) continue;
      flip(net, a, i);
      ++s.flips[c];
    }
  }
}

void observe(const Params& p, const State& s, Sink& sink) {
  const Network& net = *s.network;
  const int n = net.n;
  std::vector<double> best;
  for (int c = 0; c < kSchedules; ++c) {
    best.push_back(best_overlap(s, Schedule(c)));
    sink.series(kOverlap[c], best[c]);
    sink.series(kT[c], temperature_now(p, s, Schedule(c)));
    sink.series(kE[c], energy_per_neuron(s, c));
  }
  sink.shape({"chains", "States of the four chains"}, [&] {
    std::vector<int8_t> all;
    for (const Activity& a : s.chains) all.insert(all.end(), a.spins.begin(), a.spins.end());
    Field f = picture_field(std::move(all), p.side);
    f.labels = {std::begin(kLabels), std::end(kLabels)};
    return f;
  });
  sink.shape({"patterns", "Stored pictures"}, [&] { return gallery_field(net.patterns, p.side, p.count); });
  sink.shape({"arrived", "Share of the chains that are at each picture"}, [&] {
    Bars b{std::vector<double>(net.count, 0.0)};
    for (const Activity& a : s.chains)
      for (int k = 0; k < std::ssize(b.values); ++k) b.values[k] += std::abs(int(a.overlaps[k])) > kArrived * net.n ? 0.25 : 0;
    return b;
  });
  sink.number({"time", "Sweeps"}, double(s.done) / double(n));
  sink.number({"slide_T0", "T₀ on the slide"}, p.T0 * double(n) / net.count);
  sink.number({"load", "Load P / N"}, net.count / double(n));
  const double numbers[] = {std::floor(double(s.done) / double(n)), best[0], best[1], best[2], best[3]};
  sink.words("{0} sweeps; best overlap: logarithmic {1}, geometric {2}, linear {3}, constant {4}", numbers);
}

void digest(const State& s, Bytes& out) {
  out.add(s.network->patterns);
  for (const Activity& a : s.chains) out.add(a.spins);
  out.words(s.done);
}

bool poke(const Params& p, State& s, const Poke& poke) {
  const auto n = int64_t(s.network->n);
  if (poke.field != "chains" || poke.index >= n * kSchedules || (poke.value != 1 && poke.value != -1)) return false;
  Activity& a = s.chains[poke.index / n];
  visit_disc(p.side, poke.index % n, poke.radius, [&](int i) {
    if (a.spins[i] != poke.value) flip(*s.network, a, i);
  });
  return true;
}

constinit const Model kModel = model<Params, kRows>("annealing", "Annealing a false memory", 1);

}  // namespace attractor::annealing
