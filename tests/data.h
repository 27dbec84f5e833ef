// The library for programs that may read files: pieces packed by web/deps.sh under build/data.
#pragma once

#include <cstdio>
#include <fstream>
#include <iterator>
#include <string>

#include "core/library.h"

namespace attractor {

// Adds the named pieces; those that cannot be read are reported to stderr and stay missing.
inline void fetch(Library& library, const std::vector<std::string>& names) {
  for (const std::string& name : library.missing(names)) {
    std::ifstream file(std::string(ATTRACTOR_SOURCE_DIR) + "/build/data/" + name + ".bin", std::ios::binary);
    const std::string bytes{std::istreambuf_iterator<char>(file), {}};
    if (const Message m = library.add(name, bytes))
      std::fprintf(stderr, "%s: %s (web/deps.sh packs the data)\n", name.c_str(), english(m).c_str());
  }
}

// The first pieces of MNIST, read once.
inline const Library& digits_library() {
  static const Library library = [] {
    Library l;
    fetch(l, digit_pieces(false, 4000));
    fetch(l, digit_pieces(true, 2000));
    return l;
  }();
  return library;
}

}  // namespace attractor
