// web/session: what is open, driven natively: opening, setting, seeking, replaying, what is claimed and what is said.
#include "web/session/session.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <type_traits>
#include <vector>

#include "core/base/num.h"
#include "core/models/list.h"
#include "tests/all_languages.h"
#include "tests/web/page.h"
#include "web/session/lessons.h"
#include "web/session/opening.h"

using namespace attractor;

namespace {

// At a step, with something done on the way; the link of it.
std::string link_of_a_run(Page& page) {
  page.open("#ising?L=32&T=2.5&seed=4&play=0");
  page.session.seek(20);
  page.rest();
  page.session.set("T", "1.5");
  page.session.seek(200);
  page.rest();
  return page.session.link();
}

}  // namespace

TEST_CASE("session: a lesson and a model that do not belong together are told apart, all of them") {
  Page page;
  for (const Lesson* lesson : all_lessons())
    for (const Model* model : kModels) {
      const std::string pair = std::string(model->key) + "?lesson=" + lesson->id;
      std::vector<Message> quiet;
      const bool own = read_link(lesson->preset, quiet).model == model->key;
      for (const std::string& link :
           {pair, pair + "&seed=3", pair + "&" + model->rows[0].key + "=" + page.session.preset(model->rows[0])}) {
        page.open(link);
        CHECK_MESSAGE(page.session.run().model().key == model->key, link);
        const std::string said = page.notices();
        CHECK_MESSAGE((said.find("is about another model") != std::string::npos) == !own, link, said);
        CHECK_MESSAGE((page.session.lesson().id == std::string(lesson->id)) == own, link);
        page.session.describe();
        for (const Row& row : model->rows) CHECK((row.kind == Kind::text || !page.session.preset(row).empty()));
        // Rows of another model: nothing is read, nothing is written.
        const Model* other = model == kModels[0] ? kModels[1] : kModels[0];
        CHECK(page.session.preset(other->rows[0]) == "");
        CHECK(page.session.run().machine().read(other->rows[0]) == "");
      }
    }
}

TEST_CASE("session: every model has a lesson, which is about it") {
  for (const Model* model : kModels) {
    const Lesson* lesson = lesson_of_model(model->key);
    REQUIRE_MESSAGE(lesson != nullptr, model->key);
    std::vector<Message> notices;
    CHECK(read_link(lesson->preset, notices).model == model->key);
    CHECK(find_model(lesson->id) == (std::string(lesson->id) == model->key ? model : find_model(lesson->id)));
  }
}

TEST_CASE("session: reproduced is said of one step of one experiment") {
  Page maker, page;
  const std::string link = link_of_a_run(maker);
  page.open(link);
  CHECK(page.session.replay() == Replay::running);
  page.replay();
  CHECK(page.session.replay() == Replay::reproduced);
  CHECK(page.session.proof().step() == 200);
  CHECK(page.replays == std::vector<std::string>{"reproduced"});
  CHECK(page.notices() == "[]");

  SUBCASE("a step further it is not, and back it is again") {
    page.session.step(1);
    page.rest();
    CHECK(page.session.replay() == Replay::none);
    page.session.step(-1);
    page.rest();
    CHECK(page.session.replay() == Replay::reproduced);
    page.session.seek(50);
    page.rest();
    CHECK(page.session.replay() == Replay::none);
    page.session.seek(200);
    page.rest();
    CHECK(page.session.replay() == Replay::reproduced);
  }
  SUBCASE("a poke ends it") {
    page.session.set("spins.5.2", "1");
    CHECK(page.session.replay() == Replay::none);
    page.session.step(3);
    page.rest();
    page.session.step(-3);
    page.rest();
    CHECK(page.session.replay() == Replay::none);
  }
  SUBCASE("a parameter ends it") {
    page.session.set("T", "5");
    CHECK(page.session.replay() == Replay::none);
  }
  SUBCASE("a change in the past ends it") {
    page.session.seek(100);
    page.rest();
    page.session.set("T", "3");
    page.session.seek(200);
    page.rest();
    CHECK(page.session.replay() == Replay::none);
  }
  SUBCASE("a change after it does not touch it") {
    page.session.step(10);
    page.rest();
    page.session.set("T", "3");
    page.session.step(-10);
    page.rest();
    CHECK(page.session.replay() == Replay::reproduced);
  }
  SUBCASE("another seed, the start, another size end it") {
    page.session.reseed(9);
    CHECK(page.session.replay() == Replay::none);
    page.session.seek(200);
    page.rest();
    CHECK(page.session.replay() == Replay::none);
  }
  SUBCASE("playing ends it") {
    page.session.play(true);
    for (int i = 0; i < 20; ++i) page.frame();
    CHECK(page.session.run().step() > 200);
    CHECK(page.session.replay() == Replay::none);
  }
  SUBCASE("another link ends it") {
    page.open("#hopfield");
    CHECK(page.session.replay() == Replay::none);
  }
}

