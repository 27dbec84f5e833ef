#include "web/canvas/views/listing.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "web/words/numerals.h"

namespace attractor {
namespace {

constexpr float kBetween = 14;  // columns

std::string cell(const DrawContext& ctx, double v, int decimals) {
  return std::isnan(v) ? "·" : fixed_number(ctx.lang, v, decimals);
}

struct Widths {
  std::vector<float> of;  // each column
  float sum = 0;
};
Widths widths(const DrawContext& ctx, const Listing& t, int decimals) {
  Widths w;
  const std::size_t columns = t.heads.size();
  for (std::size_t c = 0; c < columns; ++c) {
    float wide = text_size(ctx, ctx.tr(t.heads[c]), kSmall, true).x;
    for (std::size_t r = 0; r < t.rows.size(); ++r)
      wide = std::max(wide, c == 0 ? text_size(ctx, t.rows[r], kBody).x
                                   : text_size(ctx, cell(ctx, t.cells[r * (columns - 1) + c - 1], decimals), kBody, true).x);
    w.of.push_back(wide);
    w.sum += wide + (c ? kBetween : 0);
  }
  return w;
}

}  // namespace

void listing(const DrawContext& ctx, const Listing& t, ImVec2 min, ImVec2 max) {
  const std::size_t columns = t.heads.size();
  int decimals = t.decimals;
  Widths w = widths(ctx, t, decimals);
  while (w.sum > max.x - min.x - 12 && decimals > 2) w = widths(ctx, t, --decimals);
  const float line = std::round(ctx.type(kBody) * 1.45f), small = ctx.type(kSmall);
  const float spare = std::clamp((max.x - min.x - 12 - w.sum) / float(columns - 1), 0.0f, 30.0f);  // between columns
  ImDrawList& list = *ImGui::GetWindowDrawList();
  auto right = [&](float x, std::size_t c) {
    for (std::size_t k = 0; k <= c; ++k) x += w.of[k] + (k ? kBetween + spare : 0);
    return x;
  };
  for (std::size_t c = 0; c < columns; ++c) {
    const std::string_view text = ctx.tr(t.heads[c]);
    const float x = c == 0 ? min.x : right(min.x, c) - text_size(ctx, text, kSmall, true).x;
    draw_text(list, ctx, {x, min.y}, text, kSmall, ctx.quiet(), true);
  }
  const float top = min.y + small + 8;
  list.AddLine({min.x, top - 3}, {std::min(max.x, right(min.x, columns - 1)), top - 3}, ctx.hairline(), ctx.line(1));
  ImGui::SetCursorScreenPos({min.x, top});
  ImGui::BeginChild("rows", {max.x - min.x, max.y - top});
  ImDrawList& inner = *ImGui::GetWindowDrawList();
  const ImVec2 at = ImGui::GetCursorScreenPos();
  for (std::size_t r = 0; r < t.rows.size(); ++r) {
    const float y = at.y + line * float(r), text_y = y + (line - ctx.type(kBody)) / 2;
    const bool lit = int(r) >= t.lit_from && int(r) < t.lit_to;
    if (lit) inner.AddRectFilled({at.x - 4, y + 1}, {right(at.x, columns - 1) + 6, y + line - 1}, ctx.soft(), 5);
    draw_text(inner, ctx, {at.x, text_y}, t.rows[r], kBody, ctx.text(), lit);
    for (std::size_t c = 1; c < columns; ++c) {
      const std::string text = cell(ctx, t.cells[r * (columns - 1) + c - 1], decimals);
      const bool quiet = !t.quiet.empty() && t.quiet[c - 1];
      draw_text(inner, ctx, {right(at.x, c) - text_size(ctx, text, kBody).x, text_y}, text, kBody,
                quiet ? ctx.quiet() : ctx.text());
    }
  }
  if (ImGuiStorage& seen = *ImGui::GetStateStorage(); seen.GetInt(1, -1) != t.lit_from && t.lit_to > t.lit_from) {
    seen.SetInt(1, t.lit_from);  // what this step made comes into sight, once
    ImGui::SetScrollY(line * float(t.lit_from));
  }
  ImGui::SetCursorScreenPos({at.x, at.y + line * float(t.rows.size())});
  ImGui::Dummy({1, 1});
  end_scrolling(ctx);
}

}  // namespace attractor
