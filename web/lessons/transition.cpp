#include "web/lessons/lesson.h"

namespace attractor::lessons {

namespace {
constexpr Pane kCurves[] = {
    {View::curve, "Energy per spin", "e,kaufman_e"},
    {View::curve, "Specific heat", "c,kaufman_c", "", "onsager_c"},
    {View::curve, "Binder cumulant", "u", "", "critical"},
};
constexpr const char* kControls[] = {"L", "low", "high", "rule", "warm"};
}  // namespace

extern const Lesson transition{
    "transition",
    "Magnets and glasses",
    "Phase transition, measured",
    "transition?L=32&low=1.6&high=3&seed=1",
    5000,
    {View::curve, "Magnetisation against temperature", "m", "", "onsager_m"},
    {},
    kCurves,
    kControls,
    "",
    "least,sweeps",
};

}  // namespace attractor::lessons
