#include "web/lessons/lesson.h"

namespace attractor::lessons {

namespace {
constexpr Pane kSide[] = {{View::surface, "Other energy", "repaired,repaired_path"}};
constexpr Pane kCurves[] = {
    {View::curve, "Energies in time", "energy,other"},
    {View::curve, "Speed and slope", "speed,gradient"},
    {View::plane, "Seen from above", "repaired,repaired_path"},
};
constexpr const char* kControls[] = {"example", "activation", "repair", "eps", "x1", "x2"};
}  // namespace

extern const Lesson deadneurons{
    "deadneurons",
    "One energy for all",
    "Dead neurons, 2024",
    "deadneurons?example=false&activation=relu&repair=eps&eps=0.1&x1=1&x2=-6&dt=0.02",
    60,
    {View::surface, "Krotov–Hopfield energy", "plain,plain_path"},
    kSide,
    kCurves,
    kControls,
    "",
    "energy,other,speed,gradient,dead,bound",
};

}  // namespace attractor::lessons
