// Fewer points for the same picture: of what a path does within one column of pixels only the first, lowest, highest and last
// point can be seen.
#pragma once

#include <cmath>
#include <cstddef>
#include <vector>

namespace attractor {

// Point: anything with x and y. Paths that go back and forth in x keep each of their passes through a column. At most four
// points a pass; order and ends stay.
template <class Point>
std::vector<Point> by_pixel_columns(const std::vector<Point>& path) {
  std::vector<Point> out;
  for (std::size_t first = 0; first < path.size();) {
    const float column = std::floor(path[first].x);
    std::size_t end = first, low = first, high = first;
    for (; end < path.size() && std::floor(path[end].x) == column; ++end) {
      if (path[end].y < path[low].y) low = end;
      if (path[end].y > path[high].y) high = end;
    }
    std::size_t last_kept = path.size();  // none yet
    for (const std::size_t i : {first, low < high ? low : high, low < high ? high : low, end - 1}) {
      if (i == last_kept) continue;
      out.push_back(path[i]);
      last_kept = i;
    }
    first = end;
  }
  return out;
}

}  // namespace attractor
