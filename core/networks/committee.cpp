#include "core/networks/committee.h"

#include <cmath>

#include "core/base/num.h"

namespace attractor {
namespace {

// Correlations of the fields x_1 .. x_K, y_1 .. y_M, students first.
Matrix<double> correlations(const Overlaps& o) {
  const int K = o.Q.rows, M = o.T.rows;
  Matrix<double> C(K + M, K + M);
  for (int i = 0; i < K; ++i)
    for (int k = 0; k < K; ++k) C(i, k) = o.Q(i, k);
  for (int n = 0; n < M; ++n)
    for (int m = 0; m < M; ++m) C(K + n, K + m) = o.T(n, m);
  for (int i = 0; i < K; ++i)
    for (int n = 0; n < M; ++n) C(i, K + n) = C(K + n, i) = o.R(i, n);
  return C;
}

double arcsine(double x) { return attractor::asin(std::fmax(-1, std::fmin(1, x))); }  // rounding may lead a little too far

// I_3 = <g'(u) v g(w)> of three fields a, b, c of C.
double average3(const Matrix<double>& C, int a, int b, int c) {
  const double aa = 1 + C(a, a), ac = C(a, c), lambda = aa * (1 + C(c, c)) - ac * ac;
  return 2 / kPi / std::sqrt(lambda) * (C(b, c) * aa - C(a, b) * ac) / aa;
}

// I_4 = <g'(u) g'(v) g(w) g(z)> of four fields.
double average4(const Matrix<double>& C, int a, int b, int c, int d) {
  const double aa = 1 + C(a, a), bb = 1 + C(b, b), ab = C(a, b);
  const double lambda4 = aa * bb - ab * ab;
  const double lambda0 =
      lambda4 * C(c, d) - C(b, c) * C(b, d) * aa - C(a, c) * C(a, d) * bb + ab * C(a, c) * C(b, d) + ab * C(a, d) * C(b, c);
  auto lambda = [&](int e) {
    return lambda4 * (1 + C(e, e)) - C(b, e) * C(b, e) * aa - C(a, e) * C(a, e) * bb + 2 * ab * C(a, e) * C(b, e);
  };
  return 4 / (kPi * kPi) / std::sqrt(lambda4) * arcsine(lambda0 / std::sqrt(lambda(c) * lambda(d)));
}

// The sign of a unit in teacher - student.
double sign_of(int unit, int K) { return unit < K ? -1 : 1; }

double arcsine_of(double c, double a, double b) { return arcsine(c / std::sqrt((1 + a) * (1 + b))); }

void move(Matrix<double>& to, const Matrix<double>& slope, double by) {
  for (int i = 0; i < std::ssize(to.a); ++i) to.a[i] += by * slope.a[i];
}

}  // namespace

double generalisation_error(const Overlaps& o) {
  const Matrix<double> C = correlations(o);
  double sum = 0;
  for (int a = 0; a < C.rows; ++a)
    for (int b = 0; b < C.rows; ++b) sum += sign_of(a, o.Q.rows) * sign_of(b, o.Q.rows) * arcsine_of(C(a, b), C(a, a), C(b, b));
  return sum / kPi;
}

Overlaps committee_flow(const Overlaps& o, double eta) {
  const int K = o.Q.rows, M = o.T.rows, units = K + M;
  const Matrix<double> C = correlations(o);
  // <delta_i field> and <delta_i delta_k>.
  auto with_field = [&](int i, int field) {
    double sum = 0;
    for (int a = 0; a < units; ++a) sum += sign_of(a, K) * average3(C, i, field, a);
    return sum;
  };
  auto with_other = [&](int i, int k) {
    double sum = 0;
    for (int a = 0; a < units; ++a)
      for (int b = 0; b < units; ++b) sum += sign_of(a, K) * sign_of(b, K) * average4(C, i, k, a, b);
    return sum;
  };
  Overlaps slope{Matrix<double>(K, K), Matrix<double>(K, M), Matrix<double>(M, M)};
  for (int i = 0; i < K; ++i)
    for (int n = 0; n < M; ++n) slope.R(i, n) = eta * with_field(i, K + n);
  for (int i = 0; i < K; ++i)
    for (int k = i; k < K; ++k)
      slope.Q(i, k) = slope.Q(k, i) = eta * (with_field(i, k) + with_field(k, i)) + eta * eta * with_other(i, k);
  return slope;
}

void committee_step(Overlaps& o, double eta, double dt) {
  Overlaps sum = committee_flow(o, eta), slope = sum;
  for (int stage = 1; stage < 4; ++stage) {
    const double h = stage == 3 ? dt : dt / 2, weight = stage == 3 ? 1 : 2;
    Overlaps at = o;
    move(at.Q, slope.Q, h), move(at.R, slope.R, h);
    slope = committee_flow(at, eta);
    move(sum.Q, slope.Q, weight), move(sum.R, slope.R, weight);
  }
  move(o.Q, sum.Q, dt / 6), move(o.R, sum.R, dt / 6);
}

}  // namespace attractor
