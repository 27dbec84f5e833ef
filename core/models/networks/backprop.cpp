#include "core/models/networks/backprop.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <utility>

#include "core/base/vec.h"
#include "core/networks/dense.h"
#include "core/networks/loss.h"

namespace attractor::backprop {
namespace {

constexpr auto kRows = table<Params>(
    choice(&Params::start, "start", "Weights", kStarts, "Those whose numbers stand in the text, or random ones").rebuilds(),
    choice(&Params::target, "target", "Target class y", kTargets, "The answer that the sample should have").rebuilds(),
    choice(&Params::unit, "unit", "Hidden neurons σ", kUnits, "What a hidden neuron makes of the sum of its inputs").rebuilds(),
    row(&Params::rate, "rate", "Learning rate η", 0.01, 10, "How far a weight moves against its slope").logarithmic(),
    row(&Params::x0, "x0", "Input x₀", -3, 3, "The first number of the sample").rebuilds(),
    row(&Params::x1, "x1", "Input x₁", -3, 3, "The second number of the sample").rebuilds(),
    row(&Params::x2, "x2", "Input x₂", -3, 3, "The third number of the sample").rebuilds());

constexpr double kUnknown = std::numeric_limits<double>::quiet_NaN();
constexpr double kShift = 1e-5;  // of a weight, to measure a slope

Activation activation(const Params& p) {
  constexpr Activation kOf[] = {Activation::logistic, Activation::tanh, Activation::relu, Activation::gelu,
                                Activation::threshold};
  return kOf[p.unit];
}
int target(const Params& p) { return p.target; }

void compute_slopes(std::span<const double> delta, std::span<const double> from, Matrix<double>& slopes) {
  std::fill(slopes.a.begin(), slopes.a.end(), 0.0);
  dense_slopes<double>(delta, from, slopes.view(), {});
}

// How R answers to a small shift of each of these numbers.
void measure(const Params& p, State& s, std::span<double> numbers, std::span<double> slopes) {
  for (int i = 0; i < std::ssize(numbers); ++i) {
    const double kept = numbers[i];
    numbers[i] = kept + kShift;
    const double high = loss(p, s.W, s.V, s.x);
    numbers[i] = kept - kShift;
    slopes[i] = (high - loss(p, s.W, s.V, s.x)) / (2 * kShift);
    numbers[i] = kept;
  }
}

void compute(const Params& p, State& s, Phase phase) {
  const std::span<double> measured(s.measured);
  switch (phase) {
    case input: s.x = {p.x0, p.x1, p.x2}; break;
    case weigh: dense_forward<double>(std::as_const(s.W).view(), {}, s.x, s.s); break;
    case respond: activate<double>(activation(p), s.s, s.z); break;
    case combine: dense_forward<double>(std::as_const(s.V).view(), {}, s.z, s.t); break;
    case decide: softmax(s.t, s.g); break;
    case judge:
      s.R = log_loss(s.t, target(p));
      s.judged = true;
      break;
    case blame_outputs: log_loss_slope(s.t, target(p), s.delta_t); break;
    case blame_hidden:
      dense_backward<double>(std::as_const(s.V).view(), s.delta_t, s.delta_s);
      multiply_slope<double>(activation(p), s.s, s.z, s.delta_s);
      break;
    case blame_inputs:
      dense_backward<double>(std::as_const(s.W).view(), s.delta_s, s.delta_x);
      measure(p, s, s.x, measured.subspan(kWeights));
      break;
    case slopes_of_V:
      compute_slopes(s.delta_t, s.z, s.dV);
      measure(p, s, s.V.a, measured.subspan(kHidden * kInputs, kOutputs * kHidden));
      break;
    case slopes_of_W:
      compute_slopes(s.delta_s, s.x, s.dW);
      measure(p, s, s.W.a, measured.first(kHidden * kInputs));
      break;
    case update:
      for (int i = 0; i < std::ssize(s.W.a); ++i) s.W.a[i] -= p.rate * s.dW.a[i];
      for (int i = 0; i < std::ssize(s.V.a); ++i) s.V.a[i] -= p.rate * s.dV.a[i];
      break;
    case kPhases: break;
  }
}

// ---- What is seen ----------------------------------------------------------------------------------------------------

constexpr const char* kFormulas[kPhases] = {
    "Input x, target y", "s = W x",       "z = σ(s)",      "t = V z",
    "g = softmax(t)",    "R = −ln g_y",   "δt = g − y",    "δs = (Vᵀδt) · σ′(s)",
    "δx = Wᵀδs",         "∂R/∂V = δt zᵀ", "∂R/∂W = δs xᵀ", "W ← W − η ∂R/∂W, V ← V − η ∂R/∂V"};
constexpr const char* kSentences[kPhases] = {"Pass {0}, phase 1 of 12: a sample, and the answer it should get",
                                             "Pass {0}, phase 2 of 12: each hidden neuron adds up what its edges bring",
                                             "Pass {0}, phase 3 of 12: and answers",
                                             "Pass {0}, phase 4 of 12: each output adds up what the hidden neurons say",
                                             "Pass {0}, phase 5 of 12: softmax makes shares of 1 of them",
                                             "Pass {0}, phase 6 of 12: the smaller the right share, the larger the loss",
                                             "Pass {0}, phase 7 of 12, and back: by how much each share is wrong",
                                             "Pass {0}, phase 8 of 12: blame goes back along the same weights, times σ′",
                                             "Pass {0}, phase 9 of 12: and once more, to the inputs",
                                             "Pass {0}, phase 10 of 12: slope of a weight: what came in, times blame",
                                             "Pass {0}, phase 11 of 12: the same for the first layer",
                                             "Pass {0}, phase 12 of 12: each weight moves against its slope"};

// The numbers of a phase, or nothing yet.
double known(const State& s, Phase from, double v) { return phase_of(s) >= from ? v : kUnknown; }

LayeredNet network(const Params& p, const State& s) {
  const Phase now = phase_of(s);
  using Flow = LayeredNet::Flow;
  LayeredNet net{.columns = {{"Input", kInputs, {"x", "δ"}},
                             {"Hidden", kHidden, {"s", "z", "δ"}},
                             {"Output", kOutputs, {"t", "g", "y", "δ"}},
                             {"Loss R", 1, {"R"}}},
                 .joints = {{"W", s.W.a}, {"V", s.V.a}, {"", {kUnknown, kUnknown}}},
                 .most = kMostWeight,
                 .step = s.steps,
                 .caption = {kFormulas[now], {}}};
  auto add = [&](int column, std::initializer_list<double> numbers) {
    net.columns[column].numbers.insert(net.columns[column].numbers.end(), numbers);
  };
  for (int j = 0; j < kInputs; ++j) add(0, {s.x[j], known(s, blame_inputs, s.delta_x[j])});
  for (int i = 0; i < kHidden; ++i)
    add(1, {known(s, weigh, s.s[i]), known(s, respond, s.z[i]), known(s, blame_hidden, s.delta_s[i])});
  for (int k = 0; k < kOutputs; ++k)
    add(2,
        {known(s, combine, s.t[k]), known(s, decide, s.g[k]), double(k == target(p)), known(s, blame_outputs, s.delta_t[k])});
  add(3, {known(s, judge, s.R)});
  auto light = [&](int column, int letter, Flow flow) { net.columns[column].lit = letter, net.columns[column].flow = flow; };
  net.joints[2].fixed = true;
  constexpr int kOfW = kHidden * kInputs;  // of the measured slopes
  const auto* measured = s.measured.data();
  if (now >= slopes_of_V) net.joints[1].slopes = s.dV.a, net.joints[1].differences.assign(measured + kOfW, measured + kWeights);
  if (now >= slopes_of_W) net.joints[0].slopes = s.dW.a, net.joints[0].differences.assign(measured, measured + kOfW);
  switch (now) {
    case input: light(0, 0, Flow::forward); break;
    case weigh: light(1, 0, Flow::forward), net.joints[0].flow = Flow::forward; break;
    case respond: light(1, 1, Flow::forward); break;
    case combine: light(2, 0, Flow::forward), net.joints[1].flow = Flow::forward; break;
    case decide: light(2, 1, Flow::forward); break;
    case judge: light(3, 0, Flow::forward), net.joints[2].flow = Flow::forward; break;
    case blame_outputs: light(2, 3, Flow::backward), net.joints[2].flow = Flow::backward; break;
    case blame_hidden: light(1, 2, Flow::backward), net.joints[1].flow = Flow::backward; break;
    case blame_inputs: light(0, 1, Flow::backward), net.joints[0].flow = Flow::backward; break;
    case slopes_of_V: net.joints[1].lit = true; break;
    case slopes_of_W: net.joints[0].lit = true; break;
    case update:
    case kPhases: break;
  }
  return net;
}

std::string name_of(char letter, int i, int j) {
  constexpr const char* kDigits[] = {"₀", "₁", "₂", "₃"};
  return letter + (std::string(kDigits[i]) + (j < 0 ? "" : kDigits[j]));
}

Listing slopes(const State& s) {
  const Phase now = phase_of(s);
  Listing list{.heads = {"By", "Computed", "Measured"}, .rows = {}, .cells = {}, .quiet = {0, 1}, .decimals = 6};
  auto add = [&](std::string name, Phase from, double slope, double measured) {
    list.rows.push_back(std::move(name));
    list.cells.push_back(known(s, from, slope)), list.cells.push_back(known(s, from, measured));
  };
  for (int j = 0; j < kInputs; ++j) add(name_of('x', j, -1), blame_inputs, s.delta_x[j], s.measured[kWeights + j]);
  for (int i = 0; i < kOutputs * kHidden; ++i)
    add(name_of('V', i / kHidden, i % kHidden), slopes_of_V, s.dV.a[i], s.measured[kHidden * kInputs + i]);
  for (int i = 0; i < kHidden * kInputs; ++i)
    add(name_of('W', i / kInputs, i % kInputs), slopes_of_W, s.dW.a[i], s.measured[i]);
  const int ends[] = {0, kInputs, kInputs + kOutputs * kHidden, int(list.rows.size())};
  if (now >= blame_inputs && now <= slopes_of_W)
    list.lit_from = ends[now - blame_inputs], list.lit_to = ends[now - blame_inputs + 1];
  return list;
}

// The largest distance of a slope from the measured one.
double difference(const State& s) {
  double most = 0;
  for (int i = 0; i < kWeights; ++i)
    most = std::max(most, std::fabs(s.measured[i] - (i < kHidden * kInputs ? s.dW.a[i] : s.dV.a[i - kHidden * kInputs])));
  for (int j = 0; j < kInputs; ++j) most = std::max(most, std::fabs(s.measured[kWeights + j] - s.delta_x[j]));
  return most;
}

}  // namespace

Phase phase_of(const State& s) { return Phase(s.steps % kPhases); }

double loss(const Params& p, const Matrix<double>& W, const Matrix<double>& V, const std::array<double, kInputs>& x) {
  std::array<double, kHidden> s, z;
  std::array<double, kOutputs> t;
  dense_forward<double>(W.view(), {}, x, s);
  activate<double>(activation(p), s, z);
  dense_forward<double>(V.view(), {}, z, t);
  return log_loss(t, target(p));
}

State init(const Params& p, const Rng& rng) {
  State s;
  s.W = s.dW = Matrix<double>(kHidden, kInputs);
  s.V = s.dV = Matrix<double>(kOutputs, kHidden);
  Draw draw = rng.draw(Stream::weights);
  for (int i = 0; i < kHidden; ++i)
    for (int j = 0; j < kInputs; ++j) s.W(i, j) = p.start == golden ? ((3 * i + 5 * j) % 7 - 3) / 4.0 : draw.normal();
  for (int k = 0; k < kOutputs; ++k)
    for (int i = 0; i < kHidden; ++i) s.V(k, i) = p.start == golden ? ((2 * k + 3 * i) % 5 - 2) / 4.0 : draw.normal();
  compute(p, s, input);
  return s;
}

void advance(const Params& p, State& s, const Rng&) {
  ++s.steps;
  compute(p, s, phase_of(s));
}

// In the twelfth phase the numbers are those of the weights before it.
bool poke(const Params& p, State& s, const Poke& poke) {
  if (poke.field != "weights" || poke.index >= kWeights || !(std::fabs(poke.value) <= kMostWeight)) return false;
  const bool first = poke.index < kHidden * kInputs;
  (first ? s.W.a[std::size_t(poke.index)] : s.V.a[std::size_t(poke.index - kHidden * kInputs)]) = poke.value;
  if (phase_of(s) != update)
    for (int phase = weigh; phase <= phase_of(s); ++phase) compute(p, s, Phase(phase));
  return true;
}

void observe(const Params& p, const State& s, Sink& sink) {
  const Phase now = phase_of(s);
  sink.series({"R", "Loss R"}, s.R, s.judged);
  sink.number({"share", "Share g of class y"}, now >= decide ? s.g[target(p)] : 0, now >= decide);
  sink.number({"difference", "Largest difference"}, now >= slopes_of_W ? difference(s) : 0, now >= slopes_of_W);
  auto bars = [&](const Name& name, std::span<const double> values, Phase from) {
    sink.shape(name, [&] {
      Bars b;
      for (const double v : values) b.values.push_back(known(s, from, v));
      return b;
    });
  };
  bars({"s", "Inputs s of the hidden neurons"}, s.s, weigh);
  bars({"z", "Their answers z"}, s.z, respond);
  bars({"t", "Inputs t of the outputs"}, s.t, combine);
  bars({"g", "Shares g"}, s.g, decide);
  bars({"delta_t", "Blame δt"}, s.delta_t, blame_outputs);
  bars({"delta_s", "Blame δs"}, s.delta_s, blame_hidden);
  bars({"delta_x", "Blame δx"}, s.delta_x, blame_inputs);
  bars({"dV", "Slopes ∂R/∂V"}, s.dV.a, slopes_of_V);
  bars({"dW", "Slopes ∂R/∂W"}, s.dW.a, slopes_of_W);
  sink.shape({"net", "The network"}, [&] { return network(p, s); });
  sink.shape({"slopes", "Slopes of R"}, [&] { return slopes(s); });
  const double numbers[] = {double(s.steps / kPhases + 1)};
  sink.words(kSentences[now], numbers);
}

void digest(const State& s, Bytes& out) {
  out.add(s.W.a);
  out.add(s.V.a);
  out.words(s.steps);
  for (const auto* some : {&s.s, &s.z, &s.delta_s}) out.add(*some);
  for (const auto* some : {&s.t, &s.g, &s.delta_t}) out.add(*some);
  out.add(s.delta_x);
  out.add(s.dW.a);
  out.add(s.dV.a);
  out.words(s.R);
}

constinit const Model kModel = model<Params, kRows>("backprop", "Backpropagation, one sample", 1);

}  // namespace attractor::backprop
