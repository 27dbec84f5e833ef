// A lattice of rows x cols cells, numbered row by row: what the mouse paints on it.
#pragma once

#include <algorithm>
#include <cstdint>

namespace attractor {

enum class Edge { cut, wrap };  // a disc ends at the edge, or goes on at the opposite one (a torus)

// visit(i) for each cell i within `radius` of cell `index`, in row order. A radius beyond the lattice is cut to it: to
// its longer side, on a torus to half of its shorter one, so that no cell comes twice.
template <class Visit>
void visit_disc(int rows, int cols, Edge edge, int64_t index, int radius, Visit visit) {
  const bool wraps = edge == Edge::wrap;
  const int r = std::min(radius, wraps ? std::min(rows, cols) / 2 : std::max(rows, cols));
  const int x = int(index % cols), y = int(index / cols);
  for (int dy = -r; dy <= r; ++dy)
    for (int dx = -r; dx <= r; ++dx) {
      if (dx * dx + dy * dy > r * r) continue;
      const int row = wraps ? (y + dy + rows) % rows : y + dy, col = wraps ? (x + dx + cols) % cols : x + dx;
      if (row >= 0 && row < rows && col >= 0 && col < cols) visit(row * cols + col);
    }
}

// The same on a picture of side x side cells.
template <class Visit>
void visit_disc(int side, int64_t index, int radius, Visit visit) {
  visit_disc(side, side, Edge::cut, index, radius, visit);
}

}  // namespace attractor
