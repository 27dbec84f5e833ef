#include "core/models/hopfield/capacity.h"

#include <algorithm>
#include <cmath>

#include "core/base/binomial.h"
#include "core/base/erf.h"
#include "core/base/num.h"

namespace attractor::capacity {
namespace {

constexpr auto kRows = table<Params>(
    row(&Params::n, "n", "Neurons", 20, 128, "Size of the networks").rebuilds(),
    row(&Params::max_load, "top", "Largest load", 0.1, 2.2, "Patterns per neuron at the right end of the axis").rebuilds(),
    row(&Params::noise, "noise", "Noise", 0, 0.5, "Probability that a neuron of the start is flipped").rebuilds(),
    row(&Params::success, "success", "Counts as recalled", 0.5, 1, "Least overlap with the pattern after recall").rebuilds());

constexpr std::array<Learning, kRules> kLearning{learn_hebb, learn_storkey, learn_pseudo_inverse, learn_perceptron};
constexpr int kMaxSweeps = 40;

double load_of(const Params& p, int i) { return p.max_load * (i + 1) / kLoads; }

bool recalled(const Params& p, Learning rule, int count, const Rng& rng) {
  std::vector<int8_t> x(count * p.n);
  Draw data = rng.draw(Stream::data);
  for (int8_t& v : x) v = int8_t(data.sign());
  if (rule == learn_perceptron) return perceptron_learns(x.data(), count, p.n);
  std::vector<int8_t> s(x.begin(), x.begin() + p.n);
  Draw noise = rng.draw(Stream::noise);
  for (int8_t& v : s)
    if (noise.uniform() < p.noise) v = int8_t(-v);
  const Network net = make_network(rule, std::move(x), p.n, false, 0, rng);
  Activity a = make_activity(net, std::move(s));
  descend(net, a, kMaxSweeps);
  return a.overlaps[0] >= p.success * p.n;
}

// Amit, Gutfreund, Sompolinsky at T = 0 with y = m / sqrt(2 alpha r): y (sqrt(2 alpha) + (2 / sqrt pi) e^(-y^2)) = erf
// y, so that alpha as a function of y is explicit, and the edge is its maximum.
double alpha_of(double y) {
  const double root = attractor::erf(y) / y - 2 / std::sqrt(kPi) * attractor::exp(-y * y);
  return root <= 0 ? 0 : root * root / 2;
}

// Where that maximum is: the root of the derivative, which is sharp where the maximum itself is flat.
double edge_y() {
  auto slope = [](double y) {
    return 2 / std::sqrt(kPi) * attractor::exp(-y * y) * (1 / y + 2 * y) - attractor::erf(y) / (y * y);
  };
  double lo = 1, hi = 2.5;
  for (int i = 0; i < 100; ++i) {
    const double y = (lo + hi) / 2;
    if (slope(y) > 0) lo = y;
    else hi = y;
  }
  return (lo + hi) / 2;
}

constexpr Name kNames[kRules] = {
    {"hebb", "Hebb"}, {"storkey", "Storkey"}, {"projection", "Pseudo-inverse"}, {"perceptron", "Perceptron"}};

}  // namespace

Edge hebb_edge() {
  const double y = edge_y();
  return {alpha_of(y), attractor::erf(y)};
}

double retrieval_overlap(double alpha) {
  double lo = edge_y(), hi = 5.5;  // alpha falls as y rises beyond the edge
  if (alpha > alpha_of(lo)) return 0;
  if (alpha < alpha_of(hi)) return 1;
  for (int i = 0; i < 100; ++i) {
    const double y = (lo + hi) / 2;
    if (alpha_of(y) > alpha) lo = y;
    else hi = y;
  }
  return attractor::erf(lo);
}

int patterns_at(const Params& p, int load) { return std::max(1, int(std::floor(load_of(p, load) * p.n + 0.5))); }

State init(const Params&, const Rng&) { return {}; }

void advance(const Params& p, State& s, const Rng& rng) {
  const int load = int(s.trial % kLoads), rule = int(s.trial / kLoads % kRules);
  ++s.trial;
  ++s.tries[rule][load];
  s.good[rule][load] += recalled(p, kLearning[rule], patterns_at(p, int(load)), rng);
}

void observe(const Params& p, const State& s, Sink& sink) {
  auto recalled_share = [&](int rule) {
    Line line{.x = {}, .y = {}, .x_label = "Load P / N", .drawn = Line::Drawn::curve};
    for (int i = 0; i < kLoads; ++i) {
      if (s.tries[rule][i] == 0) continue;
      const double good = double(s.good[rule][i]), tries = double(s.tries[rule][i]);
      const Interval w = wilson_interval(good, tries);
      line.x.push_back(double(patterns_at(p, int(i))) / p.n), line.y.push_back(good / tries);
      line.lo.push_back(w.lo), line.hi.push_back(w.hi);
    }
    return line;
  };
  for (int rule = 0; rule < kRules; ++rule) sink.shape(kNames[rule], [&] { return recalled_share(rule); });
  sink.shape({"limit", "Hebb, N → ∞: 0.1379"}, [&] {
    return kHebbLimit <= p.max_load ? Line{{kHebbLimit, kHebbLimit}, {0, 1}, "Load P / N"} : Line{{}, {}, "Load P / N"};
  });
  sink.number({"trials", "Trials"}, double(s.trial));
  const double numbers[] = {double(s.trial), double(p.n)};
  sink.words("{0} trials with {1} neurons", numbers);
}

void digest(const State& s, Bytes& out) {
  for (int rule = 0; rule < kRules; ++rule) {
    out.add(s.tries[rule]);
    out.add(s.good[rule]);
  }
  out.words(s.trial);
}

constinit const Model kModel = model<Params, kRows>("capacity", "Capacity of the learning rules", 1);

}  // namespace attractor::capacity
