#include "core/models/magnets/replicas.h"

#include <algorithm>
#include <cmath>

#include "core/pictures/choices.h"
#include "core/spins/acceptance.h"

namespace attractor::replicas {

double temperature(const Params& p, int rung) {
  const double T = p.nishimori ? 2 / attractor::log((1 - p.p) / p.p) : p.T;
  if (rung == 0 || p.rungs == 1) return T;
  return T * attractor::exp(attractor::log(p.T_top / T) * rung / (p.rungs - 1));
}

double exchange_probability(double T1, double E1, double T2, double E2) {
  const double x = (1 / T1 - 1 / T2) * (E1 - E2);
  return x >= 0 ? 1 : attractor::exp(x);
}

void Histogram::add(double q) {
  ++count[std::floor((q + 1) / 2 * (kBins - 1) + 0.5)];
  ++total;
  q2 += q * q;
}

namespace {

constexpr auto kRows = table<Params>(
    row(&Params::L, "L", "Side of the lattice", 2, 64, "Spins along one side; N is its square").in("spins").rebuilds(),
    row(&Params::p, "p", "Share of negative bonds", 0, 1, "Probability that a bond of the ±J glass is negative").rebuilds(),
    row(&Params::T, "T", "Temperature", 0.05, 5, "Of the two replicas that are compared; the lowest of the ladder")
        .in("J/k")
        .rebuilds(),
    toggle(&Params::nishimori, "nishimori", "Nishimori line", "Takes the temperature at which e^(2/T) = (1 − p)/p").rebuilds(),
    row(&Params::rungs, "rungs", "Temperatures", 1, kMaxRungs, "Rungs of the ladder; 1 is plain simulation").rebuilds(),
    row(&Params::T_top, "top", "Highest temperature", 0.5, 10, "Top of the ladder, where nothing is stuck")
        .in("J/k")
        .rebuilds(),
    row(&Params::steps_per_sample, "renew", "Steps per sample", 0, 1000,
        "After so many steps other bonds are drawn; 0 keeps the sample")
        .rebuilds());

constexpr int64_t kWork = 1 << 19;  // sites of whole vectors in one step

double sites(const Params& p) { return double(p.L) * p.L; }
double energy(const Params& p, const Walker& w) { return 2 * double(w.unsatisfied) - 2 * sites(p); }

int rounds_in_step(const Params& p) {
  const int64_t sweep = int64_t(2) * p.L * 128 * ((p.L / 2 + 127) / 128) * 2 * (p.rungs + 1);
  return int(std::clamp<int64_t>(kWork / sweep, 1, 64));
}

void make_sample(const Params& p, State& s, const Rng& rng) {
  const auto n = p.L * p.L;
  std::vector<int8_t> right(n), down(n);
  Draw draw = rng.draw(Stream::data);
  const uint64_t negative = threshold(p.p);
  for (int i = 0; i < n; ++i) {
    right[i] = below(draw.bits(), negative) ? -1 : 1;
    down[i] = below(draw.bits(), negative) ? -1 : 1;
  }
  s.bonds = std::make_shared<BitBonds>(bit_bonds(p.L, right, down));
  uint32_t lane = 0;
  auto start = [&](Walker& w) {
    w = Walker();
    w.lattice = BitLattice(p.L);
    w.lattice.fill(rng.draw(Stream::start, lane++));
    w.unsatisfied = measure(w.lattice, *s.bonds).unsatisfied;
  };
  for (Ladder& l : s.ladders) {
    l.walkers.resize(p.rungs);
    l.walker_at.resize(p.rungs);
    for (int k = 0; k < std::ssize(l.walkers); ++k) {
      start(l.walkers[k]);
      l.walker_at[k] = int64_t(k);
    }
  }
  for (Walker& w : s.plain) start(w);
}

void exchange(const Params& p, State& s, Ladder& l, int64_t parity, Draw& draw) {
  for (int k = int(parity); k + 1 < p.rungs; k += 2) {
    const int i = k;
    const double E1 = energy(p, l.walkers[l.walker_at[i]]), E2 = energy(p, l.walkers[l.walker_at[i + 1]]);
    ++s.tried[i];
    if (!below(draw.bits(), threshold(exchange_probability(temperature(p, k), E1, temperature(p, k + 1), E2)))) continue;
    ++s.accepted[i];
    std::swap(l.walker_at[i], l.walker_at[i + 1]);
  }
  if (p.rungs == 1) return;
  Walker &bottom = l.walkers[l.walker_at.front()], &top = l.walkers[l.walker_at.back()];
  if (top.last_end == -1) top.last_end = 1;  // a trip begins at the bottom
  if (bottom.last_end == 1) {
    ++bottom.trips;
    ++s.trips;
  }
  bottom.last_end = -1;
}

void run_round(const Params& p, State& s, const Rng& rng, const std::vector<BitThresholds>& thresholds, int round) {
  int which = round * 2 * (p.rungs + 1);
  auto sweep_walker = [&](Walker& w, const BitThresholds& t) {
    sweep(w.lattice, *s.bonds, t, inner(rng, which++), 0, p.L);
    w.unsatisfied = measure(w.lattice, *s.bonds).unsatisfied;
  };
  for (Ladder& l : s.ladders)
    for (int k = 0; k < std::ssize(thresholds); ++k) sweep_walker(l.walkers[l.walker_at[k]], thresholds[k]);
  for (Walker& w : s.plain) sweep_walker(w, thresholds[0]);
}

void add_measurement(const Params& p, State& s) {
  const double n = sites(p);
  for (int k = 0; k < std::ssize(s.energy); ++k)
    for (const Ladder& l : s.ladders) s.energy[k] += energy(p, l.walkers[l.walker_at[k]]) / n / 2;
  const double plain = (energy(p, s.plain[0]) + energy(p, s.plain[1])) / n / 2;
  s.plain_energy += plain;
  ++s.measured;
  const auto &a = s.ladders[0], &b = s.ladders[1];
  const Walker &x = a.walkers[a.walker_at[0]], &y = b.walkers[b.walker_at[0]];
  s.ladder_q.add(double(overlap(x.lattice, y.lattice)) / n);
  s.plain_q.add(double(overlap(s.plain[0].lattice, s.plain[1].lattice)) / n);
  s.sample_sum += (energy(p, x) + energy(p, y)) / n / 2;
  ++s.sample_count;
}

Line overlap_line(const Histogram& h) {
  Line line{.x = {}, .y = {}, .x_label = "Overlap q", .drawn = Line::Drawn::curve};
  for (int i = 0; i < kBins && h.total; ++i) {
    const double width = i == 0 || i + 1 == kBins ? 1.0 / (kBins - 1) : 2.0 / (kBins - 1);
    line.x.push_back(-1 + 2.0 * double(i) / (kBins - 1));
    line.y.push_back(double(h.count[i]) / double(h.total) / width);
  }
  return line;
}

Line energy_line(const Params& p, const State& s) {
  Line line{.x = {}, .y = {}, .x_label = "Temperature", .drawn = Line::Drawn::points};
  for (int k = 0; k < p.rungs && s.measured > 0; ++k) {
    line.x.push_back(temperature(p, k));
    line.y.push_back(s.energy[k] / double(s.measured));
  }
  return line;
}

// On the Nishimori line the exact answer, over the steps.
Line nishimori_line(const Params& p, const State& s) {
  if (!p.nishimori) return {{}, {}, "Step"};
  const double e = -2 * (1 - 2 * p.p);
  return {{0, std::max(1.0, double(s.steps))}, {e, e}, "Step"};
}

Line exchange_line(const Params& p, const State& s) {
  Line line{.x = {}, .y = {}, .x_label = "Temperature", .drawn = Line::Drawn::points};
  for (int k = 0; k + 1 < std::ssize(s.energy); ++k) {
    if (s.tried[k] == 0) continue;
    line.x.push_back((temperature(p, int(k)) + temperature(p, int(k) + 1)) / 2);
    line.y.push_back(double(s.accepted[k]) / double(s.tried[k]));
  }
  return line;
}

Field replica_field(const Params& p, const State& s) {
  const auto n = p.L * p.L;
  std::vector<int8_t> cells(3 * n);
  for (int k = 0; k < 2; ++k) s.ladders[k].walkers[s.ladders[k].walker_at[0]].lattice.to_bytes(&cells[k * n]);
  for (int i = 0; i < n; ++i) cells[2 * n + i] = int8_t(cells[i] * cells[n + i]);
  Field f = picture_field(std::move(cells), p.L);
  f.labels = {"Replica A", "Replica B", "A times B"};
  return f;
}

}  // namespace

Message conflict(const Params& p) {
  if (p.L % 2 != 0) return {"The checkerboard needs an even side: on an odd torus two neighbours would move at once", {}};
  if (p.nishimori && !(p.p >= 0.001 && p.p <= 0.49))
    return {"The Nishimori line needs a share of negative bonds between 0.001 and 0.49", {}};
  if (p.rungs > 1 && p.T_top <= temperature(p, 0)) return {"The top of the ladder must be hotter than its foot", {}};
  return {};
}

State init(const Params& p, const Rng& rng) {
  State s;
  const int rungs = p.rungs;
  s.tried.resize(rungs), s.accepted.resize(rungs);
  s.energy.resize(rungs);
  make_sample(p, s, rng);
  return s;
}

void advance(const Params& p, State& s, const Rng& rng) {
  const int64_t in_sample = p.steps_per_sample ? s.steps % p.steps_per_sample : s.steps;
  if (p.steps_per_sample && s.steps > 0 && in_sample == 0) {
    if (s.sample_count > 0) {
      const double mean = s.sample_sum / double(s.sample_count);
      ++s.samples;
      s.over_samples += mean, s.over_squares += mean * mean;
    }
    s.sample_sum = 0, s.sample_count = 0;
    make_sample(p, s, rng);
  }
  ++s.steps;
  std::vector<BitThresholds> thresholds;
  for (int k = 0; k < p.rungs; ++k) thresholds.push_back(bit_thresholds(Rule::heat_bath, temperature(p, k), 0));
  Draw draw = rng.draw(Stream::chain, 1);
  const bool measures = in_sample >= (p.steps_per_sample ? (p.steps_per_sample + 3) / 4 : 20);
  const int rounds = rounds_in_step(p);
  for (int round = 0; round < rounds; ++round) {
    run_round(p, s, rng, thresholds, round);
    for (Ladder& l : s.ladders) exchange(p, s, l, s.rounds & 1, draw);
    ++s.rounds;
    if (measures) add_measurement(p, s);
  }
}

void observe(const Params& p, const State& s, Sink& sink) {
  const double n = sites(p), count = double(s.measured);
  const Ladder& a = s.ladders[0];
  const bool known = s.measured > 0, settled = s.steps >= 20;  // the fall from the random start would hide all else
  sink.series({"low", "Energy per spin, ladder", "J"}, energy(p, a.walkers[a.walker_at[0]]) / n, settled);
  sink.series({"single", "Energy per spin, single chain", "J"}, energy(p, s.plain[0]) / n, settled);
  const auto rung = std::find(a.walker_at.begin(), a.walker_at.end(), 0) - a.walker_at.begin();
  sink.series({"rung", "Walker’s temperature", "J/k"}, temperature(p, int(rung)));
  const double mean = known ? s.energy[0] / count : 0;
  sink.series({"mean", "Mean energy", "J"}, mean, known);
  sink.number({"single_mean", "Mean, single", "J"}, known ? s.plain_energy / count : 0, known);
  sink.number({"exact", "Nishimori’s", "J"}, -2 * (1 - 2 * p.p), p.nishimori);
  const double k = double(s.samples), over = k > 1 ? s.over_samples / k : 0;
  sink.number({"sample_mean", "Sample mean", "J"}, over, k > 1);
  sink.number({"sample_error", "± error", "J"},
              k > 1 ? std::sqrt(std::max(0.0, s.over_squares / k - over * over) / (k - 1)) : 0, k > 1);
  sink.number({"samples", "Samples"}, k, k > 0);
  sink.number({"q2", "Mean q²"}, known ? s.ladder_q.q2 / count : 0, known);
  sink.number({"plain_q2", "q², single"}, known ? s.plain_q.q2 / count : 0, known);
  sink.number({"temperature", "Temperature", "J/k"}, temperature(p, 0));
  sink.number({"trips", "Round trips"}, double(s.trips));
  sink.number({"rounds", "Sweeps"}, double(s.rounds));
  sink.shape({"overlaps", "P(q), ladder"}, [&] { return overlap_line(s.ladder_q); });
  sink.shape({"plain_overlaps", "P(q), single chains"}, [&] { return overlap_line(s.plain_q); });
  sink.shape({"energies", "Mean energy per spin"}, [&] { return energy_line(p, s); });
  sink.shape({"nishimori_energy", "Nishimori: −2(1 − 2p)"}, [&] { return nishimori_line(p, s); });
  sink.shape({"exchanges", "Exchanges accepted"}, [&] { return exchange_line(p, s); });
  sink.shape({"spins", "Two replicas and where they agree"}, [&] { return replica_field(p, s); });
  const double numbers[] = {double(s.rounds), temperature(p, 0), mean, double(s.trips)};
  if (p.rungs > 1) sink.words("{0} sweeps: at T = {1} mean energy per spin {2}; round trips: {3}", numbers);
  else sink.words("{0} sweeps: at T = {1} mean energy per spin {2}", numbers);
}

void digest(const State& s, Bytes& out) {
  auto walker = [&](const Walker& w) {
    out.add(w.lattice.words());
    out.words(w.unsatisfied, w.last_end, w.trips);
  };
  for (const Ladder& l : s.ladders) {
    for (const Walker& w : l.walkers) walker(w);
    out.add(l.walker_at);
  }
  for (const Walker& w : s.plain) walker(w);
  out.add(s.tried);
  out.add(s.accepted);
  out.add(s.energy);
  for (const Histogram* h : {&s.ladder_q, &s.plain_q}) {
    out.add(h->count);
    out.words(h->total, h->q2);
  }
  out.words(s.plain_energy, s.measured, s.rounds, s.steps, s.trips, s.samples, s.sample_sum, s.over_samples, s.over_squares,
            s.sample_count);
}

constinit const Model kModel = model<Params, kRows>("replicas", "Replicas of a spin glass", 1);

}  // namespace attractor::replicas
