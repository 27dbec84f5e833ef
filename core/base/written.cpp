#include "core/base/written.h"

#include <algorithm>
#include <array>

#include "core/base/num.h"

namespace attractor {
namespace {

constexpr std::size_t kLongest = 80;  // characters of a number: each may take three bytes

struct Range {
  char32_t first, last;
};
constexpr std::array<Range, 9> kBlanks{{{0x09, 0x0D},
                                        {0x20, 0x20},
                                        {0x85, 0x85},
                                        {0xA0, 0xA0},
                                        {0x1680, 0x1680},
                                        {0x2000, 0x200A},
                                        {0x2028, 0x2029},  // line ends
                                        {0x202F, 0x202F},  // narrow no-break
                                        {0x205F, 0x205F}}};
constexpr std::array<Range, 9> kUnseen{{{0xAD, 0xAD},  // soft hyphen
                                        {0x034F, 0x034F},
                                        {0x061C, 0x061C},
                                        {0x180E, 0x180E},
                                        {0x200B, 0x200F},    // zero width, left-to-right marks
                                        {0x202A, 0x202E},    // embeddings
                                        {0x2060, 0x206F},    // word joiner, isolates
                                        {0xFE00, 0xFE0F},    // variation selectors
                                        {0xFEFF, 0xFEFF}}};  // byte order mark
bool in(const std::array<Range, 9>& ranges, char32_t c) {
  return std::any_of(ranges.begin(), ranges.end(), [c](Range r) { return c >= r.first && c <= r.last; });
}

// The ASCII character that this one imitates, or 0.
char imitated(char32_t c) {
  if (c >= 0xFF01 && c <= 0xFF5E) return char(c - 0xFEE0);                                    // full width
  if ((c >= 0x2010 && c <= 0x2015) || c == 0x2212 || c == 0xFE58 || c == 0xFE63) return '-';  // dashes, minus
  if ((c >= 0x201C && c <= 0x201F) || c == 0xAB || c == 0xBB || c == 0x2033) return '"';      // double quotes
  if ((c >= 0x2018 && c <= 0x201B) || c == 0x2039 || c == 0x203A || c == 0x2032 || c == 0x02BC) return '\'';
  if (c == 0x2026) return '.';  // an ellipsis
  if (c == 0x2044 || c == 0x2215) return '/';
  return 0;
}

// Length in bytes of the character at the front, 0 if it is not valid UTF-8.
std::size_t decode(std::string_view s, char32_t& out) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(s[i]); };
  const unsigned char b = byte(0);
  const std::size_t n = b < 0x80 ? 1 : b >> 5 == 6 ? 2 : b >> 4 == 14 ? 3 : b >> 3 == 30 ? 4 : 0;
  if (n == 0 || s.size() < n) return 0;
  out = n == 1 ? b : b & (0xFFu >> (n + 1));
  for (std::size_t i = 1; i < n; ++i) {
    if (byte(i) >> 6 != 2) return 0;
    out = out << 6 | (byte(i) & 63);
  }
  return n;
}

bool digit(char c) { return c >= '0' && c <= '9'; }

// "1 000 000" without what stands between its groups of three digits (blanks, apostrophes). Any other blank stays, and
// makes the number unreadable.
std::string without_thousands(const std::string& s) {
  std::string out;
  std::size_t run = 0;  // digits since the last separator
  bool grouped = false;
  for (std::size_t i = 0; i < s.size(); ++i) {
    if ((s[i] == ' ' || s[i] == '\'') && run > 0) {
      std::size_t group = 0;
      while (i + 1 + group < s.size() && digit(s[i + 1 + group])) ++group;
      const bool whole = out.find_first_of(".,eE") == std::string::npos;
      if (group == 3 && whole && (grouped ? run == 3 : run <= 3)) {
        grouped = true;
        run = 0;
        continue;
      }
    }
    out += s[i];
    run = digit(s[i]) ? run + 1 : 0;
  }
  return out;
}

}  // namespace

std::string take_plain(std::string_view& text) {
  char32_t c = 0;
  const std::size_t n = decode(text, c);
  std::string out(text.substr(0, std::max<std::size_t>(n, 1)));
  text.remove_prefix(out.size());
  if (n == 0) return out;
  if (in(kUnseen, c)) return {};
  if (in(kBlanks, c) || c == 0x3000) return " ";
  const char same = imitated(c);
  return same ? std::string(1, same) : out;
}

std::string plain_text(std::string_view text) {
  std::string out;
  while (!text.empty()) out += take_plain(text);
  return out;
}

bool read_written_number(std::string_view text, double& out) {
  if (text.size() > kLongest) return false;
  std::string s = without_thousands(plain_text(text));
  const auto comma = s.find(',');
  if (comma != std::string::npos) {
    if (s.find('.') != std::string::npos) return false;  // one of the two would have to be for thousands
    s[comma] = '.';
  }
  return read_decimal(s, out);
}

bool read_written_integer(std::string_view text, int64_t& out) {
  if (text.size() > kLongest) return false;
  return read_integer(without_thousands(plain_text(text)), out);
}

std::string_view trimmed(std::string_view value) {
  static constexpr std::string_view kGlued = ",. \"'()[]{}<>;:!?*|`", kInFront = kGlued.substr(2);  // ".5" is a number
  const auto first = value.find_first_not_of(kInFront);
  const auto last = value.find_last_not_of(kGlued);
  return last == std::string_view::npos ? std::string_view() : value.substr(first, last + 1 - first);
}

std::string_view number_alone(std::string_view value) {
  const auto digit = [&](std::size_t i) { return i < value.size() && value[i] >= '0' && value[i] <= '9'; };
  const auto at = [&](std::size_t i, std::string_view any) {
    return i < value.size() && any.find(value[i]) != std::string_view::npos;
  };
  std::size_t end = at(0, "+-") ? 1 : 0;
  if (!digit(end) && !(at(end, ".,") && digit(end + 1))) return value;
  while (digit(end)) ++end;
  if (at(end, ".,") && digit(end + 1))
    for (++end; digit(end);) ++end;
  if (at(end, "eE"))
    if (const std::size_t power = end + (at(end + 1, "+-") ? 2 : 1); digit(power))
      for (end = power; digit(end);) ++end;
  const auto letter = [&](std::size_t i) { return i < value.size() && (value[i] | 32) >= 'a' && (value[i] | 32) <= 'z'; };
  if (end == value.size() || letter(end) || (at(end, " .,'") && digit(end + 1))) return value;
  return value.substr(0, end);
}

}  // namespace attractor
