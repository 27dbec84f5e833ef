#include "web/canvas/views/layers.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "web/canvas/views/layers_plan.h"
#include "web/words/numerals.h"

namespace attractor {
namespace {

constexpr uint32_t kPositive = 0xE66101, kNegative = 0x2166AC;  // as the signed palette of fields
constexpr double kRun = 0.8;                                    // seconds that numbers run
constexpr double kPerPixel = 0.01;                              // of a weight that is dragged

ImU32 faded(ImU32 c, float alpha) { return (c & 0x00FFFFFFu) | ImU32(alpha * 255 + 0.5f) << 24; }
ImU32 sign_colour(const DrawContext& ctx, double v, float alpha) {
  const uint32_t rgb = v > 0 ? kPositive : ctx.theme == ThemeKind::dark ? 0x6FA8E8 : kNegative;
  return DrawContext::colour(rgb, alpha);
}
ImU32 flow_colour(const DrawContext& ctx, LayeredNet::Flow f) {
  return f == LayeredNet::Flow::forward ? ctx.accent()
                                        : DrawContext::colour(ctx.theme == ThemeKind::dark ? 0xFF9D3C : 0xB84A00);
}

// ---- Edges -----------------------------------------------------------------------------------------------------------

float distance(ImVec2 p, ImVec2 a, ImVec2 b) {
  const float dx = b.x - a.x, dy = b.y - a.y;
  const float t = std::clamp(((p.x - a.x) * dx + (p.y - a.y) * dy) / std::max(1e-6f, dx * dx + dy * dy), 0.0f, 1.0f);
  return std::hypot(p.x - a.x - t * dx, p.y - a.y - t * dy);
}

void arrow(ImDrawList& list, ImVec2 at, ImVec2 a, ImVec2 b, float r, ImU32 colour) {
  const float length = std::max(1.0f, std::hypot(b.x - a.x, b.y - a.y)), dx = (b.x - a.x) / length * r,
              dy = (b.y - a.y) / length * r;
  list.AddTriangleFilled({at.x + dx, at.y + dy}, {at.x - dx - dy * 0.8f, at.y - dy + dx * 0.8f},
                         {at.x - dx + dy * 0.8f, at.y - dy - dx * 0.8f}, colour);
}

double widest(const LayeredNet& data) {
  double most = 1;
  for (const LayeredNet::Joint& j : data.joints)
    for (const double w : j.weights)
      if (std::isfinite(w)) most = std::max(most, std::fabs(w));
  return most;
}

void draw_edge(const DrawContext& ctx, ImDrawList& list, const NetEdge& e, const LayeredNet::Joint& joint, double most,
               float strength, bool chosen) {
  if (std::isnan(e.weight)) return list.AddLine(e.a, e.b, faded(ctx.quiet(), 0.7f), ctx.line(1.5f));
  if (joint.fixed && e.weight == 0) return;
  const float size = float(std::sqrt(std::fabs(e.weight) / most));
  if (chosen) list.AddLine(e.a, e.b, faded(ctx.accent(), 0.35f), ctx.line(5.5f * size + 7));
  list.AddLine(
      e.a, e.b,
      e.weight == 0 ? faded(ctx.quiet(), 0.5f * strength) : sign_colour(ctx, e.weight, (0.3f + 0.6f * size) * strength),
      ctx.line(0.8f + 4.2f * size * size));
}

// `t` of the way, from 0 to 1; 2 when the run is over.
void draw_flow(const DrawContext& ctx, ImDrawList& list, const NetEdge& e, LayeredNet::Flow flow, float t) {
  if (flow == LayeredNet::Flow::still || (e.weight == 0 && !std::isnan(e.weight))) return;
  const bool back = flow == LayeredNet::Flow::backward;
  const ImVec2 a = back ? e.b : e.a, b = back ? e.a : e.b;
  const ImU32 colour = flow_colour(ctx, flow);
  if (t > 1) return arrow(list, {a.x + (b.x - a.x) * 0.86f, a.y + (b.y - a.y) * 0.86f}, a, b, 4.5f, colour);
  for (int i = 0; i < 3; ++i) {  // with a tail
    const float u = t - 0.05f * float(i);
    if (u < 0) break;
    const ImVec2 p{a.x + (b.x - a.x) * u, a.y + (b.y - a.y) * u};
    if (i == 0) list.AddCircleFilled(p, 6, faded(ctx.card(), 0.9f), 16);
    list.AddCircleFilled(p, 4.5f - float(i), faded(colour, 1 - 0.3f * float(i)), 16);
  }
}

// Each source has a lane of its own, so that its numbers stand under one another.
void draw_edge_number(const DrawContext& ctx, ImDrawList& list, const NetPlan& p, const NetEdge& e) {
  const LayeredNet::Joint& joint = p.data.joints[e.joint];
  if (joint.fixed) return;
  const int here = p.data.columns[e.joint].units, place = e.to * here + e.from;
  const bool slope = joint.lit && !joint.slopes.empty();
  const std::string text = unit_number(ctx, slope ? joint.slopes[place] : e.weight, slope ? p.edge_decimals : 2);
  const float w = text_size(ctx, text, kSmall, slope).x, u = (float(e.from) + 0.75f) / (float(here) + 0.5f);
  const ImVec2 at{e.a.x + (e.b.x - e.a.x) * u - w / 2, e.a.y + (e.b.y - e.a.y) * u - ctx.type(kSmall) / 2};
  list.AddRectFilled({at.x - 2, at.y - 1}, {at.x + w + 2, at.y + ctx.type(kSmall) + 2}, faded(ctx.card(), 0.88f), 3);
  draw_text(list, ctx, at, text, kSmall, slope ? flow_colour(ctx, LayeredNet::Flow::backward) : ctx.text(), slope);
}

// ---- Units -----------------------------------------------------------------------------------------------------------

void draw_numbers(const DrawContext& ctx, ImDrawList& list, const NetPlan& p, int c, int unit) {
  const LayeredNet::Column& column = p.data.columns[c];
  const ImVec2 at = p.corner(c, unit), end{at.x + p.width[c], at.y + p.unit_height[c]};
  const float line = line_height(ctx, p.type), size = ctx.type(p.type.size);
  list.AddRectFilled(at, end, ctx.card(), 8);
  float y = at.y + p.type.around;
  for (const int r : p.rows[c]) {
    const bool lit = r == column.lit;
    const double v = column.numbers[unit * int(column.letters.size()) + r];
    const std::string text = unit_number(ctx, v, p.type.decimals);
    if (lit) list.AddRectFilled({at.x + 2, y}, {end.x - 2, y + line}, faded(flow_colour(ctx, column.flow), 0.2f), 5);
    draw_text(list, ctx, {at.x + kUnitPad, y + (line - size) / 2}, column.letters[r], p.type.size,
              lit ? ctx.text() : ctx.quiet(), true);
    draw_text(list, ctx, {end.x - kUnitPad - text_size(ctx, text, p.type.size, lit).x, y + (line - size) / 2}, text,
              p.type.size, std::isnan(v) ? ctx.quiet() : ctx.text(), lit);
    y += line;
  }
  list.AddRect(at, end, column.lit >= 0 ? flow_colour(ctx, column.flow) : ctx.quiet(), 8, 0,
               ctx.line(column.lit >= 0 ? 2.0f : 1.0f));
}

ImU32 map_colour(const DrawContext& ctx, float v) {
  const ImVec4 to = ImGui::ColorConvertU32ToFloat4(ctx.series(v > 0)), from = ImGui::ColorConvertU32ToFloat4(ctx.card());
  const float t = std::min(1.0f, std::fabs(v)) * 0.85f;
  return ImGui::ColorConvertFloat4ToU32(
      {from.x + (to.x - from.x) * t, from.y + (to.y - from.y) * t, from.z + (to.z - from.z) * t, 1});
}

void draw_map(const DrawContext& ctx, ImDrawList& list, const NetPlan& p, int c, int unit, bool hovered) {
  const int side = p.data.side;
  const ImVec2 at = p.corner(c, unit), end{at.x + p.width[c], at.y + p.unit_height[c]};
  const float* map = &p.data.maps[std::size_t((p.first_unit[c] + unit) * side * side)];
  list.PrimReserve((side - 1) * (side - 1) * 6, side * side);
  const unsigned base = list._VtxCurrentIdx;
  const ImVec2 white = ImGui::GetFontTexUvWhitePixel();
  for (int i = 0; i < side - 1; ++i)
    for (int j = 0; j < side - 1; ++j) {
      const unsigned q = base + unsigned(i * side + j), r = q + unsigned(side);
      for (unsigned v : {q, q + 1, r + 1, q, r + 1, r}) list.PrimWriteIdx(ImDrawIdx(v));
    }
  const auto last = float(side - 1);
  for (int i = 0; i < side; ++i)
    for (int j = 0; j < side; ++j)
      list.PrimWriteVtx({at.x + (end.x - at.x) * float(j) / last, end.y - (end.y - at.y) * float(i) / last}, white,
                        map_colour(ctx, map[i * side + j]));
  list.AddRect({at.x - 0.5f, at.y - 0.5f}, {end.x + 0.5f, end.y + 0.5f}, hovered ? ctx.accent() : ctx.quiet(), 3, 0,
               ctx.line(hovered ? 2.5f : 1.0f));
}

ImVec2 bias_place(const NetPlan& p, int c, int unit) { return {p.left[c] - 1, p.corner(c, unit).y + p.unit_height[c] - 2}; }

// ---- The chosen one: its numbers and its slider ----------------------------------------------------------------------

const char* kSubscripts[] = {"₀", "₁", "₂", "₃", "₄", "₅", "₆", "₇"};

std::string name_of(const NetPlan& p, const NetEdge& e) {
  std::string name = p.data.joints[e.joint].letter;
  if (e.to < 8 && e.from < 8) name += std::string(kSubscripts[e.to]) + kSubscripts[e.from];
  return name;
}

// Words about a weight; its slope and the measured one, where they are there.
std::string about(const DrawContext& ctx, const NetPlan& p, const NetEdge& e) {
  const LayeredNet::Joint& joint = p.data.joints[e.joint];
  const int place = e.to * p.data.columns[e.joint].units + e.from;
  std::string text = name_of(p, e) + " = " + trimmed_number(ctx.lang, e.weight, 5);
  if (!joint.slopes.empty()) text += "   ∂R/∂" + name_of(p, e) + " = " + fixed_number(ctx.lang, joint.slopes[place], 6);
  if (!joint.differences.empty())
    text += "   " + std::string(ctx.tr("Measured")) + ": " + fixed_number(ctx.lang, joint.differences[place], 6);
  return text;
}

double bias_of(const NetPlan& p, int unit) {
  for (int c = int(p.data.columns.size()) - 1; c > 0; --c)
    if (unit >= p.first_unit[c]) return p.data.columns[c].biases.empty() ? 0 : p.data.columns[c].biases[unit - p.first_unit[c]];
  return 0;
}

void tip(const DrawContext& ctx, const std::string& text) {
  const ImVec2 size = text_size(ctx, text, kSmall), at = ImGui::GetMousePos();
  ImDrawList& list = *ImGui::GetForegroundDrawList();
  const float left = std::max(4.0f, std::min(at.x + 16, ImGui::GetIO().DisplaySize.x - size.x - 20)),
              top = std::max(4.0f, at.y - size.y - 24);
  list.AddRectFilled({left, top}, {left + size.x + 16, top + size.y + 8}, ctx.card(), 6);
  list.AddRect({left, top}, {left + size.x + 16, top + size.y + 8}, ctx.hairline(), 6);
  draw_text(list, ctx, {left + 8, top + 4}, text, kSmall, ctx.text());
}

std::optional<CloudStroke> stroke_of(const LayersGrip& grip, double most, double value, double now) {
  value = std::clamp(std::round(value * 100) / 100, -most, most);
  if (value == now) return {};
  return CloudStroke{grip.bias ? "biases" : "weights", grip.chosen, value, false};
}

// A strip under the network: what can be done, or the slider of what is chosen.
std::optional<CloudStroke> strip(const DrawContext& ctx, ImDrawList& list, const NetPlan& p, LayersGrip& grip,
                                 const std::string& name, double value, ImVec2 min, ImVec2 max) {
  const float y = (min.y + max.y) / 2, small = ctx.type(kSmall);
  if (grip.chosen < 0) {
    draw_text(list, ctx, {min.x, y - small / 2}, ctx.tr("Press an edge, or drag it"), kSmall, ctx.quiet(), false,
              max.x - min.x);
    return {};
  }
  const std::string text = name + " = " + fixed_number(ctx.lang, value, 2);
  const float head = std::max(text_size(ctx, text, kBody, true).x, ctx.type(96)) + 14;
  draw_text(list, ctx, {min.x, y - ctx.type(kBody) / 2}, text, kBody, ctx.text(), true);
  const float a = min.x + head, b = std::min(max.x - 10, a + 420);
  if (b - a < 60) return {};
  ImGui::SetCursorScreenPos({a - 10, min.y});
  ImGui::InvisibleButton("weight", {b - a + 20, max.y - min.y});
  const bool hot = ImGui::IsItemHovered() || ImGui::IsItemActive();
  const float zero = (a + b) / 2, knob = a + float((value / p.data.most + 1) / 2) * (b - a);
  list.AddRectFilled({a, y - 2.5f}, {b, y + 2.5f}, ctx.hairline(), 2.5f);
  list.AddRectFilled({std::min(zero, knob), y - 2.5f}, {std::max(zero, knob), y + 2.5f}, sign_colour(ctx, value, 1), 2.5f);
  list.AddLine({zero, y - 6}, {zero, y + 6}, ctx.quiet(), ctx.line(1));
  list.AddCircleFilled({knob, y}, hot ? 10.0f : 9.0f, ctx.card(), 24);
  list.AddCircle({knob, y}, hot ? 10.0f : 9.0f, ctx.accent(), 24, ctx.line(2.5f));
  grip.sliding = ImGui::IsItemActive();
  if (!grip.sliding) return {};
  return stroke_of(grip, p.data.most, (double((ImGui::GetMousePos().x - a) / (b - a)) * 2 - 1) * p.data.most, value);
}

// Names of the columns where there is room for all; between them, those of the weights.
void draw_heads(const DrawContext& ctx, ImDrawList& list, const NetPlan& p, float y) {
  const float right = p.left.back() + p.width.back();
  std::vector<float> at;
  bool room = true;
  float last = -1e9f;
  for (int c = 0; c < std::ssize(p.data.columns); ++c) {
    const float w = text_size(ctx, ctx.tr(p.data.columns[c].label), kSmall).x, middle = p.left[c] + p.width[c] / 2;
    at.push_back(std::clamp(middle - w / 2, p.left[0], std::max(p.left[0], right - w)));
    room = room && at.back() > last + 6;
    last = at.back() + w;
  }
  for (int c = 0; c < std::ssize(p.data.columns) && room; ++c)
    draw_text(list, ctx, {at[c], y}, ctx.tr(p.data.columns[c].label), kSmall, ctx.quiet());
  for (int j = 0; j < std::ssize(p.data.joints) && p.data.side == 0; ++j) {
    const std::string_view text = p.data.joints[j].letter;
    const float a = p.left[j] + p.width[j], b = p.left[j + 1];
    draw_text(list, ctx, {(a + b - text_size(ctx, text, kBody, true).x) / 2, y - 1}, text, kBody, ctx.text(), true);
  }
}

// The part of the run that is done, eased; beyond 1 when it is over.
float run_of(const DrawContext& ctx, const LayeredNet& data, LayersGrip& grip) {
  if (grip.step != data.step) grip.step = data.step, grip.since = ImGui::GetTime();
  const double t = (ImGui::GetTime() - grip.since) / kRun;
  if (ctx.calm) grip.since = -kRun;
  if (ctx.calm || t >= 1) return 2;
  return float(t * t * (3 - 2 * t));
}

}  // namespace

bool is_running(const LayersGrip& grip) { return grip.step >= 0 && ImGui::GetTime() - grip.since < kRun + 0.05; }

std::optional<CloudStroke> layers(const DrawContext& ctx, ImDrawList& list, const LayeredNet& data, LayersGrip& grip,
                                  ImVec2 min, ImVec2 max) {
  if (*data.caption.text) {
    const std::string text = format_message(ctx.lang, with_numbers(data.caption.text, data.caption.numbers));
    const float size = text_size(ctx, text, kHead, true).x > max.x - min.x ? kBody : kHead;
    draw_text(list, ctx, min, text, size, ctx.text(), true, max.x - min.x);
    min.y += ctx.type(kHead) + 10;
  }
  const float foot = data.most > 0 ? ctx.target() : 0;
  const ImVec2 strip_min{min.x, max.y - foot};
  const float heads = min.y;
  min.y += ctx.type(kSmall) + 8;
  const NetPlan p = plan_of(ctx, data, min, {max.x, max.y - foot - 4});
  if (max.x - min.x < 80 || max.y - foot - min.y < 60) return {};
  draw_heads(ctx, list, p, heads);
  const std::vector<NetEdge> edges = edges_of(p);
  if (!grip.bias && grip.chosen >= std::ssize(edges)) grip.chosen = -1;

  ImGui::SetCursorScreenPos(min);
  ImGui::InvisibleButton("layers", {max.x - min.x, max.y - foot - min.y});
  const bool hovered = ImGui::IsItemHovered(), pressed = ImGui::IsItemActivated(), active = ImGui::IsItemActive();
  const ImVec2 mouse = ImGui::GetMousePos();
  const float reach = ctx.touch ? 18.0f : 9.0f;
  int unit_column = -1, unit = -1, bias = -1;
  const NetEdge* under = nullptr;
  if (hovered || pressed) {
    for (int c = 0; c < std::ssize(data.columns); ++c)
      for (int u = 0; u < data.columns[c].units; ++u) {
        const ImVec2 q = p.corner(c, u), b = bias_place(p, c, u);
        if (!data.columns[c].biases.empty() && std::hypot(mouse.x - b.x, mouse.y - b.y) < reach) bias = p.first_unit[c] + u;
        if (mouse.x >= q.x && mouse.x < q.x + p.width[c] && mouse.y >= q.y && mouse.y < q.y + p.unit_height[c])
          unit_column = c, unit = u;
      }
    float near = reach;
    for (const NetEdge& e : edges) {
      if (unit >= 0 || bias >= 0 || std::isnan(e.weight) || data.joints[e.joint].fixed) continue;
      if (const float d = distance(mouse, e.a, e.b); d < near) near = d, under = &e;
    }
  }

  const double most = widest(data);
  const float run = run_of(ctx, data, grip);
  for (const NetEdge& e : edges) {
    const bool near = unit < 0 || (e.joint == unit_column && e.from == unit) || (e.joint + 1 == unit_column && e.to == unit);
    const bool chosen = (!grip.bias && e.number == grip.chosen) || &e == under;
    draw_edge(ctx, list, e, data.joints[e.joint], most, near ? 1.0f : 0.15f, chosen);
  }
  for (const NetEdge& e : edges) draw_flow(ctx, list, e, data.joints[e.joint].flow, run);
  for (const NetEdge& e : edges)
    if (p.edge_decimals > 0) draw_edge_number(ctx, list, p, e);
  for (int c = 0; c < std::ssize(data.columns); ++c)
    for (int u = 0; u < data.columns[c].units; ++u) {
      if (data.side > 0) draw_map(ctx, list, p, c, u, c == unit_column && u == unit);
      else draw_numbers(ctx, list, p, c, u);
      if (data.columns[c].biases.empty()) continue;
      const double b = data.columns[c].biases[u];
      const bool chosen = (grip.bias && grip.chosen == p.first_unit[c] + u) || bias == p.first_unit[c] + u;
      const float r =
          std::clamp(p.unit_height[c] * 0.09f, 1.5f, 2.5f) * (1 + float(std::sqrt(std::min(1.0, std::fabs(b) / most))));
      list.AddCircleFilled(bias_place(p, c, u), r + 1.5f, ctx.card(), 16);
      list.AddCircleFilled(bias_place(p, c, u), r, sign_colour(ctx, b, 1), 16);
      if (chosen) list.AddCircle(bias_place(p, c, u), r + 4, ctx.accent(), 20, ctx.line(2));
    }
  if (under && hovered && !active) tip(ctx, about(ctx, p, *under));
  if (bias >= 0 && hovered && !active) tip(ctx, "b = " + trimmed_number(ctx.lang, bias_of(p, bias), 5));

  // The value of what is chosen, and what the pointer does to it.
  auto value = [&] { return grip.bias ? bias_of(p, grip.chosen) : edges[std::size_t(grip.chosen)].weight; };
  std::optional<CloudStroke> out;
  if (pressed && data.most > 0) {
    grip.owner = ImGui::GetItemID();
    grip.bias = bias >= 0;
    grip.chosen = bias >= 0 ? bias : under ? under->number : -1;
    grip.dragging = false;
    grip.from_x = mouse.x;
    if (grip.chosen >= 0) grip.from_value = value();
  } else if (active && grip.owner == ImGui::GetItemID() && grip.chosen >= 0) {
    grip.dragging = grip.dragging || std::fabs(mouse.x - grip.from_x) > 4;
    if (grip.dragging) out = stroke_of(grip, data.most, grip.from_value + double(mouse.x - grip.from_x) * kPerPixel, value());
  }
  if (foot > 0) {
    const std::string name = grip.chosen < 0 ? "" : grip.bias ? "b" : name_of(p, edges[std::size_t(grip.chosen)]);
    const auto slid = strip(ctx, list, p, grip, name, grip.chosen < 0 ? 0 : value(), strip_min, max);
    if (slid) out = slid;
  }
  return out;
}

}  // namespace attractor
