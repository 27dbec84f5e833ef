#include "web/lessons/lesson.h"

namespace attractor::lessons {

namespace {
constexpr Pane kSide[] = {
    {View::gallery, "Two replicas and where they agree", "spins"},
};
constexpr Pane kCurves[] = {
    {View::curve, "Mean energy per spin", "mean", "", "nishimori_energy"},
    {View::curve, "Energy against temperature", "energies"},
};
constexpr const char* kControls[] = {"T", "p", "nishimori", "renew", "L", "rungs", "top"};
}  // namespace

extern const Lesson valleys{
    "valleys",
    "Magnets and glasses",
    "Valleys of a spin glass",
    "replicas?L=12&p=0.5&T=0.5&rungs=10&top=2&seed=4",
    1000,
    {View::curve, "Overlap of two replicas", "overlaps,plain_overlaps"},
    kSide,
    kCurves,
    kControls,
    "",
    "temperature,q2,plain_q2,mean,exact?,sample_mean?,sample_error?,samples?",
};

}  // namespace attractor::lessons
