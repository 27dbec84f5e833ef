// Looks a word up in what the build makes of web/words/<language>.po.
#include "web/words/words.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <vector>

#include "core/base/num.h"
#include "web/words/numerals.h"

namespace attractor {
namespace {

struct Word {
  std::string english, russian;
};

std::vector<Word>& words() {  // sorted
  static std::vector<Word> all;
  return all;
}

const Word* find(std::string_view english) {
  const auto it = std::lower_bound(words().begin(), words().end(), english,
                                   [](const Word& w, std::string_view e) { return w.english < e; });
  return it != words().end() && it->english == english ? &*it : nullptr;
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

void set_words(Lang lang, std::string_view text) {
  if (lang != Lang::ru || !words().empty()) return;  // who holds a word keeps it
  while (!text.empty()) {
    const std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(text.size(), line.size() + 1));
    const auto tab = line.find('\t');
    if (tab == std::string_view::npos) continue;
    const std::string_view rest = line.substr(tab + 1);
    words().push_back({std::string(line.substr(0, tab)), std::string(rest.substr(0, rest.find('\t')))});
  }
  std::sort(words().begin(), words().end(), [](const Word& a, const Word& b) { return a.english < b.english; });
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
