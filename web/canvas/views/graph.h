// A network as neurons, on a circle or at places of their own, joined by weights: colour for the sign, width and strength of colour for the size.
#pragma once

#include "core/run/shapes.h"
#include "web/canvas/theme.h"

namespace attractor {

// Hovering a node shows its own weights alone.
void graph(const DrawContext&, ImDrawList&, const Graph&, ImVec2 min, ImVec2 max);

}  // namespace attractor
