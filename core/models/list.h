// The list of models, one line each. The position in the list has no meaning; the key has.
#pragma once

#include <array>
#include <string_view>

#include "core/models/attention/compare.h"
#include "core/models/attention/deadneurons.h"
#include "core/models/attention/dense.h"
#include "core/models/attention/krotov.h"
#include "core/models/attention/modern.h"
#include "core/models/attention/prototypes.h"
#include "core/models/attention/textmemory.h"
#include "core/models/boltzmann/boltzmann.h"
#include "core/models/boltzmann/dbn.h"
#include "core/models/boltzmann/lineage.h"
#include "core/models/boltzmann/rbm.h"
#include "core/models/hopfield/annealing.h"
#include "core/models/hopfield/basins.h"
#include "core/models/hopfield/capacity.h"
#include "core/models/hopfield/census.h"
#include "core/models/hopfield/continuous.h"
#include "core/models/hopfield/hopfield.h"
#include "core/models/hopfield/mattis.h"
#include "core/models/hopfield/synchrony.h"
#include "core/models/hopfield/tsp.h"
#include "core/models/magnets/acceptance.h"
#include "core/models/magnets/cooling.h"
#include "core/models/magnets/frustration.h"
#include "core/models/magnets/growth.h"
#include "core/models/magnets/hysteresis.h"
#include "core/models/magnets/ising.h"
#include "core/models/magnets/replicas.h"
#include "core/models/magnets/transition.h"
#include "core/models/networks/backprop.h"
#include "core/models/networks/cnn.h"
#include "core/models/networks/committee.h"
#include "core/models/networks/deeplinear.h"
#include "core/models/networks/dichotomies.h"
#include "core/models/networks/doubledescent.h"
#include "core/models/networks/earlystop.h"
#include "core/models/networks/filter.h"
#include "core/models/networks/logistic.h"
#include "core/models/networks/mlp.h"
#include "core/models/networks/neuron.h"
#include "core/run/link.h"

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
    &neuron::kModel,
    &logistic::kModel,
    &dichotomies::kModel,
    &deeplinear::kModel,
    &committee::kModel,
    &earlystop::kModel,
    &doubledescent::kModel,
    &filter::kModel,
    &cnn::kModel,
    &backprop::kModel,
    &mlp::kModel,
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

inline const Model* find_model(std::string_view key) { return find_model(kModels, key); }
inline bool open_link(const Link& link, Run& run, std::vector<Message>& notices) {
  return open_link(link, kModels, run, notices);
}

}  // namespace attractor
