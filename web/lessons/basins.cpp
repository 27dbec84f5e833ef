#include "web/lessons/lesson.h"

namespace attractor::lessons {

namespace {
constexpr const char* kControls[] = {"count", "rule", "set", "side", "dreams", "points"};
}  // namespace

extern const Lesson basins{
    "basins",
    "Hopfield's network of 1982",
    "Basins of attraction",
    "basins?set=random&count=6&side=12&points=8&seed=3",
    60,
    {View::heatmap, "Basins of attraction", "map"},
    {},
    {},
    kControls,
    "",
    "picture1,picture2,picture3,another,mixture,elsewhere",
};

}  // namespace attractor::lessons
