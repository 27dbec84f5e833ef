#include "core/models/magnets/acceptance.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <string>

namespace attractor::acceptance_rules {
namespace {

constexpr auto kRows = table<Params>(
    choice(&Params::net, "net", "Network", kSmallNets, "Which spins act on each other").rebuilds(),
    row(&Params::n, "n", "Spins", 2, kMaxSmallNet, "Spins of the ring and of the glass")
        .only(&Params::net, small_ring, small_glass)
        .rebuilds(),
    row(&Params::T, "T", "Temperature", 0.1, 1000, "As the rules take it; the counts begin anew").logarithmic().rebuilds(),
    row(&Params::B, "B", "Field", -2, 2, "Favours one direction of every spin, besides what the net has").rebuilds(),
    row(&Params::proposals, "proposals", "Proposals per step", 1, 1000, "Made by each of the three chains").logarithmic());

constexpr int kShown = 32;   // states in the charts: those of lowest energy
constexpr int kPoints = 81;  // of a curve
constexpr std::array<Rule, kRules> kEvery{Rule::metropolis, Rule::heat_bath, Rule::slide};

// Probabilities of the states shown, in the order of their energies.
std::vector<double> shown(const Exact& e, const std::vector<double>& p) {
  std::vector<double> v;
  for (int k = 0; k < std::ssize(e.order) && k < kShown; ++k) v.push_back(p[e.order[k]]);
  return v;
}

std::vector<std::string> labels_of(const Exact& e) {
  std::vector<std::string> all;
  for (int k = 0; k < std::ssize(e.order) && k < kShown; ++k) {
    std::string label;
    for (int i = 0; i < e.flips.n; ++i) label += exact::spin(e.order[k], i, e.flips.n) > 0 ? '+' : '-';
    all.push_back(std::move(label));
  }
  return all;
}

void observe_distributions(const State& s, Sink& sink) {
  const Exact& e = *s.exact;
  auto publish = [&](const Name& name, auto probabilities) {
    sink.shape(name, [&] { return Bars{shown(e, probabilities()), labels_of(e)}; });
  };
  publish({"equilibrium", "Boltzmann distribution"}, [&] { return e.equilibrium; });
  publish({"law_slide", "Exact law of the slide's rule"}, [&] { return e.slide.p; });
  publish({"metropolis", "Measured, Metropolis"}, [&] { return measured(s, Rule::metropolis); });
  publish({"heat_bath", "Measured, heat bath"}, [&] { return measured(s, Rule::heat_bath); });
  publish({"slide", "Measured, slide's rule"}, [&] { return measured(s, Rule::slide); });
}

// Acceptance against dE / T.
Line acceptance_line(Rule rule) {
  Line line{.x = {}, .y = {}, .x_label = "ΔE / T", .drawn = Line::Drawn::curve};
  for (int i = 0; i < kPoints; ++i) {
    line.x.push_back(-4 + 8.0 * i / (kPoints - 1));
    line.y.push_back(acceptance(rule, line.x.back(), 1));
  }
  return line;
}

// The temperature that the slide's rule has for a flip of cost d, or T itself.
Line temperature_line(double T, bool effective) {
  Line line{.x = {}, .y = {}, .x_label = "Cost of the flip", .drawn = effective ? Line::Drawn::curve : Line::Drawn::theory};
  for (int i = 0; i < kPoints; ++i) {
    line.x.push_back(6 * T * (i + 1) / kPoints);
    line.y.push_back(effective ? slide_temperature(line.x.back(), T) : T);
  }
  return line;
}

void observe_curves(const Params& p, Sink& sink) {
  constexpr Name kNames[] = {
      {"accept_metropolis", "Metropolis"}, {"accept_heat_bath", "Heat bath"}, {"accept_slide", "Slide's rule"}};
  for (int r = 0; r < kRules; ++r) sink.shape(kNames[r], [&] { return acceptance_line(kEvery[r]); });
  sink.shape({"effective", "Slide's rule acts at"}, [&] { return temperature_line(p.T, true); });
  sink.shape({"labelled", "T as labelled"}, [&] { return temperature_line(p.T, false); });
}

SteadyState slide_steady_state(const Flips& f, double T, const std::vector<double>& equilibrium) {
  SteadyState steady;
  steady.p = stationary(f, Rule::slide, T);
  steady.energy = mean_energy(f, steady.p);
  steady.distance_to_boltzmann = distance(steady.p, equilibrium);
  steady.flux = largest_flux(f, Rule::slide, T, steady.p);
  steady.T_of_energy = temperature_of(f, steady.energy, steady.known);
  return steady;
}

}  // namespace

State init(const Params& p, const Rng& rng) {
  auto exact = std::make_shared<Exact>();
  exact->flips = make_flips(make_small_net(SmallNet(p.net), p.n, p.B, rng));
  const Flips& f = exact->flips;
  exact->equilibrium = boltzmann_distribution(f, p.T);
  exact->order.resize(f.states());
  std::iota(exact->order.begin(), exact->order.end(), 0);
  std::stable_sort(exact->order.begin(), exact->order.end(), [&](int a, int b) { return f.energy[a] < f.energy[b]; });
  exact->slide = slide_steady_state(f, p.T, exact->equilibrium);
  State s;
  s.at.fill(int64_t(rng.draw(Stream::start).below(uint64_t(f.states()))));
  for (auto& h : s.hits) h.assign(f.states(), 0);
  s.exact = std::move(exact);
  return s;
}

void advance(const Params& p, State& s, const Rng& rng) {
  const Flips& f = s.exact->flips;
  Draw pick = rng.draw(Stream::update), heat = rng.draw(Stream::chain);
  for (int k = 0; k < p.proposals; ++k) {
    const int site = int(pick.below(uint64_t(f.n))), value = pick.sign();
    const uint64_t bits = heat.bits();
    for (int r = 0; r < kRules; ++r) {
      const int state = int(s.at[r]);
      if (exact::spin(state, site, f.n) != value && accepts(bits, kEvery[r], f.cost(state, site), p.T))
        s.at[r] = f.after(state, site);
      ++s.hits[r][s.at[r]];
    }
  }
  s.proposals += p.proposals;
}

std::vector<double> measured(const State& s, Rule rule) {
  std::vector<double> p;
  for (int64_t h : s.hits[int(rule)]) p.push_back(double(h) / double(std::max<int64_t>(1, s.proposals)));
  return p;
}

void observe(const Params& p, const State& s, Sink& sink) {
  const Exact& e = *s.exact;
  const SteadyState& steady = e.slide;
  const bool some = s.proposals > 0;
  sink.series({"off_metropolis", "Metropolis"}, distance(measured(s, Rule::metropolis), e.equilibrium), some);
  sink.series({"off_heat_bath", "Heat bath"}, distance(measured(s, Rule::heat_bath), e.equilibrium), some);
  sink.series({"off_slide", "Slide's rule"}, distance(measured(s, Rule::slide), e.equilibrium), some);
  sink.series({"off_exact", "Slide's rule, exact law"}, steady.distance_to_boltzmann);
  sink.number({"energy", "⟨E⟩, Boltzmann"}, mean_energy(e.flips, e.equilibrium));
  sink.number({"energy_slide", "⟨E⟩, slide's rule"}, steady.energy);
  sink.number({"same_energy", "T of equal ⟨E⟩"}, steady.T_of_energy, steady.known);
  sink.number({"off", "Distance"}, steady.distance_to_boltzmann);
  sink.number({"flux", "Flux × 1000"}, 1000 * steady.flux);
  sink.number({"proposals_done", "Proposals"}, double(s.proposals));
  observe_distributions(s, sink);
  observe_curves(p, sink);
  const double numbers[] = {double(s.proposals), steady.distance_to_boltzmann, steady.T_of_energy};
  if (steady.known)
    sink.words("after {0} proposals; the slide's rule ends {1} away from Boltzmann, as energetic as at T = {2}", numbers);
  else sink.words("after {0} proposals; the slide's rule ends {1} away from Boltzmann", numbers);
}

void digest(const State& s, Bytes& out) {
  out.add(s.at);
  for (const auto& h : s.hits) out.add(h);
  out.words(s.proposals);
}

constinit const Model kModel = model<Params, kRows>("acceptance", "Three rules of acceptance", 1);

}  // namespace attractor::acceptance_rules
