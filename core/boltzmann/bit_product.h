// Products of a matrix of bits and a real one by tables of partial sums ("four Russians": Arlazarov, Dinic, Kronrod,
// Faradzhev, 1970). Four rows of the real factor have sixteen sums, which are made once and then looked up by every row
// of bits; for few rows of bits two tables of four sums are made instead. Where no bit is set, nothing is looked up.
//
// Bits come as codes, one byte for four of them, the lowest bit first. Sums are taken in groups of four and then in
// rising order: the same bits on every machine.
#pragma once

#include <cstdint>

namespace attractor {

inline constexpr int kTile = 32;  // widths of matrices in floats are multiples of it

inline int padded(int n) { return (n + kTile - 1) / kTile * kTile; }

// C (m x width) += bits (m x 4 groups) R, R with `stride` floats a row; codes: m x code_stride. With `start` (width
// floats) every row of C begins there, whatever it was before.
void add_bits_times_rows(int m, int groups, int width, const uint8_t* codes, int code_stride, const float* r, int stride,
                         float* c, int c_stride, const float* start = nullptr);
// C (m x width) += bits (m x 4 groups) R^T, R (width x 4 groups).
void add_bits_times_columns(int m, int groups, int width, const uint8_t* codes, int code_stride, const float* r, int stride,
                            float* c, int c_stride, const float* start = nullptr);
// Rows that count with a factor.
struct ScaledRows {
  const float* r;
  int stride, count;
  float factor;
};
// As add_bits_times_rows, R being the rows of x, zeros up to a multiple of four, and the rows of y.
void add_bits_times_scaled_rows(int m, int width, const uint8_t* codes, int code_stride, const ScaledRows& x,
                                const ScaledRows& y, float* c, int c_stride);

}  // namespace attractor
