#include "core/models/magnets/frustration.h"

#include <algorithm>
#include <cmath>

#include "core/spins/acceptance.h"

namespace attractor::frustration {
namespace {

constexpr auto kRows = table<Params>(
    choice(&Params::system, "system", "Spins and bonds", kSystems, "Which spins act on each other, and with what sign")
        .rebuilds(),
    row(&Params::L, "L", "Side of the lattice", 3, 24, "Spins along one side; N is its square")
        .only(&Params::system, square, triangular, pmj)
        .in("spins")
        .rebuilds(),
    row(&Params::p, "p", "Share of negative bonds", 0, 1, "Probability that a bond of the ±J glass is negative")
        .only(&Params::system, pmj)
        .rebuilds(),
    row(&Params::T, "T", "Temperature", 0, 10, "The heat bath's temperature").in("J/k"),
    row(&Params::updates, "updates", "Updates per step", 1, 1000, "Spins tried in one step").logarithmic());

constexpr double kHeight = 0.866025403784438647;  // of a triangle with sides of 1

void add_bond(SpinGraph& d, int a, int b, int sign, double dx, double dy) {
  const auto k = int32_t(d.bonds.size());
  d.bonds.push_back({a, b, sign, dx, dy});
  d.bonds_of[a].push_back(k);
  d.bonds_of[b].push_back(k);
}

void make_triangle(SpinGraph& d) {
  d.sites = {{0, kHeight, 1}, {1, kHeight, 1}, {0.5, 0, 1}};
  d.bonds_of.resize(3);
  for (int i = 0; i < 3; ++i) {
    const auto &a = d.sites[i], &b = d.sites[(i + 1) % 3];
    add_bond(d, i, (i + 1) % 3, -1, b.x - a.x, b.y - a.y);
  }
  d.frustrated = {{0.5, kHeight * 2 / 3}};
}

void make_lattice(const Params& p, SpinGraph& d, const Rng& rng) {
  const int L = p.L, n = L * L;
  const bool skewed = p.system == triangular;
  d.bonds_of.resize(n);
  for (int i = 0; i < n; ++i) {
    const int x = i % L, y = i / L;
    double across = x;
    if (skewed) {  // rows shifted by half a bond, wrapped into a rectangle
      across -= y / 2.0;
      if (across < -0.25) across += L;
    }
    d.sites.push_back({across, skewed ? y * kHeight : double(y), 1});
  }
  Draw draw = rng.draw(Stream::data);
  const uint64_t negative = threshold(p.p);
  auto sign = [&] { return p.system == pmj ? (below(draw.bits(), negative) ? -1 : 1) : -1; };
  for (int i = 0; i < n; ++i) {
    const int x = i % L, y = i / L, right = y * L + (x + 1) % L, under = (y + 1) % L * L;
    add_bond(d, i, right, sign(), 1, 0);
    add_bond(d, i, under + x, sign(), skewed ? -0.5 : 0, skewed ? kHeight : 1);
    if (skewed) add_bond(d, i, under + (x + 1) % L, -1, 0.5, kHeight);
  }
  if (skewed) return;  // every triangle is frustrated: no need to say so in each of them
  for (int i = 0; i < n; ++i) {
    const int x = i % L, y = i / L, right = y * L + (x + 1) % L, under = (y + 1) % L * L + x;
    auto coupling = [&](int site, int which) { return d.bonds[2 * site + which].sign; };
    if (coupling(i, 0) * coupling(right, 1) * coupling(under, 0) * coupling(i, 1) < 0)
      d.frustrated.push_back({x + 0.5, y + 0.5});
  }
}

int64_t local_field(const State& s, int i) {
  int64_t h = 0;
  for (int32_t k : s.graph->bonds_of[i]) {
    const attractor::Bonds::Bond& b = s.graph->bonds[k];
    h += b.sign * s.spins[b.a == i ? b.b : b.a];
  }
  return h;
}

void flip(State& s, int i) {
  s.energy += 2 * s.spins[i] * local_field(s, i);
  s.spins[i] = int8_t(-s.spins[i]);
  s.lowest = std::min(s.lowest, s.energy);
}

}  // namespace

double triangle_energy(double T) {
  if (T == 0) return -1;
  const double rare = attractor::exp(-4 / T);  // of e^(-3/T), against e^(1/T)
  return (6 * rare - 6) / (6 + 2 * rare);
}

int64_t count_energy(const State& s) {
  int64_t e = 0;
  for (const attractor::Bonds::Bond& b : s.graph->bonds) e -= b.sign * s.spins[b.a] * s.spins[b.b];
  return e;
}

State init(const Params& p, const Rng& rng) {
  State s;
  auto d = std::make_shared<SpinGraph>();
  if (p.system == triangle) make_triangle(*d);
  else make_lattice(p, *d, rng);
  s.spins.resize(d->sites.size());
  Draw draw = rng.draw(Stream::start);
  for (int8_t& v : s.spins) v = int8_t(draw.sign());
  s.graph = std::move(d);
  s.lowest = s.energy = count_energy(s);
  s.T = p.T;
  return s;
}

void advance(const Params& p, State& s, const Rng& rng) {
  if (p.T != s.T) {
    s.T = p.T;
    s.count = s.sum = 0;
  }
  ++s.steps;
  Draw order = rng.draw(Stream::order), update = rng.draw(Stream::update);
  const auto n = uint64_t(s.spins.size());
  for (int k = 0; k < p.updates; ++k) {
    const int i = int(order.below(n));
    const double dE = 2.0 * s.spins[i] * double(local_field(s, i));
    if (accepts(update.bits(), Rule::heat_bath, dE, p.T)) {
      flip(s, i);
      ++s.flips;
    }
    ++s.tries;
    ++s.count;
    s.sum += s.energy;
  }
}

void observe(const Params& p, const State& s, Sink& sink) {
  const SpinGraph& d = *s.graph;
  const double n = double(s.spins.size()), unsatisfied = (double(d.bonds.size()) + double(s.energy)) / 2;
  const bool one = p.system == triangle;
  const double per = one ? 1 : n;  // the triangle: its whole energy
  const double mean = s.count > 0 ? double(s.sum) / double(s.count) / per : 0;
  sink.series({"energy", "Energy", "J"}, double(s.energy) / per);
  sink.series({"unsatisfied", "Unsatisfied"}, unsatisfied);
  sink.series({"mean", "Mean energy", "J"}, mean, s.count > 0);
  sink.number({"exact", "Exact mean", "J"}, triangle_energy(p.T), one);
  const double loops = p.system == triangular ? 2 * n : double(d.frustrated.size());
  sink.number({"loops", "Frustrated loops"}, loops);
  const double bound = one ? 1 : loops / 2;
  sink.number({"bound", "At the least"}, bound);
  sink.number({"lowest", "Lowest met", "J"}, double(s.lowest) / per);
  sink.number({"tries", "Updates"}, double(s.tries));
  sink.shape({"floor", "Half of the frustrated loops"}, [&] {
    return Line{{0, std::max(1.0, double(s.steps))}, {bound, bound}, "Step"};
  });
  sink.shape({"spins", "Spins and bonds"}, [&] {
    Bonds b{d.sites, d.bonds, d.frustrated};
    for (int i = 0; i < std::ssize(b.sites); ++i) b.sites[i].spin = s.spins[i];
    return b;
  });
  const double numbers[] = {unsatisfied, double(d.bonds.size()), double(s.energy) / per};
  if (one) sink.words("{0} of {1} bonds unsatisfied, energy {2}", numbers);
  else sink.words("{0} of {1} bonds unsatisfied, energy per spin {2}", numbers);
}

void digest(const State& s, Bytes& out) {
  out.add(s.spins);
  out.words(s.energy, s.lowest, s.steps, s.tries, s.flips, s.count, s.sum, s.T);
}

bool poke(const Params&, State& s, const Poke& poke) {
  if (poke.field != "spins" || poke.index >= int64_t(s.spins.size()) || (poke.value != 1 && poke.value != -1)) return false;
  if (s.spins[poke.index] != poke.value) flip(s, int(poke.index));
  return true;
}

constinit const Model kModel = model<Params, kRows>("frustration", "Frustrated spins", 1);

}  // namespace attractor::frustration
