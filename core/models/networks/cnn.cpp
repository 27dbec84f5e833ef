#include "core/models/networks/cnn.h"

#include <algorithm>
#include <cmath>

#include "core/base/num.h"
#include "core/networks/loss.h"
#include "core/pictures/choices.h"

namespace attractor::cnn {
namespace {

constexpr auto kRows = table<Params>(
    choice(&Params::data, "data", "Pictures", kData, "What is learned: drawn digits with noise, or MNIST").rebuilds(),
    choice(&Params::start, "start", "Weights", kStarts,
           "Where the run begins: random weights, or those of a net that has read all digits")
        .rebuilds(),
    toggle(&Params::learn, "learn", "Learning", "Off: the net stays as it is, and more test pictures are read"),
    row(&Params::examples, "examples", "Training pictures", 1000, kTrainDigits, "How many pictures are learned, over and over")
        .logarithmic()
        .rebuilds(),
    row(&Params::tests, "tests", "Test pictures", 1000, kTestDigits, "How many other handwritten digits are read as a test")
        .logarithmic()
        .rebuilds(),
    row(&Params::first, "first", "Filters, layer 1", 1, 16,
        "Each is a window of five by five cells and makes a map of the picture")
        .only(&Params::start, random)
        .rebuilds(),
    row(&Params::second, "second", "Filters, layer 2", 1, 32, "Each is a window of five by five cells on all maps of layer 1")
        .only(&Params::start, random)
        .rebuilds(),
    row(&Params::batch, "batch", "Minibatch", 1, 64, "Pictures seen between two updates").logarithmic().rebuilds(),
    row(&Params::rate, "rate", "Learning rate", 0.001, 1, "How far the weights move against the slope").logarithmic(),
    row(&Params::halving, "halving", "Passes to half the rate", 0, 1000,
        "The rate falls as 1 / (1 + passes / this); 0 keeps it"),
    row(&Params::momentum, "momentum", "Momentum", 0, 0.99, "The share of its last movement that a weight keeps"),
    row(&Params::decay, "decay", "Weight decay", 0, 0.1, "Pull of the weights to zero, as a share of the learning rate"));

constexpr double kMemory = 0.998;  // of the running means, a digit
constexpr double kNoise = 0.05;    // the share of a drawing's cells that are turned round
constexpr const char* kDigitNames[] = {"0", "1", "2", "3", "4", "5", "6", "7", "8", "9"};

ConvShape shape_of(const Params& p) {
  ConvShape shape;
  if (p.start == random) shape.filters[0] = p.first, shape.filters[1] = p.second;
  return shape;
}

void new_epoch(State& s, const Rng& rng) { permute(s.order.data(), int(s.order.size()), rng.draw(Stream::order)); }

void put(ConvRoom<float>& room, int column, std::span<const float> ink) {
  for (int c = 0; c < kDigitCells; ++c) room.pictures(c, column) = ink[c];
}

int answer(const ConvRoom<float>& room, int column) {
  int best = 0;
  for (int c = 1; c < kClasses; ++c)
    if (room.t(c, column) > room.t(best, column)) best = c;
  return best;
}

double rate_now(const Params& p, const State& s) {
  const double passes = double(s.epochs) + double(s.cursor) / double(s.order.size());
  return p.halving > 0 ? p.rate / (1 + passes / p.halving) : p.rate;
}

void learn(const Params& p, State& s, const Rng& rng) {
  const int count = int(std::min<int64_t>(p.batch, std::ssize(s.order) - s.cursor));
  ConvRoom<float>& room = *s.room;
  room.expect(count);
  int labels[64];
  for (int k = 0; k < count; ++k) {
    const int i = s.order[s.cursor + k];
    float ink[kDigitCells];
    s.examples->picture(false, i, ink);
    put(room, k, ink);
    labels[k] = s.examples->label(false, i);
  }
  s.net.forward(room);
  const double loss = s.net.loss(room, {labels, std::size_t(count)});
  for (int k = 0; k < count; ++k) {
    const bool first = s.updates == 0 && k == 0;
    const double wrong = answer(room, k) != labels[k] ? 1 : 0;
    s.train_error = first ? wrong : kMemory * s.train_error + (1 - kMemory) * wrong;
    s.loss = first ? loss : kMemory * s.loss + (1 - kMemory) * loss;
  }
  s.net.backward(room);
  std::copy(s.net.all_weights().begin(), s.net.all_weights().end(), room.kept.begin());
  s.net.move({rate_now(p, s), p.momentum, p.decay});
  ++s.updates;
  if (!s.net.is_within(float(kMostEver))) {
    s.net.set_all_weights(room.kept);
    s.stopped = s.updates, s.stopped_at_rate = p.rate;
    return;
  }
  s.cursor += count;
  if (s.cursor < std::ssize(s.order)) return;
  s.cursor = 0;
  ++s.epochs;
  new_epoch(s, rng);
}

// The next few test digits, in turn.
void test(const Params& p, State& s) {
  const int count = p.learn ? kTestsInStep : kTestsWhenStill, all = int(s.said.size());
  s.room->expect(count);
  for (int k = 0; k < count; ++k) {
    float ink[kDigitCells];
    s.examples->picture(true, int((s.tested + k) % all), ink);
    put(*s.room, k, ink);
  }
  s.net.forward(*s.room);
  for (int k = 0; k < count; ++k, ++s.tested) s.said[s.tested % all] = int8_t(answer(*s.room, k));
}

struct Score {
  double counts[kClasses][kClasses] = {};  // what it is, what was said
  int64_t seen = 0, wrong = 0;
};
Score score(const State& s) {
  Score all;
  for (int i = 0; i < std::ssize(s.said); ++i) {
    if (s.said[i] < 0) continue;
    const int label = s.examples->label(true, i);
    all.counts[label][s.said[i]] += 1;
    ++all.seen, all.wrong += s.said[i] != label;
  }
  return all;
}

// Each row a digit: the percentages in which it was read as each of the ten.
Field confusion_field(const Score& score) {
  Field f{.cells = std::vector<double>(), .rows = kClasses, .cols = kClasses, .palette = Palette::ramp, .lo = 0, .hi = 100};
  std::vector<double> cells;
  for (const auto& row : score.counts) {
    double sum = 0;
    for (const double n : row) sum += n;
    for (const double n : row) cells.push_back(sum > 0 ? 100 * n / sum : 0);
  }
  f.cells = std::move(cells);
  f.x_label = "Read as", f.y_label = "Digit";
  return f;
}

Field filter_field(const State& s) {
  const MatrixView<const float> K = s.net.filters(0);
  const int window = s.net.shape().window;
  std::vector<double> cells;
  double most = 1e-6;
  for (int o = 0; o < K.rows; ++o)
    for (const float w : K.row(o)) cells.push_back(double(w)), most = std::max(most, std::fabs(double(w)));
  return {.cells = std::move(cells),
          .rows = window,
          .cols = window,
          .count = K.rows,
          .palette = Palette::sign,
          .lo = -most,
          .hi = most};
}

// What the filters of a layer answer to the drawing, after ReLU.
Field map_field(const State& s, int layer) {
  const Planes out = s.net.shape().convolution(layer).out();
  const Matrix<float>& S = s.room->layers[layer].answers;
  std::vector<double> cells;
  double most = 1e-6;
  for (int r = 0; r < S.rows; ++r) {
    cells.push_back(std::max(0.0, double(S(r, 0))));
    most = std::max(most, cells.back());
  }
  return {.cells = std::move(cells),
          .rows = out.rows,
          .cols = out.cols,
          .count = out.channels,
          .palette = Palette::grey,
          .lo = 0,
          .hi = most};
}

}  // namespace

int Examples::label(bool of_tests, int i) const {
  const Digits& from = of_tests ? test : train;
  return from.count() > 0 ? from.label(i) : i % kClasses;
}

void Examples::picture(bool of_tests, int i, std::span<float> ink) const {
  const Digits& from = of_tests ? test : train;
  if (from.count() > 0) {
    for (int c = 0; c < kDigitCells; ++c) ink[c] = float(from.picture(i)[c]) / 255;
    return;
  }
  Draw draw(seed, uint64_t(of_tests ? kTrainDigits + i : i), Stream::data);
  const int down = int(draw.below(2 * kShift + 1)) - kShift, right = int(draw.below(2 * kShift + 1)) - kShift;
  const int8_t* drawing = &glyphs[std::size_t(i % kClasses) * kDigitCells];
  for (int y = 0; y < kDigitSide; ++y)
    for (int x = 0; x < kDigitSide; ++x) {
      const int row = y - down, col = x - right;
      const bool inside = row >= 0 && row < kDigitSide && col >= 0 && col < kDigitSide;
      const bool on = inside && drawing[row * kDigitSide + col] > 0;
      ink[y * kDigitSide + x] = on != (draw.uniform() < kNoise) ? 1 : 0;
    }
}

Message conflict(const Params& p) {
  if (p.start == trained && p.data != mnist) return {"The trained net reads handwritten digits", {}};
  return {};
}

std::vector<Need> needs(const Params& p) {
  if (p.data == glyphs) return {};
  std::vector<Need> all = digit_needs(p.examples, p.tests);
  if (p.start == trained) all.push_back(trained_need());
  return all;
}

State init(const Params& p, const Library& library, const Rng& rng) {
  State s;
  auto e = std::make_shared<Examples>();
  if (p.data == mnist) {
    e->train = Digits(library, false, p.examples);
    e->test = Digits(library, true, p.tests);
  } else {
    e->glyphs = make_patterns(digits, kClasses, kDigitSide, {});
    e->seed = rng.seed;
  }
  s.net = ConvNet<float>(shape_of(p));
  if (p.start == trained) s.net.set_all_weights(library.find(kTrainedFile, "weights")->f32());
  else s.net.set_random(rng);
  s.room = std::make_shared<ConvRoom<float>>(shape_of(p), std::max(p.batch, kTestsWhenStill));
  s.order.resize(p.examples);
  new_epoch(s, rng);
  s.said.assign(p.tests, -1);
  s.canvas.resize(kDigitCells);
  e->picture(true, p.data == mnist ? 0 : 7, s.canvas);
  s.examples = std::move(e);
  return s;
}

void advance(const Params& p, State& s, const Rng& rng) {
  if (settled(p, s)) return;
  s.stopped = -1;
  if (p.learn) learn(p, s, rng);
  test(p, s);
}

bool settled(const Params& p, const State& s) { return p.learn && s.stopped >= 0 && p.rate == s.stopped_at_rate; }

Message trouble(const Params&, const State& s) {
  if (s.stopped < 0) return {};
  return {"The learning rate is too large: weights ran away at step {0}. Those of step {1} are back; lower the rate and go on",
          {decimal(double(s.stopped)), decimal(double(s.stopped - 1))}};
}

bool poke(const Params&, State& s, const Poke& poke) { return draw_ink(poke, kDigitSide, s.canvas); }

void observe(const Params&, const State& s, Sink& sink) {
  ConvRoom<float>& room = *s.room;
  room.expect(1);
  put(room, 0, s.canvas);
  s.net.forward(room);
  std::vector<double> p(kClasses);
  for (int c = 0; c < kClasses; ++c) p[c] = double(room.t(c, 0));
  softmax(p, p);
  const int read = largest(p);
  const Score tests = score(s);
  const double error = tests.seen > 0 ? 100 * double(tests.wrong) / double(tests.seen) : 0;
  const double passes = double(s.epochs) + double(s.cursor) / double(s.order.size());
  sink.series({"train_error", "Training error", "%"}, 100 * s.train_error, s.updates > 0);
  sink.series({"test_error", "Test error", "%"}, error, tests.seen > 0);
  sink.number({"loss", "Loss"}, s.loss, s.updates > 0);
  sink.number({"read", "Test pictures read"}, double(tests.seen));
  sink.number({"pictures", "Pictures"}, double(s.epochs) * double(s.order.size()) + double(s.cursor));
  sink.number({"passes", "Passes"}, passes);
  sink.number({"answer", "Read as"}, read);
  sink.number({"weights_count", "Weights"}, double(s.net.all_weights().size()));
  sink.shape({"canvas", "Draw here"}, [&] {
    return Field{.cells = std::vector<double>(s.canvas.begin(), s.canvas.end()),
                 .rows = kDigitSide,
                 .cols = kDigitSide,
                 .palette = Palette::spin};
  });
  sink.shape({"probabilities", "Probability of each digit"}, [&] {
    return Bars{p, {std::begin(kDigitNames), std::end(kDigitNames)}};
  });
  sink.shape({"maps1", "Maps of layer 1"}, [&] { return map_field(s, 0); });
  sink.shape({"maps2", "Maps of layer 2"}, [&] { return map_field(s, 1); });
  sink.shape({"filters", "Filters of layer 1"}, [&] { return filter_field(s); });
  sink.shape({"confusion", "Digits taken for others"}, [&] { return confusion_field(tests); });
  sink.shape({"weights", "All weights"}, [&] {
    const std::span<const float> w = s.net.all_weights();
    return Field{
        .cells = std::vector<double>(w.begin(), w.end()), .rows = 1, .cols = int(w.size()), .palette = Palette::sign, .lo = -1};
  });
  const double numbers[] = {double(read), 100 * p[read], passes, error};
  sink.words(tests.seen == 0
                 ? "The drawing reads as {0}, with probability {1} %"
                 : "The drawing reads as {0}, with probability {1} %; after {2} passes {3} % of the test digits are wrong",
             numbers);
}

void digest(const State& s, Bytes& out) {
  out.add(s.net.all_weights().data(), s.net.all_weights().size() * sizeof(float));
  out.add(s.net.velocity().data(), s.net.velocity().size() * sizeof(float));
  out.add(s.order);
  out.add(s.said);
  out.add(s.canvas);
  out.words(s.cursor, s.epochs, s.updates, s.tested, s.train_error, s.loss, s.stopped, s.stopped_at_rate);
}

constinit const Model kModel = model<Params, kRows>("cnn", "Convolutional network", 1);

}  // namespace attractor::cnn
