// Looks a word up in the tables of web/words/.
#include "web/words/words.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <vector>

#include "core/base/num.h"
#include "web/words/numerals.h"
#include "web/words/table.h"

namespace attractor {
namespace {

using words::Word;

const words::Table* const kTables[] = {&words::page,      &words::magnets, &words::hopfield, &words::graded,
                                       &words::boltzmann, &words::dense,   &words::energy};

const Word* find(std::string_view english) {
  for (const words::Table* table : kTables)
    for (const Word& w : *table)
      if (w.english == english) return &w;
  return nullptr;
}

constexpr double kNoise = 1e-9;

double one_digit(double v) {
  char text[32];
  std::snprintf(text, sizeof text, "%.0e", v);
  return std::strtod(text, nullptr);
}

}  // namespace

std::string_view tr(Lang lang, std::string_view english) {
  if (lang == Lang::ru)
    if (const Word* w = find(english)) return w->russian;
  return english;
}

bool has_russian(std::string_view english) {
  const auto letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
  return std::none_of(english.begin(), english.end(), letter) || find(english) != nullptr;  // numbers are the same everywhere
}

std::string_view repeated_word() {
  std::vector<std::string_view> all;
  for (const words::Table* table : kTables)
    for (const Word& w : *table) all.push_back(w.english);
  std::sort(all.begin(), all.end());
  const auto twice = std::adjacent_find(all.begin(), all.end());
  return twice == all.end() ? std::string_view() : *twice;
}

Message with_numbers(const char* sentence, std::span<const double> values) {
  Message m{sentence, {}};
  for (double v : values) {
    const double unit = std::fabs(v) < 10 ? 1000 : std::fabs(v) < 100 ? 100 : 10;
    const double rounded = std::floor(v * unit + 0.5) / unit;
    // What is not zero is not called zero, unless it is noise.
    m.args.push_back(decimal(rounded != 0 || std::fabs(v) < kNoise ? rounded : one_digit(v)));
  }
  return m;
}

std::string say(Lang lang, const Message& m) {
  if (!m) return {};
  std::vector<std::string> args = m.args;
  for (std::string& arg : args) arg = written_number(lang, std::string(tr(lang, arg)));
  return fill(tr(lang, m.sentence), args);
}

}  // namespace attractor
