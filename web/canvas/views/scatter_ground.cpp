// What lies behind the points of a plane.
#include <array>
#include <string>
#include <vector>

#include "web/canvas/views/scatter_board.h"
#include "web/canvas/views/surface_view.h"
#include "web/words/numerals.h"

namespace attractor {
namespace {

constexpr float kFog = 0.6f;  // strength of a sure place's colour

ImU32 fog_colour(const DrawContext& ctx, const double* chances, int sorts) {
  if (sorts == 1) {
    const float sure = float(2 * chances[0] - 1);
    return blend(ctx.card(), ctx.series(sure > 0), kFog * std::fabs(sure));
  }
  float rgb[3] = {0, 0, 0}, total = 0;
  for (int k = 0; k < sorts; ++k) {
    total += float(chances[k]);
    const ImVec4 c = ImGui::ColorConvertU32ToFloat4(ctx.series(k));
    rgb[0] += float(chances[k]) * c.x, rgb[1] += float(chances[k]) * c.y, rgb[2] += float(chances[k]) * c.z;
  }
  if (!(total > 0)) return ctx.card();
  return blend(ctx.card(), ImGui::ColorConvertFloat4ToU32({rgb[0] / total, rgb[1] / total, rgb[2] / total, 1}), kFog * total);
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
  ImVec2 low[10];
  for (int tenths = 1; tenths < 10; ++tenths)
    low[tenths] = draw_contour(ctx, list, b, view, tenths / 10.0 + 1e-7, tenths == 5 ? strong : ink, tenths == 5 ? 2.0f : 1.0f);
  if (low[1].x >= 0 && low[9].x >= 0 && std::hypot(low[1].x - low[9].x, low[1].y - low[9].y) < 50) return;  // all in one place
  std::vector<ImVec2> labels{{b.max.x - 2 * ctx.type(kSmall), b.max.y - 1.5f * ctx.type(kSmall)}};  // the name of the axis
  for (const int tenths : {5, 1, 9, 3, 7, 2, 4, 6, 8}) {                                            // what there is room for
    const std::string text = fixed_number(ctx.lang, b.data.called(tenths / 10.0), 1);
    const float w = text_size(ctx, text, kSmall).x;
    const ImVec2 at{std::clamp(low[tenths].x - w / 2, b.min.x + 4, b.max.x - w - 4), low[tenths].y - ctx.type(kSmall) - 2};
    bool room = low[tenths].x >= 0;
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
  if (drawn == Cloud::Drawn::truth) return {ctx.text(), ctx.line(2)};
  return {ctx.series(3), ctx.line(2)};
}

}  // namespace

ImU32 blend(ImU32 a, ImU32 b, float t) {
  ImVec4 p = ImGui::ColorConvertU32ToFloat4(a), q = ImGui::ColorConvertU32ToFloat4(b);
  return ImGui::ColorConvertFloat4ToU32({p.x + (q.x - p.x) * t, p.y + (q.y - p.y) * t, p.z + (q.z - p.z) * t, 1});
}

void small_label(const DrawContext& ctx, ImDrawList& list, ImVec2 at, std::string_view text, ImU32 colour) {
  const ImVec2 size = text_size(ctx, text, kSmall);
  list.AddRectFilled({at.x - 3, at.y - 2}, {at.x + size.x + 3, at.y + size.y + 3}, faded(ctx.card(), 0.82f), 4);
  draw_text(list, ctx, at, text, kSmall, colour);
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

void draw_ground(const DrawContext& ctx, ImDrawList& list, const Board& b) {
  const Cloud& data = b.data;
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
  for (std::size_t i = 0; i < data.outline.size(); ++i) {
    const Cloud::Corner &p = data.outline[i], &q = data.outline[(i + 1) % data.outline.size()];
    list.AddLine(b.at(p.x, p.y), b.at(q.x, q.y), ctx.text(), ctx.line(1.5f));
  }
}

}  // namespace attractor
