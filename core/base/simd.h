// 128-bit vectors by the compilers' own extension: the same source, and the same bits, natively and in WebAssembly.
#pragma once

#include <cstdint>
#include <cstring>
#include <initializer_list>

// ATTRACTOR_PLAIN selects the plain twins, as on any other processor; the build with sanitizers tests them.
#if defined(ATTRACTOR_PLAIN)
#elif defined(__wasm_simd128__)
#define ATTRACTOR_WASM
#include <wasm_simd128.h>
#elif defined(__SSE2__)
#define ATTRACTOR_SSE2
#include <emmintrin.h>
#ifdef __SSSE3__
#define ATTRACTOR_SSSE3
#include <tmmintrin.h>
#endif
#endif

namespace attractor {

using I8x16 = int8_t __attribute__((vector_size(16)));
using U8x16 = uint8_t __attribute__((vector_size(16)));
using I16x8 = int16_t __attribute__((vector_size(16)));
using I32x4 = int32_t __attribute__((vector_size(16)));
using U32x4 = uint32_t __attribute__((vector_size(16)));
using F32x4 = float __attribute__((vector_size(16)));
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
#if defined(ATTRACTOR_WASM)
  return wasm_v128_any_true(reinterpret_cast<v128_t>(v));
#else
  const U64x2 w = reinterpret_cast<U64x2>(v);
  return (w[0] | w[1]) != 0;
#endif
}

// out[l] = table[index[l]], index below 16.
inline U8x16 swizzle(U8x16 table, U8x16 index) {
#if defined(ATTRACTOR_WASM)
  return reinterpret_cast<U8x16>(wasm_i8x16_swizzle(reinterpret_cast<v128_t>(table), reinterpret_cast<v128_t>(index)));
#elif defined(ATTRACTOR_SSSE3)
  return reinterpret_cast<U8x16>(_mm_shuffle_epi8(reinterpret_cast<__m128i>(table), reinterpret_cast<__m128i>(index)));
#else
  U8x16 out;
  for (int l = 0; l < 16; ++l) out[l] = table[index[l] & 15];
  return out;
#endif
}

// Products of neighbours, added in pairs: out[l] = a[2l] b[2l] + a[2l+1] b[2l+1].
inline I32x4 dot16(I16x8 a, I16x8 b) {
#if defined(ATTRACTOR_WASM)
  return reinterpret_cast<I32x4>(wasm_i32x4_dot_i16x8(reinterpret_cast<v128_t>(a), reinterpret_cast<v128_t>(b)));
#elif defined(ATTRACTOR_SSE2)
  return reinterpret_cast<I32x4>(_mm_madd_epi16(reinterpret_cast<__m128i>(a), reinterpret_cast<__m128i>(b)));
#else
  I32x4 out;
  for (int l = 0; l < 4; ++l) out[l] = int32_t(a[2 * l]) * b[2 * l] + int32_t(a[2 * l + 1]) * b[2 * l + 1];
  return out;
#endif
}

// The sign bits of four numbers, the first in the lowest bit.
inline int sign_bits(I32x4 v) {
#if defined(ATTRACTOR_WASM)
  return wasm_i32x4_bitmask(reinterpret_cast<v128_t>(v));
#elif defined(ATTRACTOR_SSE2)
  return _mm_movemask_ps(_mm_castsi128_ps(reinterpret_cast<__m128i>(v)));
#else
  return (v[0] < 0) | (v[1] < 0) << 1 | (v[2] < 0) << 2 | (v[3] < 0) << 3;
#endif
}

// The larger of each two: b where neither is larger or a is no number; and the smaller.
inline F32x4 larger(F32x4 a, F32x4 b) {
#if defined(ATTRACTOR_WASM)
  return reinterpret_cast<F32x4>(wasm_f32x4_pmax(reinterpret_cast<v128_t>(b), reinterpret_cast<v128_t>(a)));
#elif defined(ATTRACTOR_SSE2)
  return reinterpret_cast<F32x4>(_mm_max_ps(reinterpret_cast<__m128>(a), reinterpret_cast<__m128>(b)));
#else
  F32x4 out;
  for (int l = 0; l < 4; ++l) out[l] = a[l] > b[l] ? a[l] : b[l];
  return out;
#endif
}
inline F32x4 smaller(F32x4 a, F32x4 b) {
#if defined(ATTRACTOR_WASM)
  return reinterpret_cast<F32x4>(wasm_f32x4_pmin(reinterpret_cast<v128_t>(b), reinterpret_cast<v128_t>(a)));
#elif defined(ATTRACTOR_SSE2)
  return reinterpret_cast<F32x4>(_mm_min_ps(reinterpret_cast<__m128>(a), reinterpret_cast<__m128>(b)));
#else
  F32x4 out;
  for (int l = 0; l < 4; ++l) out[l] = a[l] < b[l] ? a[l] : b[l];
  return out;
#endif
}

