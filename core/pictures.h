// What every model that remembers pictures asks for alike: which pictures, and how the damaged start is made from one.
#pragma once

#include <cstdint>
#include <vector>

#include "core/data.h"
#include "core/model.h"

namespace attractor {

inline constexpr int64_t kMaxPatternCells = 1 << 24;  // patterns x neurons
inline constexpr int kShownPictureRows = 4096;        // of all pictures shown together: what every graphics card takes

// The pictures of a built-in set, then the user's own (the packed text of a parameter row).
struct PictureChoice {
  int set, count, side;
  const Text& own;
  int cells() const { return side * side; }
};

// Why the choice is impossible, or empty: damaged text, too many, nothing at all, a cue that is not there.
Message check_pictures(const PictureChoice&, int cue);

// All pictures, one after the other; the choice has passed check_pictures.
std::vector<int8_t> collect_pictures(const PictureChoice&, const Rng&);

// The start: picture `cue` (from 1; 0 is a random state), each cell flipped with probability `noise`, and the share `erase`
// of the rows, from below, blank.
std::vector<int8_t> damaged_start(const std::vector<int8_t>& patterns, int side, int cue, double noise, double erase,
                                  const Rng&);

// One picture, or all of them with the user's own marked, as fields.
Field picture_field(const int8_t* cells, int side);
Field gallery_field(const std::vector<int8_t>& patterns, int side, int built_in);

// The cells within `radius` of cell `index` of a side x side picture without wrapping, in row order.
template <class Visit>
void visit_disc(int side, int64_t index, int radius, Visit visit) {
  const int r = radius < side ? radius : side, x = int(index % side), y = int(index / side);
  for (int dy = -r; dy <= r; ++dy)
    for (int dx = -r; dx <= r; ++dx) {
      if (dx * dx + dy * dy > r * r || x + dx < 0 || x + dx >= side || y + dy < 0 || y + dy >= side) continue;
      visit(std::size_t((y + dy) * side + x + dx));
    }
}

}  // namespace attractor
