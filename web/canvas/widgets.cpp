#include "web/canvas/widgets.h"
#include "web/words/numerals.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <vector>

#include "core/base/num.h"

namespace attractor {
namespace {

// The slider's place for a value, and back. Whole numbers snap; large ones to a grid that is easy to name.
float place_of(const Row& row, double v) {
  if (row.scale == Scale::log) return float((std::log(v) - std::log(row.lo)) / (std::log(row.hi) - std::log(row.lo)));
  return float((v - row.lo) / (row.hi - row.lo));
}

double value_at(const Row& row, float t) {
  double v = row.scale == Scale::log ? row.lo * std::pow(row.hi / row.lo, double(t)) : row.lo + (row.hi - row.lo) * double(t);
  if (row.kind == Kind::integer) {
    const double grid = row.scale == Scale::log && row.hi > 64 ? (v < 8 ? 1 : v < 64 ? 2 : v < 256 ? 8 : 32) : 1;
    v = std::round(v / grid) * grid;
  } else {
    // Three significant digits of the range: values one can say aloud.
    const double digits = 2 - std::floor(std::log10(row.hi - row.lo));
    const double grid = std::pow(10.0, std::fabs(digits));  // divided by, not multiplied with: 1.4, not 1.4000000000000001
    v = digits >= 0 ? std::round(v * grid) / grid : std::round(v / grid) * grid;
  }
  return std::clamp(v, row.lo, row.hi);
}

bool keys_work = true;
struct Seen {
  ImVec2 min, max;
  int frame;
};
std::map<std::string, Seen, std::less<>> value_places;

// A tip without the key that it ends with, where keys do not work: "Play (space)" -> "Play".
std::string_view without_key(std::string_view tip) {
  if (keys_work || tip.empty() || tip.back() != ')') return tip;
  const std::size_t open = tip.rfind(" (");
  return open == std::string_view::npos ? tip : tip.substr(0, open);
}

bool has_changed(std::string_view a, std::string_view b) { return a != b; }

void draw_switch(const DrawContext& ctx, ImDrawList& list, ImVec2 at, ImVec2 size, bool on) {
  list.AddRectFilled(at, {at.x + size.x, at.y + size.y}, on ? ctx.accent() : ctx.hairline(), size.y / 2);
  const float r = size.y / 2 - 3;
  const float x = on ? at.x + size.x - size.y / 2 : at.x + size.y / 2;
  list.AddCircleFilled({x, at.y + size.y / 2}, r, on ? ctx.on_accent() : ctx.card(), 24);
}

// A field that opens a list of choices. The chosen index, or -1.
int drop_down(const DrawContext& ctx, std::span<const std::string> labels, int index, ImVec2 at, float width, float height) {
  ImDrawList& list = *ImGui::GetWindowDrawList();
  ImGui::SetCursorScreenPos(at);
  if (ImGui::InvisibleButton("open", {width, height})) ImGui::OpenPopup("list");
  const bool hovered = ImGui::IsItemHovered();
  list.AddRectFilled(at, {at.x + width, at.y + height}, ctx.soft(), 6);
  if (hovered) list.AddRect(at, {at.x + width, at.y + height}, ctx.accent(), 6);
  auto size_of = [&](const std::string& label, float room) { return text_size(ctx, label, kBody).x > room ? kSmall : kBody; };
  const float size = size_of(labels[index], width - 44);
  draw_text(list, ctx, {at.x + 12, at.y + (height - ctx.type(size)) / 2}, labels[index], size, ctx.text(), false, width - 44);
  draw_icon(list, Icon::chevron_down, {at.x + width - 18, at.y + height / 2}, 12, ctx.quiet());
  int chosen = -1;
  ImGui::SetNextWindowPos({at.x, at.y + height + 4});
  ImGui::SetNextWindowSize({width, 0});
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {6, 6});
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {0, 2});
  if (ImGui::BeginPopup("list", ImGuiWindowFlags_NoMove)) {
    ImDrawList& pop = *ImGui::GetWindowDrawList();
    for (int i = 0; i < int(labels.size()); ++i) {
      ImGui::PushID(i);
      const ImVec2 p = ImGui::GetCursorScreenPos();
      if (ImGui::InvisibleButton("item", {width - 12, height})) {
        chosen = i;
        ImGui::CloseCurrentPopup();
      }
      const bool hot = ImGui::IsItemHovered();
      if (hot || i == index) pop.AddRectFilled(p, {p.x + width - 12, p.y + height}, ctx.soft(), 6);
      const float type = size_of(labels[i], width - 36);
      draw_text(pop, ctx, {p.x + 10, p.y + (height - ctx.type(type)) / 2}, labels[i], type,
                i == index ? ctx.accent() : ctx.text(), i == index, width - 24);
      ImGui::PopID();
    }
    ImGui::EndPopup();
  }
  ImGui::PopStyleVar(2);
  return chosen;
}

