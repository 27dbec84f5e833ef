#include "web/lessons/lesson.h"

namespace attractor::lessons {

namespace {
constexpr Pane kCurves[] = {
    {View::curve, "Energy", "energy"},
    {View::bars, "Overlap with the cue", "overlaps"},
    {View::heatmap, "State", "code"},
};
constexpr const char* kControls[] = {"ask", "address", "set", "beta", "eta"};
}  // namespace

extern const Lesson textmemory{
    "textmemory",
    "Dense and modern memory",
    "Sentences recalled by a word",
    "textmemory?set=en&ask=cue&address=0&beta=25&eta=0.2&seed=1",
    20,
    {View::bars, "Memories and their weights", "weights"},
    {},
    kCurves,
    kControls,
    "",
    "energy,largest,part,best,count,steps",
};

}  // namespace attractor::lessons
