// web/session called with anything, by a monkey: nothing crashes, and what it leaves is a link that reproduces.
#include <doctest/doctest.h>

#include <algorithm>
#include <cstdlib>
#include <string>
#include <type_traits>
#include <vector>

#include "core/base/num.h"
#include "core/base/rng.h"
#include "core/models/list.h"
#include "tests/web/page.h"
#include "tests/which_build.h"
#include "web/session/lessons.h"
#include "web/session/session.h"

using namespace attractor;

namespace {

std::string nonsense(Draw& draw) {
  static const std::vector<std::string> kWords{"",
                                               "nan",
                                               "inf",
                                               "-inf",
                                               "1e308",
                                               "-1e308",
                                               "1e-320",
                                               "0",
                                               "1",
                                               "-1",
                                               "2,5",
                                               "999999999999999999",
                                               "-9223372036854775808",
                                               "0x10",
                                               "%00",
                                               "\xff\xfe",
                                               "true",
                                               "null",
                                               "ising",
                                               "\u22121",
                                               "1 000",
                                               "9007199254740993",
                                               "1e400",
                                               ";;;",
                                               "&",
                                               "?",
                                               "#",
                                               "="};
  if (draw.below(20) == 0) return std::string(std::size_t(draw.below(5000)), char('A' + draw.below(26)));
  return kWords[draw.below(kWords.size())];
}

std::string some_link(Draw& draw) {
  const Model& model = *kModels[draw.below(kModels.size())];
  const Lesson& lesson = *all_lessons()[draw.below(all_lessons().size())];
  std::string link = draw.below(2) ? model.key : lesson.id;
  char join = '?';
  auto add = [&](const std::string& pair) {
    link += join + pair;
    join = '&';
  };
  if (draw.below(3) == 0) add(std::string("lesson=") + all_lessons()[draw.below(all_lessons().size())]->id);
  if (draw.below(3) == 0) add("seed=" + std::to_string(draw.below(100)));
  for (uint64_t n = draw.below(4); n-- > 0;) {
    const Model& any = draw.below(3) ? model : *kModels[draw.below(kModels.size())];
    const Row& row = any.rows[draw.below(any.rows.size())];
    add(std::string(row.key) + "=" + nonsense(draw));
  }
  if (draw.below(4) == 0) add("at=" + std::to_string(draw.below(40)));
  if (draw.below(4) == 0) add("h=" + nonsense(draw));
  if (draw.below(4) == 0)
    add("e=" + std::to_string(draw.below(30)) + ":spins." + std::to_string(draw.below(2000)) + "=" + nonsense(draw));
  if (draw.below(6) == 0) add("ui=" + nonsense(draw));
  if (draw.below(20) == 0) add("speed=" + nonsense(draw));
  return link;
}

std::string some_value(const Row& row, Draw& draw) {
  if (draw.below(3) == 0) return nonsense(draw);
  if (row.kind == Kind::choice) return row.choices[draw.below(row.choices.size())].key;
  if (row.kind == Kind::toggle) return draw.below(2) ? "1" : "0";
  if (row.kind == Kind::integer) return decimal(std::min(row.hi, row.lo + double(draw.below(20))));
  return decimal(row.lo + (row.hi - row.lo) * draw.uniform());
}

void one_call(Page& page, Draw& draw) {
  Session& s = page.session;
  const auto& rows = s.run().model().rows;
  switch (draw.below(24)) {
    case 0: s.open(some_link(draw)); break;
    case 1: s.open(nonsense(draw)); break;
    case 2: {
      std::string link = s.link();  // its own link, cut or changed somewhere
      if (!link.empty() && draw.below(2)) link = link.substr(0, std::size_t(draw.below(link.size())));
      else if (!link.empty()) link[draw.below(link.size())] = char(32 + draw.below(95));
      s.open(link);
      break;
    }
    case 3: s.set("seed", nonsense(draw)); break;
    case 4: s.set("speed", nonsense(draw)); break;
    case 5:
      s.set_by_page(std::vector<std::string>{"lang", "theme", "mode", "hide", "calm", "budget", "visible", "x"}[draw.below(8)],
                    draw.below(2) ? "1" : nonsense(draw));
      break;
    case 6: s.play(draw.below(2)); break;
    case 7: s.step(int(int64_t(draw.below(9)) - 4)); break;
    case 8: s.seek(int64_t(draw.below(60)) - 5); break;
    case 9: s.reset(); break;
    case 10: s.set("spins." + std::to_string(draw.below(5000)) + "." + std::to_string(draw.below(9)), nonsense(draw)); break;
    case 11: s.add_picture(nonsense(draw)); break;
    case 12: s.remove_picture(nonsense(draw)); break;
    case 13: s.store_state(); break;
    case 14: s.unavailable(nonsense(draw)); break;
    case 15: s.supply(nonsense(draw), nonsense(draw)); break;
    case 16: s.describe(), s.observe(), s.notices(), s.link(); break;
    case 17: page.supply(); break;
    default: {
      const Row& row = rows[draw.below(rows.size())];
      if (draw.below(2)) s.set(row.key, some_value(row, draw));
      else page.frame();
    }
  }
}

}  // namespace

// A hundred thousand calls in four runs, so that two processors share them.
TEST_CASE_TEMPLATE("session: a monkey leaves a link that reproduces", Part, std::integral_constant<int, 0>,
                   std::integral_constant<int, 1>, std::integral_constant<int, 2>, std::integral_constant<int, 3>) {
  // All calls where the sanitizers watch, fewer elsewhere; ATTRACTOR_MONKEY sets another number. Sizes are kept small by resets, not
  // by mercy on the values.
  constexpr int kCalls = kSanitized ? 25000 : 5000;
  const char* wish = std::getenv("ATTRACTOR_MONKEY");
  const int calls = wish ? std::atoi(wish) : kCalls;
  Draw draw(20261126 + Part::value, 7, Stream::data);
  Page page;
  int checked = 0;
  for (int i = 0; i < calls; ++i) {
    one_call(page, draw);
    if (i % 997 != 0) continue;
    page.supply();
    page.session.play(false);
    if (page.session.waiting() > 0 || page.session.run().step() > 400) continue;
    const std::string link = page.session.link();
    Page other;
    other.open(link);
    other.replay(20000);
    CHECK_MESSAGE(other.session.replay() == Replay::reproduced, link.substr(0, 2000));
    CHECK_MESSAGE(other.session.run().hash() == page.session.run().hash(), link.substr(0, 2000));
    ++checked;
  }
  CHECK(checked * 997 > calls / 2);
}