RowChange choice_control(const DrawContext& ctx, const Row& row, std::string_view value, ImVec2 at, float width, float height) {
  std::vector<std::string> labels;
  int index = 0;
  float wide = 0;
  for (const Choice& c : row.choices) {
    labels.emplace_back(ctx.tr(c.label));
    wide = std::max(wide, text_size(ctx, labels.back(), kSmall).x + 16);
    if (value == c.key) index = c.value;
  }
  const bool fits = labels.size() <= 4 && wide * float(labels.size()) <= width;
  const int now =
      fits ? segments(ctx, "segments", labels, index, at, width, height) : drop_down(ctx, labels, index, at, width, height);
  RowChange change;
  if (now >= 0 && now != index) change.value = row.choices[now].key;
  return change;
}

}  // namespace

void name_keys(bool on) { keys_work = on; }

ValuePlace value_place(std::string_view key) {
  const auto it = value_places.find(key);
  if (it == value_places.end() || it->second.frame < ImGui::GetFrameCount()) return {};
  return {it->second.min, it->second.max, true};
}

void tooltip(const DrawContext& ctx, std::string_view text) {
  if (text.empty() || !ImGui::IsItemHovered(ImGuiHoveredFlags_DelayNormal | ImGuiHoveredFlags_NoSharedDelay)) return;
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {10, 8});
  if (ImGui::BeginTooltip()) {
    ImGui::PushFont(ctx.regular, ctx.type(kSmall) * 1.362f);
    ImGui::PushTextWrapPos(ctx.type(280));
    ImGui::TextUnformatted(text.data(), text.data() + text.size());
    ImGui::PopTextWrapPos();
    ImGui::PopFont();
    ImGui::EndTooltip();
  }
  ImGui::PopStyleVar();
}

