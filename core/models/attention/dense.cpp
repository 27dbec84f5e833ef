#include "core/models/attention/dense.h"

#include <algorithm>
#include <cmath>

#include "core/base/num.h"

namespace attractor::dense {
namespace {

constexpr auto kRows = table<Params>(
    stored_rows(0, kMaxPatterns, kMaxSide), own_row(), start_rows(kMaxPatterns),
    choice(&Params::kind, "kind", "Function of the overlap", OverlapEnergy::kKinds, "How strongly an overlap counts")
        .rebuilds(),
    row(&Params::n, "n", "Power n", 2, kMaxPower, "The exponent; 2 is the Hopfield network")
        .only(&Params::kind, OverlapEnergy::polynomial, OverlapEnergy::rectified)
        .rebuilds(),
    row(&Params::updates, "updates", "Neurons per step", 1, kMaxSide* kMaxSide, "Asynchronous updates in one step")
        .logarithmic());

}  // namespace
namespace {}  // namespace

double capacity(int neurons, int n) {
  double odd = 1;  // (2n - 3)!!
  for (int k = 2 * n - 3; k > 1; k -= 2) odd *= k;
  double k = 1 / (2 * odd * attractor::log(double(neurons)));
  for (int i = 1; i < n; ++i) k *= neurons;
  return k;
}

Message conflict(const Params& p) { return check_pictures(picture_choice(p), p.cue); }

State init(const Params& p, const Library& library, const Rng& rng) {
  State s;
  s.network = std::make_shared<const Network>(
      make_network(learn_hebb, collect_pictures(picture_choice(p), library, rng), p.side * p.side, true, 0, rng));
  s.table = std::make_shared<const OverlapEnergy>(OverlapEnergy::Kind(p.kind), p.n, s.network->n, s.network->count);
  s.activity = make_activity(*s.network, damaged_start(s.network->patterns, p.side, p.cue, p.noise, p.erase, rng));
  return s;
}

void advance(const Params& p, State& s, const Rng& rng) {
  const auto n = int64_t(s.activity.spins.size());
  for (int k = 0; k < p.updates && !s.fixed; ++k) {
    if (s.cursor == 0) {
      s.order.resize(n);
      permute(s.order.data(), int(n), rng.draw(Stream::order, uint32_t(s.sweeps) & 0xFFFFu));
    }
    const int i = s.order[s.cursor];
    if (s.table->field(*s.network, s.activity, i) * s.activity.spins[i] < 0) {
      flip(*s.network, s.activity, i);
      ++s.flips;
      s.changed = true;
    }
    ++s.updates;
    if (++s.cursor < n) continue;
    s.cursor = 0;
    ++s.sweeps;
    s.fixed = !s.changed;
    s.changed = false;
  }
}

void observe(const Params& p, const State& s, Sink& sink) {
  const Network& net = *s.network;
  const double N = net.n;
  int best = 0;
  std::vector<double> overlaps(net.count);
  for (int k = 0; k < std::ssize(overlaps); ++k) {
    overlaps[k] = double(s.activity.overlaps[k]) / N;
    if (overlaps[k] > overlaps[best]) best = k;
  }
  sink.series({"energy", "Energy −Σ F(m)"}, s.table->energy(*s.network, s.activity));
  if (p.cue > 0) sink.series({"overlap", "Overlap m"}, overlaps[p.cue - 1]);
  else sink.series({"overlap", "Overlap m"}, 0, false);
  sink.series({"nearest_overlap", "Best overlap"}, overlaps[best]);
  sink.number({"flips", "Flips"}, double(s.flips));
  sink.number({"sweeps", "Sweeps"}, double(s.updates) / N);
  sink.number({"load", "Load K / N"}, double(net.count) / N);
  sink.number({"capacity", "Capacity"}, p.kind == OverlapEnergy::exponential ? 0 : capacity(net.n, p.n),
              p.kind != OverlapEnergy::exponential);
  sink.shape({"overlaps", "Overlap with each picture"}, [&] { return Bars{overlaps}; });
  sink.shape({"spins", "State"}, [&] { return picture_field(s.activity.spins, p.side); });
  sink.shape({"patterns", "Stored pictures"}, [&] { return gallery_field(net.patterns, p.side, p.count); });
  const double numbers[] = {double(best + 1), overlaps[best], double(s.flips)};
  const bool exact = s.activity.overlaps[best] == net.n;
  const char* sentence = "flips: {2}; nearest is picture {0} (overlap {1})";
  if (s.fixed && exact) sentence = "restored picture {0} exactly after {2} flips";
  else if (s.fixed)
    sentence = "came to rest after {2} flips at a state that was not stored; nearest is picture {0} (overlap {1})";
  sink.words(sentence, numbers);
}

bool settled(const Params&, const State& s) { return s.fixed; }

void digest(const State& s, Bytes& out) {
  out.add(s.network->patterns);
  out.add(s.activity.spins);
  out.add(s.order);
  out.words(s.cursor, s.updates, s.flips, s.sweeps, int64_t(s.changed), int64_t(s.fixed));
}

bool poke(const Params& p, State& s, const Poke& poke) {
  if (poke.field != "spins" || poke.index >= int64_t(s.activity.spins.size()) || (poke.value != 1 && poke.value != -1))
    return false;
  visit_disc(p.side, poke.index, poke.radius, [&](int i) {
    if (s.activity.spins[i] == poke.value) return;
    flip(*s.network, s.activity, i);
    ++s.flips;
  });
  s.fixed = s.changed = false;
  s.cursor = 0;
  return true;
}

constinit const Model kModel = model<Params, kRows>("dense", "Dense associative memory", 1);

}  // namespace attractor::dense
