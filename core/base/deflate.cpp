#include "core/base/deflate.h"

#include <array>
#include <cstdint>
#include <vector>

namespace attractor {
namespace {

// Match lengths 257..285 and distances 0..29: base value and number of extra bits (RFC 1951, 3.2.5).
constexpr std::array<uint16_t, 29> kLengthBase{3,  4,  5,  6,  7,  8,  9,  10, 11,  13,  15,  17,  19,  23, 27,
                                               31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258};
constexpr std::array<uint8_t, 29> kLengthExtra{0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2,
                                               2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0};
constexpr std::array<uint16_t, 30> kDistanceBase{1,    2,    3,    4,    5,    7,    9,    13,    17,    25,
                                                 33,   49,   65,   97,   129,  193,  257,  385,   513,   769,
                                                 1025, 1537, 2049, 3073, 4097, 6145, 8193, 12289, 16385, 24577};
constexpr std::array<uint8_t, 30> kDistanceExtra{0, 0, 0, 0, 1, 1, 2, 2,  3,  3,  4,  4,  5,  5,  6,
                                                 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13};
// The order in which a dynamic block sends the lengths of its code-length codes.
constexpr std::array<uint8_t, 19> kCodeOrder{16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15};

class BitReader {
 public:
  explicit BitReader(std::string_view s) : s_(s) {}
  int bit() {
    if (at_ / 8 >= s_.size()) {
      bad = true;
      return 0;
    }
    const int b = (static_cast<unsigned char>(s_[at_ / 8]) >> (at_ % 8)) & 1;
    ++at_;
    return b;
  }
  int bits(int n) {
    int v = 0;
    for (int i = 0; i < n; ++i) v |= bit() << i;
    return v;
  }
  void align() { at_ = (at_ + 7) / 8 * 8; }
  bool bad = false;

 private:
  std::string_view s_;
  std::size_t at_ = 0;
};

// Canonical Huffman code given by lengths: symbols in order of length, then of value.
class Code {
 public:
  bool set(const uint8_t* lengths, int n) {
    count_.fill(0);
    symbol_.assign(n, 0);
    for (int i = 0; i < n; ++i) ++count_[lengths[i]];
    count_[0] = 0;
    int left = 1;
    std::array<int, 16> offset{};
    for (int l = 1; l < 16; ++l) {
      left = 2 * left - count_[l];
      if (left < 0) return false;
      if (l < 15) offset[l + 1] = offset[l] + count_[l];
    }
    for (int i = 0; i < n; ++i)
      if (lengths[i]) symbol_[offset[lengths[i]]++] = uint16_t(i);
    return true;
  }
  int read(BitReader& in) const {  // -1: no such code
    int code = 0, first = 0, index = 0;
    for (int l = 1; l < 16; ++l) {
      code |= in.bit();
      const int n = count_[l];
      if (code - n < first) return symbol_[index + code - first];
      index += n;
      first = (first + n) << 1;
      code <<= 1;
    }
    return -1;
  }

 private:
  std::array<int, 16> count_{};
  std::vector<uint16_t> symbol_;
};

void fixed_codes(Code& literal, Code& distance) {
  std::array<uint8_t, 288> l{};
  for (int i = 0; i < 288; ++i) l[i] = i < 144 ? 8 : i < 256 ? 9 : i < 280 ? 7 : 8;
  literal.set(l.data(), 288);
  std::array<uint8_t, 30> d;
  d.fill(5);
  distance.set(d.data(), 30);
}

bool dynamic_codes(BitReader& in, Code& literal, Code& distance) {
  const int literals = in.bits(5) + 257, distances = in.bits(5) + 1, lengths = in.bits(4) + 4;
  if (literals > 286 || distances > 30) return false;
  std::array<uint8_t, 19> small{};
  for (int i = 0; i < lengths; ++i) small[kCodeOrder[i]] = uint8_t(in.bits(3));
  Code code;
  if (!code.set(small.data(), 19)) return false;
  std::array<uint8_t, 316> all{};
  for (int i = 0; i < literals + distances;) {
    const int s = code.read(in);
    if (s < 0 || in.bad) return false;
    if (s < 16) {
      all[i++] = uint8_t(s);
      continue;
    }
    if (s == 16 && i == 0) return false;
    const uint8_t value = s == 16 ? all[i - 1] : uint8_t(0);
    int times = s == 16 ? 3 + in.bits(2) : s == 17 ? 3 + in.bits(3) : 11 + in.bits(7);
    if (i + times > literals + distances) return false;
    while (times--) all[i++] = value;
  }
  return literal.set(all.data(), literals) && distance.set(all.data() + literals, distances);
}

bool inflate_codes(BitReader& in, const Code& literal, const Code& distance, std::size_t limit, std::string& out) {
  for (;;) {
    const int s = literal.read(in);
    if (s < 0 || in.bad) return false;
    if (s == 256) return true;
    if (s < 256) {
      if (out.size() >= limit) return false;
      out += char(s);
      continue;
    }
    const int l = s - 257;
    if (l >= std::ssize(kLengthBase)) return false;
    const int length = kLengthBase[l] + in.bits(kLengthExtra[l]);
    const int d = distance.read(in);
    if (d < 0 || d >= 30 || in.bad) return false;
    const int back = kDistanceBase[d] + in.bits(kDistanceExtra[d]);
    if (in.bad || back > std::ssize(out) || out.size() + length > limit) return false;
    for (int i = 0; i < length; ++i) out += out[out.size() - back];
  }
}

bool inflate_stored(BitReader& in, std::size_t limit, std::string& out) {
  in.align();
  const int length = in.bits(16), complement = in.bits(16);
  if (in.bad || (length ^ 0xFFFF) != complement || out.size() + length > limit) return false;
  for (int i = 0; i < length && !in.bad; ++i) out += char(in.bits(8));
  return !in.bad;
}

class BitWriter {
 public:
  void bits(unsigned value, int n) {
    for (int i = 0; i < n; ++i) bit((value >> i) & 1);
  }
  void code(unsigned value, int n) {  // Huffman codes go most significant bit first
    for (int i = n - 1; i >= 0; --i) bit((value >> i) & 1);
  }
  void literal(unsigned s) {
    if (s < 144) code(0x30 + s, 8);
    else if (s < 256) code(0x190 + s - 144, 9);
    else if (s < 280) code(s - 256, 7);
    else code(0xC0 + s - 280, 8);
  }
  std::string out;

