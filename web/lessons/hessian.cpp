#include "web/lessons/lesson.h"

namespace attractor::lessons {

namespace {
constexpr Pane kSide[] = {
    {View::bars, "Activity", "activity"},
    {View::bars, "Eigenvalues", "spectrum"},
};
constexpr Pane kCurves[] = {
    {View::curve, "Energies in time", "energy,other"},
    {View::curve, "Speed and slope", "speed,gradient"},
};
constexpr const char* kControls[] = {"activation", "example", "n", "strength", "repair", "eps", "beta"};
}  // namespace

extern const Lesson hessian{
    "hessian",
    "One energy for all",
    "What the Hessian sees",
    "deadneurons?example=random&n=16&activation=relu&strength=0.9&repair=eps&eps=0.1&dt=0.02&seed=2",
    60,
    {View::heatmap, "Hessian of L", "hessian"},
    kSide,
    kCurves,
    kControls,
    "",
    "dead,largest,speed,gradient,energy,other",
};

}  // namespace attractor::lessons
