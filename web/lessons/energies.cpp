#include "web/lessons/lesson.h"

namespace attractor::lessons {

namespace {
constexpr Pane kSide[] = {{View::gallery, "Stored pictures", "patterns,overlaps"}};
constexpr Pane kCurves[] = {
    {View::curve, "By the matrix", "energy"},
    {View::curve, "By the squares", "energy_squares"},
    {View::graph, "Network", "network"},
};
constexpr const char* kControls[] = {"count", "noise", "set", "rule", "diagonal"};
}  // namespace

extern const Lesson energies{
    "energies",
    "Hopfield's network of 1982",
    "Two forms of the energy",
    "hopfield?set=random&count=5&side=16&cue=1&noise=0.35&updates=4&seed=5",
    30,
    {View::lattice, "State", "spins"},
    kSide,
    kCurves,
    kControls,
    "cue",
    "energy,energy_squares,overlap,load",
};

}  // namespace attractor::lessons
