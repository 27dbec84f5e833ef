// The tables of Russian words, one for each group of lessons. A word that several groups use stands once, in the first of
// them; a test names one that stands twice.
#pragma once

#include <span>
#include <string_view>

namespace attractor::words {

struct Word {
  std::string_view english, russian;
};

using Table = std::span<const Word>;
extern const Table page, magnets, hopfield, graded, boltzmann, dense, energy;

}  // namespace attractor::words
