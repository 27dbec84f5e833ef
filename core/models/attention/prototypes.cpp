#include "core/models/attention/prototypes.h"

#include <algorithm>
#include <cmath>

#include "core/base/num.h"
#include "core/pictures/choices.h"

namespace attractor::prototypes {
namespace {

constexpr auto kRows = table<Params>(
    choice(&Params::data, "data", "Pictures", kData, "What is learned: digits of 8 x 8 cells with noise, or MNIST").rebuilds(),
    row(&Params::examples, "examples", "Training pictures", 1000, kTrainDigits, "How many pictures are learned, over and over")
        .logarithmic()
        .rebuilds(),
    row(&Params::memories, "memories", "Memories K", 4, kMaxMemories, "How many memories there are to learn").rebuilds(),
    row(&Params::n, "n", "Power n", 2, kMaxPower, "How steeply an overlap counts: small gives features, large prototypes")
        .rebuilds(),
    row(&Params::m, "m", "Power of the loss m", 1, 40,
        "The error counts by its power 2m: large means that only gross errors teach"),
    row(&Params::theta, "theta", "Temperature θ", 0.1, 2, "Overlaps are measured in units of θ N").logarithmic(),
    row(&Params::learning_rate, "rate", "Learning rate ε", 0.001, 0.3, "Largest change of a memory in one update")
        .logarithmic(),
    row(&Params::momentum, "momentum", "Momentum p", 0, 0.95, "Share of the last change that goes on"),
    row(&Params::batch, "batch", "Minibatch", 20, 2000, "Pictures seen between two updates").logarithmic().rebuilds());

constexpr double kDecay = 0.998;  // of the learning rate, a pass
constexpr double kStartMean = -0.3, kStartSpread = 0.3;
constexpr double kGlyphNoise = 0.08;
constexpr double kMemory = 0.995;  // of the running means, an example
constexpr int kTestsInStep = 4;

int cells(const State& s) { return s.examples->cells(); }
int width(const State& s) { return cells(s) + kClasses; }

// Glyph `i`: the drawing of its label with noise of its own. Test pictures are numbered after all training ones.
void glyph(const Examples& e, int i, double* out) {
  Draw draw(e.seed, uint64_t(i), Stream::data);
  const std::vector<int8_t> drawing = make_patterns(digits, kClasses, e.side, {});
  for (int c = 0; c < e.cells(); ++c) {
    const int v = drawing[i % kClasses * e.cells() + c];
    out[c] = draw.uniform() < kGlyphNoise ? -v : v;
  }
}

// Picture i, of the training or the test pictures, from -1 to 1; returns its label.
int picture(const Examples& e, bool test, int i, double* out) {
  if (e.train.count() == 0) {
    glyph(e, test ? kGlyphExamples + i : i, out);
    return (test ? kGlyphExamples + i : i) % kClasses;
  }
  const Digits& from = test ? e.test : e.train;
  for (int c = 0; c < kDigitCells; ++c) out[c] = from.picture(i)[c] / 127.5 - 1;
  return from.label(i);
}

// y = (x_+)^n, element by element.
void powers(const double* x, int count, int n, double* y) {
  for (int k = 0; k < count; ++k) y[k] = 1;
  double base[kMaxMemories];
  for (int k = 0; k < count; ++k) base[k] = x[k] > 0 ? x[k] : 0;
  for (; n > 0; n >>= 1) {
    if (n & 1)
      for (int k = 0; k < count; ++k) y[k] *= base[k];
    for (int k = 0; k < count; ++k) base[k] *= base[k];
  }
}

// The arguments of F: with all label neurons at -1, and with neuron a at +1, in units of theta N.
struct Arguments {
  double none[kMaxMemories], one[kClasses][kMaxMemories];
};
void arguments(const Params& p, const State& s, const double* overlaps, Arguments& x) {
  const int n = cells(s), K = p.memories;
  const double unit = 1 / (p.theta * n);
  for (int k = 0; k < K; ++k) {
    const double* label = &s.memories[k * width(s) + n];
    double sum = overlaps[k];
    for (int a = 0; a < kClasses; ++a) sum -= label[a];
    x.none[k] = sum * unit;
    for (int a = 0; a < kClasses; ++a) x.one[a][k] = (sum + 2 * label[a]) * unit;
  }
}

double whole_power(double x, int n) {
  double y = 1;
  for (; n > 0; n >>= 1, x *= x)
    if (n & 1) y *= x;
  return y;
}

// xi . v of the cells, one a memory.
std::vector<double> overlaps_with(const Params& p, const State& s, const double* v) {
  std::vector<double> out(p.memories, 0.0);
  for (int k = 0; k < p.memories; ++k) matvec(&s.memories[k * width(s)], v, &out[k], 1, cells(s));
  return out;
}

void new_epoch(const State& s, const Rng& rng, std::vector<int32_t>& order) {
  order.resize(s.examples->count);
  permute(order.data(), s.examples->count, rng.draw(Stream::order));
}

// The end of a minibatch.
void update(const Params& p, State& s) {
  const int w = width(s);
  const double rate = p.learning_rate * attractor::exp(double(s.epochs) * attractor::log(kDecay));
  for (int k = 0; k < p.memories; ++k) {
    double most = 1e-300;
    for (int i = k * w; i < (k + 1) * w; ++i) {
      s.velocity[i] = p.momentum * s.velocity[i] + s.gradient[i];
      most = std::max(most, std::fabs(s.velocity[i]));
    }
    for (int i = k * w; i < (k + 1) * w; ++i)
      s.memories[i] = std::clamp(s.memories[i] + rate * (s.velocity[i] / most), -1.0, 1.0);
  }
  std::fill(s.gradient.begin(), s.gradient.end(), 0.0);
  s.in_batch = 0;
  ++s.updates;
}

// Adds the slopes of `count` pictures (count x cells) to the gradient.
void learn(const Params& p, State& s, const std::vector<double>& pictures, const std::vector<int>& labels) {
  const int n = cells(s), K = p.memories, count = int(labels.size());
  const int w = width(s);
  LossGradient g;
  std::vector<double> coefficients(K * count), part(K * n);
  for (int e = 0; e < count; ++e) {
    const std::vector<double> overlaps = overlaps_with(p, s, &pictures[e * n]);
    loss_gradient(p, s, overlaps.data(), labels[e], g);
    const bool wrong = std::max_element(g.scores.begin(), g.scores.end()) - g.scores.begin() != labels[e];
    s.train_error = kMemory * s.train_error + (1 - kMemory) * (wrong ? 1 : 0);
    s.loss = kMemory * s.loss + (1 - kMemory) * g.loss;
    for (int k = 0; k < K; ++k) {
      coefficients[k * count + e] = g.cells[k];
      for (int a = 0; a < kClasses; ++a) s.gradient[k * w + n + a] += g.labels[k * kClasses + a];
    }
  }
  matmul(coefficients.data(), pictures.data(), part.data(), K, count, n);
  for (int k = 0; k < K; ++k)
    for (int i = 0; i < n; ++i) s.gradient[k * w + i] += part[k * n + i];
}

// The next few test pictures, in turn.
void test(const Params& p, State& s) {
  std::vector<double> v(cells(s));
  for (int t = 0; t < kTestsInStep; ++t, ++s.tested) {
    const int i = int(s.tested % kTests), label = picture(*s.examples, true, i, v.data());
    const Classification result = classify(p, s, v.data());
    if (i == std::ssize(s.wrong)) s.wrong.push_back(0), s.participation.push_back(0);
    s.wrong[i] = result.digit != label;
    s.participation[i] = result.participation;
  }
}

double test_error(const State& s) {
  double sum = 0;
  for (const uint8_t w : s.wrong) sum += w;
  return s.wrong.empty() ? 0 : sum / double(s.wrong.size());
}
double mean_participation(const State& s) {
  double sum = 0;
  for (const double t : s.participation) sum += t;
  return s.participation.empty() ? 0 : sum / double(s.participation.size());
}

constexpr const char* kDigitNames[] = {"0", "1", "2", "3", "4", "5", "6", "7", "8", "9"};

// The cells of the memories as pictures, named by the digit each speaks for most.
Field memory_field(const Params& p, const State& s) {
  const int n = cells(s), w = width(s);
  std::vector<double> all;
  std::vector<std::string> names;
  for (int k = 0; k < p.memories; ++k) {
    const double* row = &s.memories[k * w];
    all.insert(all.end(), row, row + n);
    names.push_back(kDigitNames[std::max_element(row + n, row + w) - (row + n)]);
  }
  const int side = s.examples->side;
  return {.cells = std::move(all),
          .rows = side,
          .cols = side,
          .count = p.memories,
          .palette = Palette::sign,
          .lo = -1,
          .labels = std::move(names)};
}

Bars vote_bars(const Classification& result) {
  double most = 1e-300;
  for (const double v : result.votes) most = std::max(most, v);
  std::vector<double> shares = result.votes;
  for (double& v : shares) v /= most;
  return {std::move(shares)};
}

}  // namespace

void loss_gradient(const Params& p, const State& s, const double* overlaps, int label, LossGradient& out) {
  const int K = p.memories;
  Arguments x;
  arguments(p, s, overlaps, x);
  double none[kMaxMemories], below[kMaxMemories], one[kMaxMemories], above[kMaxMemories];
  powers(x.none, K, p.n - 1, below);
  for (int k = 0; k < K; ++k) none[k] = x.none[k] > 0 ? below[k] * x.none[k] : 0;
  out.loss = 0;
  out.cells.assign(K, 0.0);
  out.labels.assign(K * kClasses, 0.0);
  for (int a = 0; a < kClasses; ++a) {
    powers(x.one[a], K, p.n - 1, above);
    double sum = 0;
    for (int k = 0; k < K; ++k) one[k] = x.one[a][k] > 0 ? above[k] * x.one[a][k] : 0;
    for (int k = 0; k < K; ++k) sum += one[k] - none[k];
    const double y = attractor::tanh(sum), error = (a == label ? 1 : -1) - y;
    out.scores[a] = y;
    out.loss += whole_power(error, 2 * p.m);
    const double g = whole_power(error, 2 * p.m - 1) * (1 - y) * (1 + y);
    if (g == 0) continue;
    for (int k = 0; k < K; ++k) {
      out.cells[k] += g * (above[k] - below[k]);
      for (int b = 0; b < kClasses; ++b)
        out.labels[k * kClasses + b] += g * (b == a ? above[k] + below[k] : below[k] - above[k]);
    }
  }
}

Classification classify(const Params& p, const State& s, const double* v) {
  Classification out;
  Arguments x;
  arguments(p, s, overlaps_with(p, s, v).data(), x);
  double none[kMaxMemories], one[kMaxMemories];
  powers(x.none, p.memories, p.n, none);
  double best = 0;
  for (int a = 0; a < kClasses; ++a) {
    powers(x.one[a], p.memories, p.n, one);
    double sum = 0;
    for (int k = 0; k < p.memories; ++k) sum += one[k] - none[k];
    out.scores[a] = attractor::tanh(sum);
    if (a > 0 && sum <= best) continue;
    best = sum;
    out.digit = a;
    out.votes.assign(one, one + p.memories);
  }
  double first = 0, second = 0;
  for (const double q : out.votes) first += q, second += q * q;
  out.participation = second > 0 ? first * first / second : 0;
  return out;
}

std::vector<Need> needs(const Params& p) { return p.data == glyphs ? std::vector<Need>() : digit_needs(p.examples, kTests); }

State init(const Params& p, const Library& library, const Rng& rng) {
  State s;
  auto e = std::make_shared<Examples>();
  e->count = p.data == mnist ? p.examples : std::min(p.examples, kGlyphExamples);
  if (p.data == mnist) {
    e->train = Digits(library, false, p.examples);
    e->test = Digits(library, true, kTests);
    e->side = kDigitSide;
  }
  e->seed = rng.seed;
  s.examples = std::move(e);
  Draw draw = rng.draw(Stream::weights);
  s.memories.resize(p.memories * width(s));
  for (double& x : s.memories) x = std::clamp(kStartMean + kStartSpread * draw.normal(), -1.0, 1.0);
  s.velocity.assign(s.memories.size(), 0.0);
  s.gradient.assign(s.memories.size(), 0.0);
  new_epoch(s, rng, s.order);
  s.input.resize(cells(s));
  picture(*s.examples, true, 0, s.input.data());
  return s;
}

void advance(const Params& p, State& s, const Rng& rng) {
  const int count = int(std::min<int64_t>({kSlice, p.batch - s.in_batch, s.examples->count - s.cursor}));
  std::vector<double> pictures(count * cells(s));
  std::vector<int> labels;
  for (int e = 0; e < count; ++e) labels.push_back(picture(*s.examples, false, s.order[s.cursor + e], &pictures[e * cells(s)]));
  learn(p, s, pictures, labels);
  s.in_batch += count;
  s.cursor += count;
  if (s.in_batch >= p.batch) update(p, s);
  if (s.cursor >= s.examples->count) {
    s.cursor = 0;
    ++s.epochs;
    new_epoch(s, rng, s.order);
  }
  test(p, s);
}

void observe(const Params& p, const State& s, Sink& sink) {
  const Classification result = classify(p, s, s.input.data());
  sink.series({"train_error", "Training error", "%"}, 100 * s.train_error, s.updates > 0);
  sink.series({"test_error", "Test error", "%"}, 100 * test_error(s), !s.wrong.empty());
  sink.series({"together", "Voters"}, mean_participation(s), !s.wrong.empty());
  sink.number({"loss", "Loss"}, s.loss);
  sink.number({"updates", "Updates"}, double(s.updates));
  sink.number({"pictures", "Pictures"}, double(s.epochs) * s.examples->count + double(s.cursor));
  sink.number({"passes", "Passes"}, double(s.epochs) + double(s.cursor) / s.examples->count);
  sink.shape({"memories", "Memories"}, [&] { return memory_field(p, s); });
  sink.shape({"votes", "Votes of the memories"}, [&] { return vote_bars(result); });
  sink.shape({"input", "Picture to read"}, [&] {
    const int side = s.examples->side;
    return Field{.cells = s.input, .rows = side, .cols = side, .palette = Palette::spin, .lo = -1};
  });
  sink.shape({"scores", "Label neurons"}, [&] {
    return Bars{{result.scores.begin(), result.scores.end()}, {std::begin(kDigitNames), std::end(kDigitNames)}};
  });
  const double numbers[] = {double(result.digit), std::floor(result.participation + 0.5), 100 * test_error(s),
                            double(s.updates)};
  sink.words(s.updates == 0 ? "nothing is learned yet" : "the picture reads as {0}; about {1} memories vote; test error {2} %",
             numbers);
}

void digest(const State& s, Bytes& out) {
  out.add(s.memories);
  out.add(s.velocity);
  out.add(s.gradient);
  out.add(s.order);
  out.add(s.input);
  out.words(s.cursor, s.epochs, s.updates, s.in_batch);
}

bool poke(const Params&, State& s, const Poke& poke) {
  const int side = s.examples->side;
  if (poke.field != "input" || poke.index < 0 || poke.index >= int64_t(s.input.size()) || !(std::fabs(poke.value) <= 1))
    return false;
  visit_disc(side, poke.index, poke.radius, [&](int i) { s.input[i] = poke.value; });
  return true;
}

constinit const Model kModel = model<Params, kRows>("prototypes", "Dense memory that learns (2016)", 1);

}  // namespace attractor::prototypes