 private:
  void bit(unsigned b) {
    if (used_ == 0) out += '\0';
    out.back() = char(static_cast<unsigned char>(out.back()) | (b << used_));
    used_ = (used_ + 1) % 8;
  }
  int used_ = 0;
};

// The last base that is not above the value.
template <std::size_t N>
int bucket(const std::array<uint16_t, N>& base, int value) {
  int i = N - 1;
  while (base[i] > value) --i;
  return i;
}

}  // namespace

std::string deflate(std::string_view bytes) {
  constexpr int kWindow = 32768, kLongest = 258;
  constexpr int kTries = 32;  // candidates looked at for each match
  const int64_t size = std::ssize(bytes);
  BitWriter w;
  w.bits(1, 1);
  w.bits(1, 2);
  std::vector<int64_t> head(1 << 13, -1), previous(size, -1);
  auto slot = [&](int64_t i) {
    const auto c = [&](int j) { return uint32_t(static_cast<unsigned char>(bytes[i + j])); };
    return ((c(0) << 10) ^ (c(1) << 5) ^ c(2)) * 2654435761u >> 19;
  };
  auto enter = [&](int64_t i) {
    if (i + 3 > size) return;
    previous[i] = head[slot(i)];
    head[slot(i)] = i;
  };
  for (int64_t i = 0; i < size;) {
    int best = 0, back = 0;
    if (i + 3 <= size) {
      int tries = kTries;
      for (int64_t j = head[slot(i)]; j >= 0 && tries-- > 0 && i - j <= kWindow; j = previous[j]) {
        int n = 0;
        while (n < kLongest && i + n < size && bytes[j + n] == bytes[i + n]) ++n;
        if (n > best) {
          best = n;
          back = int(i - j);
        }
      }
    }
    if (best < 3) {
      w.literal(static_cast<unsigned char>(bytes[i]));
      enter(i++);
      continue;
    }
    const int l = bucket(kLengthBase, best), d = bucket(kDistanceBase, back);
    w.literal(unsigned(257 + l));
    w.bits(unsigned(best - kLengthBase[l]), kLengthExtra[l]);
    w.code(unsigned(d), 5);
    w.bits(unsigned(back - kDistanceBase[d]), kDistanceExtra[d]);
    for (int n = 0; n < best; ++n) enter(i++);
  }
  w.literal(256);
  return w.out;
}

bool inflate(std::string_view stream, std::size_t limit, std::string& out) {
  out.clear();
  BitReader in(stream);
  bool last = false, good = true;
  while (!last && good) {
    last = in.bit();
    const int type = in.bits(2);
    if (type == 0) {
      good = inflate_stored(in, limit, out);
    } else if (type < 3) {
      Code literal, distance;
      if (type == 1) fixed_codes(literal, distance);
      else good = dynamic_codes(in, literal, distance);
      good = good && inflate_codes(in, literal, distance, limit, out);
    } else {
      good = false;
    }
    good = good && !in.bad;
  }
  if (!good) out.clear();
  return good;
}

}  // namespace attractor
