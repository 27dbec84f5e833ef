#include "web/lessons/lesson.h"

namespace attractor::lessons {

namespace {
constexpr Pane kSide[] = {{View::gallery, "The two pictures", "pictures,overlaps"}};
constexpr Pane kCurves[] = {
    {View::curve, "Energy", "energy"},
    {View::curve, "Divergence and memory", "G,at_picture"},
    {View::heatmap, "Weights", "weights"},
};
constexpr const char* kControls[] = {"stage", "T", "rate"};
}  // namespace

extern const Lesson lineage{
    "lineage",
    "Boltzmann machines",
    "Where each came from",
    "lineage?stage=ising&T=2&seed=1",
    20,
    {View::graph, "The network", "network"},
    kSide,
    kCurves,
    kControls,
    "",
    "units,links,energy,G,at_picture",
};

}  // namespace attractor::lessons
