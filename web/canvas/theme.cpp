#include "web/canvas/theme.h"

#include <imgui_internal.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <utility>

namespace attractor {
namespace {

// ImGui's size of a font is ascent + descent; Noto Sans has 1.069 + 0.293 em.
constexpr float kLineBox = 1.362f;

std::string missing_letters;

// The last source of each font, which has no letter: ImGui comes to it once for each one that the others lack.
bool note_letter(ImFontAtlas*, ImFontConfig*, ImFontBaked* baked, void*, ImWchar letter, ImFontGlyph*, float*) {
  if (letter >= 0x80 && !baked->ContainerFont->IsGlyphInFont(letter)) {  // letters added later stand behind this source
    char text[5];
    ImTextCharToUtf8(text, letter);
    missing_letters += text;
  }
  return false;
}

ImFont* add_font(std::span<const unsigned char> bytes, bool merge) {
  ImFontConfig config;
  config.FontDataOwnedByAtlas = false;
  config.MergeMode = merge;
  return ImGui::GetIO().Fonts->AddFontFromMemoryTTF(const_cast<unsigned char*>(bytes.data()), int(bytes.size()), kBody,
                                                    &config);
}

}  // namespace

ImVec4 to_vec4(uint32_t rgb) {
  return {float((rgb >> 16) & 255) / 255, float((rgb >> 8) & 255) / 255, float(rgb & 255) / 255, 1};
}

ImU32 DrawContext::series(int i) const {
  const uint32_t c = kSeries[std::size_t(i) % kSeries.size()];
  if (c == 0) return text();
  if (theme == ThemeKind::dark && c == 0x0072B2) return colour(0x56B4E9);
  return colour(c);
}

void apply_style(const DrawContext& ctx) {
  ImGuiStyle& s = ImGui::GetStyle();
  s = ImGuiStyle();
  s.WindowPadding = {0, 0};
  s.WindowBorderSize = 0;
  s.ChildBorderSize = 0;
  s.PopupRounding = 8;
  s.PopupBorderSize = 1;
  s.FrameRounding = 6;
  s.ScrollbarSize = ctx.touch ? 6 : 8;
  s.ScrollbarRounding = 4;
  s.ItemSpacing = {8, 8};
  s.HoverDelayNormal = 0.5f;
  auto set = [&](int what, ImU32 c) { s.Colors[what] = ImGui::ColorConvertU32ToFloat4(c); };
  set(ImGuiCol_WindowBg, ctx.ground());
  set(ImGuiCol_ChildBg, 0);
  set(ImGuiCol_PopupBg, ctx.card());
  set(ImGuiCol_Border, ctx.hairline());
  set(ImGuiCol_Text, ctx.text());
  set(ImGuiCol_ScrollbarBg, 0);
  set(ImGuiCol_ScrollbarGrab, ctx.hairline());
  set(ImGuiCol_ScrollbarGrabHovered, ctx.quiet());
  set(ImGuiCol_ScrollbarGrabActive, ctx.quiet());
  set(ImGuiCol_FrameBg, ctx.soft());
  set(ImGuiCol_NavCursor, ctx.accent());
  set(ImGuiCol_TextSelectedBg, DrawContext::colour(ctx.tokens().accent, 0.3f));
}

void load_fonts(DrawContext& ctx, const std::vector<unsigned char> (&fonts)[3]) {
  static ImFontLoader noting;
  noting.Name = "missing letters";
  noting.FontBakedLoadGlyph = note_letter;
  ImFontAtlas& atlas = *ImGui::GetIO().Fonts;
  atlas.Clear();
  auto add = [&](const std::vector<unsigned char>& bytes) -> ImFont* {
    if (bytes.empty()) return nullptr;
    ImFont* font = add_font(bytes, false);
    if (!fonts[2].empty()) add_font(fonts[2], true);
    ImFontConfig last;
    last.MergeMode = true;
    last.FontLoader = &noting;
    atlas.AddFont(&last);
    return font;
  };
  ctx.regular = add(fonts[0].empty() ? fonts[1] : fonts[0]);
  ctx.semibold = add(fonts[1].empty() ? fonts[0] : fonts[1]);
}

void add_letters(DrawContext& ctx, bool bold, std::span<const unsigned char> bytes) {
  ImFont* font = bold ? ctx.semibold : ctx.regular;
  if (!font) return;
  ImFontAtlas& atlas = *ImGui::GetIO().Fonts;
  ImFont*& place = *std::find(atlas.Fonts.begin(), atlas.Fonts.end(), font);
  std::swap(place, atlas.Fonts.back());  // what is merged goes into the last font
  add_font(bytes, true);
  std::swap(place, atlas.Fonts.back());
  ImFontAtlasFontDiscardBakes(&atlas, font, 0);  // they remember which letters were missing
}

std::string take_missing_letters() { return std::exchange(missing_letters, {}); }

ImVec2 text_size(const DrawContext& ctx, std::string_view text, float size, bool bold) {
  ImFont* font = bold ? ctx.semibold : ctx.regular;
  const ImVec2 box = font->CalcTextSizeA(ctx.type(size) * kLineBox, 1e9f, 0, text.data(), text.data() + text.size());
  return {box.x, ctx.type(size)};
}

namespace {

// The next blank where a line may end: not beside "=", which stays with what it joins.
std::size_t next_break(std::string_view text, std::size_t from) {
  std::size_t at = text.find(' ', from);
  while (at != std::string_view::npos && (text.substr(at + 1, 1) == "=" || (at > 0 && text[at - 1] == '=')))
    at = text.find(' ', at + 1);
  return at;
}

// Lines no wider than `width`, broken at blanks only (ImGui would break "0.346" after its point).
std::vector<std::string_view> lines_of(const DrawContext& ctx, std::string_view text, float size, float width) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    std::size_t end = next_break(text, 0);
    for (std::size_t next = end; next != std::string_view::npos; end = next) {
      next = next_break(text, end + 1);
      if (text_size(ctx, text.substr(0, next), size).x > width) break;
    }
    if (text_size(ctx, text, size).x <= width) end = std::string_view::npos;
    lines.push_back(text.substr(0, end));
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  return lines;
}

}  // namespace

