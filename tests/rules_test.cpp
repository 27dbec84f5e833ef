// The architecture's rules, read from the sources: who may include what, and what core may not use.
#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <regex>
#include <sstream>
#include <string>
#include <vector>

#include "core/models/list.h"

namespace {

namespace fs = std::filesystem;

struct Source {
  std::string path;  // from the top of the project
  std::string text;
  std::vector<std::string> includes;
};

// Comments and string literals blanked, so that words in them do not count.
std::string code_only(const std::string& s) {
  std::string out;
  for (std::size_t i = 0; i < s.size(); ++i) {
    if (s.compare(i, 2, "//") == 0) {
      while (i < s.size() && s[i] != '\n') ++i;
      out += '\n';
    } else if (s.compare(i, 2, "/*") == 0) {
      i = s.find("*/", i);
      if (i == std::string::npos) break;
      ++i;
    } else if (s[i] == '"') {
      for (++i; i < s.size() && s[i] != '"'; ++i)
        if (s[i] == '\\') ++i;
      out += "\"\"";
    } else {
      out += s[i];
    }
  }
  return out;
}

std::vector<Source> sources(const std::string& folder) {
  std::vector<Source> all;
  const fs::path top = ATTRACTOR_SOURCE_DIR;
  for (const auto& entry : fs::recursive_directory_iterator(top / folder)) {
    const std::string ext = entry.path().extension().string();
    if (ext != ".h" && ext != ".cpp") continue;
    std::ifstream in(entry.path());
    std::stringstream text;
    text << in.rdbuf();
    Source s{fs::relative(entry.path(), top).generic_string(), text.str(), {}};
    static const std::regex include(R"re(^\s*#\s*include\s*[<"]([^>"]+)[>"])re", std::regex::multiline);
    for (std::sregex_iterator it(s.text.begin(), s.text.end(), include), end; it != end; ++it) s.includes.push_back((*it)[1]);
    all.push_back(std::move(s));
  }
  return all;
}

bool starts(const std::string& s, const char* prefix) { return s.rfind(prefix, 0) == 0; }

void refuse(const Source& s, const std::vector<std::string>& words) {
  const std::string code = code_only(s.text);
  for (const std::string& w : words) CHECK_MESSAGE(!std::regex_search(code, std::regex(w)), s.path, " uses ", w);
}

// The folders and what each may include; the longest name that fits counts. Nothing points upwards.
struct Folder {
  const char* folder;
  std::vector<const char*> may;  // folders of ours; its own goes without saying
};
const std::vector<Folder> kFolders{
    {"core/base", {}},  // numbers know nothing
    // No kernel hears of a row, a link or a sink.
    {"core/spins", {"core/base"}},
    {"core/memory", {"core/base"}},
    {"core/boltzmann", {"core/base"}},
    {"core/networks", {"core/base"}},
    {"core/run", {"core/base"}},  // the contract knows no model, nor does the text of links: the list is handed in
    {"core/pictures", {"core/run", "core/base"}},
    {"core/models", {"core/base", "core/spins", "core/memory", "core/boltzmann", "core/networks", "core/run", "core/pictures"}},
    {"web/words", {"core/run", "core/base"}},
    // No ImGui, no SDL, no browser: so that it can be tested.
    {"web/session", {"core/run", "core/models/list.h", "core/pictures", "core/base", "web/words"}},
    {"web/canvas/views",
     {"core/run", "core/base", "web/words", "web/canvas/theme.h", "web/canvas/gl.h"}},  // data in, pixels out
    {"web/canvas", {"core/run", "core/base", "web/session", "web/words"}},              // no named model
    {"tests", {"core", "web/session", "web/words", "web/canvas/tokens.h", "web/canvas/views/pixel_columns.h"}},
};

const Folder* folder_of(const std::string& path) {
  const Folder* best = nullptr;
  for (const Folder& r : kFolders)
    if (starts(path, (std::string(r.folder) + "/").c_str()) &&
        (!best || std::string(r.folder).size() > std::string(best->folder).size()))
      best = &r;
  return best;
}

bool is_ours(const std::string& include) {
  return starts(include, "core/") || starts(include, "web/") || starts(include, "tests/");
}

// "core/models/magnets/ising" of its header, its sources and the parts of it ("ising_moves").
std::string model_of(const std::string& path) {
  const auto slash = path.rfind('/');
  return path.substr(0, path.find_first_of("._", slash));
}

}  // namespace

TEST_CASE("rules: each folder includes what it may, and nothing points upwards") {
  for (const char* top : {"core", "web", "tests"})
    for (const Source& s : sources(top)) {
      const Folder* found = folder_of(s.path);
      REQUIRE_MESSAGE(found, s.path, " stands in no folder of the table");
      for (const std::string& i : s.includes) {
        if (!is_ours(i) || starts(i, (std::string(found->folder) + "/").c_str())) continue;
        const bool may = std::any_of(found->may.begin(), found->may.end(),
                                     [&](const char* m) { return i == m || starts(i, (std::string(m) + "/").c_str()); });
        CHECK_MESSAGE(may, s.path, " includes ", i);
      }
    }
}

