#include "web/lessons/lesson.h"

namespace attractor::lessons {

namespace {
constexpr const char* kControls[] = {"n", "top", "noise", "success"};
}  // namespace

extern const Lesson capacity{
    "capacity",
    "Hopfield's network of 1982",
    "How much can it hold?",
    "capacity?n=100&top=0.6&seed=1",
    2000,
    {View::curve, "Share of patterns recalled", "hebb,storkey,projection,perceptron", "", "limit"},
    {},
    {},
    kControls,
    "",
    "trials",
};

}  // namespace attractor::lessons
