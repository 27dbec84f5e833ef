// What every drawing function is given: theme, language, fonts, and the colours and sizes that follow from them.
#pragma once

#include <imgui.h>

#include <span>
#include <string>
#include <vector>

#include "web/canvas/tokens.h"
#include "web/words/words.h"

namespace attractor {

struct DrawContext {
  ThemeKind theme = ThemeKind::light;
  Lang lang = Lang::en;
  bool touch = false;  // the last pointer was a finger: larger targets
  bool calm = false;   // prefers-reduced-motion
  ImFont* regular = nullptr;
  ImFont* semibold = nullptr;

  const Tokens& tokens() const { return kThemes[std::size_t(theme)]; }
  float type(float px) const { return px * tokens().type; }  // em size, as CSS means it
  float target() const { return (touch ? 44.0f : 36.0f) * (tokens().type > 1 ? 1.2f : 1.0f); }
  float line(float px) const { return px * tokens().line; }

  ImU32 ground() const { return colour(tokens().ground); }
  ImU32 card() const { return colour(tokens().card); }
  ImU32 text() const { return colour(tokens().text); }
  ImU32 quiet() const { return colour(tokens().quiet); }
  ImU32 hairline() const { return colour(tokens().hairline); }
  ImU32 accent() const { return colour(tokens().accent); }
  ImU32 on_accent() const { return colour(tokens().on_accent); }
  ImU32 soft() const { return colour(tokens().soft); }
  ImU32 good() const { return colour(tokens().good); }
  ImU32 bad() const { return colour(tokens().bad); }
  ImU32 series(int i) const;  // the i-th curve; black becomes the text colour
  std::string_view tr(std::string_view english) const { return attractor::tr(lang, english); }

  static ImU32 colour(uint32_t rgb, float alpha = 1) {
    return IM_COL32((rgb >> 16) & 255, (rgb >> 8) & 255, rgb & 255, int(alpha * 255 + 0.5f));
  }
};

ImVec4 to_vec4(uint32_t rgb);

// ImGui's style for the little that is drawn by its own widgets (scrolling, tooltips, text input).
void apply_style(const DrawContext&);
// Fonts from memory: regular, semibold, mathematics (merged into both). Empty slots fall back to what there is.
void load_fonts(DrawContext&, const std::vector<unsigned char> (&fonts)[3]);
// Letters that a font lacks, from another one; not while a frame is drawn.
void add_letters(DrawContext&, bool bold, std::span<const unsigned char> font);
// The letters that had to be drawn and no font has, once, in UTF-8.
std::string take_missing_letters();

// Text whose em box (not the taller line box) begins at a place; returns its width. `max_width` > 0 cuts with an ellipsis.
float draw_text(ImDrawList&, const DrawContext&, ImVec2 at, std::string_view, float size, ImU32 colour, bool bold = false,
                float max_width = 0);
// Upwards from `at`, turned to the left.
void draw_upright(ImDrawList&, const DrawContext&, ImVec2 at, std::string_view, float size, ImU32 colour);
ImVec2 text_size(const DrawContext&, std::string_view, float size, bool bold = false);
float wrapped_height(const DrawContext&, std::string_view, float size, float width);
// A label in as many lines as it needs; begins where draw_text would. Returns the height beyond the first line.
float draw_label(ImDrawList&, const DrawContext&, ImVec2 at, std::string_view, float size, ImU32 colour, float width);
// Wrapped text; returns the height used.
float draw_wrapped(ImDrawList&, const DrawContext&, ImVec2 at, std::string_view, float size, ImU32 colour, float width);

// A line through points. ImGui's mitres collapse where a line turns back sharply; there it is drawn in two.
void draw_polyline(ImDrawList&, std::span<const ImVec2> points, ImU32 colour, float width);
// A card: rounded, hairline border.
void draw_card(ImDrawList&, const DrawContext&, ImVec2 min, ImVec2 max);
// Ends a child window that scrolls; where there is more below, its last lines fade out.
void end_scrolling(const DrawContext&);

}  // namespace attractor
