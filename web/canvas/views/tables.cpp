#include "web/canvas/views/tables.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "web/canvas/views/field.h"
#include "web/words/numerals.h"

namespace attractor {
namespace {

constexpr uint32_t kPositive = 0xE66101, kNegative = 0x2166AC;  // as the signed palette of fields
constexpr float kLeastType = 8.5f;                              // of a number in a cell
constexpr float kMiddle = 0.6f;                                 // of the width of an outer place

struct Box {
  ImVec2 min, max;
  float width() const { return max.x - min.x; }
  float height() const { return max.y - min.y; }
};

float channel(float from, uint32_t to, int shift, float t) { return from + (float((to >> shift) & 255) / 255 - from) * t; }

// The colour of a number; what has none yet is empty.
ImU32 fill(const DrawContext& ctx, const Field& f, double v) {
  if (f.palette == Palette::grey) {
    const int grey = int(std::clamp((v - f.lo) / (f.hi - f.lo), 0.0, 1.0) * 255 + 0.5);
    return IM_COL32(grey, grey, grey, 255);
  }
  const ImVec4 card = ImGui::ColorConvertU32ToFloat4(ctx.card());
  const float t = float(std::clamp(std::fabs(v) / std::max(std::fabs(f.lo), std::fabs(f.hi)), 0.0, 1.0));
  const uint32_t to = v > 0 ? kPositive : kNegative;
  return ImGui::ColorConvertFloat4ToU32({channel(card.x, to, 16, t), channel(card.y, to, 8, t), channel(card.z, to, 0, t), 1});
}
ImU32 ink_on(ImU32 colour) {
  const ImVec4 c = ImGui::ColorConvertU32ToFloat4(colour);
  return 0.2126f * c.x * c.x + 0.7152f * c.y * c.y + 0.0722f * c.z * c.z > 0.18f ? IM_COL32(20, 20, 20, 255)
                                                                                 : IM_COL32(255, 255, 255, 255);
}

bool is_known(const Field& f, int64_t cell) { return f.known < 0 || cell < f.known; }

std::string number_text(const DrawContext& ctx, double v) { return short_number(ctx.lang, std::fabs(v) < 1e-9 ? 0 : v, 3); }

// Type in which every number of the table fits its cell; 0 if there is none.
float type_for(const DrawContext& ctx, const Field& f, float cell) {
  float widest = 1;
  for (std::size_t i = 0; i < f.size(); ++i)
    if (is_known(f, int64_t(i)))
      widest = std::max(widest, text_size(ctx, number_text(ctx, f.at(i)), kBody).x / ctx.type(kBody));
  const float size = std::min(cell * 0.42f, (cell - 4) / widest);
  return size < kLeastType ? 0 : size;
}

// Where a table of rows x cols stands in its place, under its title.
Box place_of(const DrawContext& ctx, const Field& f, Box within) {
  within.min.y += ctx.type(kSmall) + 8;
  fit(f, within.min, within.max, ImGui::GetIO().DisplayFramebufferScale.x);
  return within;
}

Box mark_of(const Field& f, Box b) {
  const float w = b.width() / float(f.cols), h = b.height() / float(f.rows);
  return {{b.min.x + w * float(f.mark.col), b.min.y + h * float(f.mark.row)},
          {b.min.x + w * float(f.mark.col + f.mark.cols), b.min.y + h * float(f.mark.row + f.mark.rows)}};
}

void draw_table(const DrawContext& ctx, ImDrawList& list, const NumberTable& t, Box b) {
  const Field& f = *t.field;
  const float cell = b.width() / float(f.cols), size = type_for(ctx, f, cell);
  draw_text(list, ctx, {b.min.x, b.min.y - ctx.type(kSmall) - 7}, t.title, kSmall, ctx.quiet(), true);
  for (int i = 0; i < f.rows; ++i)
    for (int j = 0; j < f.cols; ++j) {
      const double v = f.at(std::size_t(i * f.cols + j));
      const ImVec2 p{b.min.x + cell * float(j), b.min.y + cell * float(i)}, q{p.x + cell, p.y + cell};
      const bool known = is_known(f, i * f.cols + j);
      const ImU32 colour = known ? fill(ctx, f, v) : ctx.soft();
      list.AddRectFilled(p, q, colour);
      if (cell > 7) list.AddRect(p, q, ctx.hairline(), 0, 0, 1);
      if (!known || size == 0) continue;
      const std::string text = number_text(ctx, v);
      const float type = size / ctx.tokens().type, w = text_size(ctx, text, type).x;
      draw_text(list, ctx, {p.x + (cell - w) / 2, p.y + (cell - size) / 2}, text, type, ink_on(colour));
    }
  list.AddRect({b.min.x - 0.5f, b.min.y - 0.5f}, {b.max.x + 0.5f, b.max.y + 0.5f}, ctx.hairline());
  if (f.mark.rows == 0) return;
  const Box m = mark_of(f, b);
  list.AddRect({m.min.x - 1, m.min.y - 1}, {m.max.x + 1, m.max.y + 1}, ctx.card(), 2, 0, ctx.line(5));
  list.AddRect(m.min, m.max, ctx.accent(), 2, 0, ctx.line(3));
}

// Two thin lines from what is under the frame to the table that it becomes.
void draw_beam(const DrawContext& ctx, ImDrawList& list, Box a, Box b, bool wide) {
  const ImU32 colour = (ctx.accent() & ~IM_COL32_A_MASK) | IM_COL32(0, 0, 0, 110);
  if (wide) {
    list.AddLine({a.max.x, a.min.y}, b.min, colour, ctx.line(1));
    list.AddLine(a.max, {b.min.x, b.max.y}, colour, ctx.line(1));
  } else {
    list.AddLine({a.min.x, a.max.y}, b.min, colour, ctx.line(1));
    list.AddLine(a.max, {b.max.x, b.min.y}, colour, ctx.line(1));
  }
}

// The places of the tables, side by side or one under the other, whichever leaves the first larger.
std::vector<Box> places(const DrawContext& ctx, std::span<const NumberTable> all, ImVec2 min, ImVec2 max, bool wide) {
  const bool shared = all.size() == 4;
  const std::size_t count = shared ? 3 : all.size();
  const float gap = wide ? std::clamp((max.x - min.x) * 0.04f, 14.0f, 48.0f) : 8,
              whole = (wide ? max.x - min.x : max.y - min.y) - gap * float(count - 1),
              unit = whole / (float(count) - (shared ? 1 - kMiddle : 0));
  std::vector<Box> out;
  float at = wide ? min.x : min.y;
  for (std::size_t k = 0; k < count; ++k) {
    const float size = shared && k == 1 ? unit * kMiddle : unit;
    Box b = wide ? Box{{at, min.y}, {at + size, max.y}} : Box{{min.x, at}, {max.x, at + size}};
    at += size + gap;
    if (shared && k == 1) {
      Box first = b, second = b;
      if (wide) first.max.y = (b.min.y + b.max.y) / 2 - 6, second.min.y = first.max.y + 12;
      else first.max.x = (b.min.x + b.max.x) / 2 - 8, second.min.x = first.max.x + 16;
      out.push_back(place_of(ctx, *all[1].field, first));
      out.push_back(place_of(ctx, *all[2].field, second));
    } else {
      out.push_back(place_of(ctx, *all[out.size()].field, b));
    }
  }
  return out;
}

void tip(const DrawContext& ctx, const Field& f, int64_t cell) {
  const double v = f.at(std::size_t(cell));
  if (is_known(f, cell))
    ImGui::SetTooltip("(%d, %d): %s", int(cell / f.cols) + 1, int(cell % f.cols) + 1, number_text(ctx, v).c_str());
}

int64_t cell_at(const Field& f, Box b, ImVec2 p) {
  const int i = int(std::floor((p.y - b.min.y) / b.height() * float(f.rows))),
            j = int(std::floor((p.x - b.min.x) / b.width() * float(f.cols)));
  return i < 0 || j < 0 || i >= f.rows || j >= f.cols ? -1 : int64_t(i) * f.cols + j;
}

// What the pointer does on one of the tables in this frame.
std::optional<CloudStroke> touch(const DrawContext& ctx, std::span<const NumberTable> all, std::size_t k, Box b,
                                 TablesGrip& grip) {
  const Field& f = *all[k].field;
  const NumberTable& last = all.back();
  ImGui::SetCursorScreenPos(b.min);
  ImGui::InvisibleButton(all[k].key.c_str(), {b.width(), b.height()},
                         ImGuiButtonFlags_MouseButtonLeft | ImGuiButtonFlags_MouseButtonRight);
  const int64_t cell = cell_at(f, b, ImGui::GetMousePos());
  if (ImGui::IsItemHovered() && cell >= 0 && !ImGui::IsItemActive()) tip(ctx, f, cell);
  const bool pressed = ImGui::IsItemActivated() && cell >= 0;
  if (pressed) {
    const int row = int(cell / f.cols) - f.mark.row, col = int(cell % f.cols) - f.mark.col;
    grip = {ImGui::GetItemID(), k == 0 && row >= 0 && col >= 0 && row < f.mark.rows && col < f.mark.cols,
            ImGui::IsMouseDown(ImGuiMouseButton_Right) || (k == 0 && f.at(std::size_t(cell)) > (f.lo + f.hi) / 2) ? -1.0 : 1.0,
            -1};
  }
  if (grip.owner != ImGui::GetItemID() || !ImGui::IsItemActive()) return {};
  if (cell < 0 || cell == grip.last) return {};
  grip.last = cell;
  if (k + 1 == all.size()) return CloudStroke{last.key, cell, 1, true};
  if (k > 0) return pressed ? std::optional(CloudStroke{all[k].key, cell, grip.value, true}) : std::nullopt;
  if (!grip.window) return CloudStroke{all[0].key, cell, grip.value, true};
  const int row = std::clamp(int(cell / f.cols) - f.mark.rows / 2, 0, last.field->rows - 1),
            col = std::clamp(int(cell % f.cols) - f.mark.cols / 2, 0, last.field->cols - 1);
  const int64_t to = int64_t(row) * last.field->cols + col;
  if (to == int64_t(f.mark.row) * last.field->cols + f.mark.col) return {};
  return CloudStroke{last.key, to, 1, true};
}

}  // namespace

std::optional<CloudStroke> tables(const DrawContext& ctx, ImDrawList& list, std::span<const NumberTable> all, TablesGrip& grip,
                                  ImVec2 min, ImVec2 max) {
  const std::vector<Box> row = places(ctx, all, min, max, true), column = places(ctx, all, min, max, false);
  const bool wide = row[0].width() >= column[0].width();
  const std::vector<Box>& at = wide ? row : column;
  if (at[0].width() < 24) return {};
  for (std::size_t k = 0; k < all.size(); ++k) draw_table(ctx, list, all[k], at[k]);
  if (all.size() == 4 && all[0].field->mark.rows > 0) {
    draw_beam(ctx, list, mark_of(*all[0].field, at[0]), at[2], wide);
    draw_beam(ctx, list, at[2], mark_of(*all[3].field, at[3]), wide);
  }
  std::optional<CloudStroke> stroke;
  for (std::size_t k = 0; k < all.size(); ++k)
    if (auto s = touch(ctx, all, k, at[k], grip)) stroke = std::move(s);
  return stroke;
}

}  // namespace attractor
