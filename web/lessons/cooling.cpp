#include "web/lessons/lesson.h"

namespace attractor::lessons {

namespace {
constexpr Pane kCurves[] = {
    {View::curve, "Temperatures", "T_logarithmic,T_geometric,T_linear,T_constant"},
    {View::curve, "Mean energy", "E_logarithmic,E_geometric,E_linear,E_constant"},
    {View::columns, "Lowest states now", "law_logarithmic,law_geometric"},
};
constexpr const char* kControls[] = {"net", "n", "rule", "T0", "T1", "length", "proposals"};
}  // namespace

extern const Lesson cooling{
    "cooling",
    "Boltzmann machines",
    "Four schedules, exactly",
    "cooling?net=glass&n=8&rule=slide&T0=2&T1=0.1&length=1000&proposals=5&seed=4",
    60,
    {View::curve, "Probability of the ground state", "ground_logarithmic,ground_geometric,ground_linear,ground_constant"},
    {},
    kCurves,
    kControls,
    "",
    "time,ground_logarithmic,ground_geometric,ground_linear,trap,lowest",
};

}  // namespace attractor::lessons
