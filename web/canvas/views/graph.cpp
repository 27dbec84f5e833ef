#include "web/canvas/views/graph.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace attractor {
namespace {

constexpr float kTwoPi = 6.2831853f;
constexpr uint32_t kPositive = 0xE66101, kNegative = 0x2166AC;  // as the signed palette of fields

// Where the nodes are drawn, and how large.
struct Places {
  std::vector<ImVec2> at;
  float dot = 0;
};

Places on_circle(int n, ImVec2 min, ImVec2 max) {
  const ImVec2 centre{(min.x + max.x) / 2, (min.y + max.y) / 2};
  const float room = std::min(max.x - min.x, max.y - min.y) / 2;
  Places p;
  p.dot = std::clamp(room * 2.2f / float(n), 2.5f, 10.0f);
  const float radius = room - p.dot - 3;
  for (int i = 0; i < n && radius >= 20; ++i) {
    const float a = kTwoPi * (float(i) / float(n) - 0.25f);
    p.at.push_back({centre.x + radius * std::cos(a), centre.y + radius * std::sin(a)});
  }
  return p;
}

Places at_places(const Graph& g, ImVec2 min, ImVec2 max) {
  const auto [x0, x1] = std::minmax_element(g.x.begin(), g.x.end());
  const auto [y0, y1] = std::minmax_element(g.y.begin(), g.y.end());
  Places p;
  p.dot = std::clamp(std::min(max.x - min.x, max.y - min.y) * 0.045f, 4.0f, 20.0f);
  const float margin = p.dot + 4, wide = float(std::max(1e-9, *x1 - *x0)), high = float(std::max(1e-9, *y1 - *y0));
  const float scale = std::min((max.x - min.x - 2 * margin) / wide, (max.y - min.y - 2 * margin) / high);
  for (std::size_t i = 0; i < g.x.size() && scale > 0; ++i)
    p.at.push_back({(min.x + max.x) / 2 + scale * float(g.x[i] - (*x0 + *x1) / 2),
                    (min.y + max.y) / 2 + scale * float(g.y[i] - (*y0 + *y1) / 2)});
  return p;
}

}  // namespace

void graph(const DrawContext& ctx, ImDrawList& list, const Graph& g, ImVec2 min, ImVec2 max) {
  if (g.n < 1) return;
  const Places places = g.x.empty() ? on_circle(g.n, min, max) : at_places(g, min, max);
  if (places.at.empty()) return;
  const float dot = places.dot;
  auto place = [&](int i) { return places.at[i]; };
  int hovered = -1;
  const ImVec2 mouse = ImGui::GetMousePos();
  for (int i = 0; i < g.n; ++i) {
    const ImVec2 p = place(i);
    if (std::hypot(mouse.x - p.x, mouse.y - p.y) < dot + 4) hovered = i;
  }
  double most = 1e-12;
  for (double w : g.weights) most = std::max(most, std::fabs(w));
  for (int i = 0; i < g.n; ++i)
    for (int j = i + 1; j < g.n; ++j) {
      const double w = g.weights[i * g.n + j] / most;
      if (std::fabs(w) < 0.02 || (hovered >= 0 && i != hovered && j != hovered)) continue;
      const float size = float(std::fabs(w));
      list.AddLine(place(i), place(j), DrawContext::colour(w > 0 ? kPositive : kNegative, 0.12f + 0.6f * size * size),
                   ctx.line(0.5f + 2.0f * size));
    }
  for (int i = 0; i < g.n; ++i) {
    const ImVec2 p = place(i);
    const ImU32 fill = DrawContext::colour(g.values[i] > 0 ? kUp : kDown), edge = i == hovered ? ctx.accent() : ctx.quiet();
    const float width = i == hovered ? 2.5f : 1.0f;
    if (i >= g.n - g.hidden) {
      list.AddRectFilled({p.x - dot, p.y - dot}, {p.x + dot, p.y + dot}, fill, 3);
      list.AddRect({p.x - dot, p.y - dot}, {p.x + dot, p.y + dot}, edge, 3, 0, width);
    } else {
      list.AddCircleFilled(p, dot, fill, 24);
      list.AddCircle(p, dot, edge, 24, width);
    }
  }
}

}  // namespace attractor
