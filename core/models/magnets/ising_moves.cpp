#include <algorithm>
#include <cmath>

#include "core/models/magnets/ising.h"
#include "core/spins/acceptance.h"

namespace attractor::ising {
namespace {

constexpr int64_t kSlice = 65536, kRealSlice = 16384, kBitSlice = 1 << 22;
constexpr double kGaussUnit = 0x1p-20;

int32_t quantised(double j) { return int32_t(std::floor(j / kGaussUnit + 0.5)); }

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
  if (p.model == pmj) return {{{right, b.right[i]}, {left, b.right[left]}, {down, b.down[i]}, {up, b.down[up]}}};
  if (p.model == gauss) return {{{right, b.right32[i]}, {left, b.right32[left]}, {down, b.down32[i]}, {up, b.down32[up]}}};
  const int64_t j = p.model == antiferro ? -1 : 1;
  return {{{right, j}, {left, j}, {down, j}, {up, j}}};
}

// sum_j J_ij s_j in units.
int64_t local_field(const Params& p, const State& s, int64_t i) {
  if (p.model == sk) return s.fields[i];
  int64_t sum = 0;
  for (const Neighbour& n : neighbours(p, s, i)) sum += n.coupling * s.spins[n.site];
  return sum;
}

Rule rule_of(const Params& p) { return p.rule == glauber ? Rule::heat_bath : Rule::metropolis; }

// Class of a site: spin s, sum n in {-4, -2, 0, 2, 4} of J s' over its four neighbours.
constexpr int kClasses = 10;
int class_of(int s, int n) { return (n + 4) / 2 + (s > 0 ? 5 : 0); }

std::array<uint64_t, kClasses> class_thresholds(const Params& p, const State& s) {
  std::array<uint64_t, kClasses> t{};
  for (int spin = -1; spin <= 1; spin += 2)
    for (int n = -4; n <= 4; n += 2) t[class_of(spin, n)] = threshold(acceptance(rule_of(p), 2.0 * spin * (n + p.B), s.T));
  return t;
}

// Proposals site by site, in random or sequential order: a flip costs dE = 2 s_i (sum_j J_ij s_j + B) and is accepted
// by the rule (acceptance.h). Whole-number couplings have ten classes of sites, whose acceptances are computed once a
// step.
void sweep_sites(const Params& p, State& s, const Rng& rng) {
  const int64_t n = sites(s), todo = std::min(slice(p, s), n - s.cursor);
  const bool integer = p.model == ferro || p.model == antiferro || p.model == pmj;
  const auto thresholds = integer ? class_thresholds(p, s) : std::array<uint64_t, kClasses>{};
  Draw order = rng.draw(Stream::order), update = rng.draw(Stream::update);
  for (int64_t k = 0; k < todo; ++k) {
    const int64_t i = p.order == sequential ? s.cursor + k : int64_t(order.below(uint64_t(n)));
    const uint64_t bits = update.bits();
    const int spin = s.spins[i];
    const int64_t field = local_field(p, s, i);
    const uint64_t t = integer ? thresholds[class_of(spin, int(field))]
                               : threshold(acceptance(rule_of(p), 2.0 * spin * (double(field) * s.bonds->unit + p.B), s.T));
    if (below(bits, t)) flip(p, s, i);
  }
  s.cursor += todo;
  s.work += todo;
}

// The checkerboard with real couplings: all sites of one sub-lattice of an even torus, then all of the other.
void sweep_checkerboard_slow(const Params& p, State& s, const Rng& rng) {
  const int64_t n = sites(s), end = std::min(n, s.cursor + slice(p, s)), across = s.side / 2;
  for (int64_t k = s.cursor; k < end; ++k) {
    const int64_t colour = k / (n / 2), row = k % (n / 2) / across, column = 2 * (k % across) + ((row + colour) & 1);
    const int64_t i = row * s.side + column;
    const Words w = rng.at(Stream::update, uint32_t(i));
    const double dE = 2.0 * s.spins[i] * (double(local_field(p, s, i)) * s.bonds->unit + p.B);
    if (accepts(uint64_t(w[1]) << 32 | w[0], rule_of(p), dE, s.T)) flip(p, s, i);
  }
  s.work += end - s.cursor;
  s.cursor = end;
}

// The checkerboard with couplings of one size: 128 sites at a time (bit_lattice.h).
void sweep_bits(const Params& p, State& s, const Rng& rng) {
  const int64_t begin = s.cursor / s.side, end = std::min<int64_t>(s.side, begin + std::max<int64_t>(1, slice(p, s) / s.side));
  s.flips = sweep(s.bits, s.bonds->bits, bit_thresholds(rule_of(p), s.T, p.B), rng, int(begin), int(end));
  count(p, s);
  s.cursor = end * s.side;
  s.work += (end - begin) * s.side;
}

// 1 - e^(-2|J|/T), the probability that a satisfied bond is occupied.
uint64_t bond_threshold(double j, double T) { return T == 0 ? kAlways : threshold(-attractor::expm1(-2.0 * j / T)); }

// Wolff 1989: from a random site the cluster grows over satisfied bonds, each occupied with probability 1 - e^(-2|J|/T),
// and flips. A site flips when it joins. A step adds up to kSlice sites; true when the cluster is complete.
bool wolff_step(const Params& p, State& s, const Rng& rng) {
  Draw draw = rng.draw(Stream::update);
  // Without frustration no bond to a flipped site is satisfied, so no site joins twice; in a glass one could: it is
  // marked.
  const bool marks = p.model == pmj || p.model == gauss;
  if (s.frontier.empty()) {
    const auto seed = int64_t(rng.draw(Stream::order).below(uint64_t(sites(s))));
    s.frontier.push_back(int32_t(seed));
    s.cursor = 1;
    flip(p, s, seed);
    ++s.cluster;
    if (marks) {
      s.last_cluster.resize(sites(s), 0);
      s.last_cluster[seed] = s.cluster;
    }
  }
  const uint64_t unit_bond = bond_threshold(1.0, s.T);  // of |J| = 1; real couplings have one each
  int64_t budget = kSlice;
  while (!s.frontier.empty() && budget-- > 0) {
    const int64_t i = s.frontier.back();
    s.frontier.pop_back();
    const int before = -s.spins[i];
    for (const Neighbour& n : neighbours(p, s, i)) {
      if (n.coupling * before * s.spins[n.site] <= 0) continue;
      if (marks && s.last_cluster[n.site] == s.cluster) continue;
      const double j = std::fabs(double(n.coupling)) * s.bonds->unit;
      if (!below(draw.bits(), p.model == gauss ? bond_threshold(j, s.T) : unit_bond)) continue;
      s.frontier.push_back(int32_t(n.site));
      ++s.cursor;
      flip(p, s, n.site);
      if (marks) s.last_cluster[n.site] = s.cluster;
    }
  }
  if (!s.frontier.empty()) return false;
  s.work += s.cursor;
  return true;
}

// Union-find with path halving.
int32_t root_of(std::vector<int32_t>& parent, int32_t i) {
  while (parent[i] != i) {
    int32_t& up = parent[i];
    up = parent[up];
    i = up;
  }
  return i;
}

// Swendsen, Wang 1987: every satisfied bond is occupied with probability 1 - e^(-2|J|/T), and each cluster of occupied
// bonds flips with probability 1/2. A step goes over kSlice sites: first N to join the ends of occupied bonds, then N to
// flip the clusters; true at the end of a sweep.
bool swendsen_wang_step(const Params& p, State& s, const Rng& rng) {
  const int64_t n = sites(s), end = std::min(2 * n, s.cursor + kSlice);
  if (s.cursor == 0) {
    s.parent.resize(n);
    s.cluster_flips.resize(n);
    for (int64_t i = 0; i < n; ++i) s.parent[i] = int32_t(i);
  }
  const uint64_t unit_bond = bond_threshold(1.0, s.T);
  Draw bonds = rng.draw(Stream::update), coins = rng.draw(Stream::order);
  for (int64_t k = s.cursor; k < std::min(n, end); ++k) {
    s.cluster_flips[k] = coins.sign() > 0;
    const auto around = neighbours(p, s, k);
    for (const int side : {0, 2}) {  // right and down: every bond once
      const Neighbour& other = around[side];
      const uint64_t bits = bonds.bits();
      if (other.coupling * s.spins[k] * s.spins[other.site] <= 0) continue;
      const double j = std::fabs(double(other.coupling)) * s.bonds->unit;
      if (!below(bits, p.model == gauss ? bond_threshold(j, s.T) : unit_bond)) continue;
      const int32_t a = root_of(s.parent, int32_t(k)), b = root_of(s.parent, int32_t(other.site));
      s.parent[std::max(a, b)] = std::min(a, b);
    }
  }
  for (int64_t k = std::max(s.cursor, n); k < end; ++k)
    if (s.cluster_flips[root_of(s.parent, int32_t(k - n))]) flip(p, s, k - n);
  s.cursor = end;
  if (end < 2 * n) return false;
  s.cursor = 0;
  s.parent.clear();
  s.cluster_flips.clear();
  s.work += n;
  return true;
}

}  // namespace