TEST_CASE("session: a link that differs says since when") {
  Page maker, page;
  std::string link = link_of_a_run(maker);
  const auto t = link.find("T=2.5");
  REQUIRE(t != std::string::npos);
  link.replace(t, 5, "T=2.6");
  page.open(link);
  page.replay();
  CHECK(page.session.replay() == Replay::differs);
  CHECK(page.session.proof().other_at() == 64);  // the first hash on the way
  CHECK(page.notices().find("since step 64") != std::string::npos);
  CHECK(page.session.keeps_address());
  page.session.step(1);
  page.rest();
  CHECK_FALSE(page.session.keeps_address());

  link = link_of_a_run(maker);  // the same way, another end
  const auto h = link.find("h=");
  link[h + 2] = link[h + 2] == '0' ? '1' : '0';
  page.open(link);
  page.replay();
  CHECK(page.session.replay() == Replay::differs);
  CHECK(page.session.proof().same_at() == 128);
  CHECK(page.session.proof().other_at() == 200);
}

TEST_CASE("session: a seed alone is another run of the lesson") {
  Page page, usual;
  usual.open("#hopfield");
  page.open("#hopfield?seed=99");
  CHECK(page.session.run().seed() == 99);
  for (const Row& row : page.session.run().model().rows) CHECK(page.session.run().value(row) == usual.session.run().value(row));
  for (const Lesson* lesson : all_lessons()) {
    page.open(std::string("#") + lesson->id + "?seed=12345");
    CHECK_MESSAGE(page.session.run().seed() == 12345, lesson->id);
    CHECK_MESSAGE(page.session.lesson().id == std::string(lesson->id), lesson->id);
  }
  page.open("#hopfield?at=7");
  page.replay();
  CHECK(page.session.run().step() == 7);
  CHECK(page.session.run().value(*find_row(page.session.run().model().rows, "count")) ==
        usual.session.run().value(*find_row(usual.session.run().model().rows, "count")));
}

TEST_CASE("session: how fast one watches") {
  Page page;
  page.open("#ising?L=32&speed=200&play=0");
  CHECK(page.session.settings().speed == 200);
  page.session.set("speed", "50");
  CHECK(page.session.link().find("speed=50") != std::string::npos);  // the link had asked for a speed: it keeps one
  page.open("#ising?L=32&play=0");
  page.session.set("speed", "50");
  CHECK(page.session.link().find("speed=") == std::string::npos);
  for (const char* bad : {"nan", "inf", "-1", "0", "1e9", "", "fast"}) page.session.set("speed", bad);
  CHECK(page.session.settings().speed == 50);
  CHECK(page.told == 7);
}

