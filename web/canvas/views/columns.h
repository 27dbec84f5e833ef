// Probabilities of a few states as columns: bars, and over them dots for a second distribution and dashes for a third.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "web/canvas/theme.h"

namespace attractor {

struct ColumnSeries {
  std::string_view name;
  std::span<const double> values;
};

struct ColumnChart {
  ColumnSeries bars, dots, dashes;      // the last two may be empty
  std::span<const std::string> labels;  // of + and -: drawn as a stack of spins
};

// Fills [min, max]; a legend above, values on the left, the states below, hovering shows the numbers. Nothing for no
// bars.
void columns(const DrawContext&, ImDrawList&, const ColumnChart&, ImVec2 min, ImVec2 max);

}  // namespace attractor
