#include "web/lessons/lesson.h"

namespace attractor::lessons {

namespace {
constexpr Pane kSide[] = {{View::surface, "Energy over the plane", "landscape,path"}};
constexpr Pane kCurves[] = {
    {View::curve, "Energy", "energy"},
    {View::curve, "Speed", "speed"},
    {View::lattice, "Output V", "state"},
};
constexpr const char* kControls[] = {"net", "gain", "method", "dt", "unit", "bias", "noise", "cue"};
}  // namespace

extern const Lesson continuous{
    "continuous",
    "Graded neurons",
    "Continuous network, 1984",
    "continuous?net=pair&gain=2&v1=-0.45&v2=0.8&dt=0.05",
    30,
    {View::plane, "Seen from above", "landscape,path"},
    kSide,
    kCurves,
    kControls,
    "",
    "energy,speed,time,overlap",
};

}  // namespace attractor::lessons
