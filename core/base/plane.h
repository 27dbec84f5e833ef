// A plane of states that is drawn as a map: its window, the points of its grid, and where the state has been on it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace attractor {

struct Point {
  double x, y;
};

struct Window {
  double x0, x1, y0, y1;
  // A point of a grid of `side` x `side` over the window, row by row.
  Point at(int64_t i, int side) const {
    return {x0 + (x1 - x0) * double(i % side) / (side - 1), y0 + (y1 - y0) * double(i / side) / (side - 1)};
  }
};

// A point every `stride` steps; when there are too many, every second one is left out and the stride doubles.
struct Track {
  static constexpr int kMost = 512;
  std::vector<Point> points;
  int64_t stride = 1;

  void add(int64_t step, Point p) {
    if (step % stride != 0) return;
    points.push_back(p);
    if (std::ssize(points) < kMost) return;
    int kept = 0;
    for (int i = 0; i < std::ssize(points); i += 2) points[kept++] = points[i];
    points.resize(kept);
    stride *= 2;
  }
};

}  // namespace attractor
