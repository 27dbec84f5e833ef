// Tables of numbers that are worked out of each other, side by side: a picture, what slides over it, and what comes of it.
#pragma once

#include <optional>
#include <span>
#include <string>

#include "core/run/shapes.h"
#include "web/canvas/theme.h"
#include "web/canvas/views/scatter.h"

namespace attractor {

struct NumberTable {
  std::string key;         // of the poke
  std::string_view title;  // translated
  const Field* field;
};

// What is held between frames.
struct TablesGrip {
  unsigned owner = 0;
  bool window = false;  // the frame on the first table is dragged: the last one's cell follows
  double value = 1;
  int64_t last = -1;
};

// The first table is drawn on, and the frame on it (Field::mark) dragged; a press on one in the middle raises its number, with
// the right button lowers it; a press on the last one takes the frame there. A second and a third table of four share a place.
std::optional<CloudStroke> tables(const DrawContext&, ImDrawList&, std::span<const NumberTable>, TablesGrip&, ImVec2 min,
                                  ImVec2 max);

}  // namespace attractor
