#include "core/models/networks/logistic.h"

#include <algorithm>
#include <cmath>

#include "core/base/vec.h"
#include "core/networks/loss.h"

namespace attractor::logistic {
namespace {

constexpr auto kRows = table<Params>(
    choice(&Params::set, "set", "Points", kSets, "What is to be told apart; the points can be dragged, added and taken away")
        .rebuilds(),
    row(&Params::n, "n", "Number of points", 4, 200, "Points to learn from")
        .only(&Params::set, two_clouds, three_clouds, separable)
        .rebuilds(),
    row(&Params::mu, "mu", "Distance |μ|", 0.2, 3,
        "Of the middle of a cloud from the origin; a cloud has the variance 1 each way")
        .only(&Params::set, two_clouds, three_clouds)
        .rebuilds(),
    row(&Params::gap, "gap", "Gap", 0.01, 0.5, "Width of the strip without points between the classes")
        .only(&Params::set, separable)
        .logarithmic()
        .rebuilds(),
    row(&Params::lambda, "lambda", "Penalty λ", 0, 0.5, "Adds (λ/2)|b|² to the risk, b₀ left out: large weights cost"),
    row(&Params::eta, "eta", "Learning rate", 0.001, 4, "How far one update goes down the slope").logarithmic(),
    choice(&Params::batch, "batch", "Slope of", kBatches,
           "Of the whole risk, or of one point's loss, as in stochastic gradient descent"),
    row(&Params::updates, "updates", "Updates per step", 1, 100, "Steps down the slope in one step of the run").logarithmic(),
    toggle(&Params::test, "test", "Test points", "Shows points of the same clouds that nothing is learned from")
        .only(&Params::set, two_clouds, three_clouds));

constexpr int kMostPoints = 300, kFog = 65;
constexpr double kLowMargin = -6, kHighMargin = 10;

int classes_of(const Params& p) { return p.set == three_clouds ? 3 : 2; }
bool is_cloud(const Params& p) { return p.set == two_clouds || p.set == three_clouds; }
Window window_of(const Params& p) {
  if (p.set == six) return {-0.75, 1.25, -0.5, 1.5};
  const double half = is_cloud(p) ? p.mu + 3 : 1.25;
  return {-half, half, -half, half};
}

LabelledPoints make_points(const Params& p, int n, Draw draw) {
  if (is_cloud(p)) return gaussian_points(n, classes_of(p), p.mu, draw);
  if (p.set == separable) return line_points(n, p.gap, 0, draw);
  LabelledPoints d;  // core/science.md, 16, B3
  d.add({0, 0}, 0), d.add({1, 0.5}, 1), d.add({0.25, 1}, 0), d.add({1, 1}, 1), d.add({-0.5, 0.75}, 0), d.add({0.5, -0.25}, 1);
  return d;
}

void find_truth(const Params& p, State& s) {
  Truth& t = s.truth;
  t.lambda = p.lambda;
  t.optimum = newton_optimum(s.data, classes_of(p), p.lambda);
  t.optimal_risk = t.optimum.found ? risks(t.optimum.best, s.data).log : 0;
}
void take_points(const Params& p, State& s, LabelledPoints data) {
  s.data = std::move(data);
  s.truth.margin = classes_of(p) == 2 ? largest_margin(s.data) : Margin();
  s.updates = 0;
  s.lengths.clear(), s.times.clear();
  find_truth(p, s);
}
void keep_length(State& s) {
  const double last = s.times.empty() ? 0 : s.times.back(), now = double(s.updates);
  if (now < 10 ? now > last : now >= last * 1.1007)
    s.times.push_back(now), s.lengths.push_back(weight_norm(s.net));  // 10^(1/24)
}

// ---- What is shown ----------------------------------------------------------------------------------------------------

Cloud::Border border(const Regression& r, const char* label, Cloud::Drawn drawn) {
  return {r.w[1], r.w[2], r.w[0], label, drawn};
}

const char* caption(const Regression& r) {
  if (r.w[1] < 0) return r.w[2] < 0 ? "p = σ({0} − {1} x₁ − {2} x₂)" : "p = σ({0} − {1} x₁ + {2} x₂)";
  return r.w[2] < 0 ? "p = σ({0} + {1} x₁ − {2} x₂)" : "p = σ({0} + {1} x₁ + {2} x₂)";
}

Cloud cloud(const Params& p, const State& s) {
  const Window w = window_of(p);
  const int K = classes_of(p);
  Cloud c{.x0 = w.x0, .x1 = w.x1, .y0 = w.y0, .y1 = w.y1};
  for (int k = 0; k < K; ++k) c.classes.push_back(std::to_string(k));
  for (int i = 0; p.test && i < s.test.size(); ++i)
    c.points.push_back({.x = s.test.x[i], .y = s.test.y[i], .value = double(s.test.label[i]), .test = true});
  std::vector<Cloud::Dot> dots;
  for (int i = 0; i < s.data.size(); ++i) {
    const Logits t = logits_at(s.net, s.data.x[i], s.data.y[i]);
    const bool wrong = largest(std::span(t).first(K)) != s.data.label[i];
    dots.push_back({.x = s.data.x[i], .y = s.data.y[i], .value = double(s.data.label[i]), .wrong = wrong});
  }
  c.points.insert(c.points.begin(), dots.begin(), dots.end());  // their numbers are those of the points
  c.rows = c.cols = kFog;
  for (int i = 0; i < kFog * kFog; ++i) {
    const Point at = w.at(i, kFog);
    const Logits g = chances_at(s.net, at.x, at.y);
    for (int k = s.net.first(); k < K; ++k) c.chances.push_back(g[k]);
  }
  if (K == 2) {
    if (s.truth.optimum.found) c.borders.push_back(border(s.truth.optimum.best, "Newton's optimum", Cloud::Drawn::kept));
    if (p.set == two_clouds) c.borders.push_back(border(bayes_rule(2, p.mu), "Bayes' rule", Cloud::Drawn::truth));
    if (s.truth.margin.separable && p.lambda == 0) {
      const LineWeights& u = s.truth.margin.u;
      // where the optimum goes
      c.borders.push_back({u[1], u[2], u[0], "Largest margin", p.set == two_clouds ? Cloud::Drawn::kept : Cloud::Drawn::truth});
    }
    c.caption = {caption(s.net), {s.net.w[0], std::fabs(s.net.w[1]), std::fabs(s.net.w[2])}};
  } else {
    c.caption = {"p = softmax(t), a plane t for each class", {}};
  }
  c.movable = c.paint = true;
  c.x_label = "x₁", c.y_label = "x₂";
  return c;
}

// Corners of probability 1, a triangle for three classes; a place is the mean of the corners with its probabilities.
Point corner(int k, int K) {
  constexpr double kHigh = 0.8660254037844386;
  if (K == 2) return {double(k), kHigh / 2};
  return {k == 0 ? 0.0 : k == 1 ? 1.0 : 0.5, k == 2 ? kHigh : 0.0};
}
Point mean_corner(const Logits& g, int K) {
  Point p{0, 0};
  for (int k = 0; k < K; ++k) p.x += g[k] * corner(k, K).x, p.y += g[k] * corner(k, K).y;
  return p;
}
// The probabilities of a place; beside the triangle those of its edge, and pale.
Logits chances_of(Point at, int K) {
  Logits g{};
  g[2] = K == 3 ? at.y / corner(2, 3).y : 0;
  g[1] = at.x - g[2] / 2;
  g[0] = 1 - g[1] - g[2];
  double sum = 0;
  bool inside = true;
  for (int k = 0; k < K; ++k) {
    inside = inside && g[k] >= 0;
    sum += g[k] = std::max(0.0, g[k]);
  }
  for (int k = 0; k < K; ++k) g[k] *= (inside ? 1 : 0.2) / sum;
  return g;
}

Cloud triangle(const State& s) {
  const int K = s.net.classes;
  Cloud c{.x0 = -0.1, .x1 = 1.1, .y0 = -0.167, .y1 = 1.033};
  const Window w{c.x0, c.x1, c.y0, c.y1};
  for (int k = 0; k < K; ++k) {
    c.classes.push_back(std::to_string(k));
    c.outline.push_back({corner(k, K).x, corner(k, K).y});
  }
  for (int i = 0; i < s.data.size(); ++i) {
    const Logits g = chances_at(s.net, s.data.x[i], s.data.y[i]);
    const bool wrong = largest(std::span(g).first(K)) != s.data.label[i];
    const Point at = mean_corner(g, K);
    c.points.push_back({.x = at.x, .y = at.y, .value = double(s.data.label[i]), .wrong = wrong});
  }
  c.rows = c.cols = kFog;
  for (int i = 0; i < kFog * kFog; ++i) {
    const Logits g = chances_of(w.at(i, kFog), K);
    for (int k = 0; k < K; ++k) c.chances.push_back(g[k]);
  }
  return c;
}

constexpr const char* kMarginAxis = "Log odds";

Line loss_curve(double (*loss)(double)) {
  Line line{.x = {}, .y = {}, .x_label = kMarginAxis, .drawn = Line::Drawn::curve};
  for (int i = 0; i <= 160; ++i) {
    line.x.push_back(kLowMargin + (kHighMargin - kLowMargin) * i / 160.0);
    line.y.push_back(loss(line.x.back()));
  }
  return line;
}

// A dot a point on the curve of the log loss; those beyond its ends stand at them.
Line sample_losses(const State& s) {
  Line line{.x = {}, .y = {}, .x_label = kMarginAxis, .drawn = Line::Drawn::points};
  for (int i = 0; i < s.data.size(); ++i) {
    const Logits t = logits_at(s.net, s.data.x[i], s.data.y[i]);
    const double m = std::clamp(log_odds(std::span(t).first(s.net.classes), s.data.label[i]), kLowMargin, kHighMargin);
    line.x.push_back(m), line.y.push_back(margin_log_loss(m));
  }
  line.lo = line.hi = line.y;
  return line;
}

constexpr double kPerLn = 0.43429448190325176;  // log10 e
Line length_curve(const State& s) {
  Line line{.x = {}, .y = s.lengths, .x_label = "log₁₀ t", .drawn = Line::Drawn::curve};
  for (const double t : s.times) line.x.push_back(attractor::log(t) * kPerLn);
  return line;
}
// Where |b| must go: to the optimum's, or along ln t / gamma.
Line length_truth(const Params& p, const State& s) {
  Line line{.x = {}, .y = {}, .x_label = "log₁₀ t"};
  const double end = s.times.empty() ? 1 : std::max(1.0, attractor::log(s.times.back()) * kPerLn);
  if (s.truth.optimum.found && s.net.classes == 2) {
    line.x = {0, end}, line.y = {weight_norm(s.truth.optimum.best), weight_norm(s.truth.optimum.best)};
  } else if (s.truth.margin.separable && p.lambda == 0 && !s.lengths.empty()) {
    const double slope = 1 / (kPerLn * s.truth.margin.gamma), last = s.lengths.back();
    const double from = std::max(0.0, end - last / slope);  // through the present length, down to 0 at the most
    line.x = {from, end}, line.y = {last - slope * (end - from), last};
  }
  return line;
}

Line level(double value, const State& s, bool known) {
  if (!known) return Line{{}, {}, "Step"};
  return Line{{0, std::max(1.0, double(s.steps))}, {value, value}, "Step"};
}

void say(const Params& p, const State& s, const Risks& fit, Sink& sink) {
  const double n = s.data.size(), length = weight_norm(s.net);
  const double numbers[] = {
      n - fit.wrong * n,    n,      fit.log,
      s.truth.optimal_risk, length, s.truth.margin.separable ? dot(s.net.w, s.truth.margin.u) / std::max(length, 1e-300) : 0};
  if (s.truth.optimum.found) return sink.words("{0} of {1} right; the risk is {2}, at the optimum {3}", numbers);
  if (s.truth.margin.separable && p.lambda == 0 && s.updates > 0)
    return sink.words("{0} of {1} right; |b| = {4} and growing; cos to the margin {5}", numbers);
  sink.words("{0} of {1} right; the risk is {2}", numbers);
}

void show(const Params& p, const State& s, Sink& sink) {
  const Risks fit = risks(s.net, s.data), test = risks(s.net, s.test);
  const bool tested = s.test.size() > 0, two = p.set == two_clouds;
  sink.shape({"cloud", "Plane of the inputs"}, [&] { return cloud(p, s); });
  sink.shape({"triangle", "Their probabilities"}, [&] { return triangle(s); });
  sink.shape({"log_curve", "−ln p"}, [] { return loss_curve(margin_log_loss); });
  sink.shape({"squared_curve", "(1 − p)²"}, [] { return loss_curve(margin_squared_loss); });
  sink.shape({"error_curve", "0–1"}, [] { return loss_curve(margin_error); });
  sink.shape({"samples", "The points"}, [&] { return sample_losses(s); });
  sink.series({"fit_log", "On the points"}, fit.log);
  sink.series({"test_log", "On test points"}, test.log, tested);
  sink.shape({"best_log", "Newton's optimum"}, [&] { return level(s.truth.optimal_risk, s, s.truth.optimum.found); });
  sink.shape({"bayes_log", "Bayes' rule, tested"}, [&] { return level(s.truth.bayes_test.log, s, tested); });
  sink.shape({"length", "Length |b|"}, [&] { return length_curve(s); });
  sink.shape({"length_truth", "Theory"}, [&] { return length_truth(p, s); });
  sink.number({"fit_squared", "(1 − p)² on the points"}, fit.squared);
  sink.number({"test_squared", "(1 − p)² on test points"}, test.squared, tested);
  sink.number({"fit_wrong", "Errors on the points"}, fit.wrong);
  sink.number({"test_wrong", "Errors on test points"}, test.wrong, tested);
  sink.number({"true_wrong", "True error"}, two ? true_error(s.net, p.mu) : 0, two);
  sink.number({"bayes_wrong", "Bayes' error"}, two ? true_error(bayes_rule(2, p.mu), p.mu) : 0, two);
  sink.number({"optimum", "Lowest risk"}, s.truth.optimal_risk, s.truth.optimum.found);
  sink.number({"norm", "Length |b|"}, weight_norm(s.net));
  const bool grows = s.truth.margin.separable && p.lambda == 0;
  sink.number({"aligned", "Cos of the angle to the margin"},
              grows ? dot(s.net.w, s.truth.margin.u) / std::max(weight_norm(s.net), 1e-300) : 0, grows);
  say(p, s, fit, sink);
}

}  // namespace

State init(const Params& p, const Rng& rng) {
  State s;
  s.net = Regression(classes_of(p));
  if (is_cloud(p)) {
    s.test = make_points(p, kTestPoints, rng.draw(Stream::data, 1));
    s.truth.bayes_test = risks(bayes_rule(classes_of(p), p.mu), s.test);
  }
  take_points(p, s, make_points(p, p.n, rng.draw(Stream::data)));
  return s;
}

void advance(const Params& p, State& s, const Rng& rng) {
  Draw order = rng.draw(Stream::order);
  std::vector<double> slope(s.net.w.size());
  for (int k = 0; k < p.updates; ++k) {
    if (p.batch == all) slope = objective_slope(s.net, s.data, p.lambda);
    else sample_slope(s.net, s.data, int(order.below(uint64_t(s.data.size()))), p.lambda, slope);
    for (int j = 0; j < std::ssize(slope); ++j) s.net.w[j] -= p.eta * slope[j];
    ++s.updates;
    keep_length(s);
  }
  ++s.steps;
  if (s.truth.lambda != p.lambda) find_truth(p, s);
}

void observe(const Params& p, const State& s, Sink& sink) {
  if (s.truth.lambda == p.lambda) return show(p, s, sink);
  State now = s;
  find_truth(p, now);
  show(p, now, sink);
}

void digest(const State& s, Bytes& out) {
  out.add(s.data.x), out.add(s.data.y), out.add(s.data.label);
  out.add(s.net.w);
  out.words(s.steps, s.updates);
}

bool poke(const Params& p, State& s, const Poke& poke) {
  if (poke.index < 0 || poke.index >= int64_t(Cloud::kGrid) * Cloud::kGrid) return false;
  LabelledPoints data = s.data;
  if (!edit_points(poke.field, window_of(p).at(poke.index, Cloud::kGrid), poke.value, classes_of(p), kMostPoints, data))
    return false;
  take_points(p, s, std::move(data));
  return true;
}

const Model kModel = model<Params, kRows>("logistic", "Logistic and softmax regression", 1);

}  // namespace attractor::logistic
