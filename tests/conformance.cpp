// What every model promises, asked of every model in the list: none is named here.
#include <doctest/doctest.h>

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "core/models/list.h"
#include "core/run/link.h"
#include "tests/data.h"
#include "tests/which_build.h"

using namespace attractor;

namespace {

std::string word(const char* s) { return s; }  // doctest prints pointers as addresses

const auto kGoOn = [] { return true; };

// All sets in the gcc build; where clang compiles (natively, to WebAssembly, with sanitizers, which take five times as long), some.
constexpr uint64_t kEvery = kSanitized ? 10 : kClang ? 4 : 1;

// So many seeds of n: what only repeats itself need not do so in every build.
constexpr uint64_t some(uint64_t n) { return (n + kEvery - 1) / kEvery; }

// A legal random value of a row, as text.
std::string random_value(const Row& row, Draw& draw) {
  switch (row.kind) {
    case Kind::toggle: return draw.sign() > 0 ? "1" : "0";
    case Kind::choice: return row.choices[draw.below(row.choices.size())].key;
    case Kind::integer:
      return decimal(std::min(row.hi, row.lo + double(draw.below(uint64_t(std::min(row.hi - row.lo, 40.0)) + 1))));
    case Kind::real: return draw.below(8) == 0 ? decimal(row.lo) : decimal(row.lo + (row.hi - row.lo) * draw.uniform());
    case Kind::text: break;
  }
  return {};
}

// A run with random legal parameters; values that do not go together are left at their defaults.
Run random_run(const Model& model, uint64_t seed) {
  Draw draw(seed, 1, Stream::data);
  std::map<std::string, std::string> params;
  for (const Row& row : model.rows)
    if (row.kind != Kind::text && draw.below(3) != 0) params[row.key] = random_value(row, draw);
  Run run(model, 1, digits_library());
  run.open(params, seed, {});
  return run;
}

// Events that the model accepts: a live row here, a poke there.
std::vector<Event> some_events(const Model& model, uint64_t seed) {
  Run run = random_run(model, seed);
  Draw draw(seed, 2, Stream::data);
  for (int k = 0; k < 60; ++k) {
    if (k % 9 == 4) {
      const Row& row = model.rows[draw.below(model.rows.size())];
      if (row.effect == Effect::live) run.set(row.key, random_value(row, draw));
    }
    if (k % 13 == 5) run.set("spins." + std::to_string(draw.below(20)) + ".1", draw.sign() > 0 ? "1" : "-1");
    if (k % 13 == 8)  // a cloud's
      for (const char* field : {"points", "paint", "erase", "shift", "turn", "flip"})
        run.set(field + ("." + std::to_string(draw.below(uint64_t(Cloud::kGrid) * Cloud::kGrid))),
                std::to_string(draw.below(3)));
    run.advance();
  }
  return run.events();
}

std::map<std::string, std::string> params_of(const Run& run) {
  std::map<std::string, std::string> p;
  for (const Row& row : run.model().rows) p[row.key] = run.base().read(row);
  return p;
}

class KeySink final : public Sink {
 public:
  void publish(const Name& n, Shape shape) override {
    CHECK_MESSAGE(keys.insert(n.key).second, "published twice: ", word(n.key));
    CHECK(n.label[0] != 0);
    if (const Number* number = number_in(shape); number && number->known)
      CHECK_MESSAGE(std::isfinite(number->value), word(n.key));
    if (const Field* f = std::get_if<Field>(&shape)) field(*f);
    if (const Line* l = std::get_if<Line>(&shape)) {
      CHECK(l->x.size() == l->y.size());
      CHECK((l->lo.size() == l->hi.size() && (l->lo.empty() || l->lo.size() == l->x.size())));
    }
    if (const Surface* s = std::get_if<Surface>(&shape)) CHECK(s->z.size() == std::size_t(s->rows) * std::size_t(s->cols));
    if (const Cloud* c = std::get_if<Cloud>(&shape)) cloud(*c);
    if (const LayeredNet* l = std::get_if<LayeredNet>(&shape)) layers(*l);
    if (const Listing* t = std::get_if<Listing>(&shape)) {
      CHECK((t->heads.size() > 1 && t->cells.size() == t->rows.size() * (t->heads.size() - 1)));
      CHECK((t->quiet.empty() || t->quiet.size() + 1 == t->heads.size()));
      CHECK((t->lit_from >= 0 && t->lit_from <= t->lit_to && t->lit_to <= int(t->rows.size())));
    }
    if (const Graph* g = std::get_if<Graph>(&shape)) {
      CHECK((g->values.size() == std::size_t(g->n) && g->weights.size() == g->values.size() * g->values.size()));
      CHECK((g->x.size() == g->y.size() && (g->x.empty() || g->x.size() == g->values.size())));
    }
  }
  std::set<std::string> keys;

