#include "core/models/trained_rbm.h"

namespace attractor {

Need need_of(const TrainedRbm& net) {
  return {net.name,
          {{"visible_biases", Element::f32, {net.visible}},
           {"hidden_biases", Element::f32, {net.hidden}},
           {"scales", Element::f32, {net.hidden}},
           {"weights", Element::i8, {net.visible, net.hidden}}}};
}

void set_weights(Rbm& net, const TrainedRbm& from, const Library& library) {
  const std::vector<float> scales = library.find(from.name, "scales")->f32();
  std::vector<float> weights;
  for (const int8_t code : library.find(from.name, "weights")->i8())
    weights.push_back(scales[weights.size() % scales.size()] * float(code) / 127);
  set_weights(net, weights, library.find(from.name, "visible_biases")->f32(), library.find(from.name, "hidden_biases")->f32());
}

}  // namespace attractor