// e^x of four numbers with x cut to [-87, 88], relative error below 2e-7. As Cephes' expf: reduction by ln 2 in two
// parts, then a polynomial.
inline F32x4 exp4(F32x4 x) {
  const auto all = [](float v) { return F32x4{v, v, v, v}; };
  x = smaller(larger(x, all(-87.0f)), all(88.0f));
  const F32x4 shifted = x * all(1.44269504f) + all(12582912.0f);  // rounds to a whole number in the low bits
  const I32x4 n = reinterpret_cast<I32x4>(shifted) - reinterpret_cast<I32x4>(all(12582912.0f));
  const F32x4 k = shifted - all(12582912.0f);
  F32x4 r = x - k * all(0.693359375f);
  r = r - k * all(-2.12194440e-4f);
  F32x4 p = all(1.9875691500e-4f);
  for (const float c : {1.3981999507e-3f, 8.3334519073e-3f, 4.1665795894e-2f, 1.6666665459e-1f, 5.0000001201e-1f})
    p = p * r + all(c);
  p = p * (r * r) + r + all(1.0f);
  return reinterpret_cast<F32x4>(reinterpret_cast<I32x4>(p) + (n << 23));
}

// Number of set bits in each byte.
inline U8x16 popcount8(U8x16 v) {
#if defined(ATTRACTOR_WASM)
  return reinterpret_cast<U8x16>(wasm_i8x16_popcnt(reinterpret_cast<v128_t>(v)));
#else
  U64x2 w = reinterpret_cast<U64x2>(v);  // shifts of whole words cost less than shifts of bytes
  w = w - (w >> 1 & 0x5555555555555555);
  w = (w & 0x3333333333333333) + (w >> 2 & 0x3333333333333333);
  return reinterpret_cast<U8x16>((w + (w >> 4)) & 0x0F0F0F0F0F0F0F0F);
#endif
}

// The low and the high bytes of sixteen 16-bit numbers, put together: the first eight, and the last eight.
inline I16x8 zip_low(U8x16 low, U8x16 high) {
#if defined(ATTRACTOR_WASM)
  return reinterpret_cast<I16x8>(wasm_i8x16_shuffle(reinterpret_cast<v128_t>(low), reinterpret_cast<v128_t>(high), 0, 16, 1, 17,
                                                    2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23));
#elif defined(ATTRACTOR_SSE2)
  return reinterpret_cast<I16x8>(_mm_unpacklo_epi8(reinterpret_cast<__m128i>(low), reinterpret_cast<__m128i>(high)));
#else
  I16x8 out;
  for (int l = 0; l < 8; ++l) out[l] = int16_t(low[l] | high[l] << 8);
  return out;
#endif
}
inline I16x8 zip_high(U8x16 low, U8x16 high) {
#if defined(ATTRACTOR_WASM)
  return reinterpret_cast<I16x8>(wasm_i8x16_shuffle(reinterpret_cast<v128_t>(low), reinterpret_cast<v128_t>(high), 8, 24, 9, 25,
                                                    10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31));
#elif defined(ATTRACTOR_SSE2)
  return reinterpret_cast<I16x8>(_mm_unpackhi_epi8(reinterpret_cast<__m128i>(low), reinterpret_cast<__m128i>(high)));
#else
  I16x8 out;
  for (int l = 0; l < 8; ++l) out[l] = int16_t(low[l + 8] | high[l + 8] << 8);
  return out;
#endif
}

// The first and the last four of eight 16-bit numbers as 32-bit ones.
inline I32x4 widen_low(I16x8 v) {
#if defined(ATTRACTOR_WASM)
  return reinterpret_cast<I32x4>(wasm_i32x4_extend_low_i16x8(reinterpret_cast<v128_t>(v)));
#else
  return I32x4{v[0], v[1], v[2], v[3]};
#endif
}
inline I32x4 widen_high(I16x8 v) {
#if defined(ATTRACTOR_WASM)
  return reinterpret_cast<I32x4>(wasm_i32x4_extend_high_i16x8(reinterpret_cast<v128_t>(v)));
#else
  return I32x4{v[4], v[5], v[6], v[7]};
#endif
}

// Two xorshift128+ generators side by side (Vigna, "Further scramblings of Marsaglia's xorshift generators", 2017): for
// the inside of one step, seeded from Philox(seed, step), so that a step stays a function of its index.
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
