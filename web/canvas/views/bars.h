// One labelled bar per item: softmax weights over memories, with their numbers.
#pragma once

#include <span>
#include <string>

#include "web/canvas/theme.h"

namespace attractor {

struct BarList {
  std::span<const double> values;
  std::span<const std::string> labels;  // none: the items are numbered from 1
  bool sorted = false;                  // the largest first, instead of in order
};

// Fills [min, max] and scrolls when there is not enough room. Short labels stand beside their bars, texts above them. Bars run
// from 0 to 1, or as far as the largest; where there are negative values, from the middle. The strongest is in the accent colour.
void bars(const DrawContext&, const BarList&, ImVec2 min, ImVec2 max);

}  // namespace attractor
