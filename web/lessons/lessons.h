// The list of lessons, one line each, in the order of the menu.
#pragma once

#include <array>
#include <string_view>

#include "web/lessons/lesson.h"

namespace attractor {

namespace lessons {
extern const Lesson ising;
extern const Lesson transition;
extern const Lesson growth;
extern const Lesson hysteresis;
extern const Lesson frustration;
extern const Lesson valleys;
extern const Lesson tempering;
extern const Lesson mattis;
extern const Lesson hopfield;
extern const Lesson energies;
extern const Lesson synchrony;
extern const Lesson capacity;
extern const Lesson census;
extern const Lesson basins;
extern const Lesson dense;
extern const Lesson prototypes;
extern const Lesson compare;
extern const Lesson continuous;
extern const Lesson tsp;
extern const Lesson acceptance;
extern const Lesson annealing;
extern const Lesson cooling;
extern const Lesson encoder;
extern const Lesson gradient;
extern const Lesson parity;
extern const Lesson completion;
extern const Lesson lineage;
extern const Lesson deadneurons;
extern const Lesson hessian;
extern const Lesson modern;
extern const Lesson textmemory;
extern const Lesson krotov;
extern const Lesson rbm;
extern const Lesson bars;
extern const Lesson halves;
extern const Lesson dbn;
extern const Lesson depth;
}  // namespace lessons

// clang-format off
inline const std::array kLessons{
    &lessons::ising,
    &lessons::transition,
    &lessons::growth,
    &lessons::hysteresis,
    &lessons::frustration,
    &lessons::valleys,
    &lessons::tempering,
    &lessons::mattis,
    &lessons::hopfield,
    &lessons::energies,
    &lessons::synchrony,
    &lessons::capacity,
    &lessons::census,
    &lessons::basins,
    &lessons::continuous,
    &lessons::tsp,
    &lessons::acceptance,
    &lessons::annealing,
    &lessons::cooling,
    &lessons::encoder,
    &lessons::gradient,
    &lessons::parity,
    &lessons::completion,
    &lessons::lineage,
    &lessons::bars,
    &lessons::rbm,
    &lessons::halves,
    &lessons::dbn,
    &lessons::depth,
    &lessons::dense,
    &lessons::prototypes,
    &lessons::modern,
    &lessons::compare,
    &lessons::textmemory,
    &lessons::krotov,
    &lessons::deadneurons,
    &lessons::hessian,
};
// clang-format on

inline const Lesson* find_lesson(std::string_view id) {
  for (const Lesson* l : kLessons)
    if (id == l->id) return l;
  return nullptr;
}

}  // namespace attractor