void draw_icon(ImDrawList& list, Icon icon, ImVec2 c, float s, ImU32 colour) {
  const float h = s / 2, w = std::max(1.6f, s / 9);
  auto p = [&](float x, float y) { return ImVec2{c.x + x * h, c.y + y * h}; };
  switch (icon) {
    case Icon::play: list.AddTriangleFilled(p(-0.7f, -0.95f), p(0.95f, 0), p(-0.7f, 0.95f), colour); break;
    case Icon::pause:
      list.AddRectFilled(p(-0.75f, -0.9f), p(-0.2f, 0.9f), colour, 1.5f);
      list.AddRectFilled(p(0.2f, -0.9f), p(0.75f, 0.9f), colour, 1.5f);
      break;
    case Icon::step:
      list.AddTriangleFilled(p(-0.8f, -0.85f), p(0.45f, 0), p(-0.8f, 0.85f), colour);
      list.AddRectFilled(p(0.5f, -0.85f), p(0.85f, 0.85f), colour, 1);
      break;
    case Icon::back:
      list.AddTriangleFilled(p(0.8f, -0.85f), p(-0.45f, 0), p(0.8f, 0.85f), colour);
      list.AddRectFilled(p(-0.85f, -0.85f), p(-0.5f, 0.85f), colour, 1);
      break;
    case Icon::reset:
      list.PathArcTo(c, h * 0.78f, -0.9f, 4.2f, 24);
      list.PathStroke(colour, 0, w);
      list.AddTriangleFilled(p(0.05f, -1.0f), p(0.85f, -0.85f), p(0.55f, -0.1f), colour);
      break;
    case Icon::link:
      for (float d : {-1.0f, 1.0f}) {
        const ImVec2 o{c.x + d * h * 0.38f, c.y - d * h * 0.38f};
        list.PathArcTo(o, h * 0.5f, d > 0 ? -2.6f : 0.55f, d > 0 ? 1.05f : 4.2f, 16);
        list.PathStroke(colour, 0, w);
      }
      list.AddLine(p(-0.32f, 0.32f), p(0.32f, -0.32f), colour, w);
      break;
    case Icon::plus:
      list.AddLine(p(-0.7f, 0), p(0.7f, 0), colour, w);
      list.AddLine(p(0, -0.7f), p(0, 0.7f), colour, w);
      break;
    case Icon::picture:
      list.AddRect(p(-0.9f, -0.75f), p(0.9f, 0.75f), colour, 3, 0, w);
      list.AddCircleFilled(p(0.4f, -0.3f), h * 0.17f, colour);
      list.AddLine(p(-0.8f, 0.6f), p(-0.2f, -0.1f), colour, w);
      list.AddLine(p(-0.2f, -0.1f), p(0.5f, 0.65f), colour, w);
      break;
    case Icon::dice:
      list.AddRect(p(-0.8f, -0.8f), p(0.8f, 0.8f), colour, 4, 0, w);
      for (float d : {-0.38f, 0.0f, 0.38f}) list.AddCircleFilled(p(d, d), h * 0.14f, colour);
      break;
    case Icon::chevron_down:
      list.AddLine(p(-0.7f, -0.35f), p(0, 0.4f), colour, w);
      list.AddLine(p(0, 0.4f), p(0.7f, -0.35f), colour, w);
      break;
    case Icon::chevron_up:
      list.AddLine(p(-0.7f, 0.35f), p(0, -0.4f), colour, w);
      list.AddLine(p(0, -0.4f), p(0.7f, 0.35f), colour, w);
      break;
    case Icon::cross:
      list.AddLine(p(-0.6f, -0.6f), p(0.6f, 0.6f), colour, w);
      list.AddLine(p(-0.6f, 0.6f), p(0.6f, -0.6f), colour, w);
      break;
  }
}

bool icon_button(const DrawContext& ctx, const char* id, Icon icon, ImVec2 at, float size, std::string_view tip, bool enabled,
                 bool primary) {
  ImDrawList& list = *ImGui::GetWindowDrawList();
  ImGui::SetCursorScreenPos(at);
  ImGui::BeginDisabled(!enabled);
  const bool pressed = ImGui::InvisibleButton(id, {size, size});
  const bool hovered = ImGui::IsItemHovered(), active = ImGui::IsItemActive();
  ImGui::EndDisabled();
  const ImVec2 max{at.x + size, at.y + size};
  if (primary) list.AddRectFilled(at, max, ctx.accent(), 8);
  else if (hovered || active) list.AddRectFilled(at, max, ctx.soft(), 8);
  if (primary && hovered) list.AddRectFilled(at, max, IM_COL32(255, 255, 255, 28), 8);
  const ImU32 colour = primary ? ctx.on_accent() : !enabled ? ctx.hairline() : ctx.text();
  draw_icon(list, icon, {at.x + size / 2, at.y + size / 2}, size * 0.42f, colour);
  tooltip(ctx, without_key(tip));
  return pressed;
}

bool text_button(const DrawContext& ctx, const char* id, std::string_view label, ImVec2 at, float height, float* width) {
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const ImVec2 size = text_size(ctx, label, kSmall, true);
  const float w = size.x + 24;
  if (width) *width = w;
  ImGui::SetCursorScreenPos(at);
  const bool pressed = ImGui::InvisibleButton(id, {w, height});
  const bool hovered = ImGui::IsItemHovered();
  const ImVec2 max{at.x + w, at.y + height};
  list.AddRectFilled(at, max, hovered ? ctx.soft() : ctx.card(), 6);
  list.AddRect({at.x + 0.5f, at.y + 0.5f}, {max.x - 0.5f, max.y - 0.5f}, hovered ? ctx.accent() : ctx.hairline(), 6, 0,
               ctx.line(1));
  draw_text(list, ctx, {at.x + 12, at.y + (height - size.y) / 2}, label, kSmall, ctx.accent(), true);
  return pressed;
}

