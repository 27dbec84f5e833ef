#include "web/views/graph.h"

#include <algorithm>
#include <cmath>

namespace attractor {
namespace {

constexpr float kTurn = 6.2831853f;
constexpr uint32_t kPositive = 0xE66101, kNegative = 0x2166AC;  // as the signed palette of fields

}  // namespace

void graph(const Look& look, ImDrawList& list, const GraphData& g, ImVec2 min, ImVec2 max) {
  if (g.n < 1) return;
  const ImVec2 centre{(min.x + max.x) / 2, (min.y + max.y) / 2};
  const float room = std::min(max.x - min.x, max.y - min.y) / 2;
  const float dot = std::clamp(room * 2.2f / float(g.n), 2.5f, 10.0f), radius = room - dot - 3;
  if (radius < 20) return;
  auto place = [&](int i) {
    const float a = kTurn * (float(i) / float(g.n) - 0.25f);
    return ImVec2{centre.x + radius * std::cos(a), centre.y + radius * std::sin(a)};
  };
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
      const double w = g.weights[std::size_t(i * g.n + j)] / most;
      if (std::fabs(w) < 0.02 || (hovered >= 0 && i != hovered && j != hovered)) continue;
      const float size = float(std::fabs(w));
      list.AddLine(place(i), place(j), Look::colour(w > 0 ? kPositive : kNegative, 0.12f + 0.6f * size * size),
                   look.line(0.5f + 2.0f * size));
    }
  for (int i = 0; i < g.n; ++i) {
    list.AddCircleFilled(place(i), dot, Look::colour(g.values[std::size_t(i)] > 0 ? kUp : kDown), 24);
    list.AddCircle(place(i), dot, i == hovered ? look.accent() : look.quiet(), 24, i == hovered ? 2.5f : 1.0f);
  }
}

}  // namespace attractor
