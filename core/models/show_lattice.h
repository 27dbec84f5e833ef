// A square lattice of spins as the field "spins" that a screen shows and a brush paints, coarser where it is large (bit_lattice.h).
#pragma once

#include <vector>

#include "core/run/model.h"
#include "core/spins/bit_lattice.h"

namespace attractor {

inline constexpr Name kSpins{"spins", "Spins"};

// The cells of a lattice of this side, as picture() gives them; none if the sink does not want them.
inline void show_spins(int side, const std::vector<int8_t>& cells, Sink& sink) {
  Field f;
  f.i8 = cells.data();
  f.rows = f.cols = cells_along(side);
  f.palette = Palette::spin;
  f.lo = -1;
  sink.field(kSpins, f);
}
inline void show_spins(const BitLattice& b, Sink& sink) {
  show_spins(b.side(), sink.wants(kSpins.key) ? picture(b) : std::vector<int8_t>(), sink);
}

// Whether it is the brush on a cell of that field, with a spin.
inline bool paints_spins(const Poke& poke, int side) {
  const int64_t along = cells_along(side);
  return poke.field == kSpins.key && poke.index < along * along && (poke.value == 1 || poke.value == -1);
}

}  // namespace attractor
