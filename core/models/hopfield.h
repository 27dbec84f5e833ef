// Hopfield's network of 1982: pictures stored by the Hebb rule, restored by following the signs of the local fields.
//
// Energy  E(s) = -1/2 s^T M s with M = (1/P) X^T X - I, X the P x N matrix of patterns +-1 (the lecture's slide, with the
//         identity of size N, the number of neurons; there N stands for the number of patterns). The core computes with the
//         whole numbers W = P M = sum_mu x x^T - P I; the sign of a field is the same for both. E_textbook = (P / N) E.
// Step    asynchronous: `updates` neurons, in a fresh random permutation each sweep, or drawn at random, or in turn;
//         synchronous: all neurons at once, y(t+1) = sign(M y(t)). sign(0) keeps the old state, or is +1.
// Known   asynchronous E never rises, and falls at every flip that is not a tie; for N even and P odd no field is ever 0;
//         synchronous runs end in a fixed point or a 2-cycle (Goles, Olivos 1981), and with the kept diagonal
//         W = sum x x^T in a fixed point; about 0.138 N random patterns can be held (Amit, Gutfreund, Sompolinsky 1985).
// Not here temperature, other learning rules, N above 1,024.
// Source  J. J. Hopfield, PNAS 79, 2554 (1982).
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "core/data.h"
#include "core/model.h"

namespace attractor::hopfield {

enum Order { permutation, random_order, cyclic, synchronous };
enum Zero { keep, plus };

inline constexpr int kMaxSide = 32;
inline constexpr std::size_t kMaxPictureText = 40000;

struct Params {
  int set = letters;
  int count = 3;
  int side = 16;
  Text patterns;
  int cue = 1;
  double noise = 0.2;
  double erase = 0;
  int order = permutation;
  int updates = 8;
  int zero = keep;
  bool diagonal = false;
};

inline constexpr auto kRows = table(
    choice<&Params::set>("set", "Pictures", "letters=Letters|digits=Digits|shapes=Shapes|random=Random",
                         "The built-in pictures to store; your own come after them")
        .rebuilds(),
    row<&Params::count>("count", "Number stored", 0, kMaxPatterns, "How many of the built-in pictures are stored").rebuilds(),
    row<&Params::side>("side", "Side of the picture", 4, kMaxSide, "Neurons along one side; N is its square").rebuilds(),
    text<&Params::patterns>("patterns", "Your pictures", int(kMaxPictureText), "Pictures you drew or dropped, packed"),
    row<&Params::cue>("cue", "Picture to restore", 0, kMaxPatterns, "The damaged picture to start from; 0 is a random state")
        .rebuilds(),
    row<&Params::noise>("noise", "Noise", 0, 1, "Probability that a neuron of the start is flipped").rebuilds(),
    row<&Params::erase>("erase", "Erased part", 0, 1, "Share of the rows, from below, that start blank").rebuilds(),
    choice<&Params::order>("order", "Order of updates",
                           "permutation=Shuffled|random=Random|cyclic=In turn|synchronous=All at once",
                           "Asynchronous updates lower the energy; all at once may oscillate"),
    row<&Params::updates>("updates", "Neurons per step", 1, kMaxSide* kMaxSide, "Asynchronous updates in one step")
        .logarithmic(),
    choice<&Params::zero>("zero", "Field of zero", "keep=Keeps the state|plus=Becomes +1",
                          "What a neuron does when its local field is exactly 0"),
    toggle<&Params::diagonal>("diagonal", "Self-connections",
                              "Keeps the diagonal of the sum of x xᵀ: no cycles, but more spurious states")
        .rebuilds());

// What was learned; shared by all copies of a state.
struct Memory {
  int n = 0, count = 0;
  std::vector<int8_t> patterns;  // count x n
  std::vector<int32_t> weights;  // n x n, symmetric: W = sum x x^T - P I
};

struct State {
  std::shared_ptr<const Memory> memory;
  std::vector<int8_t> spins;
  std::vector<int32_t> fields;    // W s
  std::vector<int32_t> overlaps;  // X s
  std::vector<int32_t> order;     // of this sweep
  std::vector<int8_t> previous;   // synchronous: the state before the last one
  int64_t quadratic = 0;          // s^T W s
  int64_t cursor = 0;             // updates done in the present sweep
  int64_t updates = 0, flips = 0, sweeps = 0;
  bool changed = false;  // in the present sweep
  bool fixed = false, cycle = false;
};

State init(const Params&, const Rng&);
void advance(const Params&, State&, const Rng&);
void show(const Params&, const State&, Sink&);
bool poke(const Params&, State&, const Poke&);
Message conflict(const Params&);

// W = sum_mu x x^T - P I (kept diagonal: without the - P I), n x n, for count patterns of n.
std::vector<int32_t> hebb(const int8_t* patterns, int count, int n, bool keep_diagonal);

extern const Model kModel;

}  // namespace attractor::hopfield
