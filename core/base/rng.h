// Random numbers that are addressed, not remembered: Philox4x32-10 as a function of (seed, step, stream, index).
//
// Salmon, Moraes, Dror, Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC 2011. Counter (index, stream, step low,
// step high), key = seed. Because nothing is stored, a step can be replayed alone, and one more draw in one stream
// moves no other stream. Every draw takes a fixed number of words whatever its outcome.
#pragma once

#include <array>
#include <cstdint>
#include <span>

#include "core/base/num.h"

namespace attractor {

using Words = std::array<uint32_t, 4>;

// The bijection itself; known answers of the authors' reference implementation are in tests/base/rng_test.cpp.
inline Words philox(Words counter, uint32_t key0, uint32_t key1) {
  for (int round = 0; round < 10; ++round) {
    const uint64_t a = uint64_t(0xD2511F53u) * counter[0], b = uint64_t(0xCD9E8D57u) * counter[2];
    counter = {uint32_t(b >> 32) ^ counter[1] ^ key0, uint32_t(b), uint32_t(a >> 32) ^ counter[3] ^ key1, uint32_t(a)};
    key0 += 0x9E3779B9u;
    key1 += 0xBB67AE85u;
  }
  return counter;
}

// What a random number is for. Numbers are part of the law: never renumber, only append.
enum class Stream : uint32_t { data = 1, weights = 2, start = 3, update = 4, order = 5, noise = 6, chain = 7 };

// Sequential reader of one stream. A stream has 2^24 lanes: independent sequences, such as one for each chain or
// machine.
class Draw {
 public:
  Draw(uint64_t seed, uint64_t step, Stream stream, uint32_t lane = 0)
      : key_{uint32_t(seed), uint32_t(seed >> 32)}, step_(step), stream_(uint32_t(stream) | lane << 8) {}

  uint64_t bits() {  // 64 uniform bits
    if (half_) {
      half_ = false;
      return second_;
    }
    const Words w = philox({index_++, stream_, uint32_t(step_), uint32_t(step_ >> 32)}, key_[0], key_[1]);
    second_ = uint64_t(w[3]) << 32 | w[2];
    half_ = true;
    return uint64_t(w[1]) << 32 | w[0];
  }
  double uniform() { return double(bits() >> 11) * 0x1p-53; }  // [0, 1)
  // Index in [0, n): high 64 bits of bits * n. Bias at most n / 2^64.
  uint64_t below(uint64_t n) {
    const uint64_t x = bits(), xl = x & 0xFFFFFFFFu, xh = x >> 32, nl = n & 0xFFFFFFFFu, nh = n >> 32;
    const uint64_t mid = xh * nl + (xl * nl >> 32), mid2 = xl * nh + (mid & 0xFFFFFFFFu);
    return xh * nh + (mid >> 32) + (mid2 >> 32);
  }
  int sign() { return bits() >> 63 ? 1 : -1; }
  // Standard normal, Box-Muller, two words of 64 bits each time (the second of the pair is not kept: fixed draws).
  double normal() {
    const double u = double((bits() >> 11) + 1) * 0x1p-53, v = uniform();
    return std::sqrt(-2.0 * attractor::log(u)) * attractor::sincos(2.0 * kPi * v).cos;
  }

 private:
  uint32_t key_[2];
  uint64_t step_;
  uint32_t stream_;
  uint32_t index_ = 0;
  bool half_ = false;
  uint64_t second_ = 0;
};

// All randomness of one step of one run.
struct Rng {
  uint64_t seed = 0;
  uint64_t step = 0;  // 0 is the making of the state; step k >= 1 is the k-th advance

  Draw draw(Stream stream, uint32_t lane = 0) const { return Draw(seed, step, stream, lane); }
  // Block `index` of a stream, for draws that belong to a place rather than to an order.
  Words at(Stream stream, uint32_t index, uint32_t lane = 0) const {
    return philox({index, uint32_t(stream) | lane << 8, uint32_t(step), uint32_t(step >> 32)}, uint32_t(seed),
                  uint32_t(seed >> 32));
  }
};

// Standard normals, both of each Box-Muller pair: twice as fast as one by one, and other numbers.
inline void fill_normal(Draw draw, std::span<double> out) {
  for (int i = 0; i < std::ssize(out); i += 2) {
    const double u = double((draw.bits() >> 11) + 1) * 0x1p-53, v = draw.uniform();
    const double radius = std::sqrt(-2.0 * attractor::log(u));
    const SinCos angle = sincos(2.0 * kPi * v);
    out[i] = radius * angle.cos;
    if (i + 1 < std::ssize(out)) out[i + 1] = radius * angle.sin;
  }
}

// order[0..n) becomes a uniformly random permutation (Fisher-Yates, one draw per element).
template <class Int>
void permute(Int* order, int n, Draw draw) {
  for (int i = 0; i < n; ++i) order[i] = Int(i);
  for (int i = n - 1; i > 0; --i) {
    const int j = int(draw.below(uint64_t(i) + 1));
    const Int t = order[i];
    order[i] = order[j];
    order[j] = t;
  }
}

// A probability as an integer threshold: accept when 64 random bits are below it. kAlways stands for 2^64; what is no
// number is never accepted.
inline constexpr uint64_t kAlways = ~uint64_t(0);
inline uint64_t threshold(double p) {
  if (p >= 1) return kAlways;
  return p > 0 ? uint64_t(p * 0x1p64) : 0;
}
inline bool below(uint64_t bits, uint64_t threshold) { return bits < threshold || threshold == kAlways; }

}  // namespace attractor
