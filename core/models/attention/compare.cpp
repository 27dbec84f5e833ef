#include "core/models/attention/compare.h"

#include <algorithm>
#include <cmath>

#include "core/base/num.h"
#include "core/memory/attention.h"
#include "core/memory/overlap_energy.h"

namespace attractor::compare {
namespace {

constexpr auto kRows = table<Params>(
    stored_rows(1, 100, 12, "The pictures of the example; the measured trials take random ones"), noise_row<Params>(0.5),
    row(&Params::n, "n", "Power n", 2, 12, "The exponent of the dense memory").rebuilds(),
    row(&Params::beta, "beta", "Sharpness β", 0.01, 10, "Inverse temperature of the modern network's softmax")
        .logarithmic()
        .rebuilds(),
    row(&Params::max_load, "top", "Largest load", 0.1, 1.2, "Patterns per neuron at the right end of the axis").rebuilds());

constexpr int kMaxSweeps = 40, kMaxAttention = 12;
constexpr double kMostNoise = 0.5;
constexpr Name kNames[kMemories] = {
    {"hebb", "Hebb"}, {"storkey", "Storkey"}, {"projection", "Pseudo-inverse"}, {"dense", "Dense"}, {"modern", "Modern"}};
constexpr Name kNoiseNames[kMemories] = {{"hebb_noise", "Hebb"},
                                         {"storkey_noise", "Storkey"},
                                         {"projection_noise", "Pseudo-inverse"},
                                         {"dense_noise", "Dense"},
                                         {"modern_noise", "Modern"}};

int neurons(const Params& p) { return p.side * p.side; }

std::vector<int8_t> by_attention(const std::vector<int8_t>& patterns, const std::vector<int8_t>& start, double beta) {
  const int n = int(start.size()), count = int(patterns.size() / start.size());
  const std::vector<double> memories(patterns.begin(), patterns.end());
  std::vector<double> xi(start.begin(), start.end()), weights(count, 0.0), next(start.size());
  for (int t = 0; t < kMaxAttention; ++t) {
    attend(memories.data(), count, n, xi.data(), beta, weights.data(), next.data());
    if (next == xi) break;
    xi.swap(next);
  }
  std::vector<int8_t> s(start.size());
  for (int i = 0; i < std::ssize(s); ++i) s[i] = xi[i] > 0 ? 1 : xi[i] < 0 ? -1 : start[i];
  return s;
}

// One trial at one point of an axis: fresh random patterns, the first of them damaged.
void measure(const Params& p, Share& share, int point, int count, double noise, const Rng& rng) {
  const std::vector<int8_t> patterns = make_patterns(random_set, count, p.side, rng);
  const auto results = recall_all(p, patterns, damaged_start(patterns, p.side, 1, noise, 0, rng));
  ++share.tries[point];
  for (int m = 0; m < kMemories; ++m)
    share.good[m][point] += std::equal(results[m].begin(), results[m].end(), patterns.begin());
}

double load_at(const Params& p, int i) { return p.max_load * double(i + 1) / kPoints; }
int count_at(const Params& p, int i) { return std::max(1, int(std::floor(load_at(p, i) * neurons(p) + 0.5))); }
double noise_at(int i) { return kMostNoise * double(i) / (kPoints - 1); }

Line share_line(const Params& p, const Share& share, int memory, bool loads) {
  Line line{.x = {}, .y = {}, .x_label = loads ? "Load P / N" : "Noise", .drawn = Line::Drawn::curve};
  for (int i = 0; i < kPoints; ++i) {
    if (share.tries[i] == 0) continue;
    line.x.push_back(loads ? double(count_at(p, i)) / neurons(p) : noise_at(i));
    line.y.push_back(double(share.good[memory][i]) / double(share.tries[i]));
  }
  return line;
}

}  // namespace

std::array<std::vector<int8_t>, kMemories> recall_all(const Params& p, const std::vector<int8_t>& patterns,
                                                      const std::vector<int8_t>& start) {
  std::array<std::vector<int8_t>, kMemories> out;
  constexpr Learning kRules[] = {learn_hebb, learn_storkey, learn_pseudo_inverse};
  const int n = int(start.size());
  for (int k = 0; k < 3; ++k) {
    const Network net = make_network(kRules[k], patterns, n, false, 0, Rng{});
    Activity a = make_activity(net, start);
    descend(net, a, kMaxSweeps);
    out[k] = std::move(a.spins);
    if (k > 0) continue;
    const OverlapEnergy steep(OverlapEnergy::polynomial, p.n, n, net.count);
    Activity d = make_activity(net, start);
    steep.descend(net, d, kMaxSweeps);
    out[3] = std::move(d.spins);
  }
  out[4] = by_attention(patterns, start, p.beta);
  return out;
}

Message conflict(const Params& p) { return check_pictures(picture_choice(p), 0); }

State init(const Params& p, const Library& library, const Rng& rng) {
  State s;
  const std::vector<int8_t> patterns = collect_pictures(picture_choice(p), library, rng);
  s.pictures = damaged_start(patterns, p.side, 1, p.noise, 0, rng);
  const auto results = recall_all(p, patterns, s.pictures);
  for (int m = 0; m < kMemories; ++m) {
    s.pictures.insert(s.pictures.end(), results[m].begin(), results[m].end());
    for (int i = 0; i < std::ssize(results[m]); ++i) s.wrong[m] += results[m][i] != patterns[i];
  }
  return s;
}

void advance(const Params& p, State& s, const Rng& rng) {
  const int point = s.trial / 2 % kPoints;
  if (s.trial % 2 == 0) measure(p, s.by_load, point, count_at(p, point), p.noise, rng);
  else measure(p, s.by_noise, point, p.count, noise_at(point), rng);
  ++s.trial;
}

void observe(const Params& p, const State& s, Sink& sink) {
  for (int m = 0; m < kMemories; ++m) {
    sink.shape(kNames[m], [&] { return share_line(p, s.by_load, m, true); });
    sink.shape(kNoiseNames[m], [&] { return share_line(p, s.by_noise, m, false); });
  }
  sink.shape({"results", "One start, five memories"}, [&] {
    Field f = picture_field(s.pictures, p.side);
    f.fixed = true;
    f.labels = {"The start", "Hebb", "Storkey", "Pseudo-inverse", "Dense", "Modern"};
    return f;
  });
  static constexpr Name kWrong[kMemories] = {{"hebb_wrong", "Hebb: wrong"},
                                             {"storkey_wrong", "Storkey: wrong"},
                                             {"projection_wrong", "Pseudo-inv.: wrong"},
                                             {"dense_wrong", "Dense: wrong"},
                                             {"modern_wrong", "Modern: wrong"}};
  for (int m = 0; m < kMemories; ++m) sink.number(kWrong[m], double(s.wrong[m]));
  sink.number({"trials", "Trials"}, double(s.trial));
  const double numbers[] = {double(s.trial), double(neurons(p))};
  sink.words("{0} trials with {1} neurons", numbers);
}

void digest(const State& s, Bytes& out) {
  out.add(s.pictures);
  for (const Share* share : {&s.by_load, &s.by_noise}) {
    out.add(share->good);
    out.add(share->tries);
  }
  out.words(s.trial);
}

constinit const Model kModel = model<Params, kRows>("compare", "One task, five memories", 1);

}  // namespace attractor::compare
