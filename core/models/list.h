// The list of models, one line each. The position in the list has no meaning; the key has.
#pragma once

#include <array>
#include <string_view>

#include "core/models/acceptance.h"
#include "core/models/annealing.h"
#include "core/models/basins.h"
#include "core/models/boltzmann.h"
#include "core/models/capacity.h"
#include "core/models/census.h"
#include "core/models/compare.h"
#include "core/models/continuous.h"
#include "core/models/cooling.h"
#include "core/models/dbn.h"
#include "core/models/deadneurons.h"
#include "core/models/dense.h"
#include "core/models/frustration.h"
#include "core/models/growth.h"
#include "core/models/hopfield.h"
#include "core/models/hysteresis.h"
#include "core/models/ising.h"
#include "core/models/krotov.h"
#include "core/models/lineage.h"
#include "core/models/mattis.h"
#include "core/models/modern.h"
#include "core/models/prototypes.h"
#include "core/models/rbm.h"
#include "core/models/replicas.h"
#include "core/models/synchrony.h"
#include "core/models/textmemory.h"
#include "core/models/transition.h"
#include "core/models/tsp.h"

namespace attractor {

// clang-format off
inline constexpr std::array kModels{
    &ising::kModel,
    &transition::kModel,
    &growth::kModel,
    &hysteresis::kModel,
    &frustration::kModel,
    &replicas::kModel,
    &mattis::kModel,
    &hopfield::kModel,
    &synchrony::kModel,
    &capacity::kModel,
    &census::kModel,
    &basins::kModel,
    &dense::kModel,
    &prototypes::kModel,
    &compare::kModel,
    &continuous::kModel,
    &tsp::kModel,
    &deadneurons::kModel,
    &modern::kModel,
    &textmemory::kModel,
    &krotov::kModel,
    &rbm::kModel,
    &dbn::kModel,
    &acceptance_rules::kModel,
    &annealing::kModel,
    &cooling::kModel,
    &boltzmann::kModel,
    &lineage::kModel,
};
// clang-format on

inline const Model* find_model(std::string_view key) {
  for (const Model* m : kModels)
    if (key == m->key) return m;
  return nullptr;
}

}  // namespace attractor
