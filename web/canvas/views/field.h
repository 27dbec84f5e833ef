// One field as crisp cells: the lattice that is painted on, and the heat map with its colour scale.
#pragma once

#include <optional>
#include <string>

#include "web/canvas/gl.h"
#include "web/canvas/theme.h"

namespace attractor {

struct FieldView {
  FieldPainter& painter;
  FieldTexture& texture;
  uint64_t version;  // of what the field shows
};

// What the pointer did on the lattice in this frame.
struct Stroke {
  int64_t index = 0;
  int radius = 0;
  double value = 0;
};

// The brush between frames.
struct Brush {
  int radius = -1;  // cells; below 0: chosen from the size of the lattice
  bool down = false;
  double value = 1;
  int64_t last = -1;
  unsigned owner = 0;  // the lattice that the pointer went down on
};

// The largest square (cells are square) inside the rectangle, centred.
void fit(const Field&, ImVec2& min, ImVec2& max, float dpr);

// A lattice in [min, max]. Painting returns the stroke (a press on a cell paints its opposite); nothing if there was none.
std::optional<Stroke> lattice(const DrawContext&, ImDrawList&, const FieldView&, const Field&, Brush&, ImVec2 min, ImVec2 max);

// A heat map with a colour scale on its right; hovering shows index and value.
void heatmap(const DrawContext&, ImDrawList&, const FieldView&, FieldTexture& scale, const Field&, ImVec2 min, ImVec2 max);

// Colours of the two spins and of the hairline between cells.
FieldColours field_colours(const DrawContext&);

}  // namespace attractor
