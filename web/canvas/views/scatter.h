// Points of classes on a plane with straight borders and chances behind them; points and handles are dragged.
#pragma once

#include <optional>
#include <string>

#include "core/run/shapes.h"
#include "web/canvas/theme.h"

namespace attractor {

// What the pointer did on the plane in this frame: a poke (Cloud in core/run/shapes.h says which).
struct CloudStroke {
  std::string field;
  int64_t index = 0;
  double value = 1;
  bool whole = false;  // done with this; otherwise a place on a way that goes on
};

// What is held between frames, and the class that is painted.
struct Grip {
  enum class What : uint8_t { nothing, point, handle };
  What what = What::nothing;
  int number = 0;
  int64_t last = -1;
  float off_x = 0, off_y = 0;  // from the pointer to the middle of what is held
  bool out = false;            // of the plane: it will be taken away
  unsigned owner = 0;
  int brush = 1;
};

std::optional<CloudStroke> scatter(const DrawContext&, ImDrawList&, const Cloud&, Grip&, ImVec2 min, ImVec2 max);

}  // namespace attractor
