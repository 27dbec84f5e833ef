#include "web/canvas/views/plane.h"

#include <algorithm>
#include <cmath>

#include "web/canvas/views/curve.h"
#include "web/words/numerals.h"

namespace attractor {
namespace {

struct Map {
  const SurfaceView& r;
  ImVec2 min, max;
  ImVec2 at(double x, double y) const {
    return {min.x + float((x - r.data.x0) / (r.data.x1 - r.data.x0)) * (max.x - min.x),
            max.y - float((y - r.data.y0) / (r.data.y1 - r.data.y0)) * (max.y - min.y)};
  }
};

void draw_heights(const DrawContext& ctx, ImDrawList& list, const Map& m) {
  const SurfaceView& r = m.r;
  list.PrimReserve((r.data.rows - 1) * (r.data.cols - 1) * 6, r.data.rows * r.data.cols);
  const unsigned base = list._VtxCurrentIdx;
  const ImVec2 white = ImGui::GetFontTexUvWhitePixel();
  for (int i = 0; i < r.data.rows - 1; ++i)
    for (int j = 0; j < r.data.cols - 1; ++j) {
      const unsigned q = base + unsigned(i * r.data.cols + j), p = q + unsigned(r.data.cols);
      for (unsigned v : {q, q + 1, p + 1, q, p + 1, p}) list.PrimWriteIdx(ImDrawIdx(v));
    }
  for (int i = 0; i < r.data.rows; ++i)
    for (int j = 0; j < r.data.cols; ++j)
      list.PrimWriteVtx(m.at(r.x(j), r.y(i)), white, ramp((r.at(i, j) - r.lo) / (r.hi - r.lo)));
  std::array<Segment, 2> segments;
  for (double level : levels(r, 14))
    for (int i = 0; i < r.data.rows - 1; ++i)
      for (int j = 0; j < r.data.cols - 1; ++j)
        for (int s = crossings(r, i, j, level, segments) - 1; s >= 0; --s) {
          const Segment& g = segments[s];
          list.AddLine(m.at(r.x(g.ax), r.y(g.ay)), m.at(r.x(g.bx), r.y(g.by)), IM_COL32(255, 255, 255, 88), ctx.line(1));
        }
}

// One arrow about every 30 pixels; lengths grow with the square root of the speed, so that slow places still show.
void draw_flow(const DrawContext& ctx, ImDrawList& list, const Map& m) {
  const SurfaceView& r = m.r;
  if (r.data.flow_x.size() != r.data.z.size() || r.data.flow_y.size() != r.data.z.size()) return;
  const float cell = (m.max.x - m.min.x) / float(r.data.cols - 1);
  const int skip = std::max(1, int(std::floor(30 / cell + 0.5f)));
  const float kx = (m.max.x - m.min.x) / float(r.data.x1 - r.data.x0), ky = (m.max.y - m.min.y) / float(r.data.y1 - r.data.y0);
  float fastest = 0;
  for (std::size_t i = 0; i < r.data.z.size(); ++i)
    fastest = std::max(fastest, std::hypot(float(r.data.flow_x[i]) * kx, float(r.data.flow_y[i]) * ky));
  if (!(fastest > 0)) return;
  const int off = skip / 2;
  for (int i = off; i < r.data.rows; i += skip)
    for (int j = off; j < r.data.cols; j += skip) {
      const auto k = std::size_t(i * r.data.cols + j);
      const float vx = float(r.data.flow_x[k]) * kx, vy = -float(r.data.flow_y[k]) * ky, v = std::hypot(vx, vy);
      if (!(v > fastest * 1e-5f)) continue;
      const float length = cell * float(skip) * (0.2f + 0.62f * std::sqrt(v / fastest)), dx = vx / v, dy = vy / v;
      const ImVec2 c = m.at(r.x(j), r.y(i)), a{c.x - dx * length / 2, c.y - dy * length / 2},
                   e{c.x + dx * length / 2, c.y + dy * length / 2};
      const ImU32 ink = IM_COL32(255, 255, 255, 210);
      list.AddLine(a, e, ink, ctx.line(1.2f));
      const float h = std::min(5.0f, length * 0.5f);
      list.AddTriangleFilled({e.x + dx, e.y + dy}, {e.x - dx * h - dy * h * 0.5f, e.y - dy * h + dx * h * 0.5f},
                             {e.x - dx * h + dy * h * 0.5f, e.y - dy * h - dx * h * 0.5f}, ink);
    }
}

void draw_path(const DrawContext& ctx, ImDrawList& list, const Map& m, const Path& t) {
  std::vector<ImVec2> points;
  for (std::size_t i = 0; i < t.x.size(); ++i) {
    const ImVec2 p = m.at(t.x[i], t.y[i]);
    if (!std::isfinite(p.x + p.y) || std::fabs(p.x) > 1e5f || std::fabs(p.y) > 1e5f) continue;
    if (points.empty() || i + 1 == t.x.size() || std::hypot(p.x - points.back().x, p.y - points.back().y) > 1.5f)
      points.push_back(p);
  }
  if (points.empty()) return;
  const ImU32 casing = IM_COL32(255, 255, 255, 230), ink = DrawContext::colour(0xD55E00);
  draw_polyline(list, points, casing, ctx.line(4.5f));
  draw_polyline(list, points, ink, ctx.line(2.5f));
  list.AddCircleFilled(points.back(), ctx.line(7), casing, 24);
  list.AddCircleFilled(points.back(), ctx.line(5.5f), ink, 24);
}

void draw_axes(const DrawContext& ctx, ImDrawList& list, const Map& m) {
  const SurfaceView& r = m.r;
  const float small = ctx.type(kSmall);
  const double xs = nice_step(r.data.x1 - r.data.x0, std::max(3, int((m.max.x - m.min.x) / (small * 4))));
  const double ys = nice_step(r.data.y1 - r.data.y0, std::max(3, int((m.max.y - m.min.y) / (small * 2.4f))));
  for (double v = std::ceil(r.data.x0 / xs - 1e-9) * xs; v <= r.data.x1 + xs * 1e-6; v += xs) {
    const float x = std::round(m.at(v, r.data.y0).x) + 0.5f, w = text_size(ctx, tick_number(ctx.lang, v, xs), kSmall).x;
    list.AddLine({x, m.max.y}, {x, m.max.y + 4}, ctx.quiet(), ctx.line(1));
    draw_text(list, ctx, {x - w / 2, m.max.y + 6}, tick_number(ctx.lang, v, xs), kSmall, ctx.quiet());
  }
  for (double v = std::ceil(r.data.y0 / ys - 1e-9) * ys; v <= r.data.y1 + ys * 1e-6; v += ys) {
    const float y = std::round(m.at(r.data.x0, v).y) + 0.5f;
    list.AddLine({m.min.x - 4, y}, {m.min.x, y}, ctx.quiet(), ctx.line(1));
    const std::string text = tick_number(ctx.lang, v, ys);
    draw_text(list, ctx, {m.min.x - 7 - text_size(ctx, text, kSmall).x, y - small / 2}, text, kSmall, ctx.quiet());
  }
  list.AddRect({m.min.x - 0.5f, m.min.y - 0.5f}, {m.max.x + 0.5f, m.max.y + 0.5f}, ctx.hairline(), 0, 0, ctx.line(1));
}

void draw_scale(const DrawContext& ctx, ImDrawList& list, const SurfaceView& r, ImVec2 min, ImVec2 max) {
  constexpr int kPieces = 24;
  for (int i = 0; i < kPieces; ++i) {
    const float h = (max.y - min.y) / kPieces, y = max.y - float(i + 1) * h;
    const ImU32 a = ramp(double(i + 1) / kPieces), b = ramp(double(i) / kPieces);
    list.AddRectFilledMultiColor({min.x, y}, {max.x, y + h}, a, a, b, b);
  }
  const float small = ctx.type(kSmall);
  const double step = nice_step(r.hi - r.lo, std::max(2, int((max.y - min.y) / (small * 3))));
  for (double v = std::ceil(r.lo / step) * step; v <= r.hi; v += step) {
    const float y = max.y - float((v - r.lo) / (r.hi - r.lo)) * (max.y - min.y);
    list.AddLine({max.x, y}, {max.x + 3, y}, ctx.quiet(), ctx.line(1));
    draw_text(list, ctx, {max.x + 6, y - small / 2}, tick_number(ctx.lang, v, step), kSmall, ctx.quiet());
  }
}

void tip(const DrawContext& ctx, const SurfaceView& r, double x, double y) {
  const std::string apart = decimal_mark(ctx.lang) == "," ? "; " : ", ";
  const std::string text = "(" + short_number(ctx.lang, x, 3) + apart + short_number(ctx.lang, y, 3) +
                           "): " + short_number(ctx.lang, r.height(x, y));
  const ImVec2 size = text_size(ctx, text, kSmall), at = ImGui::GetMousePos();
  ImDrawList& list = *ImGui::GetForegroundDrawList();
  const float left = std::min(at.x + 16, ImGui::GetIO().DisplaySize.x - size.x - 20), top = std::max(4.0f, at.y - size.y - 20);
  list.AddRectFilled({left, top}, {left + size.x + 16, top + size.y + 8}, ctx.card(), 6);
  list.AddRect({left, top}, {left + size.x + 16, top + size.y + 8}, ctx.hairline(), 6);
  draw_text(list, ctx, {left + 8, top + 4}, text, kSmall, ctx.text());
}

}  // namespace

std::optional<Stroke> plane(const DrawContext& ctx, ImDrawList& list, const SurfaceView& r, const Path* t, int64_t& last,
                            ImVec2 min, ImVec2 max) {
  const float small = ctx.type(kSmall), bar = 12;
  const Map m{r, {min.x + small * 3, min.y + small * 1.6f}, {max.x - bar - small * 4, max.y - small * 2.9f}};
  if (m.max.x - m.min.x < 40 || m.max.y - m.min.y < 40 || r.data.rows < 2) return {};
  draw_text(list, ctx, min, r.y_label, kSmall, ctx.text(), true);
  const float w = text_size(ctx, r.z_label, kSmall).x;
  draw_text(list, ctx, {std::max(min.x + small * 3, max.x - w), min.y}, r.z_label, kSmall, ctx.quiet(), false,
            max.x - min.x - small * 3);
  draw_text(list, ctx, {(m.min.x + m.max.x - text_size(ctx, r.x_label, kSmall).x) / 2, max.y - small}, r.x_label, kSmall,
            ctx.text(), true);
  list.PushClipRect(m.min, m.max, true);
  draw_heights(ctx, list, m);
  draw_flow(ctx, list, m);
  list.PopClipRect();
  draw_axes(ctx, list, m);
  draw_scale(ctx, list, r, {m.max.x + 10, m.min.y}, {m.max.x + 10 + bar, m.max.y});
  list.PushClipRect({m.min.x - 8, m.min.y - 8}, {m.max.x + 8, m.max.y + 8}, true);  // a state in the corner is seen whole
  if (t) draw_path(ctx, list, m, *t);
  list.PopClipRect();

  ImGui::SetCursorScreenPos(m.min);
  ImGui::InvisibleButton("plane", {m.max.x - m.min.x, m.max.y - m.min.y});
  const ImVec2 mouse = ImGui::GetMousePos();
  const double u = std::clamp(double((mouse.x - m.min.x) / (m.max.x - m.min.x)), 0.0, 1.0);
  const double v = std::clamp(double((m.max.y - mouse.y) / (m.max.y - m.min.y)), 0.0, 1.0);
  if (ImGui::IsItemHovered() && !ImGui::IsItemActive())
    tip(ctx, r, r.data.x0 + (r.data.x1 - r.data.x0) * u, r.data.y0 + (r.data.y1 - r.data.y0) * v);
  if (!ImGui::IsItemActive()) {
    last = -1;
    return {};
  }
  const auto index =
      int64_t(std::floor(v * (r.data.rows - 1) + 0.5)) * r.data.cols + int64_t(std::floor(u * (r.data.cols - 1) + 0.5));
  if (index == last) return {};
  last = index;
  return Stroke{index, 0, 1};
}

}  // namespace attractor
