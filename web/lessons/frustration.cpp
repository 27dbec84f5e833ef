#include "web/lessons/lesson.h"

namespace attractor::lessons {

namespace {
constexpr Pane kCurves[] = {
    {View::curve, "Unsatisfied bonds", "unsatisfied", "", "floor"},
    {View::curve, "Energy", "energy,mean"},
};
constexpr const char* kControls[] = {"system", "T", "L", "p", "updates"};
}  // namespace

extern const Lesson frustration{
    "frustration",
    "Magnets and glasses",
    "Frustration",
    "frustration?system=triangular&L=12&T=0.5&seed=3",
    60,
    {View::bonds, "Spins and bonds", "spins"},
    {},
    kCurves,
    kControls,
    "",
    "unsatisfied,bound,energy,mean,exact,lowest",
};

}  // namespace attractor::lessons
