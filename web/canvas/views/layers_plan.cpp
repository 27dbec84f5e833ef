#include "web/canvas/views/layers_plan.h"

#include <algorithm>
#include <cmath>
#include <span>

#include "web/words/numerals.h"

namespace attractor {

std::string unit_number(const DrawContext& ctx, double v, int decimals) {
  if (std::isnan(v)) return "·";
  if (v == std::floor(v) && std::fabs(v) < 100) decimals = 0;
  return std::fabs(v) >= 100 ? short_number(ctx.lang, v, 3) : fixed_number(ctx.lang, v, decimals);
}

float line_height(const DrawContext& ctx, const UnitType& t) { return std::round(ctx.type(t.size) * t.line); }

std::vector<NetEdge> edges_of(const NetPlan& p) {
  std::vector<NetEdge> all;
  for (int j = 0; j < std::ssize(p.data.joints); ++j)
    for (int to = 0; to < p.data.columns[j + 1].units; ++to)
      for (int from = 0; from < p.data.columns[j].units; ++from) all.push_back(p.edge(j, to, from));
  return all;
}

namespace {

constexpr UnitType kTypes[] = {
    {kHead, 4}, {kBody, 4}, {kBody, 3}, {kSmall, 3}, {kSmall, 3, 1.15f, 2}, {kSmall, 2, 1.15f, 2}, {kSmall, 1, 1.05f, 1}};

float unit_width(const DrawContext& ctx, const LayeredNet::Column& c, std::span<const int> rows, const UnitType& t) {
  float letter = 0, wide = text_size(ctx, unit_number(ctx, -0.5, t.decimals), t.size, true).x;
  for (const int r : rows) {
    letter = std::max(letter, text_size(ctx, c.letters[r], t.size, true).x);
    for (int u = 0; u < c.units; ++u)
      wide = std::max(wide,
                      text_size(ctx, unit_number(ctx, c.numbers[u * int(c.letters.size()) + r], t.decimals), t.size, true).x);
  }
  return letter + 6 + wide + 2 * kUnitPad;
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

// How far apart columns stand at the least: for a lane of numbers from each unit here, if there are to be any.
struct Gaps {
  int edge_decimals;
  float plain;
};
float least_gap(const DrawContext& ctx, const LayeredNet& data, int joint, const Gaps& g) {
  if (data.joints[joint].fixed) return 24;
  if (g.edge_decimals == 0) return g.plain;
  return (text_size(ctx, unit_number(ctx, -0.25, g.edge_decimals), kSmall, true).x + 6) * float(data.columns[joint].units) + 14;
}

// Units with numbers: false if they do not fit in this type.
bool try_type(const DrawContext& ctx, const UnitType& t, const Gaps& gaps, bool all_rows, NetPlan& p, float width,
              float height) {
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
Gaps choose_type(const DrawContext& ctx, NetPlan& p, float width, float height) {
  constexpr Gaps kGaps[] = {{3, 0}, {2, 0}, {0, 60}, {0, 26}};
  for (const bool all_rows : {true, false})
    for (const Gaps& g : kGaps)
      for (const UnitType& t : kTypes)
        if ((g.edge_decimals == 0 || t.decimals > 2) && try_type(ctx, t, g, all_rows, p, width, height)) return g;
  return kGaps[3];
}

}  // namespace

NetPlan plan_of(const DrawContext& ctx, const LayeredNet& data, ImVec2 min, ImVec2 max) {
  NetPlan p{data};
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

}  // namespace attractor
