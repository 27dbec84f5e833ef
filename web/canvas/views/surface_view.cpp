#include "web/canvas/views/surface_view.h"

#include <algorithm>
#include <cmath>

#include "web/canvas/views/curve.h"

namespace attractor {

SurfaceView::SurfaceView(const Surface& surface, std::string x_axis, std::string y_axis, std::string z_axis)
    : data(surface), x_label(std::move(x_axis)), y_label(std::move(y_axis)), z_label(std::move(z_axis)), lo(1e300), hi(-1e300) {
  for (double v : data.z)
    if (std::isfinite(v)) lo = std::min(lo, v), hi = std::max(hi, v);
  if (!(lo <= hi)) lo = 0, hi = 1;
  if (hi - lo < 1e-9) hi = lo + 1;
}

double SurfaceView::height(double px, double py) const {
  const int rows = data.rows, cols = data.cols;
  const double c = std::clamp((px - data.x0) / (data.x1 - data.x0) * (cols - 1), 0.0, double(cols - 1));
  const double r = std::clamp((py - data.y0) / (data.y1 - data.y0) * (rows - 1), 0.0, double(rows - 1));
  const int i = std::min(int(r), rows - 2), j = std::min(int(c), cols - 2);
  const double u = c - j, v = r - i;
  return (1 - v) * ((1 - u) * at(i, j) + u * at(i, j + 1)) + v * ((1 - u) * at(i + 1, j) + u * at(i + 1, j + 1));
}

ImU32 ramp(double t, double light) {
  t = std::clamp(t, 0.0, 1.0);
  static constexpr double c[7][3] = {{0.2777, 0.0054, 0.3341},     {0.1051, 1.4046, 1.3846},   {-0.3309, 0.2148, 0.0951},
                                     {-4.6342, -5.7991, -19.3324}, {6.2283, 14.1799, 56.6906}, {4.7764, -13.7451, -65.3530},
                                     {-5.4355, 4.6459, 26.3124}};
  int rgb[3];
  for (int k = 0; k < 3; ++k) {
    double v = c[6][k];
    for (int i = 5; i >= 0; --i) v = v * t + c[i][k];
    rgb[k] = int(std::clamp(v * light, 0.0, 1.0) * 255 + 0.5);
  }
  return IM_COL32(rgb[0], rgb[1], rgb[2], 255);
}

std::vector<double> levels(const SurfaceView& r, int count) {
  std::vector<double> out;
  const double step = nice_step(r.hi - r.lo, count);
  // A hair off the round number: a plain at exactly that height would otherwise be hatched by its own level.
  const double first = std::ceil(r.lo / step) * step + step * 1e-4;
  for (double v = first; v < r.hi; v += step) out.push_back(v);
  // The bottom is what one looks at, and where steps of the whole range say least.
  for (double v = first - step; v < first + step; v += step / 4)
    if (v > r.lo && std::fabs(std::remainder(v - first, step)) > step / 8) out.push_back(v);
  return out;
}

int crossings(const SurfaceView& r, int row, int col, double level, std::array<Segment, 2>& out) {
  const double v[4] = {r.at(row, col), r.at(row, col + 1), r.at(row + 1, col + 1), r.at(row + 1, col)};
  static constexpr float kx[4] = {0, 1, 1, 0}, ky[4] = {0, 0, 1, 1};
  float x[4], y[4];
  int n = 0;
  for (int k = 0; k < 4; ++k) {
    const int next = (k + 1) % 4;
    if ((v[k] < level) == (v[next] < level) || !std::isfinite(v[k] + v[next])) continue;
    const float t = float((level - v[k]) / (v[next] - v[k]));
    x[n] = float(col) + kx[k] + t * (kx[next] - kx[k]);
    y[n++] = float(row) + ky[k] + t * (ky[next] - ky[k]);
  }
  for (int k = 0; k + 1 < n; k += 2) out[std::size_t(k / 2)] = {x[k], y[k], x[k + 1], y[k + 1]};
  return n / 2;
}

}  // namespace attractor
