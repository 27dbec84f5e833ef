#include "web/lessons/lesson.h"

namespace attractor::lessons {

namespace {
constexpr Pane kCurves[] = {
    {View::curve, "One walker on the ladder", "rung"},
    {View::curve, "Exchanges accepted", "exchanges"},
    {View::curve, "Overlap of two replicas", "overlaps,plain_overlaps"},
};
constexpr const char* kControls[] = {"rungs", "T", "top", "L", "p"};
}  // namespace

extern const Lesson tempering{
    "tempering",
    "Magnets and glasses",
    "Parallel tempering",
    "replicas?L=24&p=0.5&T=0.2&rungs=20&top=2&seed=5",
    1000,
    {View::curve, "Energy: ladder and single chain", "low,single"},
    {},
    kCurves,
    kControls,
    "",
    "mean,single_mean,trips,rounds,q2,plain_q2",
};

}  // namespace attractor::lessons