std::shared_ptr<const Bonds> make_bonds(const Params& p, const Rng& rng) {
  auto b = std::make_shared<Bonds>();
  const int L = p.L;
  const auto n = L * L;
  Draw draw = rng.draw(Stream::data);
  b->bits.sign = p.model == antiferro ? -1 : 1;
  if (p.model == pmj) {
    b->right.resize(n), b->down.resize(n);
    const uint64_t negative = threshold(p.p);
    for (int i = 0; i < n; ++i) {
      b->right[i] = below(draw.bits(), negative) ? -1 : 1;
      b->down[i] = below(draw.bits(), negative) ? -1 : 1;
    }
    if (L % 2 == 0) b->bits = bit_bonds(L, b->right, b->down);
  } else if (p.model == gauss) {
    b->unit = kGaussUnit;
    b->right32.resize(n), b->down32.resize(n);
    for (int i = 0; i < n; ++i) {
      b->right32[i] = quantised(draw.normal());
      b->down32[i] = quantised(draw.normal());
    }
  } else if (p.model == sk) {
    b->unit = kGaussUnit;
    b->pairs.assign(n * n, 0);
    const double width = 1.0 / std::sqrt(double(n));
    for (int i = 0; i < n; ++i)
      for (int j = i + 1; j < n; ++j) b->pairs[i * n + j] = b->pairs[j * n + i] = quantised(width * draw.normal());
  }
  return b;
}

