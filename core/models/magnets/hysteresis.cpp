#include "core/models/magnets/hysteresis.h"

#include <algorithm>
#include <cmath>

#include "core/models/observe_lattice.h"
#include "core/spins/exact.h"

namespace attractor::hysteresis {
namespace {

constexpr auto kRows = table<Params>(
    row(&Params::L, "L", "Side of the lattice", 16, 1024, "Spins along one side; N is its square")
        .in("spins")
        .logarithmic()
        .rebuilds(),
    row(&Params::T, "T", "Temperature", 0, 5, "The heat bath's temperature; ordering sets in at 2.269 in the ferromagnet")
        .in("J/k"),
    row(&Params::amplitude, "amplitude", "Largest field", 0.05, 4, "The field goes from plus to minus this value and back")
        .in("J")
        .rebuilds(),
    row(&Params::period, "period", "Period", 20, 100000, "Sweeps of one cycle of the field")
        .in("sweeps")
        .logarithmic()
        .rebuilds(),
    choice(&Params::rule, "rule", "Dynamics", kDynamics, "How a flip is accepted; both sample the Boltzmann distribution"));

double magnetisation(const Params& p, const State& s) {
  return double(s.sums.magnet[0] + s.sums.magnet[1]) / (double(p.L) * p.L);
}

int64_t sample_every(const Params& p) { return (p.period + kSamples - 1) / kSamples; }

// What equilibrium would be at B = 0: m jumps from -m_0 to +m_0.
Line equilibrium(const Params& p) {
  const double m = exact::onsager_magnetisation(p.T);
  return {{0, 0}, {-m, m}, "Field B"};
}

}  // namespace

double field_at(const Params& p, int64_t time) {
  const double phase = double(time % p.period) / p.period;  // 0: +amplitude, 1/2: -amplitude
  return p.amplitude * (phase < 0.5 ? 1 - 4 * phase : 4 * phase - 3);
}

Message conflict(const Params& p) {
  if (p.L % 2 != 0) return {"The checkerboard needs an even side: on an odd torus two neighbours would move at once", {}};
  return {};
}

State init(const Params& p, const Rng&) {
  State s;
  s.lattice = BitLattice(p.L);
  for (int i = 0; i < p.L; ++i)
    for (int j = 0; j < p.L; ++j) s.lattice.set(i, j, 1);
  s.sums = measure(s.lattice, {});
  s.before_b = field_at(p, 0), s.before_m = 1;
  return s;
}

void advance(const Params& p, State& s, const Rng& rng) {
  const double B = field_at(p, ++s.time);
  sweep(s.lattice, {}, bit_thresholds(p.rule == glauber ? Rule::heat_bath : Rule::metropolis, p.T, B), rng, 0, p.L);
  s.sums = measure(s.lattice, {});
  const double m = magnetisation(p, s);
  s.area += (m + s.before_m) / 2 * (B - s.before_b);
  if ((m > 0) != (s.before_m > 0) && std::fabs(m - s.before_m) > 0) {
    s.coercive = std::fabs(s.before_b + (B - s.before_b) * s.before_m / (s.before_m - m));
    ++s.reversals;
  }
  s.before_b = B, s.before_m = m;
  if (s.time % sample_every(p) == 0 || s.time % p.period == 0) {
    s.now.field.push_back(B);
    s.now.m.push_back(m);
  }
  if (s.time % p.period == 0) {
    s.last = std::move(s.now);
    s.now = {{s.last.field.back()}, {s.last.m.back()}};
    s.last_area = s.area;
    s.area = 0;
  }
}

void observe(const Params& p, const State& s, Sink& sink) {
  const double m = magnetisation(p, s);
  sink.series({"m", "Magnetisation"}, m);
  sink.series({"field", "Field", "J"}, s.before_b);
  auto loop = [](const Loop& l) { return Line{l.field, l.m, "Field B", Line::Drawn::curve}; };
  sink.shape({"loop", "This cycle"}, [&] { return loop(s.now); });
  sink.shape({"last", "The cycle before"}, [&] { return loop(s.last); });
  sink.shape({"jump", "Equilibrium"}, [&] { return equilibrium(p); });
  const bool whole = s.time >= p.period;
  sink.number({"area", "Area of the loop", "J"}, std::fabs(s.last_area), whole);
  sink.number({"coercive", "Coercive field", "J"}, s.coercive, s.reversals > 0);
  sink.number({"cycles", "Cycles"}, double(s.time / p.period));
  observe_spins(s.lattice, sink);
  const double numbers[] = {s.before_b, m, double(s.time / p.period)};
  sink.words("B = {0}, magnetisation {1}, whole cycles: {2}", numbers);
}

void digest(const State& s, Bytes& out) {
  out.add(s.lattice.words());
  out.words(s.time, s.area, s.last_area, s.before_b, s.before_m, s.coercive, s.reversals);
  for (const Loop* l : {&s.now, &s.last}) {
    out.add(l->field);
    out.add(l->m);
  }
}

bool poke(const Params& p, State& s, const Poke& poke) {
  if (!paints_spins(poke, p.L)) return false;
  paint(s.lattice, poke.index, poke.radius, int(poke.value));
  s.sums = measure(s.lattice, {});
  return true;
}

constinit const Model kModel = model<Params, kRows>("hysteresis", "Hysteresis in a swept field", 1);

}  // namespace attractor::hysteresis
