#include "web/lessons/lesson.h"

namespace attractor::lessons {

namespace {
constexpr Pane kSide[] = {
    {View::gallery, "Dreams", "fantasies"},
};
constexpr Pane kCurves[] = {
    {View::curve, "Free energies", "train_energy,test_energy"},
    {View::gallery, "Pictures and reconstructions", "reconstructions"},
    {View::curve, "Log-likelihood", "likelihood,pseudo"},
};
constexpr const char* kControls[] = {"hidden", "method", "k", "rate", "batch", "data", "examples", "measure"};
}  // namespace

extern const Lesson rbm{
    "rbm",
    "Boltzmann machines",
    "Restricted Boltzmann machine",
    "rbm?data=mnist&examples=2000&hidden=64&batch=20&method=pcd&particles=20&rate=0.1&halving=20&seed=1",
    200,
    {View::gallery, "Receptive fields", "features"},
    kSide,
    kCurves,
    kControls,
    "",
    "updates,pictures/s,passes,reconstruction,gap,pseudo,likelihood?,ln_z?,ln_z_low?,ln_z_high?,annealed?",
};

}  // namespace attractor::lessons
