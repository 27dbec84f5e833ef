#include "core/networks/points.h"

#include <cmath>

namespace attractor {

LabelledPoints line_points(int n, double gap, double flips, Draw draw) {
  LabelledPoints d;
  const SinCos turn = sincos(2 * kPi * draw.uniform());
  const double off = 0.6 * draw.uniform() - 0.3;
  for (int i = 0; i < n; ++i) {
    const double x = 2 * draw.uniform() - 1, y = 2 * draw.uniform() - 1, over = draw.uniform();
    const double side = turn.cos * x + turn.sin * y > off ? 1 : -1;
    const int c = (side > 0) != (over < flips);
    d.add({x + side * gap / 2 * turn.cos, y + side * gap / 2 * turn.sin}, c);
  }
  return d;
}

Point class_mean(int c, int classes, double distance) {
  const SinCos turn = sincos(7 * kPi / 6 + 2 * kPi * c / classes);
  return {distance * turn.cos, distance * turn.sin};
}

LabelledPoints gaussian_points(int n, int classes, double distance, Draw draw) {
  LabelledPoints d;
  for (int i = 0; i < n; ++i) {
    const Point mean = class_mean(i % classes, classes, distance);
    const double x = draw.normal(), y = draw.normal();
    d.add({mean.x + x, mean.y + y}, i % classes);
  }
  return d;
}

bool edit_points(std::string_view field, Point place, double value, int classes, int most, LabelledPoints& d) {
  if (!(value >= 0) || value != std::floor(value)) return false;
  if (field == "paint") {
    if (value >= classes || d.size() >= most) return false;
    d.add(place, int(value));
    return true;
  }
  if (value >= d.size()) return false;
  const auto i = int(value);
  if (field == "points") {
    d.x[i] = place.x, d.y[i] = place.y;
    return true;
  }
  if (field != "erase" || d.size() < 2) return false;
  d.x.erase(d.x.begin() + i), d.y.erase(d.y.begin() + i), d.label.erase(d.label.begin() + i);
  return true;
}

}  // namespace attractor
