#include "web/session/json.h"

#include <cmath>
#include <cstdio>

#include "core/base/num.h"

namespace attractor {

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

JsonObject& JsonObject::raw(std::string_view key, std::string_view json) {
  if (!body_.empty()) body_ += ',';
  body_ += json_string(key);
  body_ += ':';
  body_ += json;
  return *this;
}
JsonObject& JsonObject::text(std::string_view key, std::string_view value) { return raw(key, json_string(value)); }
JsonObject& JsonObject::number(std::string_view key, double value) {
  return std::isfinite(value) ? raw(key, decimal(value)) : null(key);
}
JsonObject& JsonObject::flag(std::string_view key, bool value) { return raw(key, value ? "true" : "false"); }
JsonObject& JsonObject::null(std::string_view key) { return raw(key, "null"); }

}  // namespace attractor
