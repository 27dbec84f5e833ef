#include "web/lessons/lesson.h"

namespace attractor::lessons {

namespace {
constexpr Pane kCurves[] = {
    {View::curve, "G in time", "G"},
    {View::hinton, "Weights", "weights"},
};
constexpr const char* kControls[] = {"hidden", "learn", "rate", "momentum", "sd", "T", "held"};
}  // namespace

extern const Lesson parity{
    "parity",
    "Boltzmann machines",
    "Parity needs a hidden unit",
    "boltzmann?net=parity&hidden=1&learn=exact&T=1&sd=1&rate=0.2&momentum=0.9&drop=0&add=0&held=2&seed=1",
    90,
    {View::columns, "Probability of every vector", "probabilities,world"},
    {},
    kCurves,
    kControls,
    "",
    "G,completed,largest",
};

}  // namespace attractor::lessons
