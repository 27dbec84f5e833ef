// Points of the plane with classes: data sets that the code makes, and what the mouse does to them.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "core/base/plane.h"
#include "core/base/rng.h"

namespace attractor {

struct LabelledPoints {
  std::vector<double> x, y;
  std::vector<int8_t> label;  // the class, from 0

  int size() const { return int(label.size()); }
  void add(Point p, int c) { x.push_back(p.x), y.push_back(p.y), label.push_back(int8_t(c)); }
};

// n points of the square from -1 to 1, class 1 on one side of a random line, which has no point nearer than gap / 2.
// A share `flips` of the labels is then turned over.
LabelledPoints line_points(int n, double gap, double flips, Draw);
// n points of `classes` normal distributions of covariance I, in turn; the means are `distance` from 0, the first at
// 210 degrees, the others at equal angles from it (two: at -mu and +mu).
Point class_mean(int c, int classes, double distance);
LabelledPoints gaussian_points(int n, int classes, double distance, Draw);

// "points" moves the point of number `value` to a place, "erase" takes it away, "paint" adds one of class `value`; at the
// most `most` points, and one at the least. False: another field, or out of range, and nothing changed.
bool edit_points(std::string_view field, Point place, double value, int classes, int most, LabelledPoints&);

}  // namespace attractor
