// core/num: accuracy of the elementary functions against libm, products against their definition, text of numbers.
#include "core/base/num.h"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>
#include <vector>

#include "core/base/rng.h"

using namespace attractor;

namespace {

// Distance in units of the last place of the reference.
double ulps(double got, long double want) {
  const double w = double(want);
  if (got == w) return 0;
  if (!std::isfinite(got) || !std::isfinite(w)) return 1e18;
  int e = 0;
  std::frexp(w, &e);
  const double ulp = std::ldexp(1.0, std::max(e - 53, -1074));
  return double(std::fabs((long double)got - want) / ulp);
}

template <class Mine, class Theirs>
double worst(Mine mine, Theirs theirs, double lo, double hi, int points = 200000) {
  Draw draw(1, 0, Stream::data);
  double w = 0;
  for (int i = 0; i < points; ++i) {
    const double x = lo + (hi - lo) * draw.uniform();
    w = std::max(w, ulps(mine(x), theirs((long double)x)));
  }
  return w;
}

constexpr double kInf = std::numeric_limits<double>::infinity();
constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

}  // namespace

#ifndef __EMSCRIPTEN__  // musl's long double functions there are no better than double ones
TEST_CASE("num: elementary functions stay within their stated distance of libm") {
  auto ex = [](double x) { return attractor::exp(x); };
  auto lex = [](long double x) { return std::exp(x); };
  CHECK(worst(ex, lex, -700, 709) < 1.0);
  CHECK(worst(ex, lex, -1, 1) < 1.0);
  auto em = [](double x) { return attractor::expm1(x); };
  auto lem = [](long double x) { return std::expm1(x); };
  CHECK(worst(em, lem, -3, 3) < 1.5);
  CHECK(worst(em, lem, -1e-3, 1e-3) < 1.0);
  CHECK(worst(em, lem, -40, 700) < 1.5);
  auto lo = [](double x) { return attractor::log(x); };
  auto llo = [](long double x) { return std::log(x); };
  CHECK(worst(lo, llo, 0.5, 2) < 1.0);
  CHECK(worst(lo, llo, 1e-300, 1e-290) < 1.0);
  CHECK(worst(lo, llo, 1, 1e9) < 1.0);
  auto l1 = [](double x) { return attractor::log1p(x); };
  auto ll1 = [](long double x) { return std::log1p(x); };
  CHECK(worst(l1, ll1, -0.9, 3) < 2.0);
  CHECK(worst(l1, ll1, -1e-8, 1e-8) < 1.0);
  CHECK(worst(l1, ll1, 1, 1e12) < 2.0);
  auto th = [](double x) { return attractor::tanh(x); };
  auto lth = [](long double x) { return std::tanh(x); };
  CHECK(worst(th, lth, -20, 20) < 3.0);
  CHECK(worst(th, lth, -1e-3, 1e-3) < 3.0);
  auto si = [](double x) { return attractor::sigmoid(x); };
  auto lsi = [](long double x) { return 1 / (1 + std::exp(-x)); };
  CHECK(worst(si, lsi, -40, 40) < 2.5);
  auto sn = [](double x) { return attractor::sincos(x).sin; };
  auto cs = [](double x) { return attractor::sincos(x).cos; };
  CHECK(worst(
            sn, [](long double x) { return std::sin(x); }, -7, 7) < 2.0);
  CHECK(worst(
            cs, [](long double x) { return std::cos(x); }, -7, 7) < 2.0);
  CHECK(worst(
            sn, [](long double x) { return std::sin(x); }, 0, 1e5) < 2.0);
  auto sp = [](double x) { return attractor::softplus(x); };
  CHECK(worst(
            sp, [](long double x) { return std::log1p(std::exp(x)); }, -30, 30) < 3.0);
}

#endif

TEST_CASE("num: the same bits everywhere") {
  Hash hash;
  Draw draw(2, 0, Stream::data);
  for (int i = 0; i < 100000; ++i) {
    const double x = 40 * draw.uniform() - 20;
    for (double y :
         {attractor::exp(x), attractor::expm1(x), attractor::log(x + 20.5), attractor::log1p(x + 20), attractor::tanh(x),
          attractor::sigmoid(x), attractor::softplus(x), attractor::ln_cosh(x), sincos(x).sin, sincos(x).cos, draw.normal()})
      hash.number(y);
  }
  CHECK(hash.hex() == "c21dbf74");
}

