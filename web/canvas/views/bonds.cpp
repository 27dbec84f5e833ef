#include "web/canvas/views/bonds.h"

#include <algorithm>
#include <cmath>

namespace attractor {
namespace {

// A wavy line stands for a negative coupling.
void wave(ImDrawList& list, ImVec2 a, ImVec2 b, float swing, int pieces, ImU32 colour, float width) {
  constexpr int kMost = 20;
  const float dx = b.x - a.x, dy = b.y - a.y, length = std::max(1.0f, std::hypot(dx, dy));
  const float half_waves = std::max(2.0f, std::round(length / (swing * 3)));
  ImVec2 points[kMost + 1];
  for (int i = 0; i <= pieces; ++i) {
    const float t = float(i) / float(pieces), s = swing * std::sin(t * half_waves * 3.14159265f);
    points[i] = {a.x + dx * t - dy / length * s, a.y + dy * t + dx / length * s};
  }
  list.AddPolyline(points, pieces + 1, colour, 0, width);
}

struct Legend {
  const char* label;
  bool negative, broken, mark;
};
constexpr Legend kLegend[] = {{"Satisfied bond", false, false, false},
                              {"Unsatisfied bond", false, true, false},
                              {"Negative coupling", true, false, false},
                              {"Frustrated loop", false, false, true}};

// How finely things are drawn: a draw list holds 65,536 corners, and a lattice of 24 x 24 has 1,152 bonds.
struct Pen {
  float scale;
  bool waves;  // only where there are couplings of both signs
  int pieces, corners;
};

void bond_line(const DrawContext& ctx, ImDrawList& list, ImVec2 a, ImVec2 b, bool negative, bool broken, const Pen& pen) {
  const float scale = pen.scale;
  const ImU32 colour = broken ? ctx.bad() : ctx.quiet();
  const float width = ctx.line(broken ? std::clamp(scale * 0.11f, 2.0f, 5.0f) : std::clamp(scale * 0.05f, 1.0f, 2.0f));
  if (negative && pen.waves) wave(list, a, b, std::min(3.5f, scale * 0.07f), pen.pieces, colour, width);
  else list.AddLine(a, b, colour, width);
}

void diamond(const DrawContext& ctx, ImDrawList& list, ImVec2 p, float r) {
  list.AddQuadFilled({p.x, p.y - r}, {p.x + r, p.y}, {p.x, p.y + r}, {p.x - r, p.y}, DrawContext::colour(kSeries[4], 0.85f));
  list.AddQuad({p.x, p.y - r}, {p.x + r, p.y}, {p.x, p.y + r}, {p.x - r, p.y}, ctx.quiet(), 1);
}

// Height used.
float draw_legend(const DrawContext& ctx, ImDrawList& list, const Bonds& data, bool mixed, ImVec2 at, float width) {
  ImVec2 p = at;
  const float line = ctx.type(kSmall) + 6;
  for (const Legend& l : kLegend) {
    if ((l.negative && !mixed) || (l.mark && data.frustrated.empty())) continue;
    const std::string_view label = ctx.tr(l.label);
    const float w = 28 + text_size(ctx, label, kSmall).x;
    if (p.x > at.x && p.x + w > at.x + width) p = {at.x, p.y + line};
    const float y = p.y + ctx.type(kSmall) * 0.55f;
    if (l.mark) diamond(ctx, list, {p.x + 10, y}, 5);
    else bond_line(ctx, list, {p.x, y}, {p.x + 20, y}, l.negative, l.broken, {30, true, 20, 24});
    draw_text(list, ctx, {p.x + 28, p.y}, label, kSmall, ctx.quiet());
    p.x += w + 16;
  }
  return p.y - at.y + line + 4;
}

}  // namespace

std::optional<Stroke> bonds(const DrawContext& ctx, ImDrawList& list, const Bonds& data, ImVec2 min, ImVec2 max) {
  if (data.sites.empty()) return {};
  auto has = [&](int sign) {
    return std::any_of(data.bonds.begin(), data.bonds.end(), [&](const auto& b) { return b.sign == sign; });
  };
  const bool many = data.sites.size() > 200;
  const float room = std::min(max.x - min.x, max.y - min.y) / std::sqrt(float(data.sites.size()));
  const bool mixed = has(1) && has(-1) && room > 18;  // waves would not be seen in less
  min.y += draw_legend(ctx, list, data, mixed, min, max.x - min.x);
  double x0 = 1e9, x1 = -1e9, y0 = 1e9, y1 = -1e9;
  for (const auto& s : data.sites) {
    x0 = std::min(x0, s.x), x1 = std::max(x1, s.x);
    y0 = std::min(y0, s.y), y1 = std::max(y1, s.y);
  }
  const double margin = 0.6;  // room for half bonds at the seam
  const float w = max.x - min.x, h = max.y - min.y;
  const float scale = std::min({w / float(x1 - x0 + 2 * margin), h / float(y1 - y0 + 2 * margin), 0.6f * std::min(w, h)});
  if (scale < 4) return {};
  const Pen pen{scale, mixed, many ? 6 : 20, many ? 12 : 24};
  const ImVec2 shift{(min.x + max.x) / 2 - scale * float(x0 + x1) / 2, (min.y + max.y) / 2 - scale * float(y0 + y1) / 2};
  auto place = [&](double x, double y) { return ImVec2{shift.x + scale * float(x), shift.y + scale * float(y)}; };
  for (const auto& m : data.frustrated) diamond(ctx, list, place(m.x, m.y), std::clamp(scale * 0.16f, 2.5f, 10.0f));
  for (const bool broken : {false, true})  // the unsatisfied ones on top
    for (const auto& b : data.bonds) {
      const auto &s = data.sites[b.a], &t = data.sites[b.b];
      if ((b.sign * s.spin * t.spin < 0) != broken) continue;
      if (std::hypot(s.x + b.dx - t.x, s.y + b.dy - t.y) < 0.01) {
        bond_line(ctx, list, place(s.x, s.y), place(t.x, t.y), b.sign < 0, broken, pen);
      } else {
        bond_line(ctx, list, place(s.x, s.y), place(s.x + b.dx / 2, s.y + b.dy / 2), b.sign < 0, broken, pen);
        bond_line(ctx, list, place(t.x, t.y), place(t.x - b.dx / 2, t.y - b.dy / 2), b.sign < 0, broken, pen);
      }
    }
  ImGui::SetCursorScreenPos(min);
  ImGui::InvisibleButton("bonds", {w, h});
  const ImVec2 mouse = ImGui::GetMousePos();
  const float dot = std::clamp(scale * 0.27f, 3.0f, 26.0f), reach = std::max(dot, ctx.touch ? 22.0f : 8.0f);
  int under = -1;
  for (std::size_t i = 0; i < data.sites.size(); ++i) {
    const auto& s = data.sites[i];
    const ImVec2 p = place(s.x, s.y);
    if (ImGui::IsItemHovered() && std::hypot(mouse.x - p.x, mouse.y - p.y) < std::min(reach, scale / 2)) under = int(i);
    list.AddCircleFilled(p, dot, DrawContext::colour(s.spin > 0 ? kUp : kDown), pen.corners);
    if (!many || under == int(i))
      list.AddCircle(p, dot, under == int(i) ? ctx.accent() : ctx.quiet(), pen.corners, under == int(i) ? 2.5f : 1.0f);
    if (dot < 9 || many) continue;  // an arrow: up or down
    const float a = dot * 0.55f, d = s.spin > 0 ? -1.0f : 1.0f;
    const ImU32 ink = s.spin > 0 ? IM_COL32(255, 255, 255, 255) : IM_COL32(27, 36, 48, 255);
    list.AddLine({p.x, p.y - d * a}, {p.x, p.y + d * a}, ink, std::max(1.5f, dot * 0.12f));
    list.AddTriangleFilled({p.x, p.y + d * (a + 1)}, {p.x - a * 0.6f, p.y + d * a * 0.25f},
                           {p.x + a * 0.6f, p.y + d * a * 0.25f}, ink);
  }
  if (!ImGui::IsItemActivated() || under < 0) return {};
  return Stroke{under, 0, data.sites[under].spin > 0 ? -1.0 : 1.0};
}

}  // namespace attractor
