#include "web/canvas/views/scatter.h"

#include <algorithm>
#include <cmath>
#include <span>

#include "web/canvas/views/curve.h"
#include "web/canvas/views/scatter_board.h"
#include "web/words/numerals.h"

namespace attractor {
namespace {

constexpr float kOut = 24;  // pixels beyond the edge where a point is let go
constexpr uint32_t kGlow = 0xFFC83D;

ImU32 class_colour(const DrawContext& ctx, const Cloud& c, double value) {
  if (c.classes.size() > 2 || value == std::floor(value)) return ctx.series(int(value));
  return blend(ctx.series(0), ctx.series(1), float(std::clamp(value, 0.0, 1.0)));
}

// ---- Points and handles ----------------------------------------------------------------------------------------------

float dot_radius(const DrawContext& ctx, const Board& b) {
  if (b.data.lamps) return std::clamp(b.side() * 0.05f, 12.0f, 30.0f);
  const auto n = b.data.points.size();
  return (n <= 80 ? 6.0f : n <= 250 ? 4.5f : 3.2f) * std::min(1.4f, ctx.type(1)) * (b.side() < 260 ? 0.75f : 1.0f);
}

void draw_lamp(const DrawContext& ctx, ImDrawList& list, const Board& b, const Cloud::Dot& dot, ImVec2 p, float r) {
  const Cloud::Border* l = b.data.borders.empty() ? nullptr : &b.data.borders[0];
  if (l && l->a * dot.x + l->b * dot.y + l->c > 0) {
    list.AddCircleFilled(p, r * 1.9f, DrawContext::colour(kGlow, 0.28f), 32);
    list.AddCircleFilled(p, r * 1.4f, DrawContext::colour(kGlow, 0.55f), 32);
    for (int k = 0; k < 8; ++k) {
      const float x = std::cos(float(k) * 0.7853982f), y = std::sin(float(k) * 0.7853982f);
      list.AddLine({p.x + x * r * 1.55f, p.y + y * r * 1.55f}, {p.x + x * r * 2.05f, p.y + y * r * 2.05f},
                   DrawContext::colour(0xE0A000), ctx.line(2.5f));
    }
  }
  list.AddCircleFilled(p, r, class_colour(ctx, b.data, dot.value), 32);
  list.AddCircle(p, r, ctx.card(), 32, 2);
  const std::string digit = std::to_string(int(dot.value));
  const float size = r * 1.1f / ctx.type(1);
  const ImVec2 s = text_size(ctx, digit, size, true);
  draw_text(list, ctx, {p.x - s.x / 2, p.y - s.y * 0.54f}, digit, size, IM_COL32_WHITE, true);
}

void draw_dots(const DrawContext& ctx, ImDrawList& list, const Board& b, const Grip& grip) {
  const float r = dot_radius(ctx, b);
  for (std::size_t i = b.data.points.size(); i-- > 0;) {  // the first ones on top
    const Cloud::Dot& dot = b.data.points[i];
    const ImVec2 p = b.at(dot.x, dot.y);
    if (dot.test && !b.holds(p)) continue;
    const bool going = grip.what == Grip::What::point && grip.out && grip.number == int(i);
    const ImU32 colour = faded(class_colour(ctx, b.data, dot.value), going ? 0.35f : 1.0f);
    const int corners = b.data.points.size() > 250 ? 12 : 20;
    if (b.data.lamps) {
      draw_lamp(ctx, list, b, dot, p, r);
    } else if (dot.test) {
      list.AddCircle(p, r * 0.8f, colour, 10, 1.5f);
    } else {
      list.AddCircleFilled(p, r + 1.2f, ctx.card(), corners);
      list.AddCircleFilled(p, r, colour, corners);
    }
    if (dot.wrong) list.AddCircle(p, r + (b.data.lamps ? 6.0f : 3.0f), ctx.bad(), 28, ctx.line(b.data.lamps ? 3.0f : 2.0f));
    if (dot.current) list.AddCircle(p, r + (b.data.lamps ? 11.0f : 6.5f), ctx.accent(), 28, ctx.line(2));
  }
}

// The way from the first handle to another on the screen; of the first one, away from an arrow that begins at it.
ImVec2 outwards(const Board& b, const Cloud::Handle& h) {
  const Cloud::Handle& first = b.data.handles[0];
  const ImVec2 o = b.at(first.x, first.y);
  for (const Cloud::Handle& g : b.data.handles) {
    const ImVec2 p = b.at(g.x, g.y);
    const float length = std::hypot(p.x - o.x, p.y - o.y), sign = &g == &h ? 1.0f : -1.0f;
    if (length > 0 && (&g == &h || (&h == &first && g.from == 0)))
      return {sign * (p.x - o.x) / length, sign * (p.y - o.y) / length};
  }
  return {-1, 0};
}

void draw_handles(const DrawContext& ctx, ImDrawList& list, const Board& b, const Grip& grip, int under) {
  const float r = ctx.touch ? 11.0f : 9.0f;
  for (std::size_t i = 0; i < b.data.handles.size(); ++i) {
    const Cloud::Handle& h = b.data.handles[i];
    const ImVec2 p = b.at(h.x, h.y);
    const bool hot = under == int(i) || (grip.what == Grip::What::handle && grip.number == int(i));
    const ImU32 ink = hot ? ctx.accent() : ctx.text();
    if (h.from >= 0) {
      const Cloud::Handle& g = b.data.handles[std::size_t(h.from)];
      const ImVec2 o = b.at(g.x, g.y);
      const float length = std::max(1.0f, std::hypot(p.x - o.x, p.y - o.y)), dx = (p.x - o.x) / length,
                  dy = (p.y - o.y) / length;
      const float head = r * 1.6f;
      list.AddLine(o, {p.x - dx * head, p.y - dy * head}, ink, ctx.line(3));
      list.AddTriangleFilled(p, {p.x - dx * head - dy * r * 0.9f, p.y - dy * head + dx * r * 0.9f},
                             {p.x - dx * head + dy * r * 0.9f, p.y - dy * head - dx * r * 0.9f}, ink);
    }
  }
  for (std::size_t i = 0; i < b.data.handles.size(); ++i) {
    const Cloud::Handle& h = b.data.handles[i];
    const ImVec2 p = b.at(h.x, h.y);
    const bool hot = under == int(i) || (grip.what == Grip::What::handle && grip.number == int(i));
    if (h.from < 0) {
      list.AddCircleFilled(p, r, ctx.card(), 24);
      list.AddCircle(p, r, ctx.accent(), 24, hot ? 4.5f : 3.0f);
    }
    const std::string_view text = ctx.tr(h.label);
    const ImVec2 size = text_size(ctx, text, kSmall);
    if (b.side() < 200 && !hot) continue;  // there is no room for words
    const ImVec2 away = outwards(b, h);
    const float off = r + 6 + std::fabs(away.x) * size.x / 2 + std::fabs(away.y) * size.y / 2;
    const ImVec2 at{p.x + away.x * off - size.x / 2, p.y + away.y * off - size.y / 2};
    small_label(ctx, list,
                {std::clamp(at.x, b.min.x + 4, b.max.x - size.x - 4), std::clamp(at.y, b.min.y + 4, b.max.y - size.y - 4)},
                text, hot ? ctx.accent() : ctx.text());
  }
}

// ---- Around the plane ------------------------------------------------------------------------------------------------

void draw_axes(const DrawContext& ctx, ImDrawList& list, const Board& b) {
  const Cloud& d = b.data;
  const float small = ctx.type(kSmall);
  const double xs = nice_step(d.x1 - d.x0, std::max(4, int((b.max.x - b.min.x) / (small * 5)))),
               ys = nice_step(d.y1 - d.y0, std::max(4, int((b.max.y - b.min.y) / (small * 5))));
  for (double v = std::ceil(d.x0 / xs - 1e-9) * xs; v <= d.x1 + xs * 1e-6; v += xs) {
    const float x = std::round(b.at(v, d.y0).x) + 0.5f;
    const std::string text = tick_number(ctx.lang, v, xs);
    list.AddLine({x, b.max.y}, {x, b.max.y + 4}, ctx.quiet(), ctx.line(1));
    draw_text(list, ctx, {x - text_size(ctx, text, kSmall).x / 2, b.max.y + 6}, text, kSmall, ctx.quiet());
  }
  for (double v = std::ceil(d.y0 / ys - 1e-9) * ys; v <= d.y1 + ys * 1e-6; v += ys) {
    const float y = std::round(b.at(d.x0, v).y) + 0.5f;
    const std::string text = tick_number(ctx.lang, v, ys);
    list.AddLine({b.min.x - 4, y}, {b.min.x, y}, ctx.quiet(), ctx.line(1));
    draw_text(list, ctx, {b.min.x - 7 - text_size(ctx, text, kSmall).x, y - small / 2}, text, kSmall, ctx.quiet());
  }
  const std::string_view x = ctx.tr(d.x_label), y = ctx.tr(d.y_label);
  if (!x.empty()) small_label(ctx, list, {b.max.x - text_size(ctx, x, kSmall).x - 8, b.max.y - small - 8}, x, ctx.text());
  if (!y.empty()) small_label(ctx, list, {b.min.x + 8, b.min.y + 6}, y, ctx.text());
  list.AddRect({b.min.x - 0.5f, b.min.y - 0.5f}, {b.max.x + 0.5f, b.max.y + 0.5f}, ctx.hairline(), 0, 0, ctx.line(1));
}

// Classes and borders by name; where one may paint, the classes are buttons that choose with what. Returns the height.
float legend(const DrawContext& ctx, ImDrawList& list, const Cloud& c, Grip& grip, ImVec2 min, float width, bool whole) {
  const float h = c.paint ? (ctx.touch ? 36.0f : 28.0f) * std::min(1.25f, ctx.type(1)) : ctx.type(kSmall) + 8;
  ImVec2 p = min;
  auto room = [&](float w) {
    if (p.x > min.x && p.x + w > min.x + width) p = {min.x, p.y + h + 4};
  };
  grip.brush = std::min(grip.brush, std::max(0, int(c.classes.size()) - 1));
  for (std::size_t k = 0; k < c.classes.size() && !c.lamps; ++k) {  // lamps have theirs on them
    const std::string_view text = ctx.tr(c.classes[k]);
    const float w = text_size(ctx, text, kSmall).x + (c.paint ? 38.0f : 22.0f);
    room(w);
    if (c.paint) {
      ImGui::SetCursorScreenPos(p);
      ImGui::PushID(int(k));
      if (ImGui::InvisibleButton("class", {w, h})) grip.brush = int(k);
      const bool hot = ImGui::IsItemHovered();
      ImGui::PopID();
      const bool on = grip.brush == int(k);
      list.AddRectFilled(p, {p.x + w, p.y + h}, on ? ctx.soft() : ctx.card(), h / 2);
      list.AddRect(p, {p.x + w, p.y + h}, on || hot ? ctx.accent() : ctx.hairline(), h / 2, 0, ctx.line(on ? 1.5f : 1.0f));
    }
    const float x = p.x + (c.paint ? 16.0f : 7.0f);
    list.AddCircleFilled({x, p.y + h / 2}, 6, ctx.series(int(k)), 20);
    draw_text(list, ctx, {x + 12, p.y + (h - ctx.type(kSmall)) / 2}, text, kSmall, ctx.text());
    p.x += w + 12;
  }
  for (const Cloud::Border& l : c.borders) {
    const std::string_view text = ctx.tr(l.label);
    if (!whole || text.empty() || (c.borders.size() == 1 && l.drawn == Cloud::Drawn::learned)) continue;
    const float w = 34 + text_size(ctx, text, kSmall).x;
    room(w);
    stroke_line(ctx, list, {p.x, p.y + h / 2}, {p.x + 26, p.y + h / 2}, l.drawn);
    draw_text(list, ctx, {p.x + 34, p.y + (h - ctx.type(kSmall)) / 2}, text, kSmall, ctx.quiet());
    p.x += w + 14;
  }
  return p.x > min.x || p.y > min.y ? p.y - min.y + h + 6 : 0;
}

void tip(const DrawContext& ctx, const Board& b, ImVec2 mouse, int point) {
  const std::string apart = decimal_mark(ctx.lang) == "," ? "; " : ", ";
  Point at = b.place(mouse);
  if (point >= 0) at = {b.data.points[std::size_t(point)].x, b.data.points[std::size_t(point)].y};
  std::string text;
  auto add = [&](const std::string& part) { text += (text.empty() ? "" : ": ") + part; };
  if (*b.data.x_label) add("(" + trimmed_number(ctx.lang, at.x, 3) + apart + trimmed_number(ctx.lang, at.y, 3) + ")");
  if (point >= 0) {
    const double value = b.data.points[std::size_t(point)].value;
    const bool named = value == std::floor(value) && value >= 0 && value < double(b.data.classes.size());
    add(named ? std::string(ctx.tr(b.data.classes[std::size_t(value)])) : short_number(ctx.lang, b.data.called(value), 3));
  }
  if (const int sorts = b.sorts(); sorts > 0 && b.data.rows > 1) {
    auto nearest_line = [](double x, double lo, double hi, int lines) {
      return std::clamp(int(std::floor((x - lo) / (hi - lo) * (lines - 1) + 0.5)), 0, lines - 1);
    };
    const int i = nearest_line(at.y, b.data.y0, b.data.y1, b.data.rows),
              j = nearest_line(at.x, b.data.x0, b.data.x1, b.data.cols);
    std::string chances = b.data.at_0 == 0 && b.data.at_1 == 1 ? "p = " : "t = ";
    for (int k = 0; k < sorts; ++k)
      chances += (k ? " / " : "") +
                 fixed_number(ctx.lang, b.data.called(b.data.chances[std::size_t((i * b.data.cols + j) * sorts + k)]), 2);
    add(chances);
  }
  if (text.empty()) return;
  const ImVec2 size = text_size(ctx, text, kSmall);
  ImDrawList& list = *ImGui::GetForegroundDrawList();
  const float left = std::min(mouse.x + 16, ImGui::GetIO().DisplaySize.x - size.x - 20),
              top = std::max(4.0f, mouse.y - size.y - 24);
  list.AddRectFilled({left, top}, {left + size.x + 16, top + size.y + 8}, ctx.card(), 6);
  list.AddRect({left, top}, {left + size.x + 16, top + size.y + 8}, ctx.hairline(), 6);
  draw_text(list, ctx, {left + 8, top + 4}, text, kSmall, ctx.text());
}

// The nearest of what the pointer may mean, within reach; -1 if there is none.
int nearest(const auto& items, const Board& b, ImVec2 mouse, float reach) {
  int found = -1;
  for (std::size_t i = 0; i < items.size(); ++i) {
    const ImVec2 p = b.at(items[i].x, items[i].y);
    const float d = std::hypot(p.x - mouse.x, p.y - mouse.y);
    if (d < reach) reach = d, found = int(i);
  }
  return found;
}

std::optional<CloudStroke> press(const Board& b, Grip& grip, ImVec2 mouse, int handle, int point) {
  grip.what = Grip::What::nothing, grip.out = false, grip.off_x = grip.off_y = 0;
  auto take = [&](Grip::What what, int number, ImVec2 middle) {
    grip.what = what, grip.number = number;
    grip.off_x = middle.x - mouse.x, grip.off_y = middle.y - mouse.y;
    grip.last = b.cell(middle);
  };
  if (handle >= 0) {
    const Cloud::Handle& h = b.data.handles[std::size_t(handle)];
    const ImVec2 middle = b.at(h.x, h.y);
    if (h.press) return CloudStroke{h.key, b.cell(middle), 1, true};
    take(Grip::What::handle, handle, middle);
  } else if (point >= 0 && point < b.own() && b.data.movable) {
    take(Grip::What::point, point, b.at(b.data.points[std::size_t(point)].x, b.data.points[std::size_t(point)].y));
  } else if (b.data.paint && b.holds(mouse)) {
    take(Grip::What::point, b.own(), mouse);  // the new one comes last
    return CloudStroke{"paint", grip.last, double(grip.brush), true};
  }
  return {};
}

std::optional<CloudStroke> drag(const Board& b, Grip& grip, ImVec2 mouse) {
  const bool is_point = grip.what == Grip::What::point;
  if (grip.number >= int(is_point ? b.data.points.size() : b.data.handles.size())) return {};
  grip.out = is_point && b.data.paint && !b.holds(mouse, kOut);
  const int64_t cell = b.cell({mouse.x + grip.off_x, mouse.y + grip.off_y});
  if (grip.out || cell == grip.last) return {};
  grip.last = cell;
  if (is_point) return CloudStroke{"points", cell, double(grip.number), false};
  return CloudStroke{b.data.handles[std::size_t(grip.number)].key, cell, 1, false};
}

}  // namespace

std::optional<CloudStroke> scatter(const DrawContext& ctx, ImDrawList& list, const Cloud& data, Grip& grip, ImVec2 min,
                                   ImVec2 max) {
  if (*data.caption.text) {
    const std::string text = format_message(ctx.lang, with_numbers(data.caption.text, data.caption.numbers));
    const float size = text_size(ctx, text, kBody, true).x > max.x - min.x ? kSmall : kBody;
    draw_text(list, ctx, min, text, size, ctx.text(), true, max.x - min.x);
    min.y += ctx.type(kBody) + 8;
  }
  min.y += legend(ctx, list, data, grip, min, max.x - min.x, max.y - min.y > 200);
  const float small = ctx.type(kSmall), left = *data.x_label ? small * 3 : 6, below = small * 1.7f;
  const double shape = (data.x1 - data.x0) / (data.y1 - data.y0);  // lengths are the same both ways
  const float wide = max.x - min.x - left - 6, high = max.y - min.y - below - 4;
  const float w = std::min(wide, high * float(shape)), h = w / float(shape);
  if (w < 40 || h < 40) return {};
  const float x = std::round(min.x + left + (wide - w) / 2), y = std::round(min.y + 4 + std::min(16.0f, (high - h) / 2));
  const Board b{data, {x, y}, {x + w, y + h}};

  draw_ground(ctx, list, b);
  if (*data.x_label) draw_axes(ctx, list, b);

  ImGui::SetCursorScreenPos(b.min);
  ImGui::InvisibleButton("scatter", {w, h});
  const ImVec2 mouse = ImGui::GetMousePos();
  const bool active = ImGui::IsItemActive() && (ImGui::IsItemActivated() || grip.owner == ImGui::GetItemID());
  const float reach = ctx.touch ? 26.0f : 16.0f, r = dot_radius(ctx, b);
  int handle = -1, point = -1;
  if (ImGui::IsItemHovered() || ImGui::IsItemActivated()) {
    handle = nearest(data.handles, b, mouse, reach);
    if (handle < 0)
      point =
          nearest(std::span(data.points).first(std::size_t(b.own())), b, mouse, std::max(r + 3, data.movable ? reach : r + 6));
  }
  list.PushClipRect({b.min.x - 12, b.min.y - 12}, {b.max.x + 12, b.max.y + 12}, true);
  draw_dots(ctx, list, b, grip);
  draw_handles(ctx, list, b, grip, ImGui::IsItemActive() ? -1 : handle);
  list.PopClipRect();

  std::optional<CloudStroke> out;
  if (ImGui::IsItemActivated()) {
    grip.owner = ImGui::GetItemID();
    out = press(b, grip, mouse, handle, point);
  } else if (active && grip.what != Grip::What::nothing) {
    out = drag(b, grip, mouse);
  } else if (grip.owner == ImGui::GetItemID() && grip.what != Grip::What::nothing) {
    if (grip.out) out = CloudStroke{"erase", grip.last, double(grip.number), true};
    grip.what = Grip::What::nothing, grip.out = false;
  }
  if ((ImGui::IsItemHovered() && handle < 0) || (active && grip.what == Grip::What::point)) {
    const int shown = grip.what == Grip::What::point && grip.number < int(data.points.size()) ? grip.number : point;
    if (b.holds(mouse)) tip(ctx, b, mouse, shown);
  }
  return out;
}

}  // namespace attractor
