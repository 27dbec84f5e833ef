// A layered network: units with their numbers or maps, edges as wide as their weights, numbers that run along them.
#pragma once

#include <optional>

#include "core/run/shapes.h"
#include "web/canvas/theme.h"
#include "web/canvas/views/scatter.h"

namespace attractor {

// What is held between frames.
struct LayersGrip {
  // An edge or a bias: chosen by a press, changed by dragging it or the slider below.
  int chosen = -1;  // number of the weight, or of the unit whose bias it is; -1: none
  bool bias = false;
  bool dragging = false, sliding = false;
  float from_x = 0;
  double from_value = 0;
  unsigned owner = 0;
  // The run of numbers along edges: of which step, and since when (seconds of ImGui).
  int64_t step = -1;
  double since = 0;
};

std::optional<CloudStroke> layers(const DrawContext&, ImDrawList&, const LayeredNet&, LayersGrip&, ImVec2 min, ImVec2 max);
// Whether numbers are still running: something moves by itself.
bool is_running(const LayersGrip&);

}  // namespace attractor