void flip(const Params& p, State& s, int64_t i) {
  int8_t& spin = s.spins[i];
  s.bond_sum -= 2 * spin * local_field(p, s, i);
  spin = int8_t(-spin);
  s.magnet[sublattice(s, i)] += 2 * spin;
  ++s.flips;
  if (p.model == sk) {
    const int n = sites(s);
    const int32_t* row = &s.bonds->pairs[i * n];
    for (int j = 0; j < n; ++j) s.fields[j] += 2 * spin * int64_t(row[j]);
  }
}

void count(const Params& p, State& s) {
  const int64_t n = sites(s);
  if (s.bits.side()) {
    const BitSums sums = measure(s.bits, s.bonds->bits);
    s.bond_sum = 2 * n - 2 * sums.unsatisfied;
    s.magnet[0] = sums.magnet[0], s.magnet[1] = sums.magnet[1];
    return;
  }
  if (p.model == sk) {
    s.fields.assign(n, 0);
    for (int64_t i = 0; i < n; ++i)
      for (int64_t j = 0; j < n; ++j) s.fields[i] += int64_t(s.bonds->pairs[i * n + j]) * s.spins[j];
  }
  s.magnet[0] = s.magnet[1] = s.bond_sum = 0;
  for (int64_t i = 0; i < n; ++i) {
    s.magnet[sublattice(s, i)] += s.spins[i];
    s.bond_sum += s.spins[i] * local_field(p, s, i);
  }
  s.bond_sum /= 2;  // every bond was met from both ends
}

bool on_bits(const Params& p) {
  const bool single = p.rule == metropolis || p.rule == glauber;
  return single && p.order == checkerboard && (p.model == ferro || p.model == antiferro || p.model == pmj);
}

int64_t slice(const Params& p, const State& s) {
  if (s.bits.side()) return kBitSlice;
  return p.model == gauss || p.model == sk ? kRealSlice : kSlice;
}

void use_bits_or_bytes(const Params& p, State& s) {
  const bool bits = s.bits.side() > 0;
  if (on_bits(p) == bits) return;
  if (bits) {
    s.spins = spins_of(s);
    s.bits = BitLattice();
  } else {
    s.bits = BitLattice(s.side);
    s.bits.from_bytes(s.spins.data());
    s.spins = {};
  }
}

std::vector<int8_t> spins_of(const State& s) {
  if (!s.bits.side()) return s.spins;
  std::vector<int8_t> bytes(sites(s));
  s.bits.to_bytes(bytes.data());
  return bytes;
}

bool advance_sweep(const Params& p, State& s, const Rng& rng) {
  if (p.rule == wolff) return wolff_step(p, s, rng);
  if (p.rule == swendsen_wang) return swendsen_wang_step(p, s, rng);
  if (s.bits.side()) sweep_bits(p, s, rng);
  else if (p.order == checkerboard) sweep_checkerboard_slow(p, s, rng);
  else sweep_sites(p, s, rng);
  if (s.cursor < sites(s)) return false;
  s.cursor = 0;
  return true;
}

}  // namespace attractor::ising
