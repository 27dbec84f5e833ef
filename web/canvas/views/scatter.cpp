#include "web/canvas/views/scatter.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "core/base/plane.h"
#include "web/canvas/views/curve.h"
#include "web/canvas/views/surface_view.h"
#include "web/words/numerals.h"

namespace attractor {
namespace {

constexpr float kOut = 24;    // pixels beyond the edge where a point is let go
constexpr float kFog = 0.6f;  // strength of a sure place's colour
constexpr uint32_t kGlow = 0xFFC83D;

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

ImU32 blend(ImU32 a, ImU32 b, float t) {
  ImVec4 p = ImGui::ColorConvertU32ToFloat4(a), q = ImGui::ColorConvertU32ToFloat4(b);
  return ImGui::ColorConvertFloat4ToU32({p.x + (q.x - p.x) * t, p.y + (q.y - p.y) * t, p.z + (q.z - p.z) * t, 1});
}
ImU32 faded(ImU32 c, float alpha) { return (c & 0x00FFFFFFu) | ImU32(alpha * 255 + 0.5f) << 24; }

ImU32 class_colour(const DrawContext& ctx, const Cloud& c, double value) {
  if (c.classes.size() > 2 || value == std::floor(value)) return ctx.series(int(value));
  return blend(ctx.series(0), ctx.series(1), float(std::clamp(value, 0.0, 1.0)));
}

// ---- What lies behind the points -------------------------------------------------------------------------------------

ImU32 fog_colour(const DrawContext& ctx, const double* chances, int sorts) {
  if (sorts == 1) {
    const float sure = float(2 * chances[0] - 1);
    return blend(ctx.card(), ctx.series(sure > 0), kFog * std::fabs(sure));
  }
  float rgb[3] = {0, 0, 0};
  for (int k = 0; k < sorts; ++k) {
    const ImVec4 c = ImGui::ColorConvertU32ToFloat4(ctx.series(k));
    rgb[0] += float(chances[k]) * c.x, rgb[1] += float(chances[k]) * c.y, rgb[2] += float(chances[k]) * c.z;
  }
  return blend(ctx.card(), ImGui::ColorConvertFloat4ToU32({rgb[0], rgb[1], rgb[2], 1}), kFog);
}

void draw_fog(const DrawContext& ctx, ImDrawList& list, const Board& b) {
  const int rows = b.data.rows, cols = b.data.cols, sorts = b.sorts();
  list.PrimReserve((rows - 1) * (cols - 1) * 6, rows * cols);
  const unsigned base = list._VtxCurrentIdx;
  const ImVec2 white = ImGui::GetFontTexUvWhitePixel();
  for (int i = 0; i < rows - 1; ++i)
    for (int j = 0; j < cols - 1; ++j) {
      const unsigned q = base + unsigned(i * cols + j), p = q + unsigned(cols);
      for (unsigned v : {q, q + 1, p + 1, q, p + 1, p}) list.PrimWriteIdx(ImDrawIdx(v));
    }
  for (int i = 0; i < rows; ++i)
    for (int j = 0; j < cols; ++j)
      list.PrimWriteVtx({b.min.x + (b.max.x - b.min.x) * float(j) / float(cols - 1),
                         b.max.y - (b.max.y - b.min.y) * float(i) / float(rows - 1)},
                        white, fog_colour(ctx, &b.data.chances[std::size_t((i * cols + j) * sorts)], sorts));
}

// A height over the plane whose level is where something changes.
Surface heights(const Board& b, auto height) {
  Surface s{.rows = b.data.rows, .cols = b.data.cols, .x0 = b.data.x0, .x1 = b.data.x1, .y0 = b.data.y0, .y1 = b.data.y1};
  const int sorts = b.sorts();
  for (int i = 0; i < s.rows * s.cols; ++i) s.z.push_back(height(&b.data.chances[std::size_t(i * sorts)]));
  return s;
}

// Returns the lowest point of the contour on the screen; x < 0 if there is none.
ImVec2 draw_contour(const DrawContext& ctx, ImDrawList& list, const Board& b, const SurfaceView& r, double level, ImU32 colour,
                    float width) {
  ImVec2 low{-1, -1};
  std::array<Segment, 2> segments;
  for (int i = 0; i < r.data.rows - 1; ++i)
    for (int j = 0; j < r.data.cols - 1; ++j)
      for (int s = crossings(r, i, j, level, segments) - 1; s >= 0; --s) {
        const Segment& g = segments[s];
        const ImVec2 p = b.at(r.x(g.ax), r.y(g.ay)), q = b.at(r.x(g.bx), r.y(g.by));
        list.AddLine(p, q, colour, ctx.line(width));
        const ImVec2 m{(p.x + q.x) / 2, (p.y + q.y) / 2};
        if (m.y > low.y && m.y < b.max.y - ctx.type(kSmall)) low = m;
      }
  return low;
}

void small_label(const DrawContext& ctx, ImDrawList& list, ImVec2 at, std::string_view text, ImU32 colour) {
  const ImVec2 size = text_size(ctx, text, kSmall);
  list.AddRectFilled({at.x - 3, at.y - 2}, {at.x + size.x + 3, at.y + size.y + 3}, faded(ctx.card(), 0.82f), 4);
  draw_text(list, ctx, at, text, kSmall, colour);
}

void draw_contours(const DrawContext& ctx, ImDrawList& list, const Board& b) {
  const ImU32 ink = faded(ctx.text(), 0.32f), strong = faded(ctx.text(), 0.8f);
  const int sorts = b.sorts();
  if (sorts > 1) {  // where another class is the likeliest
    for (int k = 0; k < sorts; ++k) {
      const Surface ahead = heights(b, [&](const double* p) {
        double other = 0;
        for (int l = 0; l < sorts; ++l)
          if (l != k) other = std::max(other, p[l]);
        return p[k] - other;
      });
      draw_contour(ctx, list, b, SurfaceView(ahead, "", "", ""), 0, strong, 1.5f);
    }
    return;
  }
  const Surface chance = heights(b, [](const double* p) { return *p; });
  const SurfaceView view(chance, "", "", "");
  std::vector<ImVec2> labels;
  for (const int tenths : {5, 1, 9, 3, 7, 2, 4, 6, 8}) {  // those with a number first
    const ImVec2 low =
        draw_contour(ctx, list, b, view, tenths / 10.0 + 1e-7, tenths == 5 ? strong : ink, tenths == 5 ? 2.0f : 1.0f);
    const std::string text = fixed_number(ctx.lang, b.data.called(tenths / 10.0), 1);
    const float w = text_size(ctx, text, kSmall).x;
    const ImVec2 at{std::clamp(low.x - w / 2, b.min.x + 4, b.max.x - w - 4), low.y - ctx.type(kSmall) - 2};
    bool room = low.x >= 0;
    for (const ImVec2& o : labels)
      room = room && (std::fabs(o.x - at.x) > w + 10 || std::fabs(o.y - at.y) > ctx.type(kSmall) + 6);
    if (room) labels.push_back(at), small_label(ctx, list, at, text, ctx.quiet());
  }
}

// The part of the window where a x + b y + c has the sign; a polygon of up to six corners.
void tint(const DrawContext& ctx, ImDrawList& list, const Board& board, const Cloud::Border& l, double sign, ImU32 colour) {
  const Cloud& d = board.data;
  const Point corners[] = {{d.x0, d.y0}, {d.x1, d.y0}, {d.x1, d.y1}, {d.x0, d.y1}};
  ImVec2 out[8];
  int n = 0;
  for (int i = 0; i < 4; ++i) {
    const Point p = corners[i], q = corners[(i + 1) % 4];
    const double u = sign * (l.a * p.x + l.b * p.y + l.c), v = sign * (l.a * q.x + l.b * q.y + l.c);
    if (u >= 0) out[n++] = board.at(p.x, p.y);
    if ((u >= 0) != (v >= 0)) out[n++] = board.at(p.x + (q.x - p.x) * u / (u - v), p.y + (q.y - p.y) * u / (u - v));
  }
  if (n >= 3) list.AddConvexPolyFilled(out, n, blend(ctx.card(), colour, 0.2f));
}

// Where the border crosses the window.
bool clip(const Cloud& d, const Cloud::Border& l, Point& p, Point& q) {
  if (l.a == 0 && l.b == 0) return false;
  const double aa = l.a * l.a + l.b * l.b, mx = (d.x0 + d.x1) / 2, my = (d.y0 + d.y1) / 2,
               off = (l.a * mx + l.b * my + l.c) / aa;
  const Point foot{mx - l.a * off, my - l.b * off};
  const double dx = -l.b / std::sqrt(aa), dy = l.a / std::sqrt(aa);
  double lo = -1e9, hi = 1e9;
  auto narrow = [&](double from, double step, double least, double most) {
    if (std::fabs(step) < 1e-12) {
      if (from < least || from > most) hi = lo - 1;
      return;
    }
    const double s = (least - from) / step, t = (most - from) / step;
    lo = std::max(lo, std::min(s, t)), hi = std::min(hi, std::max(s, t));
  };
  narrow(foot.x, dx, d.x0, d.x1);
  narrow(foot.y, dy, d.y0, d.y1);
  p = {foot.x + dx * lo, foot.y + dy * lo}, q = {foot.x + dx * hi, foot.y + dy * hi};
  return lo < hi;
}

struct Pen {
  ImU32 colour;
  float width;
};
Pen pen_of(const DrawContext& ctx, Cloud::Drawn drawn) {
  if (drawn == Cloud::Drawn::learned) return {ctx.text(), ctx.line(3)};
  if (drawn == Cloud::Drawn::truth) return {ctx.quiet(), ctx.line(2)};
  return {ctx.accent(), ctx.line(1.5f)};
}
void stroke_line(const DrawContext& ctx, ImDrawList& list, ImVec2 a, ImVec2 b, Cloud::Drawn drawn) {
  const Pen pen = pen_of(ctx, drawn);
  if (drawn != Cloud::Drawn::truth) return list.AddLine(a, b, pen.colour, pen.width);
  const float length = std::hypot(b.x - a.x, b.y - a.y), dx = (b.x - a.x) / length, dy = (b.y - a.y) / length;
  for (float s = 0; s < length; s += 12) {
    const float t = std::min(length, s + 7);
    list.AddLine({a.x + dx * s, a.y + dy * s}, {a.x + dx * t, a.y + dy * t}, pen.colour, pen.width);
  }
}

// ---- Points and handles ----------------------------------------------------------------------------------------------

float dot_radius(const DrawContext& ctx, const Board& b) {
  if (b.data.lamps) return std::clamp(b.side() * 0.05f, 12.0f, 30.0f);
  const auto n = b.data.points.size();
  return (n <= 80 ? 6.0f : n <= 250 ? 4.5f : 3.2f) * std::min(1.4f, ctx.type(1)) * (b.side() < 260 ? 0.75f : 1.0f);
}

void draw_lamp(const DrawContext& ctx, ImDrawList& list, const Board& b, const Cloud::Dot& dot, ImVec2 p, float r) {
  const Cloud::Border* l = b.data.borders.empty() ? nullptr : &b.data.borders[0];
  if (l && l->a * dot.x + l->b * dot.y + l->c > 0) {
    list.AddCircleFilled(p, r * 1.9f, DrawContext::colour(kGlow, 0.28f), 32);
    list.AddCircleFilled(p, r * 1.4f, DrawContext::colour(kGlow, 0.55f), 32);
    for (int k = 0; k < 8; ++k) {
      const float x = std::cos(float(k) * 0.7853982f), y = std::sin(float(k) * 0.7853982f);
      list.AddLine({p.x + x * r * 1.55f, p.y + y * r * 1.55f}, {p.x + x * r * 2.05f, p.y + y * r * 2.05f},
                   DrawContext::colour(0xE0A000), ctx.line(2.5f));
    }
  }
  list.AddCircleFilled(p, r, class_colour(ctx, b.data, dot.value), 32);
  list.AddCircle(p, r, ctx.card(), 32, 2);
  const std::string digit = std::to_string(int(dot.value));
  const float size = r * 1.1f / ctx.type(1);
  const ImVec2 s = text_size(ctx, digit, size, true);
  draw_text(list, ctx, {p.x - s.x / 2, p.y - s.y * 0.54f}, digit, size, IM_COL32_WHITE, true);
}

void draw_dots(const DrawContext& ctx, ImDrawList& list, const Board& b, const Grip& grip) {
  const float r = dot_radius(ctx, b);
  for (std::size_t i = b.data.points.size(); i-- > 0;) {  // the first ones on top
    const Cloud::Dot& dot = b.data.points[i];
    const ImVec2 p = b.at(dot.x, dot.y);
    const bool going = grip.what == Grip::What::point && grip.out && grip.number == int(i);
    const ImU32 colour = faded(class_colour(ctx, b.data, dot.value), going ? 0.35f : 1.0f);
    const int corners = b.data.points.size() > 250 ? 12 : 20;
    if (b.data.lamps) {
      draw_lamp(ctx, list, b, dot, p, r);
    } else if (dot.test) {
      list.AddCircleFilled(p, r * 0.8f, faded(ctx.card(), 0.8f), corners);
      list.AddCircle(p, r * 0.8f, colour, corners, 1.5f);
    } else {
      list.AddCircleFilled(p, r + 1.2f, ctx.card(), corners);
      list.AddCircleFilled(p, r, colour, corners);
    }
    if (dot.wrong) list.AddCircle(p, r + (b.data.lamps ? 6.0f : 3.0f), ctx.bad(), 28, ctx.line(b.data.lamps ? 3.0f : 2.0f));
    if (dot.current) list.AddCircle(p, r + (b.data.lamps ? 11.0f : 6.5f), ctx.accent(), 28, ctx.line(2));
  }
}

void draw_handles(const DrawContext& ctx, ImDrawList& list, const Board& b, const Grip& grip, int under) {
  const float r = ctx.touch ? 11.0f : 9.0f;
  for (std::size_t i = 0; i < b.data.handles.size(); ++i) {
    const Cloud::Handle& h = b.data.handles[i];
    const ImVec2 p = b.at(h.x, h.y);
    const bool hot = under == int(i) || (grip.what == Grip::What::handle && grip.number == int(i));
    const ImU32 ink = hot ? ctx.accent() : ctx.text();
    if (h.from >= 0) {
      const Cloud::Handle& g = b.data.handles[std::size_t(h.from)];
      const ImVec2 o = b.at(g.x, g.y);
      const float length = std::max(1.0f, std::hypot(p.x - o.x, p.y - o.y)), dx = (p.x - o.x) / length,
                  dy = (p.y - o.y) / length;
      const float head = r * 1.6f;
      list.AddLine(o, {p.x - dx * head, p.y - dy * head}, ink, ctx.line(3));
      list.AddTriangleFilled(p, {p.x - dx * head - dy * r * 0.9f, p.y - dy * head + dx * r * 0.9f},
                             {p.x - dx * head + dy * r * 0.9f, p.y - dy * head - dx * r * 0.9f}, ink);
    }
  }
  for (std::size_t i = 0; i < b.data.handles.size(); ++i) {
    const Cloud::Handle& h = b.data.handles[i];
    const ImVec2 p = b.at(h.x, h.y);
    const bool hot = under == int(i) || (grip.what == Grip::What::handle && grip.number == int(i));
    if (h.from < 0) {
      list.AddCircleFilled(p, r, ctx.card(), 24);
      list.AddCircle(p, r, ctx.accent(), 24, hot ? 4.5f : 3.0f);
    }
    const std::string_view text = ctx.tr(h.label);
    const ImVec2 size = text_size(ctx, text, kSmall);
    const float x = p.x + r + 7 + size.x > b.max.x ? p.x - r - 7 - size.x : p.x + r + 7;
    small_label(ctx, list, {x, std::clamp(p.y - size.y / 2, b.min.y + 4, b.max.y - size.y - 4)}, text,
                hot ? ctx.accent() : ctx.text());
  }
}

// ---- Around the plane ------------------------------------------------------------------------------------------------

void draw_axes(const DrawContext& ctx, ImDrawList& list, const Board& b) {
  const Cloud& d = b.data;
  const float small = ctx.type(kSmall);
  const double xs = nice_step(d.x1 - d.x0, std::max(3, int((b.max.x - b.min.x) / (small * 5)))),
               ys = nice_step(d.y1 - d.y0, std::max(3, int((b.max.y - b.min.y) / (small * 5))));
  for (double v = std::ceil(d.x0 / xs - 1e-9) * xs; v <= d.x1 + xs * 1e-6; v += xs) {
    const float x = std::round(b.at(v, d.y0).x) + 0.5f;
    const std::string text = tick_number(ctx.lang, v, xs);
    list.AddLine({x, b.max.y}, {x, b.max.y + 4}, ctx.quiet(), ctx.line(1));
    draw_text(list, ctx, {x - text_size(ctx, text, kSmall).x / 2, b.max.y + 6}, text, kSmall, ctx.quiet());
  }
  for (double v = std::ceil(d.y0 / ys - 1e-9) * ys; v <= d.y1 + ys * 1e-6; v += ys) {
    const float y = std::round(b.at(d.x0, v).y) + 0.5f;
    const std::string text = tick_number(ctx.lang, v, ys);
    list.AddLine({b.min.x - 4, y}, {b.min.x, y}, ctx.quiet(), ctx.line(1));
    draw_text(list, ctx, {b.min.x - 7 - text_size(ctx, text, kSmall).x, y - small / 2}, text, kSmall, ctx.quiet());
  }
  const std::string_view x = ctx.tr(d.x_label), y = ctx.tr(d.y_label);
  draw_text(list, ctx, {b.max.x - text_size(ctx, x, kSmall, true).x, b.max.y + 10 + small}, x, kSmall, ctx.text(), true);
  draw_text(list, ctx, {b.min.x - 7 - text_size(ctx, y, kSmall, true).x - small * 1.6f, b.min.y}, y, kSmall, ctx.text(), true);
  list.AddRect({b.min.x - 0.5f, b.min.y - 0.5f}, {b.max.x + 0.5f, b.max.y + 0.5f}, ctx.hairline(), 0, 0, ctx.line(1));
}

// Classes and borders by name; where one may paint, the classes are buttons that choose with what. Returns the height.
float legend(const DrawContext& ctx, ImDrawList& list, const Cloud& c, Grip& grip, ImVec2 min, float width) {
  const float h = c.paint ? (ctx.touch ? 36.0f : 28.0f) * std::min(1.25f, ctx.type(1)) : ctx.type(kSmall) + 8;
  ImVec2 p = min;
  auto room = [&](float w) {
    if (p.x > min.x && p.x + w > min.x + width) p = {min.x, p.y + h + 4};
  };
  grip.brush = std::min(grip.brush, std::max(0, int(c.classes.size()) - 1));
  for (std::size_t k = 0; k < c.classes.size(); ++k) {
    const std::string_view text = ctx.tr(c.classes[k]);
    const float w = text_size(ctx, text, kSmall).x + (c.paint ? 38.0f : 22.0f);
    room(w);
    if (c.paint) {
      ImGui::SetCursorScreenPos(p);
      ImGui::PushID(int(k));
      if (ImGui::InvisibleButton("class", {w, h})) grip.brush = int(k);
      const bool hot = ImGui::IsItemHovered();
      ImGui::PopID();
      const bool on = grip.brush == int(k);
      list.AddRectFilled(p, {p.x + w, p.y + h}, on ? ctx.soft() : ctx.card(), h / 2);
      list.AddRect(p, {p.x + w, p.y + h}, on || hot ? ctx.accent() : ctx.hairline(), h / 2, 0, ctx.line(on ? 1.5f : 1.0f));
    }
    const float x = p.x + (c.paint ? 16.0f : 7.0f);
    list.AddCircleFilled({x, p.y + h / 2}, 6, ctx.series(int(k)), 20);
    draw_text(list, ctx, {x + 12, p.y + (h - ctx.type(kSmall)) / 2}, text, kSmall, ctx.text());
    p.x += w + 12;
  }
  for (const Cloud::Border& l : c.borders) {
    const std::string_view text = ctx.tr(l.label);
    if (text.empty()) continue;
    const float w = 34 + text_size(ctx, text, kSmall).x;
    room(w);
    stroke_line(ctx, list, {p.x, p.y + h / 2}, {p.x + 26, p.y + h / 2}, l.drawn);
    draw_text(list, ctx, {p.x + 34, p.y + (h - ctx.type(kSmall)) / 2}, text, kSmall, ctx.quiet());
    p.x += w + 14;
  }
  return p.x > min.x || p.y > min.y ? p.y - min.y + h + 6 : 0;
}

void tip(const DrawContext& ctx, const Board& b, ImVec2 mouse, int point) {
  const std::string apart = decimal_mark(ctx.lang) == "," ? "; " : ", ";
  Point at = b.place(mouse);
  if (point >= 0) at = {b.data.points[std::size_t(point)].x, b.data.points[std::size_t(point)].y};
  std::string text = "(" + trimmed_number(ctx.lang, at.x, 3) + apart + trimmed_number(ctx.lang, at.y, 3) + ")";
  if (point >= 0) {
    const double value = b.data.points[std::size_t(point)].value;
    if (value == std::floor(value) && value >= 0 && value < double(b.data.classes.size()))
      text += ": " + std::string(ctx.tr(b.data.classes[std::size_t(value)]));
    else text += ": " + short_number(ctx.lang, b.data.called(value), 3);
  }
  if (const int sorts = b.sorts(); sorts > 0 && b.data.rows > 1) {
    const int i = std::clamp(int(std::floor((at.y - b.data.y0) / (b.data.y1 - b.data.y0) * (b.data.rows - 1) + 0.5)), 0,
                             b.data.rows - 1),
              j = std::clamp(int(std::floor((at.x - b.data.x0) / (b.data.x1 - b.data.x0) * (b.data.cols - 1) + 0.5)), 0,
                             b.data.cols - 1);
    const char* name = b.data.at_0 == 0 && b.data.at_1 == 1 ? "p = " : "t = ";
    for (int k = 0; k < sorts; ++k)
      text += (k            ? " / "
               : point >= 0 ? apart + name
                            : std::string(": ") + name) +
              fixed_number(ctx.lang, b.data.called(b.data.chances[std::size_t((i * b.data.cols + j) * sorts + k)]), 2);
  }
  const ImVec2 size = text_size(ctx, text, kSmall);
  ImDrawList& list = *ImGui::GetForegroundDrawList();
  const float left = std::min(mouse.x + 16, ImGui::GetIO().DisplaySize.x - size.x - 20),
              top = std::max(4.0f, mouse.y - size.y - 24);
  list.AddRectFilled({left, top}, {left + size.x + 16, top + size.y + 8}, ctx.card(), 6);
  list.AddRect({left, top}, {left + size.x + 16, top + size.y + 8}, ctx.hairline(), 6);
  draw_text(list, ctx, {left + 8, top + 4}, text, kSmall, ctx.text());
}

// The nearest of what the pointer may mean, within reach; -1 if there is none.
int nearest(const auto& items, const Board& b, ImVec2 mouse, float reach) {
  int found = -1;
  for (std::size_t i = 0; i < items.size(); ++i) {
    const ImVec2 p = b.at(items[i].x, items[i].y);
    const float d = std::hypot(p.x - mouse.x, p.y - mouse.y);
    if (d < reach) reach = d, found = int(i);
  }
  return found;
}

std::optional<CloudStroke> press(const Board& b, Grip& grip, ImVec2 mouse, int handle, int point) {
  grip.what = Grip::What::nothing, grip.out = false, grip.off_x = grip.off_y = 0;
  auto take = [&](Grip::What what, int number, ImVec2 middle) {
    grip.what = what, grip.number = number;
    grip.off_x = middle.x - mouse.x, grip.off_y = middle.y - mouse.y;
    grip.last = b.cell(middle);
  };
  if (handle >= 0) {
    const Cloud::Handle& h = b.data.handles[std::size_t(handle)];
    const ImVec2 middle = b.at(h.x, h.y);
    if (h.press) return CloudStroke{h.key, b.cell(middle), 1, true};
    take(Grip::What::handle, handle, middle);
  } else if (point >= 0 && point < b.own() && b.data.movable) {
    take(Grip::What::point, point, b.at(b.data.points[std::size_t(point)].x, b.data.points[std::size_t(point)].y));
  } else if (b.data.paint && b.holds(mouse)) {
    take(Grip::What::point, b.own(), mouse);  // the new one comes last
    return CloudStroke{"paint", grip.last, double(grip.brush), true};
  }
  return {};
}

std::optional<CloudStroke> drag(const Board& b, Grip& grip, ImVec2 mouse) {
  const bool is_point = grip.what == Grip::What::point;
  if (grip.number >= int(is_point ? b.data.points.size() : b.data.handles.size())) return {};
  grip.out = is_point && b.data.paint && !b.holds(mouse, kOut);
  const int64_t cell = b.cell({mouse.x + grip.off_x, mouse.y + grip.off_y});
  if (grip.out || cell == grip.last) return {};
  grip.last = cell;
  if (is_point) return CloudStroke{"points", cell, double(grip.number), false};
  return CloudStroke{b.data.handles[std::size_t(grip.number)].key, cell, 1, false};
}

}  // namespace

std::optional<CloudStroke> scatter(const DrawContext& ctx, ImDrawList& list, const Cloud& data, Grip& grip, ImVec2 min,
                                   ImVec2 max) {
  if (*data.caption.text) {
    const std::string text = format_message(ctx.lang, with_numbers(data.caption.text, data.caption.numbers));
    const float size = text_size(ctx, text, kBody, true).x > max.x - min.x ? kSmall : kBody;
    draw_text(list, ctx, min, text, size, ctx.text(), true, max.x - min.x);
    min.y += ctx.type(kBody) + 8;
  }
  min.y += legend(ctx, list, data, grip, min, max.x - min.x);
  const float small = ctx.type(kSmall), left = small * 3, below = small * (*data.x_label ? 2.7f : 1.7f);
  const double shape = (data.x1 - data.x0) / (data.y1 - data.y0);  // lengths are the same both ways
  const float wide = max.x - min.x - left - 6, high = max.y - min.y - below - 4;
  const float w = std::min(wide, high * float(shape)), h = w / float(shape);
  if (w < 40 || h < 40) return {};
  const float x = std::round(min.x + left + (wide - w) / 2), y = std::round(min.y + 4 + (high - h) / 2);
  const Board b{data, {x, y}, {x + w, y + h}};

  list.PushClipRect(b.min, b.max, true);
  if (data.rows > 1 && data.cols > 1 && b.sorts() > 0) {
    draw_fog(ctx, list, b);
    draw_contours(ctx, list, b);
  } else if (!data.borders.empty()) {
    const Cloud::Border& l = data.borders[0];
    if (l.a != 0 || l.b != 0 || l.c != 0) tint(ctx, list, b, l, 1, ctx.series(1)), tint(ctx, list, b, l, -1, ctx.series(0));
  }
  for (const Cloud::Border& l : data.borders)
    if (Point p, q; clip(data, l, p, q)) stroke_line(ctx, list, b.at(p.x, p.y), b.at(q.x, q.y), l.drawn);
  list.PopClipRect();
  draw_axes(ctx, list, b);

  ImGui::SetCursorScreenPos(b.min);
  ImGui::InvisibleButton("scatter", {w, h});
  const ImVec2 mouse = ImGui::GetMousePos();
  const bool active = ImGui::IsItemActive() && (ImGui::IsItemActivated() || grip.owner == ImGui::GetItemID());
  const float reach = ctx.touch ? 26.0f : 16.0f, r = dot_radius(ctx, b);
  int handle = -1, point = -1;
  if (ImGui::IsItemHovered() || ImGui::IsItemActivated()) {
    handle = nearest(data.handles, b, mouse, reach);
    if (handle < 0)
      point =
          nearest(std::span(data.points).first(std::size_t(b.own())), b, mouse, std::max(r + 3, data.movable ? reach : r + 6));
  }
  list.PushClipRect({b.min.x - 12, b.min.y - 12}, {b.max.x + 12, b.max.y + 12}, true);
  draw_dots(ctx, list, b, grip);
  draw_handles(ctx, list, b, grip, ImGui::IsItemActive() ? -1 : handle);
  list.PopClipRect();

  std::optional<CloudStroke> out;
  if (ImGui::IsItemActivated()) {
    grip.owner = ImGui::GetItemID();
    out = press(b, grip, mouse, handle, point);
  } else if (active && grip.what != Grip::What::nothing) {
    out = drag(b, grip, mouse);
  } else if (grip.owner == ImGui::GetItemID() && grip.what != Grip::What::nothing) {
    if (grip.out) out = CloudStroke{"erase", grip.last, double(grip.number), true};
    grip.what = Grip::What::nothing, grip.out = false;
  }
  if ((ImGui::IsItemHovered() && handle < 0) || (active && grip.what == Grip::What::point)) {
    const int shown = grip.what == Grip::What::point && grip.number < int(data.points.size()) ? grip.number : point;
    if (b.holds(mouse)) tip(ctx, b, mouse, shown);
  }
  return out;
}

}  // namespace attractor
