#include "web/lessons/lesson.h"

namespace attractor::lessons {

namespace {
constexpr Pane kSide[] = {
    {View::lattice, "Draw here", "canvas"},
    {View::lattice, "What the net makes of it", "seen"},
};
constexpr Pane kCurves[] = {
    {View::gallery, "Receptive fields", "features"},
    {View::gallery, "Dreams", "fantasies"},
    {View::curve, "Free energies", "train_energy,test_energy"},
};
constexpr const char* kControls[] = {"trained", "hidden", "method", "rate", "batch", "data", "examples"};
}  // namespace

extern const Lesson halves{
    "halves",
    "Boltzmann machines",
    "Half a digit",
    "rbm?data=mnist&examples=2000&hidden=256&trained=1&batch=20&rate=0.01&seed=1",
    30,
    {View::gallery, "Lower halves completed", "completed"},
    kSide,
    kCurves,
    kControls,
    "",
    "updates,pictures/s,passes,reconstruction,gap,pseudo",
};

}  // namespace attractor::lessons
