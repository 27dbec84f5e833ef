// What can be observed of a restricted Boltzmann machine.
#include <algorithm>
#include <cmath>

#include "core/base/num.h"
#include "core/models/boltzmann/rbm.h"
#include "core/models/observe_rbm.h"

namespace attractor::rbm {
namespace {

double mean(const std::vector<double>& v) {
  double sum = 0;
  for (const double x : v) sum += x;
  return v.empty() ? 0 : sum / double(v.size());
}

// The sum of the squares of all weights, and the largest of them; a weight that is no number makes the sum none.
struct Sizes {
  double square = 0, largest = 0;
};
// In rows of sixteen (the stride of a machine is a multiple of that): no sum waits for another, squares are exact as
// doubles.
Sizes sizes(const std::vector<float>& w) {
  constexpr int kLanes = 16;
  double square[kLanes] = {};
  float largest[kLanes] = {};
  for (int i = 0; i + kLanes <= std::ssize(w); i += kLanes)
    for (int l = 0; l < kLanes; ++l) {
      const float x = w[i + l], size = std::fabs(x);
      square[l] += double(x) * double(x);
      largest[l] = size > largest[l] ? size : largest[l];
    }
  Sizes all;
  for (int l = 0; l < kLanes; ++l) all.square += square[l], all.largest = std::max(all.largest, double(largest[l]));
  return all;
}

// The weights of a hidden unit, as a picture.
Field feature_field(const State& s) {
  const int count = std::min(s.net.hidden, kShownFeatures), n = s.net.visible;
  std::vector<double> all(count * n);
  float most = 1e-6f;
  for (int i = 0; i < n; ++i) {  // row by row, as the weights lie
    const std::span<const float> row = s.net.w.row(i);
    for (int j = 0; j < count; ++j) {
      all[j * n + i] = double(row[j]);
      most = std::max(most, std::fabs(row[j]));
    }
  }
  Field f = ink_field(std::move(all), s.pictures->side, s.pictures->side);
  f.palette = Palette::sign;
  f.lo = -0.7 * double(most), f.hi = -f.lo;
  return f;
}

Field fantasy_field(const State& s, int first, int count) {
  std::vector<double> all;
  for (int k = first; k < first + count; ++k)
    for (int i = 0; i < s.net.visible; ++i) all.push_back(double(s.fantasies.p(k, i)));
  return ink_field(std::move(all), s.pictures->side, s.pictures->side);
}

// Above the test pictures, below what one way up and down makes of them; for completions, the lower half is the net's.
Field pair_field(const State& s) {
  const int n = s.net.visible, side = s.pictures->side;
  Batch v(kCompletions, n), h(kCompletions, s.net.hidden), back(kCompletions, n);
  for (int k = 0; k < kCompletions; ++k)
    for (int i = 0; i < n; ++i) {
      v.p(k, i) = float(s.pictures->at(true, k % s.pictures->tests)[i]) / 255;
      v.set(k, i, v.p(k, i) > 0.5f);
    }
  up(s.net, v, h, nullptr);
  for (int k = 0; k < kCompletions; ++k)
    for (int j = 0; j < s.net.hidden; ++j) h.set(k, j, h.p(k, j) > 0.5f);
  down(s.net, h, back, nullptr);
  std::vector<double> all;
  for (int k = 0; k < kCompletions; ++k)
    for (const Batch* u : {&v, &back})
      for (int i = 0; i < n; ++i) all.push_back(double(u->p(k, i)));
  return ink_field(std::move(all), 2 * side, side);
}

// What one way up and down makes of the drawing.
Field seen_field(const State& s) {
  std::vector<double> drawn(s.canvas.begin(), s.canvas.end()), seen;
  for (double& x : drawn) x = s.net.real ? x : x > 0.5 ? 1 : 0;
  const std::vector<double> h = hidden_probabilities(s.net, drawn);
  for (int i = 0; i < s.net.visible; ++i) {
    double x = 0;
    for (int j = 0; j < s.net.hidden; ++j) x += h[j] * double(s.net.w(i, j));
    const double a = s.net.a[i];
    seen.push_back(s.net.real ? a + double(s.net.sigma) * x : sigmoid(a + x));
  }
  return ink_field(std::move(seen), s.pictures->side, s.pictures->side);
}

constexpr MachineNames kNet{
    {"weights", "Weights"}, {"visible_biases", "Biases of the visible units"}, {"hidden_biases", "Biases of the hidden units"}};

void observe_numbers(const Params& p, const State& s, Sink& sink) {
  const bool any = s.measured > 0;
  sink.series({"reconstruction", "Reconstruction"}, s.reconstruction, s.updates > 0 || s.sweep > 0);
  sink.series({"train_energy", "F of training pictures"}, mean(s.train_energy), any);
  sink.series({"test_energy", "F of test pictures"}, mean(s.test_energy), any);
  sink.series({"gap", "Free-energy gap"}, mean(s.test_energy) - mean(s.train_energy), any);
  sink.series({"likelihood", "ln p", "nats"}, s.likelihood, s.ln_z_known);
  sink.series({"pseudo", "Pseudo ln p", "nats"}, s.pseudo, s.pseudo_done > 0);
  sink.number({"ln_z", "ln Z"}, s.ln_z, s.ln_z_known);
  sink.number({"ln_z_low", "ln Z − 3σ"}, s.ln_z_low, s.ln_z_known && std::isfinite(s.ln_z_low));
  sink.number({"ln_z_high", "ln Z + 3σ"}, s.ln_z_high, s.ln_z_known);
  const double best = -attractor::log(double(s.pictures->count));
  sink.number({"best", "Best possible", "nats"}, best, p.data == bars);
  sink.shape({"best_line", "Best possible"}, [&] {
    if (p.data != bars) return Line{{}, {}, "Step"};
    return Line{{0, double(std::max<int64_t>(1, s.measured / kEnergies))}, {best, best}, "Step"};
  });
  sink.number({"updates", "Updates"}, double(s.updates));
  sink.number({"pictures", "Pictures"}, s.epochs.done() * s.pictures->count);
  sink.number({"passes", "Passes"}, s.epochs.done());
  const Sizes weights = sizes(s.net.w.a);
  sink.number({"weight", "Typical weight"}, std::sqrt(weights.square / (double(s.net.visible) * s.net.hidden)));
  sink.number({"largest", "Largest weight"}, weights.largest);
  const bool measuring = s.annealing && !s.annealing->done();
  sink.number({"annealed", "Annealing done"}, measuring ? double(s.annealing->temperature()) / p.temperatures : 1,
              s.annealing != nullptr);
}

}  // namespace

void observe(const Params& p, const State& s, Sink& sink) {
  observe_numbers(p, s, sink);
  if (sink.wants("weights")) observe_machine(kNet, &s.net, sink);
  const int side = s.pictures->side;
  sink.shape({"features", "Receptive fields"}, [&] { return feature_field(s); });
  sink.shape({"fantasies", "Dreams"}, [&] { return fantasy_field(s, 0, kFantasies); });
  sink.shape({"completed", "Lower halves completed"}, [&] { return fantasy_field(s, kFantasies, kCompletions); });
  sink.shape({"reconstructions", "Pictures and reconstructions"}, [&] { return pair_field(s); });
  sink.shape({"canvas", "Draw here"}, [&] { return ink_field({s.canvas.begin(), s.canvas.end()}, side, side); });
  sink.shape({"seen", "What the net makes of it"}, [&] { return seen_field(s); });
  const double numbers[] = {double(s.updates), double(s.epochs.finished), s.likelihood,
                            -attractor::log(double(s.pictures->count)), s.ln_z_high - s.likelihood - s.ln_z};
  const char* sentence = "updates: {0}; passes over the pictures: {1}";
  if (s.ln_z_exact && p.data == bars) sentence = "{0} updates: ln p = {2} a picture; the best possible is {3}";
  else if (s.ln_z_known) sentence = "{0} updates: ln p of test pictures about {2} nats";
  sink.words(sentence, numbers);
}

void digest(const State& s, Bytes& out) {
  out.add(s.net.w.a);
  out.add(s.net.a);
  out.add(s.net.b);
  out.add(s.velocity.w.a);
  out.add(s.velocity.a);
  out.add(s.velocity.b);
  out.add(s.h1.codes.a);
  out.add(s.particles.codes.a);
  out.add(s.fantasies.codes.a);
  out.add(s.epochs.order);
  out.add(s.canvas);
  out.add(s.activity);
  out.words(s.epochs.cursor, s.epochs.finished, s.updates, s.sweep);
}

}  // namespace attractor::rbm
