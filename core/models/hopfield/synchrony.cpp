#include "core/models/hopfield/synchrony.h"

#include <algorithm>

#include "core/base/num.h"

namespace attractor::synchrony {
namespace {

constexpr auto kRows = table<Params>(
    stored_rows(1, 200, 32, "The pictures to store"),
    choice(&Params::start, "start", "Start", kStarts,
           "The first picture with its left half turned into its negative, with noise, or a random state")
        .rebuilds(),
    row(&Params::noise, "noise", "Noise", 0, 1, "Probability that a neuron of a noisy start is flipped")
        .only(&Params::start, noisy)
        .rebuilds(),
    row(&Params::updates, "updates", "Neurons per step", 1, 1024, "Asynchronous updates in one step").logarithmic(),
    toggle(&Params::diagonal, "diagonal", "Self-connections",
           "Keeps the diagonal of the sum of x xᵀ: then even all at once finds rest")
        .rebuilds());

void clear_fixed_points(State& s) {
  s.changed = s.async_fixed = s.sync_fixed = s.sync_cycle = false;
  s.cursor = 0;
  s.previous.clear();
}

double energy(const Network& net, const Activity& a) { return -0.5 * double(a.quadratic) / net.count; }

}  // namespace

Message conflict(const Params& p) { return check_pictures(picture_choice(p), 0); }

State init(const Params& p, const Library& library, const Rng& rng) {
  State s;
  s.network = std::make_shared<const Network>(
      make_network(learn_hebb, collect_pictures(picture_choice(p), library, rng), p.side * p.side, p.diagonal, 0, rng));
  const int cue = p.start == random_start ? 0 : 1;
  std::vector<int8_t> spins = damaged_start(s.network->patterns, p.side, cue, p.start == noisy ? p.noise : 0, 0, rng);
  if (p.start == orthogonal)  // half of the neurons turned: the overlap is 0 when N is even
    for (int i = 0; i < std::ssize(spins); ++i)
      if (int(i) % p.side < p.side / 2) spins[i] = int8_t(-spins[i]);
  s.synchronous = make_activity(*s.network, spins);
  s.asynchronous = make_activity(*s.network, std::move(spins));
  return s;
}

void advance(const Params& p, State& s, const Rng& rng) {
  if (!s.sync_fixed) {
    std::vector<int8_t> before = s.synchronous.spins;
    s.sync_fixed = step_synchronous(*s.network, s.synchronous, 0, true) == 0;
    s.sync_cycle = !s.sync_fixed && s.synchronous.spins == s.previous;
    s.previous = std::move(before);
  }
  const auto n = int64_t(s.asynchronous.spins.size());
  for (int k = 0; k < p.updates && !s.async_fixed; ++k) {
    if (s.cursor == 0) {
      s.order.resize(n);
      permute(s.order.data(), int(n), rng.draw(Stream::order, uint32_t(s.sweeps) & 0xFFFFu));
    }
    const int i = s.order[s.cursor];
    if (field(*s.network, s.asynchronous, i) * s.asynchronous.spins[i] < 0) {
      flip(*s.network, s.asynchronous, i);
      s.changed = true;
    }
    if (++s.cursor < n) continue;
    s.cursor = 0;
    ++s.sweeps;
    s.async_fixed = !s.changed;
    s.changed = false;
  }
}

void observe(const Params& p, const State& s, Sink& sink) {
  const Network& net = *s.network;
  const double N = net.n;
  sink.series({"energy_together", "E, all at once"}, energy(net, s.synchronous));
  sink.series({"energy_apart", "E, one by one"}, energy(net, s.asynchronous));
  sink.series({"overlap_together", "m, all at once"}, s.synchronous.overlaps[0] / N);
  sink.series({"overlap_apart", "m, one by one"}, s.asynchronous.overlaps[0] / N);
  sink.number({"cycle", "In a cycle of two"}, s.sync_cycle ? 1 : 0);
  sink.number({"fixed", "All at once: at rest"}, s.sync_fixed ? 1 : 0);
  sink.number({"rest", "One by one: at rest"}, s.async_fixed ? 1 : 0);
  sink.shape({"together", "All at once"}, [&] { return picture_field(s.synchronous.spins, p.side); });
  sink.shape({"apart", "One by one"}, [&] { return picture_field(s.asynchronous.spins, p.side); });
  const double numbers[] = {s.synchronous.overlaps[0] / N, s.asynchronous.overlaps[0] / N};
  const char* sentence = "all at once: overlap {0}; one by one: overlap {1}";
  if (s.sync_cycle && s.async_fixed) sentence = "all at once oscillates for ever; one by one is at rest (overlap {1})";
  else if (s.sync_cycle) sentence = "all at once oscillates for ever; one by one: overlap {1}";
  else if (s.sync_fixed && s.async_fixed) sentence = "both are at rest: overlaps {0} and {1}";
  sink.words(sentence, numbers);
}

bool settled(const Params&, const State& s) { return s.sync_fixed && s.async_fixed; }

void digest(const State& s, Bytes& out) {
  out.add(s.network->patterns);
  for (const Activity* a : {&s.synchronous, &s.asynchronous}) out.add(a->spins);
  out.add(s.previous);
  out.add(s.order);
  out.words(s.cursor, s.sweeps, int64_t(s.changed), int64_t(s.async_fixed), int64_t(s.sync_fixed), int64_t(s.sync_cycle));
}

bool poke(const Params& p, State& s, const Poke& poke) {
  if ((poke.field != "together" && poke.field != "apart") || poke.index >= int64_t(s.asynchronous.spins.size())) return false;
  if (poke.value != 1 && poke.value != -1) return false;
  visit_disc(p.side, poke.index, poke.radius, [&](int i) {  // the same in both networks
    for (Activity* a : {&s.synchronous, &s.asynchronous})
      if (a->spins[i] != poke.value) flip(*s.network, *a, i);
  });
  clear_fixed_points(s);
  return true;
}

constinit const Model kModel = model<Params, kRows>("synchrony", "All at once, one by one", 1);

}  // namespace attractor::synchrony
