#include "core/models/magnets/ising.h"

#include <algorithm>
#include <cmath>

#include "core/base/lattice.h"
#include "core/models/observe_lattice.h"

namespace attractor::ising {
namespace {

constexpr auto kRows = table<Params>(
    choice(&Params::model, "model", "Couplings", kCouplings, "Which spins act on each other, and with what sign").rebuilds(),
    row(&Params::L, "L", "Side of the lattice", 2, kMaxSide, "Spins along one side; N is its square")
        .in("spins")
        .logarithmic()
        .rebuilds(),
    row(&Params::T, "T", "Temperature", 0, 10, "The heat bath's temperature; ordering sets in at 2.269 in the ferromagnet")
        .in("J/k"),
    row(&Params::B, "B", "Field", -4, 4, "Outer magnetic field that favours one direction").in("J"),
    row(&Params::p, "p", "Share of negative bonds", 0, 1, "Probability that a bond of the ±J glass is negative")
        .only(&Params::model, pmj)
        .rebuilds(),
    choice(&Params::rule, "rule", "Dynamics", kRules,
           "How a flip is proposed and accepted; all four sample the Boltzmann distribution"),
    choice(&Params::order, "order", "Order of updates", kOrders, "Which spin is tried next")
        .only(&Params::rule, metropolis, glauber),
    choice(&Params::start, "start", "Start", kStarts, "The state at step 0").rebuilds(),
    row(&Params::ramp, "ramp", "Cooling per sweep", 0, 1,
        "How far the temperature moves towards its new value in one sweep; 0 is at once")
        .in("J/k"),
    row(&Params::discard, "discard", "Sweeps left out", 0, 100000, "Sweeps after a change that the averages leave out")
        .in("sweeps"));

// Onsager's and Yang's spontaneous magnetisation of the infinite lattice, T up to 5: the theory behind the measurement.
// Points lie evenly in m, so that the fall at T_c is drawn as steep as it is: sinh(2/T) = (1 - m^8)^(-1/4).
void observe_theory(const Params& p, Sink& sink) {
  constexpr int kPoints = 200;
  const Name name{"onsager_m", "Onsager, infinite lattice"};
  if (!sink.wants(name.key)) return;
  const bool known = p.model == ferro && p.B == 0;
  std::vector<double> x, y;
  if (known) {
    x = {0}, y = {1};
    for (int i = 1; i <= kPoints; ++i) {
      const double m = 1.0 - double(i) / kPoints, m2 = m * m, m8 = m2 * m2 * m2 * m2;
      const double s = 1.0 / std::sqrt(std::sqrt(1.0 - m8));
      x.push_back(2.0 / attractor::log(s + std::sqrt(s * s + 1.0)));
      y.push_back(m);
    }
    x.push_back(5), y.push_back(0);
  }
  sink.publish(name, Line{std::move(x), std::move(y)});
}

double energy(const Params& p, const State& s) {
  return -(s.bonds->unit * double(s.bond_sum) + p.B * double(s.magnet[0] + s.magnet[1])) / double(sites(s));
}
double magnetisation(const State& s) { return double(s.magnet[0] + s.magnet[1]) / double(sites(s)); }

void measure(const Params& p, State& s) {
  Moments& m = s.moments;
  if (m.skip > 0) {
    --m.skip;
    return;
  }
  const double e = energy(p, s), x = magnetisation(s), x2 = x * x;
  ++m.count;
  m.e += e;
  m.e2 += e * e;
  m.m_abs += std::fabs(x);
  m.m2 += x2;
  m.m4 += x2 * x2;
  if (p.rule == wolff) m.cluster += double(s.cursor) / double(sites(s));
}

void follow_temperature(const Params& p, State& s) {
  const bool clusters = p.rule == wolff || p.rule == swendsen_wang;
  const double reach = p.ramp * (clusters ? 1.0 : double(std::min(slice(p, s), sites(s))) / double(sites(s)));
  if (p.ramp == 0 || std::fabs(p.T - s.T) <= reach) s.T = p.T;
  else s.T += p.T > s.T ? reach : -reach;
}

}  // namespace

Message conflict(const Params& p) {
  if (p.model == sk && p.L > kMaxSideSk)
    return {"The all-pairs glass goes up to L = {0}: it stores a coupling for every pair", {decimal(kMaxSideSk)}};
  const bool clusters = p.rule == wolff || p.rule == swendsen_wang;
  if (clusters && p.B != 0) return {"Clusters need a field of 0", {}};
  if (clusters && p.model == sk) return {"Clusters need a lattice, not all pairs", {}};
  if (!clusters && p.order == checkerboard && p.model == sk)
    return {"The checkerboard needs a lattice; with all pairs, choose random order", {}};
  if (!clusters && p.order == checkerboard && p.L % 2 != 0)
    return {"The checkerboard needs an even side: on an odd torus two neighbours would move at once", {}};
  if (p.L > kMaxSideBytes && !on_bits(p))
    return {"Beyond L = {0} the spins are single bits: choose Metropolis or heat bath on the checkerboard, and couplings ±1",
            {decimal(kMaxSideBytes)}};
  return {};
}

State init(const Params& p, const Rng& rng) {
  State s;
  s.side = p.L;
  s.T = p.T;
  s.bonds = make_bonds(p, rng);
  const int64_t n = sites(s);
  if (p.start == start_random && on_bits(p)) {
    s.bits = BitLattice(p.L);
    s.bits.fill(rng.draw(Stream::start));
  } else {
    s.spins.resize(n);
    Draw draw = rng.draw(Stream::start);
    uint64_t bits = 0;
    for (int64_t i = 0; i < n; ++i) {
      if (i % 64 == 0) bits = draw.bits();  // as BitLattice::fill
      int v = p.start == start_down ? -1 : 1;
      if (p.start == start_random) v = bits >> i % 64 & 1 ? 1 : -1;
      if (p.start == start_neel) v = sublattice(s, i) ? -1 : 1;
      s.spins[i] = int8_t(v);
    }
    use_bits_or_bytes(p, s);
  }
  count(p, s);
  s.moments.skip = p.discard;
  s.last = {s.T, p.B, double(p.rule), double(p.order)};
  return s;
}

void advance(const Params& p, State& s, const Rng& rng) {
  follow_temperature(p, s);
  use_bits_or_bytes(p, s);
  const std::array<double, 4> now{s.T, p.B, double(p.rule), double(p.order)};
  if (now != s.last) {
    if (now[2] != s.last[2] || now[3] != s.last[3]) {  // another dynamics begins its own sweep
      s.cursor = 0;
      s.frontier.clear();
      s.parent.clear();
      s.cluster_flips.clear();
    }
    s.moments = Moments();
    s.moments.skip = p.discard;
    s.last = now;
  }
  s.flips = 0;
  if (advance_sweep(p, s, rng)) measure(p, s);
}

void observe(const Params& p, const State& s, Sink& sink) {
  const double n = double(sites(s)), count = double(s.moments.count);
  const Moments& m = s.moments;
  const bool known = m.count >= 2 && s.T > 0;
  sink.series({"energy", "Energy per spin", "J"}, energy(p, s));
  sink.series({"m", "Magnetisation"}, magnetisation(s));
  sink.series({"abs_m", "|Magnetisation|"}, std::fabs(magnetisation(s)));
  sink.series({"staggered", "Staggered magnetisation"}, double(s.magnet[0] - s.magnet[1]) / n);
  sink.series({"temperature", "Temperature", "J/k"}, s.T);
  auto mean = [&](double sum) { return m.count > 0 ? sum / count : 0.0; };
  const double c = known ? n * (mean(m.e2) - mean(m.e) * mean(m.e)) / (s.T * s.T) : 0.0;
  const double chi = known ? n * (mean(m.m2) - mean(m.m_abs) * mean(m.m_abs)) / s.T : 0.0;
  const double binder = known && m.m2 > 0 ? 1.0 - mean(m.m4) / (3.0 * mean(m.m2) * mean(m.m2)) : 0.0;
  sink.number({"mean_energy", "Mean energy per spin", "J"}, mean(m.e), m.count > 0);
  sink.number({"mean_abs_m", "Mean |magnetisation|"}, mean(m.m_abs), m.count > 0);
  sink.number({"specific_heat", "Specific heat", "k"}, c, known);
  sink.number({"susceptibility", "Susceptibility", "1/J"}, chi, known);
  sink.number({"binder", "Binder cumulant"}, binder, known && m.m2 > 0);
  sink.number({"cluster", "Mean cluster size / N"}, mean(m.cluster), m.count > 0 && p.rule == wolff);
  sink.number({"samples", "Sweeps averaged"}, count);
  sink.number({"sweeps", "Sweeps"}, double(s.work) / n);
  sink.number({"flips", "Flips in the last step"}, double(s.flips));
  if (s.bits.side()) observe_spins(s.bits, sink);
  else sink.shape(kSpins, [&] { return spin_field(s.side, s.spins); });
  observe_theory(p, sink);
  const double numbers[] = {double(s.work) / n, s.T, energy(p, s), magnetisation(s)};
  sink.words("after {0} sweeps: T = {1}, energy per spin {2}, magnetisation {3}", numbers);
}

void digest(const State& s, Bytes& out) {
  const Moments& m = s.moments;
  if (s.bits.side()) out.add(s.bits.words());
  else out.add(s.spins);
  out.add(s.frontier);
  out.add(s.parent);
  out.add(s.cluster_flips);
  out.words(s.T, s.bond_sum, s.magnet[0], s.magnet[1], s.cursor, s.work);
  out.words(m.skip, m.count, m.e, m.e2, m.m_abs, m.m2, m.m4, m.cluster);
}

bool poke(const Params& p, State& s, const Poke& poke) {
  if (!paints_spins(poke, s.side)) return false;
  if (s.bits.side()) {
    paint(s.bits, poke.index, poke.radius, int(poke.value));
    count(p, s);
  } else {
    visit_disc(s.side, s.side, Edge::wrap, poke.index, poke.radius, [&](int i) {
      if (s.spins[i] != poke.value) flip(p, s, i);
    });
  }
  s.moments = Moments();
  s.moments.skip = p.discard;
  return true;
}

int64_t bond_sum(const Params& p, const State& s) {
  State fresh = s;
  if (fresh.bits.side()) {  // the slow way, from bytes
    fresh.spins = spins_of(s);
    fresh.bits = BitLattice();
  }
  count(p, fresh);
  return fresh.bond_sum;
}

constinit const Model kModel = model<Params, kRows>("ising", "Ising magnets and spin glasses", 2);

}  // namespace attractor::ising
