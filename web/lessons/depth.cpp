#include "web/lessons/lesson.h"

namespace attractor::lessons {

namespace {
constexpr Pane kSide[] = {
    {View::gallery, "Dreams", "dreams"},
};
constexpr Pane kCurves[] = {
    {View::curve, "Units that come back wrong", "reconstruction"},
    {View::gallery, "What layer 1 looks for", "features1"},
    {View::gallery, "What layer 2 looks for", "features2"},
};
constexpr const char* kControls[] = {"turned", "passes", "k", "rate", "first", "second", "layers", "updown"};
}  // namespace

extern const Lesson depth{
    "depth",
    "Boltzmann machines",
    "Why another layer",
    "dbn?data=bars&side=3&layers=2&first=8&second=9&turned=1&passes=4000&batch=14&rate=0.1&seed=1",
    1000,
    {View::curve, "Log-likelihood and its bound", "likelihood,bound", "", "best_line"},
    kSide,
    kCurves,
    kControls,
    "",
    "likelihood,bound,best,layer,updates,reconstruction",
};

}  // namespace attractor::lessons