 private:
  void cloud(const Cloud& c) {
    CHECK((c.x0 < c.x1 && c.y0 < c.y1 && !c.classes.empty()));
    const auto places = std::size_t(c.rows) * std::size_t(c.cols);
    CHECK((c.chances.empty() || c.chances.size() == places || c.chances.size() == places * c.classes.size()));
    for (const Cloud::Dot& d : c.points)
      CHECK((std::isfinite(d.x + d.y) && d.value >= 0 && d.value < double(c.classes.size())));
    for (const Cloud::Border& b : c.borders) CHECK(std::isfinite(b.a + b.b + b.c));
    for (const Cloud::Handle& h : c.handles) {
      CHECK((h.x >= c.x0 && h.x <= c.x1 && h.y >= c.y0 && h.y <= c.y1));
      CHECK((*h.key && *h.label && h.from < int(c.handles.size())));
    }
    for (const double p : c.chances) CHECK((p >= 0 && p <= 1));
  }
  void layers(const LayeredNet& l) {
    REQUIRE(l.joints.size() + 1 == l.columns.size());
    int units = 0;
    for (const LayeredNet::Column& c : l.columns) {
      CHECK((c.units > 0 && c.numbers.size() == std::size_t(c.units) * c.letters.size()));
      CHECK((c.lit < int(c.letters.size()) && (c.biases.empty() || int(c.biases.size()) == c.units)));
      units += c.units;
    }
    for (std::size_t i = 0; i < l.joints.size(); ++i) {
      const LayeredNet::Joint& j = l.joints[i];
      CHECK(j.weights.size() == std::size_t(l.columns[i].units) * std::size_t(l.columns[i + 1].units));
      CHECK((j.slopes.empty() || j.slopes.size() == j.weights.size()));
      CHECK((j.differences.empty() || j.differences.size() == j.weights.size()));
      for (const double w : j.weights) CHECK((std::isfinite(w) || j.fixed));
    }
    CHECK(l.maps.size() == std::size_t(units) * std::size_t(l.side * l.side));
    for (const float m : l.maps) CHECK((m >= -1 && m <= 1));
  }
  void field(const Field& f) {
    CHECK((f.rows > 0 && f.cols > 0 && f.count > 0 && f.lo < f.hi));
    CHECK(std::visit([](const auto& v) { return v.size(); }, f.cells) == f.size());
    const int names = f.count > 1 || f.palette != Palette::category ? f.count : int(f.hi - f.lo) + 1;
    CHECK((f.labels.empty() || int(f.labels.size()) == names));
    CHECK((f.ticks.empty() || int(f.ticks.size()) == f.count));
    if (f.palette == Palette::category) CHECK((f.lo == 0 && f.hi <= kCategories - 1));
    for (std::size_t i = 0; i < f.size(); i += 1 + f.size() / 64) CHECK(std::isfinite(f.at(i)));
  }
};

std::set<std::string> keys_of(const Run& run) {
  KeySink sink;
  run.machine().observe(sink);
  return sink.keys;
}

// Everything that is published, as one number.
class DigestSink final : public Sink {
 public:
  void publish(const Name&, Shape shape) override {
    if (const Number* n = number_in(shape)) add(n->known ? n->value : 0.25);
    if (const Field* f = std::get_if<Field>(&shape))
      for (std::size_t i = 0; i < f->size(); ++i) add(f->at(i));
    if (const Bars* b = std::get_if<Bars>(&shape)) add(b->values);
    if (const Line* l = std::get_if<Line>(&shape)) add(l->x), add(l->y), add(l->lo), add(l->hi);
    if (const Surface* s = std::get_if<Surface>(&shape)) add(s->z), add(s->flow_x), add(s->flow_y);
    if (const Path* p = std::get_if<Path>(&shape)) add(p->x), add(p->y), add(p->z);
    if (const Graph* g = std::get_if<Graph>(&shape)) add(g->values), add(g->weights);
    if (const Cloud* c = std::get_if<Cloud>(&shape)) {
      for (const Cloud::Dot& d : c->points) add(d.x), add(d.y), add(d.value), add(d.wrong + 2 * d.current);
      for (const Cloud::Border& b : c->borders) add(b.a), add(b.b), add(b.c);
      add(c->chances);
    }
    if (const LayeredNet* l = std::get_if<LayeredNet>(&shape)) {
      for (const LayeredNet::Column& c : l->columns) add(c.numbers), add(c.biases);
      for (const LayeredNet::Joint& j : l->joints) add(j.weights), add(j.slopes);
      for (const float m : l->maps) add(double(m));
    }
    if (const Listing* t = std::get_if<Listing>(&shape)) add(t->cells);
    if (const Sentence* w = std::get_if<Sentence>(&shape)) add(w->numbers);
  }
  uint64_t digest = 1;

