#include "core/base/pack.h"

#include <cstdint>

#include "core/base/deflate.h"

namespace attractor {
namespace {

constexpr std::string_view kBase64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

}  // namespace

std::string base64url(std::string_view bytes) {
  std::string out;
  uint32_t buffer = 0;
  int bits = 0;
  for (char c : bytes) {
    buffer = buffer << 8 | static_cast<unsigned char>(c);
    bits += 8;
    while (bits >= 6) {
      bits -= 6;
      out += kBase64[(buffer >> bits) & 63];
    }
  }
  if (bits > 0) out += kBase64[(buffer << (6 - bits)) & 63];
  return out;
}

bool read_base64url(std::string_view text, std::string& bytes) {
  bytes.clear();
  if (text.size() % 4 == 1) return false;
  uint32_t buffer = 0;
  int bits = 0;
  for (char c : text) {
    const auto v = kBase64.find(c);
    if (v == std::string_view::npos) return false;
    buffer = buffer << 6 | uint32_t(v);
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      bytes += char((buffer >> bits) & 255);
    }
  }
  return (buffer & ((1u << bits) - 1)) == 0;  // the last digit's spare bits are zero
}

std::string pack(std::string_view bytes) {
  if (bytes.empty()) return {};
  const std::string small = deflate(bytes);
  return small.size() < bytes.size() ? 'd' + base64url(small) : 'r' + base64url(bytes);
}

bool unpack(std::string_view text, std::size_t limit, std::string& bytes) {
  bytes.clear();
  if (text.empty()) return true;
  std::string raw;
  if (text.size() > 2 * limit + 64 || !read_base64url(text.substr(1), raw)) return false;
  if (text[0] == 'd') return inflate(raw, limit, bytes);
  if (text[0] != 'r' || raw.size() > limit) return false;
  bytes = std::move(raw);
  return true;
}

}  // namespace attractor
