#include "web/lessons/lesson.h"

namespace attractor::lessons {

namespace {
constexpr Pane kCurves[] = {
    {View::curve, "G in time", "G"},
    {View::curve, "Codes in time", "codes_found"},
    {View::heatmap, "Codes in the hidden units", "codes"},
};
constexpr const char* kControls[] = {"learn", "sd", "rate", "momentum", "T", "drop", "add"};
}  // namespace

extern const Lesson gradient{
    "gradient",
    "Boltzmann machines",
    "Exact gradient, broken symmetry",
    "boltzmann?net=424&learn=exact&T=1&sd=0&rate=0.05&momentum=0.9&seed=4",
    90,
    {View::hinton, "Weights, a map of the network for each unit", "weights"},
    {},
    kCurves,
    kControls,
    "",
    "G,codes_found,completed,largest",
};

}  // namespace attractor::lessons
