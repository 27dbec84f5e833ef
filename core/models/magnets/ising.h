// Ising magnets and spin glasses.
//
// Energy  E = -sum_<ij> J_ij s_i s_j - B sum_i s_i, each bond once, s_i = +-1 on a square torus L x L (2 N bonds; L = 2
//         has each bond twice) or, for the Sherrington-Kirkpatrick glass, all pairs of N = L^2 spins. k_B = 1, J sets
//         the unit.
// Models  ferro J = 1; antiferro J = -1; Edwards-Anderson (1975) J = +-1 with P(-1) = p, or J ~ N(0, 1); SK (1975)
//         J_ij ~ N(0, 1/N). Gaussian couplings are whole multiples of 2^-20, so that every sum of them is exact.
// Step    one sweep: N proposals, in random or sequential order, cut into steps of 65,536 proposals on large lattices,
//         or checkerboard, which for whole-number couplings runs on one bit per spin (bit_lattice.h; above L = 2048 cut
//         into four). Wolff: one cluster, Swendsen-Wang: all clusters, cut likewise. Acceptance: acceptance.h.
// Shown   beyond L = 1024 a cell of the picture is a square of spins in the colour of its majority (and painted as one).
// Known   T_c = 2 / ln(1 + sqrt 2) = 2.2692 (Onsager 1944); exact finite tori by Kaufman (1949), in exact.h.
// Not here random graphs, three dimensions.
// Sources Metropolis et al. 1953; Glauber 1963; Edwards, Anderson 1975; Sherrington, Kirkpatrick 1975; Swendsen, Wang
//         1987; Wolff 1989.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <vector>

#include "core/run/model.h"
#include "core/spins/bit_lattice.h"

namespace attractor::ising {

enum Couplings { ferro, antiferro, pmj, gauss, sk };
inline constexpr Choice kCouplings[] = {{ferro, "ferro", "Ferromagnet"},
                                        {antiferro, "antiferro", "Antiferromagnet"},
                                        {pmj, "pmj", "Glass, ±J"},
                                        {gauss, "gauss", "Glass, Gaussian"},
                                        {sk, "sk", "Glass, all pairs"}};
enum RuleChoice { metropolis, glauber, wolff, swendsen_wang };
inline constexpr Choice kRules[] = {{metropolis, "metropolis", "Metropolis"},
                                    {glauber, "glauber", "Heat bath"},
                                    {wolff, "wolff", "Wolff clusters"},
                                    {swendsen_wang, "sw", "Swendsen–Wang clusters"}};
enum Order { random_order, sequential, checkerboard };
inline constexpr Choice kOrders[] = {
    {random_order, "random", "Random"}, {sequential, "sequential", "In turn"}, {checkerboard, "checkerboard", "Checkerboard"}};
enum Start { start_random, start_up, start_down, start_neel };
inline constexpr Choice kStarts[] = {{start_random, "random", "Random"},
                                     {start_up, "up", "All up"},
                                     {start_down, "down", "All down"},
                                     {start_neel, "neel", "Alternating"}};

inline constexpr int kMaxSide = kMaxBitSide, kMaxSideBytes = 1024, kMaxSideSk = 32;

struct Params {
  int model = ferro;
  int L = 128;
  double T = 2.27;
  double B = 0;
  double p = 0.5;
  int rule = metropolis;
  int order = checkerboard;
  int start = start_random;
  double ramp = 0;
  int discard = 100;
};

// Bonds of one sample of disorder; shared by all copies of a state.
struct Bonds {
  double unit = 1;                       // energy of coupling number 1
  std::vector<int8_t> right, down;       // +-J: signs of the bonds to the right and below
  BitBonds bits;                         // the same for the bit lattice; ferro- and antiferromagnet: one sign
  std::vector<int32_t> right32, down32;  // Gaussian: couplings to the right and below, in units of `unit`
  std::vector<int32_t> pairs;            // SK: N x N, symmetric, zero diagonal
};

// Averages over the sweeps since the last change (per spin): sums, so that they are exact functions of the sweeps.
struct Moments {
  int64_t skip = 0, count = 0;
  double e = 0, e2 = 0, m_abs = 0, m2 = 0, m4 = 0, cluster = 0;
};

struct State {
  int side = 0;
  double T = 0;  // follows Params::T at Params::ramp
  std::shared_ptr<const Bonds> bonds;
  // The spins are in one of two forms: bits while the checkerboard runs on them, otherwise side x side bytes.
  BitLattice bits;
  std::vector<int8_t> spins;
  std::vector<int64_t> fields;        // SK: sum_j J_ij s_j in units
  int64_t bond_sum = 0;               // sum over bonds of J s s', in units: E = -unit bond_sum - B magnet
  int64_t magnet[2] = {0, 0};         // sums of spins on the two sublattices
  int64_t cursor = 0;                 // proposals done in the present sweep (sites of the present cluster for Wolff)
  int64_t work = 0;                   // proposals (cluster sites) in all: sweeps = work / N
  int64_t flips = 0;                  // flips in the last step
  std::vector<int32_t> frontier;      // Wolff: flipped sites whose neighbours are still to be tried
  std::vector<int32_t> last_cluster;  // Wolff in glasses: number of the last cluster a site was in
  int32_t cluster = 0;                // number of the present cluster
  std::vector<int32_t> parent;        // Swendsen-Wang: union-find of the sites, while a sweep is under way
  std::vector<int8_t> cluster_flips;  // and whether the cluster with that root flips
  Moments moments;
  std::array<double, 4> last{};  // T, B, rule, order of the last step: a change begins the averages anew
};

State init(const Params&, const Rng&);
void advance(const Params&, State&, const Rng&);
void observe(const Params&, const State&, Sink&);
void digest(const State&, Bytes&);
bool poke(const Params&, State&, const Poke&);
Message conflict(const Params&);

// Energy in units of J, all bonds counted afresh: what the running sum must equal.
int64_t bond_sum(const Params&, const State&);
std::vector<int8_t> spins_of(const State&);  // side x side, whatever form they are in

// ---- Moves (ising_moves.cpp) ----
std::shared_ptr<const Bonds> make_bonds(const Params&, const Rng&);
inline int64_t sites(const State& s) { return int64_t(s.side) * s.side; }
inline int sublattice(const State& s, int64_t i) { return int((i % s.side + i / s.side) & 1); }
bool on_bits(const Params&);                    // whether the parameters ask for the bit lattice
int64_t slice(const Params&, const State&);     // proposals in one step at the most
void flip(const Params&, State&, int64_t i);    // with the running sums
void count(const Params&, State&);              // the running sums, from the spins
void use_bits_or_bytes(const Params&, State&);  // the form of the spins that the parameters ask for
// One step of the present dynamics; true when it completed a sweep or a cluster.
bool advance_sweep(const Params&, State&, const Rng&);

extern const Model kModel;

}  // namespace attractor::ising
