#include "web/canvas/views/gallery.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "web/canvas/views/field.h"
#include "web/words/numerals.h"

namespace attractor {
namespace {

// A bar from the middle: left for negative, right for positive; the strongest is in the accent colour.
void draw_bar(const DrawContext& ctx, ImDrawList& list, ImVec2 min, float width, double value, bool strongest) {
  const float h = 6, middle = min.x + width / 2;
  list.AddRectFilled(min, {min.x + width, min.y + h}, ctx.soft(), h / 2);
  const float reach = float(std::clamp(value, -1.0, 1.0)) * width / 2;
  const ImU32 colour = strongest ? ctx.accent() : ctx.quiet();
  list.AddRectFilled({std::min(middle, middle + reach), min.y}, {std::max(middle, middle + reach), min.y + h}, colour, 2);
  list.AddLine({middle, min.y - 1}, {middle, min.y + h + 1}, ctx.quiet(), 1);
}

// A bar from the left, as long as its part of the largest.
void draw_share(const DrawContext& ctx, ImDrawList& list, ImVec2 min, float width, double part) {
  list.AddRectFilled(min, {min.x + width, min.y + 6}, ctx.soft(), 3);
  list.AddRectFilled(min, {min.x + std::max(2.0f, width * float(part)), min.y + 6}, ctx.accent(), 3);
}

struct Grid {
  int columns;
  float cell;
};

// The grid in which all pictures are seen at once and as large as possible; where they would be far too small, one that scrolls.
Grid fit_grid(int count, float width, float height, float caption, float gap, float least) {
  const float largest = std::max(180.0f, 0.6f * std::min(width, height));  // one picture alone would be a poster
  Grid best{1, 0};
  for (int c = 1; c <= count; ++c) {
    const auto rows = float((count + c - 1) / c);
    const float wide = (width - gap * float(c - 1)) / float(c), high = (height - gap * (rows - 1)) / rows - caption;
    const float cell = std::min({wide, high, largest});
    if (cell > best.cell) best = {c, cell};
  }
  if (best.cell >= 0.8f * least) return best;
  const int columns = std::max(1, int((width + gap) / (least + gap)));
  return {columns, std::min(largest, (width - gap * float(columns - 1)) / float(columns))};
}

// In a picture's lower right corner.
void draw_tick(const DrawContext& ctx, ImDrawList& list, ImVec2 corner) {
  const float r = 9;
  const ImVec2 c{corner.x - 2, corner.y - 2};
  list.AddCircleFilled(c, r + 1.5f, ctx.card(), 24);
  list.AddCircleFilled(c, r, ctx.good(), 24);
  const ImVec2 way[] = {{c.x - 4, c.y + 0.5f}, {c.x - 1, c.y + 3.5f}, {c.x + 4.5f, c.y - 3.5f}};
  list.AddPolyline(way, 3, ctx.card(), 0, 2.2f);
}

// Under a picture: its bar, its name if there is room for names, and its value.
void draw_caption(const DrawContext& ctx, ImDrawList& list, ImVec2 a, ImVec2 b, std::string_view name, double value,
                  double most, bool strongest, bool shares, bool named) {
  const float cell = b.x - a.x;
  if (shares) draw_share(ctx, list, {a.x, b.y + 6}, cell, value / std::max(1e-9, most));
  else draw_bar(ctx, list, {a.x, b.y + 6}, cell, value, strongest);
  const std::string text = fixed_number(ctx.lang, value, 2);
  if (named) draw_text(list, ctx, {a.x, b.y + 17}, name, kSmall, ctx.quiet());
  draw_text(list, ctx, {b.x - text_size(ctx, text, kSmall, strongest).x, b.y + 17}, text, kSmall,
            strongest ? ctx.text() : ctx.quiet(), strongest);
}

}  // namespace

GalleryResult gallery(const DrawContext& ctx, FieldPainter& painter, FieldTexture& texture, uint64_t version, const Field& f,
                      std::span<const double> bars, bool shares, int chosen, ImVec2 min, ImVec2 max) {
  GalleryResult result;
  const int first_own = f.count - f.own;
  const bool named = !f.labels.empty();
  auto name_of = [&](int i) { return named ? std::string(ctx.tr(f.labels[i])) : std::to_string(i + 1); };
  const bool crowd = f.count > 16 && bars.empty() && f.labels.empty();  // closer, so that all of them are seen at once
  const float gap = crowd ? 6 : 12, caption = !bars.empty() ? ctx.type(kSmall) + 24 : named ? ctx.type(kSmall) + 14 : 2;
  const Grid grid = fit_grid(f.count, max.x - min.x - 10, max.y - min.y - 4, caption, gap, crowd ? 32 : 48);
  const int columns = grid.columns;
  const float cell = grid.cell;
  // Small pictures stand apart as far as their names need.
  const float apart =
      named && cell < 56 ? std::clamp((max.x - min.x - 10) / float(columns), cell + gap, cell + gap + 16) : cell + gap;
  int strongest = 0;
  for (int i = 1; i < int(bars.size()); ++i)
    if (std::fabs(bars[i]) > std::fabs(bars[strongest])) strongest = i;
  float longest = 0;  // of the names; they stand under all pictures or under none
  for (int i = named ? 0 : f.count - 1; i < f.count; ++i) longest = std::max(longest, text_size(ctx, name_of(i), kSmall).x);
  const bool number_fits = longest + text_size(ctx, shares ? "0.00" : "−0.00", kSmall, true).x + 6 < cell;
  if (!painter.upload(texture, f, version)) return result;

  ImGui::SetCursorScreenPos(min);
  ImGui::BeginChild("gallery", {max.x - min.x, max.y - min.y});
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const ImVec2 origin = ImGui::GetCursorScreenPos();
  bool any = false;
  for (int i = 0; i < f.count; ++i) {
    if (named && f.labels[i].empty()) continue;  // a place for a picture that is not there yet
    any = true;
    const ImVec2 a{origin.x + float(i % columns) * apart + 2, origin.y + float(i / columns) * (cell + caption + gap) + 2};
    const ImVec2 b{a.x + cell, a.y + cell};
    ImGui::SetCursorScreenPos(a);
    ImGui::PushID(i);
    if (ImGui::InvisibleButton("pick", {cell, cell + caption})) result.picked = i;
    const bool hovered = ImGui::IsItemHovered();
    if (ImGui::IsItemVisible()) {
      painter.draw(list, texture, f, i, a, b, field_colours(ctx));
      const bool outline = i == chosen || hovered;
      list.AddRect({a.x - 1.5f, a.y - 1.5f}, {b.x + 1.5f, b.y + 1.5f}, outline ? ctx.accent() : ctx.hairline(), 3, 0,
                   i == chosen ? 2.5f : 1.0f);
      const auto at = std::size_t(i);
      if (at < f.ticks.size() && f.ticks[at] > 0) draw_tick(ctx, list, b);
      if (at < bars.size()) {
        const std::string name = name_of(i);
        draw_caption(ctx, list, a, b, name, bars[at], bars[strongest], i == strongest, shares, number_fits);
      } else if (named) {
        draw_text(list, ctx, {a.x, b.y + 8}, name_of(i), kSmall, ctx.text(), false, apart - 4);
      }
      if (i >= first_own && (hovered || ctx.touch)) {
        const ImVec2 c{b.x - 11, a.y + 11};
        list.AddCircleFilled(c, 10, ctx.card());
        list.AddCircle(c, 10, ctx.hairline());
        list.AddLine({c.x - 3.5f, c.y - 3.5f}, {c.x + 3.5f, c.y + 3.5f}, ctx.text(), 1.5f);
        list.AddLine({c.x - 3.5f, c.y + 3.5f}, {c.x + 3.5f, c.y - 3.5f}, ctx.text(), 1.5f);
        const ImVec2 m = ImGui::GetMousePos();
        if (result.picked == i && std::hypot(m.x - c.x, m.y - c.y) < 14) {
          result.picked = -1;
          result.removed = i - first_own;
        }
      }
    }
    ImGui::PopID();
  }
  if (!any) draw_text(list, ctx, origin, ctx.tr("None yet"), kBody, ctx.quiet());
  end_scrolling(ctx);
  return result;
}

}  // namespace attractor
