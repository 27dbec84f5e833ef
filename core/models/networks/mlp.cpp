#include "core/models/networks/mlp.h"

#include <algorithm>
#include <cmath>
#include <span>
#include <string>
#include <utility>

#include "core/base/num.h"

namespace attractor::mlp {
namespace {

constexpr auto kRows = table<Params>(
    choice(&Params::set, "data", "Points", kSets, "What is to be learned; your own: paint them on the plane").rebuilds(),
    choice(&Params::depth, "depth", "Hidden layers", kDepths, "Without any it is one neuron and a straight line").rebuilds(),
    row(&Params::n1, "n1", "Units of layer 1", 1, kMostUnits, "Width of the first hidden layer")
        .only(&Params::depth, 1, 2, 3, 4)
        .rebuilds(),
    row(&Params::n2, "n2", "Units of layer 2", 1, kMostUnits, "Width of the second hidden layer")
        .only(&Params::depth, 2, 3, 4)
        .rebuilds(),
    row(&Params::n3, "n3", "Units of layer 3", 1, kMostUnits, "Width of the third hidden layer")
        .only(&Params::depth, 3, 4)
        .rebuilds(),
    row(&Params::n4, "n4", "Units of layer 4", 1, kMostUnits, "Width of the fourth hidden layer")
        .only(&Params::depth, 4)
        .rebuilds(),
    choice(&Params::unit, "unit", "Hidden neurons σ", kUnits, "What a hidden neuron makes of the sum of its inputs")
        .only(&Params::depth, 1, 2, 3, 4)
        .rebuilds(),
    row(&Params::rate, "rate", "Learning rate η", 0.0001, 10, "How far a weight moves against its slope").logarithmic(),
    row(&Params::momentum, "momentum", "Momentum", 0, 0.99, "The share of its last movement that a weight keeps"),
    row(&Params::decay, "decay", "Weight decay", 0, 0.1, "Pulls weights towards 0: smoother borders"),
    row(&Params::dropout, "dropout", "Dropout", 0, 0.8,
        "The share of hidden units left out of each minibatch, others each time")
        .only(&Params::depth, 1, 2, 3, 4),
    row(&Params::batch, "batch", "Minibatch", 1, 50, "Points whose mean slope makes a step").rebuilds(),
    row(&Params::points, "points", "Number of points", 10, 500, "Those to learn from and those for the test")
        .only(&Params::set, circle, corners, gauss, spiral, slope, hills)
        .rebuilds(),
    row(&Params::noise, "noise", "Noise", 0, 1, "How far points are moved after their answers are known")
        .only(&Params::set, circle, corners, gauss, spiral, slope, hills)
        .rebuilds(),
    row(&Params::test, "test", "Share for the test", 0, 0.9, "Points that are not learned from; hollow on the plane")
        .only(&Params::set, circle, corners, gauss, spiral, slope, hills)
        .rebuilds());

constexpr int kSide = 17;  // of the units' maps; the plane is seen at twice as many places
constexpr int kPlaces = 2 * kSide - 1;
constexpr Window kWindow{-kEdge, kEdge, -kEdge, kEdge};

Activation activation(const Params& p) {
  constexpr Activation kOf[] = {Activation::tanh, Activation::relu,      Activation::logistic,
                                Activation::gelu, Activation::threshold, Activation::identity};
  return kOf[p.unit];
}

std::vector<int> units_of(const Params& p) {
  std::vector<int> units{2};
  const int hidden[] = {p.n1, p.n2, p.n3, p.n4};
  units.insert(units.end(), hidden, hidden + p.depth);
  units.push_back(1);
  return units;
}

Points make_points(const Params& p, const Rng& rng) {
  Points all;
  if (p.set == own) return all;
  const std::vector<Sample> samples = make_samples(SampleSet(p.set), p.points, p.noise, rng);
  std::vector<int32_t> order(samples.size());
  permute(order.data(), int(order.size()), rng.draw(Stream::order));
  const int learned = std::max(1, int(std::floor(double(p.points) * (1 - p.test) + 0.5)));
  for (int i = 0; i < std::ssize(samples); ++i) {
    const Sample& s = samples[order[i]];
    all.x.push_back(float(s.x)), all.y.push_back(float(s.y)), all.target.push_back(float(s.target));
    all.test.push_back(i >= learned);
  }
  return all;
}

// Other points: the next step begins an epoch.
void take(const Params& p, State& s, Points points) {
  s.margins.resize(points.x.size());
  s.order.clear();
  for (int i = 0; i < std::ssize(points.x); ++i)
    if (!points.test[i]) s.order.push_back(i);
  s.place = std::ssize(s.order);
  s.points = std::make_shared<const Points>(std::move(points));
  begin_anew(p, s);
}

// ---- What is seen ----------------------------------------------------------------------------------------------------

struct Seen {
  std::vector<float> maps;      // of all units
  std::vector<double> chances;  // at kPlaces x kPlaces
};

// A map as it is coloured: from -1 to 1.
void scale(std::span<float> map, Activation f) {
  if (f == Activation::logistic || f == Activation::threshold) {
    for (float& m : map) m = 2 * m - 1;
    return;
  }
  float most = 1;
  if (f != Activation::tanh) {
    most = 1e-6f;
    for (const float m : map) most = std::max(most, std::fabs(m));
  }
  for (float& m : map) m = std::clamp(m / most, -1.0f, 1.0f);
}

Seen see(const Params& p, const State& s, bool maps) {
  FullyConnected<float> net = s.net;
  net.expect(kPlaces);
  Seen seen;
  int units = 0;
  for (int c = 0; c <= net.layers(); ++c) units += net.units(c);
  if (maps) seen.maps.resize(std::size_t(units * kSide * kSide));
  seen.chances.resize(kPlaces * kPlaces);
  for (int row = 0; row < kPlaces; ++row) {
    for (int j = 0; j < kPlaces; ++j) {
      const Point at = kWindow.at(row * kPlaces + j, kPlaces);
      net.z(0)(0, j) = float(at.x), net.z(0)(1, j) = float(at.y);
    }
    net.forward();
    MatrixView<float> out = net.z(net.layers());
    for (int j = 0; j < kPlaces; ++j) {
      float& t = out(0, j);
      if (is_regression(p)) seen.chances[row * kPlaces + j] = (std::clamp(double(t), -1.0, 1.0) + 1) / 2;
      else seen.chances[row * kPlaces + j] = sigmoid(double(t));
      t = float(2 * seen.chances[row * kPlaces + j] - 1);
    }
    if (!maps || row % 2) continue;
    int unit = 0;
    for (int c = 0; c <= net.layers(); ++c)
      for (int u = 0; u < net.units(c); ++u, ++unit)
        for (int j = 0; j < kSide; ++j) seen.maps[(unit * kSide + row / 2) * kSide + j] = net.z(c)(u, 2 * j);
  }
  for (int c = 0, unit = 0; c <= net.layers() && maps; ++c)
    for (int u = 0; u < net.units(c); ++u, ++unit)
      scale({&seen.maps[unit * kSide * kSide], kSide * kSide}, c == 0              ? Activation::identity
                                                               : c == net.layers() ? Activation::tanh
                                                                                   : activation(p));
  return seen;
}

LayeredNet network(const Params& p, const State& s) {
  constexpr const char* kHidden[] = {"Layer 1", "Layer 2", "Layer 3", "Layer 4"};
  LayeredNet net{.columns = {}, .joints = {}, .most = kMostWeight, .side = kSide, .maps = see(p, s, true).maps};
  for (int c = 0; c <= s.net.layers(); ++c) {
    LayeredNet::Column column{.label = c == 0                ? "Input"
                                       : c == s.net.layers() ? "Output"
                                                             : kHidden[c - 1],
                              .units = s.net.units(c)};
    if (c > 0) column.biases.assign(s.net.b(c - 1).begin(), s.net.b(c - 1).end());
    net.columns.push_back(std::move(column));
    if (c == s.net.layers()) break;
    LayeredNet::Joint joint{.letter = "w", .weights = {}};
    for (int i = 0; i < s.net.units(c + 1); ++i)
      for (int j = 0; j < s.net.units(c); ++j) joint.weights.push_back(double(s.net.W(c)(i, j)));
    net.joints.push_back(std::move(joint));
  }
  return net;
}

Cloud plane(const Params& p, const State& s) {
  Cloud cloud{.x0 = kWindow.x0, .x1 = kWindow.x1, .y0 = kWindow.y0, .y1 = kWindow.y1, .classes = {"0", "1"}, .points = {}};
  if (is_regression(p)) cloud.classes = {"−1", "+1"}, cloud.at_0 = -1;
  cloud.rows = cloud.cols = kPlaces;
  cloud.chances = see(p, s, false).chances;
  for (int i = 0; i < std::ssize(s.points->x); ++i) {
    const double target = double(s.points->target[i]);
    cloud.points.push_back({.x = double(s.points->x[i]),
                            .y = double(s.points->y[i]),
                            .value = is_regression(p) ? (target + 1) / 2 : target,
                            .test = s.points->test[i] != 0});
  }
  cloud.movable = cloud.paint = p.set == own;
  cloud.x_label = "x₁", cloud.y_label = "x₂";
  return cloud;
}

double percent(int64_t part, int64_t of) { return of > 0 ? 100 * double(part) / double(of) : 0; }

// Changing points: a class is painted, a point moved or taken away.
bool poke_points(const Params& p, State& s, const Poke& poke) {
  if (p.set != own || poke.index >= int64_t(Cloud::kGrid) * Cloud::kGrid) return false;
  const Point at = kWindow.at(poke.index, Cloud::kGrid);
  Points points = *s.points;
  const int count = int(points.x.size());
  if (poke.field == "paint") {
    if ((poke.value != 0 && poke.value != 1) || count >= kMostPoints) return false;
    points.x.push_back(float(at.x)), points.y.push_back(float(at.y)), points.target.push_back(float(poke.value));
    points.test.push_back(0);
  } else {
    if (!(poke.value >= 0 && poke.value < count) || poke.value != std::floor(poke.value)) return false;
    const int i = int(poke.value);
    if (poke.field == "points") {
      points.x[i] = float(at.x), points.y[i] = float(at.y);
    } else if (poke.field == "erase") {
      for (auto* v : {&points.x, &points.y, &points.target}) v->erase(v->begin() + i);
      points.test.erase(points.test.begin() + i);
    } else {
      return false;
    }
  }
  take(p, s, std::move(points));
  return true;
}

}  // namespace

bool is_regression(const Params& p) { return p.set != own && attractor::is_regression(SampleSet(p.set)); }

State init(const Params& p, const Rng& rng) {
  State s;
  s.net = FullyConnected<float>(units_of(p), activation(p), std::max(p.batch, kMeasured));
  s.net.set_random(p.depth > 0 && (p.unit == rectified || p.unit == gelu) ? std::sqrt(2.0) : 1.0, rng);
  s.good.resize(s.net.all_weights().size());
  take(p, s, make_points(p, rng));
  return s;
}

bool settled(const Params& p, const State& s) { return s.stopped >= 0 && p.rate == s.stopped_at_rate; }

Message trouble(const Params&, const State& s) {
  if (s.stopped < 0) return {};
  return {"The learning rate is too large: weights ran away at step {0}. Those of step {1} are back; lower the rate and go on",
          {decimal(double(s.stopped)), decimal(double(s.good_step))}};
}

bool poke(const Params& p, State& s, const Poke& poke) {
  if (poke.field != "weights" && poke.field != "biases") return poke_points(p, s, poke);
  if (!(std::fabs(poke.value) <= kMostWeight)) return false;
  int64_t at = poke.index;
  const bool bias = poke.field == "biases";
  if (bias) at -= s.net.units(0);  // the inputs have none
  for (int l = 0; l < s.net.layers() && at >= 0; ++l) {
    const int rows = s.net.units(l + 1), cols = bias ? 1 : s.net.units(l);
    if (at < rows * cols) {
      (bias ? s.net.b(l)[std::size_t(at)] : s.net.W(l)(int(at) / cols, int(at) % cols)) = float(poke.value);
      begin_anew(p, s);
      return true;
    }
    at -= rows * cols;
  }
  return false;
}

void observe(const Params& p, const State& s, Sink& sink) {
  const bool regression = is_regression(p);
  sink.series({"learn", "Loss while learning"}, s.learn_loss, s.learn_count > 0);
  sink.series({"check", "Loss in the test"}, s.test_loss, s.test_count > 0);
  sink.number({"epochs", "Epochs"}, double(s.epochs));
  sink.number({"wrong", "Wrong in the test", "%"}, percent(s.test_wrong, s.test_count), s.test_count > 0 && !regression);
  sink.number({"missed", "Wrong while learning", "%"}, percent(s.learn_wrong, s.learn_count), s.learn_count > 0 && !regression);
  sink.shape({"net", "The network"}, [&] { return network(p, s); });
  sink.shape({"plane", "What it says of the plane"}, [&] { return plane(p, s); });
  const double numbers[] = {double(s.epochs), s.learn_loss, s.test_loss, percent(s.test_wrong, s.test_count),
                            double(s.stopped)};
  const char* sentence = "Epoch {0}: loss {1}, in the test {2}, where {3} % are wrong";
  if (s.stopped >= 0) sentence = "Stopped at step {4}: the learning rate is too large";
  else if (s.learn_count == 0) sentence = "Paint points of two classes on the plane, then let it learn";
  else if (s.test_count == 0) sentence = "Epoch {0}: loss {1}";
  else if (regression) sentence = "Epoch {0}: loss {1}, in the test {2}";
  sink.words(sentence, numbers);
}

void digest(const State& s, Bytes& out) {
  out.add(s.net.all_weights().data(), s.net.all_weights().size_bytes());
  out.add(s.net.velocity().data(), s.net.velocity().size_bytes());
  out.add(s.points->x);
  out.add(s.points->y);
  out.add(s.points->target);
  out.add(s.points->test);
  out.add(s.order);
  out.add(s.good);
  out.words(s.good_step, s.first_loss, s.place, s.steps, s.epochs, s.measured, s.stopped, s.stopped_at_rate);
}

constinit const Model kModel = model<Params, kRows>("mlp", "Fully connected network", 1);

}  // namespace attractor::mlp
