#include "web/canvas/views/hinton.h"
#include "web/words/numerals.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

namespace attractor {
namespace {

constexpr uint32_t kShade = 0x8C95A1, kPositive = 0xFFFFFF, kNegative = 0x000000;

std::string_view label_of(const Field& f, int place) {
  return f.labels.empty() ? std::string_view() : std::string_view(f.labels[place]);
}
bool has_unit(const Field& f, int place) { return f.labels.empty() || !label_of(f, place).empty(); }

// Whether a row's name is written beside this place: once for all rows of the same name.
bool first_of_name(const Field& f, int place) {
  if (place % f.cols != 0 && has_unit(f, place - 1)) return false;
  const int above = place - f.cols;
  return f.labels.empty() || above < 0 || label_of(f, above) != label_of(f, place);
}

// The name of the first unit of a row, and which unit of its row a place is.
std::string name_of(const DrawContext& ctx, const Field& f, int place) {
  int first = place / f.cols * f.cols;
  while (!has_unit(f, first)) ++first;
  return std::string(ctx.tr(label_of(f, place))) + " " + std::to_string(place - first + 1);
}

void value_tooltip(const DrawContext& ctx, const Field& f, int from, int to) {
  const double w = f.at(std::size_t(from * f.rows * f.cols + to));
  std::string text = name_of(ctx, f, from);
  text += from == to ? " (" + std::string(ctx.tr("bias")) + ")" : " – " + name_of(ctx, f, to);
  text += ": " + short_number(ctx.lang, w);
  ImGui::SetTooltip("%s", text.c_str());
}

// What the colours mean and, where there is room, the largest weight.
void legend(const DrawContext& ctx, ImDrawList& list, const Field& f, ImVec2 at, float right) {
  const float side = ctx.type(kSmall);
  auto item = [&](uint32_t colour, const std::string& text) {
    if (at.x + side + 10 + text_size(ctx, text, kSmall).x > right) return;
    list.AddRectFilled(at, {at.x + side + 4, at.y + side + 4}, DrawContext::colour(kShade));
    list.AddRectFilled({at.x + 4, at.y + 4}, {at.x + side, at.y + side}, DrawContext::colour(colour));
    at.x += side + 10;
    at.x += draw_text(list, ctx, {at.x, at.y + 2}, text, kSmall, ctx.text()) + 16;
  };
  item(kPositive, std::string(ctx.tr("positive")));
  item(kNegative, std::string(ctx.tr("negative")));
  const std::string most = std::string(ctx.tr("largest")) + " " + short_number(ctx.lang, f.hi, 3);
  if (at.x + text_size(ctx, most, kSmall).x <= right) draw_text(list, ctx, {at.x, at.y + 2}, most, kSmall, ctx.quiet());
}

// Where the maps of the units stand, in cells: row by row as in the network, a long row in lines of `per` maps.
struct Plan {
  std::vector<ImVec2> corner;  // of each place
  float wide = 0, high = 0;
};

constexpr float kGap = 0.5f;  // between units, in cells

Plan plan_of(const Field& f, int per) {
  const float across = float(f.cols) + kGap, down = float(f.rows) + kGap;
  Plan plan{std::vector<ImVec2>(f.rows * f.cols), float(per) * across - kGap, 0};
  for (int r = 0; r < f.rows; ++r) {
    std::vector<int> units;
    for (int a = r * f.cols; a < (r + 1) * f.cols; ++a)
      if (has_unit(f, a)) units.push_back(a);
    for (int i = 0; i < int(units.size()); ++i) {
      const int in_line = std::min(per, int(units.size()) - i / per * per);
      const float left = (plan.wide - (float(in_line) * across - kGap)) / 2;
      plan.corner[units[i]] = {left + float(i % per) * across, plan.high + float(i / per) * down};
    }
    plan.high += float((int(units.size()) + per - 1) / per) * down;
  }
  plan.high -= kGap;
  return plan;
}

// The plan with the largest cells.
Plan best_plan(const Field& f, float width, float height, float& cell) {
  Plan best;
  cell = 0;
  for (int per = f.cols; per > 0; --per) {
    Plan plan = plan_of(f, per);
    const float fits = std::min(width / plan.wide, height / plan.high);
    if (fits > cell * 1.1f) cell = fits, best = std::move(plan);  // a row is broken where that is worth it
  }
  return best;
}

}  // namespace

void hinton(const DrawContext& ctx, ImDrawList& list, const Field& f, ImVec2 min, ImVec2 max) {
  const float foot = ctx.type(kSmall) + 16;
  float head = 0;  // names of the rows, on the left
  for (int i = 0; i < f.rows * f.cols; ++i) head = std::max(head, text_size(ctx, ctx.tr(label_of(f, i)), kBody, true).x + 10);
  float cell = 0;
  const Plan plan = best_plan(f, max.x - min.x - head, max.y - min.y - foot, cell);
  if (cell < 1) return;
  if (cell > 4) cell = std::floor(cell);
  const ImVec2 origin{std::floor(min.x + head + (max.x - min.x - head - cell * plan.wide) / 2),
                      std::floor(min.y + std::max(0.0f, (max.y - min.y - foot - cell * plan.high) / 2))};
  const ImVec2 mouse = ImGui::GetMousePos();
  const double most = std::max({std::fabs(f.hi), std::fabs(f.lo), 1e-12});
  const int places = f.rows * f.cols;
  for (int a = 0; a < places; ++a) {
    if (!has_unit(f, a)) continue;
    const ImVec2 place = plan.corner[a], corner{std::round(origin.x + place.x * cell), std::round(origin.y + place.y * cell)};
    if (first_of_name(f, a))
      draw_text(list, ctx, {origin.x - head, corner.y + (float(f.rows) * cell - ctx.type(kBody)) / 2}, ctx.tr(label_of(f, a)),
                kBody, ctx.text(), true);
    for (int b = 0; b < places; ++b) {
      if (!has_unit(f, b)) continue;
      const ImVec2 p{corner.x + float(b % f.cols) * cell, corner.y + float(b / f.cols) * cell};
      list.AddRectFilled(p, {p.x + cell, p.y + cell}, DrawContext::colour(kShade));
      const double w = f.at(std::size_t(a * places + b));
      const float half = cell * 0.46f * float(std::sqrt(std::fabs(w) / most));
      const ImVec2 c{p.x + cell / 2, p.y + cell / 2};
      if (half > 0.3f)
        list.AddRectFilled({c.x - half, c.y - half}, {c.x + half, c.y + half},
                           DrawContext::colour(w > 0 ? kPositive : kNegative));
      if (mouse.x >= p.x && mouse.x < p.x + cell && mouse.y >= p.y && mouse.y < p.y + cell && ImGui::IsWindowHovered())
        value_tooltip(ctx, f, a, b);
    }
  }
  legend(ctx, list, f, {min.x, max.y - foot + 8}, max.x);
}

}  // namespace attractor
