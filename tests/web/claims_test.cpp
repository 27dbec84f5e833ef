// The lessons' texts against the program: where each link leads, and that what a link is said to show is what it shows.
//
// A link carries its claims beside its address: [words](#link "overlap>0.98@60; {rule=projection} overlap>0.99@60"). A claim is
// a number that the model publishes, <, > or =, a number or another key, and the step at which it is to hold; = compares
// after rounding to the digits that are written. {...} changes parameters of the link, or its seed, first. Besides a key:
// abs(key), rises(key), the number of steps that raised a series, at(key,x), a published line's value nearest x or the bar
// number x (from 0), and settled.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/models/list.h"
#include "core/run/link.h"
#include "tests/all_languages.h"
#include "tests/data.h"
#include "tests/lesson_text.h"
#include "web/session/lessons.h"
#include "web/session/opening.h"

using namespace attractor;

namespace {

struct Try {
  std::string lesson, link, claims;
};

// The links of a lesson's text in one language, in order.
std::vector<Try> links_of(const std::string& lesson, const std::string& language) {
  std::vector<Try> out;
  for (const TextLink& l : links_of_text(lesson, language)) out.push_back({lesson, l.link, l.claims});
  REQUIRE(!out.empty());
  return out;
}

std::vector<Lang> languages_of_texts() {
  std::vector<Lang> list = all_languages();
  list.insert(list.begin(), Lang::en);
  return list;
}

std::string trim(std::string_view s) {
  while (!s.empty() && (s.front() == ' ' || s.front() == '\n')) s.remove_prefix(1);
  while (!s.empty() && (s.back() == ' ' || s.back() == '\n')) s.remove_suffix(1);
  return std::string(s);
}

struct Claim {
  std::string changes;  // "rule=projection&T=1"
  std::string left, right;
  char comparison = 0;
  int64_t step = 0;
};

Claim read_claim(std::string text) {
  Claim c;
  if (text.starts_with('{')) {
    const auto close = text.find('}');
    REQUIRE(close != std::string::npos);
    c.changes = text.substr(1, close - 1);
    text = text.substr(close + 1);
  }
  const auto sign = text.find_first_of("<>="), at = text.rfind('@');
  REQUIRE_MESSAGE((sign != std::string::npos && at != std::string::npos && sign < at), text);
  c.left = trim(text.substr(0, sign)), c.right = trim(text.substr(sign + 1, at - sign - 1));
  c.comparison = text[sign];
  c.step = std::atoll(text.c_str() + at + 1);
  return c;
}

std::vector<Claim> read_claims(const std::string& text) {
  std::vector<Claim> out;
  for (std::size_t from = 0; from < text.size();) {
    const auto to = std::min(text.find(';', from), text.size());
    out.push_back(read_claim(trim(text.substr(from, to - from))));
    from = to + 1;
  }
  return out;
}

// "at(c,2.27)" as "at", "c", "2.27"; "m" as "", "m", "".
struct Term {
  std::string function, key, argument;
  explicit Term(const std::string& s) : key(s) {
    const auto open = s.find('(');
    if (open == std::string::npos) return;
    function = s.substr(0, open), key = s.substr(open + 1, s.size() - open - 2);
    if (const auto comma = key.find(','); comma != std::string::npos) argument = key.substr(comma + 1), key.resize(comma);
  }
};

class ClaimSink final : public Sink {
 public:
  explicit ClaimSink(const Term& term) : term_(term) {}
  void publish(const Name& n, Shape shape) override {
    if (n.key != term_.key) return;
    const Number* number = number_in(shape);
    if (term_.function != "at" && number && number->known) value = number->value;
    if (term_.function != "at") return;
    if (const Bars* b = std::get_if<Bars>(&shape))
      if (const auto i = std::size_t(std::atoi(term_.argument.c_str())); i < b->values.size()) value = b->values[i];
    if (const Line* l = std::get_if<Line>(&shape)) nearest(*l, std::atof(term_.argument.c_str()));
  }
  std::optional<double> value;

