// Looks a word up in what the build makes of web/words/<language>.po.
#include "web/words/words.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <deque>

#include "core/base/num.h"
#include "web/words/numerals.h"

namespace attractor {
namespace {

struct Word {
  std::string english, translation;
};

struct Language {
  std::string name, decimal = ".";
  std::vector<Word> words;  // sorted
};

// Those who hold a word or a name keep it: nothing in here moves.
std::deque<Language>& all() {
  static std::deque<Language> list{{"en", ".", {}}};
  return list;
}

const Word* find(Lang lang, std::string_view english) {
  const std::vector<Word>& words = all()[lang.place].words;
  const auto it =
      std::lower_bound(words.begin(), words.end(), english, [](const Word& w, std::string_view e) { return w.english < e; });
  return it != words.end() && it->english == english ? &*it : nullptr;
}

std::string next_field(std::string_view& line) {
  const std::string_view field = line.substr(0, line.find('\t'));
  line.remove_prefix(std::min(line.size(), field.size() + 1));
  return std::string(field);
}

constexpr double kNoise = 1e-9;

double one_digit(double v) {
  char text[32];
  std::snprintf(text, sizeof text, "%.0e", v);
  return std::strtod(text, nullptr);
}

}  // namespace

std::vector<Lang> languages() {
  std::vector<Lang> list;
  for (std::size_t i = 0; i < all().size(); ++i) list.push_back({uint8_t(i)});
  return list;
}

std::optional<Lang> find_language(std::string_view name) {
  for (const Lang l : languages())
    if (all()[l.place].name == name) return l;
  return {};
}

const char* lang_key(Lang lang) { return all()[lang.place].name.c_str(); }

const std::string& decimal_mark(Lang lang) { return all()[lang.place].decimal; }

std::string_view tr(Lang lang, std::string_view english) {
  const Word* w = find(lang, english);
  return w ? w->translation : english;
}

bool has_word(Lang lang, std::string_view english) {
  const auto letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
  return lang == Lang::en || std::none_of(english.begin(), english.end(), letter) || find(lang, english) != nullptr;
}

Lang set_words(std::string_view name, std::string_view text) {
  const std::optional<Lang> known = find_language(name);
  const Lang lang = known ? *known : Lang{uint8_t(all().size())};
  if (!known) all().push_back({std::string(name), ".", {}});
  Language& l = all()[lang.place];
  if (lang == Lang::en || !l.words.empty()) return lang;
  while (!text.empty()) {
    std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(text.size(), line.size() + 1));
    if (line.find('\t') == std::string_view::npos) continue;
    std::string english = next_field(line), translation = next_field(line);
    if (english.empty()) l.decimal = std::move(translation);  // the first line: what the language is
    else l.words.push_back({std::move(english), std::move(translation)});
  }
  std::sort(l.words.begin(), l.words.end(), [](const Word& a, const Word& b) { return a.english < b.english; });
  return lang;
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

std::string format_message(Lang lang, const Message& m) {
  if (!m) return {};
  std::vector<std::string> args = m.args;
  for (std::string& arg : args) arg = written_number(lang, std::string(tr(lang, arg)));
  return fill(tr(lang, m.sentence), args);
}

}  // namespace attractor
