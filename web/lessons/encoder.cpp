#include "web/lessons/lesson.h"

namespace attractor::lessons {

namespace {
constexpr Pane kCurves[] = {
    {View::curve, "Codes in time", "codes_found"},
    {View::curve, "G in time", "G"},
    {View::heatmap, "Codes in the hidden units", "codes"},
};
constexpr const char* kControls[] = {"net", "learn", "T", "delta", "drop", "add", "count"};
}  // namespace

extern const Lesson encoder{
    "encoder",
    "Boltzmann machines",
    "The encoder, 1985",
    "boltzmann?net=424&learn=sign&T=10&delta=2&sd=0&seed=11",
    15,
    {View::hinton, "Weights, a map of the network for each unit", "weights"},
    {},
    kCurves,
    kControls,
    "",
    "codes_found,distance,solved,G,completed,largest",
};

}  // namespace attractor::lessons
