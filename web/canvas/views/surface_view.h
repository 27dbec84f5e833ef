// What the landscape's two views share: heights over a grid, a path, colours, contour lines, ticks.
#pragma once

#include <array>
#include <string>
#include <vector>

#include "core/run/shapes.h"
#include "web/canvas/theme.h"

namespace attractor {

// A surface as it is drawn: with the names of its axes, and the range of its heights.
struct SurfaceView {
  SurfaceView(const Surface&, std::string x_label, std::string y_label, std::string z_label);

  const Surface& data;
  std::string x_label, y_label, z_label;
  double lo = 0, hi = 1;  // of z

  double x(double col) const { return data.x0 + (data.x1 - data.x0) * col / (data.cols - 1); }
  double y(double row) const { return data.y0 + (data.y1 - data.y0) * row / (data.rows - 1); }
  double at(int row, int col) const { return data.z[std::size_t(row * data.cols + col)]; }
  // Height over a place, bilinear; clamped to the rectangle.
  double height(double x, double y) const;
  bool inside(double x, double y) const { return x >= data.x0 && x <= data.x1 && y >= data.y0 && y <= data.y1; }
};

// The ramp of shaders/palette.glsl, on this side of the screen; `light` scales it (shading).
ImU32 ramp(double t, double light = 1);

// Levels of the contour lines, at round numbers.
std::vector<double> levels(const SurfaceView&, int count);
// Where a level crosses one cell (row, col .. row + 1, col + 1): up to two segments in grid coordinates (col, row).
struct Segment {
  float ax, ay, bx, by;
};
int crossings(const SurfaceView&, int row, int col, double level, std::array<Segment, 2>& out);

}  // namespace attractor
