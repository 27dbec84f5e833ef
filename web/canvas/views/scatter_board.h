// A plane of points on the screen, and what lies behind the points: the parts of scatter.cpp.
#pragma once

#include <algorithm>
#include <cmath>
#include <string_view>

#include "core/base/plane.h"
#include "core/run/shapes.h"
#include "web/canvas/theme.h"

namespace attractor {

struct Board {
  const Cloud& data;
  ImVec2 min, max;
  float side() const { return std::min(max.x - min.x, max.y - min.y); }
  ImVec2 at(double x, double y) const {
    return {min.x + float((x - data.x0) / (data.x1 - data.x0)) * (max.x - min.x),
            max.y - float((y - data.y0) / (data.y1 - data.y0)) * (max.y - min.y)};
  }
  Point place(ImVec2 p) const {
    return {data.x0 + (data.x1 - data.x0) * double((p.x - min.x) / (max.x - min.x)),
            data.y0 + (data.y1 - data.y0) * double((max.y - p.y) / (max.y - min.y))};
  }
  int64_t cell(ImVec2 p) const {
    constexpr int kLast = Cloud::kGrid - 1;
    const auto u = int64_t(std::floor((p.x - min.x) / (max.x - min.x) * kLast + 0.5f)),
               v = int64_t(std::floor((max.y - p.y) / (max.y - min.y) * kLast + 0.5f));
    return std::clamp<int64_t>(v, 0, kLast) * Cloud::kGrid + std::clamp<int64_t>(u, 0, kLast);
  }
  bool holds(ImVec2 p, float margin = 0) const {
    return p.x >= min.x - margin && p.y >= min.y - margin && p.x <= max.x + margin && p.y <= max.y + margin;
  }
  // The points that are learned from come first; only they are moved.
  int own() const {
    return int(std::count_if(data.points.begin(), data.points.end(), [](const Cloud::Dot& d) { return !d.test; }));
  }
  // How many chances stand at each place.
  int sorts() const { return int(data.chances.size()) / std::max(1, data.rows * data.cols); }
};

inline ImU32 faded(ImU32 c, float alpha) { return (c & 0x00FFFFFFu) | ImU32(alpha * 255 + 0.5f) << 24; }
ImU32 blend(ImU32 a, ImU32 b, float t);
void small_label(const DrawContext&, ImDrawList&, ImVec2 at, std::string_view, ImU32 colour);
// The chances as a fog with contours, or the two sides of the first border; the borders; the outline.
void draw_ground(const DrawContext&, ImDrawList&, const Board&);
void stroke_line(const DrawContext&, ImDrawList&, ImVec2 a, ImVec2 b, Cloud::Drawn);  // as borders are drawn

}  // namespace attractor
