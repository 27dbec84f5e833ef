// The modern Hopfield network: a continuous state and a softmax over the stored pictures; one step of it is attention.
//
// Energy  E(xi) = -lse(beta, X xi) + 1/2 xi.xi + (1/beta) ln K + 1/2 M^2, X the K x d matrix of memories +-1, M^2 = d
//         their largest squared length, lse(beta, z) = (1/beta) ln sum e^(beta z). 0 <= E <= 2 M^2 while |xi| <= M.
// Step    xi <- xi + eta (f(xi) - xi), f(xi) = X^T softmax(beta X xi): grad E = xi - f(xi). eta = 1 is the paper's
//         update; for 0 <= eta <= 2: E falls by at least eta (1 - eta / 2) |grad E|^2 (-lse is concave). "One step":
//         f(xi), once.
// Known   f(xi) lies in the convex hull of the memories. Three kinds of fixed points: the average of all (small beta),
//         the average of a cluster (metastable), close to a single memory (large beta). Two memories x and -x, |x| = 1:
//         xi = m x with m = tanh(beta m), 0 up to beta = 1. f(xi) = softmax(q K^T / sqrt(d)) V for K = V = X, q = beta
//         sqrt(d) xi.
// Large   above 200 memories they are bits: exact overlaps by popcount while the state is +-1, else from tables,
//         floats; weights below 2^-26 of the largest are left out. Up to 10,000 memories of 1,024.
// Not here learned projections W_Q, W_K, W_V; memories of other lengths (the text memory has real ones).
// Source  H. Ramsauer et al., Hopfield Networks is All You Need, arXiv 2008.02217 (2020).
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "core/memory/attention.h"
#include "core/pictures/choices.h"
#include "core/pictures/patterns.h"
#include "core/run/model.h"

namespace attractor::modern {

enum Until { converge, one_step };
inline constexpr Choice kUntil[] = {{converge, "rest", "Until it rests"}, {one_step, "one", "One step, as attention"}};

inline constexpr int kMaxSide = 32;
inline constexpr int kMaxMemories = 10000;
inline constexpr int kMaxReal = 200;     // black and white: above it, bits
inline constexpr int kMaxGrey = 1000;    // grey: above it, bits
inline constexpr int kShownOfMany = 24;  // then, in the gallery

struct Params : StoredPictures, OwnPictures, DamagedStart {
  constexpr Params() { count = 8; }
  Text greys;
  double beta = 0.1;
  double eta = 1;
  int until = converge;
};

// What was stored; shared by all copies of a state.
struct Memory {
  int side = 0, n = 0, count = 0;
  bool grey = false;
  double square = 0;             // M^2 = max x.x
  std::vector<int8_t> patterns;  // black and white, count x n; of too many for a gallery, the first kShownOfMany
  std::vector<double> real;      // count x n; empty where there are bits instead
  BitMemories bits;
  bool packed() const { return bits.count > 0; }
};

struct State {
  std::shared_ptr<const Memory> memory;
  std::vector<double> xi;       // n
  std::vector<double> next;     // f(xi)
  std::vector<double> weights;  // softmax(beta X xi), count
  double beta = 0;              // that the two above were made with
  double lse = 0;
  double residual = 0;  // max |f(xi) - xi|
  int64_t steps = 0;
};

State init(const Params&, const Library&, const Rng&);
void advance(const Params&, State&, const Rng&);
void observe(const Params&, const State&, Sink&);
void digest(const State&, Bytes&);
bool settled(const Params&, const State&);
bool poke(const Params&, State&, const Poke&);
Message conflict(const Params&);

double energy(const State&);
// The perplexity e^H of the weights, from 1 (a single memory) to the number of memories (all alike).
double perplexity(const State&);
// The kinds of fixed points (Ramsauer et al., section 3): close to one memory, the mean of a cluster (metastable), the
// mean of all.
enum class FixedPoint { single, cluster, global };
FixedPoint fixed_point(const State&);

extern const Model kModel;

}  // namespace attractor::modern