 private:
  void add(double v) { digest = (digest ^ __builtin_bit_cast(uint64_t, v + 0.0)) * 0x9E3779B97F4A7C15u; }
  void add(const std::vector<double>& all) {
    for (double v : all) add(v);
  }
};

// The state, and what is seen of it.
std::string all_of(const Run& run) {
  DigestSink sink;
  run.machine().observe(sink);
  return run.hash() + " " + std::to_string(sink.digest);
}

bool same_curves(const Curves& a, const Curves& b) {
  if (a.steps != b.steps || a.series.size() != b.series.size()) return false;
  for (std::size_t i = 0; i < a.series.size(); ++i)
    for (std::size_t k = 0; k < a.steps.size(); ++k) {
      const double x = a.series[i].values[k], y = b.series[i].values[k];
      if (x != y && !(std::isnan(x) && std::isnan(y))) return false;
    }
  return true;
}

}  // namespace

TEST_CASE("conformance: reset gives the same bits, and a copy goes its own way") {
  for (const Model* model : kModels)
    for (uint64_t seed = 1; seed <= some(10); ++seed) {
      Run run = random_run(*model, seed);
      const std::string start = run.hash();
      run.seek(20, kGoOn);
      Run copy = run;
      const std::string at20 = run.hash();
      run.seek(40, kGoOn);
      CHECK(copy.hash() == at20);
      copy.seek(40, kGoOn);
      CHECK(copy.hash() == run.hash());
      run.reset();
      CHECK(run.hash() == start);
      run.seek(20, kGoOn);
      CHECK(run.hash() == at20);
    }
}

TEST_CASE("conformance: nine pacings of one event log give equal states and curves") {
  for (const Model* model : kModels)
    for (uint64_t seed = 1; seed <= some(4); ++seed) {
      const auto params = params_of(random_run(*model, seed));
      const auto events = some_events(*model, seed);
      std::string hash;
      Curves curves;
      for (int pacing = 0; pacing < 9; ++pacing) {
        Run run(*model, 1, digits_library());
        CHECK(run.open(params, seed, events).empty());
        Draw jitter(uint64_t(pacing), 0, Stream::data);
        while (run.step() < 80) {
          const int64_t left = 80 - run.step();
          int64_t budget = 1 + int64_t(jitter.below(uint64_t(left)));
          if (pacing == 0) budget = left;
          if (pacing == 1) budget = 1;
          if (pacing < 5) run.run_for(10, 100, [&] { return budget-- > 0; });
          else run.seek(80, [&] { return budget-- > 0; });
          if (pacing > 6 && jitter.below(4) == 0) run.seek(int64_t(jitter.below(uint64_t(run.step() + 1))), kGoOn);
        }
        if (pacing == 0) {
          hash = run.hash();
          curves = run.curves();
        }
        CHECK_MESSAGE(run.hash() == hash, word(model->key), " seed ", seed, " pacing ", pacing);
        CHECK(same_curves(run.curves(), curves));
      }
    }
}

TEST_CASE("conformance: 200 random legal parameter sets stay finite, publish the same keys, and survive a link") {
  for (const Model* model : kModels) {
    const std::set<std::string> keys = keys_of(Run(*model, 1, digits_library()));
    for (uint64_t seed = 1; seed <= 200; seed += kEvery) {
      Run run = random_run(*model, seed);
      run.seek(12, kGoOn);
      CHECK_FALSE(run.fault());
      CHECK(keys_of(run) == keys);
      std::vector<Message> notices;
      const std::string text = write_link(run);
      const Link link = read_link(text, notices);
      Run again(*kModels[0], 1, digits_library());
      REQUIRE(open_link(link, again, notices));
      again.seek(link.at, kGoOn);
      CHECK_MESSAGE(notices.empty(), text);
      CHECK_MESSAGE(again.hash() == link.hash, text);
    }
  }
}

