#include "web/lessons/lesson.h"

namespace attractor::lessons {

namespace {
constexpr Pane kCurves[] = {
    {View::curve, "Recalled, against the load", "hebb,storkey,projection,dense,modern"},
    {View::curve, "Recalled, against the noise", "hebb_noise,storkey_noise,projection_noise,dense_noise,modern_noise"},
};
constexpr const char* kControls[] = {"count", "noise", "n", "beta", "top", "set", "side"};
}  // namespace

extern const Lesson compare{
    "compare",
    "Dense and modern memory",
    "One task, five memories",
    "compare?set=random&count=12&side=9&noise=0.15&n=4&beta=0.3&seed=4",
    500,
    {View::gallery, "One start, five memories", "results"},
    {},
    kCurves,
    kControls,
    "",
    "hebb_wrong,storkey_wrong,projection_wrong,dense_wrong,modern_wrong,trials",
};

}  // namespace attractor::lessons
