#include "web/lessons/lesson.h"

namespace attractor::lessons {

namespace {
constexpr Pane kSide[] = {
    {View::lattice, "Magnet: t", "magnet"},
};
constexpr Pane kCurves[] = {
    {View::curve, "Overlap and magnetisation", "overlap,m"},
    {View::curve, "Magnetisation against temperature", "measured", "", "theory"},
};
constexpr const char* kControls[] = {"T", "set", "picture", "side", "start", "noise", "updates"};
}  // namespace

extern const Lesson mattis{
    "mattis",
    "Magnets and glasses",
    "From magnets to memory",
    "mattis?set=letters&picture=1&side=24&T=0.5&seed=2",
    60,
    {View::lattice, "Memory: s", "memory"},
    kSide,
    kCurves,
    kControls,
    "",
    "overlap,m,mean_m,mean_field,differences",
};

}  // namespace attractor::lessons
