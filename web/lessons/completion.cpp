#include "web/lessons/lesson.h"

namespace attractor::lessons {

namespace {
constexpr Pane kSide[] = {{View::gallery, "What is to be learned", "patterns,answers", "", "", true}};
constexpr Pane kCurves[] = {
    {View::heatmap, "Expected picture", "completion"},
    {View::curve, "G and completion", "G,completed"},
    {View::hinton, "Weights", "weights"},
};
constexpr const char* kControls[] = {"held", "built_in", "hidden", "learn", "T", "rate"};
}  // namespace

extern const Lesson completion{
    "completion",
    "Boltzmann machines",
    "Completing what is missing",
    "boltzmann?net=pictures&hidden=3&learn=exact&T=1&sd=0.3&rate=0.1&momentum=0.9&drop=0.02&add=0.02&held=3&built_in=6&seed=2",
    30,
    {View::lattice, "What is shown, what is filled in", "spins"},
    kSide,
    kCurves,
    kControls,
    "",
    "G,completed,largest",
};

}  // namespace attractor::lessons
