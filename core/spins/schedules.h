// Cooling schedules: the temperature at time t = 1, 2, ... (core/science.md, 4.4)
//
//   logarithmic  T0 / (1 + ln t)                    the slide's; finds a ground state with probability -> 1 if T0 is not
//                                                   below the deepest trap (Geman, Geman 1984; Hajek 1988)
//   geometric    T0 (T1 / T0)^((t - 1) / (n - 1))   the practical one (Kirkpatrick, Gelatt, Vecchi 1983)
//   linear       T0 + (T1 - T0) (t - 1) / (n - 1)
//   constant     T0
//
// The second and the third are at T1 from t = n on. The caller chooses the unit of t, a proposal or a sweep.
#pragma once

#include "core/base/num.h"

namespace attractor {

enum class Schedule { logarithmic, geometric, linear, constant };
inline constexpr int kSchedules = 4;

inline double temperature(Schedule s, double T0, double T1, double n, double t) {
  const double part = n > 1 && t < n ? (t - 1) / (n - 1) : 1;
  switch (s) {
    case Schedule::logarithmic: return T0 / (1 + attractor::log(t));
    case Schedule::geometric: return T0 * attractor::exp(attractor::log(T1 / T0) * part);
    case Schedule::linear: return T0 + (T1 - T0) * part;
    default: return T0;
  }
}

}  // namespace attractor
