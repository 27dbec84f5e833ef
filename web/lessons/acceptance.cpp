#include "web/lessons/lesson.h"

namespace attractor::lessons {

namespace {
constexpr Pane kSide[] = {{View::columns, "Metropolis", "equilibrium,metropolis"},
                          {View::columns, "Heat bath", "equilibrium,heat_bath"}};
constexpr Pane kCurves[] = {
    {View::curve, "Distance from Boltzmann", "off_metropolis,off_heat_bath,off_slide,off_exact"},
    {View::curve, "Acceptance of a flip", "accept_metropolis,accept_heat_bath,accept_slide"},
    {View::curve, "Effective temperature", "effective", "", "labelled"},
};
constexpr const char* kControls[] = {"net", "n", "T", "B", "proposals"};
}  // namespace

extern const Lesson acceptance{
    "acceptance",
    "Boltzmann machines",
    "Three rules of acceptance",
    "acceptance?net=three&T=1&proposals=20&seed=1",
    60,
    {View::columns, "Slide's rule", "law_slide,slide,equilibrium"},
    kSide,
    kCurves,
    kControls,
    "",
    "energy,energy_slide,same_energy,off,flux,proposals_done",
};

}  // namespace attractor::lessons
