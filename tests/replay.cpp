// Replays a link and prints what it proves:  replay "<link>" [--csv] [--params] [--scalars] [--field NAME FILE]
// Or looks through the links of a file, "place<tab>link" a line:  replay --links FILE  says what in them is wrong, and where.
//
// Without a switch: the parameter table, the sampled curves as CSV and the hash. The last line is "hash 9f3a12c4"; the exit
// code is 0 when the link's own h agrees (or it has none), 1 when it differs, 2 when the link cannot be opened.
#include <algorithm>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <string>
#include <vector>

#include "core/base/num.h"
#include "core/models/list.h"
#include "core/run/link.h"
#include "core/run/report.h"
#include "tests/data.h"
#include "tests/lesson_rows.h"
#include "web/session/opening.h"
#include "web/session/proof.h"

using namespace attractor;

namespace {

// A field's numbers, as 32-bit floats, into a file.
struct FieldFile {
  std::string name, path;
};

class FieldWriter final : public Sink {
 public:
  explicit FieldWriter(const FieldFile& to) : to_(to) {}
  void publish(const Name& n, Shape shape) override {
    const Field* f = std::get_if<Field>(&shape);
    if (!f || n.key != to_.name) return;
    std::FILE* file = std::fopen(to_.path.c_str(), "wb");
    if (!file) return;
    written = true;
    for (std::size_t i = 0; i < f->size(); ++i) {
      const auto x = float(f->at(i));
      written = std::fwrite(&x, sizeof x, 1, file) == 1 && written;
    }
    std::fclose(file);
  }
  bool written = false;

 private:
  const FieldFile& to_;
};

// Numbers at the last step, one a line.
class NumberPrinter final : public Sink {
 public:
  void publish(const Name& n, Shape shape) override {
    if (const Number* number = number_in(shape))
      std::printf("%s = %s\n", n.key, number->known ? decimal(number->value).c_str() : "unknown");
  }

 private:
  bool wants(std::string_view, ShapeKind) const override { return false; }
};

// Unknown keys, choices, lessons: what the page would tell whoever follows the link.
int check_links(const char* path) {
  std::ifstream in(path);
  if (!in) {
    std::fprintf(stderr, "%s cannot be read\n", path);
    return 2;
  }
  Library library;
  int wrong = 0;
  for (std::string line; std::getline(in, line);) {
    const std::size_t tab = line.find('\t');
    if (tab == std::string::npos) continue;
    std::vector<Message> notices;
    Link link = read_link(line.substr(tab + 1), notices);
    complete_link(link, notices);
    if (const Model* model = find_model(link.model)) fetch(library, Run(*model, 1, library).missing(link.params));
    Run run(*kModels[0], 1, library);
    open_link(link, run, notices);
    for (const Message& m : notices) std::fprintf(stderr, "%s: %s\n", line.substr(0, tab).c_str(), english(m).c_str()), ++wrong;
  }
  return wrong ? 1 : 0;
}

}  // namespace

int main(int argc, char** argv) {
  if (!read_lessons()) return 2;
  if (argc == 3 && !std::strcmp(argv[1], "--links")) return check_links(argv[2]);
  std::string text;
  bool csv = false, params = false, scalars = false;
  std::vector<FieldFile> fields;
  for (int i = 1; i < argc; ++i) {
    if (!std::strcmp(argv[i], "--csv")) csv = true;
    else if (!std::strcmp(argv[i], "--params")) params = true;
    else if (!std::strcmp(argv[i], "--scalars")) scalars = true;
    else if (!std::strcmp(argv[i], "--field") && i + 2 < argc) fields.push_back({argv[i + 1], argv[i + 2]}), i += 2;
    else text = argv[i];
  }
  if (text.empty()) {
    std::fprintf(stderr, "usage: replay \"<link>\" [--csv] [--params] [--scalars] [--field NAME FILE]\n");
    return 2;
  }
  if (!csv && !params && !scalars && fields.empty()) csv = params = true;
  std::vector<Message> notices;
  Link link = read_link(text, notices);
  const auto ours = [&](const std::string& key) { return find_row(kModels[0]->rows, key) != nullptr; };
  if (link.model.empty() && link.order.empty() && link.page.empty() && !link.seeded &&
      std::none_of(link.of_query.begin(), link.of_query.end(), ours)) {
    std::fprintf(stderr, "there is no experiment in %s\n", text.substr(0, 200).c_str());
    return 2;
  }
  complete_link(link, notices);  // a lesson's name opens what it opens on the page
  Library library;
  if (const Model* model = find_model(link.model)) fetch(library, Run(*model).missing(link.params));
  Run run(*kModels[0], 1, library);
  const bool opened = open_link(link, run, notices);
  for (const Message& m : notices) std::fprintf(stderr, "notice: %s\n", english(m).c_str());
  if (!opened) return 2;
  run.seek(link.at, [] { return true; });
  if (run.fault()) std::fprintf(stderr, "notice: %s\n", english(run.fault()).c_str());
  for (const FieldFile& to : fields) {
    FieldWriter writer(to);
    run.machine().observe(writer);
    if (!writer.written) {
      std::fprintf(stderr, "%s: no such field, or %s cannot be written\n", to.name.c_str(), to.path.c_str());
      return 2;
    }
  }
  if (scalars) {
    NumberPrinter printer;
    run.machine().observe(printer);
  }
  if (params) std::fputs(parameter_table(run).c_str(), stdout);
  if (csv) std::fputs(curves_csv(run.curves()).c_str(), stdout);
  const std::string hash = run.hash();
  Proof proof;
  proof.begin(link);
  proof.follow(run);
  proof.finish(run);
  if (proof.state(run) == Replay::reproduced) std::printf("reproduced\n");
  else if (proof.other_at() >= 0 && proof.other_at() < link.at)
    std::printf("differs since step %lld at the latest\n", static_cast<long long>(proof.other_at()));
  else if (!link.hash.empty()) std::printf("differs\n");
  std::printf("step %lld\nhash %s\n", static_cast<long long>(run.step()), hash.c_str());
  return link.hash.empty() || hash == link.hash ? 0 : 1;
}
