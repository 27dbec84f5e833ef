// 128-bit vectors by the compilers' own extension: the same source, and the same bits, natively and in WebAssembly.
#pragma once

#include <cstdint>
#include <cstring>

#ifdef __wasm_simd128__
#include <wasm_simd128.h>
#endif

namespace attractor {

using I8x16 = int8_t __attribute__((vector_size(16)));
using U8x16 = uint8_t __attribute__((vector_size(16)));
using U64x2 = uint64_t __attribute__((vector_size(16)));

template <class V>
inline V load(const void* p) {
  V v;
  std::memcpy(&v, p, sizeof v);
  return v;
}
template <class V>
inline void store(void* p, V v) {
  std::memcpy(p, &v, sizeof v);
}
template <class V>
inline bool any(V v) {
#ifdef __wasm_simd128__
  return wasm_v128_any_true(reinterpret_cast<v128_t>(v));
#else
  const U64x2 w = reinterpret_cast<U64x2>(v);
  return (w[0] | w[1]) != 0;
#endif
}

// Two xorshift128+ generators side by side (Vigna, "Further scramblings of Marsaglia's xorshift generators", 2017): for the
// inside of one step, seeded from Philox(seed, step), so that a step stays a function of its index.
class Xorshift2 {
 public:
  Xorshift2(U64x2 a, U64x2 b) : a_(a), b_(b) {}
  U64x2 next() {
    U64x2 s1 = a_;
    const U64x2 s0 = b_, out = s0 + s1;
    a_ = s0;
    s1 ^= s1 << 23;
    b_ = s1 ^ s0 ^ (s1 >> 18) ^ (s0 >> 5);
    return out;
  }

 private:
  U64x2 a_, b_;
};

}  // namespace attractor
