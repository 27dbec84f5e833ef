// Rational Chebyshev approximations of W. J. Cody, Math. Comp. 23, 631 (1969), as in CALERF of SPECFUN (netlib).
// Relative error below 4e-16 against a correctly rounded result where it is not subnormal:
// tests/memory/lagrangian_test.cpp.
#include "core/base/erf.h"

#include <cmath>

#include "core/base/num.h"

namespace attractor {
namespace {

constexpr double kSqrtHalf = 0.70710678118654752440, kInvSqrtPi = 0.56418958354775628695;
constexpr double kInvSqrt2Pi = 0.39894228040143267794;

constexpr double kA[] = {3.16112374387056560e00, 1.13864154151050156e02, 3.77485237685302021e02, 3.20937758913846947e03,
                         1.85777706184603153e-1};
constexpr double kB[] = {2.36012909523441209e01, 2.44024637934444173e02, 1.28261652607737228e03, 2.84423683343917062e03};
constexpr double kC[] = {5.64188496988670089e-1, 8.88314979438837594e00, 6.61191906371416295e01,
                         2.98635138197400131e02, 8.81952221241769090e02, 1.71204761263407058e03,
                         2.05107837782607147e03, 1.23033935479799725e03, 2.15311535474403846e-8};
constexpr double kD[] = {1.57449261107098347e01, 1.17693950891312499e02, 5.37181101862009858e02, 1.62138957456669019e03,
                         3.29079923573345963e03, 4.36261909014324716e03, 3.43936767414372164e03, 1.23033935480374942e03};
constexpr double kP[] = {3.05326634961232344e-1, 3.60344899949804439e-1, 1.25781726111229246e-1,
                         1.60837851487422766e-2, 6.58749161529837803e-4, 1.63153871373020978e-2};
constexpr double kQ[] = {2.56852019228982242e00, 1.87295284992346725e00, 5.27905102951428412e-1, 6.05183413124413191e-2,
                         2.33520497626869185e-3};

double erf_small(double x) {  // |x| <= 0.46875
  const double z = x * x;
  double num = kA[4] * z, den = z;
  for (int i = 0; i < 3; ++i) {
    num = (num + kA[i]) * z;
    den = (den + kB[i]) * z;
  }
  return x * (num + kA[3]) / (den + kB[3]);
}

double erfc_large(double y) {  // y > 0.46875
  if (y > 27.3) return 0;
  double r;
  if (y <= 4) {
    double num = kC[8] * y, den = y;
    for (int i = 0; i < 7; ++i) {
      num = (num + kC[i]) * y;
      den = (den + kD[i]) * y;
    }
    r = (num + kC[7]) / (den + kD[7]);
  } else {
    const double z = 1 / (y * y);
    double num = kP[5] * z, den = z;
    for (int i = 0; i < 4; ++i) {
      num = (num + kP[i]) * z;
      den = (den + kQ[i]) * z;
    }
    r = (kInvSqrtPi - z * (num + kP[4]) / (den + kQ[4])) / y;
  }
  // e^(-y²) in two parts: the first exponent is exact, so that the rounding of y² does not spoil the result.
  const double head = std::floor(y * 16) / 16, rest = (y - head) * (y + head);
  return exp(-head * head) * exp(-rest) * r;
}

}  // namespace

double erf(double x) {
  const double y = std::fabs(x);
  if (!(y > 0.46875)) return erf_small(x);
  const double c = 1 - erfc_large(y);
  return x < 0 ? -c : c;
}

double erfc(double x) {
  if (!(std::fabs(x) > 0.46875)) return 1 - erf_small(x);
  return x < 0 ? 2 - erfc_large(-x) : erfc_large(x);
}

double normal_cdf(double x) { return 0.5 * erfc(-x * kSqrtHalf); }
double normal_pdf(double x) { return kInvSqrt2Pi * exp(-0.5 * x * x); }

}  // namespace attractor