bool slider(const DrawContext& ctx, const char* id, ImVec2 at, float width, float height, float& t) {
  ImDrawList& list = *ImGui::GetWindowDrawList();
  ImGui::SetCursorScreenPos(at);
  ImGui::InvisibleButton(id, {width, height});
  const float r = ctx.touch ? 10.0f : 8.0f, left = at.x + r, right = at.x + width - r, y = std::round(at.y + height / 2);
  bool changed = false;
  if (ImGui::IsItemActive()) {
    const float now = std::clamp((ImGui::GetMousePos().x - left) / (right - left), 0.0f, 1.0f);
    changed = now != t;
    t = now;
  }
  const bool hot = ImGui::IsItemHovered() || ImGui::IsItemActive();
  const float x = left + std::clamp(t, 0.0f, 1.0f) * (right - left), thick = ctx.line(4) > 6 ? 6 : ctx.line(4);
  list.AddRectFilled({left, y - thick / 2}, {right, y + thick / 2}, ctx.hairline(), thick / 2);
  list.AddRectFilled({left, y - thick / 2}, {x, y + thick / 2}, ctx.accent(), thick / 2);
  if (hot) list.AddCircleFilled({x, y}, r + 5, DrawContext::colour(ctx.tokens().accent, 0.16f), 32);
  list.AddCircleFilled({x, y}, r, ctx.card(), 32);
  list.AddCircle({x, y}, r - 0.5f, ctx.accent(), 32, 2);
  return changed;
}

int segments(const DrawContext& ctx, const char* id, std::span<const std::string> labels, int index, ImVec2 at, float width,
             float height) {
  ImDrawList& list = *ImGui::GetWindowDrawList();
  list.AddRectFilled(at, {at.x + width, at.y + height}, ctx.soft(), 8);
  // Equal widths; where a label does not fit in its own, each as wide as its label asks.
  const float equal = width / float(labels.size());
  std::vector<float> widths(labels.size(), equal);
  float total = 0;
  for (std::size_t i = 0; i < labels.size(); ++i) total += widths[i] = text_size(ctx, labels[i], kSmall, true).x + 12;
  if (std::all_of(widths.begin(), widths.end(), [&](float w) { return w <= equal; })) widths.assign(labels.size(), equal);
  else
    for (float& w : widths) w += (width - total) / float(labels.size());
  float left = at.x;
  int chosen = -1;
  ImGui::PushID(id);
  for (int i = 0; i < int(labels.size()); ++i) {
    const float each = widths[i];
    const ImVec2 a{left, at.y}, b{a.x + each, at.y + height};
    left += each;
    ImGui::SetCursorScreenPos(a);
    ImGui::PushID(i);
    if (ImGui::InvisibleButton("segment", {each, height})) chosen = i;
    if (i == index) {
      list.AddRectFilled({a.x + 3, a.y + 3}, {b.x - 3, b.y - 3}, ctx.card(), 6);
      list.AddRect({a.x + 3, a.y + 3}, {b.x - 3, b.y - 3}, ctx.hairline(), 6);
    } else if (ImGui::IsItemHovered()) {
      list.AddRectFilled({a.x + 3, a.y + 3}, {b.x - 3, b.y - 3}, DrawContext::colour(ctx.tokens().accent, 0.08f), 6);
    }
    const std::string& label = labels[i];
    const ImVec2 size = text_size(ctx, label, kSmall, i == index);
    const float room = each - 10;
    draw_text(list, ctx, {a.x + (each - std::min(size.x, room)) / 2, a.y + (height - size.y) / 2}, label, kSmall,
              i == index ? ctx.accent() : ctx.text(), i == index, room);
    ImGui::PopID();
  }
  ImGui::PopID();
  return chosen;
}

std::string shown_value(const DrawContext& ctx, const Row& row, std::string_view value) {
  double v = 0;
  if (row.kind == Kind::choice) {
    for (const Choice& c : row.choices)
      if (value == c.key) return std::string(ctx.tr(c.label));
    return std::string(value);
  }
  if (!read_decimal(value, v)) return std::string(value);
  std::string s = trimmed_number(ctx.lang, v, 5);
  if (*row.unit) s += " " + std::string(ctx.tr(row.unit));
  return s;
}

