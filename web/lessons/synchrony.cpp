#include "web/lessons/lesson.h"

namespace attractor::lessons {

namespace {
constexpr Pane kSide[] = {{View::lattice, "One by one", "apart"}};
constexpr Pane kCurves[] = {
    {View::curve, "Energy", "energy_together,energy_apart"},
    {View::curve, "Overlap", "overlap_together,overlap_apart"},
};
constexpr const char* kControls[] = {"start", "set", "count", "noise", "updates", "diagonal", "side"};
}  // namespace

extern const Lesson synchrony{
    "synchrony",
    "Hopfield's network of 1982",
    "All at once, one by one",
    "synchrony?set=shapes&count=1&side=16&start=orthogonal&updates=12&seed=2",
    4,
    {View::lattice, "All at once", "together"},
    kSide,
    kCurves,
    kControls,
    "",
    "energy_together,energy_apart,overlap_together,overlap_apart",
};

}  // namespace attractor::lessons
