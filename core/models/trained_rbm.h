// Restricted machines that the build trains beforehand (web/build/pretrain.mjs), by their files: one for handwriting,
// and the two on top of it, the last one with ten label units behind those of its lower layer.
#pragma once

#include "core/boltzmann/rbm.h"
#include "core/run/library.h"

namespace attractor {

struct TrainedRbm {
  const char* name;
  int visible, hidden;
};
inline constexpr TrainedRbm kTrainedRbms[] = {{"rbm-mnist", 784, 256}, {"dbn-mnist-2", 256, 256}, {"dbn-mnist-3", 266, 512}};

// Biases, and weights as whole numbers from -127 to 127 with a scale for each hidden unit.
Need need_of(const TrainedRbm&);
void set_weights(Rbm&, const TrainedRbm&, const Library&);  // a machine of that size; the library has its file

}  // namespace attractor
