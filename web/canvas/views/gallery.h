// Pictures of one field side by side, each with its number and a bar under it (an overlap from -1 to 1).
#pragma once

#include <span>
#include <string_view>

#include "web/canvas/gl.h"
#include "web/canvas/theme.h"

namespace attractor {

struct GalleryResult {
  int picked = -1;   // clicked picture
  int removed = -1;  // the cross on a picture was clicked
};

// `bars` is empty or has a number for each picture: from -1 to 1, or with `shares` from 0 to the largest. Fills [min,
// max], scrolls when there is not enough room. `chosen` is outlined; the user's own can be removed.
GalleryResult gallery(const DrawContext&, FieldPainter&, FieldTexture&, uint64_t version, const Field&,
                      std::span<const double> bars, bool shares, int chosen, ImVec2 min, ImVec2 max);

}  // namespace attractor
