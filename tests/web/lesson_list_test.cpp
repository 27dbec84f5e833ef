// The lessons' rows that are fetched: what is not in order is left out and said.
#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "tests/all_languages.h"
#include "tests/lesson_rows.h"
#include "web/session/lessons.h"
#include "web/session/session.h"

using namespace attractor;

TEST_CASE("lessons: a row that is not in order is left out and said, and something can always be opened") {
  struct Restore {
    ~Restore() { set_lessons(lesson_rows()); }
  } restore;
  const std::size_t all = all_lessons().size();
  CHECK(all > 30);
  const Lesson* held = all_lessons()[1];
  const std::string good = "lesson\tone\tGroup\tTitle\tising?T=2\t60\nstage\tlattice\tState\tspins\n";
  for (const char* bad : {"lesson\ttwo\tGroup\tTitle\tising\t60\n",                                  // no stage
                          "lesson\ttwo\tGroup\tTitle\tising\tfast\nstage\tlattice\tState\tspins\n",  // no speed
                          "lesson\ttwo\tGroup\tTitle\tnosuch\t60\nstage\tlattice\tState\tspins\n",   // no model
                          "lesson\ttwo\tGroup\tTitle\tising\t60\nstage\tnosuch\tState\tspins\n",     // no view
                          "lesson\ttwo\tGroup\tTitle\tising\t60\nstage\tlattice\tState\tspins\nnosuch\tx\n",
                          "lesson\ttwo\tGroup\tTitle\tising\t60\nstage\tlattice\tState\tspins\ncontrols\n", "lesson\ttwo\n",
                          "lesson\n", "side\tlattice\tState\tspins\n", "\t\t\n", "<!doctype html>\n",
                          "lesson\tone\tGroup\tTitle\tising\t60\nstage\tlattice\tState\tspins\n"}) {  // the same name
    const std::vector<Message> said = set_lessons(good + bad);
    const bool joins = std::string_view(bad).substr(0, 4) == "side";  // after a row, it is one more pane of it
    CHECK_MESSAGE(said.size() == (joins ? 0 : 1), bad);
    for (const Message& m : said) CHECK(in_all_languages(m.sentence));
    const std::vector<Message> first = set_lessons(bad + good);
    CHECK_MESSAGE(first.size() == 1, bad);
    CHECK_MESSAGE(all_lessons().size() == 1, bad);
    CHECK_MESSAGE(all_lessons()[0]->id == "one", bad);
  }
  for (const char* none : {"", "\n\n", "<!doctype html>", "lesson"}) {
    set_lessons(none);
    REQUIRE(all_lessons().size() == 1);
    Session session;
    session.open("hopfield?count=3");
    session.work(0.1, 0.1);
    CHECK(session.run().model().key == std::string("hopfield"));
  }
  CHECK(held->id == "transition");  // whoever holds one keeps it
  CHECK(set_lessons(lesson_rows()).empty());
  CHECK(all_lessons().size() == all);
}
