// Curves: axes with names and units, nice ticks, legend, crosshair, zoom by wheel, reset by double click.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "web/canvas/theme.h"

namespace attractor {

struct Trace {
  std::string_view label;
  std::vector<double> x, y;              // NaN breaks the line
  int colour = 0;                        // index into the series colours
  bool dashed = false;                   // theory
  bool dots = false;                     // points rather than a line
  std::vector<double> lo = {}, hi = {};  // a band, where there is one
  bool places = false;                   // dots with the letters A, B, C, ...
};

struct Plot {
  std::string x_label, y_label;
  std::vector<Trace> traces;
  bool whole_x = false;  // steps: no fractional ticks
  bool legend = true;    // of two traces or more
};

// The part of the x axis one looks at; empty (lo >= hi) is everything.
struct Zoom {
  double lo = 0, hi = 0;
};

// Distance between ticks for about `count` of them: 1, 2 or 5 times a power of ten.
double nice_step(double range, int count);

// Fills [min, max]. The wheel and dragging change the zoom; nothing is drawn below 30 x 20 pixels of plot.
void curve(const DrawContext&, ImDrawList&, const Plot&, Zoom&, ImVec2 min, ImVec2 max);

}  // namespace attractor
