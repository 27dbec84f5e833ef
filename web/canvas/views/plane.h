// A landscape from above: heights as colours, contour lines, arrows of the flow, the path. A click or drag returns a grid point.
#pragma once

#include <optional>

#include "web/canvas/views/field.h"
#include "web/canvas/views/surface_view.h"

namespace attractor {

// The grid point under the pointer while it is pressed (index = row * cols + col, value 1), when it changes.
std::optional<Stroke> plane(const DrawContext&, ImDrawList&, const SurfaceView&, const Path*, int64_t& last, ImVec2 min,
                            ImVec2 max);

}  // namespace attractor
