// Numbers in rows and columns, for reading.
#pragma once

#include "core/run/shapes.h"
#include "web/canvas/theme.h"

namespace attractor {

// With fewer digits, and smaller, where there is little room; rows that do not fit are in a part that scrolls.
void listing(const DrawContext&, const Listing&, ImVec2 min, ImVec2 max);

}  // namespace attractor
