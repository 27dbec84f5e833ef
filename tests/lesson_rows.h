// For programs that may read files: the lessons' rows, as the build has made them of web/lessons/*/lesson.json.
#pragma once

#include <cstdio>
#include <fstream>
#include <iterator>
#include <string>

#include "web/session/lessons.h"

namespace attractor {

inline std::string lesson_rows() {
  std::ifstream in(ATTRACTOR_BUILT "/lessons.txt");
  return {std::istreambuf_iterator<char>(in), {}};
}

// False, and said, if there is anything wrong with them.
inline bool read_lessons() {
  const std::string rows = lesson_rows();
  const std::vector<Message> wrong = set_lessons(rows);
  for (const Message& m : wrong) std::fprintf(stderr, "%s\n", english(m).c_str());
  if (rows.empty()) std::fprintf(stderr, "%s/lessons.txt cannot be read\n", ATTRACTOR_BUILT);
  return wrong.empty() && !rows.empty();
}

}  // namespace attractor
