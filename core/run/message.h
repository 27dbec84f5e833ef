// A message for a person: why something was refused, or what happened.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace attractor {

// A fixed sentence with {0}, {1}, ... (so that it can be translated) and what fills it. Empty (false) means that all is well.
struct Message {
  const char* sentence = nullptr;
  std::vector<std::string> args = {};
  explicit operator bool() const { return sentence != nullptr; }
};
std::string fill(std::string_view sentence, std::span<const std::string> args);
inline std::string english(const Message& m) { return m ? fill(m.sentence, m.args) : std::string(); }

}  // namespace attractor
