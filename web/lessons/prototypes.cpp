#include "web/lessons/lesson.h"

namespace attractor::lessons {

namespace {
constexpr Pane kSide[] = {{View::lattice, "Picture to read", "input"}};
constexpr Pane kCurves[] = {
    {View::curve, "Error", "train_error,test_error"},
    {View::curve, "How many memories vote", "together"},
    {View::bars, "Label neurons", "scores"},
};
constexpr const char* kControls[] = {"n", "memories", "theta", "rate", "data", "examples", "batch"};
}  // namespace

extern const Lesson prototypes{
    "prototypes",
    "Dense and modern memory",
    "From features to prototypes",
    "prototypes?data=mnist&examples=4000&n=30&theta=0.6&memories=36&batch=100&seed=1",
    600,
    {View::gallery, "Memories", "memories,votes", "", "", true},
    kSide,
    kCurves,
    kControls,
    "",
    "test_error,train_error,together,updates,pictures/s,passes",
};

}  // namespace attractor::lessons
