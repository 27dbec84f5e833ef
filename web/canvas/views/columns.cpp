#include "web/canvas/views/columns.h"
#include "web/words/numerals.h"

#include <algorithm>
#include <cmath>

namespace attractor {
namespace {

struct Frame {
  ImVec2 min, max;  // of the bars
  double top = 1;   // value at the upper edge
  float step = 1;   // from column to column
  float x(std::size_t k) const { return min.x + (float(k) + 0.5f) * step; }
  float y(double v) const { return max.y - float(v / top) * (max.y - min.y); }
};

bool is_spins(std::span<const std::string> labels) {
  for (const std::string& l : labels)
    if (l.find_first_not_of("+-") != std::string::npos) return false;
  return !labels.empty();
}

// What each mark means, in a row that wraps; returns its height.
float legend(const DrawContext& ctx, ImDrawList& list, const ColumnChart& c, ImVec2 at, float width) {
  const float line = ctx.type(kSmall) + 8, left = at.x;
  const float top = at.y;
  int kind = 0;
  for (const ColumnSeries* s : {&c.bars, &c.dots, &c.dashes}) {
    const int mark = kind++;
    if (s->values.empty()) continue;
    const float w = 20 + text_size(ctx, s->name, kSmall).x + 14;
    if (at.x > left && at.x + w > left + width) at = {left, at.y + line};
    const float middle = at.y + ctx.type(kSmall) / 2 + 1;
    if (mark == 0) list.AddRectFilled({at.x, middle - 5}, {at.x + 12, middle + 5}, ctx.series(0), 2);
    if (mark == 1) list.AddCircleFilled({at.x + 6, middle}, 4, ctx.series(1));
    if (mark == 2) list.AddLine({at.x, middle}, {at.x + 12, middle}, ctx.text(), ctx.line(2));
    draw_text(list, ctx, {at.x + 18, at.y}, s->name, kSmall, ctx.text(), false, width - 18);
    at.x += w;
  }
  return at.y + line - top;
}

void draw_axis(const DrawContext& ctx, ImDrawList& list, const Frame& f) {
  for (int k = 0; k <= 2; ++k) {
    const double v = f.top * k / 2;
    const float y = f.y(v);
    list.AddLine({f.min.x, y}, {f.max.x, y}, ctx.hairline(), ctx.line(1));
    const std::string text = short_number(ctx.lang, v, 3);
    draw_text(list, ctx, {f.min.x - text_size(ctx, text, kSmall).x - 6, y - ctx.type(kSmall) / 2}, text, kSmall, ctx.quiet());
  }
}

// A state as a stack of small squares, first spin on top; smaller than 3 pixels they would be noise.
void draw_spins(const DrawContext& ctx, ImDrawList& list, const std::string& label, float x, float y, float side) {
  for (std::size_t i = 0; i < label.size(); ++i) {
    const ImVec2 a{x - side / 2, y + float(i) * (side + 1)};
    list.AddRectFilled(a, {a.x + side, a.y + side}, DrawContext::colour(label[i] == '+' ? kUp : kDown));
    if (side >= 6) list.AddRect(a, {a.x + side, a.y + side}, ctx.hairline());
  }
}

double nice_top(double most) {
  for (double v : {0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.8})
    if (most <= v) return v;
  return 1;
}

void value_tooltip(const DrawContext& ctx, const ColumnChart& c, std::size_t k) {
  std::string text = k < c.labels.size() ? c.labels[k] : std::to_string(k + 1);
  for (const ColumnSeries* s : {&c.bars, &c.dots, &c.dashes})
    if (k < s->values.size()) text += "\n" + std::string(s->name) + ": " + short_number(ctx.lang, s->values[k], 4);
  for (std::size_t at = 0; is_spins(c.labels) && (at = text.find('-', at)) < c.labels[k].size(); at += 3)
    text.replace(at, 1, "−");
  ImGui::SetTooltip("%s", text.c_str());
}

}  // namespace

void columns(const DrawContext& ctx, ImDrawList& list, const ColumnChart& c, ImVec2 min, ImVec2 max) {
  const std::size_t count = c.bars.values.size();
  if (count == 0 || max.x - min.x < 60) return;
  min.y += legend(ctx, list, c, min, max.x - min.x) + 4;
  Frame f{{min.x + text_size(ctx, "0.025", kSmall).x + 8, min.y + 4}, max};
  f.step = (f.max.x - f.min.x) / float(count);
  const bool spins = is_spins(c.labels);
  const auto rows = float(spins ? c.labels[0].size() : 1);
  const float side = std::floor(std::min({f.step * 0.6f, 12.0f, (max.y - min.y) * 0.4f / rows - 1}));
  const bool named = spins ? side >= 3 : true;
  f.max.y -= !named ? 4 : spins ? rows * (side + 1) + 6 : ctx.type(kSmall) + 6;
  if (f.max.y - f.min.y < 30) return;
  double most = 1e-9;
  for (const ColumnSeries* s : {&c.bars, &c.dots, &c.dashes})
    for (double v : s->values) most = std::max(most, v);
  f.top = nice_top(most);
  draw_axis(ctx, list, f);
  const float half = std::min(f.step * 0.36f, 22.0f);
  const ImVec2 mouse = ImGui::GetMousePos();
  for (std::size_t k = 0; k < count; ++k) {
    const float x = f.x(k);
    list.AddRectFilled({x - half, f.y(c.bars.values[k])}, {x + half, f.max.y}, ctx.series(0), std::min(2.0f, half / 3));
    if (k < c.dashes.values.size()) {
      const float y = f.y(c.dashes.values[k]);
      list.AddLine({x - half - 3, y}, {x + half + 3, y}, ctx.text(), ctx.line(2));
    }
    if (k < c.dots.values.size()) {
      list.AddCircleFilled({x, f.y(c.dots.values[k])}, std::clamp(half * 0.5f, 2.5f, 4.5f), ctx.series(1));
      list.AddCircle({x, f.y(c.dots.values[k])}, std::clamp(half * 0.5f, 2.5f, 4.5f), ctx.card());
    }
    if (named && spins) draw_spins(ctx, list, c.labels[k], x, f.max.y + 5, side);
    else if (named && k < c.labels.size()) {
      const float w = text_size(ctx, c.labels[k], kSmall).x;
      if (w < f.step) draw_text(list, ctx, {x - w / 2, f.max.y + 5}, c.labels[k], kSmall, ctx.quiet());
    }
    if (ImGui::IsWindowHovered() && std::fabs(mouse.x - x) <= f.step / 2 && mouse.y >= f.min.y && mouse.y <= max.y)
      value_tooltip(ctx, c, k);
  }
}

}  // namespace attractor
