#include "web/lessons/lesson.h"

namespace attractor::lessons {

namespace {
constexpr Pane kSide[] = {{View::gallery, "Stored pictures", "patterns,overlaps"}};
constexpr Pane kCurves[] = {
    {View::curve, "Energy", "energy"},
    {View::curve, "Overlap", "overlap,nearest_overlap"},
    {View::heatmap, "Weights", "weights"},
};
constexpr const char* kControls[] = {"noise", "erase", "set", "count", "rule", "order", "updates"};
}  // namespace

extern const Lesson hopfield{
    "hopfield",
    "Hopfield's network of 1982",
    "Hopfield network, 1982",
    "hopfield?set=letters&count=3&side=16&cue=1&noise=0.25&updates=4&seed=3",
    30,
    {View::lattice, "State", "spins"},
    kSide,
    kCurves,
    kControls,
    "cue",
    "energy,overlap,nearest_overlap,flips,sweeps,load",
};

}  // namespace attractor::lessons
