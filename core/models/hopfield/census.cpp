#include "core/models/hopfield/census.h"

#include <algorithm>
#include <cmath>

#include "core/base/num.h"

namespace attractor::census {
namespace {

constexpr auto kRows =
    table<Params>(stored_rows(0, 60, 20), own_row(),
                  choice(&Params::rule, "rule", "Learning rule", kLearningRules, "How the pictures become weights").rebuilds(),
                  row(&Params::dreams, "dreams", "Dreams of unlearning", 0, 400,
                      "Unlearning: how many states reached from random starts are weakened")
                      .only(&Params::rule, learn_unlearning)
                      .rebuilds(),
                  row(&Params::starts, "starts", "Starts per step", 1, 16, "Random starts followed to rest in one step"));

constexpr int kMaxSweeps = 60;

void enter(State& s, const Activity& a) {
  const int n = s.network->n;
  ++s.starts;
  for (int k = 0; k < std::ssize(s.counts); ++k)
    if (std::equal(a.spins.begin(), a.spins.end(), s.found.begin() + std::ptrdiff_t(k * n))) {
      ++s.counts[k];
      ++s.by_class[s.kinds[k]];
      return;
    }
  const Class kind = classify(*s.network, a);
  ++s.by_class[kind];
  if (int(s.counts.size()) >= kMaxStates) return;
  s.found.insert(s.found.end(), a.spins.begin(), a.spins.end());
  s.counts.push_back(1);
  s.kinds.push_back(kind);
  s.energies.push_back(-0.5 * double(a.quadratic) * s.network->coupling / double(n));
}

// Register numbers by falling count; equal counts stay in the order of discovery.
std::vector<int> ranking(const State& s) {
  std::vector<int> order(s.counts.size());
  for (int k = 0; k < std::ssize(order); ++k) {
    int at = k;
    while (at > 0 && s.counts[order[at - 1]] < s.counts[k]) {
      order[at] = order[at - 1];
      --at;
    }
    order[at] = k;
  }
  return order;
}

}  // namespace

Class classify(const Network& net, const Activity& a) {
  for (int k = 0; k < net.count; ++k) {
    if (a.overlaps[k] == net.n) return stored;
    if (a.overlaps[k] == -net.n) return negative;
  }
  return is_mixture(net, a) ? mixture : other;
}

Message conflict(const Params& p) { return check_pictures(picture_choice(p), 0); }

State init(const Params& p, const Library& library, const Rng& rng) {
  State s;
  s.network = std::make_shared<const Network>(
      make_network(Learning(p.rule), collect_pictures(picture_choice(p), library, rng), p.side * p.side, false, p.dreams, rng));
  return s;
}

void advance(const Params& p, State& s, const Rng& rng) {
  for (int k = 0; k < p.starts; ++k) {
    std::vector<int8_t> spins(s.network->n);
    Draw draw = rng.draw(Stream::start, uint32_t(k));
    for (int8_t& v : spins) v = int8_t(draw.sign());
    Activity a = make_activity(*s.network, std::move(spins));
    descend(*s.network, a, kMaxSweeps);
    enter(s, a);
  }
}

void observe(const Params& p, const State& s, Sink& sink) {
  const Network& net = *s.network;
  const int n = net.n;
  const double total = std::max<double>(1, double(s.starts));
  static constexpr Name kClasses[] = {{"share_stored", "Stored pictures"},
                                      {"share_negative", "Negatives"},
                                      {"share_mixture", "Mixtures of three"},
                                      {"share_other", "Other states"}};
  for (int c = 0; c < 4; ++c) sink.series(kClasses[c], double(s.by_class[c]) / total, s.starts > 0);
  sink.number({"states", "States found"}, double(s.counts.size()));
  sink.number({"starts", "Random starts"}, double(s.starts));
  const bool wanted = sink.wants("states_found") || sink.wants("shares") || sink.wants("depths");
  const std::vector<int> order = wanted ? ranking(s) : std::vector<int>();
  // There is nothing to see at first: one empty picture.
  const int places = std::max(1, int(order.size()));
  sink.shape({"states_found", "Where random starts come to rest"}, [&] {
    std::vector<int8_t> cells(places * n, -1);
    for (int k = 0; k < std::ssize(order); ++k)
      std::copy_n(s.found.begin() + std::ptrdiff_t(order[k] * n), n, cells.begin() + std::ptrdiff_t(k * n));
    return picture_field(std::move(cells), p.side);
  });
  sink.shape({"shares", "Share of the starts"}, [&] {
    Bars shares{std::vector<double>(places, 0.0)};
    for (int k = 0; k < std::ssize(order); ++k) shares.values[k] = double(s.counts[order[k]]) / total;
    return shares;
  });
  sink.shape({"depths", "Energy per neuron"}, [&] {
    Line line{.x = {}, .y = {}, .x_label = "Rank by basin size", .drawn = Line::Drawn::curve};
    for (int k = 0; k < std::ssize(order); ++k) line.x.push_back(double(k + 1)), line.y.push_back(s.energies[order[k]]);
    return line;
  });
  sink.shape({"patterns", "Stored pictures"}, [&] { return gallery_field(net.patterns, p.side, p.count); });
  const double numbers[] = {double(s.starts), double(s.counts.size()),
                            std::floor(100 * double(s.by_class[stored] + s.by_class[negative]) / total + 0.5)};
  sink.words("{0} random starts found {1} states; {2} % ended in a stored picture or its negative", numbers);
}

void digest(const State& s, Bytes& out) {
  out.add(s.network->patterns);
  out.add(s.found);
  out.add(s.counts);
  out.add(s.kinds);
  out.words(s.starts, s.by_class[0], s.by_class[1], s.by_class[2], s.by_class[3]);
}

constinit const Model kModel = model<Params, kRows>("census", "Census of spurious states", 1);

}  // namespace attractor::census
