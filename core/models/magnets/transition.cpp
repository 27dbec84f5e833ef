#include "core/models/magnets/transition.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "core/spins/exact.h"

namespace attractor::transition {

// Exact curves, made once: Kaufman's formula takes a while.
struct Theory {
  static constexpr int kSamples = 113;
  std::array<double, kSamples> T, u, c, torus_u, torus_c;
};

namespace {

constexpr auto kRows = table<Params>(
    row(&Params::L, "L", "Side of the lattice", 4, 128, "Spins along one side; N is its square").in("spins").rebuilds(),
    row(&Params::low, "low", "Lowest temperature", 0.5, 2.2, "Left end of the axis").in("J/k").rebuilds(),
    row(&Params::high, "high", "Highest temperature", 2.3, 6, "Right end of the axis").in("J/k").rebuilds(),
    choice(&Params::rule, "rule", "Dynamics", kDynamics, "How a flip is accepted; both sample the Boltzmann distribution")
        .rebuilds(),
    row(&Params::warm, "warm", "Sweeps left out", 0, 100000, "First sweeps at each temperature that the averages leave out")
        .in("sweeps")
        .rebuilds());

constexpr int64_t kWork = 1 << 19;  // sites of whole vectors in one burst
constexpr double kTopHeat = 3;      // Onsager's specific heat is infinite at T_c; drawn up to here

double at_point(const Params& p, int i, int n) { return p.low + (p.high - p.low) * i / (n - 1); }

int sweeps_in_burst(const Params& p) {
  const int64_t sites = int64_t(2) * p.L * 128 * ((p.L / 2 + 127) / 128);
  return int(std::clamp<int64_t>(kWork / sites, 1, 1000));
}

std::shared_ptr<const Theory> make_theory(const Params& p) {
  auto t = std::make_shared<Theory>();
  for (int i = 0; i < Theory::kSamples; ++i) {
    const int k = i;
    const double T = t->T[k] = at_point(p, i, Theory::kSamples);
    const exact::PerSpin torus = exact::kaufman(p.L, T);
    t->u[k] = exact::onsager_energy(T);
    const double c = exact::onsager_specific_heat(T);
    t->c[k] = c < kTopHeat ? c : std::numeric_limits<double>::quiet_NaN();
    t->torus_u[k] = torus.energy, t->torus_c[k] = torus.specific_heat;
  }
  return t;
}

void add(Point& p, double e, double m) {
  if (p.bins.empty() || p.bins.back().n == double(p.length)) {
    if (int(p.bins.size()) == kBins) {  // two become one
      for (int i = 0; i < kBins / 2; ++i) {
        Bin b = p.bins[2 * i];
        const Bin& c = p.bins[2 * i + 1];
        b.n += c.n, b.e += c.e, b.e2 += c.e2, b.m += c.m, b.m2 += c.m2, b.m4 += c.m4;
        p.bins[i] = b;
      }
      p.bins.resize(kBins / 2);
      p.length *= 2;
    }
    p.bins.emplace_back();
  }
  Bin& b = p.bins.back();
  b.n += 1, b.e += e, b.e2 += e * e;
  b.m += std::fabs(m), b.m2 += m * m, b.m4 += m * m * m * m;
}

double estimate(const Params& p, double T, const Bin& b, Quantity q) {
  const double e = b.e / b.n, m2 = b.m2 / b.n;
  switch (q) {
    case energy: return e;
    case magnetisation: return b.m / b.n;
    case specific_heat: return double(p.L) * p.L * std::max(0.0, b.e2 / b.n - e * e) / (T * T);
    case binder: break;
  }
  return m2 > 0 ? 1 - b.m4 / b.n / (3 * m2 * m2) : 0;
}

Line measured_line(const Params& p, const State& s, Quantity q) {
  Line line{.x = {}, .y = {}, .x_label = "Temperature", .drawn = Line::Drawn::points};
  for (const Point& point : s.points) {
    const Measured m = measured(p, point, q);
    if (!m.known) continue;
    line.x.push_back(point.T), line.y.push_back(m.value);
    line.lo.push_back(m.value - m.error), line.hi.push_back(m.value + m.error);
  }
  return line;
}

// Onsager and Yang's curve in even steps of m, so that its fall at T_c is as steep as it is: sinh(2/T) = (1 -
// m^8)^(-1/4).
Line magnetisation_line(const Params& p) {
  constexpr int kSteps = 100;
  const double top = exact::onsager_magnetisation(p.low);
  std::vector<double> x{p.low}, y{top};
  for (int i = 1; i <= kSteps; ++i) {
    const double m = top * (1 - double(i) / kSteps), m2 = m * m, m8 = m2 * m2 * m2 * m2;
    const double s = 1 / std::sqrt(std::sqrt(1 - m8));
    x.push_back(2 / attractor::log(s + std::sqrt(s * s + 1)));
    y.push_back(m);
  }
  x.push_back(p.high), y.push_back(0);
  return {std::move(x), std::move(y), "Temperature"};
}

}  // namespace

Measured measured(const Params& p, const Point& point, Quantity q) {
  const int bins = int(point.bins.size()), whole = bins > 0 && point.bins.back().n < double(point.length) ? bins - 1 : bins;
  if (whole < 4) return {};
  Bin all;
  for (int i = 0; i < whole; ++i) {
    const Bin& b = point.bins[i];
    all.n += b.n, all.e += b.e, all.e2 += b.e2, all.m += b.m, all.m2 += b.m2, all.m4 += b.m4;
  }
  double mean = 0, square = 0;
  for (int i = 0; i < whole; ++i) {  // each bin left out once
    const Bin& b = point.bins[i];
    const Bin rest{all.n - b.n, all.e - b.e, all.e2 - b.e2, all.m - b.m, all.m2 - b.m2, all.m4 - b.m4};
    const double v = estimate(p, point.T, rest, q) - estimate(p, point.T, all, q);
    mean += v, square += v * v;
  }
  const double n = double(whole);
  return {estimate(p, point.T, all, q), std::sqrt(std::max(0.0, (n - 1) / n * (square - mean * mean / n))), true};
}

Message conflict(const Params& p) {
  if (p.L % 2 != 0) return {"The checkerboard needs an even side: on an odd torus two neighbours would move at once", {}};
  return {};
}

State init(const Params& p, const Rng& rng) {
  State s;
  s.points.resize(kPoints);
  for (int i = 0; i < kPoints; ++i) {
    Point& point = s.points[i];
    point.T = at_point(p, i, kPoints);
    point.lattice = BitLattice(p.L);
    if (point.T > exact::kCriticalTemperature) point.lattice.fill(rng.draw(Stream::start, uint32_t(i)));
  }
  s.theory = make_theory(p);
  return s;
}

void advance(const Params& p, State& s, const Rng& rng) {
  // Neighbours on the axis are far apart in time, so that the whole curve is there from the start: 0, 8, 16, ...
  Point& point = s.points[s.bursts++ * 8 % kPoints];
  const BitThresholds thresholds = bit_thresholds(p.rule == glauber ? Rule::heat_bath : Rule::metropolis, point.T, 0);
  const double n = double(p.L) * p.L;
  const int sweeps = sweeps_in_burst(p);
  for (int k = 0; k < sweeps; ++k) {
    sweep(point.lattice, {}, thresholds, inner(rng, k), 0, p.L);
    if (++point.sweeps <= p.warm) continue;
    const BitSums sums = measure(point.lattice, {});
    add(point, (2 * double(sums.unsatisfied) - 2 * n) / n, double(sums.magnet[0] + sums.magnet[1]) / n);
  }
  s.sweeps += sweeps;
}

void observe(const Params& p, const State& s, Sink& sink) {
  sink.shape({"e", "Measured"}, [&] { return measured_line(p, s, energy); });
  sink.shape({"m", "Measured"}, [&] { return measured_line(p, s, magnetisation); });
  sink.shape({"c", "Measured"}, [&] { return measured_line(p, s, specific_heat); });
  sink.shape({"u", "Measured"}, [&] { return measured_line(p, s, binder); });
  const Theory& t = *s.theory;
  auto exact_line = [&](const Name& name, const std::array<double, Theory::kSamples>& y, Line::Drawn drawn) {
    sink.shape(name, [&] { return Line{{t.T.begin(), t.T.end()}, {y.begin(), y.end()}, "Temperature", drawn}; });
  };
  exact_line({"onsager_e", "Onsager, L → ∞"}, t.u, Line::Drawn::theory);
  sink.shape({"onsager_m", "Onsager, L → ∞"}, [&] { return magnetisation_line(p); });
  exact_line({"onsager_c", "Onsager, L → ∞"}, t.c, Line::Drawn::theory);
  exact_line({"kaufman_e", "Kaufman, this L"}, t.torus_u, Line::Drawn::curve);
  exact_line({"kaufman_c", "Kaufman, this L"}, t.torus_c, Line::Drawn::curve);
  sink.shape({"critical", "Critical: 2.269"}, [] {
    return Line{{exact::kCriticalTemperature, exact::kCriticalTemperature}, {0, 2.0 / 3}, "Temperature"};
  });
  int64_t least = s.points[0].sweeps;
  for (const Point& point : s.points) least = std::min(least, point.sweeps);
  sink.number({"sweeps", "Sweeps"}, double(s.sweeps));
  sink.number({"least", "Per point", "sweeps"}, double(least));
  const double numbers[] = {double(least), double(kPoints), double(p.L)};
  sink.words("{0} sweeps at each of {1} temperatures, L = {2}", numbers);
}

void digest(const State& s, Bytes& out) {
  for (const Point& point : s.points) {
    out.add(point.lattice.words());
    out.words(point.sweeps, point.length);
    if (!point.bins.empty()) out.add(point.bins.data(), point.bins.size() * sizeof(Bin));
  }
  out.words(s.bursts, s.sweeps);
}

constinit const Model kModel = model<Params, kRows>("transition", "Phase transition, measured", 1);

}  // namespace attractor::transition
