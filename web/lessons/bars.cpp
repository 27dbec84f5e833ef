#include "web/lessons/lesson.h"

namespace attractor::lessons {

namespace {
constexpr Pane kSide[] = {
    {View::curve, "Log-likelihood", "likelihood", "", "best_line"},
};
constexpr Pane kCurves[] = {
    {View::curve, "Error of reconstruction", "reconstruction"},
    {View::gallery, "Receptive fields", "features"},
    {View::curve, "Pseudo-likelihood", "pseudo"},
};
constexpr const char* kControls[] = {"method", "k", "particles", "rate", "halving", "momentum", "hidden", "side"};
}  // namespace

extern const Lesson bars{
    "bars",
    "Boltzmann machines",
    "Bars and stripes",
    "rbm?data=bars&side=3&hidden=8&method=cd&batch=14&rate=0.1&seed=1",
    2000,
    {View::gallery, "Dreams", "fantasies"},
    kSide,
    kCurves,
    kControls,
    "",
    "likelihood,best,updates,ln_z,reconstruction,largest",
};

}  // namespace attractor::lessons
