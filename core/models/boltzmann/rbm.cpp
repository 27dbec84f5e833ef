#include "core/models/boltzmann/rbm.h"

#include <algorithm>
#include <cmath>

#include "core/base/num.h"

namespace attractor::rbm {
namespace {

constexpr auto kRows = table<Params>(
    example_rows(),
    row(&Params::hidden, "hidden", "Hidden units", 1, kMaxHidden, "Size of the hidden layer").logarithmic().rebuilds(),
    toggle(&Params::trained, "trained", "Trained beforehand",
           "Begins with a net of 256 hidden units that has learned handwriting")
        .rebuilds(),
    toggle(&Params::real, "real", "Real visible units", "Visible units with a bell curve instead of on and off").rebuilds(),
    row(&Params::sigma, "sigma", "Width σ", 0.1, 2, "Standard deviation of a real visible unit")
        .only(&Params::real, true)
        .logarithmic()
        .rebuilds(),
    choice(&Params::method, "method", "Model average", kMethods,
           "Where the model's statistics come from: chains from the data, lasting particles, or all states")
        .rebuilds(),
    row(&Params::k, "k", "Sweeps k", 1, 50, "Sweeps of the chains before an update").only(&Params::method, cd, pcd),
    batch_row<Params>(500),
    row(&Params::particles, "particles", "Particles", 1, 500, "Lasting chains of PCD")
        .only(&Params::method, pcd)
        .logarithmic()
        .rebuilds(),
    rate_row<Params>(),
    row(&Params::halving, "halving", "Passes to half the rate", 0, 10000,
        "The rate falls as 1 / (1 + passes / this); 0 keeps it"),
    row(&Params::momentum, "momentum", "Momentum", 0, 0.95, "Share of the last change that goes on"), decay_row<Params>(),
    row(&Params::sparsity, "sparsity", "Sparsity", 0, 0.5, "Share of the time a hidden unit should be on; 0 asks for nothing"),
    toggle(&Params::measure, "measure", "Measure ln Z", "Annealed importance sampling of the net as it is, again and again"),
    row(&Params::temperatures, "temperatures", "Temperatures", 100, 14500, "Steps between the net without weights and the net")
        .only(&Params::measure, true)
        .logarithmic(),
    row(&Params::runs, "runs", "Runs", 10, 500, "Chains of one measurement"));

constexpr double kSpread = 0.01;
constexpr double kMemory = 0.99;      // of the running means
constexpr int kFlipsOfHidden = 4000;  // hidden units recomputed for the pseudo-likelihood in a step
constexpr int64_t kMaxSum = 1 << 16;  // terms of a partition function that is summed at every update

// What a random number of a step is for; each its own lane of Stream::chain.
enum Lane : uint32_t { kData, kSweep, kFantasy, kAnneal, kTest };

double learning_rate(const Params& p, const State& s) {
  return p.halving > 0 ? p.learning_rate / (1 + s.epochs.done() / p.halving) : p.learning_rate;
}

// Whether the net is so small that its partition function is summed after every update.
bool sums_all(const State& s) {
  const bool of_hidden = s.net.real || s.net.hidden <= s.net.visible;
  const int small = of_hidden ? s.net.hidden : s.net.visible, large = of_hidden ? s.net.visible : s.net.hidden;
  return small <= kMaxSummed && (int64_t(1) << small) * large <= kMaxSum;
}

// The positive phase: samples of the minibatch, v0 and h0, and where the chains of the negative phase start, h1.
void sample_minibatch(const Params& p, State& s, const Rng& rng) {
  VectorRng random(rng, Stream::chain, kData);
  const int count = int(std::min<int64_t>(p.batch, s.epochs.left()));
  if (s.v0.count != count) s.v0 = Batch(count, s.net.visible), s.h0 = Batch(count, s.net.hidden);
  for (int k = 0; k < count; ++k) set_visible(s.pictures->picture(false, s.epochs.at(k)), k, s.v0, random);
  up(s.net, s.v0, s.h0, &random);
  const int chains = p.method == pcd ? p.particles : count;
  if (s.v1.count != chains) s.v1 = Batch(chains, s.net.visible), s.h1 = Batch(chains, s.net.hidden);
  s.h1.codes = p.method == pcd ? s.particles.codes : s.h0.codes;
}

// The gradient itself, <v h>_data - <v h>_model with the model's mean summed over all states; else as learn() of rbm.h.
void learn_exactly(const Params& p, State& s) {
  const Expectations model = expectations(s.net);
  s.velocity.fit(s.net);
  const auto rate = float(learning_rate(p, s));
  auto add = [&](float& x, float& v, double slope) {
    v = float(p.momentum) * v + rate * float(slope);
    x += v;
  };
  const double n = s.v0.count;
  for (int i = 0; i < s.net.visible; ++i) {
    double on = 0;
    for (int k = 0; k < s.v0.count; ++k) on += s.v0.on(k, i);
    add(s.net.a[i], s.velocity.a[i], on / n - model.v[i]);
    for (int j = 0; j < s.net.hidden; ++j) {
      double both = 0;
      for (int k = 0; k < s.v0.count; ++k) both += s.v0.on(k, i) ? double(s.h0.p(k, j)) : 0;
      const double decay = p.weight_decay * double(s.net.w(i, j));
      add(s.net.w(i, j), s.velocity.w(i, j), both / n - model.vh(i, j) - decay);
    }
  }
  for (int j = 0; j < s.net.hidden; ++j) {
    double on = 0;
    for (int k = 0; k < s.v0.count; ++k) on += double(s.h0.p(k, j));
    add(s.net.b[j], s.velocity.b[j], on / n - model.h[j]);
  }
}

// Pulls the running mean q_j of each hidden unit towards the target by its bias (Lee, Ekanadham, Ng 2008).
void make_sparse(const Params& p, State& s) {
  const float rate = float(learning_rate(p, s)), n = float(s.h0.count);
  for (int j = 0; j < s.net.hidden; ++j) {
    float mean = 0;
    for (int k = 0; k < s.h0.count; ++k) mean += s.h0.p(k, j);
    float& q = s.activity[j];
    q = 0.9f * q + 0.1f * mean / n;
    s.net.b[j] += rate * (float(p.sparsity) - q);
  }
}

// Exact partition function and likelihood of a small net.
void measure_exactly(State& s) {
  s.ln_z = s.ln_z_low = s.ln_z_high = ln_z(s.net);
  s.ln_z_known = s.ln_z_exact = true;
  s.ln_z_of = s.updates;
  s.likelihood = mean_log_likelihood(s);
}

void update(const Params& p, State& s, const Rng& rng) {
  if (p.method == exact) learn_exactly(p, s);
  else learn(s.net, s.velocity, {float(learning_rate(p, s)), float(p.momentum), float(p.weight_decay)}, s.v0, s.h0, s.v1, s.h1);
  if (p.sparsity > 0) make_sparse(p, s);
  s.sweep = 0;
  ++s.updates;
  s.epochs.advance(s.v0.count, rng);
  if (sums_all(s)) measure_exactly(s);
}

// Running mean of the reconstruction error |v - p(v | h)|^2 of a part of the minibatch.
void measure_reconstruction(State& s) {
  Batch h(std::min(s.v0.count, kCompletions), s.net.hidden), back(h.count, s.net.visible);
  std::copy_n(s.h0.codes.a.begin(), h.codes.a.size(), h.codes.a.begin());
  down(s.net, h, back, nullptr);
  double sum = 0;
  for (int k = 0; k < h.count; ++k)
    for (int i = 0; i < s.net.visible; ++i) {
      const double d = double(back.p(k, i)) - (s.net.real ? double(s.v0.p(k, i)) : double(s.v0.on(k, i)));
      sum += d * d;
    }
  sum /= double(h.count) * s.net.visible;
  s.reconstruction = s.updates == 0 ? sum : kMemory * s.reconstruction + (1 - kMemory) * sum;
}

// One sweep of the negative phase; the k-th of a minibatch ends with the update.
void train_step(const Params& p, State& s, const Rng& rng) {
  if (s.sweep == 0) {
    sample_minibatch(p, s, rng);
    measure_reconstruction(s);
  }
  if (p.method == exact) return update(p, s, rng);
  VectorRng random(rng, Stream::chain, kSweep);
  down(s.net, s.h1, s.v1, &random);
  up(s.net, s.v1, s.h1, &random);
  if (++s.sweep < p.k) return;
  if (p.method == pcd) s.particles.codes = s.h1.codes;
  update(p, s, rng);
}

// The test picture that is the k-th to be completed: of digits, one of each.
int to_complete(const State& s, int k) {
  if (s.pictures->train.count() > 0)
    for (int i = 0; i < s.pictures->tests; ++i)
      if (s.pictures->test.label(i) == k) return i;
  return k % s.pictures->tests;
}

// One sweep of the pictures beside the learning: fantasies run free, completions with their upper half clamped.
void update_fantasies(State& s, const Rng& rng) {
  VectorRng random(rng, Stream::chain, kFantasy);
  Batch h(s.fantasies.count, s.net.hidden), clamped(1, s.net.visible);
  up(s.net, s.fantasies, h, &random);
  down(s.net, h, s.fantasies, &random);
  const int half = (s.pictures->side + 1) / 2 * s.pictures->side;
  for (int k = 0; k < kCompletions; ++k) {
    set_visible(s.pictures->picture(true, to_complete(s, k)), 0, clamped, random);
    for (int i = 0; i < half; ++i) {
      s.fantasies.p(kFantasies + k, i) = clamped.p(0, i);
      s.fantasies.set(kFantasies + k, i, clamped.on(0, i));
    }
  }
}

// A window of the last kWindow values; `at` counts them.
void keep(std::vector<double>& window, int64_t at, double value) {
  const int i = int(at % kWindow);
  if (i < std::ssize(window)) window[i] = value;
  else window.push_back(value);
}

void measure_energies(State& s, const Rng& rng) {
  VectorRng random(rng, Stream::chain, kTest);
  Batch v(2 * kEnergies, s.net.visible);  // training, test, training, ...
  for (int k = 0; k < kEnergies; ++k) {
    set_visible(s.pictures->picture(false, int((s.measured + k) % std::min(kWindow, s.pictures->count))), 2 * k, v, random);
    set_visible(s.pictures->picture(true, int((s.measured + k) % s.pictures->tests)), 2 * k + 1, v, random);
  }
  const std::vector<double> f = free_energies(s.net, v);
  for (int k = 0; k < kEnergies; ++k) {
    keep(s.train_energy, s.measured + k, f[2 * k]);
    keep(s.test_energy, s.measured + k, f[2 * k + 1]);
  }
  s.measured += kEnergies;
}

std::vector<double> values(const State& s, const Batch& v, int k) {
  std::vector<double> out;
  for (int i = 0; i < s.net.visible; ++i) out.push_back(s.net.real ? double(v.p(k, i)) : v.on(k, i));
  return out;
}

// The pseudo-log-likelihood of one test picture, some units a step.
void measure_pseudo(State& s) {
  if (s.net.real) return;
  Batch v(1, s.net.visible);
  VectorRng random(Rng{uint64_t(s.pseudo_done), 0}, Stream::noise);  // the same sample of the picture in every slice
  set_visible(s.pictures->picture(true, int(s.pseudo_done % s.pictures->tests)), 0, v, random);
  const int first = int(s.pseudo_next), last = std::min(s.net.visible, first + std::max(1, kFlipsOfHidden / s.net.hidden));
  s.pseudo_part += pseudo_log_likelihood(s.net, values(s, v, 0), first, last);
  s.pseudo_next = last;
  if (last < s.net.visible) return;
  const double weight = std::max(0.02, 1 / double(s.pseudo_done + 1));
  s.pseudo += weight * (s.pseudo_part - s.pseudo);
  s.pseudo_part = 0, s.pseudo_next = 0;
  ++s.pseudo_done;
}

// One temperature of annealed importance sampling of a copy of the net, and free energies of some test pictures in it.
void measure_by_annealing(const Params& p, State& s, const Rng& rng) {
  if (!p.measure || s.net.real || sums_all(s)) return;
  VectorRng random(rng, Stream::chain, kAnneal);
  if (!s.annealing || s.annealing->done()) {
    Batch some(std::min(kWindow, s.pictures->count), s.net.visible);
    for (int k = 0; k < some.count; ++k) set_visible(s.pictures->picture(false, k), k, some, random);
    s.annealing = std::make_shared<Ais>(s.net, base_biases(some, s.net.visible), p.runs, p.temperatures, random);
    s.ln_z_of = s.updates;
    s.energy_sum = 0, s.energies = 0;
    return;
  }
  if (s.annealing.use_count() > 1) s.annealing = std::make_shared<Ais>(*s.annealing);  // not the snapshot's
  s.annealing->advance(random);
  Batch some(kEnergies, s.net.visible);
  for (int k = 0; k < kEnergies; ++k)
    set_visible(s.pictures->picture(true, int((s.energies + k) % s.pictures->tests)), k, some, random);
  for (const double f : free_energies(s.annealing->net(), some)) s.energy_sum += f;
  s.energies += kEnergies;
  if (!s.annealing->done()) return;
  const Ais::Estimate e = s.annealing->estimate();
  s.ln_z = e.ln_z, s.ln_z_low = e.low, s.ln_z_high = e.high;
  s.ln_z_known = true;
  s.likelihood = -s.energy_sum / double(s.energies) - e.ln_z;
}

}  // namespace

double mean_log_likelihood(const State& s) {
  Batch v(std::min(s.pictures->count, kWindow), s.net.visible);
  VectorRng random(Rng{1, 0}, Stream::noise);
  double sum = 0;
  for (int k = 0; k < v.count; ++k) {
    set_visible(s.pictures->picture(false, k), k, v, random);
    sum -= free_energy(s.net, values(s, v, k)) + s.ln_z;
  }
  return sum / v.count;
}

std::vector<Need> needs(const Params& p) {
  std::vector<Need> needs = example_needs(ExampleChoice::of(p));
  if (p.trained) needs.push_back(need_of(kTrained));
  return needs;
}

Message conflict(const Params& p) {
  if (Message m = check_examples(ExampleChoice::of(p))) return m;
  if (p.trained && (p.data != mnist || p.hidden != kTrained.hidden || p.real))
    return {"The trained net reads handwriting, with {0} hidden units that are on or off", {decimal(kTrained.hidden)}};
  const int cells = ExampleChoice::of(p).cells();
  if (p.method == exact && p.real) return {"Exact sums are for visible units that are on or off", {}};
  if (p.method == exact && p.hidden > kMaxSummed)
    return {"Exact sums need a hidden layer of at most {0} units", {decimal(kMaxSummed)}};
  if (p.method == exact && cells > 64) return {"Exact sums need pictures of at most {0} cells", {decimal(64)}};
  return {};
}

State init(const Params& p, const Library& library, const Rng& rng) {
  State s;
  s.pictures = make_examples(ExampleChoice::of(p), library, rng);
  s.net = make_rbm(s.pictures->cells(), p.hidden, kSpread, rng);
  s.net.real = p.real;
  if (p.real) s.net.sigma = float(p.sigma);
  VectorRng random(rng, Stream::chain, kData);
  Batch some(std::min(1000, s.pictures->count), s.net.visible);
  for (int k = 0; k < some.count; ++k) set_visible(s.pictures->picture(false, k), k, some, random);
  if (!p.real) s.net.a = base_biases(some, s.net.visible);
  if (p.trained) set_weights(s.net, kTrained, library);
  s.activity.assign(p.hidden, float(p.sparsity));
  s.epochs.begin(s.pictures->count, rng);
  s.particles = Batch(p.method == pcd ? p.particles : 0, p.hidden);
  s.fantasies = Batch(kFantasies + kCompletions, s.net.visible);
  for (float& x : s.fantasies.p.a) x = 0.5f;
  sample(s.fantasies, s.net.visible, random);
  s.canvas.assign(s.net.visible, 0.0f);
  const uint8_t* first = s.pictures->at(true, 0);
  for (int i = 0; i < std::ssize(s.canvas); ++i) s.canvas[i] = float(first[i]) / 255;
  if (sums_all(s)) measure_exactly(s);
  return s;
}

void advance(const Params& p, State& s, const Rng& rng) {
  if (p.real) s.net.sigma = float(p.sigma);
  train_step(p, s, rng);
  update_fantasies(s, rng);
  measure_energies(s, rng);
  measure_pseudo(s);
  measure_by_annealing(p, s, rng);
}

bool poke(const Params&, State& s, const Poke& poke) { return draw_ink(poke, s.pictures->side, s.canvas); }

constinit const Model kModel = model<Params, kRows>("rbm", "Restricted Boltzmann machine", 1);

}  // namespace attractor::rbm
