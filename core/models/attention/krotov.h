// Krotov and Hopfield's network of two layers: feature neurons v (the picture) and memory neurons h, one for each
// stored picture, joined by the same weights in both directions. The Lagrangians of the layers choose the model.
// core/science.md, 10.1.
//
// Energy  E = [v.g - L_v] + [h.f - L_h] - f^T W g, g = grad L_v(v), f = grad L_h(h), W = X / sqrt(d): K rows of length 1.
// Step    dt of tau_f v' = W^T f - v, tau_h h' = W g - h, by RK4 or Euler; tau_h = 0: h = W g at every moment. At the
//         start h = 0.
// Models  A     L_v = sum |v|, L_h = sum h_+^n / n: g = sign. tau_h = 0: dense memory, E = -sum (W g)_+^n / n (2016).
//         B     L_v = v.v / 2, L_h = lse(beta, h): f = softmax. tau_h = 0: modern network, E = v.v / 2 - lse(beta, W v);
//               one Euler step with dt = tau_f is its update, bit for bit (2020).
//         C     L_v = |v|, L_h as in A: g = v / |v|, a state on the sphere.
//         1984  L_v = sum ln cosh(beta v) / beta, L_h = h.h / 2: g = tanh beta v, f = h. tau_h = 0: Hopfield's graded
//               network with T = W^T W, E = v.g - L_v - |W g|^2 / 2.
// Known   dE/dt = -tau_f v'.H_v v' - tau_h h'.H_h h' <= 0, for the Hessians H of convex Lagrangians. E is flat in B
//         along h + s (softmax), in C along the length of v, in A along everything but the signs of v, in A and C at
//         negative h.
// Not here inputs I; more than two layers; the TSP (1985). What flat directions do to memory: deadneurons.
// Source  D. Krotov, J. J. Hopfield, Large Associative Memory Problem in Neurobiology and Machine Learning,
//         arXiv 2008.06996.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "core/base/integrators.h"
#include "core/memory/lagrangian.h"
#include "core/pictures/choices.h"
#include "core/run/model.h"

namespace attractor::krotov {

enum Kind { model_b, model_a, model_c, classic };
inline constexpr Choice kKinds[] = {{model_b, "B", "Softmax (B)"},
                                    {model_a, "A", "Signs (A)"},
                                    {model_c, "C", "Sphere (C)"},
                                    {classic, "1984", "Graded, 1984"}};
enum Method { rk4, euler };
inline constexpr Choice kMethods[] = {{rk4, "rk4", "Runge–Kutta"}, {euler, "euler", "Euler"}};

inline constexpr int kMaxSide = 32, kMaxMemories = 200;

struct Params : StoredPictures, OwnPictures, DamagedStart {
  constexpr Params() { count = 6, noise = 0.25; }
  int kind = model_b;
  int power = 3;
  double beta = 16;
  double tau_f = 1, tau_h = 0.2;
  double dt = 0.05;
  int method = rk4;
};

struct Memory {
  int side = 0, n = 0, count = 0;
  std::vector<int8_t> patterns;  // count x n
  std::vector<double> w;         // count x n, patterns / sqrt(n)
};

struct State {
  std::shared_ptr<const Memory> memory;
  std::vector<double> v, h;
  std::vector<double> picture;  // g(v) with ink at 1: what is shown, and nothing else
  double time = 0;
  double relative_change = 1;  // largest change of v in the last step against its largest entry
};

struct EnergyTerms {
  double feature = 0, memory = 0, interaction = 0;  // v.g - L_v, h.f - L_h, -f^T W g
  double total() const { return feature + memory + interaction; }
};

using Vec = std::vector<double>;
Vec feature_activity(const Params&, const Vec& v);  // g
Vec memory_activity(const Params&, const Vec& h);   // f
Vec memory_input(const Memory&, const Vec& g);      // W g
EnergyTerms energy(const Params&, const Memory&, const Vec& v, const Vec& h);
double reduced_energy(const Params&, const Memory&, const Vec& v);                      // of the model that it is at tau_h = 0
double energy_slope(const Params&, const Memory&, const Vec& v, const Vec& h);          // dE/dt from the Hessians
void flow(const Params&, const Memory&, const Vec& v, const Vec& h, Vec& dv, Vec& dh);  // tau_h = 0: h is W g, dh empty

State init(const Params&, const Library&, const Rng&);
void advance(const Params&, State&, const Rng&);
void observe(const Params&, const State&, Sink&);
void digest(const State&, Bytes&);
bool settled(const Params&, const State&);
bool poke(const Params&, State&, const Poke&);
Message conflict(const Params&);

extern const Model kModel;

}  // namespace attractor::krotov
