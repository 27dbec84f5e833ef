// What the landscape's two views share: heights over a grid, a path, colours, contour lines, ticks.
#pragma once

#include <array>
#include <string>
#include <vector>

#include "web/canvas/theme.h"

namespace attractor {

// rows x cols heights, row-major, row 0 at y0; arrows of the flow where there are any. Copies: a view outlives the model's.
struct Relief {
  int rows = 0, cols = 0;
  double x0 = 0, x1 = 1, y0 = 0, y1 = 1;
  std::vector<double> z, flow_x, flow_y;
  std::string x_label, y_label, z_label;
  double lo = 0, hi = 1;  // of z, see measure()

  double x(double col) const { return x0 + (x1 - x0) * col / (cols - 1); }
  double y(double row) const { return y0 + (y1 - y0) * row / (rows - 1); }
  double at(int row, int col) const { return z[std::size_t(row) * std::size_t(cols) + std::size_t(col)]; }
  // Height over a place, bilinear; clamped to the rectangle.
  double height(double x, double y) const;
  bool inside(double x, double y) const { return x >= x0 && x <= x1 && y >= y0 && y <= y1; }
  void measure();
};

struct Trail {
  std::vector<double> x, y, z;  // z may be empty
};

// The ramp of shaders/palette.glsl, on this side of the screen; `light` scales it (shading).
ImU32 ramp(double t, double light = 1);

// Levels of the contour lines, at round numbers.
std::vector<double> levels(const Relief&, int count);
// Where a level crosses one cell (row, col .. row + 1, col + 1): up to two segments in grid coordinates (col, row).
struct Segment {
  float ax, ay, bx, by;
};
int crossings(const Relief&, int row, int col, double level, std::array<Segment, 2>& out);

}  // namespace attractor