TEST_CASE("rules: no model includes another") {
  for (const Source& s : sources("core/models"))
    for (const std::string& i : s.includes) {
      const bool of_a_family = starts(i, "core/models/") && std::count(i.begin(), i.end(), '/') > 2;
      if (of_a_family && s.path != "core/models/list.h")
        CHECK_MESSAGE(model_of(i) == model_of(s.path), s.path, " includes another model: ", i);
    }
}

TEST_CASE("rules: core has std alone, Eigen in one file; no clock, I/O, threads or platform random numbers") {
  const std::vector<std::string> banned{"chrono", "thread", "random",  "iostream",      "fstream",       "regex",
                                        "mutex",  "future", "atomic",  "unordered_map", "unordered_set", "iomanip",
                                        "ctime",  "time.h", "sstream", "execution"};
  for (const Source& s : sources("core")) {
    for (const std::string& i : s.includes) {
      CHECK_MESSAGE(std::find(banned.begin(), banned.end(), i) == banned.end(), s.path, " includes ", i);
      const bool eigen = starts(i, "Eigen/") && s.path == "core/base/eigenvalues.cpp",
                 standard = i.find('/') == std::string::npos;
      CHECK_MESSAGE((is_ours(i) || eigen || standard), s.path, " includes ", i);
    }
    refuse(s, {R"(\bthrow\b)", R"(\btry\b)", R"(\brand\s*\()", R"(std::hash\b)", R"(std::shuffle\b)", R"(\bprintf\s*\()",
               R"(std::sort\b)",
               R"(std::(exp|log|tanh|sin|cos|pow|sinh|cosh|atan|tan|log1p|expm1|exp2|log2|erf|tgamma|lgamma)\s*\()",
               R"(std::accumulate\b)", R"(\.(exp|log|tanh|pow|sin|cos)\(\))"});
  }
}

TEST_CASE("rules: ImGui on the canvas alone, the browser and SDL in two of its files") {
  for (const char* top : {"core", "web", "tests"})
    for (const Source& s : sources(top))
      for (const std::string& i : s.includes) {
        const bool platform = starts(i, "SDL") || starts(i, "emscripten") || i.find("imgui_impl") != std::string::npos;
        if (platform)
          CHECK_MESSAGE((starts(s.path, "web/canvas/main.") || starts(s.path, "web/canvas/api.")), s.path, " includes ", i);
        if (starts(i, "imgui") || starts(i, "GLES")) CHECK_MESSAGE(starts(s.path, "web/canvas/"), s.path, " includes ", i);
      }
}

TEST_CASE("rules: README's table of laws has every model with its present laws") {
  std::ifstream in(std::string(ATTRACTOR_SOURCE_DIR) + "/README.md");
  std::stringstream text;
  text << in.rdbuf();
  for (const attractor::Model* m : attractor::kModels) {
    const std::string row = std::string("| ") + m->key + " | " + std::to_string(m->laws) + " |";
    CHECK_MESSAGE(text.str().find(row) != std::string::npos, "README lacks: ", row);
  }
}

// "| T01 | of what | `tests/x_test.cpp`, `tests/y_test.cpp` |" of core/science.md: the test's name and where it is.
std::vector<std::pair<std::string, std::vector<std::string>>> cited_tests() {
  std::ifstream in(std::string(ATTRACTOR_SOURCE_DIR) + "/core/science.md");
  std::vector<std::pair<std::string, std::vector<std::string>>> rows;
  static const std::regex row(R"(^\| (T\d{2,3}) \|.*\|(.*)\|$)"), file("`([^`]+)`");
  for (std::string line; std::getline(in, line);) {
    std::smatch m;
    if (!std::regex_match(line, m, row)) continue;
    const std::string places = m[2];
    std::vector<std::string> files;
    for (std::sregex_iterator it(places.begin(), places.end(), file), end; it != end; ++it) files.push_back((*it)[1]);
    rows.emplace_back(m[1], std::move(files));
  }
  return rows;
}

TEST_CASE("rules: core/science.md names the tests that hold the code to it, and they do") {
  const auto rows = cited_tests();
  CHECK(rows.size() > 40);
  const std::vector<Source> tests = sources("tests");
  for (const auto& [name, files] : rows)
    for (const std::string& file : files) {
      const auto at = std::find_if(tests.begin(), tests.end(), [&f = file](const Source& s) { return s.path == f; });
      REQUIRE_MESSAGE(at != tests.end(), name, ": there is no ", file);
      CHECK_MESSAGE(std::regex_search(at->text, std::regex("\\b" + name + "\\b")), file, " does not speak of ", name);
    }
  static const std::regex id(R"(\bT\d{2,3}\b)");
  for (const Source& s : tests) {
    if (!s.path.ends_with("_test.cpp") || s.path == "tests/rules_test.cpp") continue;
    for (std::sregex_iterator it(s.text.begin(), s.text.end(), id), end; it != end; ++it) {
      const std::string name = it->str();
      const auto row = std::find_if(rows.begin(), rows.end(), [&](const auto& r) { return r.first == name; });
      REQUIRE_MESSAGE(row != rows.end(), "core/science.md lacks ", name, " of ", s.path);
      CHECK_MESSAGE(std::count(row->second.begin(), row->second.end(), s.path) == 1, "core/science.md: ", name, " is in ",
                    s.path);
    }
  }
}
