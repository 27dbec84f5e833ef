#include "core/models/ising.h"

#include <algorithm>
#include <cmath>

#include "core/acceptance.h"
#include "core/checkerboard.h"

namespace attractor::ising {
namespace {

constexpr int64_t kSlice = 65536;  // proposals in one step at the most
constexpr int kPadding = 16;
constexpr double kGaussUnit = 0x1p-20;

int64_t sites(const State& s) { return int64_t(s.side) * s.side; }

int32_t quantised(double j) { return int32_t(std::floor(j / kGaussUnit + 0.5)); }

std::shared_ptr<const Bonds> make_bonds(const Params& p, const Rng& rng) {
  auto b = std::make_shared<Bonds>();
  const int L = p.L;
  const auto n = std::size_t(L) * std::size_t(L);
  Draw draw = rng.draw(Stream::data);
  if (p.model == pmj) {
    b->right.resize(n + kPadding), b->down.resize(n + kPadding);
    b->left.resize(n + kPadding), b->up.resize(n + kPadding);
    const uint64_t negative = threshold(p.p);
    for (std::size_t i = 0; i < n; ++i) {
      b->right[i] = below(draw.bits(), negative) ? -1 : 1;
      b->down[i] = below(draw.bits(), negative) ? -1 : 1;
    }
    for (std::size_t i = 0; i < n; ++i) {
      const std::size_t x = i % std::size_t(L), y = i / std::size_t(L);
      b->left[i] = b->right[x == 0 ? i + std::size_t(L) - 1 : i - 1];
      b->up[i] = b->down[y == 0 ? i + n - std::size_t(L) : i - std::size_t(L)];
    }
  } else if (p.model == gauss) {
    b->unit = kGaussUnit;
    b->right32.resize(n), b->down32.resize(n);
    for (std::size_t i = 0; i < n; ++i) {
      b->right32[i] = quantised(draw.normal());
      b->down32[i] = quantised(draw.normal());
    }
  } else if (p.model == sk) {
    b->unit = kGaussUnit;
    b->pairs.assign(n * n, 0);
    const double width = 1.0 / std::sqrt(double(n));
    for (std::size_t i = 0; i < n; ++i)
      for (std::size_t j = i + 1; j < n; ++j) b->pairs[i * n + j] = b->pairs[j * n + i] = quantised(width * draw.normal());
  }
  return b;
}

// The neighbours of a site with their couplings, in units.
struct Neighbour {
  int64_t site;
  int64_t coupling;
};
std::array<Neighbour, 4> neighbours(const Params& p, const State& s, int64_t i) {
  const int64_t L = s.side, x = i % L, y = i / L;
  const int64_t right = x == L - 1 ? i - x : i + 1, left = x == 0 ? i + L - 1 : i - 1;
  const int64_t down = y == L - 1 ? x : i + L, up = y == 0 ? i + (L - 1) * L : i - L;
  const Bonds& b = *s.bonds;
  const auto at = std::size_t(i);
  if (p.model == pmj) return {{{right, b.right[at]}, {left, b.left[at]}, {down, b.down[at]}, {up, b.up[at]}}};
  if (p.model == gauss)
    return {
        {{right, b.right32[at]}, {left, b.right32[std::size_t(left)]}, {down, b.down32[at]}, {up, b.down32[std::size_t(up)]}}};
  const int64_t j = p.model == antiferro ? -1 : 1;
  return {{{right, j}, {left, j}, {down, j}, {up, j}}};
}

// sum_j J_ij s_j in units.
int64_t local_field(const Params& p, const State& s, int64_t i) {
  if (p.model == sk) return s.fields[std::size_t(i)];
  int64_t sum = 0;
  for (const Neighbour& n : neighbours(p, s, i)) sum += n.coupling * s.spins[std::size_t(n.site)];
  return sum;
}

int sublattice(const State& s, int64_t i) { return int((i % s.side + i / s.side) & 1); }

void flip(const Params& p, State& s, int64_t i) {
  int8_t& spin = s.spins[std::size_t(i)];
  s.bond_sum -= 2 * spin * local_field(p, s, i);
  spin = int8_t(-spin);
  s.magnet[sublattice(s, i)] += 2 * spin;
  ++s.flips;
  if (p.model == sk) {
    const auto n = std::size_t(sites(s));
    const int32_t* row = &s.bonds->pairs[std::size_t(i) * n];
    for (std::size_t j = 0; j < n; ++j) s.fields[j] += 2 * spin * int64_t(row[j]);
  }
}

// The running sums, from the spins.
void count(const Params& p, State& s) {
  const int64_t n = sites(s);
  if (p.model == sk) {
    s.fields.assign(std::size_t(n), 0);
    for (int64_t i = 0; i < n; ++i)
      for (int64_t j = 0; j < n; ++j)
        s.fields[std::size_t(i)] += int64_t(s.bonds->pairs[std::size_t(i * n + j)]) * s.spins[std::size_t(j)];
  }
  s.magnet[0] = s.magnet[1] = s.bond_sum = 0;
  for (int64_t i = 0; i < n; ++i) {
    s.magnet[sublattice(s, i)] += s.spins[std::size_t(i)];
    s.bond_sum += s.spins[std::size_t(i)] * local_field(p, s, i);
  }
  s.bond_sum /= 2;  // every bond was met from both ends
}

Rule rule_of(const Params& p) { return p.rule == glauber ? Rule::heat_bath : Rule::metropolis; }

std::array<uint64_t, kSiteClasses> class_thresholds(const Params& p, const State& s) {
  std::array<uint64_t, kSiteClasses> t{};
  for (int spin = -1; spin <= 1; spin += 2)
    for (int n = -4; n <= 4; n += 2)
      t[std::size_t(site_class(spin, n))] = threshold(acceptance(rule_of(p), 2.0 * spin * (n + p.B), s.T));
  return t;
}

void sweep_sites(const Params& p, State& s, const Rng& rng) {
  const int64_t n = sites(s), todo = std::min(kSlice, n - s.cursor);
  const bool integer = p.model == ferro || p.model == antiferro || p.model == pmj;
  const auto thresholds = integer ? class_thresholds(p, s) : std::array<uint64_t, kSiteClasses>{};
  Draw order = rng.draw(Stream::order), update = rng.draw(Stream::update);
  for (int64_t k = 0; k < todo; ++k) {
    const int64_t i = p.order == sequential ? s.cursor + k : int64_t(order.below(uint64_t(n)));
    const uint64_t bits = update.bits();
    const int spin = s.spins[std::size_t(i)];
    const int64_t field = local_field(p, s, i);
    const uint64_t t = integer ? thresholds[std::size_t(site_class(spin, int(field)))]
                               : threshold(acceptance(rule_of(p), 2.0 * spin * (double(field) * s.bonds->unit + p.B), s.T));
    if (below(bits, t)) flip(p, s, i);
  }
  s.cursor += todo;
  s.work += todo;
}

// The two sublattices of an even torus with real couplings, site by site in the checkerboard's order.
void sweep_checkerboard_slow(const Params& p, State& s, const Rng& rng) {
  const int64_t n = sites(s);
  for (int colour = 0; colour < 2; ++colour)
    for (int64_t i = 0; i < n; ++i) {
      if (sublattice(s, i) != colour) continue;
      const Words w = rng.at(Stream::update, uint32_t(i));
      const double field = double(local_field(p, s, i)) * s.bonds->unit + p.B;
      const double dE = 2.0 * s.spins[std::size_t(i)] * field;
      if (below(uint64_t(w[1]) << 32 | w[0], threshold(acceptance(rule_of(p), dE, s.T)))) flip(p, s, i);
    }
}

void sweep_checkerboard(const Params& p, State& s, const Rng& rng) {
  if (p.model == gauss) {
    sweep_checkerboard_slow(p, s, rng);
  } else {
    BondSigns signs;
    signs.uniform = p.model == antiferro ? -1 : 1;
    if (p.model == pmj) signs = {s.bonds->right, s.bonds->left, s.bonds->down, s.bonds->up, 1};
    const SweepResult r = checkerboard_sweep(s.spins.data(), s.side, signs, class_thresholds(p, s), rng);
    s.bond_sum += r.bonds;
    s.magnet[0] += r.magnet[0];
    s.magnet[1] += r.magnet[1];
    s.flips += r.flips;
  }
  s.cursor = sites(s);
  s.work += sites(s);
}

// Grows the present cluster (or begins one) by up to kSlice sites; true when it is complete. A site flips when it joins.
bool grow_cluster(const Params& p, State& s, const Rng& rng) {
  Draw draw = rng.draw(Stream::update);
  // Without frustration a flipped neighbour is never satisfied, so it cannot join twice; in a glass it can, and is marked.
  const bool marks = p.model == pmj || p.model == gauss;
  if (s.frontier.empty()) {
    const auto seed = int64_t(rng.draw(Stream::order).below(uint64_t(sites(s))));
    s.frontier.push_back(int32_t(seed));
    s.cursor = 1;
    flip(p, s, seed);
    ++s.cluster;
    if (marks) {
      s.joined.resize(std::size_t(sites(s)), 0);
      s.joined[std::size_t(seed)] = s.cluster;
    }
  }
  // 1 - e^(-2|J|/T); for |J| = 1 once, for real couplings bond by bond.
  auto bond = [&](double j) { return s.T == 0 ? kAlways : threshold(-attractor::expm1(-2.0 * j / s.T)); };
  const uint64_t unit_bond = bond(1.0);
  int64_t budget = kSlice;
  while (!s.frontier.empty() && budget-- > 0) {
    const int64_t i = s.frontier.back();
    s.frontier.pop_back();
    const int before = -s.spins[std::size_t(i)];
    for (const Neighbour& n : neighbours(p, s, i)) {
      if (n.coupling * before * s.spins[std::size_t(n.site)] <= 0) continue;
      if (marks && s.joined[std::size_t(n.site)] == s.cluster) continue;
      const double j = std::fabs(double(n.coupling)) * s.bonds->unit;
      if (!below(draw.bits(), p.model == gauss ? bond(j) : unit_bond)) continue;
      s.frontier.push_back(int32_t(n.site));
      ++s.cursor;
      flip(p, s, n.site);
      if (marks) s.joined[std::size_t(n.site)] = s.cluster;
    }
  }
  if (!s.frontier.empty()) return false;
  s.work += s.cursor;
  return true;
}

// Onsager's and Yang's spontaneous magnetisation of the infinite lattice, T up to 5: the theory behind the measurement.
// Points lie evenly in m, so that the fall at T_c is drawn as steep as it is: sinh(2/T) = (1 - m^8)^(-1/4).
void show_theory(const Params& p, Sink& sink) {
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
  sink.line(name, {x.data(), y.data(), int(x.size())});
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
  const double part = p.rule == wolff || p.order == checkerboard ? 1.0 : double(std::min(kSlice, sites(s))) / double(sites(s));
  const double reach = p.ramp * part;
  if (p.ramp == 0 || std::fabs(p.T - s.T) <= reach) s.T = p.T;
  else s.T += p.T > s.T ? reach : -reach;
}

}  // namespace

Message conflict(const Params& p) {
  if (p.model == sk && p.L > kMaxSideSk)
    return {"The all-pairs glass goes up to L = {0}: it stores a coupling for every pair", {decimal(kMaxSideSk)}};
  if (p.rule == wolff && p.B != 0) return {"Wolff clusters need a field of 0", {}};
  if (p.rule == wolff && p.model == sk) return {"Wolff clusters need a lattice, not all pairs", {}};
  if (p.rule != wolff && p.order == checkerboard && p.model == sk)
    return {"The checkerboard needs a lattice; with all pairs, choose random order", {}};
  if (p.rule != wolff && p.order == checkerboard && p.L % 2 != 0)
    return {"The checkerboard needs an even side: on an odd torus two neighbours would move at once", {}};
  return {};
}

State init(const Params& p, const Rng& rng) {
  State s;
  s.side = p.L;
  s.T = p.T;
  s.bonds = make_bonds(p, rng);
  const int64_t n = sites(s);
  s.spins.assign(std::size_t(n) + kPadding, 1);
  Draw draw = rng.draw(Stream::start);
  for (int64_t i = 0; i < n; ++i) {
    int v = p.start == start_down ? -1 : 1;
    if (p.start == start_random) v = draw.sign();
    if (p.start == start_neel) v = sublattice(s, i) ? -1 : 1;
    s.spins[std::size_t(i)] = int8_t(v);
  }
  count(p, s);
  s.moments.skip = p.discard;
  s.last = {s.T, p.B, double(p.rule), double(p.order)};
  return s;
}

void advance(const Params& p, State& s, const Rng& rng) {
  follow_temperature(p, s);
  const std::array<double, 4> now{s.T, p.B, double(p.rule), double(p.order)};
  if (now != s.last) {
    if (now[2] != s.last[2] || now[3] != s.last[3]) {  // another dynamics begins its own sweep
      s.cursor = 0;
      s.frontier.clear();
    }
    s.moments = Moments();
    s.moments.skip = p.discard;
    s.last = now;
  }
  s.flips = 0;
  bool whole = true;
  if (p.rule == wolff) whole = grow_cluster(p, s, rng);
  else if (p.order == checkerboard) sweep_checkerboard(p, s, rng);
  else sweep_sites(p, s, rng);
  if (p.rule != wolff) {
    whole = s.cursor >= sites(s);
    if (whole) s.cursor = 0;
  }
  if (whole) measure(p, s);
}

void show(const Params& p, const State& s, Sink& sink) {
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
  sink.scalar({"mean_energy", "Mean energy per spin", "J"}, mean(m.e), m.count > 0);
  sink.scalar({"mean_abs_m", "Mean |magnetisation|"}, mean(m.m_abs), m.count > 0);
  sink.scalar({"specific_heat", "Specific heat", "k"}, c, known);
  sink.scalar({"susceptibility", "Susceptibility", "1/J"}, chi, known);
  sink.scalar({"binder", "Binder cumulant"}, binder, known && m.m2 > 0);
  sink.scalar({"cluster", "Mean cluster size / N"}, mean(m.cluster), m.count > 0 && p.rule == wolff);
  sink.scalar({"samples", "Sweeps averaged"}, count);
  sink.scalar({"sweeps", "Sweeps", "sweeps"}, double(s.work) / n);
  sink.scalar({"flips", "Flips in the last step"}, double(s.flips));
  Field f;
  f.i8 = s.spins.data();
  f.rows = f.cols = s.side;
  f.palette = Palette::spin;
  f.lo = -1;
  sink.field({"spins", "Spins"}, f);
  show_theory(p, sink);
  const double numbers[] = {double(s.work) / n, s.T, energy(p, s), magnetisation(s)};
  sink.words("after {0} sweeps: T = {1}, energy per spin {2}, magnetisation {3}", numbers);
  sink.settled(false);
  sink.state(s.spins.data(), std::size_t(sites(s)));
  sink.state(s.frontier);
  sink.state_of(s.T, s.bond_sum, s.magnet[0], s.magnet[1], s.cursor, s.work);
  sink.state_of(m.skip, m.count, m.e, m.e2, m.m_abs, m.m2, m.m4, m.cluster);
}

bool poke(const Params& p, State& s, const Poke& poke) {
  if (poke.field != "spins" || poke.index >= sites(s) || (poke.value != 1 && poke.value != -1)) return false;
  const int L = s.side, r = std::min(poke.radius, L / 2);
  const int x = int(poke.index % L), y = int(poke.index / L);
  for (int dy = -r; dy <= r; ++dy)
    for (int dx = -r; dx <= r; ++dx) {
      if (dx * dx + dy * dy > r * r) continue;
      const int64_t i = int64_t((y + dy + L) % L) * L + (x + dx + L) % L;
      if (s.spins[std::size_t(i)] != poke.value) flip(p, s, i);
    }
  s.moments = Moments();
  s.moments.skip = p.discard;
  return true;
}

int64_t bond_sum(const Params& p, const State& s) {
  State fresh = s;
  count(p, fresh);
  return fresh.bond_sum;
}

const Model kModel{"ising", "Ising magnets and spin glasses", 1, kRows,
                   ModelOf<Params, State, init, advance, show, poke, conflict>::make};

}  // namespace attractor::ising
