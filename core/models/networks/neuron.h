// One neuron with two inputs: the threshold unit of 1943 with a line to drag, and Rosenblatt's rule that finds it.
//
// Unit    g = I(b0 + b1 x1 + b2 x2 > 0), strictly: 1 on one side of a line, 0 on the other.
// Step    one point: the next in order, or a random one. On a mistake b0 += y, b1 += y x1, b2 += y x2, y = +-1 for class
//         1 and 0. A rate before y would multiply all weights from 0 alike and change no answer.
// By hand the line is shifted, turned, flipped; its weights have |(b1, b2)| = 1. Mistakes are counted from there on.
// Known   of the 16 truth tables of two inputs 14 are threshold functions; XOR and its negative are not. Mistakes: no
//         more than (R / gamma)^2 from 0 (Novikoff 1962), R the largest |(1, x)|, gamma the largest margin of a unit
//         vector, which is computed exactly; more generally core/networks/perceptron.h. Where no line can, there is no
//         bound, and the weights stay bounded all the same and may go round for ever.
// Pocket  the weights with the fewest mistakes so far are kept beside (Gallant 1990).
// Not here more inputs (dichotomies, capacity), probabilities (logistic), several layers.
// Source  W. S. McCulloch, W. Pitts, Bull. Math. Biophys. 5, 115 (1943); F. Rosenblatt, Psychol. Rev. 65, 386 (1958);
//         A. B. J. Novikoff (1962). core/science.md, 16, A1 and A2.
#pragma once

#include <cstdint>

#include "core/networks/perceptron.h"
#include "core/run/model.h"

namespace attractor::neuron {

enum Task { tables, separable, noisy };
inline constexpr Choice kTasks[] = {
    {tables, "table", "Truth table"}, {separable, "line", "Separable points"}, {noisy, "noisy", "Not separable"}};
// The bits of the number are the answers at (0, 0), (1, 0), (0, 1), (1, 1).
inline constexpr Choice kTables[] = {{0, "never", "Never"},
                                     {1, "nor", "NOR"},
                                     {2, "x1_not_x2", "x₁ > x₂"},
                                     {3, "not_x2", "NOT x₂"},
                                     {4, "x2_not_x1", "x₂ > x₁"},
                                     {5, "not_x1", "NOT x₁"},
                                     {6, "xor", "XOR"},
                                     {7, "nand", "NAND"},
                                     {8, "and", "AND"},
                                     {9, "xnor", "XNOR"},
                                     {10, "x1", "x₁"},
                                     {11, "x1_or_not_x2", "x₁ ≥ x₂"},
                                     {12, "x2", "x₂"},
                                     {13, "x2_or_not_x1", "x₂ ≥ x₁"},
                                     {14, "or", "OR"},
                                     {15, "always", "Always"}};
enum Start { by_hand, zero };
inline constexpr Choice kStarts[] = {{by_hand, "line", "A line to drag"}, {zero, "zero", "Zero"}};
enum Order { in_turn, at_random };
inline constexpr Choice kOrders[] = {{in_turn, "turn", "In turn"}, {at_random, "random", "At random"}};

struct Params {
  int task = tables;
  int table = 8;
  int n = 40;
  double gap = 0.2;
  double flips = 0.1;
  int start = by_hand;
  int order = in_turn;
  bool pocket = false;
  bool truth = false;
};

struct State {
  LineWeights b{};
  Point pivot{};        // of the line: where it was last taken
  LabelledPoints data;  // of a truth table: what the parameters said when it was made
  int table = 0;
  Margin margin;  // of the data, and their radius
  double R = 0;
  LineWeights from{};  // where the present count of mistakes began
  int64_t steps = 0, at = 0, passes = 0, mistakes = 0;
  int current = -1;    // the point that was looked at last
  int64_t met = 0;     // truth tables that the neuron has said: a bit each
  LineWeights best{};  // with the most right answers since then, and how many
  int64_t best_right = -1;
  LineWeights saved{};  // of an earlier pass, to see whether it comes back
  int64_t saved_at = 0, cycle = 0;
};

State init(const Params&, const Rng&);
void advance(const Params&, State&, const Rng&);
void observe(const Params&, const State&, Sink&);
void digest(const State&, Bytes&);
bool settled(const Params&, const State&);
bool poke(const Params&, State&, const Poke&);

extern const Model kModel;

}  // namespace attractor::neuron
