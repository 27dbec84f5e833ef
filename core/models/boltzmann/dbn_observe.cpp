// What can be observed of a deep belief net.
#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "core/base/num.h"
#include "core/models/boltzmann/dbn.h"
#include "core/models/observe_rbm.h"

namespace attractor::dbn {
namespace {

constexpr const char* kDigits[] = {"0", "1", "2", "3", "4", "5", "6", "7", "8", "9"};

Field fantasy_field(const Params& p, const State& s) {
  std::vector<double> all;
  std::vector<std::string> names;
  for (int k = 0; k < kFantasies; ++k) {
    for (int i = 0; i < s.net.cells; ++i) all.push_back(double(s.fantasies.p(k, i)));
    if (s.net.labels() > 0) names.push_back(kDigits[p.fantasy_label == 0 ? k % kClasses : p.fantasy_label - 1]);
  }
  return ink_field(std::move(all), s.pictures->side, s.pictures->side, std::move(names));
}

// Weights from the cells to the first units of hidden layer `layer`, through the layers between as if these were
// linear.
std::vector<double> features(const BeliefNet& net, int layer, int count) {
  Matrix<float> w;  // units of the layer reached x count
  for (int k = layer - 1; k >= 0; --k) {
    const Rbm& m = net.machines[k];
    Matrix<float> next(net.width(k), padded(count));
    if (k == layer - 1) {
      for (int i = 0; i < next.rows; ++i) std::copy_n(m.w.row(i).begin(), count, next.row(i).begin());
    } else {
      w.resize(m.w.cols, w.cols);
      matmul(m.w.a.data(), w.a.data(), next.a.data(), next.rows, m.w.cols, w.cols);
    }
    w = std::move(next);
  }
  std::vector<double> out;
  for (int j = 0; j < count; ++j)
    for (int i = 0; i < net.cells; ++i) out.push_back(double(w(i, j)));
  return out;
}

// What the units of a layer look for; empty pictures while the layer is not there.
Field feature_field(const State& s, int layer, int units) {
  const int count = std::min(units, kShownFeatures), side = s.pictures->side;
  const bool there = layer <= s.net.depth();
  auto all = there ? features(s.net, layer, count) : std::vector<double>(count * s.net.cells, 0.0);
  double square = 0;
  for (const double x : all) square += x * x;
  const double most = std::max(1e-6, 3 * std::sqrt(square / double(all.size())));
  Field f = ink_field(std::move(all), side, side);
  if (!there) f.labels.resize(count);
  f.palette = Palette::sign;
  f.lo = -most, f.hi = most;
  return f;
}

// "4 → 9": a digit and what it was taken for.
Field mistake_field(const State& s) {
  std::vector<double> all;
  std::vector<std::string> names;
  for (int i = 0; i < s.pictures->tests && int(names.size()) < kShownMistakes; ++i) {
    const int answer = s.predictions[i], label = s.pictures->label(true, i);
    if (answer < 0 || answer == label) continue;
    for (const uint8_t grey : s.pictures->picture(true, i)) all.push_back(double(grey) / 255);
    names.push_back(std::string(kDigits[label]) + " → " + kDigits[answer]);
  }
  all.resize(kShownMistakes * s.net.cells, 0.0);
  names.resize(kShownMistakes);
  return ink_field(std::move(all), s.pictures->side, s.pictures->side, std::move(names));
}

// What the net makes of the drawing: up, one sweep of the top machine, and down.
Field seen_field(const State& s) {
  const int n = s.net.cells, side = s.pictures->side;
  Batch cells(1, n), lower(1, s.net.top().visible), upper(1, s.net.top().hidden), back(1, n);
  std::copy(s.canvas.begin(), s.canvas.end(), cells.p.a.begin());
  VectorRng random(Rng{1, 0}, Stream::noise);
  sample(cells, n, random);
  recognise(s.net, cells, s.net.depth() - 1, lower, random);
  up(s.net.top(), lower, upper, &random);
  down_top(s.net, upper, lower, {}, random);
  generate(s.net, lower, back, random);
  return ink_field({back.p.a.begin(), back.p.a.begin() + n}, side, side);
}

// The label that the net gives to the drawing.
Bars answer_bars(const State& s) {
  Batch cells(1, s.net.cells);
  std::copy(s.canvas.begin(), s.canvas.end(), cells.p.a.begin());
  return {s.net.labels() > 0 ? classify(s.net, cells) : std::vector<double>(kClasses, 0.0), {kDigits, kDigits + kClasses}};
}

constexpr MachineNames kMachines[] = {{{"weights1", "Weights 1"}, {"a1", "Biases below 1"}, {"b1", "Biases above 1"}},
                                      {{"weights2", "Weights 2"}, {"a2", "Biases below 2"}, {"b2", "Biases above 2"}},
                                      {{"weights3", "Weights 3"}, {"a3", "Biases below 3"}, {"b3", "Biases above 3"}}};

void observe_numbers(const Params& p, const State& s, Sink& sink) {
  int asked = 0, wrong = 0;
  for (int i = 0; i < s.pictures->tests; ++i) {
    const int answer = s.predictions[i];
    asked += answer >= 0;
    wrong += answer >= 0 && answer != s.pictures->label(true, i);
  }
  const bool greedy = s.stage < p.layers;
  const double layer = double(std::min<int64_t>(s.stage, p.layers - 1)) + 1;
  sink.series({"test_error", "Test error", "%"}, 100.0 * wrong / std::max(1, asked), asked > 0);
  sink.series({"reconstruction", "Wrong units", "%"}, 100 * s.reconstruction, s.averaged > 0);
  sink.series({"likelihood", "ln p", "nats"}, s.ln_p, s.has_bound);
  sink.series({"bound", "Bound", "nats"}, s.bound, s.has_bound);
  const double best = -attractor::log(double(s.pictures->count));
  const bool has_best = p.data == bars;
  sink.number({"best", "Best possible", "nats"}, best, has_best);
  sink.shape({"best_line", "Best possible"}, [&] {
    if (!has_best) return Line{{}, {}, "Step"};
    return Line{{0, double(std::max<int64_t>(1, s.steps))}, {best, best}, "Step"};
  });
  sink.number({"layer", "Layer"}, layer);
  sink.number({"read", "Test pictures read"}, asked);
  sink.number({"updates", "Updates"}, double(s.updates));
  sink.number({"pass", "Passes"}, s.epochs.done());
  double pictures = s.epochs.done() + double(std::min<int64_t>(s.stage, p.layers)) * p.epochs;
  if (p.trained != nothing) pictures = s.epochs.done();
  sink.number({"pictures", "Pictures"}, pictures * s.pictures->count);
  const double numbers[] = {layer, double(p.layers), double(s.epochs.finished), double(p.epochs),
                            100.0 * wrong / std::max(1, asked)};
  const char* sentence = "All {1} layers have learned";
  if (greedy) sentence = p.learn ? "Layer {0} of {1} learns: pass {2} of {3}" : "Layer {0} of {1} is at rest: learning is off";
  else if (p.updown && p.learn) sentence = "Up and down through all layers: pass {2}";
  sink.words(sentence, numbers);
}

}  // namespace

void observe(const Params& p, const State& s, Sink& sink) {
  observe_numbers(p, s, sink);
  for (int k = 0; k < kMostLayers; ++k)
    if (sink.wants(kMachines[k].weights.key))
      observe_machine(kMachines[k], k < s.net.depth() ? &s.net.machines[k] : nullptr, sink);
  const int side = s.pictures->side;
  sink.shape({"dreams", "Dreams"}, [&] { return fantasy_field(p, s); });
  sink.shape({"mistakes", "Mistakes"}, [&] { return mistake_field(s); });
  sink.shape({"canvas", "Draw here"}, [&] { return ink_field({s.canvas.begin(), s.canvas.end()}, side, side); });
  sink.shape({"seen", "What the net makes of it"}, [&] { return seen_field(s); });
  sink.shape({"answer", "Probability of each digit"}, [&] { return answer_bars(s); });
  constexpr Name kFeatures[] = {{"features1", "What layer 1 looks for"},
                                {"features2", "What layer 2 looks for"},
                                {"features3", "What layer 3 looks for"}};
  const int units[] = {p.first, p.second, p.third};
  for (int k = 0; k < kMostLayers; ++k) sink.shape(kFeatures[k], [&] { return feature_field(s, k + 1, units[k]); });
}

void digest(const State& s, Bytes& out) {
  for (const std::vector<Rbm>* side : {&s.net.machines, &s.net.generation})
    for (const Rbm& m : *side) out.add(m.w.a), out.add(m.a), out.add(m.b);
  out.add(s.particles.codes.a);
  out.add(s.chains.codes.a);
  out.add(s.epochs.order);
  out.add(s.canvas);
  out.words(s.epochs.cursor, s.epochs.finished, s.stage, s.updates);
}

}  // namespace attractor::dbn
