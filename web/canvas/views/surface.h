// A landscape in three dimensions: shaded, with contour lines, axes and the path of the state; turned by dragging, zoomed by the
// wheel or two fingers, put back by a double click.
#pragma once

#include "web/canvas/views/surface_view.h"

namespace attractor {

// Where the surface is seen from; between frames.
struct Orbit {
  float azimuth = -0.62f, elevation = 0.62f;  // radians
  float zoom = 1;
};

// Fills [min, max]. The path may be null; where it has no heights it lies on the surface.
void surface(const DrawContext&, ImDrawList&, const SurfaceView&, const Path*, Orbit&, ImVec2 min, ImVec2 max);

}  // namespace attractor
