#include "web/canvas/views/curve.h"
#include "web/words/numerals.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "web/canvas/views/pixel_columns.h"

namespace attractor {
namespace {

struct Frame {
  ImVec2 min, max;  // of the plotting area
  double x0, x1, y0, y1;
  float px(double x) const { return min.x + float((x - x0) / (x1 - x0)) * (max.x - min.x); }
  float py(double y) const { return max.y - float((y - y0) / (y1 - y0)) * (max.y - min.y); }
  double x_at(float p) const { return x0 + double(p - min.x) / double(max.x - min.x) * (x1 - x0); }
};

struct Range {
  double lo = std::numeric_limits<double>::infinity(), hi = -std::numeric_limits<double>::infinity();
  void add(double v) {
    if (!std::isfinite(v)) return;
    lo = std::min(lo, v);
    hi = std::max(hi, v);
  }
  bool empty() const { return lo > hi; }
};

// Ranges of the visible part; a flat or empty curve gets room around it.
void find_ranges(const Plot& plot, const Zoom& zoom, Range& x, Range& y) {
  for (const Trace& t : plot.traces)
    for (double v : t.x)
      if (!t.dashed) x.add(v);
  if (x.empty())  // nothing is measured yet: where the theory is
    for (const Trace& t : plot.traces)
      for (double v : t.x) x.add(v);
  if (x.empty()) x.lo = 0, x.hi = 1;
  for (const Trace& t : plot.traces)
    if (t.dashed && plot.traces.size() > 1 && !t.x.empty()) {
      x.lo = std::min(x.lo, t.x.front());
      x.hi = std::max(x.hi, t.x.back());
    }
  if (x.hi <= x.lo) x.hi = x.lo + 1;
  if (std::any_of(plot.traces.begin(), plot.traces.end(), [](const Trace& t) { return t.places; })) {  // room for the names
    const double room = (x.hi - x.lo) * 0.07;
    x.lo -= room, x.hi += room;
  }
  if (zoom.lo < zoom.hi) x.lo = zoom.lo, x.hi = zoom.hi;
  for (const Trace& t : plot.traces)
    for (std::size_t i = 0; i < t.x.size(); ++i)
      if (t.x[i] >= x.lo && t.x[i] <= x.hi) y.add(t.y[i]);
  if (y.empty()) y.lo = 0, y.hi = 1;
  if (y.lo == 0 && y.hi == 0) y.hi = 1;  // nothing so far of what is counted
  double pad = (y.hi - y.lo) * 0.06;
  if (pad == 0) pad = std::fabs(y.hi) * 0.1;
  y.lo -= pad;
  y.hi += pad;
}

// A step of the axis with about `count` ticks, but never so long that fewer than two are on it.
double axis_step(double lo, double hi, int count) {
  double step = nice_step(hi - lo, count);
  for (int more = count + 1; more < count + 8 && std::floor(hi / step) - std::ceil(lo / step) < 1; ++more)
    step = nice_step(hi - lo, more);
  return step;
}

// As many as are read at ease: close in a low plot, further apart in a high one.
int y_ticks(float height, float type) { return std::max(3, int(std::min(height / (type * 2.6f), 4 + height / (type * 9)))); }

void draw_axes(const DrawContext& ctx, ImDrawList& list, const Plot& plot, const Frame& f) {
  const float small = ctx.type(kSmall);
  const double ys = axis_step(f.y0, f.y1, y_ticks(f.max.y - f.min.y, small));
  for (double v = std::ceil(f.y0 / ys) * ys; v <= f.y1 + ys * 1e-9; v += ys) {
    const float y = std::round(f.py(v)) + 0.5f;
    list.AddLine({f.min.x, y}, {f.max.x, y}, ctx.theme == ThemeKind::projector ? ctx.soft() : ctx.hairline(), 1);
    const std::string label = tick_number(ctx.lang, v, ys);
    draw_text(list, ctx, {f.min.x - 6 - text_size(ctx, label, kSmall).x, y - small / 2}, label, kSmall, ctx.quiet());
  }
  double xs = axis_step(f.x0, f.x1, std::max(2, int((f.max.x - f.min.x) / (small * 5.5f))));
  if (plot.whole_x) xs = std::max(xs, 1.0);
  for (double v = std::ceil(f.x0 / xs) * xs; v <= f.x1 + xs * 1e-9; v += xs) {
    const float x = std::round(f.px(v)) + 0.5f;
    list.AddLine({x, f.max.y}, {x, f.max.y + 4}, ctx.quiet(), ctx.line(1));
    const std::string label = tick_number(ctx.lang, v, xs);
    const float w = text_size(ctx, label, kSmall).x;
    draw_text(list, ctx, {std::min(x - w / 2, f.max.x - w), f.max.y + 6}, label, kSmall, ctx.quiet());
  }
  list.AddLine({f.min.x, f.max.y + 0.5f}, {f.max.x, f.max.y + 0.5f}, ctx.quiet(), ctx.line(1));
}

// A polyline in dashes of equal length, measured along it.
void dashes(ImDrawList& list, const std::vector<ImVec2>& points, ImU32 colour, float width) {
  constexpr float kDash = 7, kPeriod = 12;
  float from = 0;  // length before this segment
  for (std::size_t i = 1; i < points.size(); ++i) {
    const ImVec2 a = points[i - 1], b = points[i];
    const float length = std::hypot(b.x - a.x, b.y - a.y);
    auto at = [&](float d) { return ImVec2{a.x + (b.x - a.x) * d / length, a.y + (b.y - a.y) * d / length}; };
    for (float d = 0; d < length;) {
      const float phase = std::fmod(from + d, kPeriod),
                  next = std::min(length, d + (phase < kDash ? kDash - phase : kPeriod - phase) + 0.01f);
      if (phase < kDash) list.AddLine(at(d), at(next), colour, width);
      d = next;
    }
    from += length;
  }
}

// Measured points: a mark each, with its error bar.
void draw_measured(const DrawContext& ctx, ImDrawList& list, const Trace& t, const Frame& f) {
  const ImU32 colour = ctx.series(t.colour);
  const float size = ctx.line(3), cap = ctx.line(3);
  for (std::size_t i = 0; i < t.x.size(); ++i) {
    if (!std::isfinite(t.y[i])) continue;
    const float x = f.px(t.x[i]), lo = f.py(t.lo[i]), hi = f.py(t.hi[i]);
    if (lo - hi > 2 * size) {
      list.AddLine({x, lo}, {x, hi}, colour, ctx.line(1.2f));
      for (float y : {lo, hi}) list.AddLine({x - cap, y}, {x + cap, y}, colour, ctx.line(1.2f));
    }
    list.AddCircleFilled({x, f.py(t.y[i])}, size, colour, 12);
  }
}

// The band between lo and hi: a piece for each pair of samples that are at least a pixel apart.
void draw_band(ImDrawList& list, const Trace& t, const Frame& f, ImU32 colour) {
  float x = 0, lo = 0, hi = 0;  // the end of the last piece
  bool open = false;
  for (std::size_t i = 0; i < t.lo.size() && i < t.hi.size(); ++i) {
    const bool good = std::isfinite(t.lo[i]) && std::isfinite(t.hi[i]);
    const float next_x = f.px(t.x[i]), next_lo = f.py(t.lo[i]), next_hi = f.py(t.hi[i]);
    if (good && open && next_x - x < 1 && i + 1 < t.lo.size()) continue;
    if (good && open) list.AddQuadFilled({x, hi}, {next_x, next_hi}, {next_x, next_lo}, {x, lo}, colour);
    open = good;
    x = next_x, lo = next_lo, hi = next_hi;
  }
}

void draw_trace(const DrawContext& ctx, ImDrawList& list, const Trace& t, const Frame& f) {
  const ImU32 colour = t.dashed ? ctx.quiet() : ctx.series(t.colour);
  const float width = ctx.line(1.5f);
  if (t.dots && !t.lo.empty()) {
    draw_measured(ctx, list, t, f);
    return;
  }
  draw_band(list, t, f, (colour & 0x00FFFFFFu) | 0x30000000u);
  if (t.places) {
    for (std::size_t i = 0; i < t.x.size(); ++i) {
      const ImVec2 at{f.px(t.x[i]), f.py(t.y[i])};
      const char name = char('A' + i % 26);
      list.AddCircleFilled(at, ctx.line(4.5f), ctx.text(), 16);
      draw_text(list, ctx, {at.x + ctx.line(4.5f) + 3, at.y - ctx.type(kSmall) - 1}, {&name, 1}, kSmall, ctx.text(), true);
    }
    return;
  }
  if (t.dots) {
    const std::size_t n = t.x.size();
    for (std::size_t i = 0; i < n; ++i)
      if (std::isfinite(t.y[i]) && std::isfinite(t.x[i]))
        list.AddCircleFilled({f.px(t.x[i]), f.py(t.y[i])}, i + 1 == n ? ctx.line(4.0f) : ctx.line(1.6f),
                             i + 1 == n ? ctx.accent() : colour, i + 1 == n ? 16 : 6);
    return;
  }
  std::vector<ImVec2> points;
  auto flush = [&] {
    points = by_pixel_columns(points);
    if (t.dashed) dashes(list, points, colour, width);
    else draw_polyline(list, points, colour, width);
    points.clear();
  };
  for (std::size_t i = 0; i < t.x.size(); ++i) {
    if (!std::isfinite(t.y[i]) || t.x[i] < f.x0 || t.x[i] > f.x1) {
      flush();
      continue;
    }
    const ImVec2 p{f.px(t.x[i]), f.py(t.y[i])};
    points.push_back(p);
  }
  flush();
}

// Marks with labels, from left to right in as many lines as they need. Returns the height.
float draw_legend(const DrawContext& ctx, ImDrawList& list, const Plot& plot, ImVec2 at, float width) {
  const float mark = 22, gap = 16, line = ctx.type(kSmall) + 6;
  ImVec2 p = at;
  for (std::size_t k = 0; k < plot.traces.size(); ++k) {
    const Trace& t = plot.traces[k];
    if (t.dashed && k > 0 && plot.traces[k - 1].dashed && plot.traces[k - 1].label == t.label) continue;  // one kind of truth
    const float w = std::min(width, mark + text_size(ctx, t.label, kSmall).x);
    if (p.x > at.x && p.x + w > at.x + width) p = {at.x, p.y + line};
    const float y = p.y + ctx.type(kSmall) * 0.55f;
    if (t.places) {
      list.AddCircleFilled({p.x + 9, y}, ctx.line(4), ctx.text());
    } else if (t.dashed) {
      for (float d = 0; d < 16; d += 6) list.AddLine({p.x + d, y}, {p.x + d + 4, y}, ctx.quiet(), ctx.line(1.5f));
    } else if (t.dots) {
      list.AddCircleFilled({p.x + 9, y}, ctx.line(3), ctx.series(t.colour));
    } else {
      list.AddLine({p.x, y}, {p.x + 16, y}, ctx.series(t.colour), ctx.line(2));
    }
    draw_text(list, ctx, {p.x + mark, p.y}, t.label, kSmall, ctx.quiet(), false, width - mark);
    p.x += w + gap;
  }
  return p.y - at.y + line;
}

void draw_crosshair(const DrawContext& ctx, ImDrawList& list, const Plot& plot, const Frame& f, float mouse_x) {
  const double x = f.x_at(mouse_x);
  float at = mouse_x;
  std::string text;
  for (const Trace& t : plot.traces) {
    if (t.dashed || (t.dots && t.lo.empty()) || t.x.empty() || !std::is_sorted(t.x.begin(), t.x.end())) continue;
    auto it = std::lower_bound(t.x.begin(), t.x.end(), x);
    if (it == t.x.end() || (it != t.x.begin() && x - *(it - 1) < *it - x)) --it;
    const auto i = std::size_t(it - t.x.begin());
    if (!std::isfinite(t.y[i])) continue;
    at = f.px(t.x[i]);
    if (text.empty()) text = short_number(ctx.lang, t.x[i]) + ":  ";
    else text += ",  ";
    text += short_number(ctx.lang, t.y[i]);
    list.AddCircleFilled({at, f.py(t.y[i])}, ctx.line(3.5f), ctx.series(t.colour));
  }
  if (text.empty()) return;
  list.AddLine({at, f.min.y}, {at, f.max.y}, ctx.quiet(), ctx.line(1));
  const ImVec2 size = text_size(ctx, text, kSmall);
  const float left = std::clamp(at + 8, f.min.x, f.max.x - size.x - 14);
  list.AddRectFilled({left, f.min.y}, {left + size.x + 12, f.min.y + size.y + 6}, ctx.card(), 5);
  list.AddRect({left, f.min.y}, {left + size.x + 12, f.min.y + size.y + 6}, ctx.hairline(), 5);
  draw_text(list, ctx, {left + 6, f.min.y + 3}, text, kSmall, ctx.text());
}

void pointer(const Frame& f, Zoom& zoom) {
  ImGuiIO& io = ImGui::GetIO();
  if (ImGui::IsMouseDoubleClicked(0)) {
    zoom = Zoom();
  } else if (io.MouseWheel != 0) {
    const double k = std::pow(0.85, io.MouseWheel), x = f.x_at(io.MousePos.x);
    zoom = {x - (x - f.x0) * k, x + (f.x1 - x) * k};
  } else if (ImGui::IsItemActive() && io.MouseDelta.x != 0 && zoom.lo < zoom.hi) {
    const double shift = f.x_at(io.MousePos.x - io.MouseDelta.x) - f.x_at(io.MousePos.x);
    zoom = {zoom.lo + shift, zoom.hi + shift};
  }
}

}  // namespace

double nice_step(double range, int count) {
  if (!(range > 0) || count < 1) return 1;
  const double raw = range / count, power = std::pow(10.0, std::floor(std::log10(raw))), m = raw / power;
  return power * (m <= 1 ? 1 : m <= 2 ? 2 : m <= 5 ? 5 : 10);
}

void curve(const DrawContext& ctx, ImDrawList& list, const Plot& plot, Zoom& zoom, ImVec2 min, ImVec2 max) {
  Range x, y;
  find_ranges(plot, zoom, x, y);
  const float small = ctx.type(kSmall);
  float top = small + 6;
  if (plot.traces.size() > 1 && plot.legend) top = draw_legend(ctx, list, plot, min, max.x - min.x);
  else if (plot.y_label.empty()) top = 2;
  else draw_text(list, ctx, min, plot.y_label, kSmall, ctx.quiet(), false, max.x - min.x);
  Frame f{{min.x + small * 3.4f, min.y + top + 6}, {max.x - 4, max.y - small * 2.6f}, x.lo, x.hi, y.lo, y.hi};
  if (f.max.x - f.min.x < 30 || f.max.y - f.min.y < 20) return;
  draw_axes(ctx, list, plot, f);
  const float w = text_size(ctx, plot.x_label, kSmall).x;
  draw_text(list, ctx, {(f.min.x + f.max.x - w) / 2, max.y - small}, plot.x_label, kSmall, ctx.quiet());
  list.PushClipRect({f.min.x - 2, f.min.y - 3}, {f.max.x + 4, f.max.y + 3}, true);
  for (const Trace& t : plot.traces)
    if (t.dashed) draw_trace(ctx, list, t, f);
  for (const Trace& t : plot.traces)
    if (!t.dashed) draw_trace(ctx, list, t, f);
  list.PopClipRect();
  ImGui::SetCursorScreenPos(f.min);
  ImGui::InvisibleButton("plot", {f.max.x - f.min.x, f.max.y - f.min.y});
  if (ImGui::IsItemHovered()) {
    draw_crosshair(ctx, list, plot, f, ImGui::GetMousePos().x);
    pointer(f, zoom);
  }
}

}  // namespace attractor
