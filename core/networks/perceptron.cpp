#include "core/networks/perceptron.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <vector>

#include "core/base/vec.h"

namespace attractor {
namespace {

LineWeights signed_point(const LabelledPoints& d, int i) {
  const double y = d.label[i] ? 1 : -1;
  return {y, y * d.x[i], y * d.y[i]};
}
LineWeights minus(const LineWeights& a, const LineWeights& b) { return {a[0] - b[0], a[1] - b[1], a[2] - b[2]}; }
LineWeights plus(const LineWeights& a, double t, const LineWeights& b) {
  return {a[0] + t * b[0], a[1] + t * b[1], a[2] + t * b[2]};
}
double determinant(const LineWeights& a, const LineWeights& b, const LineWeights& c) {
  return a[0] * (b[1] * c[2] - b[2] * c[1]) - a[1] * (b[0] * c[2] - b[2] * c[0]) + a[2] * (b[0] * c[1] - b[1] * c[0]);
}

struct Nearest {
  LineWeights point{};
  std::vector<LineWeights> support;
  double squared = HUGE_VAL;
  void offer(const LineWeights& p, std::vector<LineWeights> s) {
    if (dot(p, p) < squared) squared = dot(p, p), point = p, support = std::move(s);
  }
};

void offer_pair(const LineWeights& a, const LineWeights& b, Nearest& best) {
  const LineWeights d = minus(b, a);
  const double t = -dot(a, d) / dot(d, d);
  if (t > 0 && t < 1) best.offer(plus(a, t, d), {a, b});
}
void offer_triple(const LineWeights& a, const LineWeights& b, const LineWeights& c, Nearest& best) {
  const LineWeights d = minus(b, a), e = minus(c, a);
  const double dd = dot(d, d), de = dot(d, e), ee = dot(e, e), det = dd * ee - de * de;
  if (!(det > 1e-14 * dd * ee)) return;  // on one line: a pair has it
  const double s = (-dot(a, d) * ee + dot(a, e) * de) / det, t = (-dot(a, e) * dd + dot(a, d) * de) / det;
  if (s > 0 && t > 0 && s + t < 1) best.offer(plus(plus(a, s, d), t, e), {a, b, c});
}
bool holds_origin(const std::vector<LineWeights>& z) {
  const LineWeights d = minus(z[1], z[0]), e = minus(z[2], z[0]), f = minus(z[3], z[0]), o = plus({}, -1, z[0]);
  const double det = determinant(d, e, f);
  const double s = determinant(o, e, f), t = determinant(d, o, f), u = determinant(d, e, o);
  const double sign = det > 0 ? 1 : -1;
  return det != 0 && sign * s >= 0 && sign * t >= 0 && sign * u >= 0 && sign * (s + t + u) <= sign * det;
}

// The point nearest to 0 of the hull of up to four points, and which of them it rests on.
Nearest nearest_of(const std::vector<LineWeights>& z) {
  const int n = int(z.size());
  Nearest best;
  if (n == 4 && holds_origin(z)) {
    best.offer({}, z);
    return best;
  }
  for (int i = 0; i < n; ++i) {
    best.offer(z[i], {z[i]});
    for (int j = i + 1; j < n; ++j) {
      offer_pair(z[i], z[j], best);
      for (int k = j + 1; k < n; ++k) offer_triple(z[i], z[j], z[k], best);
    }
  }
  return best;
}

}  // namespace

int count_right(const LineWeights& b, const LabelledPoints& d) {
  int right = 0;
  for (int i = 0; i < d.size(); ++i) right += fires(b, d.x[i], d.y[i]) == (d.label[i] > 0);
  return right;
}

bool perceptron_step(LineWeights& b, const LabelledPoints& d, int i) {
  if (fires(b, d.x[i], d.y[i]) == (d.label[i] > 0)) return false;
  b = plus(b, 1, signed_point(d, i));
  return true;
}

// As the distance of Gilbert, Johnson and Keerthi (1988) is found: the point that the present one has least of is added,
// what the new nearest point does not rest on goes. The distance falls with each turn, so there is an end.
Margin largest_margin(const LabelledPoints& d) {
  assert(d.size() > 0);
  const double R = largest_radius(d), fine = 1e-13 * R * R;
  Nearest now;
  now.offer(signed_point(d, 0), {signed_point(d, 0)});
  while (now.squared > 1e-20 * R * R) {
    int least = 0;
    for (int i = 1; i < d.size(); ++i)
      if (dot(now.point, signed_point(d, i)) < dot(now.point, signed_point(d, least))) least = i;
    if (dot(now.point, signed_point(d, least)) > now.squared - fine) break;
    std::vector<LineWeights> z = now.support;
    z.push_back(signed_point(d, least));
    Nearest next = nearest_of(z);
    if (!(next.squared < now.squared)) break;  // what is left is rounding
    now = std::move(next);
  }
  Margin m;
  const double length = std::sqrt(now.squared);
  double worst = HUGE_VAL;
  for (int k = 0; k < 3 && length > 0; ++k) m.u[k] = now.point[k] / length;
  for (int i = 0; i < d.size(); ++i) worst = std::min(worst, dot(m.u, signed_point(d, i)));
  m.separable = worst > 1e-9 * R;
  if (m.separable) m.gamma = worst;
  else m.u = {};
  return m;
}

double largest_radius(const LabelledPoints& d) {
  double most = 0;
  for (int i = 0; i < d.size(); ++i) most = std::max(most, 1 + d.x[i] * d.x[i] + d.y[i] * d.y[i]);
  return std::sqrt(most);
}

// After M mistakes (b.u + M gamma)^2 <= |b|^2 + M R^2, once the left side's root is above 0.
double mistake_bound(const Margin& m, double R, const LineWeights& b) {
  const double g = m.gamma, a = dot(b, m.u), half = (R * R - 2 * g * a) / 2;
  const double root = std::sqrt(std::max(0.0, half * half - g * g * (a * a - dot(b, b))));
  return (half + root) / (g * g);
}

int truth_table(const LineWeights& b) {
  int table = 0;
  for (int k = 0; k < 4; ++k) table |= int(fires(b, kCorners[k].x, kCorners[k].y)) << k;
  return table;
}

LabelledPoints table_points(int table) {
  LabelledPoints d;
  for (int k = 0; k < 4; ++k) d.add(kCorners[k], table >> k & 1);
  return d;
}

int tables_between(const LineWeights& from, const LineWeights& to) {
  double turns[6] = {0, 1};  // where a corner changes, and the ends
  int n = 2;
  for (const Point& c : kCorners) {
    const double u = weighted_sum(from, c.x, c.y), v = weighted_sum(to, c.x, c.y);
    if ((u > 0) != (v > 0)) turns[n++] = u / (u - v);
  }
  int tables = 1 << truth_table(from) | 1 << truth_table(to);
  for (int i = 0; i < n; ++i) {  // the middle of each stretch: between a turn and the next one
    double next = 1;
    for (int j = 0; j < n; ++j)
      if (turns[j] > turns[i]) next = std::min(next, turns[j]);
    const double t = (turns[i] + next) / 2;
    tables |=
        1 << truth_table({from[0] + t * (to[0] - from[0]), from[1] + t * (to[1] - from[1]), from[2] + t * (to[2] - from[2])});
  }
  return tables;
}

}  // namespace attractor
