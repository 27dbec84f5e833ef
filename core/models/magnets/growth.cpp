#include "core/models/magnets/growth.h"

#include <algorithm>
#include <cmath>

#include "core/models/observe_lattice.h"
#include "core/spins/exact.h"

namespace attractor::growth {
namespace {

constexpr auto kRows = table<Params>(
    row(&Params::L, "L", "Side of the lattice", 16, 2048, "Spins along one side; N is its square")
        .in("spins")
        .logarithmic()
        .rebuilds(),
    row(&Params::T, "T", "Temperature after the quench", 0, 2.2, "Below the critical 2.269; before the quench it is infinite")
        .in("J/k")
        .rebuilds(),
    choice(&Params::rule, "rule", "Dynamics", kDynamics, "How a flip is accepted; both sample the Boltzmann distribution")
        .rebuilds(),
    row(&Params::sweeps, "sweeps", "Sweeps per step", 1, 8, "How much time passes in one step"));

constexpr double kLn10 = 2.302585092994045684;
constexpr double kPerDecade = 16;
constexpr int64_t kForever = int64_t(1) << 40;

double log10(double x) { return attractor::log(x) / kLn10; }

double energy(const Params& p, const State& s) {
  const double n = double(p.L) * p.L;
  return 2 * double(s.sums.unsatisfied) / n - 2;
}

void record(const Params& p, State& s) {
  if (s.time < s.next) return;
  const double r = domain_size(p, s);
  if (r > 0) {
    s.log_t.push_back(log10(double(s.time)));
    s.log_r.push_back(log10(r));
  }
  const double later = std::floor(attractor::exp((log10(double(s.time)) + 1 / kPerDecade) * kLn10) + 0.5);
  s.next = std::min(kForever, std::max(s.time + 1, int64_t(later)));
}

constexpr const char* kLogTime = "log₁₀ of the time in sweeps";

// R = a sqrt(t) through the first record from t = 10 on: the growth law, where it should hold.
Line square_root_law(const State& s) {
  const int size = int(s.log_t.size());
  int first = 0;
  while (first < size && s.log_t[first] < 1) ++first;
  if (first >= size) return {{}, {}, kLogTime};
  const double end = std::max(3.0, s.log_t.back()), base = s.log_r[first] - s.log_t[first] / 2;
  return {{0, end}, {base, base + end / 2}, kLogTime};
}

}  // namespace

double domain_size(const Params& p, const State& s) {
  const double excess = energy(p, s) - s.equilibrium_energy;
  return excess > 1e-9 ? 2 / excess : 0;
}

Slope exponent(const Params& p, const State& s) {
  double n = 0, x = 0, y = 0, xx = 0, xy = 0, lo = 0, hi = 0;
  const double limit = log10(p.L / 10.0);
  for (int i = 0; i < std::ssize(s.log_t); ++i) {
    if (s.log_t[i] < 1) continue;
    if (s.log_r[i] > limit) break;
    if (n == 0) lo = s.log_t[i];
    hi = s.log_t[i];
    n += 1, x += s.log_t[i], y += s.log_r[i], xx += s.log_t[i] * s.log_t[i], xy += s.log_t[i] * s.log_r[i];
  }
  if (n < 5 || hi - lo < 0.5) return {};
  return {(n * xy - x * y) / (n * xx - x * x), true};
}

Message conflict(const Params& p) {
  if (p.L % 2 != 0) return {"The checkerboard needs an even side: on an odd torus two neighbours would move at once", {}};
  if (p.L > 1024 && p.sweeps > 2) return {"Beyond L = 1024 a step has two sweeps at the most", {}};
  return {};
}

State init(const Params& p, const Rng& rng) {
  State s;
  s.lattice = BitLattice(p.L);
  s.lattice.fill(rng.draw(Stream::start));
  s.sums = measure(s.lattice, {});
  s.equilibrium_energy = exact::onsager_energy(p.T);
  return s;
}

void advance(const Params& p, State& s, const Rng& rng) {
  const BitThresholds thresholds = bit_thresholds(p.rule == glauber ? Rule::heat_bath : Rule::metropolis, p.T, 0);
  for (int k = 0; k < p.sweeps; ++k) {
    sweep(s.lattice, {}, thresholds, inner(rng, k), 0, p.L);
    ++s.time;
    if (k + 1 < p.sweeps && s.time < s.next) continue;
    s.sums = measure(s.lattice, {});
    record(p, s);
  }
}

void observe(const Params& p, const State& s, Sink& sink) {
  const double m = double(s.sums.magnet[0] + s.sums.magnet[1]) / (double(p.L) * p.L), r = domain_size(p, s);
  sink.series({"energy", "Energy per spin", "J"}, energy(p, s));
  sink.series({"m", "Magnetisation"}, m);
  sink.series({"size", "Domain size", "sites"}, r, r > 0);
  const Slope slope = exponent(p, s);
  sink.number({"exponent", "Exponent"}, slope.value, slope.known);
  sink.number({"time", "Time", "sweeps"}, double(s.time));
  sink.number({"rest", "Energy in equilibrium", "J"}, s.equilibrium_energy);
  observe_spins(s.lattice, sink);
  sink.shape({"sizes", "log₁₀ of the domain size"}, [&] { return Line{s.log_t, s.log_r, kLogTime, Line::Drawn::points}; });
  sink.shape({"law", "Square root of time"}, [&] { return square_root_law(s); });
  const double numbers[] = {double(s.time), r, m};
  sink.words("{0} sweeps after the quench: domains of about {1} sites, magnetisation {2}", numbers);
}

bool settled(const Params& p, const State& s) { return p.T == 0 && s.sums.unsatisfied == 0; }

void digest(const State& s, Bytes& out) {
  out.add(s.lattice.words());
  out.words(s.time, s.next);
  out.add(s.log_t);
  out.add(s.log_r);
}

bool poke(const Params& p, State& s, const Poke& poke) {
  if (!paints_spins(poke, p.L)) return false;
  paint(s.lattice, poke.index, poke.radius, int(poke.value));
  s.sums = measure(s.lattice, {});
  return true;
}

constinit const Model kModel = model<Params, kRows>("growth", "Domain growth after a quench", 1);

}  // namespace attractor::growth
