#include "web/lessons/lesson.h"

namespace attractor::lessons {

namespace {
constexpr Pane kCurves[] = {
    {View::curve, "Domain size", "sizes", "", "law"},
    {View::curve, "Energy per spin", "energy"},
};
constexpr const char* kControls[] = {"T", "L", "rule", "sweeps"};
}  // namespace

extern const Lesson growth{
    "growth",
    "Magnets and glasses",
    "Domain growth",
    "growth?L=512&T=1&seed=2",
    60,
    {View::lattice, "Spins", "spins"},
    {},
    kCurves,
    kControls,
    "",
    "time,size,exponent,energy,m",
};

}  // namespace attractor::lessons
