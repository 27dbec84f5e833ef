// A memory of sentences, asked by what they say: a word or a scrap of one brings the whole back. Beside it the other
// kind of memory, RAM, asked by a number.
//
// Energy  that of the modern Hopfield network, E(xi) = -lse(beta, X xi) + 1/2 xi.xi + (1/beta) ln K + 1/2, for K
//         memories of length 1 in 1,024 dimensions: 0 <= E <= 2 while |xi| <= 1.
// Step    by content: xi starts as the vector of the cue, then xi <- xi + eta (X^T softmax(beta X xi) - xi).
//         By address: xi is the memory with that number; nothing is compared and nothing moves.
// Code    text_code.h: hashed runs of 2 to 4 letters. It sees spelling, not meaning: "spring" finds "late spring", not "May".
// Known   grad E = xi - f(xi); the energy never rises for 0 <= eta <= 2.
// Not here word vectors or anything that was learned; a cue in one language for a memory in another.
// Source  H. Ramsauer et al., arXiv 2008.02217 (2020) for the network; the question is I. Oseledets's, in an interview.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "core/run/model.h"

namespace attractor::textmemory {

enum Language { english_set, russian_set };
inline constexpr Choice kLanguages[] = {{english_set, "en", "English"}, {russian_set, "ru", "Russian"}};
enum Ask { by_cue, by_address };
inline constexpr Choice kAsk[] = {{by_cue, "cue", "By content"}, {by_address, "address", "By address"}};

inline constexpr int kMaxMemories = 64, kMaxLetters = 200;
inline constexpr std::size_t kMaxBytes = 8192;

struct Params {
  int set = english_set;
  Text memories;
  Text cue_text;
  int ask = by_cue;
  int address = 0;
  double beta = 25;
  double eta = 0.3;
};

// What is stored; shared by all copies of a state.
struct Memory {
  std::vector<std::string> texts, addresses, labels;  // labels: address and text
  std::vector<double> vectors;                        // count x kTextSize
  std::vector<std::string> cue;                       // the cue's text
  std::vector<double> overlaps;                       // of the cue's vector with each memory
};

struct State {
  std::shared_ptr<const Memory> memory;
  std::vector<double> xi, next, weights;
  double beta = 0, lse = 0;  // of the weights
  double residual = 0;       // max |f(xi) - xi|
  int64_t steps = 0;
};

State init(const Params&, const Rng&);
void advance(const Params&, State&, const Rng&);
void observe(const Params&, const State&, Sink&);
void digest(const State&, Bytes&);
bool settled(const Params&, const State&);
Message conflict(const Params&);

double energy(const State&);
int strongest(const State&);

extern const Model kModel;

}  // namespace attractor::textmemory