TEST_CASE("num: edges") {
  CHECK(attractor::exp(-kInf) == 0);
  CHECK(attractor::exp(kInf) == kInf);
  CHECK(attractor::exp(710) == kInf);
  CHECK(attractor::exp(0) == 1);
  CHECK(ulps(attractor::exp(-745.1), std::exp(-745.1L)) <= 1);
  CHECK(std::isnan(attractor::exp(kNan)));
  CHECK(attractor::log(0) == -kInf);
  CHECK(attractor::log(1) == 0);
  CHECK(std::isnan(attractor::log(-1)));
  CHECK(attractor::log(kInf) == kInf);
  CHECK(ulps(attractor::log(5e-324), std::log((long double)5e-324)) < 1);
  CHECK(attractor::log1p(-1) == -kInf);
  CHECK(attractor::tanh(0) == 0);
  CHECK(attractor::tanh(30) == 1);
  CHECK(attractor::tanh(-kInf) == -1);
  CHECK(attractor::sigmoid(-800) == 0);
  CHECK(attractor::sigmoid(0) == 0.5);
  CHECK(attractor::sigmoid(37) == 1);
  CHECK(attractor::softplus(800) == 800);
  CHECK(attractor::ln_cosh(1000) == doctest::Approx(1000 - kLn2).epsilon(1e-15));
  CHECK(attractor::ln_cosh(1e-6) == doctest::Approx(0.5e-12).epsilon(1e-12));
  CHECK(std::isnan(attractor::sincos(1e7).sin));
}

TEST_CASE("num: matrix products sum over k in rising order, at any shape") {
  Draw draw(7, 0, Stream::data);
  for (int m : {1, 3, 4, 5, 17})
    for (int k : {1, 2, 31})
      for (int n : {1, 4, 7, 8, 9, 40}) {
        std::vector<double> a(m * k), b(k * n), c(m * n);
        for (double& x : a) x = draw.normal();
        for (double& x : b) x = draw.normal();
        std::vector<float> af(a.begin(), a.end()), bf(b.begin(), b.end()), cf(c.size());
        matmul(a.data(), b.data(), c.data(), m, k, n);
        matmul(af.data(), bf.data(), cf.data(), m, k, n);
        bool same = true;
        for (int i = 0; i < m; ++i)
          for (int j = 0; j < n; ++j) {
            double sum = 0;
            float sumf = 0;
            for (int p = 0; p < k; ++p) {
              sum += a[i * k + p] * b[p * n + j];
              sumf += af[i * k + p] * bf[p * n + j];
            }
            same = same && sum == c[i * n + j] && sumf == cf[i * n + j];
          }
        CHECK_MESSAGE(same, m, " x ", k, " x ", n);
        std::vector<double> y(static_cast<std::size_t>(m)), x(b.begin(), b.begin() + k);
        matvec(a.data(), x.data(), y.data(), m, k);
        double want = 0;
        for (int p = 0; p < k; ++p) want += a[p] * x[p];
        CHECK(y[0] == doctest::Approx(want).epsilon(1e-12));
      }
}

TEST_CASE("num: decimals are the shortest that read back") {
  CHECK(decimal(0.1) == "0.1");
  CHECK(decimal(2.269185314213022) == "2.269185314213022");
  CHECK(decimal(-3) == "-3");
  CHECK(decimal(380) == "380");
  CHECK(decimal(1e9) == "1000000000");
  CHECK(decimal(1e-9) == "1e-9");
  CHECK(decimal(1e22) == "1e22");
  CHECK(decimal(-0.0) == "0");
  CHECK(decimal(kNan) == "0");
  Draw draw(3, 0, Stream::data);
  for (int i = 0; i < 2000; ++i) {
    const double x = __builtin_bit_cast(double, draw.bits());
    double back = 0;
    if (std::isfinite(x)) {
      REQUIRE(read_decimal(decimal(x), back));
      CHECK(back == x);
    }
  }
  double v = 5;
  for (const char* bad : {"", " 1", "1 ", "nan", "inf", "0x10", "1e999", "1,5", "--1", "e", ".", "1e", "1.2.3"})
    CHECK_FALSE(read_decimal(bad, v));
  CHECK(v == 5);
  int64_t n = 0;
  CHECK(read_integer("-12", n));
  CHECK(n == -12);
  for (const char* bad : {"", "-", "1.0", "1234567890123456789", "0x1", " 1"}) CHECK_FALSE(read_integer(bad, n));
}

TEST_CASE("num: the hash tells states apart and does not see the sign of zero") {
  Hash a, b;
  a.number(0.0);
  b.number(-0.0);
  CHECK(a.value() == b.value());
  Hash c;
  c.number(1.0);
  CHECK(c.value() != a.value());
  Hash d, e;
  d.bytes("abcdefghij", 10);
  e.bytes("abcdefghik", 10);
  CHECK(d.value() != e.value());
  CHECK(d.hex().size() == 8);
}
