// No string lacks its translation, and every lesson shows what its model publishes.
#include "web/words/words.h"

#include <doctest/doctest.h>

#include <cmath>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <set>
#include <string>
#include <vector>

#include "core/models/list.h"
#include "core/run/link.h"
#include "tests/all_languages.h"
#include "tests/data.h"
#include "web/canvas/tokens.h"
#include "web/session/lessons.h"
#include "web/session/settings.h"
#include "web/words/numerals.h"

using namespace attractor;

namespace {

class NameSink final : public Sink {
 public:
  void publish(const Name& n, Shape shape) override {
    keys.insert(n.key);
    if (const Sentence* w = std::get_if<Sentence>(&shape)) return check(w->text);
    check(n.label), check(n.unit);
    if (const Field* f = std::get_if<Field>(&shape)) {
      check(f->x_label), check(f->y_label);
      for (const std::string& label : f->labels) check(label);
    }
    if (const Cloud* c = std::get_if<Cloud>(&shape)) {
      check(c->x_label), check(c->y_label), check(c->caption.text);
      for (const std::string& label : c->classes) check(label);
      for (const Cloud::Border& b : c->borders) check(b.label);
      for (const Cloud::Handle& h : c->handles) check(h.label);
    }
    if (const LayeredNet* l = std::get_if<LayeredNet>(&shape)) {
      check(l->caption.text);
      for (const LayeredNet::Column& c : l->columns) check(c.label);
    }
    if (const Listing* t = std::get_if<Listing>(&shape))
      for (const std::string& head : t->heads) check(head);
    if (const Line* l = std::get_if<Line>(&shape)) check(l->x_label);
    if (const Surface* s = std::get_if<Surface>(&shape)) check(s->x_label), check(s->y_label);
  }
  std::set<std::string> keys;

 private:
  void check(const std::string& english) { CHECK_MESSAGE(in_all_languages(english), english); }
};

std::vector<std::string> split(std::string_view s) {
  std::vector<std::string> out;
  while (!s.empty()) {
    const auto comma = s.find(',');
    out.emplace_back(s.substr(0, comma));
    s.remove_prefix(comma == std::string_view::npos ? s.size() : comma + 1);
  }
  return out;
}

double luminance(uint32_t rgb) {
  auto linear = [](uint32_t c) {
    const double v = c / 255.0;
    return v <= 0.04045 ? v / 12.92 : std::pow((v + 0.055) / 1.055, 2.4);
  };
  return 0.2126 * linear(rgb >> 16 & 255) + 0.7152 * linear(rgb >> 8 & 255) + 0.0722 * linear(rgb & 255);
}
double contrast(uint32_t a, uint32_t b) {
  const double x = luminance(a), y = luminance(b);
  return (std::max(x, y) + 0.05) / (std::min(x, y) + 0.05);
}

}  // namespace

TEST_CASE("words: every row, choice, observable and sentence of every model is there in every language") {
  for (const Model* m : kModels) {
    CHECK(in_all_languages(m->title));
    for (const Row& row : m->rows) {
      for (const char* s : {row.label, row.help, row.unit}) CHECK_MESSAGE(in_all_languages(s), std::string(s));
      for (const Choice& c : row.choices) CHECK_MESSAGE(in_all_languages(c.label), c.label);
    }
    Run run(*m);
    NameSink sink;
    for (int k = 0; k < 60; ++k) {
      run.machine().observe(sink);
      run.advance();
    }
  }
}

TEST_CASE("words: every refusal is there in every language") {
  std::vector<Message> notices;
  for (const char* bad : {"ising?T=x&L=1&rule=z&laws=q&seed=z&at=-1&h=1&e=1:;2:T&x=1&T=1&T=2&play",
                          "ising?rule=wolff&B=1&L=7&order=checkerboard",
                          "ising?model=sk&L=64",
                          "ising?model=sk&L=8&rule=wolff",
                          "ising?model=sk&L=8&order=checkerboard",
                          "ising?L=2000&order=random",
                          "replicas?nishimori=1&p=0.5",
                          "replicas?T=3&top=2",
                          "mattis?set=letters&picture=20",
                          "transition?L=5",
                          "growth?L=2048&sweeps=8",
                          "hopfield?count=0",
                          "hopfield?count=99",
                          "hopfield?cue=9",
                          "hopfield?patterns=zz",
                          "hopfield?patterns=%20",
                          "hopfield?diagonal=2&cue=1.5",
                          "deadneurons?repair=features",
                          "continuous?count=99",
                          "continuous?cue=9",
                          "textmemory?memories=zz",
                          "textmemory?memories=rCg",
                          "textmemory?memories=rYQEK",
                          "textmemory?memories=rLg",
                          "textmemory?ask=address&address=60",
                          "textmemory?cue_text=rLg",
                          "textmemory?cue_text=r_w",
                          "krotov?dt=1",
                          "krotov?dt=0.5&tau_f=0.2&tau_h=0",
                          "modern?count=25",
                          "modern?count=0",
                          "modern?cue=99",
                          "modern?patterns=zz",
                          "modern?set=random&count=10000&patterns=rAAABACEIEBAHwA_gX_Qf8P____________________8",
                          "boltzmann?net=838&learn=exact",
                          "cooling?T0=1&T1=2",
                          "nothing",
                          "ising?laws=99",
                          "ising?e=1:spins.99999999=1;1:L=4;2:zz=1"}) {
    Run run(*kModels[0], 1, digits_library());
    open_link(read_link(bad, notices), run, notices);
  }
  read_link(std::string(kMaxLink + 1, 'x'), notices);
  CHECK(notices.size() > 25);
  for (const Message& m : notices) CHECK_MESSAGE(in_all_languages(m.sentence), std::string(m.sentence));
}

