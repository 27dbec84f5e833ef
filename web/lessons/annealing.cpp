#include "web/lessons/lesson.h"

namespace attractor::lessons {

namespace {
constexpr Pane kSide[] = {{View::gallery, "Stored pictures", "patterns,arrived", "", "", true}};
constexpr Pane kCurves[] = {
    {View::curve, "Best overlap", "m_logarithmic,m_geometric,m_linear,m_constant"},
    {View::curve, "Temperatures", "T_logarithmic,T_geometric,T_linear,T_constant"},
    {View::curve, "Energy per neuron", "E_logarithmic,E_geometric,E_linear,E_constant"},
};
constexpr const char* kControls[] = {"T0", "T1", "length", "rule", "clock", "start", "set", "count"};
}  // namespace

extern const Lesson annealing{
    "annealing",
    "Boltzmann machines",
    "Annealing a false memory",
    "annealing?set=letters&count=3&side=20&start=mixture&rule=slide&T0=0.8&T1=0.05&length=200&updates=200&seed=2",
    60,
    {View::gallery, "States of the four chains", "chains"},
    kSide,
    kCurves,
    kControls,
    "",
    "time,load,slide_T0,m_logarithmic,m_geometric,m_linear,m_constant",
};

}  // namespace attractor::lessons
