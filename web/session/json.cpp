#include "web/session/json.h"

#include <cassert>
#include <cmath>
#include <cstdio>

#include "core/base/num.h"

namespace attractor {
namespace {

// Whether a member of this type may be a JSON value of this kind; "" is an object or a list. 'a' | 'b' are strings, and
// so is a Language (web/build/types.mjs writes it out).
[[maybe_unused]] bool is_of(std::string_view type, std::string_view kind) {
  const bool word = type[0] == '\'' || type == "Language",
             simple = type == "string" || type == "number" || type == "boolean" || word;
  return kind.empty() ? !simple : type == kind || (kind == "string" && word);
}

}  // namespace

std::string json_string(std::string_view s) {
  std::string out = "\"";
  for (char c : s) {
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (static_cast<unsigned char>(c) < 32) {
      char code[8];
      std::snprintf(code, sizeof code, "\\u%04x", unsigned(c));
      out += code;
    } else {
      out += c;
    }
  }
  return out + '"';
}

JsonObject& JsonObject::member(std::string_view key, [[maybe_unused]] const char* kind, std::string_view json) {
  if (type_) {
    assert(written_ < type_->members.size() && key == type_->members[written_].name);
    assert(is_of(type_->members[written_].type, kind));
  }
  ++written_;
  if (!body_.empty()) body_ += ',';
  body_ += json_string(key);
  body_ += ':';
  body_ += json;
  return *this;
}
JsonObject& JsonObject::text(std::string_view key, std::string_view value) { return member(key, "string", json_string(value)); }
JsonObject& JsonObject::number(std::string_view key, double value) {
  return std::isfinite(value) ? member(key, "number", decimal(value)) : null(key);
}
JsonObject& JsonObject::flag(std::string_view key, bool value) { return member(key, "boolean", value ? "true" : "false"); }
JsonObject& JsonObject::null(std::string_view key) { return member(key, "null", "null"); }
JsonObject& JsonObject::raw(std::string_view key, std::string_view json) { return member(key, "", json); }

std::string JsonObject::str() const {
  assert(!type_ || written_ == type_->members.size());
  return "{" + body_ + "}";
}

}  // namespace attractor
