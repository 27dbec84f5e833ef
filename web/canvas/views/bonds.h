// Spins at their places, joined by bonds: satisfied ones thin and quiet, unsatisfied ones thick and red, and a mark in every
// loop that cannot have all of its bonds satisfied.
#pragma once

#include <optional>

#include "core/run/shapes.h"
#include "web/canvas/theme.h"
#include "web/canvas/views/field.h"

namespace attractor {

// A press on a spin turns it over: the stroke that does it.
std::optional<Stroke> bonds(const DrawContext&, ImDrawList&, const Bonds&, ImVec2 min, ImVec2 max);

}  // namespace attractor
