// The list of models, one line each. The position in the list has no meaning; the key has.
#pragma once

#include <array>
#include <string_view>

#include "core/models/dense.h"
#include "core/models/hopfield.h"
#include "core/models/ising.h"

namespace attractor {

inline constexpr std::array kModels{
    &ising::kModel,
    &hopfield::kModel,
    &dense::kModel,
};

inline const Model* find_model(std::string_view key) {
  for (const Model* m : kModels)
    if (key == m->key) return m;
  return nullptr;
}

}  // namespace attractor
