#include "web/lessons/lesson.h"

namespace attractor::lessons {

namespace {
constexpr Pane kCurves[] = {
    {View::curve, "Order against temperature", "abs_m", "temperature", "onsager_m"},
    {View::curve, "Energy and magnetisation in time", "energy,m"},
};
constexpr const char* kControls[] = {"T", "ramp", "model", "L", "rule", "order", "B"};
}  // namespace

extern const Lesson ising{
    "ising",
    "Magnets and glasses",
    "Ising model",
    "ising?L=128&T=3.2&rule=metropolis&order=checkerboard&ramp=0.001&seed=7&e=1:T=1.5",
    120,
    {View::lattice, "Spins", "spins"},
    {},
    kCurves,
    kControls,
    "",
    "temperature,energy,m,specific_heat,susceptibility,binder",
};

}  // namespace attractor::lessons
