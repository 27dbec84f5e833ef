#include "core/run/params.h"

#include <cmath>

#include "core/base/num.h"
#include "core/base/written.h"

namespace attractor {
namespace {

template <class T>
T& field(const Row& row, ParamsRef params) {
  return *static_cast<T*>(row.at(params.at));
}
template <class T>
const T& field(const Row& row, ConstParamsRef params) {
  return *static_cast<const T*>(row.at(const_cast<void*>(params.at)));
}

// The `index`-th "key=Label" of a choice row.
std::string_view option(const Row& row, int index) {
  std::string_view rest = row.choices;
  while (index-- > 0) {
    const auto bar = rest.find('|');
    if (bar == std::string_view::npos) return {};
    rest.remove_prefix(bar + 1);
  }
  return rest.substr(0, rest.find('|'));
}

// What was given, short enough to be quoted.
std::string quote(std::string_view value) {
  std::string s(value.substr(0, 40));
  for (char& c : s)
    if (static_cast<unsigned char>(c) < 32 || static_cast<unsigned char>(c) > 126) c = '?';
  return value.size() > 40 ? s + "..." : s;
}

Message outside(const Row& row, std::string_view value) {
  return {"{0}: {1} is outside {2} to {3}", {row.key, quote(value), decimal(row.lo), decimal(row.hi)}};
}

Message write_text(const Row& row, ParamsRef params, std::string_view value) {
  if (double(value.size()) > row.hi) return {"{0}: longer than {1} characters", {row.key, decimal(row.hi)}};
  for (char c : value)
    if (!((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '-' || c == '_'))
      return {"{0}: has a character outside A-Z a-z 0-9 - _", {row.key}};
  field<Text>(row, params) = Text(value);
  return {};
}

}  // namespace

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

int choice_count(const Row& row) { return row.kind == Kind::choice ? int(row.hi) + 1 : 0; }

std::string choice_key(const Row& row, int index) {
  const std::string_view o = option(row, index);
  return std::string(o.substr(0, o.find('=')));
}

std::string choice_label(const Row& row, int index) {
  const std::string_view o = option(row, index);
  const auto eq = o.find('=');
  return std::string(eq == std::string_view::npos ? o : o.substr(eq + 1));
}

double number(const Row& row, ConstParamsRef params) {
  if (row.owner != params.type) return 0;
  switch (row.kind) {
    case Kind::real: return field<double>(row, params);
    case Kind::integer:
    case Kind::choice: return field<int>(row, params);
    case Kind::toggle: return field<bool>(row, params) ? 1 : 0;
    case Kind::text: break;
  }
  return 0;
}

std::string read(const Row& row, ConstParamsRef params) {
  if (row.owner != params.type) return {};
  if (row.kind == Kind::text) return std::string(field<Text>(row, params).view());
  const double v = number(row, params);
  return row.kind == Kind::choice ? choice_key(row, int(v)) : decimal(v);
}

Message write(const Row& row, ParamsRef params, std::string_view value) {
  if (row.owner != params.type) return {"{0}: this model has no such parameter", {row.key}};
  double v = 0;
  const std::string plain = row.kind == Kind::text ? std::string() : plain_text(value);
  if (row.kind != Kind::text) value = trimmed(plain);
  switch (row.kind) {
    case Kind::text: return write_text(row, params, value);
    case Kind::toggle:
      if (value != "0" && value != "1") return {"{0}: must be 0 or 1", {row.key}};
      field<bool>(row, params) = value == "1";
      return {};
    case Kind::choice:
      for (int i = 0; i < choice_count(row); ++i)
        if (choice_key(row, i) == value) {
          field<int>(row, params) = i;
          return {};
        }
      return {"{0}: {1} is not one of its choices", {row.key, quote(value)}};
    case Kind::integer:
      if (!read_written_number(value, v) || v != std::floor(v))
        return {"{0}: {1} is not a whole number", {row.key, quote(value)}};
      if (!(v >= row.lo && v <= row.hi)) return outside(row, value);
      field<int>(row, params) = int(v);
      return {};
    case Kind::real:
      if (!read_written_number(value, v)) return {"{0}: {1} is not a number", {row.key, quote(value)}};
      if (!(v >= row.lo && v <= row.hi)) return outside(row, value);
      field<double>(row, params) = v + 0.0;  // no negative zero
      return {};
  }
  return {"{0}: cannot be set", {row.key}};
}

bool acts(const Row& row, std::span<const Row> rows, ConstParamsRef params) {
  if (!*row.when) return true;
  const Row* other = find_row(rows, {row.when, detail::word(row.when)});
  return other && detail::one_of(read(*other, params).c_str(), row.when + detail::word(row.when) + 1);
}

const Row* find_row(std::span<const Row> rows, std::string_view key) {
  for (const Row& r : rows)
    if (key == r.key) return &r;
  return nullptr;
}

}  // namespace attractor
