// What the models made of restricted Boltzmann machines publish alike.
#pragma once

#include <vector>

#include "core/boltzmann/rbm.h"
#include "core/run/model.h"

namespace attractor {

// Names of a machine's weights and of the biases of its visible and hidden layer.
struct MachineNames {
  Name weights, visible, hidden;
};
// The machine itself, for who trains it beforehand; zeros where it is not there yet (null).
void observe_machine(const MachineNames&, const Rbm*, Sink&);

// Pictures of ink from 0 to 1, one after the other, with a name each or none.
Field ink_field(std::vector<double> cells, int rows, int cols, std::vector<std::string> labels = {});

}  // namespace attractor