TEST_CASE("session: what a message may set") {
  Page page;
  page.open("#ising?L=32&play=0");
  const std::string before = page.session.link();
  for (const char* key :
       {"ui.budget", "ui.visible", "ui.context", "ui.mode", "ui.lang", "ui.theme",     "ui.hide",         "hide",
        "lang",      "theme",      "ui",         "lesson",  "origins", "patterns.add", "patterns.remove", "data.again",
        "at",        "h",          "e",          "laws",    ""}) {
    const int told = page.told;
    page.session.set(key, "1");
    CHECK_MESSAGE(page.told > told, key);
  }
  CHECK(page.session.link() == before);
  CHECK(page.session.settings().visible);
  for (const char* bad : {"nan", "inf", "-inf", "", "x", "0", "1e300"}) page.session.set_by_page("budget", bad);
  CHECK(page.session.settings().budget_ms == 8);
  page.session.play(true);
  for (int i = 0; i < 5; ++i) page.frame();
  CHECK(page.session.run().step() > 0);
  page.session.set("T", "1,5");
  CHECK(page.session.run().value(*find_row(page.session.run().model().rows, "T")) == "1.5");
  page.session.set("B", "\u22120,5");
  CHECK(page.session.run().value(*find_row(page.session.run().model().rows, "B")) == "-0.5");
  page.session.set("discard", "1\u00A0000");
  CHECK(page.session.run().value(*find_row(page.session.run().model().rows, "discard")) == "1000");
  page.session.set("seed", "12 345");
  CHECK(page.session.run().seed() == 12345);
}

TEST_CASE("session: beyond the last step there is nothing") {
  Page page;
  page.open("#ising?L=8&order=sequential&play=0");
  Run run = page.session.run();
  CHECK_FALSE(run.seek(kMaxStep + 5, [n = 0]() mutable { return ++n < 10; }));
  page.session.seek(-5);
  page.rest();
  CHECK(page.session.run().step() == 0);
  page.session.step(-3);
  page.rest();
  CHECK(page.session.run().step() == 0);
}

TEST_CASE("session: a wrong link keeps its address until somebody acts") {
  Page page;
  for (const char* wrong :
       {"#nosuchmodel?x=1", "#ising?T=cold", "#ising?lesson=nothing", "#ising?laws=99", "#ising?unknown=1"}) {
    page.open(wrong);
    CHECK_MESSAGE(page.told > 0, wrong);
    for (int i = 0; i < 10; ++i) page.frame();  // it plays by itself
    CHECK_MESSAGE(page.session.keeps_address(), wrong);
    page.session.play(true, true);
    CHECK_MESSAGE(page.session.keeps_address(), wrong);
    page.session.set("seed", "5");
    CHECK_FALSE(page.session.keeps_address());
  }
  page.open("#ising");
  CHECK_FALSE(page.session.keeps_address());
}

TEST_CASE("session: a notice that merely stands there lets the page rest") {
  Page page;
  page.open("#ising?L=32&play=0");
  page.session.notify(Notice::error, {"{0}: cannot be set", {"x"}});
  page.session.notify(Notice::warning, {"{0}: cannot be set", {"y"}});
  CHECK(page.session.shown().size() == 2);
  CHECK_FALSE(page.session.needs_frames(1));
  CHECK(page.session.needs_frames(13));
  page.time = 13;
  page.frame();
  CHECK(page.session.shown().size() == 1);
  CHECK_FALSE(page.session.needs_frames(1000));
  page.session.dismiss(0);
  page.session.dismiss(7);
  CHECK(page.session.shown().empty());
}

TEST_CASE("session: what went wrong in a run and was mended is told once, and again when it happens again") {
  Page page;
  page.open("#mlp?data=plane&depth=0&rate=5&momentum=0&play=1");
  for (int i = 0; i < 200; ++i) page.frame();
  CHECK(page.told == 1);
  CHECK_FALSE(page.session.playing());
  CHECK(page.notices().find("learning rate is too large") != std::string::npos);
  page.session.set("rate", "0.1");
  page.session.play(true);
  for (int i = 0; i < 20; ++i) page.frame();
  CHECK(page.session.playing());
  CHECK(page.told == 1);
  page.session.set("rate", "6");
  for (int i = 0; i < 200; ++i) page.frame();
  CHECK(page.told == 2);
}

