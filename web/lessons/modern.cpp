#include "web/lessons/lesson.h"

namespace attractor::lessons {

namespace {
constexpr Pane kSide[] = {{View::gallery, "Stored pictures", "patterns,weights", "", "", true}};
constexpr Pane kCurves[] = {
    {View::curve, "Energy", "energy"},
    {View::bars, "Softmax weights", "strongest"},
    {View::curve, "How many take part", "part"},
};
constexpr const char* kControls[] = {"beta", "noise", "erase", "until", "eta", "set", "count"};
}  // namespace

extern const Lesson modern{
    "modern",
    "Dense and modern memory",
    "Modern Hopfield network = attention, 2020",
    "modern?set=letters&count=8&side=16&cue=1&noise=0.3&beta=0.03&eta=0.1&until=rest&seed=3",
    20,
    {View::lattice, "State", "spins"},
    kSide,
    kCurves,
    kControls,
    "cue",
    "energy,largest,part,attention_gap,attention_beta,overlap",
};

}  // namespace attractor::lessons