 private:
  bool wants(std::string_view key, ShapeKind) const override { return key == term_.key; }
  void nearest(const Line& l, double x) {
    double off = HUGE_VAL;
    for (std::size_t i = 0; i < l.x.size(); ++i)
      if (std::isfinite(l.y[i]) && std::fabs(l.x[i] - x) < off) off = std::fabs(l.x[i] - x), value = l.y[i];
  }
  const Term& term_;
};

std::optional<double> value_of(const std::string& text, const Run& run) {
  char* end;
  const double number = std::strtod(text.c_str(), &end);
  if (end != text.c_str() && !*end) return number;
  const Term term(text);
  if (text == "settled") return run.settled();
  if (term.function == "rises") {
    const auto* series = run.curves().find(term.key);
    if (!series || run.curves().stride != 1) return {};
    int rises = 0;
    for (std::size_t i = 1; i < series->values.size(); ++i)
      rises += series->values[i] > series->values[i - 1] + 1e-12 * std::fabs(series->values[i - 1]);
    return rises;
  }
  ClaimSink sink(term);
  run.machine().observe(sink);
  if (sink.value && term.function == "abs") return std::fabs(*sink.value);
  return sink.value;
}

bool holds(const Claim& c, double left, double right) {
  if (c.comparison == '<') return left < right;
  if (c.comparison == '>') return left > right;
  const auto point = c.right.find('.');
  const auto digits = point == std::string::npos ? 0 : c.right.size() - point - 1;
  return std::fabs(left - right) <= 0.5 * std::pow(10, -double(digits)) + 1e-12;
}

// The link as it opens, with these parameters changed.
void check_claims(const Try& t, const std::string& changes, std::vector<Claim> claims) {
  std::vector<Message> notices;
  Link link = read_link(t.link, notices);
  complete_link(link, notices);
  std::vector<Message> quiet;
  const Link changed = read_link("x?" + changes, quiet);
  for (const auto& [key, value] : changed.params) link.params[key] = value;
  if (changed.seeded) link.seed = changed.seed;
  Run run(*kModels[0], 1, digits_library());
  REQUIRE_MESSAGE(open_link(link, run, notices), t.link);
  CHECK_MESSAGE(notices.empty(), t.lesson, ": ", t.link, " ", changes);
  std::stable_sort(claims.begin(), claims.end(), [](const Claim& a, const Claim& b) { return a.step < b.step; });
  for (const Claim& c : claims) {
    run.seek(c.step, [] { return true; });
    REQUIRE_MESSAGE(run.step() == c.step, t.lesson, ": ", t.link, " stops at ", run.step());
    const auto left = value_of(c.left, run), right = value_of(c.right, run);
    CHECK_MESSAGE((left && right), t.lesson, ": ", t.link, " {", changes, "}: no ", c.left, " or ", c.right, " at ", c.step);
    if (left && right)
      CHECK_MESSAGE(holds(c, *left, *right), t.lesson, ": ", t.link, " {", changes, "}: ", c.left, " is ", *left, ", not ",
                    std::string(1, c.comparison), " ", c.right, " at step ", c.step);
  }
}

}  // namespace

TEST_CASE("lessons: a link stays in its lesson or names another on purpose") {
  for (const Lesson* lesson : all_lessons())
    for (const Lang language : languages_of_texts())
      for (const Try& t : links_of(lesson->id, lang_key(language))) {
        std::vector<Message> notices;
        Link link = read_link(t.link, notices);
        const std::string first = link.model;
        const bool chosen = link.page.contains("lesson"), parameters = !link.params.empty();
        const Lesson* opened = complete_link(link, notices);
        CHECK_MESSAGE(notices.empty(), t.lesson, ": ", t.link);
        if (opened == lesson || chosen) continue;
        // Another lesson by its name; but parameters of this lesson's own model are meant for this lesson.
        Link own = read_link(lesson->preset, notices);
        CHECK_MESSAGE(opened->id == first, t.lesson, ": ", t.link, " opens ", opened->id);
        CHECK_MESSAGE((!parameters || link.model != own.model), t.lesson, ": ", t.link, " leaves for ", opened->id);
      }
}

TEST_CASE("lessons: what a link is said to show is what it shows") {
  std::size_t count = 0;
  for (const Lesson* lesson : all_lessons()) {
    const auto english = links_of(lesson->id, "en");
    for (const Lang language : languages_of_texts()) {
      const auto links = links_of(lesson->id, lang_key(language));
      REQUIRE_MESSAGE(links.size() == english.size(), lesson->id, " ", lang_key(language));
      for (std::size_t i = 0; i < links.size(); ++i) {
        const Try& t = links[i];
        CHECK_MESSAGE(t.claims == english[i].claims, lesson->id, ": ", t.link, ": other claims in ", lang_key(language));
        if (language != Lang::en && t.link == english[i].link) continue;
        std::map<std::string, std::vector<Claim>> by_changes;
        for (const Claim& c : read_claims(t.claims)) by_changes[c.changes].push_back(c);
        for (const auto& [changes, claims] : by_changes) check_claims(t, changes, claims), count += claims.size();
      }
    }
  }
  MESSAGE("claims: ", count);
  CHECK(count >= 300);
}
