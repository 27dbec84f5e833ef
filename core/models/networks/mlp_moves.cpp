// The steps of the fully connected network, and what they are measured by.
#include <algorithm>
#include <span>
#include <utility>

#include "core/models/networks/mlp.h"

namespace attractor::mlp {
namespace {

constexpr int kMeasureEvery = 100;  // steps at the least: measuring costs as much as ten of them

// The output's row turned into slopes of the mean loss.
void fill_delta(const Params& p, State& s, int n) {
  const std::span<float> delta = s.net.delta().row(0), t = s.net.z(s.net.layers()).row(0);
  const auto some = std::size_t(n);
  if (is_regression(p)) std::copy_n(t.begin(), n, delta.begin());
  else activate<float>(Activation::logistic, t.first(some), delta.first(some));
  for (int k = 0; k < n; ++k) delta[k] = (delta[k] - s.points->target[s.order[s.place + k]]) / float(n);
}

// A class is taken for the other where its margin is not above 0.
struct Score {
  double loss = 0;
  int64_t wrong = 0;
};
Score score(bool regression, std::span<float> margins) {
  Score all;
  if (margins.empty()) return all;
  if (regression)
    for (const float off : margins) all.loss += double(off) * double(off) / 2;
  else
    for (const float m : margins) all.wrong += !(m > 0);
  if (!regression) all.loss = sum_margin_loss(margins);
  all.loss /= double(margins.size());
  return all;
}

// Both losses, on all points.
void measure(const Params& p, State& s) {
  const Points& all = *s.points;
  const int count = int(all.x.size());
  const bool regression = is_regression(p);
  int learned = 0, tested = 0;
  for (int from = 0; from < count; from += kMeasured) {
    const int n = std::min(kMeasured, count - from);
    s.net.expect(n);
    std::copy_n(&all.x[from], n, s.net.z(0).row(0).begin());
    std::copy_n(&all.y[from], n, s.net.z(0).row(1).begin());
    s.net.forward();
    const std::span<float> t = s.net.z(s.net.layers()).row(0);
    for (int k = 0; k < n; ++k) {
      const float y = all.target[from + k], margin = regression ? t[k] - y : y > 0 ? t[k] : -t[k];
      if (all.test[from + k]) s.margins[count - ++tested] = margin;
      else s.margins[learned++] = margin;
    }
  }
  s.learn_count = learned, s.test_count = tested, s.measured = s.steps;
  const Score learn = score(regression, {s.margins.data(), std::size_t(learned)}),
              test = score(regression, {s.margins.data() + (count - tested), std::size_t(tested)});
  s.learn_loss = learn.loss, s.learn_wrong = learn.wrong;
  s.test_loss = test.loss, s.test_wrong = test.wrong;
}

bool is_good(const State& s) { return s.learn_loss <= kMuchWorse * std::max(0.1, s.first_loss); }

void keep(State& s) {
  std::copy(s.net.all_weights().begin(), s.net.all_weights().end(), s.good.begin());
  s.good_step = s.steps;
}

void run_away(const Params& p, State& s) {
  s.stopped = s.steps, s.stopped_at_rate = p.rate;
  s.net.set_all_weights(s.good);
  measure(p, s);
}

}  // namespace

void begin_anew(const Params& p, State& s) {
  s.stopped = -1;
  measure(p, s);
  s.first_loss = s.learn_loss;
  keep(s);
}

void advance(const Params& p, State& s, const Rng& rng) {
  ++s.steps;
  if (settled(p, s) || s.order.empty()) return;
  s.stopped = -1;
  const auto count = std::ssize(s.order);
  if (s.place >= count) {  // the learning points, in another order
    Draw draw = rng.draw(Stream::order);
    for (std::ptrdiff_t i = count - 1; i > 0; --i) std::swap(s.order[i], s.order[std::ptrdiff_t(draw.below(uint64_t(i) + 1))]);
    s.place = 0;
  }
  const int n = int(std::min<std::ptrdiff_t>(p.batch, count - s.place));
  s.net.expect(n);
  const std::span<float> x = s.net.z(0).row(0), y = s.net.z(0).row(1);
  for (int k = 0; k < n; ++k) {
    const int32_t i = s.order[s.place + k];
    x[k] = s.points->x[i], y[k] = s.points->y[i];
  }
  s.net.forward(p.depth > 0 ? p.dropout : 0, rng);
  fill_delta(p, s, n);
  s.net.backward();
  s.net.move({p.rate, p.momentum, p.decay});
  if (!s.net.is_within(float(kMostEver))) return run_away(p, s);
  s.place += n;
  if (s.place < count) return;
  ++s.epochs;
  if (s.steps < s.measured + kMeasureEvery) return;
  measure(p, s);
  if (is_good(s)) keep(s);
  else run_away(p, s);
}

}  // namespace attractor::mlp
