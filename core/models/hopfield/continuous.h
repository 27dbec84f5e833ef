// Hopfield's network of 1984: neurons with a graded response, moving in continuous time.
//
// Energy  E = -1/2 VᵀTV - I·V + (1/λ) Σ ∫ g⁻¹(V), V = g(λu), computed without the inverse as Σ (u - I)V - L(u) - 1/2
//         VᵀTV with L = (1/λ) ln cosh λu (tanh) or (1/λ) ln(1 + e^λu) (logistic): nothing overflows when the neurons
//         saturate.
// Step    τ du/dt = -u + TV + I, one step of length dt: Runge-Kutta of order 4, or Euler. Pictures: T = (1/N) Σ x xᵀ -
//         (P/N) 1. The logistic neuron V in 0 .. 1 acts on the others as 2V - 1: gain λ is then the tanh's gain λ/2.
// Known   dE/dt = -Σ V'(u) (du/dt)² <= 0; Euler with a long step may raise E (dt = τ is the synchronous map, with its
//         cycles of two); fixed points u = TV + I; the origin loses stability at λ · max eigenvalue of T = 1; λ -> ∞
//         gives the 1982 net.
// Not here unequal time constants, delays, N above 256.
// Source  J. J. Hopfield, PNAS 81, 3088 (1984).
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "core/base/integrators.h"
#include "core/base/plane.h"
#include "core/memory/lagrangian.h"
#include "core/pictures/choices.h"
#include "core/pictures/patterns.h"
#include "core/run/model.h"

namespace attractor::continuous {

enum NetKind { pair, pictures, random_weights };
inline constexpr Choice kNets[] = {
    {pair, "pair", "Two neurons"}, {pictures, "pictures", "Pictures"}, {random_weights, "random", "Random T"}};
enum Unit { hyperbolic, logistic };
inline constexpr Choice kUnits[] = {{hyperbolic, "tanh", "tanh"}, {logistic, "logistic", "Logistic"}};
enum Method { runge_kutta, euler };
inline constexpr Choice kMethods[] = {{runge_kutta, "rk4", "Runge–Kutta"}, {euler, "euler", "Euler"}};

inline constexpr int kMaxSide = 16, kGrid = 41, kRandomUnits = 8;

struct Params : StoredPictures {
  constexpr Params() { side = 12; }
  int net = pair;
  double gain = 2;
  int unit = hyperbolic;
  int method = runge_kutta;
  double dt = 0.05;
  double v1 = -0.3, v2 = 0.7;
  double bias = 0;
  int cue = 1;
  double noise = 0.25;
};

// Shared by all copies of a state.
struct Memory {
  int n = 0, rows = 1, cols = 1, count = 0;
  std::vector<int8_t> patterns;  // count x n
  std::vector<double> weights;   // n x n; empty for pictures, whose T acts through the overlaps
  // The map of pictures is spanned by two of them, a and b; their products with all, for its energy.
  std::vector<double> a, b, with_a, with_b;
  double a_dot_b = 0, sum_a = 0, sum_b = 0;  // a·b, Σa, Σb
};

struct State {
  std::shared_ptr<const Memory> memory;
  std::vector<double> u;
  double time = 0;
  int64_t steps = 0;
  std::vector<double> slope;  // du/dt
  std::vector<double> v;      // output
  Track track;                // on the map
};

State init(const Params&, const Library&, const Rng&);
void advance(const Params&, State&, const Rng&);
void observe(const Params&, const State&, Sink&);
void digest(const State&, Bytes&);
bool settled(const Params&, const State&);
bool poke(const Params&, State&, const Poke&);
Message conflict(const Params&);

Lagrangian make_layer(const Params&);
// The input T s from the other neurons, N numbers, for their outputs s, N in -1 .. 1.
std::vector<double> recurrent_input(const Memory&, const std::vector<double>& s);
std::vector<double> slope_of(const Params&, const Memory&, const std::vector<double>& u);
// For the logistic neuron without its constant 1/4 1ᵀT1.
double energy(const Params&, const Memory&, const std::vector<double>& u);
// A state as a point of the map, and back: V1, V2 | the amounts of two pictures in u | u1, u2.
Point to_map(const Params&, const State&);
std::vector<double> from_map(const Params&, const State&, Point);
double energy_on_map(const Params&, const State&, Point);
Window window(const Params&);

extern const Model kModel;

}  // namespace attractor::continuous
