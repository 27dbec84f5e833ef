#include "web/canvas/views/layers.h"

#include <algorithm>
#include <cmath>
#include <span>
#include <vector>

#include "web/words/numerals.h"

namespace attractor {
namespace {

constexpr uint32_t kPositive = 0xE66101, kNegative = 0x2166AC;  // as the signed palette of fields
constexpr double kRun = 0.8;                                    // seconds that numbers run
constexpr double kPerPixel = 0.01;                              // of a weight that is dragged
constexpr float kPad = 7;                                       // around the numbers of a unit

ImU32 faded(ImU32 c, float alpha) { return (c & 0x00FFFFFFu) | ImU32(alpha * 255 + 0.5f) << 24; }
ImU32 sign_colour(const DrawContext& ctx, double v, float alpha) {
  const uint32_t rgb = v > 0 ? kPositive : ctx.theme == ThemeKind::dark ? 0x6FA8E8 : kNegative;
  return DrawContext::colour(rgb, alpha);
}
ImU32 flow_colour(const DrawContext& ctx, LayeredNet::Flow f) {
  return f == LayeredNet::Flow::forward ? ctx.accent()
                                        : DrawContext::colour(ctx.theme == ThemeKind::dark ? 0xFF9D3C : 0xB84A00);
}

// How numbers are written: at each size the most digits for which there is room.
struct Type {
  float size;
  int decimals;
  float line = 1.3f;  // height of a line, in sizes
  float around = 4;   // pixels above and below the lines of a unit
};
constexpr Type kTypes[] = {
    {kHead, 4}, {kBody, 4}, {kBody, 3}, {kSmall, 3}, {kSmall, 3, 1.15f, 2}, {kSmall, 2, 1.15f, 2}, {kSmall, 1, 1.05f, 1}};

std::string number(const DrawContext& ctx, double v, int decimals) {
  if (std::isnan(v)) return "·";
  if (v == std::floor(v) && std::fabs(v) < 100) decimals = 0;
  return std::fabs(v) >= 100 ? short_number(ctx.lang, v, 3) : fixed_number(ctx.lang, v, decimals);
}

// An edge on the screen.
struct Edge {
  int number;  // of its weight
  int joint, from, to;
  ImVec2 a, b;
  double weight;
};

// Where everything stands.
struct Plan {
  const LayeredNet& data;
  Type type{kSmall, 1};
  std::vector<float> left = {}, width = {};  // of each column's units
  std::vector<float> unit_height = {}, pitch = {}, top = {};
  std::vector<int> first_unit = {}, first_weight = {};
  int edge_decimals = 0;                    // of the numbers on edges; 0: there are none
  std::vector<std::vector<int>> rows = {};  // of each column: the letters that are shown

