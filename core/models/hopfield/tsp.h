// Hopfield and Tank's travelling salesman (1985): a famous use of the continuous network, and an honest exhibit of its
// failure.
//
// Energy  E = A/2 Σ_X Σ_{i≠j} V_Xi V_Xj + A/2 Σ_i Σ_{X≠Y} V_Xi V_Yi + C/2 (Σ V - n')² + D/2 Σ d_XY V_Xi (V_{Y,i+1} +
//         V_{Y,i-1}) + Σ (u V - L(u)), L = (u₀/2) ln(1 + e^{2u/u₀}); row X is a city, column i its place in the tour,
//         n' = 1.5 n.
// Step    `updates` Euler steps of 2·10⁻⁶ τ of du/dt = -u - ∂/∂V, V = (1 + tanh(u/u₀))/2. After `length` of them the
//         answer is read (V > 1/2), counted as a tour or not, shown for a while, and a new start is drawn.
// Known   10 cities have 181,440 tours. The authors claimed 16 of 20 starts valid; with their formula and constants we
//         find about one in seven (0.13 over 40 maps, none to a half by the map). The energy falls, mostly into valleys
//         that are no tours.
// Not here the later Lagrange and Potts variants that do find tours. Sources J. J. Hopfield, D. W. Tank, Biol. Cybern.
// 52, 141 (1985); G. V. Wilson, G. S. Pawley, Biol. Cybern. 58, 63 (1988).
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "core/run/model.h"

namespace attractor::tsp {

inline constexpr int kMaxCities = 12, kShownSteps = 25;  // steps that an answer stays on the screen
inline constexpr double kTimeStep = 2e-6;

struct Params {
  int n = 10;
  double A = 500, C = 200, D = 500;
  double u0 = 0.02;
  double noise = 0.1;
  int updates = 25;
  int length = 5000;
};

struct Map {
  int n = 0;
  std::vector<double> x, y, distance;  // distance: n x n
  std::vector<int> best;               // the shortest tour, from city 0
  double shortest = 0;
};

struct State {
  std::shared_ptr<const Map> map;
  std::vector<double> u, v;  // city x place
  int64_t done = 0;          // updates of this start
  int64_t shown_steps = 0;   // steps that the answer is still shown
  int64_t starts = 0, valid = 0;
  bool last_valid = false;  // of the answer on the screen
};

State init(const Params&, const Rng&);
void advance(const Params&, State&, const Rng&);
void observe(const Params&, const State&, Sink&);
void digest(const State&, Bytes&);
bool poke(const Params&, State&, const Poke&);

double energy(const Params&, const Map&, const std::vector<double>& u);
std::vector<double> slope_of(const Params&, const Map&, const std::vector<double>& u);
bool is_tour(int n, const std::vector<double>& v);                // V > 1/2 once in every row and column
std::vector<int> read_tour(int n, const std::vector<double>& v);  // the strongest city of every place
double length_of(const Map&, const std::vector<int>& tour);

extern const Model kModel;

}  // namespace attractor::tsp
