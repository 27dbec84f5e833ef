#include "web/lessons/lesson.h"

namespace attractor::lessons {

namespace {
constexpr Pane kSide[] = {{View::gallery, "Stored pictures", "patterns,overlaps"}};
constexpr Pane kCurves[] = {
    {View::curve, "Energy", "energy"},
    {View::curve, "Overlap", "overlap,nearest_overlap"},
};
constexpr const char* kControls[] = {"n", "kind", "count", "noise", "set", "side", "updates"};
}  // namespace

extern const Lesson dense{
    "dense",
    "Dense and modern memory",
    "Dense memory",
    "dense?set=random&count=60&side=10&cue=1&noise=0.2&kind=polynomial&n=3&updates=2&seed=4",
    30,
    {View::lattice, "State", "spins"},
    kSide,
    kCurves,
    kControls,
    "cue",
    "energy,overlap,nearest_overlap,load,capacity,flips",
};

}  // namespace attractor::lessons
