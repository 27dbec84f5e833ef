// The Boltzmann machine that learns: visible and hidden stochastic units, a clamped phase and a free one.
// core/science.md, 5.
//
// Energy  E(s) = -sum_{i<j} w_ij s_i s_j - sum_i c_i s_i, s_i = 0 or 1. The visible units stand in one or two groups,
//         each fully connected inside and with all hidden units; no links from group to group, none between hidden
//         units.
// Step    one cycle of learning. The environment is a set of visible vectors, each as likely as the others, with noise in
//         the clamping (on -> off with probability `drop`, off -> on with `add`). p_ij, clamped, and p'_ij, free, are the
//         probabilities that units i and j are on together; G = KL(environment || network) has
//         dG/dw_ij = -(p_ij - p'_ij) / T (equations 8 and 9).
//         sign     the published protocol: from zero weights; twice for each vector, anneal at 2 T, 1.5 T, 1.2 T for two
//                  units of time each and at T for four, then count for ten; as many free runs; w changes by `delta`
//                  towards the sign of p - p'. A unit of time gives each free unit one probe on average.
//         sampled  the same counts as an estimate of the gradient, with momentum
//         exact    the gradient itself, with momentum
//         Besides, one unit of time of a chain at T, in which the first `clamped` visible units are clamped:
// completion. Known   4-2-4: the authors' 250 runs of 250 found four codes (median 110 cycles); here >= 95 % in 4,000
// cycles. From
//         zero weights the exact gradient never tells the hidden units apart. Even parity of three bits has G = ln 2
//         without hidden units, whatever the weights, and one hidden unit is enough.
// Not here hidden-hidden links, simulated annealing in search of a minimum (annealing), the restricted machine.
// Source  D. H. Ackley, G. E. Hinton, T. J. Sejnowski, Cognitive Science 9, 147 (1985).
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "core/boltzmann/units.h"
#include "core/run/model.h"

namespace attractor::boltzmann {

enum Task { encoder424, encoder434, encoder838, parity, pictures };
inline constexpr Choice kTasks[] = {{encoder424, "424", "Encoder 4-2-4"},
                                    {encoder434, "434", "Encoder 4-3-4"},
                                    {encoder838, "838", "Encoder 8-3-8"},
                                    {parity, "parity", "Parity of 3 bits"},
                                    {pictures, "pictures", "Small pictures"}};
enum Learn { by_sign, by_samples, exactly };
inline constexpr Choice kLearning[] = {
    {by_sign, "sign", "Sign, 1985"}, {by_samples, "sampled", "Sampled gradient"}, {exactly, "exact", "Exact gradient"}};
enum Count { each_time, each_probe };
inline constexpr Choice kCounting[] = {{each_time, "time", "Every unit of time"}, {each_probe, "probe", "Every probe"}};

inline constexpr int kMaxSide = 3, kBuiltIn = 2 * kMaxSide;  // small pictures: a row or a column
inline constexpr int kMaxOwn = 10;
inline constexpr int kMaxOwnText = 60;
inline constexpr int kMaxClamped = 16;
inline constexpr int kMaxExactUnits = 14;  // with noise all visible vectors are in the environment
inline constexpr int kNoisyVectors = 64;

struct Params {
  int net = encoder424;
  int hidden = 3;
  int learn = by_sign;
  double T = 10;
  double delta = 2;
  double learning_rate = 0.05;
  double momentum = 0.9;
  double weight_decay = 0;
  double sd = 0;
  double drop = 0.15, add = 0.05;
  int count = each_time;
  int side = kMaxSide;
  int built_in = kBuiltIn;
  Text patterns;
  int clamped = 4;
};

struct State {
  std::shared_ptr<const std::vector<int8_t>> patterns;  // of 0 and 1, one after the other
  Layers layers;
  int columns = 0;  // of the picture that the visible units make
  Units net;
  Units velocity;             // moves of the last cycle
  std::vector<int8_t> chain;  // all units, for completion
  int64_t cycles = 0;
  int64_t solved_cycle = -1;  // the cycle that first found codes for all patterns (encoders: two bits apart in 4-3-4)
};

State init(const Params&, const Rng&);
void advance(const Params&, State&, const Rng&);
void observe(const Params&, const State&, Sink&);
void digest(const State&, Bytes&);
bool poke(const Params&, State&, const Poke&);
Message conflict(const Params&);

// One unit of time of the chain that completes what is held.
void run_chain(const Params&, State&, const Rng&);

int bars(const Params&);  // how many built-in pictures there are
int pattern_count(const State&);
// The code of a pattern: which hidden units have a positive gap when it is clamped, one bit each.
std::vector<uint32_t> codes(const State&);
int distinct(const std::vector<uint32_t>& codes);
int least_distance(const std::vector<uint32_t>& codes);  // Hamming distance of the two nearest

// What the network is shown: every visible vector that can be clamped, with its probability.
struct Environment {
  std::vector<int8_t> vectors;  // count x visible
  std::vector<double> p;
};
bool enumerable(const Params&, const State&);
Environment environment(const Params&, const State&);
double clamping(const Params&, const State&, const int8_t* x);       // probability of one visible vector there
double divergence(const Params&, const State&, const Environment&);  // G
// G where the environment has too many vectors to sum over: its means of single units and pairs exactly, what they do
// to the hidden units from kNoisyVectors vectors for each pattern.
double sampled_divergence(const Params&, const State&);
// p_ij with the visible units clamped to the environment.
Matrix<double> clamped_pairs(const Params&, const State&, const Environment&);
// Mean probability that the visible units from `clamped` on are those of a pattern when the units before are.
double completion(const Params&, const State&);

extern const Model kModel;

}  // namespace attractor::boltzmann
