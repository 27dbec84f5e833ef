#include "web/canvas/views/field.h"
#include "web/words/numerals.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace attractor {
namespace {

constexpr int kScaleSteps = 128;

// Cell under the pointer, or -1.
int64_t cell_at(const Field& f, ImVec2 min, ImVec2 max, ImVec2 p) {
  if (p.x < min.x || p.y < min.y || p.x >= max.x || p.y >= max.y) return -1;
  const auto x = int64_t((p.x - min.x) / (max.x - min.x) * float(f.cols));
  const auto y = int64_t((p.y - min.y) / (max.y - min.y) * float(f.rows));
  return std::clamp<int64_t>(y, 0, f.rows - 1) * f.cols + std::clamp<int64_t>(x, 0, f.cols - 1);
}

void value_tooltip(const DrawContext& ctx, const Field& f, int64_t cell) {
  char text[96];
  std::snprintf(text, sizeof text, "(%d, %d): ", int(cell / f.cols) + 1, int(cell % f.cols) + 1);
  const std::string all = text + short_number(ctx.lang, f.at(std::size_t(cell)));
  const ImVec2 size = text_size(ctx, all, kSmall), at = ImGui::GetMousePos();
  ImDrawList& list = *ImGui::GetForegroundDrawList();
  const ImVec2 screen = ImGui::GetIO().DisplaySize;
  const float x = std::min(at.x + 16, screen.x - size.x - 20), y = std::max(4.0f, at.y - size.y - 20);
  list.AddRectFilled({x, y}, {x + size.x + 16, y + size.y + 8}, ctx.card(), 6);
  list.AddRect({x, y}, {x + size.x + 16, y + size.y + 8}, ctx.hairline(), 6);
  draw_text(list, ctx, {x + 8, y + 4}, all, kSmall, ctx.text());
}

}  // namespace

FieldColours field_colours(const DrawContext& ctx) {
  return {to_vec4(kUp), to_vec4(kDown), to_vec4(ctx.theme == ThemeKind::dark ? 0x11151B : 0xFFFFFF)};
}

void fit(const Field& f, ImVec2& min, ImVec2& max, float dpr) {
  const float w = max.x - min.x, h = max.y - min.y;
  float cell = std::min(w / float(f.cols), h / float(f.rows));
  const float whole = std::floor(cell * dpr) / dpr;  // whole device pixels a cell, where that costs little
  if (whole * dpr >= 3 && whole > 0.88f * cell) cell = whole;
  const float x = std::floor((min.x + (w - cell * float(f.cols)) / 2) * dpr) / dpr;
  const float y = std::floor((min.y + (h - cell * float(f.rows)) / 2) * dpr) / dpr;
  min = {x, y};
  max = {x + cell * float(f.cols), y + cell * float(f.rows)};
}

std::optional<Stroke> lattice(const DrawContext& ctx, ImDrawList& list, const FieldView& view, const Field& f, Brush& brush,
                              ImVec2 min, ImVec2 max) {
  fit(f, min, max, ImGui::GetIO().DisplayFramebufferScale.x);
  view.painter.upload(view.texture, f, view.version);
  view.painter.draw(list, view.texture, f, 0, min, max, field_colours(ctx));
  list.AddRect({min.x - 0.5f, min.y - 0.5f}, {max.x + 0.5f, max.y + 0.5f}, ctx.hairline(), 0, 0, ctx.line(1));

  ImGui::SetCursorScreenPos(min);
  ImGui::InvisibleButton("lattice", {max.x - min.x, max.y - min.y},
                         ImGuiButtonFlags_MouseButtonLeft | ImGuiButtonFlags_MouseButtonRight);
  const ImVec2 mouse = ImGui::GetMousePos();
  const int64_t cell = cell_at(f, min, max, mouse);
  const bool hovered = ImGui::IsItemHovered() && cell >= 0;
  const int radius = brush.radius >= 0 ? brush.radius : f.cols / 40;
  if (hovered && !ctx.touch) {
    const float size = (max.x - min.x) / float(f.cols);
    const ImVec2 centre{min.x + (float(cell % f.cols) + 0.5f) * size, min.y + (float(cell / f.cols) + 0.5f) * size};
    list.PushClipRect(min, max, true);
    if (radius == 0) {
      list.AddRect({centre.x - size / 2, centre.y - size / 2}, {centre.x + size / 2, centre.y + size / 2}, ctx.accent(), 2, 0,
                   2);
    } else {
      list.AddCircle(centre, (float(radius) + 0.5f) * size, IM_COL32(255, 255, 255, 200), 0, 3);
      list.AddCircle(centre, (float(radius) + 0.5f) * size, ctx.accent(), 0, 1.5f);
    }
    list.PopClipRect();
  }
  if (ImGui::IsItemActivated() && cell >= 0) {
    brush.down = true;
    brush.owner = ImGui::GetItemID();
    brush.last = -1;
    brush.value = ImGui::IsMouseDown(ImGuiMouseButton_Right) ? -1 : f.at(std::size_t(cell)) > 0 ? -1 : 1;
  }
  if (brush.owner != ImGui::GetItemID()) return {};
  if (!ImGui::IsItemActive()) brush.down = false;
  if (!brush.down || cell < 0 || cell == brush.last) return {};
  brush.last = cell;
  return Stroke{cell, radius, brush.value};
}

