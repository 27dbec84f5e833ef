// For programs that may read files: the languages that have a catalogue, as the build has made them of web/words/*.po.
// What the program says is to be there in each.
#pragma once

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

#include "web/words/words.h"

namespace attractor {

// All but English, which needs no catalogue. The program is told of them at the first call.
inline const std::vector<Lang>& all_languages() {
  static const std::vector<Lang> list = [] {
    std::vector<Lang> found;
    for (const auto& entry : std::filesystem::directory_iterator(ATTRACTOR_BUILT "/words")) {
      if (entry.path().extension() != ".txt") continue;
      std::ifstream in(entry.path());
      found.push_back(set_words(entry.path().stem().string(), std::string{std::istreambuf_iterator<char>(in), {}}));
    }
    return found;
  }();
  return list;
}

inline bool in_all_languages(std::string_view english) {
  return std::all_of(all_languages().begin(), all_languages().end(), [&](Lang l) { return has_word(l, english); });
}

}  // namespace attractor
