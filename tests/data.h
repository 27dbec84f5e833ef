// The library for programs that may read files: pieces packed by web/build/deps.sh under build/data.
#pragma once

#include <cstdio>
#include <fstream>
#include <iterator>
#include <string>

#include "core/base/deflate.h"
#include "core/run/library.h"

namespace attractor {

// Adds the named pieces; those that cannot be read are reported to stderr and stay missing.
inline void fetch(Library& library, const std::vector<std::string>& names) {
  for (const std::string& name : library.missing(names)) {
    std::ifstream file(std::string(ATTRACTOR_SOURCE_DIR) + "/build/data/" + name + ".bin", std::ios::binary);
    const std::string bytes{std::istreambuf_iterator<char>(file), {}};
    if (const Message m = library.add(name, bytes))
      std::fprintf(stderr, "%s: %s (web/build/deps.sh packs the data)\n", name.c_str(), english(m).c_str());
  }
}

// A net of this size whose weights are no use, packed: for tests, which must not wait for the build to train one.
inline std::string untrained_net(uint32_t visible, uint32_t hidden) {
  std::string bytes("ANETS1\n\0", 8), codes;
  for (const uint32_t word : {visible, hidden})
    for (int i = 0; i < 4; ++i) bytes += char(word >> (8 * i) & 255);
  const float scale = 0.1f;
  const auto bits = __builtin_bit_cast(uint32_t, scale);
  bytes.append(4 * (visible + hidden), '\0');
  for (uint32_t j = 0; j < hidden; ++j)
    for (int i = 0; i < 4; ++i) bytes += char(bits >> (8 * i) & 255);
  for (uint32_t i = 0; i < visible * hidden; ++i) codes += char(i * 37 % 255);
  return bytes + deflate(codes);
}

// The first pieces of MNIST, read once, and a stand-in for the trained net.
inline const Library& digits_library() {
  static const Library library = [] {
    Library l;
    fetch(l, digit_pieces(false, 4000));
    fetch(l, digit_pieces(true, 2000));
    for (const KnownNet& net : kTrainedNets) l.add(net.name, untrained_net(uint32_t(net.visible), uint32_t(net.hidden)));
    return l;
  }();
  return library;
}

}  // namespace attractor