RowChange row_control(const DrawContext& ctx, const Row& row, std::string_view value, std::string_view preset, bool acts,
                      float width) {
  RowChange change;
  if (row.kind == Kind::text) return change;
  ImDrawList& list = *ImGui::GetWindowDrawList();
  ImVec2 at = ImGui::GetCursorScreenPos();
  const ImVec2 top = at;
  const float label_height = ctx.type(kBody) + 9, height = ctx.target() - 12;
  ImGui::PushID(row.key);
  float x = at.x;
  if (has_changed(value, preset)) {  // a dot marks what differs from the lesson's preset; a click restores it
    ImGui::SetCursorScreenPos({at.x - 6, at.y - 2});
    if (ImGui::InvisibleButton("restore", {18, label_height})) change.value = std::string(preset);
    list.AddCircleFilled({x + 3, at.y + label_height / 2 - 1}, ImGui::IsItemHovered() ? 5.0f : 3.5f, ctx.accent());
    tooltip(ctx, ctx.tr("Restore the lesson's value"));
    x += 14;
  }
  const bool is_switch = row.kind == Kind::toggle, slides = row.kind == Kind::real || row.kind == Kind::integer;
  const std::string shown = slides ? shown_value(ctx, row, value) : std::string();
  const float value_width = slides ? text_size(ctx, shown, kBody, true).x : is_switch ? 40.0f : 0.0f;
  const std::string_view label = ctx.tr(row.label);
  const float room = at.x + width - x - value_width - 10;
  const float extra = draw_label(list, ctx, {x, at.y}, label, kBody, ctx.text(), room);  // where one line is not enough
  ImGui::SetCursorScreenPos({x, at.y});
  ImGui::InvisibleButton("label",
                         {std::clamp(text_size(ctx, label, kBody).x, 20.0f, std::max(20.0f, room)), label_height + extra});
  tooltip(ctx, std::string(ctx.tr(row.help)) + (acts ? "" : "\n" + std::string(ctx.tr(kNoEffect))));
  if (!is_switch) at.y += extra;  // the value stands on the last line, by its slider
  if (slides) {
    const ImVec2 v{at.x + width - value_width, at.y};
    draw_text(list, ctx, v, shown, kBody, ctx.accent(), true);
    ImGui::SetCursorScreenPos({v.x - 8, at.y - 4});
    if (ImGui::InvisibleButton("type", {value_width + 10, label_height + 4})) change.type = true;
    if (ImGui::IsItemHovered()) {
      list.AddLine({v.x, at.y + label_height - 3}, {at.x + width, at.y + label_height - 3}, ctx.accent(), 1);
      ImGui::SetMouseCursor(ImGuiMouseCursor_TextInput);
    }
    change.min = {at.x + width - std::max(value_width + 8, 110.0f), at.y - 4};
    change.max = {at.x + width, at.y + label_height};
    if (ImGui::IsRectVisible(change.min, change.max)) value_places[row.key] = {change.min, change.max, ImGui::GetFrameCount()};
    double now = row.lo;
    read_decimal(value, now);
    float t = place_of(row, now);
    if (slider(ctx, "slider", {at.x - 4, at.y + label_height}, width + 8, height, t)) change.value = decimal(value_at(row, t));
  } else if (is_switch) {
    const ImVec2 s{at.x + width - 40, at.y};
    ImGui::SetCursorScreenPos({s.x - 6, s.y - 6});
    if (ImGui::InvisibleButton("switch", {52, 34})) change.value = value == "1" ? "0" : "1";
    draw_switch(ctx, list, s, {40, 22}, value == "1");
  } else {
    RowChange c = choice_control(ctx, row, value, {at.x, at.y + label_height}, width, height + 8);
    if (c.value) change.value = c.value;
  }
  ImGui::PopID();
  const float used = is_switch ? label_height + std::max(6.0f, extra)
                     : slides  ? label_height + height
                               : label_height + height + 8;
  if (!acts)
    list.AddRectFilled({top.x - 8, top.y - 4}, {top.x + width + 8, at.y + used + 4},
                       DrawContext::colour(ctx.tokens().card, 0.6f));
  ImGui::SetCursorScreenPos({at.x, at.y + used + 12});
  if (change.value && *change.value == value) change.value.reset();
  return change;
}

}  // namespace attractor
