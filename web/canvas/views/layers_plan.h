// Where everything of a layered network stands: the type of its numbers, its units, its edges.
#pragma once

#include <string>
#include <vector>

#include "core/run/shapes.h"
#include "web/canvas/theme.h"

namespace attractor {

inline constexpr float kUnitPad = 7;  // around the numbers of a unit

// How numbers are written: at each size the most digits for which there is room.
struct UnitType {
  float size;
  int decimals;
  float line = 1.3f;  // height of a line, in sizes
  float around = 4;   // pixels above and below the lines of a unit
};

// An edge on the screen.
struct NetEdge {
  int number;  // of its weight
  int joint, from, to;
  ImVec2 a, b;
  double weight;
};

// Where everything stands.
struct NetPlan {
  const LayeredNet& data;
  UnitType type{kSmall, 1};
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
  NetEdge edge(int joint, int to, int from) const {
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

std::string unit_number(const DrawContext&, double v, int decimals);
float line_height(const DrawContext&, const UnitType&);
NetPlan plan_of(const DrawContext&, const LayeredNet&, ImVec2 min, ImVec2 max);
std::vector<NetEdge> edges_of(const NetPlan&);

}  // namespace attractor
