#include "web/lessons/lesson.h"

namespace attractor::lessons {

namespace {
constexpr Pane kSide[] = {{View::curve, "Map of the cities", "tour,cities", "", "best"}};
constexpr Pane kCurves[] = {
    {View::curve, "Energy", "energy"},
    {View::curve, "Share of tours", "rate"},
};
constexpr const char* kControls[] = {"n", "A", "C", "D", "u0", "noise"};
}  // namespace

extern const Lesson tsp{
    "tsp",
    "Graded neurons",
    "Travelling salesman, 1985",
    "tsp?n=10&A=500&C=200&D=500&u0=0.02&noise=0.1&seed=9",
    60,
    {View::heatmap, "Cities × places in the tour", "matrix"},
    kSide,
    kCurves,
    kControls,
    "",
    "starts,valid,rate,energy,length,shortest",
};

}  // namespace attractor::lessons
