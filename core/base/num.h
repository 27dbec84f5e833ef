// Numbers that are the same everywhere: elementary functions from + - * / and sqrt alone, products with a fixed order
// of summation, shortest decimal text, and the hash of a state.
//
// Why our own: libm's exp, log, tanh differ between glibc and musl (and within glibc between processors) in the last
// bits, and a bit is a different trajectory. Accuracy against a correctly rounded result: see tests/base/num_test.cpp
// (below 1 ulp for exp and log; 1.5 for expm1; 2 for log1p, sin, cos, asin; 2.5 for sigmoid; 3 for tanh and softplus).
// Arguments are plain doubles, results follow IEEE 754 conventions: exp(-inf) = 0, log(0) = -inf, log(x < 0) = NaN, NaN
// in gives NaN out.
#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace attractor {

inline constexpr double kPi = 3.14159265358979323846;
inline constexpr double kLn2 = 0.693147180559945309417;

double exp(double x);
double expm1(double x);  // e^x - 1 without cancellation
double log(double x);
double log1p(double x);     // ln(1 + x) without cancellation
double tanh(double x);      // 1 exactly from x = 19.06 on
double sigmoid(double x);   // 1 / (1 + e^-x)
double softplus(double x);  // ln(1 + e^x)
double ln_cosh(double x);   // ln cosh x, no overflow

struct SinCos {
  double sin, cos;
};
SinCos sincos(double x);  // |x| <= 1e6, else NaN
double asin(double x);    // |x| <= 1, else NaN

// C (m x n) = A (m x k) B (k x n), row-major, C overwritten. Each element is the sum over k in rising order, whatever
// the vector width: the loop is vectorised over columns of C.
void matmul(const float* a, const float* b, float* c, int m, int k, int n);
void matmul(const double* a, const double* b, double* c, int m, int k, int n);

// y (m) = A (m x n) x (n), row-major. Each element is the sum of eight interleaved partial sums (j mod 8), added in
// rising order: fixed at any vector width.
void matvec(const double* a, const double* x, double* y, int m, int n);

// Shortest decimal that reads back as the same double ("0.1", "2.269185314213022", "-3", "1e-9"; never "inf" or "nan").
std::string decimal(double x);
std::string short_exponent(std::string);  // printf's "1e-09" and "1e+20" as "1e-9" and "1e20"

// Reads a decimal number; false for anything else (empty, blanks, hex, inf, nan, trailing text, over 40 characters).
bool read_decimal(std::string_view text, double& out);
bool read_integer(std::string_view text, int64_t& out);  // -?[0-9]{1,18}

// Order-dependent 64-bit hash of words; short() is the eight hexadecimal digits that links carry.
class Hash {
 public:
  void word(uint64_t w) {
    h_ = (h_ ^ w) * 0x9E3779B97F4A7C15ull;
    h_ ^= h_ >> 29;
  }
  void number(double x) { word(__builtin_bit_cast(uint64_t, x + 0.0)); }  // -0 and +0 are one state
  void bytes(const void* data, std::size_t size);
  void text(std::string_view s) { bytes(s.data(), s.size()); }
  uint64_t value() const { return h_; }
  std::string hex() const;

 private:
  uint64_t h_ = 0x243F6A8885A308D3ull;
};

}  // namespace attractor
