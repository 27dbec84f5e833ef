// The library for programs that may read files: data packed by web/build/deps.sh under build/data.
#pragma once

#include <cstdio>
#include <fstream>
#include <iterator>
#include <string>

#include "core/base/deflate.h"
#include "core/base/num.h"
#include "core/models/networks/cnn.h"
#include "core/models/trained_rbm.h"
#include "core/pictures/digits.h"

namespace attractor {

inline std::string data_file(const std::string& name) {
  std::ifstream file(std::string(ATTRACTOR_SOURCE_DIR) + "/build/data/" + name + ".bin", std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

// Adds the files; those that cannot be read are reported to stderr and stay missing.
inline void fetch(Library& library, const std::vector<Need>& needs) {
  for (const Need& need : library.missing(needs))
    if (const Message m = library.add(need, data_file(need.name)))
      std::fprintf(stderr, "%s: %s (web/build/deps.sh packs the data)\n", need.name.c_str(), english(m).c_str());
}

// A machine of this size whose weights are no use, packed: for tests, which must not wait for the build to train one.
inline std::string untrained(const TrainedRbm& net) {
  const auto numbers = [](int count, float x) {
    std::string bytes;
    for (int i = 0; i < count; ++i) bytes.append(reinterpret_cast<const char*>(&x), sizeof x);
    return bytes;
  };
  const std::string visible = decimal(net.visible), hidden = decimal(net.hidden);
  std::string codes;
  for (int i = 0; i < net.visible * net.hidden; ++i) codes += char(i * 37 % 255);
  return "ARRAYS1\nvisible_biases f32 " + visible + "\nhidden_biases f32 " + hidden + "\nscales f32 " + hidden +
         "\nweights i8 " + visible + " " + hidden + "\n\n" +
         deflate(numbers(net.visible + net.hidden, 0) + numbers(net.hidden, 0.1f) + codes);
}

inline std::string untrained_cnn() {
  std::string bytes;
  const int count = ConvShape().weights();
  for (int i = 0; i < count; ++i) {
    const float w = float(i * 37 % 101 - 50) / 500;
    bytes.append(reinterpret_cast<const char*>(&w), sizeof w);
  }
  return "ARRAYS1\nweights f32 " + decimal(count) + "\n\n" + deflate(bytes);
}

// The first files of MNIST, read once, and stand-ins for the trained machines.
inline const Library& digits_library() {
  static const Library library = [] {
    Library l;
    fetch(l, digit_needs(4000, 2000));
    for (const TrainedRbm& net : kTrainedRbms) l.add(need_of(net), untrained(net));
    l.add(cnn::trained_need(), untrained_cnn());
    return l;
  }();
  return library;
}

}  // namespace attractor
