#include "web/lessons/lesson.h"

namespace attractor::lessons {

namespace {
constexpr Pane kSide[] = {
    {View::lattice, "Spins", "spins"},
};
constexpr Pane kCurves[] = {
    {View::curve, "Field and magnetisation in time", "field,m"},
};
constexpr const char* kControls[] = {"T", "amplitude", "period", "rule", "L"};
}  // namespace

extern const Lesson hysteresis{
    "hysteresis",
    "Magnets and glasses",
    "Hysteresis",
    "hysteresis?L=256&T=1.5&amplitude=1.2&period=800&seed=1",
    240,
    {View::curve, "Loop", "last,loop", "", "jump"},
    kSide,
    kCurves,
    kControls,
    "",
    "field,m,area,coercive,cycles",
};

}  // namespace attractor::lessons