TEST_CASE("words: the catalogue is whole") {
  const auto ru = find_language("ru");
  REQUIRE(ru);
  CHECK(tr(*ru, "Play") == "Пуск");
  CHECK(tr(Lang::en, "Play") == "Play");
  CHECK(tr(*ru, "what nobody says") == "what nobody says");
  CHECK_FALSE(has_word(*ru, "what nobody says"));
  CHECK(has_word(Lang::en, "what nobody says"));
  for (const Lang l : languages()) CHECK(find_language(lang_key(l)) == l);
}

TEST_CASE("words: a language is there once it is named, and speaks once its words have come") {
  CHECK_FALSE(find_language("qq"));
  Settings settings;
  CHECK(settings.set_from_link("lang", "qq"));  // refused: there is none such
  const Lang qq = set_words("qq", "");
  CHECK(find_language("qq") == qq);
  CHECK_FALSE(settings.set_from_link("lang", "qq"));
  CHECK(settings.lang == qq);
  CHECK(lang_key(settings.lang) == std::string("qq"));
  CHECK(tr(qq, "Play") == "Play");  // as yet
  CHECK(written_number(qq, "0.5") == "0.5");
  CHECK(set_words("qq", "\t·\t01\nPlay\tYalp\n{n} sign\t{n} ngis\t{n} sngis\n{0} of {1}\t{1} / {0}\n") == qq);
  CHECK(tr(qq, "Play") == "Yalp");
  CHECK(tr(qq, "{n} sign") == "{n} ngis");
  CHECK(written_number(qq, "-0.5") == "−0·5");
  CHECK(format_message(qq, Message{"{0} of {1}", {"1.5", "Play"}}) == "Yalp / 1·5");
  set_words("qq", "Play\tOther\n");
  CHECK(tr(qq, "Play") == "Yalp");  // who holds a word keeps it
  CHECK(tr(*find_language("ru"), "Play") == "Пуск");
}

TEST_CASE("lessons: presets open without a notice, panes and controls exist, titles are there in every language") {
  std::set<std::string> ids;
  for (const Lesson* l : all_lessons()) {
    CHECK(ids.insert(l->id).second);
    std::vector<Message> notices;
    Run run(*kModels[0], 1, digits_library());
    REQUIRE(open_link(read_link(l->preset, notices), run, notices));
    CHECK_MESSAGE(notices.empty(), l->id);
    for (const std::string& s : {l->group, l->title, l->stage.title}) CHECK_MESSAGE(in_all_languages(s), s);
    NameSink sink;
    run.machine().observe(sink);
    auto check = [&](const Pane& pane) {
      CHECK_MESSAGE(in_all_languages(pane.title), pane.title);
      for (const std::string& list : {pane.keys, pane.against, pane.theory})
        for (const std::string& key : split(list)) CHECK_MESSAGE(sink.keys.contains(key), l->id, " ", key);
    };
    check(l->stage);
    for (const Pane& p : l->side) check(p);
    for (const Pane& p : l->curves) check(p);
    for (const std::string& key : split(l->numbers)) {
      const std::string name = key.substr(0, key.size() - (key.ends_with("/s") ? 2 : key.ends_with('?') ? 1 : 0));
      CHECK_MESSAGE(sink.keys.contains(name), l->id, " ", key);
    }
    for (const std::string& key : l->controls) CHECK_MESSAGE(find_row(run.model().rows, key), l->id, " ", key);
    if (!l->pick.empty()) CHECK(find_row(run.model().rows, l->pick));
  }
}

TEST_CASE("look: the page around the canvas has the canvas's colours") {
  std::ifstream in(std::string(ATTRACTOR_SOURCE_DIR) + "/web/page/style.css");
  const std::string css{std::istreambuf_iterator<char>(in), {}};
  for (const Tokens& t : kThemes) {
    const bool light = t.key == std::string("light");
    const auto from = css.find(light ? std::string(":root {") : "[data-theme=\"" + std::string(t.key) + "\"] {");
    REQUIRE(from != std::string::npos);
    const std::string block = css.substr(from, css.find('}', from) - from);
    const std::pair<const char*, uint32_t> colours[] = {
        {"--ground", t.ground}, {"--card", t.card}, {"--text", t.text}, {"--quiet", t.quiet}, {"--accent", t.accent}};
    for (const auto& [name, rgb] : colours) {
      char want[32];
      std::snprintf(want, sizeof want, "%s: #%06x", name, rgb);
      CHECK_MESSAGE(block.find(want) != std::string::npos, std::string(t.key), " ", std::string(want));
    }
  }
}

TEST_CASE("look: text contrast is 4.5 : 1 or more in every theme; the two spins differ in lightness") {
  for (const Tokens& t : kThemes)
    for (uint32_t background : {t.ground, t.card, t.soft}) {
      CHECK_MESSAGE(contrast(t.text, background) >= 4.5, t.key);
      CHECK_MESSAGE(contrast(t.quiet, background) >= 4.5, t.key, " quiet ", contrast(t.quiet, background));
      CHECK_MESSAGE(contrast(t.accent, background) >= 4.5, t.key, " accent ", contrast(t.accent, background));
      CHECK_MESSAGE(contrast(t.on_accent, t.accent) >= 4.5, t.key);
      CHECK_MESSAGE(contrast(t.good, t.card) >= 4.5, t.key);
      CHECK_MESSAGE(contrast(t.bad, t.card) >= 4.5, t.key);
    }
  CHECK(contrast(kUp, kDown) >= 4.5);
}
