// A Hinton diagram: every unit is a small map of the whole network, a square in it the weight to the unit that stands there.
#pragma once

#include "core/run/shapes.h"
#include "web/canvas/theme.h"

namespace attractor {

// The field has rows x cols pictures of rows x cols weights, one for each place; places without a unit have an empty label.
// White squares are positive, black ones negative, their area is the size; a unit's own place holds its bias.
void hinton(const DrawContext&, ImDrawList&, const Field&, ImVec2 min, ImVec2 max);

}  // namespace attractor
