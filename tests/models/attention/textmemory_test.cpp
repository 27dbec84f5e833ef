// The text memory: what a text is encoded as, cues that overlap literally and one that does not, addresses, damaged texts.
#include "core/models/attention/textmemory.h"

#include <doctest/doctest.h>

#include <cmath>
#include <string>
#include <vector>

#include "core/base/pack.h"
#include "core/memory/text_code.h"
#include "core/models/list.h"
#include "core/run/link.h"

using namespace attractor;
using namespace attractor::textmemory;

namespace {

double cosine(std::string_view a, std::string_view b) {
  const std::vector<double> x = encode_text(a), y = encode_text(b);
  double s = 0;
  for (std::size_t i = 0; i < x.size(); ++i) s += x[i] * y[i];
  return s;
}

struct Answer {
  std::string text;
  double weight;
};
Answer recall(Params p, const std::string& cue, std::vector<std::string> memories = {}) {
  std::string all;
  for (const std::string& m : memories) all += m + '\n';
  if (!all.empty()) p.memories = Text(pack(all));
  if (!cue.empty()) p.cue_text = Text(pack(cue));
  CHECK_FALSE(conflict(p));
  State s = init(p, {1, 0});
  double last = energy(s);
  for (int k = 0; k < 400; ++k) {
    advance(p, s, {1, uint64_t(k + 1)});
    CHECK(energy(s) <= last + 1e-12);
    last = energy(s);
  }
  const auto best = std::size_t(strongest(s));
  return {s.memory->texts[best], s.weights[best]};
}
Params russian() {
  Params p;
  p.set = russian_set;
  return p;
}
bool has(const std::string& text, const char* part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("textcode: case, ё, punctuation and accents do not count; length is 1") {
  for (const char* s : {"a", "Late spring", "поздняя весна", "日本語", "ё"}) {
    const std::vector<double> v = encode_text(s);
    double square = 0;
    for (double x : v) square += x * x;
    CHECK(square == doctest::Approx(1).epsilon(1e-12));
  }
  CHECK(encode_text("Тёплый ХЛЕБ!") == encode_text("  теплый — хлеб"));
  CHECK(encode_text("LATE, spring") == encode_text("late spring"));
  CHECK(encode_text("ÉTÉ") == encode_text("été"));
  for (const char* s : {"", " ", "...", "—", "\xFF", "\xC0\x80", "\xED\xA0\x80", "a\x01"}) CHECK(encode_text(s).empty());
}

TEST_CASE("textcode: what is spelled alike is near, what only means alike is not") {
  CHECK(cosine("spring", "late spring") > 0.6);
  CHECK(cosine("spring", "springs") > 0.7);
  CHECK(std::fabs(cosine("spring", "May")) < 0.1);
  CHECK(std::fabs(cosine("spring", "April")) < 0.2);
  CHECK(cosine("весна", "поздняя весна") > 0.5);
  CHECK(std::fabs(cosine("весна", "май")) < 0.1);
}

TEST_CASE("textmemory: the interview's example: late spring by spring, and not by May") {
  const std::vector<std::string> memories{"first snow", "late spring", "August by the sea"};
  CHECK(recall({}, "spring", memories).text == "late spring");
  CHECK(recall({}, "spring", memories).weight > 0.99);
  const std::vector<std::string> russian_ones{"первый снег", "поздняя весна", "август у моря"};
  CHECK(recall({}, "весна", russian_ones).text == "поздняя весна");
  CHECK(recall({}, "весна", russian_ones).weight > 0.99);
  CHECK(recall({}, "May", memories).text != "late spring");
  CHECK(recall({}, "май", russian_ones).text != "поздняя весна");
}

TEST_CASE("textmemory: words and scraps bring the built-in sentences back, in both languages") {
  const struct {
    const char *cue, *part;
  } english[] = {{"", "spring"},      {"lilac", "lilac"},        {"bread", "bread"},
                 {"snow", "snow"},    {"birches", "birches"},    {"salt", "salt"},
                 {"chalk", "Chalk"},  {"whistl", "whistle"},     {"nightingale", "nightingales"},
                 {"apple", "Apples"}, {"old clock", "old clock"}};
  for (const auto& c : english) {
    const Answer a = recall({}, c.cue);
    CHECK_MESSAGE(has(a.text, c.part), c.cue, " -> ", a.text, " ", a.weight);
    CHECK_MESSAGE(a.weight > 0.9, c.cue, " ", a.weight);
  }
  const struct {
    const char *cue, *part;
  } russian_ones[] = {
      {"", "весна"},          {"сирень", "сирень"}, {"хлеб", "хлеб"},      {"снег", "снег"},         {"берёзы", "берёзы"},
      {"березы", "берёзы"},   {"соль", "соль"},     {"мел", "Меловая"},    {"свистеть", "свистеть"}, {"берез", "берёзы"},
      {"соловьи", "соловьи"}, {"яблоки", "яблок"},  {"ледоход", "ледоход"}};
  for (const auto& c : russian_ones) {
    const Answer a = recall(russian(), c.cue);
    CHECK_MESSAGE(has(a.text, c.part), c.cue, " -> ", a.text, " ", a.weight);
    CHECK_MESSAGE(a.weight > 0.9, c.cue, " ", a.weight);
  }
}

TEST_CASE("textmemory: of two memories with the word, the shorter is nearer; one in Russian") {
  const State en = init({}, {1, 0}), ru = init(russian(), {1, 0});
  const auto count = [](const State& s, const char* word) {
    int n = 0;
    for (const std::string& t : s.memory->texts) n += has(t, word);
    return n;
  };
  CHECK(count(en, "spring") == 2);
  CHECK(count(ru, "весна") == 1);
  CHECK(en.memory->overlaps[0] > en.memory->overlaps[7]);
  CHECK(en.memory->overlaps[7] > 0.3);
  CHECK(en.memory->texts[0].size() < en.memory->texts[7].size());
}

TEST_CASE("textmemory: a small beta averages") {
  Params p;
  p.beta = 1;
  CHECK(recall(p, "spring").weight < 0.12);
}

TEST_CASE("textmemory: asked by address it reads the cell, whatever is in it") {
  for (int address : {0, 1, 2, 9}) {
    Params p;
    p.ask = by_address, p.address = address;
    State s = init(p, {1, 0});
    CHECK(strongest(s) == address);
    CHECK(s.weights[address] == 1);
    const std::vector<double> before = s.xi;
    advance(p, s, {1, 1});
    CHECK(s.xi == before);
    CHECK(s.xi == encode_text(s.memory->texts[address]));
  }
  Params p;
  p.ask = by_address, p.address = 10;
  CHECK(conflict(p));
}

TEST_CASE("textmemory: what cannot be stored is refused, and the last good state stays") {
  const Model& model = textmemory::kModel;
  Run run(model);
  REQUIRE_FALSE(run.set("memories", pack("late spring\nfirst snow\n\n")));
  REQUIRE_FALSE(run.set("cue_text", pack("spring")));
  run.seek(5, [] { return true; });
  const std::string hash = run.hash();
  std::string many, huge;
  for (int k = 0; k < 65; ++k) many += "memory " + std::to_string(k) + "\n";
  for (int k = 0; k < 50; ++k) huge += std::string(190, char('a' + k % 26)) + "\n";
  for (const std::string& bad :
       {pack("\n"), pack(" \n \n"), pack("...\nx"), pack(many), pack(huge), pack(std::string(201, 'a')), pack("ok\n\xFF\xFE"),
        pack("a\x01z"), std::string("zz"), std::string("r_"), std::string("dAAAA"), std::string("r")})
    CHECK_MESSAGE(run.set("memories", bad), bad.substr(0, 40));
  for (const std::string& bad :
       {pack("?!"), pack("\xFF"), pack(std::string(201, 'b')), pack(std::string(900, 'b')), std::string("zz")})
    CHECK_MESSAGE(run.set("cue_text", bad), bad.substr(0, 40));
  CHECK(run.hash() == hash);
  many.erase(many.rfind("memory"));
  CHECK_FALSE(run.set("memories", pack(many)));
  CHECK_FALSE(run.set("memories", 'r' + base64url("поздняя весна\nпервый снег")));  // as the page packs it
  CHECK_FALSE(run.set("cue_text", 'r' + base64url("весна")));
  std::vector<Message> notices;
  Run again(*kModels[0]);
  run.seek(7, [] { return true; });
  REQUIRE(open_link(read_link(write_link(run), notices), again, notices));
  again.seek(7, [] { return true; });
  CHECK(notices.empty());
  CHECK(again.hash() == run.hash());
}
