#include "core/models/networks/deeplinear.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "core/base/vec.h"

namespace attractor::deeplinear {
namespace {

constexpr auto kRows = table<Params>(
    choice(&Params::depth, "depth", "Layers", kDepths, "With one layer all modes are learned at the same pace").rebuilds(),
    row(&Params::hidden, "hidden", "Hidden units", 1, 32, "With fewer than eight only the strongest modes find room")
        .only(&Params::depth, two_layers)
        .rebuilds(),
    choice(&Params::start, "start", "Start", kStarts, "All modes at the same small strength, or small random weights")
        .rebuilds(),
    row(&Params::a0, "a0", "Strength at the start", 1e-9, 0.5, "The smaller, the longer the wait before each step")
        .logarithmic()
        .rebuilds(),
    row(&Params::dt, "dt", "Learning rate", 0.001, 0.1, "Time of one step").logarithmic().rebuilds());

constexpr int kDrawn = 150;       // points of a theory line
constexpr double kLearned = 0.5;  // share of its strength from which a mode counts as learned
constexpr double kAtRest = 1e-13;
constexpr Name kStrengths[kLevels] = {
    {"all", "All alike: √15"}, {"classes", "Two classes: √7"}, {"kinds", "Four kinds: √3"}, {"items", "Each one: 1"}};

const std::vector<SingularMode>& modes() {
  static const std::vector<SingularMode> all = tree_modes();
  return all;
}
const Matrix<double>& truth() {
  static const Matrix<double> y = tree_properties();
  return y;
}

Matrix<double> product(const Matrix<double>& a, const Matrix<double>& b) {
  Matrix<double> c(a.rows, b.cols);
  matmul(a.a.data(), b.a.data(), c.a.data(), a.rows, a.cols, b.cols);
  return c;
}
Matrix<double> transposed(const Matrix<double>& a) {
  Matrix<double> t(a.cols, a.rows);
  for (int i = 0; i < a.rows; ++i)
    for (int j = 0; j < a.cols; ++j) t(j, i) = a(i, j);
  return t;
}

// W1 v and W2^T u: a mode's weights on the hidden units, from below and from above.
std::vector<double> from_items(const Matrix<double>& W1, const SingularMode& m) {
  std::vector<double> h;
  for (int k = 0; k < W1.rows; ++k) h.push_back(dot(W1.row(k), m.input));
  return h;
}
std::vector<double> from_properties(const Matrix<double>& W2, const SingularMode& m) {
  std::vector<double> h(W2.cols, 0.0);
  for (int i = 0; i < W2.rows; ++i)
    for (int k = 0; k < W2.cols; ++k) h[k] += m.output[i] * W2(i, k);
  return h;
}

// The part of a small start that grows: |W1 v + W2^T u|^2 / 4; the rest of it fades. For a balanced one it is u^T W2 W1 v.
double starting_strength(const State& s, const SingularMode& m) {
  if (s.W1.rows == 0) return measured_strength(s.W2, m);
  const std::vector<double> below = from_items(s.W1, m), above = from_properties(s.W2, m);
  double sum = 0;
  for (int k = 0; k < std::ssize(below); ++k) sum += (below[k] + above[k]) * (below[k] + above[k]);
  return sum / 4;
}

// A mode for each hidden unit, strongest first, as far as they go.
void start_aligned(const Params& p, State& s) {
  for (int k = 0; k < std::ssize(modes()); ++k) {
    const SingularMode& m = modes()[k];
    for (int i = 0; i < kProperties; ++i)
      for (int j = 0; j < kItems && p.depth == one_layer; ++j) s.W2(i, j) += p.a0 * m.output[i] * m.input[j];
    if (p.depth == one_layer || k >= p.hidden) continue;
    for (int j = 0; j < kItems; ++j) s.W1(k, j) = std::sqrt(p.a0) * m.input[j];
    for (int i = 0; i < kProperties; ++i) s.W2(i, k) = std::sqrt(p.a0) * m.output[i];
  }
}

// So that the modes begin about at a0.
void start_random(const Params& p, State& s, const Rng& rng) {
  Draw draw = rng.draw(Stream::weights);
  const double spread = p.depth == one_layer ? p.a0 : std::sqrt(2 * p.a0 / p.hidden);
  for (Matrix<double>* w : {&s.W1, &s.W2})
    for (double& x : w->a) x = spread * draw.normal();
}

// A function of time for each level, one after the other: the mean over its modes.
double level_mean(const State& s, int level, auto strength) {
  double sum = 0;
  int count = 0;
  for (int k = 0; k < std::ssize(modes()); ++k)
    if (modes()[k].level == level) sum += strength(modes()[k], s.a0[k]), ++count;
  return sum / count;
}

// Steps that the drawing of the theory reaches: past the last mode's, or what was done if that is more.
double horizon(const Params& p, const State& s) {
  double t = 4;
  if (p.depth == two_layers)
    for (int k = 0; k < std::ssize(modes()); ++k)
      if (s.a0[k] > 0 && s.a0[k] < modes()[k].strength) t = std::max(t, 1.4 * half_time(modes()[k].strength, s.a0[k]));
  return std::max(t / p.dt, double(s.steps));
}

Line theory(const Params& p, const State& s) {
  Line line{.x = {}, .y = {}, .x_label = "Step"};
  const double end = horizon(p, s);
  for (int level = 0; level < kLevels; ++level) {
    for (int i = 0; i <= kDrawn; ++i) {
      const double step = end * i / kDrawn;
      line.x.push_back(step);
      line.y.push_back(
          level_mean(s, level, [&](const SingularMode& m, double a0) { return exact_strength(p, m, a0, step * p.dt); }));
    }
    line.x.push_back(0), line.y.push_back(std::nan(""));
  }
  return line;
}

Line error_theory(const Params& p, const State& s) {
  Line line{.x = {}, .y = {}, .x_label = "Step"};
  const double end = horizon(p, s);
  for (int i = 0; i <= kDrawn; ++i) {
    const double step = end * i / kDrawn;
    double error = 0;
    for (int k = 0; k < std::ssize(modes()); ++k) {
      const double missing = modes()[k].strength - exact_strength(p, modes()[k], s.a0[k], step * p.dt);
      error += missing * missing / 2;
    }
    line.x.push_back(step), line.y.push_back(error);
  }
  return line;
}

Field table_field(const Matrix<double>& values, bool fixed) {
  return Field{.cells = values.a,
               .rows = kProperties,
               .cols = kItems,
               .palette = Palette::ramp,
               .lo = 0,
               .hi = 1,
               .fixed = fixed,
               .x_label = "Items",
               .y_label = "Properties"};
}

}  // namespace

Matrix<double> network_map(const State& s) { return s.W1.rows == 0 ? s.W2 : product(s.W2, s.W1); }

double measured_strength(const Matrix<double>& map, const SingularMode& m) {
  double sum = 0;
  for (int i = 0; i < kProperties; ++i) sum += m.output[i] * dot(map.row(i), m.input);
  return sum;
}

double exact_strength(const Params& p, const SingularMode& m, double a0, double t) {
  if (p.depth == one_layer) return shallow_mode(m.strength, a0, t);
  return a0 > 0 ? deep_mode(m.strength, a0, t) : 0;
}

State init(const Params& p, const Rng& rng) {
  State s;
  if (p.depth == two_layers) s.W1 = Matrix<double>(p.hidden, kItems);
  s.W2 = Matrix<double>(kProperties, p.depth == two_layers ? p.hidden : kItems);
  if (p.start == aligned) start_aligned(p, s);
  else start_random(p, s, rng);
  for (const SingularMode& m : modes()) s.a0.push_back(starting_strength(s, m));
  return s;
}

void advance(const Params& p, State& s, const Rng&) {
  Matrix<double> error = truth();
  const Matrix<double> map = network_map(s);
  for (int i = 0; i < std::ssize(error.a); ++i) error.a[i] -= map.a[i];
  const Matrix<double> up = s.W1.rows == 0 ? error : product(error, transposed(s.W1));
  const Matrix<double> down = s.W1.rows == 0 ? Matrix<double>() : product(transposed(s.W2), error);
  s.change = 0;
  auto move = [&](Matrix<double>& w, const Matrix<double>& slope) {
    for (int i = 0; i < std::ssize(w.a); ++i) {
      w.a[i] += p.dt * slope.a[i];
      s.change = std::max(s.change, std::fabs(p.dt * slope.a[i]));
    }
  };
  move(s.W2, up);
  if (s.W1.rows > 0) move(s.W1, down);
  ++s.steps;
}

void observe(const Params& p, const State& s, Sink& sink) {
  const Matrix<double> map = network_map(s);
  double error = 0;
  for (int i = 0; i < std::ssize(map.a); ++i) error += (truth().a[i] - map.a[i]) * (truth().a[i] - map.a[i]) / 2;
  int learned = 0;
  for (const SingularMode& m : modes()) learned += measured_strength(map, m) > kLearned * m.strength;
  for (int level = 0; level < kLevels; ++level)
    sink.series(kStrengths[level],
                level_mean(s, level, [&](const SingularMode& m, double) { return measured_strength(map, m); }));
  sink.series({"error", "Error R"}, error);
  sink.shape({"theory", "Exact"}, [&] { return theory(p, s); });
  sink.shape({"error_theory", "Exact"}, [&] { return error_theory(p, s); });
  sink.shape({"map", "What the network says"}, [&] { return table_field(map, false); });
  sink.shape({"truth", "What is so"}, [&] { return table_field(truth(), true); });
  const double t = p.dt * double(s.steps);
  sink.number({"t", "Time t"}, t);
  sink.number({"learned", "Modes learned"}, learned);
  const double numbers[] = {t, double(learned), error};
  sink.words("t = {0}: {1} of 8 modes are learned, the error is {2}", numbers);
}

void digest(const State& s, Bytes& out) {
  out.add(s.W1.a);
  out.add(s.W2.a);
  out.words(s.steps);
}

bool settled(const Params&, const State& s) { return s.change < kAtRest; }

constinit const Model kModel = model<Params, kRows>("deeplinear", "Deep linear network", 1);

}  // namespace attractor::deeplinear
