// Controls drawn our way: buttons with vector icons, sliders, segments, switches, and the control a parameter row asks for.
#pragma once

#include <imgui.h>

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "core/run/params.h"
#include "web/canvas/theme.h"

namespace attractor {

enum class Icon { play, pause, step, back, reset, link, plus, picture, dice, chevron_down, chevron_up, cross };

// A square button of the context's target size (DrawContext::target) at a place. True when pressed.
bool icon_button(const DrawContext&, const char* id, Icon, ImVec2 at, float size, std::string_view tooltip, bool enabled = true,
                 bool primary = false);
void draw_icon(ImDrawList&, Icon, ImVec2 centre, float size, ImU32 colour);

// A text button as wide as its label; returns whether it was pressed. Its width goes to `width`.
bool text_button(const DrawContext&, const char* id, std::string_view label, ImVec2 at, float height, float* width = nullptr);

// A slider over [0, 1] with a round knob; true while it changes.
bool slider(const DrawContext&, const char* id, ImVec2 at, float width, float height, float& t);

// Choices side by side; the new index, or -1.
int segments(const DrawContext&, const char* id, std::span<const std::string> labels, int index, ImVec2 at, float width,
             float height);

// What a row's control asks for.
struct RowChange {
  std::optional<std::string> value;  // a new value
  bool type = false;                 // the user wants to type it; the rectangle of the value is below
  ImVec2 min, max;
};

// The control of a row at the present cursor, `width` wide; moves the cursor below it. Text rows draw nothing. A row that has
// no effect with the present values is pale, says so, and can be changed all the same.
RowChange row_control(const DrawContext&, const Row&, std::string_view value, std::string_view preset, bool acts, float width);

// Text of a value as shown: translated choice, or a number.
std::string shown_value(const DrawContext&, const Row&, std::string_view value);

// Where the value of a row stands that was drawn in the last frame.
struct ValuePlace {
  ImVec2 min, max;
  bool seen = false;
};
ValuePlace value_place(std::string_view key);

void tooltip(const DrawContext&, std::string_view text);  // for the last item
void name_keys(bool on);  // whether the tips of icon buttons name keys, in brackets at their end: only where those work

}  // namespace attractor
