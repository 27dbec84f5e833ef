#include "core/run/message.h"

namespace attractor {

std::string fill(std::string_view sentence, std::span<const std::string> args) {
  std::string out;
  for (std::size_t i = 0; i < sentence.size(); ++i) {
    if (sentence[i] == '{' && i + 2 < sentence.size() && sentence[i + 2] == '}') {
      const auto n = std::size_t(sentence[i + 1] - '0');
      if (n < args.size()) {
        out += args[n];
        i += 2;
        continue;
      }
    }
    out += sentence[i];
  }
  return out;
}

}  // namespace attractor
