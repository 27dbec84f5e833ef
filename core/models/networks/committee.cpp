#include "core/models/networks/committee.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "core/base/erf.h"
#include "core/base/vec.h"

namespace attractor::committee {
namespace {

constexpr auto kRows = table<Params>(
    row(&Params::eta, "eta", "Learning rate η", 0.05, 3, "Above a limit near 2.3 the student no longer learns all").rebuilds(),
    row(&Params::students, "K", "Hidden units of the student", 1, kMostUnits,
        "Fewer than the teacher’s: something is never learned")
        .rebuilds(),
    row(&Params::teachers, "M", "Hidden units of the teacher", 1, kMostUnits, "The rule that is to be learned").rebuilds(),
    row(&Params::N, "N", "Inputs N", 50, 2000, "The more, the closer the run keeps to the exact equations")
        .logarithmic()
        .rebuilds(),
    choice(&Params::start, "start", "Start", kStarts, "Units of given length with the smallest preference, or random ones")
        .rebuilds(),
    row(&Params::r, "r", "Preference at the start", 1e-6, 0.1,
        "How much the first unit leans towards the first of the teacher’s")
        .logarithmic()
        .only(&Params::start, prepared)
        .rebuilds());

constexpr int kStepsPerTime = 10;
constexpr int64_t kDrawn = 200 * kStepsPerTime;           // steps of the course that are there at the start
constexpr double kLengths[kMostUnits] = {0.5, 0.3, 0.4};  // Q_ii of a prepared start
constexpr double kCommon = 0.001;                         // Q_ik
constexpr double kNudge = 0.01;

int examples(const Params& p) { return p.N / kStepsPerTime; }  // of a step
double time_of(const Params& p, int64_t steps) { return double(steps) * examples(p) / p.N; }

double g(double x) { return attractor::erf(x / std::sqrt(2.0)); }
double g_slope(double x) { return 2 * normal_pdf(x); }

// Rows with J_i . J_k = Q_ik and J_i . B_n = R_in: what R leaves of Q stands on axes of its own (Cholesky).
void prepare(const Params& p, Matrix<double>& J) {
  const int K = p.students, M = p.teachers;
  J(0, 0) = p.r;
  for (int i = 0; i < K; ++i)
    for (int k = 0; k <= i; ++k) {
      double left = i == k ? kLengths[i] : kCommon;
      for (int a = 0; a < M + k; ++a) left -= J(i, a) * J(k, a);
      J(i, M + k) = i == k ? std::sqrt(left) : left / J(k, M + k);
    }
}

void learn(const Params& p, Matrix<double>& J, std::span<const double> xi) {
  std::array<double, kMostUnits> x{};
  double error = 0;
  for (int n = 0; n < p.teachers; ++n) error += g(xi[n]);
  for (int i = 0; i < p.students; ++i) error -= g(x[i] = dot(J.row(i), xi));
  for (int i = 0; i < p.students; ++i) {
    const double rate = p.eta / p.N * g_slope(x[i]) * error;
    const auto w = J.row(i);
    for (int a = 0; a < p.N; ++a) w[a] += rate * xi[a];
  }
}

// The course goes on by one step of the run.
void extend(const Params& p, State& s) {
  committee_step(s.flow, p.eta, time_of(p, 1));
  s.course.push_back(moment(s.flow));
}

void begin_course(const Params& p, State& s) {
  s.from = s.steps;
  s.flow = overlaps(p, s);
  s.course.assign(1, moment(s.flow));
  while (std::ssize(s.course) <= kDrawn) extend(p, s);
}

constexpr double kLn10 = 2.302585092994045684, kLeast = 1e-12;
double log10(double x) { return attractor::log(std::max(x, kLeast)) / kLn10; }

Line course_line(const State& s, double Moment::*what) {
  Line line{.x = {}, .y = {}, .x_label = "Step"};
  const int count = int(std::ssize(s.course)), stride = std::max(1, count / 400);
  for (int k = 0; k < count; k += stride) {
    line.x.push_back(double(s.from + k));
    line.y.push_back(what == &Moment::error ? log10(s.course[k].error) : s.course[k].*what);
  }
  return line;
}

}  // namespace

Overlaps overlaps(const Params& p, const State& s) {
  const int K = p.students, M = p.teachers;
  Overlaps o{Matrix<double>(K, K), Matrix<double>(K, M), identity(M)};
  for (int i = 0; i < K; ++i) {
    for (int k = 0; k < K; ++k) o.Q(i, k) = dot(s.J.row(i), s.J.row(k));
    for (int n = 0; n < M; ++n) o.R(i, n) = s.J(i, n);
  }
  return o;
}

Moment moment(const Overlaps& o) {
  const int K = o.R.rows, M = o.R.cols, pairs = std::min(K, M);
  auto share = [&](int i, int n) { return std::fabs(o.R(i, n)) / std::sqrt(std::max(o.Q(i, i), 1e-300)); };
  double all = 0, best = 0;
  for (int i = 0; i < K; ++i)
    for (int n = 0; n < M; ++n) all += share(i, n);
  // Every way to give the smaller side different partners: the larger side's orders, read as far as they go.
  std::array<int, kMostUnits> order{0, 1, 2};
  const int most = std::max(K, M);
  do {
    double sum = 0;
    for (int a = 0; a < pairs; ++a) sum += K <= M ? share(a, order[a]) : share(order[a], a);
    best = std::max(best, sum);
  } while (std::next_permutation(order.begin(), order.begin() + most));
  const int others = K * M - pairs;
  return {std::max(0.0, generalisation_error(o)), best / pairs, others > 0 ? (all - best) / others : 0};
}

State init(const Params& p, const Rng& rng) {
  State s;
  s.J = Matrix<double>(p.students, p.N);
  if (p.start == prepared) {
    prepare(p, s.J);
  } else {
    for (int i = 0; i < p.students; ++i) {
      fill_normal(rng.draw(Stream::weights, uint32_t(i)), s.J.row(i));
      for (double& w : s.J.row(i)) w *= std::sqrt(kLengths[i] / p.N);
    }
  }
  begin_course(p, s);
  return s;
}

void advance(const Params& p, State& s, const Rng& rng) {
  std::vector<double> xi(p.N);
  for (int e = 0; e < examples(p); ++e) {
    fill_normal(rng.draw(Stream::data, uint32_t(e)), xi);
    learn(p, s.J, xi);
  }
  ++s.steps;
  if (s.steps - s.from >= std::ssize(s.course)) extend(p, s);
}

bool poke(const Params& p, State& s, const Poke& what) {
  if (what.field != "overlap" || what.index < 0 || what.index >= p.students * p.teachers) return false;
  s.J(int(what.index) / p.teachers, int(what.index) % p.teachers) += what.value < 0 ? -kNudge : kNudge;
  begin_course(p, s);
  return true;
}

void observe(const Params& p, const State& s, Sink& sink) {
  const Overlaps o = overlaps(p, s);
  const Moment now = moment(o);
  const double t = time_of(p, s.steps);
  sink.series({"error", "Error on new examples"}, now.error);
  sink.series({"log_error", "Error on new examples, log₁₀"}, log10(now.error));
  sink.series({"own", "Own teacher’s unit"}, now.own);
  sink.series({"other", "The others"}, now.other);
  sink.shape({"error_theory", "Exact, N → ∞"}, [&] { return course_line(s, &Moment::error); });
  sink.shape({"own_theory", "Exact, N → ∞"}, [&] { return course_line(s, &Moment::own); });
  sink.shape({"other_theory", "Exact, N → ∞"}, [&] { return course_line(s, &Moment::other); });
  sink.shape({"overlap", "Overlaps R"}, [&] {
    return Field{.cells = o.R.a,
                 .rows = p.students,
                 .cols = p.teachers,
                 .palette = Palette::sign,
                 .lo = -1,
                 .hi = 1,
                 .x_label = "Teacher",
                 .y_label = "Student"};
  });
  sink.number({"t", "Time t"}, t);
  sink.number({"examples", "Examples seen"}, double(s.steps) * examples(p));
  const double numbers[] = {t, now.error, now.own, now.other};
  sink.words("t = {0}: error {1}, overlap {2} with the own unit, {3} with the others", numbers);
}

void digest(const State& s, Bytes& out) {
  out.add(s.J.a);
  out.words(s.steps);
}

constinit const Model kModel = model<Params, kRows>("committee", "Soft committee machine", 1);

}  // namespace attractor::committee
