// Acceptance rules of single-spin dynamics: the probability of a flip that costs dE at temperature T (k_B = 1).
//
//              dE > 0               dE = 0   dE < 0                 stationary distribution
//   metropolis e^(-dE/T)            1        1                      Boltzmann
//   heat_bath  1 / (1 + e^(dE/T))   1/2      1 / (1 + e^(dE/T))     Boltzmann (Glauber 1963, Barker 1965)
//   slide      1 / (1 + e^(dE/T))   1        1                      not Boltzmann: colder (core/science.md, 4)
//
// T = 0 is its own branch: dE < 0 is accepted, dE = 0 as in the table, dE > 0 never.
#pragma once

#include <cstdint>

#include "core/base/choice.h"
#include "core/base/coin.h"
#include "core/base/num.h"
#include "core/base/rng.h"

namespace attractor {

enum class Rule { metropolis, heat_bath, slide };
inline constexpr Choice kAcceptanceRules[] = {{int(Rule::metropolis), "metropolis", "Metropolis"},
                                              {int(Rule::heat_bath), "heat", "Heat bath"},
                                              {int(Rule::slide), "slide", "Slide's rule"}};

inline double acceptance(Rule rule, double dE, double T) {
  if (rule == Rule::heat_bath) {
    if (T == 0) return dE < 0 ? 1.0 : dE == 0 ? 0.5 : 0.0;
    return sigmoid(-dE / T);
  }
  if (dE <= 0) return 1.0;
  if (T == 0) return 0.0;
  return rule == Rule::metropolis ? attractor::exp(-dE / T) : sigmoid(-dE / T);
}

// Whether a flip is accepted by 64 random bits: with that probability.
inline bool accepts(uint64_t bits, Rule rule, double dE, double T) {
  if (T > 0 && (rule == Rule::heat_bath || (rule == Rule::slide && dE > 0))) return sigmoid_coin(bits, -dE / T);
  return below(bits, threshold(acceptance(rule, dE, T)));
}

}  // namespace attractor
