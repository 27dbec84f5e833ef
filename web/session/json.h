// Writing JSON: objects member by member. Numbers that are not finite become null. An object of a described type has to be
// written as it is described (asserted): all its members, in their order, of their kinds.
#pragma once

#include <string>
#include <string_view>

#include "web/session/api_types.h"

namespace attractor {

// A string as JSON writes it, in quotes: UTF-8, with control characters, quotes and backslashes escaped.
std::string json_string(std::string_view);

// Members in the order of the calls; a call returns the object. raw() takes JSON as it is.
class JsonObject {
 public:
  JsonObject() = default;
  explicit JsonObject(const JsonType& type) : type_(&type) {}
  JsonObject& text(std::string_view key, std::string_view value);
  JsonObject& number(std::string_view key, double value);
  JsonObject& flag(std::string_view key, bool value);
  JsonObject& null(std::string_view key);
  JsonObject& raw(std::string_view key, std::string_view json);
  std::string str() const;

 private:
  JsonObject& member(std::string_view key, const char* kind, std::string_view json);

  const JsonType* type_ = nullptr;
  std::size_t written_ = 0;
  std::string body_;
};

}  // namespace attractor
