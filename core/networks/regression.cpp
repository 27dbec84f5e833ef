#include "core/networks/regression.h"

#include <cassert>
#include <cmath>

#include "core/base/eigenvalues.h"
#include "core/base/erf.h"
#include "core/base/num.h"
#include "core/base/vec.h"
#include "core/networks/loss.h"

namespace attractor {

Logits logits_at(const Regression& r, double x, double y) {
  assert(r.classes >= 2 && r.classes <= kMostClasses);
  Logits t{};
  for (int k = r.first(), i = 0; k < r.classes; ++k, i += 3) t[k] = r.w[i] + r.w[i + 1] * x + r.w[i + 2] * y;
  return t;
}

Logits chances_at(const Regression& r, double x, double y) {
  Logits g = logits_at(r, x, y);
  softmax(std::span(g).first(r.classes));
  return g;
}

double weight_norm(const Regression& r) { return norm(r.w); }

Risks risks(const Regression& r, const LabelledPoints& d) {
  Risks sum;
  for (int i = 0; i < d.size(); ++i) {
    const Logits t = logits_at(r, d.x[i], d.y[i]);
    const std::span<const double> all = std::span(t).first(r.classes);
    sum.log += log_loss(all, d.label[i]);
    sum.squared += margin_squared_loss(log_odds(all, d.label[i]));
    sum.wrong += largest(all) != d.label[i];
  }
  if (d.size() == 0) return sum;
  const double n = d.size();
  return {sum.log / n, sum.squared / n, sum.wrong / n};
}

double objective(const Regression& r, const LabelledPoints& d, double lambda) {
  double squares = 0;
  for (int i = 0; i < std::ssize(r.w); ++i)
    if (i % 3) squares += r.w[i] * r.w[i];
  return risks(r, d).log + lambda / 2 * squares;
}

void sample_slope(const Regression& r, const LabelledPoints& d, int i, double lambda, std::span<double> slope) {
  Logits g = chances_at(r, d.x[i], d.y[i]);
  g[d.label[i]] -= 1;
  for (int k = r.first(), j = 0; k < r.classes; ++k, j += 3) {
    slope[j] = g[k];
    slope[j + 1] = g[k] * d.x[i] + lambda * r.w[j + 1];
    slope[j + 2] = g[k] * d.y[i] + lambda * r.w[j + 2];
  }
}

std::vector<double> objective_slope(const Regression& r, const LabelledPoints& d, double lambda) {
  std::vector<double> sum(r.w.size(), 0.0), one(r.w.size());
  for (int i = 0; i < d.size(); ++i) {
    sample_slope(r, d, i, 0, one);
    for (int j = 0; j < std::ssize(sum); ++j) sum[j] += one[j];
  }
  for (int j = 0; j < std::ssize(sum); ++j) sum[j] = sum[j] / d.size() + (j % 3 ? lambda * r.w[j] : 0);
  return sum;
}

namespace {

// sum over the sample of (g_k [k = l] - g_k g_l) (1, x, y)^T (1, x, y), by n, and lambda. A hair on the diagonal: softmax's
// shift has no slope and no curvature.
std::vector<double> curvature(const Regression& r, const LabelledPoints& d, double lambda) {
  const int m = int(r.w.size());
  std::vector<double> h(std::size_t(m) * std::size_t(m), 0.0);
  for (int i = 0; i < d.size(); ++i) {
    const Logits g = chances_at(r, d.x[i], d.y[i]);
    const double input[3] = {1, d.x[i], d.y[i]};
    for (int a = 0; a < m; ++a)
      for (int b = 0; b < m; ++b) {
        const int k = r.first() + a / 3, l = r.first() + b / 3;
        h[a * m + b] += (g[k] * (k == l) - g[k] * g[l]) * input[a % 3] * input[b % 3] / d.size();
      }
  }
  for (int a = 0; a < m; ++a) h[a * m + a] += (a % 3 ? lambda : 0) + 1e-12;
  return h;
}

}  // namespace

Optimum newton_optimum(const LabelledPoints& d, int classes, double lambda) {
  constexpr int kMost = 60;
  constexpr double kFar = 1e3, kFlat = 1e-11;
  Optimum out{Regression(classes), false};
  double now = objective(out.best, d, lambda);
  // Every loss below ln 2: all are right by more than half, and larger weights are better for ever.
  const double apart = lambda == 0 ? kLn2 / d.size() : 0;
  for (int turn = 0; turn < kMost && now >= apart; ++turn) {
    const std::vector<double> slope = objective_slope(out.best, d, lambda);
    if (norm(slope) < kFlat) {
      out.found = weight_norm(out.best) < kFar;
      return out;
    }
    const std::vector<double> step = solve(curvature(out.best, d, lambda), slope);
    double size = 1;
    Regression next = out.best;
    for (int half = 0; half < 40; ++half, size /= 2) {  // shorter, until it goes down
      for (int j = 0; j < std::ssize(step); ++j) next.w[j] = out.best.w[j] - size * step[j];
      if (const double then = objective(next, d, lambda); then <= now) {
        now = then;
        break;
      }
    }
    if (!(weight_norm(next) < kFar)) return out;
    out.best = std::move(next);
  }
  out.found = now >= apart && norm(objective_slope(out.best, d, lambda)) < 1e-8;
  return out;
}

Regression bayes_rule(int classes, double distance) {
  Regression r(classes);
  if (classes == 2) {
    const Point a = class_mean(0, 2, distance), b = class_mean(1, 2, distance);
    r.w = {0, b.x - a.x, b.y - a.y};
    return r;
  }
  for (int k = 0; k < classes; ++k) {
    const Point mean = class_mean(k, classes, distance);
    r.w[3 * k + 1] = mean.x, r.w[3 * k + 2] = mean.y;  // |mu_k|^2 / 2 is the same for all
  }
  return r;
}

double true_error(const Regression& r, double distance) {
  assert(r.classes == 2);
  const double length = std::sqrt(r.w[1] * r.w[1] + r.w[2] * r.w[2]);
  if (!(length > 0)) return 0.5;  // one answer everywhere
  double wrong = 0;
  for (int c = 0; c < 2; ++c) {
    const Point mean = class_mean(c, 2, distance);
    const double z = (r.w[0] + r.w[1] * mean.x + r.w[2] * mean.y) / length, off = c == 1 ? z : -z;
    wrong += normal_cdf(-off) / 2;
  }
  return wrong;
}

}  // namespace attractor
