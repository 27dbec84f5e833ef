#include "web/canvas/views/bars.h"
#include "web/words/numerals.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <numeric>
#include <vector>

namespace attractor {
namespace {

constexpr float kGap = 8, kThick = 8;

struct Layout {
  bool above = false;  // labels over their bars
  bool both = false;   // negative values too: bars run from the middle
  double reach = 1;    // value at the end of a bar
  bool words = false;  // labels are not numbers: they begin at the left
  float label = 0;     // width of the labels beside the bars
  float number = 0;    // width of the numbers
  float row = 0;       // height of a row whose label is beside its bar
  float air = 26;      // around a label above its bar
  int strongest = 0;
};

std::string label_of(const DrawContext& ctx, const BarList& b, int i) {
  return std::size_t(i) < b.labels.size() ? written_number(ctx.lang, b.labels[i]) : std::to_string(i + 1);
}

float row_height(const DrawContext& ctx, const Layout& l, const std::string& label, float width) {
  if (!l.above) return l.row;
  const float line = wrapped_height(ctx, "Ag", kBody, width), h = wrapped_height(ctx, label, kBody, width);
  return (h > 2 * line + 1 ? line : h) + kThick + l.air;
}

Layout lay_out(const DrawContext& ctx, const BarList& b, float width, float height) {
  Layout l;
  const int count = int(b.values.size());
  for (int i = 0; i < count; ++i) {
    const double v = b.values[i];
    l.both = l.both || v < 0;
    l.reach = std::max(l.reach, std::fabs(v));
    if (std::fabs(v) > std::fabs(b.values[l.strongest])) l.strongest = i;
  }
  // The last number is the widest; of texts, a few are enough to see that they are texts.
  if (b.labels.empty()) l.label = text_size(ctx, std::to_string(count), kSmall, true).x;
  for (int i = 0; i < std::min(count, 64); ++i)
    if (!b.labels.empty()) {
      l.label = std::max(l.label, text_size(ctx, label_of(ctx, b, i), kSmall, true).x);
      l.words = l.words || label_of(ctx, b, i).find_first_not_of("0123456789") != std::string::npos;
    }
  l.above = l.label > width * 0.3f;
  l.number = text_size(ctx, l.both ? "−0.000" : "0.000", kSmall, true).x;
  l.row =
      std::clamp(height / float(count), ctx.type(kSmall) + 1.5f, ctx.type(kSmall) + 11);  // all of them at once, if possible
  if (!l.above || count > 64) return l;
  float needed = 0;
  for (int i = 0; i < count; ++i) needed += row_height(ctx, l, label_of(ctx, b, i), width);
  l.air = std::clamp(l.air - (needed - height) / float(count), 12.0f, 26.0f);
  return l;
}

void draw_bar(const DrawContext& ctx, ImDrawList& list, const Layout& l, ImVec2 at, float width, double value, bool strongest) {
  const ImU32 colour = strongest ? ctx.accent() : ctx.quiet();
  const auto part = float(std::clamp(value / l.reach, -1.0, 1.0));
  list.AddRectFilled(at, {at.x + width, at.y + kThick}, ctx.soft(), kThick / 2);
  if (!l.both) {
    const float w = std::max(part * width, part > 0.001f ? 2.0f : 0.0f);
    if (w > 0) list.AddRectFilled(at, {at.x + w, at.y + kThick}, colour, std::min(kThick / 2, w / 2));
    return;
  }
  const float middle = at.x + width / 2, end = middle + part * width / 2;
  list.AddRectFilled({std::min(middle, end), at.y}, {std::max(middle, end), at.y + kThick}, colour, 2);
  list.AddLine({middle, at.y - 1}, {middle, at.y + kThick + 1}, ctx.quiet(), 1);
}

void value_tooltip(const DrawContext& ctx, const BarList& b, int i) {
  if (!ImGui::BeginTooltip()) return;
  ImGui::PushTextWrapPos(ctx.type(320));
  const std::string text = label_of(ctx, b, i) + "\n" + short_number(ctx.lang, b.values[i], 6);
  ImGui::TextUnformatted(text.c_str());
  ImGui::PopTextWrapPos();
  ImGui::EndTooltip();
}

// The label in at most two lines; returns their height.
float name_bar(const DrawContext& ctx, ImDrawList& list, ImVec2 at, const std::string& label, float width, bool strongest) {
  const float line = wrapped_height(ctx, "Ag", kBody, width);
  if (wrapped_height(ctx, label, kBody, width) > 2 * line + 1) {
    draw_text(list, ctx, at, label, kBody, ctx.text(), strongest, width);
    return line;
  }
  return draw_wrapped(list, ctx, at, label, kBody, strongest ? ctx.accent() : ctx.text(), width);
}

}  // namespace

void bars(const DrawContext& ctx, const BarList& b, ImVec2 min, ImVec2 max) {
  const int count = int(b.values.size());
  if (count == 0) return;
  ImGui::SetCursorScreenPos(min);
  ImGui::BeginChild("bars", {max.x - min.x, max.y - min.y});
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const ImVec2 origin = ImGui::GetCursorScreenPos();
  const float width = max.x - min.x - 14;  // room for the scroll bar
  const Layout l = lay_out(ctx, b, width, max.y - min.y - 4);
  std::vector<int> order(count, 0);
  std::iota(order.begin(), order.end(), 0);
  if (b.sorted) std::stable_sort(order.begin(), order.end(), [&](int i, int j) { return b.values[i] > b.values[j]; });
  float y = origin.y + 2;
  for (int i : order) {
    const std::string label = label_of(ctx, b, i);
    const double value = b.values[i];
    const bool strongest = i == l.strongest;
    const float h = row_height(ctx, l, label, width);
    const float top = y;
    y += h;
    if (y < min.y || top > max.y) continue;
    const ImVec2 a{origin.x, top}, z{origin.x + width + 4, top + h - 1};
    const bool hovered = ImGui::IsWindowHovered() && ImGui::IsMouseHoveringRect(a, z);
    if (hovered) list.AddRectFilled({a.x, a.y}, z, ctx.soft(), 6);
    const std::string number = (std::fabs(value) < 1000 ? fixed_number(ctx.lang, value, 3) : short_number(ctx.lang, value));
    const float number_x = origin.x + width - text_size(ctx, number, kSmall, strongest).x;
    float bar_x = origin.x + 4, bar_y = top + (h - kThick) / 2;
    if (l.above) {
      const float text_y = top + l.air * 0.23f;
      bar_y = text_y + name_bar(ctx, list, {bar_x, text_y}, label, width - 8, strongest) + 4;
    } else {
      const float indent = l.words ? 0 : l.label - text_size(ctx, label, kSmall, strongest).x;
      draw_text(list, ctx, {bar_x + indent, top + (h - ctx.type(kSmall)) / 2}, label, kSmall,
                strongest ? ctx.text() : ctx.quiet(), strongest);
      bar_x += l.label + kGap;
    }
    draw_bar(ctx, list, l, {bar_x, bar_y}, origin.x + width - l.number - kGap - bar_x, value, strongest);
    draw_text(list, ctx, {number_x, bar_y + (kThick - ctx.type(kSmall)) / 2}, number, kSmall,
              strongest ? ctx.text() : ctx.quiet(), strongest);
    if (hovered) value_tooltip(ctx, b, i);
  }
  ImGui::SetCursorScreenPos({origin.x, y});
  ImGui::Dummy({1, 1});
  end_scrolling(ctx);
}

}  // namespace attractor
