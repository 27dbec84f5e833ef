#include "web/lesson.h"

namespace attractor::lessons {

namespace {
constexpr Pane kSide[] = {
    {View::lattice, "Draw here", "canvas"},
    {View::lattice, "What the net makes of it", "seen"},
};
constexpr Pane kCurves[] = {
    {View::curve, "Free energies", "train_energy,test_energy"},
    {View::curve, "Reconstruction error", "reconstruction"},
    {View::gallery, "Receptive fields", "features"},
};
constexpr const char* kControls[] = {"hidden", "method", "rate", "batch", "data", "examples", "k"};
}  // namespace

extern const Lesson halves{
    "halves",
    "Boltzmann machines",
    "Half a digit",
    "rbm?data=mnist&examples=2000&hidden=128&batch=20&rate=0.1&seed=1",
    200,
    {View::gallery, "Lower halves completed", "completed"},
    kSide,
    kCurves,
    kControls,
    "",
    "updates,passes,reconstruction,gap,pseudo",
};

}  // namespace attractor::lessons
