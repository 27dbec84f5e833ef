// A network as neurons, on a circle or at places of their own, joined by weights: colour for the sign, width and strength of colour for the size.
#pragma once

#include <span>

#include "web/canvas/theme.h"

namespace attractor {

struct GraphData {
  int n = 0;
  std::vector<double> values;   // n, shown by the colour of a node: above 0 as +1, else as -1
  std::vector<double> weights;  // n x n, symmetric
  std::vector<double> x, y;     // empty: on a circle
  int hidden = 0;               // the last ones are squares
};

// Hovering a node shows its own weights alone.
void graph(const Look&, ImDrawList&, const GraphData&, ImVec2 min, ImVec2 max);

}  // namespace attractor