TEST_CASE("session: data that do not come, and data that come late") {
  Page page;
  const std::string link = "rbm?data=mnist&examples=2000&hidden=16&seed=3";
  page.session.open("#" + link);
  const std::size_t files = page.session.waiting();
  CHECK(files > 0);
  CHECK(page.session.keeps_address());
  CHECK(page.session.link() == link);  // what is shared is what was asked for
  page.session.unavailable("no-such-file");
  page.session.supply("no-such-file", "garbage");
  CHECK(page.session.waiting() == files);
  page.supply();
  CHECK(page.session.waiting() == 0);
  CHECK(page.session.run().seed() == 3);
  CHECK(page.session.run().value(*find_row(page.session.run().model().rows, "data")) == "mnist");

  for (const bool damaged : {false, true}) {  // in the end they cannot be had
    Page other;
    other.session.open("#" + link);
    damaged ? other.session.supply("mnist-train-00", "garbage") : other.session.unavailable("mnist-train-00");
    CHECK(other.notices().find("mnist-train-00") != std::string::npos);
    CHECK(other.session.waiting() == 0);
    for (int i = 0; i < 5; ++i) other.frame();
    CHECK(other.session.keeps_address());
    other.session.set("rate", "0.2");
    CHECK_FALSE(other.session.keeps_address());
  }
}

TEST_CASE("session: a family of models whose code comes later is asked for, waited for, and then there") {
  const std::string link = "deeplinear?depth=one&hidden=16&start=random&a0=0.001&dt=0.05&seed=3&at=20";
  Page whole;
  whole.open(link);
  whole.replay();
  Library library;
  library.expect("networks");
  Page page(false, library);
  page.open("#ising?seed=4");  // another family is there
  CHECK(page.session.run().seed() == 4);
  page.session.open("#" + link);
  CHECK(page.wanted == "networks");
  CHECK(page.session.waiting() == 1);
  CHECK(page.session.link() == link);
  CHECK(page.session.run().model().key == std::string("deeplinear"));
  for (int i = 0; i < 5; ++i) page.frame();
  CHECK(page.session.describe().find("hidden") != std::string::npos);  // its parameters are known
  page.session.observe();
  page.session.supply("networks", "x");
  CHECK(page.session.waiting() == 0);
  page.replay();
  CHECK(page.session.run().step() == 20);
  CHECK(page.session.hash() == whole.session.hash());
  CHECK(page.notices() == "[]");

  Page without(false, library);  // it cannot be had; a change asks for it anew
  without.session.open("#" + link);
  without.session.unavailable("networks");
  CHECK(without.notices().find("networks") != std::string::npos);
  without.session.play(true);
  without.session.seek(100);
  for (int i = 0; i < 5; ++i) without.frame();
  without.wanted.clear();
  without.session.set("hidden", "5");
  CHECK(without.wanted == "networks");
  without.session.supply("networks", "x");
  CHECK(without.session.run().value(*find_row(without.session.run().model().rows, "hidden")) == "5");
  without.session.seek(20);
  without.rest();
  Run same(*find_model(kModels, "deeplinear"));
  same.set("hidden", "5");
  same.seek(20, [] { return true; });
  CHECK(without.session.hash() == same.hash());
}

TEST_CASE("session: a setting that waits for data does not drop the link that waits") {
  Page page(true);
  std::string wanted;
  page.session.on_event = [&](const char* kind, const std::string& detail) {
    if (std::string(kind) == "needs") wanted = detail;
  };
  page.session.open("#rbm?data=mnist&examples=2000&hidden=16&seed=3");
  page.session.set("data", "mnist");
  page.wanted = wanted;
  page.supply();
  CHECK(page.session.waiting() == 0);
  CHECK(page.session.run().seed() == 3);
}

// Once, as what is sampled (tests/run.sh): four hundred frames of every lesson, of which those that learn never rest.
TEST_CASE("session: what rests is not said to move" * doctest::test_suite("statistics")) {
  Page page;
  page.session.set_by_page("budget", "1");  // those that never rest need not come far
  for (const Lesson* lesson : all_lessons()) {
    page.open(std::string("#") + lesson->id);
    page.session.play(true);
    for (int i = 0; i < 400 && page.session.playing(); ++i) page.frame();
    if (page.session.playing()) continue;
    const std::string seen = page.session.observe();
    CHECK_MESSAGE(seen.find("\"words\":\"moving") == std::string::npos, lesson->id, seen);
  }
}
