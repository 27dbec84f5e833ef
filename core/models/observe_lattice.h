// A square lattice of spins as the field "spins" that a screen shows and a brush paints, coarser where it is large
// (bit_lattice.h).
#pragma once

#include <vector>

#include "core/run/model.h"
#include "core/spins/bit_lattice.h"

namespace attractor {

inline constexpr Name kSpins{"spins", "Spins"};

// The cells of a lattice of this side, as picture() gives them.
inline Field spin_field(int side, std::vector<int8_t> cells) {
  const int along = cells_along(side);
  return {.cells = std::move(cells), .rows = along, .cols = along, .palette = Palette::spin, .lo = -1};
}
inline void observe_spins(const BitLattice& b, Sink& sink) {
  sink.shape(kSpins, [&] { return spin_field(b.side(), picture(b)); });
}

// Whether it is the brush on a cell of that field, with a spin.
inline bool paints_spins(const Poke& poke, int side) {
  const int64_t along = cells_along(side);
  return poke.field == kSpins.key && poke.index < along * along && (poke.value == 1 || poke.value == -1);
}

}  // namespace attractor
