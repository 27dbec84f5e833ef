#include "web/lessons/lesson.h"

namespace attractor::lessons {

namespace {
constexpr Pane kSide[] = {{View::gallery, "Stored pictures", "patterns,shares", "", "", true}};
constexpr Pane kCurves[] = {
    {View::curve, "Energy", "energy,reduced"},
    {View::curve, "Where the energy is", "feature,memory,bond"},
    {View::bars, "Memory neurons", "shares"},
};
constexpr const char* kControls[] = {"kind", "tau_h", "noise", "beta", "n", "dt", "method"};
}  // namespace

extern const Lesson krotov{
    "krotov",
    "One energy for all",
    "One network behind them all, 2020",
    "krotov?kind=B&set=letters&count=6&side=16&cue=1&noise=0.25&beta=16&n=3&tau_f=1&tau_h=0.2&dt=0.05&method=rk4&seed=3",
    30,
    {View::lattice, "State", "spins"},
    kSide,
    kCurves,
    kControls,
    "cue",
    "energy,slope,overlap,time",
};

}  // namespace attractor::lessons
