#include "core/memory/text_code.h"

#include <array>

#include "core/base/vec.h"

namespace attractor {
namespace {

// Bytes that follow, smallest code point that needs them, and bits of the first byte.
bool lead(unsigned char c, int& more, uint32_t& least, uint32_t& point) {
  if (c < 0x80) return more = 0, least = 0, point = c, true;
  if (c >> 5 == 6) return more = 1, least = 0x80, point = c & 31u, true;
  if (c >> 4 == 14) return more = 2, least = 0x800, point = c & 15u, true;
  if (c >> 3 == 30) return more = 3, least = 0x10000, point = c & 7u, true;
  return false;
}

uint32_t lower(uint32_t c) {
  if ((c >= 'A' && c <= 'Z') || (c >= 0xC0 && c <= 0xDE && c != 0xD7)) return c + 0x20;
  if (c >= 0x410 && c <= 0x42F) return c + 0x20;
  if (c >= 0x400 && c <= 0x40F) c += 0x50;
  if (c == 0x451) return 0x435;  // ё is written е as often as not
  if (c >= 0x100 && c <= 0x137) return c | 1;
  return c;
}

bool in_word(uint32_t c) {
  if (c < 0x80) return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z');
  return !(c <= 0xBF || c == 0xD7 || c == 0xF7 || (c >= 0x2000 && c <= 0x2BFF) || (c >= 0x3000 && c <= 0x303F));
}

// The distinct runs of a text: a set of hashes by open addressing, whose order depends on nothing but the text.
class Seen {
 public:
  bool add(uint64_t h) {
    for (uint64_t i = h % kSlots; count_ < kSlots / 2; i = (i + 1) % kSlots) {
      if (slots_[i] == h) return false;
      if (slots_[i] != 0) continue;
      slots_[i] = h;
      ++count_;
      return true;
    }
    return false;  // far more runs than a memory can have
  }

 private:
  static constexpr int kSlots = 4096;
  std::array<uint64_t, kSlots> slots_{};
  int count_ = 0;
};

}  // namespace

bool read_utf8(std::string_view text, std::vector<uint32_t>& points) {
  points.clear();
  for (std::size_t i = 0; i < text.size();) {
    int more = 0;
    uint32_t least = 0, point = 0;
    if (!lead(static_cast<unsigned char>(text[i++]), more, least, point)) return false;
    for (; more > 0; --more, ++i) {
      if (i >= text.size() || static_cast<unsigned char>(text[i]) >> 6 != 2) return false;
      point = point << 6 | (static_cast<unsigned char>(text[i]) & 63u);
    }
    const bool surrogate = point >= 0xD800 && point <= 0xDFFF, control = point < 0x20 || (point >= 0x7F && point < 0xA0);
    if (point < least || point > 0x10FFFF || surrogate || (control && point != '\n' && point != '\t')) return false;
    points.push_back(point);
  }
  return true;
}

std::vector<uint32_t> plain(std::string_view text) {
  std::vector<uint32_t> points, out;
  if (!read_utf8(text, points)) return {};
  for (uint32_t c : points) {
    c = lower(c);
    if (c >= 0x300 && c <= 0x36F) continue;  // accents that stand apart
    if (in_word(c)) out.push_back(c);
    else if (!out.empty() && out.back() != ' ') out.push_back(' ');
  }
  if (!out.empty() && out.back() == ' ') out.pop_back();
  return out;
}

std::vector<double> encode_text(std::string_view text) {
  std::vector<uint32_t> s = plain(text);
  if (s.empty()) return {};
  s.insert(s.begin(), ' ');
  s.push_back(' ');
  std::vector<double> v(kTextSize, 0.0);
  Seen seen;
  for (int n = 2; n <= 4; ++n)
    for (int i = 0; i + n <= std::ssize(s); ++i) {
      uint64_t h = 0xCBF29CE484222325ull + n;  // FNV-1a over code points, then mixed
      for (int j = i; j < i + n; ++j) h = (h ^ s[j]) * 0x100000001B3ull;
      h = (h ^ h >> 32) * 0x9E3779B97F4A7C15ull;
      h = (h ^ h >> 29) | 1;
      if (seen.add(h)) v[(h >> 40) % kTextSize] += h >> 63 ? 1 : -1;
    }
  const double length = norm(v);
  if (length == 0) return {};
  for (double& x : v) x /= length;
  return v;
}

}  // namespace attractor
