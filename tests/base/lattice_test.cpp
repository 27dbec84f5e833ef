// The brush on a lattice: which cells a disc has, where it is cut, where it goes on.
#include "core/base/lattice.h"

#include <doctest/doctest.h>

#include <set>
#include <vector>

using namespace attractor;

namespace {

std::vector<int> disc(int rows, int cols, Edge edge, int index, int radius) {
  std::vector<int> cells;
  visit_disc(rows, cols, edge, index, radius, [&](int i) { cells.push_back(i); });
  return cells;
}

}  // namespace

TEST_CASE("lattice: a disc is what is within its radius, cell by cell, in row order") {
  CHECK(disc(5, 5, Edge::cut, 12, 0) == std::vector<int>{12});
  CHECK(disc(5, 5, Edge::cut, 12, 1) == std::vector<int>{7, 11, 12, 13, 17});
  CHECK(disc(5, 5, Edge::cut, 0, 1) == std::vector<int>{0, 1, 5});
  CHECK(disc(2, 4, Edge::cut, 3, 2) == std::vector<int>{1, 2, 3, 6, 7});
  CHECK(disc(1, 3, Edge::cut, 1, 100) == std::vector<int>{0, 1, 2});
  for (const auto& [rows, cols] : {std::pair{7, 7}, {3, 8}})
    for (int index = 0; index < rows * cols; ++index)
      for (int r = 0; r < 8; ++r) {
        std::vector<int> want;
        for (int i = 0; i < rows * cols; ++i) {
          const int dx = i % cols - index % cols, dy = i / cols - index / cols;
          if (dx * dx + dy * dy <= r * r) want.push_back(i);
        }
        CHECK(disc(rows, cols, Edge::cut, index, r) == want);
      }
}

TEST_CASE("lattice: on a torus a disc goes on at the opposite edge, and is everywhere the same") {
  CHECK(disc(4, 4, Edge::wrap, 0, 1) == std::vector<int>{12, 3, 0, 1, 4});
  const auto size = [](int index, int radius) {
    const std::vector<int> cells = disc(6, 6, Edge::wrap, index, radius);
    return std::set<int>(cells.begin(), cells.end()).size();
  };
  for (int radius = 0; radius < 9; ++radius)
    for (int index = 1; index < 36; ++index) CHECK(size(index, radius) == size(0, radius));
}
