#include "web/canvas/views/surface.h"

#include <algorithm>
#include <cmath>

#include "web/canvas/views/curve.h"
#include "web/words/numerals.h"

namespace attractor {
namespace {

// Height of the box, its base being 2 x 2: what the pane has room for.
constexpr float kLow = 0.8f, kHigh = 1.9f;

// Parallel projection: x, y in -1 .. 1, z in 0 .. tall. Nearer is lower on the screen.
struct Camera {
  float ct, st, cp, sp, scale, tall;
  ImVec2 centre;
  ImVec2 at(float x, float y, float z) const {
    const float depth = x * st + y * ct;
    return {centre.x + scale * (x * ct - y * st), centre.y - scale * (depth * sp + (z - tall / 2) * cp)};
  }
};

struct Box {
  const SurfaceView& r;
  Camera c;
  float x(double v) const { return float(2 * (v - r.data.x0) / (r.data.x1 - r.data.x0) - 1); }
  float y(double v) const { return float(2 * (v - r.data.y0) / (r.data.y1 - r.data.y0) - 1); }
  float z(double v) const { return c.tall * float(std::clamp((v - r.lo) / (r.hi - r.lo), 0.0, 1.0)); }
  ImVec2 at(double px, double py, double pz) const { return c.at(x(px), y(py), z(pz)); }
};

Camera camera(const DrawContext& ctx, const Orbit& o, ImVec2 min, ImVec2 max) {
  Camera c;
  c.ct = std::cos(o.azimuth), c.st = std::sin(o.azimuth), c.cp = std::cos(o.elevation), c.sp = std::sin(o.elevation);
  const float small = ctx.type(kSmall), left = small * 3.6f, below = small * 3.2f;
  // Room for any turn, so that turning changes no size.
  const float w = max.x - min.x - left - small * 2.2f, top = small * 2, h = max.y - min.y - below - top;
  c.scale = std::max(10.0f, std::min(w / 2.83f, h / (2.83f * c.sp + kLow * c.cp)));
  // The height does not follow the tilt, or the landscape would swell while it is turned.
  const Orbit still;
  c.tall = std::clamp((h / c.scale - 2.83f * std::sin(still.elevation)) / std::cos(still.elevation), kLow, kHigh);
  c.scale *= std::min(1.0f, h / c.scale / (2.83f * c.sp + c.tall * c.cp)) * o.zoom;
  c.centre = {min.x + left + w / 2, min.y + top + h / 2};
  return c;
}

double light(const SurfaceView& r, float tall, int row, int col) {
  const int l = std::max(col - 1, 0), u = std::min(col + 1, r.data.cols - 1), d = std::max(row - 1, 0),
            t = std::min(row + 1, r.data.rows - 1);
  const double k = double(tall) / (r.hi - r.lo) / 2;
  const double gx = (r.at(row, u) - r.at(row, l)) * k * (r.data.cols - 1) / (u - l);
  const double gy = (r.at(t, col) - r.at(d, col)) * k * (r.data.rows - 1) / (t - d);
  const double shade = (0.45 * gx + 0.35 * gy + 0.82) / std::sqrt(1 + gx * gx + gy * gy);
  return 0.66 + 0.42 * std::max(0.0, shade);
}

// Cells from far to near, each with its contour lines: what is nearer covers what is farther.
void draw_ground(const DrawContext& ctx, ImDrawList& list, const Box& b) {
  const SurfaceView& r = b.r;
  const std::vector<double> lines = levels(r, 12);
  const auto count = r.data.rows * r.data.cols;
  list.PrimReserve(0, count);
  const unsigned base = list._VtxCurrentIdx;
  const ImVec2 white = ImGui::GetFontTexUvWhitePixel();
  for (int i = 0; i < r.data.rows; ++i)
    for (int j = 0; j < r.data.cols; ++j)
      list.PrimWriteVtx(b.at(r.x(j), r.y(i), r.at(i, j)), white,
                        ramp((r.at(i, j) - r.lo) / (r.hi - r.lo), light(r, b.c.tall, i, j)));
  const bool rows_down = b.c.ct > 0, cols_down = b.c.st > 0;
  const ImU32 ink = IM_COL32(255, 255, 255, 92);
  std::array<Segment, 2> segments;
  for (int a = 0; a < r.data.rows - 1; ++a)
    for (int k = 0; k < r.data.cols - 1; ++k) {
      const int i = rows_down ? r.data.rows - 2 - a : a, j = cols_down ? r.data.cols - 2 - k : k;
      const unsigned q = base + unsigned(i * r.data.cols + j), p = q + unsigned(r.data.cols);
      list.PrimReserve(6, 0);
      for (unsigned v : {q, q + 1, p + 1, q, p + 1, p}) list.PrimWriteIdx(ImDrawIdx(v));
      // The rim has no neighbour to hide its steps: a line of its own colour smooths it.
      auto rim = [&](int r0, int c0, int r1, int c1) {
        const ImU32 colour = ramp((r.at(r0, c0) - r.lo) / (r.hi - r.lo), light(r, b.c.tall, r0, c0));
        list.AddLine(b.at(r.x(c0), r.y(r0), r.at(r0, c0)), b.at(r.x(c1), r.y(r1), r.at(r1, c1)), colour, 1.2f);
      };
      if (i == 0) rim(0, j, 0, j + 1);
      if (i == r.data.rows - 2) rim(i + 1, j, i + 1, j + 1);
      if (j == 0) rim(i, 0, i + 1, 0);
      if (j == r.data.cols - 2) rim(i, j + 1, i + 1, j + 1);
      for (double level : lines)
        for (int s = crossings(r, i, j, level, segments) - 1; s >= 0; --s) {
          const Segment& g = segments[s];
          list.AddLine(b.at(r.x(g.ax), r.y(g.ay), level), b.at(r.x(g.bx), r.y(g.by), level), ink, ctx.line(1));
        }
    }
}

// The three axes at the near edges of the base and at the leftmost corner, with ticks.
void draw_axes(const DrawContext& ctx, ImDrawList& list, const Box& b) {
  const SurfaceView& r = b.r;
  const float near_y = b.c.ct > 0 ? -1.0f : 1.0f, near_x = b.c.st > 0 ? -1.0f : 1.0f;
  const ImU32 ink = ctx.quiet();
  const float small = ctx.type(kSmall);
  auto axis = [&](bool along_x) {
    const double lo = along_x ? r.data.x0 : r.data.y0, hi = along_x ? r.data.x1 : r.data.y1, step = nice_step(hi - lo, 5);
    auto place = [&](double v, float out) {
      const float t = float(2 * (v - lo) / (hi - lo) - 1);
      return along_x ? b.c.at(t, near_y * (1 + out), 0) : b.c.at(near_x * (1 + out), t, 0);
    };
    list.AddLine(place(lo, 0), place(hi, 0), ink, ctx.line(1));
    for (double v = std::ceil(lo / step - 1e-9) * step; v <= hi + step * 1e-6; v += step) {
      list.AddLine(place(v, 0), place(v, 0.03f), ink, ctx.line(1));
      const std::string text = tick_number(ctx.lang, v, step);
      const ImVec2 p = place(v, 0.05f);
      const float shift = std::clamp((p.x - place(v, 0).x) / (b.c.scale * 0.05f), -1.0f, 1.0f);  // away from the edge
      draw_text(list, ctx, {p.x - text_size(ctx, text, kSmall).x * (0.5f - 0.5f * shift), p.y + 2}, text, kSmall, ink);
    }
    const std::string& name = along_x ? r.x_label : r.y_label;
    const float w = text_size(ctx, name, kSmall).x;
    const ImVec2 p = place((lo + hi) / 2, 0.05f), edge = place((lo + hi) / 2, 0);
    const float shift = std::clamp((p.x - edge.x) / (b.c.scale * 0.05f), -1.0f, 1.0f);
    draw_text(list, ctx, {p.x + shift * (small * 2.2f + w / 2) - w / 2, p.y + small * 1.5f}, name, kSmall, ctx.text(), true);
  };
  axis(true);
  axis(false);
  ImVec2 corner{1e9f, 0};
  float cx = 0, cy = 0;
  for (float x : {-1.0f, 1.0f})
    for (float y : {-1.0f, 1.0f})
      if (const ImVec2 p = b.c.at(x, y, 0); p.x < corner.x) corner = p, cx = x, cy = y;
  const float tall = corner.y - b.c.at(cx, cy, b.c.tall).y;
  if (tall < small * 3) return;
  list.AddLine(corner, b.c.at(cx, cy, b.c.tall), ink, ctx.line(1));
  const double step = nice_step(r.hi - r.lo, std::max(2, int(tall / (small * 2.2f))));
  for (double v = std::ceil(r.lo / step) * step; v <= r.hi; v += step) {
    const ImVec2 p = b.c.at(cx, cy, b.z(v));
    list.AddLine({p.x - 4, p.y}, p, ink, ctx.line(1));
    const std::string text = tick_number(ctx.lang, v, step);
    draw_text(list, ctx, {p.x - 7 - text_size(ctx, text, kSmall).x, p.y - small / 2}, text, kSmall, ink);
  }
}

void draw_path(const DrawContext& ctx, ImDrawList& list, const Box& b, const Path& t) {
  std::vector<ImVec2> points;
  const bool heights = t.z.size() == t.x.size();
  const ImU32 casing = IM_COL32(255, 255, 255, 230), ink = DrawContext::colour(0xD55E00);
  auto flush = [&] {
    if (points.size() > 1) {
      draw_polyline(list, points, casing, ctx.line(4.5f));
      draw_polyline(list, points, ink, ctx.line(2.5f));
    }
    points.clear();
  };
  for (std::size_t i = 0; i < t.x.size(); ++i) {
    if (b.r.inside(t.x[i], t.y[i])) {
      const ImVec2 p = b.at(t.x[i], t.y[i], heights ? t.z[i] : b.r.height(t.x[i], t.y[i]));
      if (points.empty() || i + 1 == t.x.size() || std::hypot(p.x - points.back().x, p.y - points.back().y) > 1.5f)
        points.push_back(p);
    } else {
      flush();
    }
  }
  const bool here = !t.x.empty() && b.r.inside(t.x.back(), t.y.back());
  const ImVec2 last = points.empty() ? ImVec2() : points.back();
  flush();
  if (!here) return;
  list.AddCircleFilled(last, ctx.line(7), casing, 24);
  list.AddCircleFilled(last, ctx.line(5.5f), ink, 24);
}

void pointer(Orbit& o) {
  const ImGuiIO& io = ImGui::GetIO();
  if (ImGui::IsItemActive()) {
    o.azimuth += io.MouseDelta.x * 0.008f;
    o.elevation = std::clamp(o.elevation + io.MouseDelta.y * 0.008f, 0.12f, 1.5f);
  }
  if (!ImGui::IsItemHovered()) return;
  if (ImGui::IsMouseDoubleClicked(0)) o = Orbit();
  if (io.MouseWheel != 0) o.zoom = std::clamp(o.zoom * std::pow(1.12f, io.MouseWheel), 0.5f, 6.0f);
}

}  // namespace

void surface(const DrawContext& ctx, ImDrawList& list, const SurfaceView& r, const Path* t, Orbit& orbit, ImVec2 min,
             ImVec2 max) {
  if (max.x - min.x < 60 || max.y - min.y < 60 || r.data.rows < 2) return;
  ImGui::SetCursorScreenPos(min);
  ImGui::InvisibleButton("surface", {max.x - min.x, max.y - min.y});
  pointer(orbit);
  const Box b{r, camera(ctx, orbit, min, max)};
  list.PushClipRect(min, max, true);
  draw_ground(ctx, list, b);
  draw_axes(ctx, list, b);
  if (t) draw_path(ctx, list, b, *t);
  draw_text(list, ctx, min, r.z_label, kSmall, ctx.quiet(), false, max.x - min.x);
  list.PopClipRect();
}

}  // namespace attractor
