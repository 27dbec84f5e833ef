#include "web/lessons/lesson.h"

namespace attractor::lessons {

namespace {
constexpr Pane kCurves[] = {
    {View::curve, "Who catches the random starts", "share_stored,share_negative,share_mixture,share_other"},
    {View::curve, "Energy of the states found", "depths"},
};
constexpr const char* kControls[] = {"set", "count", "side", "rule", "dreams", "starts"};
}  // namespace

extern const Lesson census{
    "census",
    "Hopfield's network of 1982",
    "Spurious states",
    "census?set=random&count=4&side=12&seed=3",
    20,
    {View::gallery, "Where random starts come to rest", "states_found,shares", "", "", true},
    {},
    kCurves,
    kControls,
    "",
    "share_stored,share_negative,share_mixture,share_other,states,starts",
};

}  // namespace attractor::lessons
