#include "core/run/params.h"

#include <cmath>

#include "core/base/num.h"
#include "core/base/written.h"

namespace attractor {
namespace {

// What was given, short enough to be quoted.
std::string quote(std::string_view value) {
  std::string s(value.substr(0, 40));
  for (char& c : s)
    if (static_cast<unsigned char>(c) < 32 || static_cast<unsigned char>(c) > 126) c = '?';
  return value.size() > 40 ? s + "..." : s;
}

Message read_text(const Row& row, std::string_view written, Value& out) {
  if (double(written.size()) > row.hi) return {"{0}: longer than {1} characters", {row.key, decimal(row.hi)}};
  for (char c : written)
    if (!((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '-' || c == '_'))
      return {"{0}: has a character outside A-Z a-z 0-9 - _", {row.key}};
  out = Text(written);
  return {};
}

Message read_number(const Row& row, std::string_view written, Value& out) {
  double v = 0;
  const bool good = read_written_number(written, v);
  if (row.kind == Kind::integer && (!good || v != std::floor(v)))
    return {"{0}: {1} is not a whole number", {row.key, quote(written)}};
  if (!good) return {"{0}: {1} is not a number", {row.key, quote(written)}};
  if (!(v >= row.lo && v <= row.hi))
    return {"{0}: {1} is outside {2} to {3}", {row.key, quote(written), decimal(row.lo), decimal(row.hi)}};
  out = v + 0.0;  // no negative zero
  return {};
}

}  // namespace

std::string link_text(const Row& row, const Value& value) {
  if (const Text* text = std::get_if<Text>(&value)) return std::string(text->view());
  const double v = std::get<double>(value);
  return row.kind == Kind::choice ? row.choices[std::size_t(v)].key : decimal(v);
}

Message read_value(const Row& row, std::string_view written, Value& out) {
  if (row.kind == Kind::text) return read_text(row, written, out);
  const std::string plain = plain_text(written);
  written = trimmed(plain);
  if (row.kind == Kind::toggle) {
    if (written != "0" && written != "1") return {"{0}: must be 0 or 1", {row.key}};
    out = written == "1" ? 1.0 : 0.0;
    return {};
  }
  if (row.kind != Kind::choice) return read_number(row, written, out);
  for (const Choice& c : row.choices)
    if (written == c.key) {
      out = double(c.value);
      return {};
    }
  return {"{0}: {1} is not one of its choices", {row.key, quote(written)}};
}

const Row* find_row(std::span<const Row> rows, std::string_view key) {
  for (const Row& r : rows)
    if (key == r.key) return &r;
  return nullptr;
}

}  // namespace attractor
