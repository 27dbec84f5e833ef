// What a deep belief net shows.
#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "core/base/num.h"
#include "core/models/boltzmann/dbn.h"
#include "core/models/show_rbm.h"

namespace attractor::dbn {
namespace {

constexpr const char* kDigits[] = {"0", "1", "2", "3", "4", "5", "6", "7", "8", "9"};

// "4 → 9": a digit and what it was taken for.
struct Caption {
  char text[10] = {};
};
constexpr std::array<Caption, kClasses* kClasses> kMistakes = [] {
  std::array<Caption, kClasses * kClasses> all;
  for (int is = 0; is < kClasses; ++is)
    for (int taken = 0; taken < kClasses; ++taken) {
      const char text[] = " \u2192 ";
      char* to = all[std::size_t(is * kClasses + taken)].text;
      *to++ = char('0' + is);
      for (const char* c = text; *c; ++c) *to++ = *c;
      *to = char('0' + taken);
    }
  return all;
}();

void show_fantasies(const Params& p, const State& s, Sink& sink) {
  std::vector<double> all;
  std::vector<const char*> names;
  for (int k = 0; k < kFantasies; ++k) {
    for (int i = 0; i < s.net.cells; ++i) all.push_back(double(s.fantasies.p(k, i)));
    names.push_back(kDigits[p.dream == 0 ? k % kClasses : p.dream - 1]);
  }
  sink.field({"dreams", "Dreams"},
             ink_field(all, s.pictures->side, s.pictures->side, s.net.labels() > 0 ? names.data() : nullptr));
}

// Weights from the cells to the first units of hidden layer `layer`, through the layers between as if these were linear.
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

void show_features(const Params& p, const State& s, Sink& sink) {
  constexpr Name kNames[] = {{"features1", "What layer 1 looks for"},
                             {"features2", "What layer 2 looks for"},
                             {"features3", "What layer 3 looks for"}};
  static constexpr auto kNotThere = [] {
    std::array<const char*, kShownFeatures> names{};
    names.fill("");
    return names;
  }();
  const int sizes[] = {p.first, p.second, p.third};
  for (int layer = 1; layer <= kMostLayers; ++layer) {
    const auto at = std::size_t(layer - 1);
    if (!sink.wants(kNames[at].key)) continue;
    const int count = std::min(sizes[at], kShownFeatures);
    const bool there = layer <= s.net.depth();
    const auto all = there ? features(s.net, layer, count) : std::vector<double>(std::size_t(count * s.net.cells), 0.0);
    double square = 0;
    for (const double x : all) square += x * x;
    Field f;
    f.f64 = all.data();
    f.rows = f.cols = s.pictures->side;
    f.count = count;
    f.labels = there ? nullptr : kNotThere.data();
    f.palette = Palette::sign;
    f.hi = std::max(1e-6, 3 * std::sqrt(square / double(all.size())));
    f.lo = -f.hi;
    sink.field(kNames[at], f);
  }
}

void show_mistakes(const State& s, Sink& sink) {
  std::vector<double> all;
  std::vector<const char*> names;
  for (int i = 0; i < s.pictures->tests && int(names.size()) < kShownMistakes; ++i) {
    const int answer = s.answers[std::size_t(i)], label = s.pictures->label(true, i);
    if (answer < 0 || answer == label) continue;
    const uint8_t* grey = s.pictures->at(true, i);
    for (int c = 0; c < s.net.cells; ++c) all.push_back(double(grey[c]) / 255);
    names.push_back(kMistakes[std::size_t(label * kClasses + answer)].text);
  }
  all.resize(std::size_t(kShownMistakes * s.net.cells), 0.0);
  names.resize(kShownMistakes, "");
  sink.field({"mistakes", "Mistakes"}, ink_field(all, s.pictures->side, s.pictures->side, names.data()));
}

// The drawing, what label the net gives it, and what the net makes of it: up, one sweep of the top machine, and down.
void show_canvas(const State& s, Sink& sink) {
  const int n = s.net.cells, side = s.pictures->side;
  Batch cells(1, n), lower(1, s.net.top().visible), upper(1, s.net.top().hidden), back(1, n);
  std::copy(s.canvas.begin(), s.canvas.end(), cells.p.a.begin());
  VectorRng random(Rng{1, 0}, Stream::noise);
  std::vector<double> answer(kClasses, 0.0), seen;
  if (s.net.labels() > 0) answer = classify(s.net, cells);
  sample(cells, n, random);
  recognise(s.net, cells, s.net.depth() - 1, lower, random);
  up(s.net.top(), lower, upper, &random);
  down_top(s.net, upper, lower, {}, random);
  generate(s.net, lower, back, random);
  for (int i = 0; i < n; ++i) seen.push_back(double(back.p(0, i)));
  sink.field({"canvas", "Draw here"}, ink_field({s.canvas.begin(), s.canvas.end()}, side, side));
  sink.field({"seen", "What the net makes of it"}, ink_field(seen, side, side));
  sink.bars({"answer", "Probability of each digit"}, answer, std::vector<std::string>(kDigits, kDigits + kClasses));
}

constexpr MachineNames kMachines[] = {{{"weights1", "Weights 1"}, {"a1", "Biases below 1"}, {"b1", "Biases above 1"}},
                                      {{"weights2", "Weights 2"}, {"a2", "Biases below 2"}, {"b2", "Biases above 2"}},
                                      {{"weights3", "Weights 3"}, {"a3", "Biases below 3"}, {"b3", "Biases above 3"}}};

void show_numbers(const Params& p, const State& s, Sink& sink) {
  int asked = 0, wrong = 0;
  for (int i = 0; i < s.pictures->tests; ++i) {
    const int answer = s.answers[std::size_t(i)];
    asked += answer >= 0;
    wrong += answer >= 0 && answer != s.pictures->label(true, i);
  }
  const bool greedy = s.stage < p.layers;
  const double layer = double(std::min<int64_t>(s.stage, p.layers - 1)) + 1;
  sink.series({"test_error", "Test error", "%"}, 100.0 * wrong / std::max(1, asked), asked > 0);
  sink.series({"reconstruction", "Wrong units", "%"}, 100 * s.reconstruction, s.counted > 0);
  sink.series({"likelihood", "ln p", "nats"}, s.ln_p, s.bounded);
  sink.series({"bound", "Bound", "nats"}, s.bound, s.bounded);
  const double best = -attractor::log(double(s.pictures->count)), x[] = {0, double(std::max<int64_t>(1, s.steps))},
               y[] = {best, best};
  const bool has_best = p.data == bars;
  sink.scalar({"best", "Best possible", "nats"}, best, has_best);
  sink.line({"best_line", "Best possible"}, {x, y, has_best ? 2 : 0, nullptr, nullptr, "Step"});
  sink.scalar({"layer", "Layer"}, layer);
  sink.scalar({"read", "Test pictures read"}, asked);
  sink.scalar({"updates", "Updates"}, double(s.updates));
  sink.scalar({"pass", "Passes"}, s.epochs.done());
  double pictures = s.epochs.done() + double(std::min<int64_t>(s.stage, p.layers)) * p.epochs;
  if (p.trained != nothing) pictures = s.epochs.done();
  sink.scalar({"pictures", "Pictures"}, pictures * s.pictures->count);
  const double numbers[] = {layer, double(p.layers), double(s.epochs.finished), double(p.epochs),
                            100.0 * wrong / std::max(1, asked)};
  const char* sentence = "All {1} layers have learned";
  if (greedy) sentence = p.learn ? "Layer {0} of {1} learns: pass {2} of {3}" : "Layer {0} of {1} is at rest: learning is off";
  else if (p.updown && p.learn) sentence = "Up and down through all layers: pass {2}";
  sink.words(sentence, numbers);
}

}  // namespace

void observe(const Params& p, const State& s, Sink& sink) {
  show_numbers(p, s, sink);
  for (std::size_t k = 0; k < std::size_t(kMostLayers); ++k)
    if (sink.wants(kMachines[k].weights.key))
      show_machine(kMachines[k], k < s.net.machines.size() ? &s.net.machines[k] : nullptr, sink);
  if (sink.wants("dreams")) show_fantasies(p, s, sink);
  if (sink.wants("mistakes")) show_mistakes(s, sink);
  if (sink.wants("canvas") || sink.wants("seen") || sink.wants("answer")) show_canvas(s, sink);
  show_features(p, s, sink);
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
