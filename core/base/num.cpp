#include "core/base/num.h"

#include <array>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <limits>

namespace attractor {
namespace {

constexpr double kInf = std::numeric_limits<double>::infinity();
constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
// ln 2 in two parts: the first has 21 trailing zero bits, so that k * kLn2High is exact for |k| < 2^20.
constexpr double kLn2High = 6.93147180369123816490e-01;
constexpr double kLn2Low = 1.90821492927058770002e-10;
constexpr double kLog2E = 1.44269504088896338700;

uint64_t bits_of(double x) { return __builtin_bit_cast(uint64_t, x); }
double from_bits(uint64_t b) { return __builtin_bit_cast(double, b); }

// 2^k for -1022 <= k <= 1023.
double power_of_two(int k) { return from_bits(uint64_t(k + 1023) << 52); }

double scale(double y, int k) {  // y 2^k, rounded once when the result is subnormal
  if (k > 1023) return y * power_of_two(1023) * power_of_two(k - 1023);
  if (k < -1022) return y * power_of_two(k + 54) * power_of_two(-54);
  return y * power_of_two(k);
}

// x = k ln2 + high - low with |high - low| <= ln2 / 2.
struct Reduced {
  int k;
  double high, low;
};
Reduced reduce(double x) {
  const double t = x * kLog2E;
  const int k = int(t + (t < 0 ? -0.5 : 0.5));
  return {k, x - k * kLn2High, k * kLn2Low};
}

// e^r - 1 - r for |r| <= 0.35: the Taylor series to r^14 (remainder below 2^-60 of the result).
double exp_tail(double r) {
  double p = 1.0 / 87178291200.0;
  p = p * r + 1.0 / 6227020800.0;
  p = p * r + 1.0 / 479001600.0;
  p = p * r + 1.0 / 39916800.0;
  p = p * r + 1.0 / 3628800.0;
  p = p * r + 1.0 / 362880.0;
  p = p * r + 1.0 / 40320.0;
  p = p * r + 1.0 / 5040.0;
  p = p * r + 1.0 / 720.0;
  p = p * r + 1.0 / 120.0;
  p = p * r + 1.0 / 24.0;
  p = p * r + 1.0 / 6.0;
  p = p * r + 0.5;
  return p * r * r;
}

// ln(m 2^k (1 + c)) for m in [sqrt(1/2), sqrt 2), tiny c, by ln(1+f) = f - (f^2/2 - s (f^2/2 + R)), s = f / (2 + f).
double log_of(double m, int k, double c) {
  const double f = m - 1.0, s = f / (2.0 + f), z = s * s, half = 0.5 * f * f;
  double p = 2.0 / 23.0;
  p = p * z + 2.0 / 21.0;
  p = p * z + 2.0 / 19.0;
  p = p * z + 2.0 / 17.0;
  p = p * z + 2.0 / 15.0;
  p = p * z + 2.0 / 13.0;
  p = p * z + 2.0 / 11.0;
  p = p * z + 2.0 / 9.0;
  p = p * z + 2.0 / 7.0;
  p = p * z + 2.0 / 5.0;
  p = p * z + 2.0 / 3.0;
  const double r = p * z;
  return k * kLn2High - ((half - (s * (half + r) + (k * kLn2Low + c))) - f);
}

struct Binary {
  double m;
  int k;
};
Binary split(double x) {  // x = m 2^k, x positive and finite
  int k = 0;
  if (x < 0x1p-1022) {
    x *= 0x1p54;
    k = -54;
  }
  const uint64_t b = bits_of(x);
  k += int(b >> 52) - 1023;
  double m = from_bits((b & 0x000FFFFFFFFFFFFFull) | 0x3FF0000000000000ull);
  if (m > 1.4142135623730951) {
    m *= 0.5;
    ++k;
  }
  return {m, k};
}

double sin_small(double r, double low) {  // |r| <= pi/4
  const double z = r * r;
  double p = -1.0 / 121645100408832000.0;
  p = p * z + 1.0 / 355687428096000.0;
  p = p * z - 1.0 / 1307674368000.0;
  p = p * z + 1.0 / 6227020800.0;
  p = p * z - 1.0 / 39916800.0;
  p = p * z + 1.0 / 362880.0;
  p = p * z - 1.0 / 5040.0;
  p = p * z + 1.0 / 120.0;
  p = p * z - 1.0 / 6.0;
  return r + (p * z * r + low * (1.0 - 0.5 * z));
}

double cos_small(double r, double low) {
  const double z = r * r;
  double p = 1.0 / 6402373705728000.0;
  p = -p * z + 1.0 / 20922789888000.0;
  p = p * z - 1.0 / 87178291200.0;
  p = p * z + 1.0 / 479001600.0;
  p = p * z - 1.0 / 3628800.0;
  p = p * z + 1.0 / 40320.0;
  p = p * z - 1.0 / 720.0;
  p = p * z + 1.0 / 24.0;
  const double half = 0.5 * z, w = 1.0 - half;
  return w + (((1.0 - w) - half) + (z * z * p - r * low));
}

}  // namespace

double exp(double x) {
  if (!(x <= 709.79)) return x > 0 ? kInf : x;
  if (x < -745.2) return 0.0;
  const Reduced a = reduce(x);
  const double r = a.high - a.low;
  return scale(1.0 + (a.high + (exp_tail(r) - a.low)), a.k);
}

double expm1(double x) {
  if (!(x <= 709.79)) return x > 0 ? kInf : x;
  if (x < -38.0) return -1.0;
  const Reduced a = reduce(x);
  const double r = a.high - a.low;
  const double e = a.high + (exp_tail(r) - a.low);
  if (a.k == 0) return x + (exp_tail(x));
  if (a.k > 56) return scale(1.0 + e, a.k);
  return scale(e + (1.0 - power_of_two(-a.k)), a.k);
}

double log(double x) {
  if (!(x > 0)) return x == 0 ? -kInf : kNan;
  if (x == kInf) return x;
  const Binary b = split(x);
  return log_of(b.m, b.k, 0.0);
}

double log1p(double x) {
  if (!(x > -1)) return x == -1 ? -kInf : kNan;
  if (x == kInf) return x;
  if (std::fabs(x) < 0x1p-54) return x;
  if (x > -0.29 && x < 0.41) {
    // f = x exactly, so that small arguments lose nothing.
    const double s = x / (2.0 + x), z = s * s, half = 0.5 * x * x;
    double p = 2.0 / 27.0;
    for (int odd = 25; odd >= 3; odd -= 2) p = p * z + 2.0 / odd;
    return x - (half - s * (half + p * z));
  }
  const double u = 1.0 + x;
  const double c = u > 0x1p60 ? 0.0 : (x >= 1.0 ? (1.0 - (u - x)) : (x - (u - 1.0)));
  const Binary b = split(u);
  return log_of(b.m, b.k, c / u);
}

double tanh(double x) {
  const double a = std::fabs(x);
  double y;
  if (!(a < 22.0)) {
    if (x != x) return x;
    y = 1.0;
  } else if (a >= 1.0) {
    y = 1.0 - 2.0 / (expm1(2.0 * a) + 2.0);
  } else if (a > 0x1p-28) {
    const double t = expm1(-2.0 * a);
    y = -t / (t + 2.0);
  } else {
    y = a;
  }
  return x < 0 ? -y : y;
}

double sigmoid(double x) {
  if (x >= 0) return 1.0 / (1.0 + exp(-x));
  const double e = exp(x);
  return e / (1.0 + e);
}

double softplus(double x) { return (x > 0 ? x : 0.0) + log1p(exp(-std::fabs(x))); }

double ln_cosh(double x) {
  const double a = std::fabs(x);
  if (a < 0.1) {  // the general form would lose digits against a^2 / 2
    const double t = expm1(a), u = t * t / (2.0 * (1.0 + t));
    return log1p(u);
  }
  return a + (log1p(exp(-2.0 * a)) - kLn2);
}

SinCos sincos(double x) {
  if (!(std::fabs(x) <= 1e6)) return {kNan, kNan};
  // pi/2 in three parts of 33 bits: k * part is exact for k < 2^20.
  constexpr double kPart1 = 1.57079632673412561417e+00, kPart2 = 6.07710050630396597660e-11,
                   kPart3 = 2.02226624879595063154e-21;
  const double t = x * 0.63661977236758134308;
  const int64_t k = int64_t(t + (t < 0 ? -0.5 : 0.5));
  const double kd = double(k), first = x - kd * kPart1, step = kd * kPart2, mid = first - step;
  const double lost = (first - mid) - step;  // what the second subtraction rounded away
  const double low = lost - kd * kPart3, r = mid + low, rest = (mid - r) + low;
  const double s = sin_small(r, rest), c = cos_small(r, rest);
  switch (k & 3) {
    case 0: return {s, c};
    case 1: return {c, -s};
    case 2: return {-s, -c};
    default: return {-c, s};
  }
}

// x + x^3 / 6 + 3 x^5 / 40 + ..., at most 1/2: the terms fall by 4.
static double asin_small(double x) {
  constexpr int kTerms = 27;
  constexpr auto kSeries = [] {
    std::array<double, kTerms> c{1};
    for (int k = 1; k < kTerms; ++k) c[k] = c[k - 1] * double(2 * k - 1) / double(2 * k);
    for (int k = 1; k < kTerms; ++k) c[k] /= double(2 * k + 1);
    return c;
  }();
  const double u = x * x;
  double sum = 0;
  for (int k = kTerms - 1; k >= 1; --k) sum = (sum + kSeries[k]) * u;
  return x + x * sum;
}

double asin(double x) {
  const double size = std::fabs(x);
  if (!(size <= 1)) return kNan;
  if (size <= 0.5) return asin_small(x);
  const double a = kPi / 2 - 2 * asin_small(std::sqrt((1 - size) / 2));
  return x < 0 ? -a : a;
}

namespace {

// Four rows by kCols columns of C at a time: accumulators stay in registers, each sums over k in rising order.
template <class T, int kCols>
void block(const T* a, const T* b, T* c, int rows, int k, int n, int cols) {
  T sum[4][kCols] = {};
  if (rows == 4 && cols == kCols) {
    for (int p = 0; p < k; ++p)
      for (int i = 0; i < 4; ++i)
        for (int j = 0; j < kCols; ++j) sum[i][j] += a[i * k + p] * b[std::ptrdiff_t(p) * n + j];
  } else {
    for (int p = 0; p < k; ++p)
      for (int i = 0; i < rows; ++i)
        for (int j = 0; j < cols; ++j) sum[i][j] += a[i * k + p] * b[std::ptrdiff_t(p) * n + j];
  }
  for (int i = 0; i < rows; ++i)
    for (int j = 0; j < cols; ++j) c[std::ptrdiff_t(i) * n + j] = sum[i][j];
}

template <class T, int kCols>
void multiply(const T* a, const T* b, T* c, int m, int k, int n) {
  for (int j = 0; j < n; j += kCols)
    for (int i = 0; i < m; i += 4)
      block<T, kCols>(a + std::ptrdiff_t(i) * k, b + j, c + std::ptrdiff_t(i) * n + j, m - i < 4 ? m - i : 4, k, n,
                      n - j < kCols ? n - j : kCols);
}

}  // namespace

void matmul(const float* a, const float* b, float* c, int m, int k, int n) { multiply<float, 8>(a, b, c, m, k, n); }
void matmul(const double* a, const double* b, double* c, int m, int k, int n) { multiply<double, 4>(a, b, c, m, k, n); }

void matvec(const double* a, const double* x, double* y, int m, int n) {
  for (int i = 0; i < m; ++i) {
    const double* row = a + std::ptrdiff_t(i) * n;
    double part[8] = {};
    int j = 0;
    for (; j + 8 <= n; j += 8)
      for (int l = 0; l < 8; ++l) part[l] += row[j + l] * x[j + l];
    for (int l = 0; j + l < n; ++l) part[l] += row[j + l] * x[j + l];
    double sum = 0;
    for (double p : part) sum += p;
    y[i] = sum;
  }
}

std::string short_exponent(std::string s) {
  std::size_t from = s.find('e');
  if (from == std::string::npos) return s;
  if (s[++from] == '+') s.erase(from, 1);
  if (s[from] == '-') ++from;
  while (from + 1 < s.size() && s[from] == '0') s.erase(from, 1);
  return s;
}

std::string decimal(double x) {
  if (!std::isfinite(x)) return "0";
  char text[40];
  if (x == std::floor(x) && std::fabs(x) < 1e15) {  // whole numbers in full: 380, not 3.8e2
    std::snprintf(text, sizeof text, "%.0f", x + 0.0);
    return text;
  }
  for (int digits = 1; digits <= 17; ++digits) {
    std::snprintf(text, sizeof text, "%.*g", digits, x);
    if (std::strtod(text, nullptr) == x) break;
  }
  return short_exponent(text);
}

bool read_decimal(std::string_view text, double& out) {
  if (text.empty() || text.size() > 40) return false;
  bool digit = false;
  for (char c : text) {
    if (c >= '0' && c <= '9') digit = true;
    else if (c != '+' && c != '-' && c != '.' && c != 'e' && c != 'E') return false;
  }
  if (!digit) return false;
  char copy[41];
  std::memcpy(copy, text.data(), text.size());
  copy[text.size()] = 0;
  char* end = nullptr;
  const double value = std::strtod(copy, &end);
  if (end != copy + text.size() || !std::isfinite(value)) return false;
  out = value;
  return true;
}

bool read_integer(std::string_view text, int64_t& out) {
  const bool minus = !text.empty() && text[0] == '-';
  const std::string_view digits = text.substr(minus ? 1 : 0);
  if (digits.empty() || digits.size() > 18) return false;
  int64_t value = 0;
  for (char c : digits) {
    if (c < '0' || c > '9') return false;
    value = value * 10 + (c - '0');
  }
  out = minus ? -value : value;
  return true;
}

void Hash::bytes(const void* data, std::size_t size) {
  const auto* p = static_cast<const unsigned char*>(data);
  word(size);
  std::size_t i = 0;
  for (; i + 8 <= size; i += 8) {
    uint64_t w;
    std::memcpy(&w, p + i, 8);
    word(w);
  }
  if (i < size) {
    uint64_t w = 0;
    std::memcpy(&w, p + i, size - i);
    word(w);
  }
}

std::string Hash::hex() const {
  char text[9];
  std::snprintf(text, sizeof text, "%08x", unsigned((h_ ^ (h_ >> 32)) & 0xFFFFFFFFu));
  return text;
}

}  // namespace attractor