namespace {

// Names of the categories with their colours: in lines `width` wide, in one column if that is 0. Returns the size they need.
ImVec2 category_legend(const DrawContext& ctx, ImDrawList& list, const Field& f, ImVec2 at, float width, bool draw) {
  const float line = ctx.type(kSmall) + 10;
  ImVec2 p{0, 0}, size{0, 0};
  for (int k = 0; k <= int(f.hi); ++k) {
    const std::string_view label = ctx.tr(f.labels[k]);
    const float w = text_size(ctx, label, kSmall).x + 38;
    if (p.x > 0 && p.x + w > width) p = {0, p.y + line};
    if (draw) {
      const uint32_t colour = kSeries[std::size_t(k) % kSeries.size()];
      const ImVec2 a{at.x + p.x, at.y + p.y};
      list.AddRectFilled(a, {a.x + 14, a.y + 14}, DrawContext::colour(colour ? colour : 0x737373), 3);
      draw_text(list, ctx, {a.x + 22, a.y}, label, kSmall, ctx.text());
    }
    p.x += w;
    size = {std::max(size.x, p.x), p.y + line};
  }
  return size;
}

void name_axes(const DrawContext& ctx, ImDrawList& list, const Field& f, ImVec2 a, ImVec2 b) {
  const std::string_view x = ctx.tr(f.x_label), y = ctx.tr(f.y_label);
  if (!x.empty()) draw_text(list, ctx, {(a.x + b.x - text_size(ctx, x, kSmall).x) / 2, b.y + 6}, x, kSmall, ctx.quiet());
  if (!y.empty())
    draw_upright(list, ctx, {a.x - ctx.type(kSmall) - 8, (a.y + b.y + text_size(ctx, y, kSmall).x) / 2}, y, kSmall,
                 ctx.quiet());
}

}  // namespace

void heatmap(const DrawContext& ctx, ImDrawList& list, const FieldView& view, FieldTexture& scale, const Field& f, ImVec2 min,
             ImVec2 max) {
  const float bar = 12, labels = std::max({text_size(ctx, short_number(ctx.lang, f.hi, 3), kSmall).x,
                                           text_size(ctx, short_number(ctx.lang, (f.lo + f.hi) / 2, 3), kSmall).x,
                                           text_size(ctx, short_number(ctx.lang, f.lo, 3), kSmall).x});
  const bool named = f.palette == Palette::category && !f.labels.empty();
  float right = bar + labels + 20, below = *f.x_label || *f.y_label ? ctx.type(kSmall) + 8 : 0;  // names of the axes
  const float margin = below, wide = max.x - min.x, high = max.y - min.y;
  bool beside = true;  // the names of the categories, or under the map, where that leaves it larger
  if (named) {
    right = category_legend(ctx, list, f, min, 0, false).x;
    const float lines = category_legend(ctx, list, f, min, wide, false).y + 8;
    beside = std::min(wide - right, high) >= std::min(wide, high - lines);
    if (!beside) right = 0, below += lines;
  }
  ImVec2 a{min.x + margin, min.y}, b{max.x - right, max.y - below};
  if (b.x - a.x < 40 || b.y - a.y < 40) return;
  fit(f, a, b, ImGui::GetIO().DisplayFramebufferScale.x);
  const FieldColours colours = field_colours(ctx);
  if (!view.painter.upload(view.texture, f, view.version)) return;
  view.painter.draw(list, view.texture, f, 0, a, b, colours);
  list.AddRect({a.x - 0.5f, a.y - 0.5f}, {b.x + 0.5f, b.y + 0.5f}, ctx.hairline());
  if (f.mark.rows > 0) {
    const float w = (b.x - a.x) / float(f.cols), h = (b.y - a.y) / float(f.rows);
    list.AddRect({a.x + w * float(f.mark.col) - 1, a.y + h * float(f.mark.row) - 1},
                 {a.x + w * float(f.mark.col + f.mark.cols) + 1, a.y + h * float(f.mark.row + f.mark.rows) + 1}, ctx.accent(),
                 2, 0, ctx.line(2));
  }
  name_axes(ctx, list, f, a, b);
  if (named) {
    if (beside) category_legend(ctx, list, f, {b.x + 16, a.y}, 0, true);
    else category_legend(ctx, list, f, {min.x, b.y + margin + 8}, wide, true);
    return;
  }

  std::vector<double> steps(kScaleSteps);
  for (int i = 0; i < kScaleSteps; ++i) steps[i] = f.hi + (f.lo - f.hi) * i / (kScaleSteps - 1);
  const Field ramp{.cells = std::move(steps), .rows = kScaleSteps, .cols = 1, .palette = f.palette, .lo = f.lo, .hi = f.hi};
  const float x = b.x + 10;
  view.painter.upload(scale, ramp, view.version);
  view.painter.draw(list, scale, ramp, 0, {x, a.y}, {x + bar, b.y}, colours);
  list.AddRect({x - 0.5f, a.y - 0.5f}, {x + bar + 0.5f, b.y + 0.5f}, ctx.hairline());
  const float half = ctx.type(kSmall) / 2;
  for (double v : {f.hi, (f.lo + f.hi) / 2, f.lo}) {
    const float y = a.y + (b.y - a.y) * float((f.hi - v) / (f.hi - f.lo));
    draw_text(list, ctx, {x + bar + 6, std::clamp(y - half, a.y - 1, b.y - 2 * half)}, short_number(ctx.lang, v, 3), kSmall,
              ctx.quiet());
  }
  ImGui::SetCursorScreenPos(a);
  ImGui::InvisibleButton("heatmap", {b.x - a.x, b.y - a.y});
  if (ImGui::IsItemHovered())
    if (const int64_t cell = cell_at(f, a, b, ImGui::GetMousePos()); cell >= 0) value_tooltip(ctx, f, cell);
}

}  // namespace attractor
