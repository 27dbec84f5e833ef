// Writing JSON: objects member by member. Numbers that are not finite become null.
#pragma once

#include <string>
#include <string_view>

namespace attractor {

std::string json_string(std::string_view);

class JsonObject {
 public:
  JsonObject& text(std::string_view key, std::string_view value);
  JsonObject& number(std::string_view key, double value);
  JsonObject& flag(std::string_view key, bool value);
  JsonObject& null(std::string_view key);
  JsonObject& raw(std::string_view key, std::string_view json);
  std::string str() const { return "{" + body_ + "}"; }

 private:
  std::string body_;
};

}  // namespace attractor