TEST_CASE("conformance: a row that is said to have no effect has none") {
  for (const Model* model : kModels)
    for (const Row& row : model->rows) {
      if (row.condition < 0) continue;
      int tried = 0, acting = 0, acted = 0;  // while it is said to have none; to have one; did
      for (uint64_t seed = 1; seed <= 100 && (tried < int(some(20)) || !acted); ++seed) {
        Run run = random_run(*model, seed);
        auto params = params_of(run);
        Draw draw(seed, 3, Stream::data);
        params[row.key] = random_value(row, draw);
        Run other(*model, 1, digits_library());
        if (!other.open(params, seed, {}).empty() || params[row.key] == run.value(row)) continue;
        if (run.acts(row) ? acted > 0 : tried == int(some(20))) continue;
        run.seek(15, kGoOn);
        other.seek(15, kGoOn);
        const bool same = all_of(run) == all_of(other);
        if (run.acts(row)) {
          ++acting;
          acted += !same;
          continue;
        }
        ++tried;
        CHECK_MESSAGE(same, word(model->key), " ", word(row.key), " acts in spite of ", word(model->rows[row.condition].key),
                      ": ", write_link(run));
      }
      CHECK_MESSAGE(tried > 0, word(model->key), " ", word(row.key));
      CHECK_MESSAGE((acted > 0 || acting < 8), word(model->key), " ", word(row.key), " never acts");
    }
}

TEST_CASE("conformance: every illegal value is refused, reported, and changes nothing") {
  for (const Model* model : kModels) {
    Run run(*model, 1, digits_library());
    const std::string hash = run.hash();
    for (const Row& row : model->rows) {
      std::vector<std::string> bad{"", "x", "nan", "inf", "1e999", "1 1", "0x1", "--1", std::string(100000, '9')};
      if (row.kind == Kind::text) bad = {" ", "a b", "é", "a&b", std::string(std::size_t(row.hi) + 1, 'A')};
      if (row.kind == Kind::real || row.kind == Kind::integer) {
        bad.push_back(decimal(row.lo - 1));
        bad.push_back(decimal(row.hi + 1));
      }
      if (row.kind == Kind::integer) bad.push_back("1.5");
      if (row.kind == Kind::toggle) bad.push_back("2");
      for (const std::string& value : bad) {
        const Message m = run.set(row.key, value);
        CHECK_MESSAGE(m, word(model->key), " ", word(row.key), " took ", value.substr(0, 20));
        CHECK(english(m).find(row.key) == 0);
      }
      CHECK(decimal(row.preset) == decimal(run.machine().number(row)));
    }
    CHECK(run.hash() == hash);
    for (const char* poke : {"spins.99999999999", "spins.-1", "spins.1.-1", "spins.1.99999", "nothing.1", "spins.", "spins.x",
                             ".1", "spins.1.2.3"})
      CHECK(run.set(poke, "1"));
    CHECK(run.set("spins.1", "nan"));
    CHECK(run.hash() == hash);
  }
}

// tests/golden.txt: one link a line, with at and h. Every build on every machine must give these bits. Where a law of a model
// changed on purpose, raise its `laws` and write the file anew: ATTRACTOR_GOLDEN=write attractor_tests -tc="golden*".
TEST_CASE("golden: the links of golden.txt replay bit for bit") {
  const std::string path = std::string(ATTRACTOR_SOURCE_DIR) + "/tests/golden.txt";
  std::ifstream in(path);
  REQUIRE_MESSAGE(in.good(), path);
  std::vector<std::string> lines;
  std::set<std::string> models;
  const char* mode = std::getenv("ATTRACTOR_GOLDEN");
  for (std::string line; std::getline(in, line);) {
    if (line.empty() || line[0] == '#') {
      lines.push_back(line);
      continue;
    }
    std::vector<Message> notices;
    const Link link = read_link(line, notices);
    Run run(*kModels[0], 1, digits_library());
    REQUIRE_MESSAGE(open_link(link, run, notices), line);
    CHECK_MESSAGE((mode || notices.empty()), line, ": ", notices.empty() ? "" : english(notices[0]));
    run.seek(link.at, kGoOn);
    if (!mode) CHECK_MESSAGE(run.hash() == link.hash, line, " gave ", run.hash());
    models.insert(link.model);
    lines.push_back(run.hash() == link.hash ? line : write_link(run));  // a link that holds stays as it was made
  }
  for (const Model* m : kModels) CHECK_MESSAGE(models.contains(m->key), "no golden link for ", word(m->key));
  if (mode && std::string(mode) == "write") {
    std::ofstream out(path);
    for (const std::string& l : lines) out << l << '\n';
  }
}