float wrapped_height(const DrawContext& ctx, std::string_view text, float size, float width) {
  return float(lines_of(ctx, text, size, width).size()) * ctx.type(size) * kLineBox;
}

float draw_text(ImDrawList& list, const DrawContext& ctx, ImVec2 at, std::string_view text, float size, ImU32 colour, bool bold,
                float max_width) {
  ImFont* font = bold ? ctx.semibold : ctx.regular;
  float width = text_size(ctx, text, size, bold).x;
  std::string cut;
  if (max_width > 0 && width > max_width) {
    std::size_t n = text.size();
    do {
      do --n;
      while (n > 0 && (static_cast<unsigned char>(text[n]) & 0xC0) == 0x80);  // whole UTF-8 letters
      cut = std::string(text.substr(0, n)) + "…";
      width = text_size(ctx, cut, size, bold).x;
    } while (n > 0 && width > max_width);
    text = cut;
  }
  const float y = at.y - ctx.type(size) * (kLineBox - 1) / 2;
  list.AddText(font, ctx.type(size) * kLineBox, {std::round(at.x), std::round(y)}, colour, text.data(),
               text.data() + text.size());
  return width;
}

void draw_upright(ImDrawList& list, const DrawContext& ctx, ImVec2 at, std::string_view text, float size, ImU32 colour) {
  const int first = list.VtxBuffer.Size;
  draw_text(list, ctx, at, text, size, colour);
  for (int i = first; i < list.VtxBuffer.Size; ++i) {
    ImVec2& p = list.VtxBuffer[i].pos;
    p = {at.x + (p.y - at.y), at.y - (p.x - at.x)};
  }
}

float draw_label(ImDrawList& list, const DrawContext& ctx, ImVec2 at, std::string_view text, float size, ImU32 colour,
                 float width) {
  const auto lines = lines_of(ctx, text, size, width);
  const float line = ctx.type(size) * kLineBox;
  for (std::size_t i = 0; i < lines.size(); ++i)
    draw_text(list, ctx, {at.x, at.y + float(i) * line}, lines[i], size, colour, false, width);
  return lines.empty() ? 0 : float(lines.size() - 1) * line;
}

float draw_wrapped(ImDrawList& list, const DrawContext& ctx, ImVec2 at, std::string_view text, float size, ImU32 colour,
                   float width) {
  const float line = ctx.type(size) * kLineBox;
  float y = at.y;
  for (const std::string_view words : lines_of(ctx, text, size, width)) {
    list.AddText(ctx.regular, line, {std::round(at.x), std::round(y)}, colour, words.data(), words.data() + words.size());
    y += line;
  }
  return y - at.y;
}

void draw_polyline(ImDrawList& list, std::span<const ImVec2> points, ImU32 colour, float width) {
  std::size_t from = 0;
  for (std::size_t i = 1; i < points.size(); ++i) {
    const bool last = i + 1 == points.size();
    const ImVec2 a = points[i - 1], b = points[i], c = points[last ? i : i + 1];
    const bool back = (b.x - a.x) * (c.x - b.x) + (b.y - a.y) * (c.y - b.y) < 0;  // by more than a right angle
    if (!last && !back) continue;
    list.AddPolyline(points.data() + from, int(i + 1 - from), colour, 0, width);
    from = i;
  }
}

void draw_card(ImDrawList& list, const DrawContext& ctx, ImVec2 min, ImVec2 max) {
  list.AddRectFilled(min, max, ctx.card(), 8);
  list.AddRect({min.x + 0.5f, min.y + 0.5f}, {max.x - 0.5f, max.y - 0.5f}, ctx.hairline(), 8, 0, ctx.line(1));
}

void end_scrolling(const DrawContext& ctx) {
  if (ImGui::GetScrollY() < ImGui::GetScrollMaxY() - 1) {
    constexpr float kFade = 28;
    const ImVec2 min = ImGui::GetWindowPos(), size = ImGui::GetWindowSize(), max{min.x + size.x, min.y + size.y};
    const ImU32 clear = DrawContext::colour(ctx.tokens().card, 0), card = ctx.card();
    ImGui::GetWindowDrawList()->AddRectFilledMultiColor({min.x + 2, max.y - kFade}, {max.x - 2, max.y}, clear, clear, card,
                                                        card);
  }
  ImGui::EndChild();
}

}  // namespace attractor