  ImVec2 corner(int column, int unit) const { return {left[column], top[column] + float(unit) * pitch[column]}; }
  ImVec2 middle(int column, int unit) const {
    const ImVec2 p = corner(column, unit);
    return {p.x + width[column] / 2, p.y + unit_height[column] / 2};
  }
  // Edges leave and arrive spread over the sides of a unit, so that they can be told apart.
  float spread(int column, int unit, int which, int of) const {
    const float y = middle(column, unit).y;
    return of < 2 ? y : y + unit_height[column] * 0.5f * (float(which) / float(of - 1) - 0.5f);
  }
  Edge edge(int joint, int to, int from) const {
    const int here = data.columns[joint].units, there = data.columns[joint + 1].units;
    return {first_weight[joint] + to * here + from,
            joint,
            from,
            to,
            {left[joint] + width[joint], spread(joint, from, to, there)},
            {left[joint + 1], spread(joint + 1, to, from, here)},
            data.joints[joint].weights[to * here + from]};
  }
};

std::vector<Edge> edges_of(const Plan& p) {
  std::vector<Edge> all;
  for (int j = 0; j < std::ssize(p.data.joints); ++j)
    for (int to = 0; to < p.data.columns[j + 1].units; ++to)
      for (int from = 0; from < p.data.columns[j].units; ++from) all.push_back(p.edge(j, to, from));
  return all;
}

float unit_width(const DrawContext& ctx, const LayeredNet::Column& c, std::span<const int> rows, const Type& t) {
  float letter = 0, wide = text_size(ctx, number(ctx, -0.5, t.decimals), t.size, true).x;
  for (const int r : rows) {
    letter = std::max(letter, text_size(ctx, c.letters[r], t.size, true).x);
    for (int u = 0; u < c.units; ++u)
      wide = std::max(wide, text_size(ctx, number(ctx, c.numbers[u * int(c.letters.size()) + r], t.decimals), t.size, true).x);
  }
  return letter + 6 + wide + 2 * kPad;
}
// All letters; or, where there is little room, the one that this step made, else the last that is there.
std::vector<int> rows_of(const LayeredNet::Column& c, bool all) {
  std::vector<int> rows;
  for (int r = 0; r < std::ssize(c.letters); ++r)
    if (all || r == 0 || (c.lit >= 0 ? r == c.lit : !std::isnan(c.numbers[r]))) {
      if (!all) rows.clear();
      rows.push_back(r);
    }
  return rows;
}
float line_height(const DrawContext& ctx, const Type& t) { return std::round(ctx.type(t.size) * t.line); }

// How far apart columns stand at the least: for a lane of numbers from each unit here, if there are to be any.
struct Gaps {
  int edge_decimals;
  float plain;
};
float least_gap(const DrawContext& ctx, const LayeredNet& data, int joint, const Gaps& g) {
  if (data.joints[joint].fixed) return 24;
  if (g.edge_decimals == 0) return g.plain;
  return (text_size(ctx, number(ctx, -0.25, g.edge_decimals), kSmall, true).x + 6) * float(data.columns[joint].units) + 14;
}

// Units with numbers: false if they do not fit in this type.
bool try_type(const DrawContext& ctx, const Type& t, const Gaps& gaps, bool all_rows, Plan& p, float width, float height) {
  float sum = 0;
  bool fits = true;
  p.type = t;
  p.edge_decimals = gaps.edge_decimals;
  for (int c = 0; c < std::ssize(p.data.columns); ++c) {
    const LayeredNet::Column& column = p.data.columns[c];
    p.rows[c] = rows_of(column, all_rows);
    p.width[c] = unit_width(ctx, column, p.rows[c], t);
    p.unit_height[c] = line_height(ctx, t) * float(p.rows[c].size()) + 2 * t.around;
    fits = fits && (p.unit_height[c] + t.around) * float(column.units) <= height;
    sum += p.width[c] + (c + 1 < std::ssize(p.data.columns) ? least_gap(ctx, p.data, c, gaps) : 0);
  }
  return fits && sum <= width;
}

// The largest type with numbers on the edges, else with room between the columns, else with every letter.
Gaps choose_type(const DrawContext& ctx, Plan& p, float width, float height) {
  constexpr Gaps kGaps[] = {{3, 0}, {2, 0}, {0, 60}, {0, 26}};
  for (const bool all_rows : {true, false})
    for (const Gaps& g : kGaps)
      for (const Type& t : kTypes)
        if ((g.edge_decimals == 0 || t.decimals > 2) && try_type(ctx, t, g, all_rows, p, width, height)) return g;
  return kGaps[3];
}

Plan plan_of(const DrawContext& ctx, const LayeredNet& data, ImVec2 min, ImVec2 max) {
  Plan p{data};
  const int n = int(data.columns.size());
  p.rows.resize(n), p.left.resize(n), p.width.resize(n), p.unit_height.resize(n), p.pitch.resize(n), p.top.resize(n);
  int units = 0, weights = 0, most_units = 1;
  for (int c = 0; c < n; ++c) {
    p.first_unit.push_back(units), p.first_weight.push_back(weights);
    units += data.columns[c].units;
    most_units = std::max(most_units, data.columns[c].units);
    if (c + 1 < n) weights += data.columns[c].units * data.columns[c + 1].units;
  }
  const float width = max.x - min.x, height = max.y - min.y;
  Gaps gaps{0, 0};
  if (data.side > 0) {
    const float side = std::clamp(std::min(height / float(most_units) - 6, (width / float(n)) * 0.56f), 14.0f, 72.0f);
    std::fill(p.width.begin(), p.width.end(), side);
    std::fill(p.unit_height.begin(), p.unit_height.end(), side);
  } else {
    gaps = choose_type(ctx, p, width, height);
  }
  // What is left over goes between the columns, less where nothing can be changed.
  float spare = width, shares = 0;
  std::vector<float> gap;
  for (int c = 0; c + 1 < n; ++c) {
    gap.push_back(data.side > 0 ? 0 : least_gap(ctx, data, c, gaps));
    shares += data.joints[c].fixed ? 0.3f : 1.0f;
    spare -= gap.back();
  }
  for (const float w : p.width) spare -= w;
  float x = min.x;
  for (int c = 0; c < n; ++c) {
    const auto count = float(data.columns[c].units);
    p.left[c] = x;
    if (c + 1 < n) x += p.width[c] + gap[c] + spare * (data.joints[c].fixed ? 0.3f : 1.0f) / shares;
    p.pitch[c] = std::min(height / count, p.unit_height[c] * (data.side > 0 ? 1.5f : 1.9f));
    p.top[c] = (min.y + max.y) / 2 - (p.pitch[c] * (count - 1) + p.unit_height[c]) / 2;
  }
  return p;
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

void draw_edge(const DrawContext& ctx, ImDrawList& list, const Edge& e, const LayeredNet::Joint& joint, double most,
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
void draw_flow(const DrawContext& ctx, ImDrawList& list, const Edge& e, LayeredNet::Flow flow, float t) {
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
void draw_edge_number(const DrawContext& ctx, ImDrawList& list, const Plan& p, const Edge& e) {
  const LayeredNet::Joint& joint = p.data.joints[e.joint];
  if (joint.fixed) return;
  const int here = p.data.columns[e.joint].units, place = e.to * here + e.from;
  const bool slope = joint.lit && !joint.slopes.empty();
  const std::string text = number(ctx, slope ? joint.slopes[place] : e.weight, slope ? p.edge_decimals : 2);
  const float w = text_size(ctx, text, kSmall, slope).x, u = (float(e.from) + 0.75f) / (float(here) + 0.5f);
  const ImVec2 at{e.a.x + (e.b.x - e.a.x) * u - w / 2, e.a.y + (e.b.y - e.a.y) * u - ctx.type(kSmall) / 2};
  list.AddRectFilled({at.x - 2, at.y - 1}, {at.x + w + 2, at.y + ctx.type(kSmall) + 2}, faded(ctx.card(), 0.88f), 3);
  draw_text(list, ctx, at, text, kSmall, slope ? flow_colour(ctx, LayeredNet::Flow::backward) : ctx.text(), slope);
}

// ---- Units -----------------------------------------------------------------------------------------------------------

void draw_numbers(const DrawContext& ctx, ImDrawList& list, const Plan& p, int c, int unit) {
  const LayeredNet::Column& column = p.data.columns[c];
  const ImVec2 at = p.corner(c, unit), end{at.x + p.width[c], at.y + p.unit_height[c]};
  const float line = line_height(ctx, p.type), size = ctx.type(p.type.size);
  list.AddRectFilled(at, end, ctx.card(), 8);
  float y = at.y + p.type.around;
  for (const int r : p.rows[c]) {
    const bool lit = r == column.lit;
    const double v = column.numbers[unit * int(column.letters.size()) + r];
    const std::string text = number(ctx, v, p.type.decimals);
    if (lit) list.AddRectFilled({at.x + 2, y}, {end.x - 2, y + line}, faded(flow_colour(ctx, column.flow), 0.2f), 5);
    draw_text(list, ctx, {at.x + kPad, y + (line - size) / 2}, column.letters[r], p.type.size, lit ? ctx.text() : ctx.quiet(),
              true);
    draw_text(list, ctx, {end.x - kPad - text_size(ctx, text, p.type.size, lit).x, y + (line - size) / 2}, text, p.type.size,
              std::isnan(v) ? ctx.quiet() : ctx.text(), lit);
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

void draw_map(const DrawContext& ctx, ImDrawList& list, const Plan& p, int c, int unit, bool hovered) {
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

ImVec2 bias_place(const Plan& p, int c, int unit) { return {p.left[c] - 1, p.corner(c, unit).y + p.unit_height[c] - 2}; }

// ---- The chosen one: its numbers and its slider ----------------------------------------------------------------------

const char* kSubscripts[] = {"₀", "₁", "₂", "₃", "₄", "₅", "₆", "₇"};

std::string name_of(const Plan& p, const Edge& e) {
  std::string name = p.data.joints[e.joint].letter;
  if (e.to < 8 && e.from < 8) name += std::string(kSubscripts[e.to]) + kSubscripts[e.from];
  return name;
}

// Words about a weight; its slope and the measured one, where they are there.
std::string about(const DrawContext& ctx, const Plan& p, const Edge& e) {
  const LayeredNet::Joint& joint = p.data.joints[e.joint];
  const int place = e.to * p.data.columns[e.joint].units + e.from;
  std::string text = name_of(p, e) + " = " + trimmed_number(ctx.lang, e.weight, 5);
  if (!joint.slopes.empty()) text += "   ∂R/∂" + name_of(p, e) + " = " + fixed_number(ctx.lang, joint.slopes[place], 6);
  if (!joint.differences.empty())
    text += "   " + std::string(ctx.tr("Measured")) + ": " + fixed_number(ctx.lang, joint.differences[place], 6);
  return text;
}

double bias_of(const Plan& p, int unit) {
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
std::optional<CloudStroke> strip(const DrawContext& ctx, ImDrawList& list, const Plan& p, LayersGrip& grip,
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
void draw_heads(const DrawContext& ctx, ImDrawList& list, const Plan& p, float y) {
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
  const Plan p = plan_of(ctx, data, min, {max.x, max.y - foot - 4});
  if (max.x - min.x < 80 || max.y - foot - min.y < 60) return {};
  draw_heads(ctx, list, p, heads);
  const std::vector<Edge> edges = edges_of(p);
  if (!grip.bias && grip.chosen >= std::ssize(edges)) grip.chosen = -1;

  ImGui::SetCursorScreenPos(min);
  ImGui::InvisibleButton("layers", {max.x - min.x, max.y - foot - min.y});
  const bool hovered = ImGui::IsItemHovered(), pressed = ImGui::IsItemActivated(), active = ImGui::IsItemActive();
  const ImVec2 mouse = ImGui::GetMousePos();
  const float reach = ctx.touch ? 18.0f : 9.0f;
  int unit_column = -1, unit = -1, bias = -1;
  const Edge* under = nullptr;
  if (hovered || pressed) {
    for (int c = 0; c < std::ssize(data.columns); ++c)
      for (int u = 0; u < data.columns[c].units; ++u) {
        const ImVec2 q = p.corner(c, u), b = bias_place(p, c, u);
        if (!data.columns[c].biases.empty() && std::hypot(mouse.x - b.x, mouse.y - b.y) < reach) bias = p.first_unit[c] + u;
        if (mouse.x >= q.x && mouse.x < q.x + p.width[c] && mouse.y >= q.y && mouse.y < q.y + p.unit_height[c])
          unit_column = c, unit = u;
      }
    float near = reach;
    for (const Edge& e : edges) {
      if (unit >= 0 || bias >= 0 || std::isnan(e.weight) || data.joints[e.joint].fixed) continue;
      if (const float d = distance(mouse, e.a, e.b); d < near) near = d, under = &e;
    }
  }

  const double most = widest(data);
  const float run = run_of(ctx, data, grip);
  for (const Edge& e : edges) {
    const bool near = unit < 0 || (e.joint == unit_column && e.from == unit) || (e.joint + 1 == unit_column && e.to == unit);
    const bool chosen = (!grip.bias && e.number == grip.chosen) || &e == under;
    draw_edge(ctx, list, e, data.joints[e.joint], most, near ? 1.0f : 0.15f, chosen);
  }
  for (const Edge& e : edges) draw_flow(ctx, list, e, data.joints[e.joint].flow, run);
  for (const Edge& e : edges)
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
