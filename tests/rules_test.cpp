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

}  // namespace

TEST_CASE("rules: core includes std and core alone, Eigen in one file; no clock, I/O, threads or platform random numbers") {
  const std::vector<std::string> banned{"chrono", "thread", "random",  "iostream",      "fstream",       "regex",
                                        "mutex",  "future", "atomic",  "unordered_map", "unordered_set", "iomanip",
                                        "ctime",  "time.h", "sstream", "execution"};
  for (const Source& s : sources("core")) {
    for (const std::string& i : s.includes) {
      CHECK_MESSAGE(std::find(banned.begin(), banned.end(), i) == banned.end(), s.path, " includes ", i);
      const bool own = starts(i, "core/"), eigen = starts(i, "Eigen/") && s.path == "core/base/eigenvalues.cpp",
                 standard = i.find('/') == std::string::npos;
      CHECK_MESSAGE((own || eigen || standard), s.path, " includes ", i);
      if (own && starts(i, "core/models/"))
        CHECK_MESSAGE((s.path == "core/models/list.h" || starts(s.path, (i.substr(0, i.rfind('.')) + ".").c_str()) ||
                       starts(s.path, (i.substr(0, i.rfind('.')) + "_").c_str())),
                      s.path, " includes another model: ", i);
    }
    refuse(s, {R"(\bthrow\b)", R"(\btry\b)", R"(\brand\s*\()", R"(std::hash\b)", R"(std::shuffle\b)", R"(\bprintf\s*\()",
               R"(std::sort\b)",
               R"(std::(exp|log|tanh|sin|cos|pow|sinh|cosh|atan|tan|log1p|expm1|exp2|log2|erf|tgamma|lgamma)\s*\()",
               R"(std::accumulate\b)", R"(\.(exp|log|tanh|pow|sin|cos)\(\))"});
  }
}

TEST_CASE("rules: the page's layers") {
  for (const Source& s : sources("web")) {
    const bool view = starts(s.path, "web/views/"), lesson = starts(s.path, "web/lessons/");
    const bool session = starts(s.path, "web/session/");  // the tests drive it natively
    const std::string file = s.path.substr(s.path.rfind('/') + 1);
    const std::string stem = file.substr(0, file.find('.'));
    for (const std::string& i : s.includes) {
      const bool platform = starts(i, "SDL") || starts(i, "emscripten") || i.find("imgui_impl") != std::string::npos;
      const bool gl = starts(i, "GLES") || i == "web/canvas/gl.h", model = starts(i, "core/models/") || i == "core/models/list.h";
      if (view) CHECK_MESSAGE(!(platform || model || i == "core/run/run.h" || starts(i, "web/lesson")), s.path, " includes ", i);
      if (session)
        CHECK_MESSAGE(!(platform || gl || starts(i, "imgui") || starts(i, "web/views/") || i == "web/canvas/app.h" ||
                        i == "web/canvas/scene.h" || i == "web/canvas/theme.h" || i == "web/canvas/widgets.h"),
                      s.path, " includes ", i);
      if (lesson) CHECK_MESSAGE(!(platform || gl || starts(i, "imgui")), s.path, " includes ", i);
      if (!view && !lesson && stem != "main" && stem != "api") CHECK_MESSAGE(!platform, s.path, " includes ", i);
      if (stem == "scene" || stem == "app" || stem == "widgets" || stem == "main" || stem == "api" || stem == "gl")
        CHECK_MESSAGE(!starts(i, "core/models/"), s.path, " names a model: ", i);
      if (stem == "main") CHECK_MESSAGE(!model, s.path, " includes ", i);
    }
  }
}

TEST_CASE("rules: tests know no screen") {
  for (const Source& s : sources("tests"))
    for (const std::string& i : s.includes) {
      CHECK_MESSAGE(!(starts(i, "imgui") || starts(i, "SDL") || starts(i, "GLES") || starts(i, "emscripten")), s.path,
                    " includes ", i);
      if (starts(i, "web/"))
        CHECK_MESSAGE((starts(i, "web/session/") || starts(i, "web/lesson") || i == "web/words/words.h" || i == "web/words/numerals.h" ||
                       i == "web/canvas/tokens.h" || i == "web/canvas/views/pixel_columns.h"),
                      s.path, " includes ", i);
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
