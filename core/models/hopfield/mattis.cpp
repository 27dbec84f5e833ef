#include "core/models/hopfield/mattis.h"

#include <algorithm>
#include <cmath>

#include "core/base/lattice.h"
#include "core/pictures/choices.h"
#include "core/spins/acceptance.h"

namespace attractor::mattis {
namespace {

constexpr auto kRows = table<Params>(
    choice(&Params::set, "set", "Pictures", std::span(attractor::kPictureSets).first<4>(),
           "Where the stored picture comes from")
        .rebuilds(),
    row(&Params::picture, "picture", "Number of the picture", 1, 20, "Which picture of the set is stored").rebuilds(),
    row(&Params::side, "side", "Side of the picture", 4, 32, "Neurons along one side; N is its square").rebuilds(),
    row(&Params::T, "T", "Temperature", 0, 2, "Order appears below 1"),
    choice(&Params::start, "start", "Start", kStarts, "The state at step 0").rebuilds(),
    row(&Params::noise, "noise", "Noise", 0, 1, "Probability that a neuron of the start is flipped")
        .only(&Params::start, start_noisy)
        .rebuilds(),
    row(&Params::updates, "updates", "Neurons per step", 1, 1024, "Asynchronous updates in one step").logarithmic());

constexpr int64_t kWarm = 10;  // sweeps after a change that the average leaves out

int64_t size(const State& s) { return int64_t(s.memory.size()); }

// N times the local field of a neuron, from the weights.
int64_t memory_field(const State& s, int i) {
  const int n = int(s.memory.size());
  const int8_t* row = s.weights->data() + i * n;
  int32_t h = 0;
  for (int j = 0; j < n; ++j) h += row[j] * s.memory[j];
  return h;
}

void flip_memory(State& s, int i) {
  s.memory[i] = int8_t(-s.memory[i]);
  s.overlap += 2 * s.pattern[i] * s.memory[i];
}
void flip_magnet(State& s, int i) {
  s.magnet[i] = int8_t(-s.magnet[i]);
  s.magnetisation += 2 * s.magnet[i];
}

// The solution of m = tanh(m / T) against T, evenly spaced in m: T = m / artanh m.
Line mean_field_line() {
  constexpr int kPoints = 100;
  std::vector<double> x{0}, y{1};
  for (int i = 1; i < kPoints; ++i) {
    const double m = 1 - double(i) / kPoints;
    x.push_back(2 * m / (attractor::log1p(m) - attractor::log1p(-m)));
    y.push_back(m);
  }
  x.push_back(1), y.push_back(0);
  x.push_back(2), y.push_back(0);
  return {std::move(x), std::move(y), "Temperature"};
}

}  // namespace

double mean_field(double T) {
  if (T >= 1) return 0;
  if (T <= 0) return 1;
  double lo = 1e-9, hi = 1;
  for (int i = 0; i < 100; ++i) {
    const double m = (lo + hi) / 2;
    if (attractor::tanh(m / T) > m) lo = m;
    else hi = m;
  }
  return lo;
}

int64_t differences(const State& s) {
  int64_t n = 0;
  for (int i = 0; i < std::ssize(s.memory); ++i) n += s.pattern[i] * s.memory[i] != s.magnet[i];
  return n;
}

int64_t memory_energy(const State& s) {
  int64_t e = 0;
  for (int i = 0; i < std::ssize(s.memory); ++i) e -= s.memory[i] * memory_field(s, i);
  return e / 2;
}

int64_t magnet_energy(const State& s) { return -(s.magnetisation * s.magnetisation - size(s)) / 2; }

Message conflict(const Params& p) {
  const int most = set_size(PictureSet(p.set));
  if (p.picture > most) return {"There are only {0} of these pictures", {decimal(most)}};
  return {};
}

State init(const Params& p, const Rng& rng) {
  State s;
  const auto n = p.side * p.side;
  const std::vector<int8_t> all = make_patterns(PictureSet(p.set), p.picture, p.side, rng);
  s.pattern.assign(all.end() - std::ptrdiff_t(n), all.end());
  auto w = std::make_shared<std::vector<int8_t>>(n * n);
  for (int i = 0; i < n; ++i)
    for (int j = 0; j < n; ++j) (*w)[i * n + j] = int8_t(i == j ? 0 : s.pattern[i] * s.pattern[j]);
  s.weights = std::move(w);
  s.memory.resize(n), s.magnet.resize(n);
  Draw start = rng.draw(Stream::start), noise = rng.draw(Stream::noise);
  for (int i = 0; i < n; ++i) {
    const int coin = start.sign(), kept = noise.uniform() < p.noise ? -1 : 1;
    s.memory[i] = int8_t(p.start == start_random ? coin : kept * s.pattern[i]);
    s.magnet[i] = int8_t(s.pattern[i] * s.memory[i]);
    s.overlap += s.pattern[i] * s.memory[i];
    s.magnetisation += s.magnet[i];
  }
  s.T = p.T;
  return s;
}

void advance(const Params& p, State& s, const Rng& rng) {
  if (p.T != s.T) {
    s.T = p.T;
    s.tries = s.count = s.sum = 0;
  }
  Draw order = rng.draw(Stream::order), update = rng.draw(Stream::update);
  const double n = double(size(s));
  for (int k = 0; k < p.updates; ++k) {
    const int i = int(order.below(size(s)));
    const uint64_t bits = update.bits();
    const double memory_cost = 2.0 * double(s.memory[i] * memory_field(s, i)) / n;
    const double magnet_cost = 2.0 * double(s.magnet[i] * (s.magnetisation - s.magnet[i])) / n;
    if (accepts(bits, Rule::heat_bath, memory_cost, p.T)) {
      flip_memory(s, i);
      ++s.flips;
    }
    if (accepts(bits, Rule::heat_bath, magnet_cost, p.T)) flip_magnet(s, i);
    if (++s.tries <= kWarm * size(s)) continue;
    ++s.count;
    s.sum += std::abs(s.magnetisation);
  }
}

void observe(const Params& p, const State& s, Sink& sink) {
  const double n = double(size(s));
  sink.series({"overlap", "Overlap"}, double(s.overlap) / n);
  sink.series({"m", "Magnetisation"}, double(s.magnetisation) / n);
  sink.series({"energy", "Energy per spin"}, -(double(s.magnetisation) * double(s.magnetisation) - n) / (2 * n * n));
  sink.series({"temperature", "Temperature"}, p.T);
  const double different = double(differences(s));
  sink.number({"differences", "Differences"}, different);
  sink.number({"mean_m", "Mean |m|"}, s.count > 0 ? double(s.sum) / double(s.count) / n : 0, s.count > 0);
  sink.number({"mean_field", "m = tanh(m / T)"}, mean_field(p.T));
  sink.shape({"memory", "Memory: s"}, [&] { return picture_field(s.memory, p.side); });
  sink.shape({"magnet", "Magnet: t"}, [&] { return picture_field(s.magnet, p.side); });
  sink.shape({"pattern", "Stored picture: x"}, [&] { return gallery_field(s.pattern, p.side, 1); });
  Line measured{.x = {}, .y = {}, .x_label = "Temperature", .drawn = Line::Drawn::points};
  if (s.count > 0) measured.x = {p.T}, measured.y = {double(s.sum) / double(s.count) / n};
  sink.publish({"measured", "Measured"}, std::move(measured));
  sink.shape({"theory", "m = tanh(m / T)"}, mean_field_line);
  const double numbers[] = {double(s.overlap) / n, double(s.magnetisation) / n, different};
  sink.words("overlap {0}, magnetisation {1}; {2} neurons differ after the gauge", numbers);
}

void digest(const State& s, Bytes& out) {
  out.add(s.memory);
  out.add(s.magnet);
  out.words(s.flips, s.tries, s.count, s.sum, s.T);
}

// A stroke on one of the two is a stroke on the other, seen through the gauge.
bool poke(const Params& p, State& s, const Poke& poke) {
  const bool memory = poke.field == "memory";
  if (!memory && poke.field != "magnet") return false;
  if (poke.index >= size(s) || (poke.value != 1 && poke.value != -1)) return false;
  visit_disc(p.side, poke.index, poke.radius, [&](int i) {
    const int wanted = memory ? int(poke.value) : int(poke.value) * s.pattern[i];
    if (s.memory[i] == wanted) return;
    flip_memory(s, i);
    flip_magnet(s, i);
  });
  return true;
}

constinit const Model kModel = model<Params, kRows>("mattis", "One stored picture, and a magnet", 1);

}  // namespace attractor::mattis
