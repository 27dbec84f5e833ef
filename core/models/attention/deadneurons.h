// Associative memory and dead neurons (Fanaskov, Oseledets): where the energy of Krotov and Hopfield is flat, and
// energies that are not. core/science.md, 11.
//
// Energy  with g = ∇L, H = ∇²L, r = x - W g(x) - b:
//         A: E(x) = (x - b)·g - L(x) - 1/2 gᵀWg on x' = W g(x) - x + b = -r, W = Wᵀ. ∇E = H r, dE/dt = -rᵀHr: along the
//            kernel of H the energy is flat, whatever the flow does.
//         B: E_ε = E + ε/2 |r|² on the same flow. For H >= 0 it falls strictly if 0 < ε < 4 / (|W|² max H). Our own result.
//         C: E_C(y) = 1/2 yᵀMy - L(Ay + b) on y' = R g(Ay + b) - y, M R = Aᵀ, W = A R. Our reconstruction of what the
//            abstract of the paper announces; the body of the paper could not be compared.
//         D: 1/2 |r|² on x' = -(I - WH)ᵀ r. A warning: it turns saddles into attractors and has minima with r != 0.
// Step    one Runge-Kutta step of order 4 of length dt.
// Known   dE_ε/dt <= -ε (1 - ε |W|² max H / 4) |r|²; dE_C/dt = -y'ᵀMy'; E_C = E at steady states; a steady state is
//         stable if and only if the largest eigenvalue of H^½WH^½, in the range of H, is below 1.
// Not here unequal time constants, two layers with different time scales.
// Sources V. Fanaskov, I. Oseledets, arXiv 2410.13866 (ICLR 2025), abstract; D. Krotov, J. Hopfield, arXiv 2008.06996.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "core/base/integrators.h"
#include "core/base/plane.h"
#include "core/memory/lagrangian.h"
#include "core/run/model.h"

namespace attractor::deadneurons {

enum Example { false_minimum, true_memory, saddle, half_line, plane, wells, random_net, random_square };
inline constexpr Choice kExamples[] = {{false_minimum, "false", "False minimum"},
                                       {true_memory, "memory", "Memory on a flat line"},
                                       {saddle, "saddle", "Saddle"},
                                       {half_line, "half", "Flat half-line"},
                                       {plane, "plane", "W = A Aᵀ, two neurons"},
                                       {wells, "wells", "Self-excitation"},
                                       {random_net, "random", "Random W"},
                                       {random_square, "square", "Random W = A Aᵀ"}};
enum Activation { relu, gelu, softmax, tanh };
inline constexpr Choice kActivations[] = {
    {relu, "relu", "ReLU"}, {gelu, "gelu", "GELU"}, {softmax, "softmax", "Softmax"}, {tanh, "tanh", "tanh"}};
enum Repair { shifted, features, descent };  // B, C, D
inline constexpr Choice kRepairs[] = {
    {shifted, "eps", "E + ½εr²"}, {features, "features", "E(y)"}, {descent, "descent", "½r²"}};

inline constexpr int kMaxNeurons = 24, kGrid = 51;

struct Params {
  int example = false_minimum;
  int activation = relu;
  int repair = shifted;
  double eps = 0.1;
  double x1 = 1, x2 = -6;
  double dt = 0.02;
  double beta = 1;
  int n = 8;
  double strength = 0.9;
};

// W and b; A, R, M where W = A R with M R = Aᵀ (else empty). n x n, row-major. Shared by all copies of a state.
struct Net {
  int n = 0;
  std::vector<double> W, b;
  std::vector<double> A, R, M;
  std::vector<double> inverse;  // of A
  double norm = 0;              // |W|, from Eigen: shown, never part of a step
};

struct State {
  std::shared_ptr<const Net> net;
  Lagrangian layer;
  std::vector<double> x;
  std::vector<double> y;  // feature space: x = A y + b
  double time = 0;
  int64_t steps = 0;
  bool fixed = false;
  std::vector<double> slope;    // of the flow at x (at y in feature space)
  std::vector<double> hessian;  // n x n, at x
  Track track;                  // (x1, x2)
};

// What the landscapes show of the plane (x1, x2).
Window window(const Params&);

State init(const Params&, const Rng&);
void advance(const Params&, State&, const Rng&);
void observe(const Params&, const State&, Sink&);
void digest(const State&, Bytes&);
bool settled(const Params&, const State&);
bool poke(const Params&, State&, const Poke&);
Message conflict(const Params&);

Net make_net(const Params&, const Rng&);
Lagrangian make_layer(const Params&);

// r = x - W g(x) - b; the flow of the original system is -r.
std::vector<double> residual(const Net&, const Lagrangian&, const std::vector<double>& x);
double energy(const Net&, const Lagrangian&, const std::vector<double>& x);                          // A
double regularised_energy(const Net&, const Lagrangian&, const std::vector<double>& x, double eps);  // B
double feature_energy(const Net&, const Lagrangian&, const std::vector<double>& y);                  // C
double half_square_norm(const std::vector<double>& r);                                               // D
std::vector<double> gradient(const Net&, const Lagrangian&, const std::vector<double>& x);           // H r
// What the chosen system does: x' for A, B and D, y' for C.
std::vector<double> slope_of(const Params&, const State&, const std::vector<double>& at);
std::vector<double> from_features(const Net&, const std::vector<double>& y);  // A y + b
std::vector<double> to_features(const Net&, const std::vector<double>& x);    // A^-1 (x - b)

// Eigenvalues of H^½WH^½ (of WH where H is not positive), rising. From Eigen: for the eye, never for a step.
std::vector<double> spectrum(const Net&, const Lagrangian&, const std::vector<double>& x);
double epsilon_bound(const Net&, const Lagrangian&);                    // of ε: 4 / (|W|² max H)
int kernel_dimension(const Lagrangian&, const std::vector<double>& x);  // dimension of the kernel of H

enum class StateClass { moving, flat_memory, false_minimum, stable, unstable, no_steady_state };
StateClass classify(const Params&, const State&);

extern const Model kModel;

}  // namespace attractor::deadneurons
