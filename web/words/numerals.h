// Numbers as people read them: a real minus sign, and before the fraction what the language has there (in Russian a
// comma).
#pragma once

#include <string>

#include "web/words/words.h"

namespace attractor {

// As many digits as one reads from the last row: "−1.746", "2480", "1.2e7"; "—" for what is no number.
std::string short_number(Lang, double x, int digits = 4);
// The same without zeros at the end: "2.27", not "2.2700".
std::string trimmed_number(Lang, double x, int digits);
// With `decimals` digits after the point; what rounds to nothing has no sign.
std::string fixed_number(Lang, double x, int decimals);
// The label of an axis whose ticks are `step` apart.
std::string tick_number(Lang, double x, double step);
// What is written with a point and a hyphen ("-0.5", "1e-9"), for readers; anything else stays as it is.
std::string written_number(Lang, std::string plain);

}  // namespace attractor
