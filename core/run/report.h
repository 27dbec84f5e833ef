// A run as text: the curves as CSV, the parameters as a table.
#pragma once

#include <string>

#include "core/run/run.h"

namespace attractor {

// "step,energy,m\n0,-0.02,0.01\n...": one line a sample, an empty field where a value is not defined.
std::string curves_csv(const Curves&);

// "T\t2.27\tTemperature\tJ/k\n": key, value at the present step, label, unit; then seed, step and events.
std::string parameter_table(const Run&);

}  // namespace attractor
