#include "web/lessons/lesson.h"

namespace attractor::lessons {

namespace {
constexpr Pane kSide[] = {
    {View::lattice, "Draw here", "canvas"},
    {View::bars, "Probability of each digit", "answer"},
};
constexpr Pane kCurves[] = {
    {View::curve, "Error on test pictures", "test_error"},
    {View::gallery, "What layer 2 looks for", "features2"},
    {View::gallery, "Mistakes", "mistakes"},
};
constexpr const char* kControls[] = {"dream", "sweeps", "trained", "learn", "updown", "passes", "rate", "layers", "data"};
}  // namespace

extern const Lesson dbn{
    "dbn",
    "Boltzmann machines",
    "Deep belief net",
    "dbn?data=mnist&examples=2000&layers=3&first=256&second=256&third=512&trained=all&turned=0&batch=20&rate=0.1&updown=1&"
    "sweeps=10&learn=0&seed=1",
    20,
    {View::gallery, "Dreams", "dreams"},
    kSide,
    kCurves,
    kControls,
    "",
    "test_error,read,layer,pass,pictures/s,reconstruction",
};

}  // namespace attractor::lessons
