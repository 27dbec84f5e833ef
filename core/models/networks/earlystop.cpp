#include "core/models/networks/earlystop.h"

#include <algorithm>
#include <cmath>

#include "core/base/eigenvalues.h"
#include "core/base/vec.h"

namespace attractor::earlystop {
namespace {

constexpr auto kRows = table<Params>(
    row(&Params::sigma, "sigma", "Noise σ", 0, 2, "Of each sample; without it there is no reason to stop").rebuilds(),
    row(&Params::eta, "eta", "Learning rate η", 0.01, 1, "Too large a rate and the fit runs away").logarithmic().rebuilds(),
    row(&Params::n, "n", "Samples n", 10, 60, "The more, the less there is to overfit").rebuilds(),
    row(&Params::p, "p", "Features p", 2, 60, "As many coefficients are learned").rebuilds(),
    row(&Params::r, "r", "Signal |β|", 0, 3, "Length of the true coefficients").rebuilds());

constexpr double kLn10 = 2.302585092994045684, kPerDecade = 12;
constexpr double kDecades = 4;      // that the theory is drawn for
constexpr int kDrawn = 160;         // points of a theory line
constexpr double kPresent = 1e-10;  // of the largest eigenvalue: below it a mode is not in the data
constexpr const char* kAxis = "log₁₀ of the step";

double log10(double x) { return attractor::log(x) / kLn10; }
double power10(double x) { return attractor::exp(x * kLn10); }

// (1 - eta l)^t
double remains(double eta, double eigenvalue, double t) {
  const double f = 1 - eta * eigenvalue;
  const double size = f == 0 ? 0.0 : attractor::exp(t * attractor::log(std::fabs(f)));
  return f < 0 && std::fmod(t, 2) == 1 ? -size : size;
}

std::vector<double> spectrum(const Matrix<double>& X) {
  const int n = X.rows, p = X.cols;
  std::vector<double> gram(std::size_t(p) * std::size_t(p));
  for (int i = 0; i < p; ++i)
    for (int j = 0; j < p; ++j)
      for (int k = 0; k < n; ++k) gram[i * p + j] += X(k, i) * X(k, j) / n;
  std::vector<double> all = eigenvalues(gram, p);
  std::erase_if(all, [most = all.back()](double x) { return x < kPresent * most; });
  return all;
}

void record(const Params& p, State& s) {
  if (s.steps < 1) return;
  const double due = s.records.empty() ? 1 : power10(log10(double(s.records.back().step)) + 1 / kPerDecade);
  if (double(s.steps) >= due) s.records.push_back({s.steps, measured(p, s)});
}

Line measured_line(const State& s, double Errors::*what) {
  Line line{.x = {}, .y = {}, .x_label = kAxis, .drawn = Line::Drawn::points};
  for (const Record& r : s.records) {
    const double y = r.errors.*what, error = what == &Errors::test ? 2 * r.errors.spread : 0;
    line.x.push_back(log10(double(r.step))), line.y.push_back(y);
    line.lo.push_back(y - error), line.hi.push_back(y + error);
  }
  return line;
}

Line coefficients(std::span<const double> b) {
  Line line{.x = {}, .y = {b.begin(), b.end()}, .x_label = "Coefficient", .drawn = Line::Drawn::points};
  for (int j = 1; j <= std::ssize(b); ++j) line.x.push_back(j);
  return line;
}

double drawn_step(int k) { return std::floor(power10(kDecades * k / kDrawn) + 0.5); }

Line theory(const Params& p, const State& s, double Errors::*what) {
  Line line{.x = {}, .y = {}, .x_label = kAxis};
  const double most = 4 * (p.sigma * p.sigma + p.r * p.r);  // a rate that is too large leaves the picture
  for (int k = 0; k <= kDrawn; ++k) {
    const double y = expected(p, s, drawn_step(k)).*what;
    if (!(y <= most)) break;
    line.x.push_back(log10(drawn_step(k))), line.y.push_back(y);
  }
  return line;
}

}  // namespace

Errors measured(const Params& p, const State& s) {
  Errors e{0, 0, 0};
  double squares = 0;
  for (int c = 0; c < kCopies; ++c) {
    double test = p.sigma * p.sigma;
    for (int j = 0; j < p.p; ++j) test += (s.b(c, j) - s.beta(c, j)) * (s.b(c, j) - s.beta(c, j));
    e.test += test / kCopies, squares += test * test / kCopies;
    for (int i = 0; i < p.n; ++i) {
      const double missing = s.y(c, i) - dot(s.X.row(i), s.b.row(c));
      e.training += missing * missing / (p.n * kCopies);
    }
  }
  e.spread = std::sqrt(std::max(0.0, squares - e.test * e.test) / (kCopies - 1));
  return e;
}

Errors expected(const Params& p, const State& s, double steps) {
  const double each = p.r * p.r / p.p, noise = p.sigma * p.sigma;
  const double rank = double(s.eigenvalues.size());
  Errors e{(p.n - rank) * noise / p.n, noise + each * (p.p - rank), 0};
  for (const double l : s.eigenvalues) {
    const double f = remains(p.eta, l, steps);
    e.test += f * f * each + noise * (1 - f) * (1 - f) / (p.n * l);
    e.training += f * f * (p.n * l * each + noise) / p.n;
  }
  return e;
}

int64_t best_step(const Params& p, const State& s) {
  double least = expected(p, s, 0).test, at = 0;
  for (int k = 0; k <= kDrawn; ++k)
    if (const double test = expected(p, s, drawn_step(k)).test; test < least) least = test, at = drawn_step(k);
  return int64_t(at);
}

State init(const Params& p, const Rng& rng) {
  State s;
  s.X = Matrix<double>(p.n, p.p);
  fill_normal(rng.draw(Stream::data), s.X.a);
  s.eigenvalues = spectrum(s.X);
  s.beta = s.b = Matrix<double>(kCopies, p.p);
  s.y = Matrix<double>(kCopies, p.n);
  for (int c = 0; c < kCopies; ++c) {
    const auto beta = s.beta.row(c);
    fill_normal(rng.draw(Stream::weights, uint32_t(c)), beta);
    const double length = norm(beta);
    for (double& b : beta) b *= p.r / length;
    fill_normal(rng.draw(Stream::noise, uint32_t(c)), s.y.row(c));
    for (int i = 0; i < p.n; ++i) s.y(c, i) = dot(s.X.row(i), beta) + p.sigma * s.y(c, i);
  }
  return s;
}

void advance(const Params& p, State& s, const Rng&) {
  for (int c = 0; c < kCopies; ++c) {
    const auto b = s.b.row(c);
    std::array<double, 60> missing;
    for (int i = 0; i < p.n; ++i) missing[i] = s.y(c, i) - dot(s.X.row(i), b);
    for (int i = 0; i < p.n; ++i)
      for (int j = 0; j < p.p; ++j) b[j] += p.eta / p.n * missing[i] * s.X(i, j);
  }
  ++s.steps;
  record(p, s);
}

void observe(const Params& p, const State& s, Sink& sink) {
  const Errors now = measured(p, s);
  const int64_t best = best_step(p, s);
  sink.series({"test", "Error on new samples"}, now.test);
  sink.series({"training", "Training error"}, now.training);
  sink.shape({"test_line", "Error on new samples"}, [&] { return measured_line(s, &Errors::test); });
  sink.shape({"training_line", "Training error"}, [&] { return measured_line(s, &Errors::training); });
  sink.shape({"test_theory", "Exact mean"}, [&] { return theory(p, s, &Errors::test); });
  sink.shape({"training_theory", "Exact mean"}, [&] { return theory(p, s, &Errors::training); });
  sink.shape({"fit", "Learned"}, [&] { return coefficients(s.b.row(0)); });
  sink.shape({"truth", "True"}, [&] { return coefficients(s.beta.row(0)); });
  sink.number({"best", "Best step to stop"}, double(best));
  sink.number({"gain", "Error there"}, expected(p, s, double(best)).test);
  const double numbers[] = {double(s.steps), now.training, now.test, double(best)};
  sink.words("Step {0}: training error {1}, on new samples {2}; best would be step {3}", numbers);
}

void digest(const State& s, Bytes& out) {
  out.add(s.X.a);
  out.add(s.y.a);
  out.add(s.b.a);
  out.words(s.steps);
}

constinit const Model kModel = model<Params, kRows>("earlystop", "Gradient descent that is stopped", 1);

}  // namespace attractor::earlystop
