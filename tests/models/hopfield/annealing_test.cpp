// Acceptance, cooling and annealing as models: that they follow the exact laws, and the numbers that their texts quote.
#include "core/models/hopfield/annealing.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "core/models/magnets/acceptance.h"
#include "core/models/magnets/cooling.h"
#include "tests/estimate.h"

using namespace attractor;

TEST_CASE("acceptance: the runs count what the exact laws say (64 batches, |z| < 5)" * doctest::test_suite("statistics")) {
  for (int net : {int(three_spins), int(small_glass)}) {
    acceptance_rules::Params p;
    p.net = net, p.n = 4, p.T = 1.2, p.B = 0.1, p.proposals = 400;
    acceptance_rules::State s = acceptance_rules::init(p, Rng{4, 0});
    const acceptance_rules::Exact& e = *s.exact;
    const auto states = std::size_t(e.flips.states());
    for (Rule rule : {Rule::metropolis, Rule::heat_bath, Rule::slide}) {
      const std::vector<double>& law = rule == Rule::slide ? s.exact->slide.p : e.equilibrium;
      acceptance_rules::State run = acceptance_rules::init(p, Rng{4, 0});
      std::vector<double> sum(states, 0.0), squares(states, 0.0);
      for (uint64_t b = 0; b < 64; ++b) {
        const std::vector<int64_t> before = run.hits[int(rule)];
        for (uint64_t t = 1; t <= 40; ++t) acceptance_rules::advance(p, run, Rng{4, b * 40 + t});
        for (std::size_t a = 0; a < states; ++a) {
          const double share = double(run.hits[int(rule)][a] - before[a]) / (40 * p.proposals);
          sum[a] += share / 64, squares[a] += share * share / 64;
        }
      }
      for (std::size_t a = 0; a < states; ++a)
        CHECK(std::fabs(sum[a] - law[a]) < 5 * std::sqrt((squares[a] - sum[a] * sum[a]) / 63));
    }
  }
}

TEST_CASE("acceptance: each chain moves, proposal by proposal, as the matrix of its rule says") {
  for (int net : {int(three_spins), int(small_glass)}) {
    acceptance_rules::Params p;
    p.net = net, p.n = 4, p.T = 1.2, p.B = 0.1, p.proposals = 1;
    acceptance_rules::State s = acceptance_rules::init(p, Rng{4, 0});
    const int states = s.exact->flips.states();
    std::vector<MoveCount> moves(acceptance_rules::kRules, MoveCount(states));
    for (uint64_t t = 1; t <= 100000; ++t) {
      const auto from = s.at;
      acceptance_rules::advance(p, s, Rng{4, t});
      for (std::size_t r = 0; r < moves.size(); ++r) moves[r].add(int(from[r]), int(s.at[r]));
    }
    for (Rule rule : {Rule::metropolis, Rule::heat_bath, Rule::slide}) {
      Matrix<double> P(states, states);
      for (int a = 0; a < states; ++a) {
        std::vector<double> row(states, 0.0), work;
        row[a] = 1;
        propose(s.exact->flips, rule, p.T, row, work);
        for (int b = 0; b < states; ++b) P(a, b) = row[b];
      }
      CHECK(moves[int(rule)].worst(P) < 5);
    }
  }
}

TEST_CASE("acceptance: ten spins have their exact law from the start, and a proposal leaves it as it is") {
  acceptance_rules::Params p;
  p.net = small_glass, p.n = 10, p.T = 0.7;
  const acceptance_rules::State s = acceptance_rules::init(p, Rng{3, 0});
  const std::vector<double>& law = s.exact->slide.p;
  std::vector<double> next = law, work;
  propose(s.exact->flips, Rule::slide, p.T, next, work);
  double sum = 0, moved = 0;
  for (std::size_t a = 0; a < law.size(); ++a) sum += law[a], moved = std::max(moved, std::fabs(next[a] - law[a]) / law[a]);
  CHECK(std::fabs(sum - 1) < 1e-12);
  CHECK(moved < 1e-11);
  CHECK(s.exact->slide.distance_to_boltzmann > 0.01);
}

TEST_CASE("cooling: the model takes the exact probabilities of T42") {
  cooling::Params p;
  p.net = three_spins, p.proposals = 2;
  for (int rule : {int(Rule::slide), int(Rule::metropolis)}) {
    p.rule = rule;
    cooling::State s = cooling::init(p, Rng{1, 0});
    for (uint64_t t = 1; t <= 500; ++t) {
      cooling::advance(p, s, Rng{1, t});
      const double g = cooling::ground_probability(s, Schedule::logarithmic);
      if (s.time == 10) CHECK(std::fabs(g - (rule == int(Rule::slide) ? 0.355606 : 0.345569)) < 1e-6);
      if (s.time == 100) CHECK(std::fabs(g - (rule == int(Rule::slide) ? 0.591211 : 0.627056)) < 1e-6);
      if (s.time == 1000) CHECK(std::fabs(g - (rule == int(Rule::slide) ? 0.805077 : 0.829455)) < 1e-6);
      double all = 0;
      for (double q : s.p[0]) all += q;
      CHECK(std::fabs(all - 1) < 1e-12);
    }
  }
}

TEST_CASE("the numbers that the lesson about schedules quotes" * doctest::test_suite("statistics")) {
  cooling::Params p;
  p.proposals = 5;
  auto run = [&](uint64_t seed, int64_t until) {
    cooling::State s = cooling::init(p, Rng{seed, 0});
    for (uint64_t t = 1; s.time < until; ++t) cooling::advance(p, s, Rng{seed, t});
    return s;
  };
  auto at = [](const cooling::State& s, Schedule c) { return cooling::ground_probability(s, c); };
  const cooling::State deep = run(4, 1000), shallow = run(3, 1000);
  CHECK(std::fabs(deep.net->trap_depth - 0.868) < 5e-4);
  CHECK(std::fabs(shallow.net->trap_depth - 0.24) < 5e-3);
  CHECK(std::fabs(at(deep, Schedule::logarithmic) - 0.82) < 5e-3);
  CHECK(std::fabs(at(deep, Schedule::geometric) - 0.74) < 5e-3);
  CHECK(std::fabs(at(deep, Schedule::linear) - 0.67) < 5e-3);
  CHECK(std::fabs(at(shallow, Schedule::logarithmic) - 0.980) < 1e-3);
  CHECK(std::fabs(at(shallow, Schedule::geometric) - 0.995) < 1e-3);
  CHECK(std::fabs(at(run(4, 10000), Schedule::logarithmic) - 0.95) < 5e-3);
  p.T0 = 0.4;
  CHECK(std::fabs(at(run(4, 10000), Schedule::logarithmic) - 0.51) < 5e-3);
}

TEST_CASE("the numbers that the lesson about acceptance quotes") {
  acceptance_rules::Params p;
  p.proposals = 200;
  acceptance_rules::State s = acceptance_rules::init(p, Rng{1, 0});
  for (uint64_t t = 1; t <= 500; ++t) acceptance_rules::advance(p, s, Rng{1, t});
  const acceptance_rules::Exact& e = *s.exact;
  CHECK(distance(acceptance_rules::measured(s, Rule::metropolis), e.equilibrium) < 0.015);
  CHECK(distance(acceptance_rules::measured(s, Rule::heat_bath), e.equilibrium) < 0.015);
  CHECK(std::fabs(distance(acceptance_rules::measured(s, Rule::slide), e.equilibrium) - 0.1) < 0.01);
  CHECK(std::fabs(e.slide.T_of_energy - 0.84) < 1e-3);
  CHECK(e.slide.known);
  const std::vector<double> hot = stationary(e.flips, Rule::slide, 1000);
  CHECK(std::fabs(*std::max_element(hot.begin(), hot.end()) / *std::min_element(hot.begin(), hot.end()) - 2.8) < 0.01);
}

TEST_CASE("annealing: the mixture is a trap without warmth, and its start is the sign of the sum") {
  annealing::Params p;
  const annealing::State start = annealing::init(p, Library(), Rng{1, 0});
  CHECK(std::fabs(annealing::best_overlap(start, Schedule::constant) - 0.53) < 1e-9);
  CHECK(is_fixed_point(*start.network, start.chains[0], 0, true));
  CHECK(std::fabs(-0.5 * double(start.chains[0].quadratic) * start.network->coupling / start.network->n + 0.37) < 2e-3);
  CHECK(std::fabs(p.T0 * 400 / 3 - 106.7) < 0.05);
  p.T0 = 0.06, p.T1 = 0.05, p.updates = 400;
  annealing::State s = annealing::init(p, Library(), Rng{2, 0});
  for (uint64_t t = 1; t <= 300; ++t) annealing::advance(p, s, Rng{2, t});
  for (int c = 0; c < kSchedules; ++c) CHECK(annealing::best_overlap(s, Schedule(c)) < 0.6);
}

TEST_CASE("annealing: who gets out of the false memory; the numbers that the text quotes" * doctest::test_suite("statistics")) {
  auto freed = [](double T0, int clock, Schedule schedule) {
    int count = 0;
    for (uint64_t seed = 1; seed <= 10; ++seed) {
      annealing::Params p;
      p.T0 = T0, p.clock = clock, p.updates = 400;
      annealing::State s = annealing::init(p, Library(), Rng{seed, 0});
      for (uint64_t t = 1; t <= 300; ++t) annealing::advance(p, s, Rng{seed, t});
      count += annealing::best_overlap(s, schedule) > 0.99;
    }
    return count;
  };
  CHECK(freed(0.8, annealing::sweeps, Schedule::logarithmic) == 1);
  CHECK(freed(0.8, annealing::sweeps, Schedule::geometric) == 10);
  CHECK(freed(0.8, annealing::sweeps, Schedule::linear) == 10);
  CHECK(freed(0.8, annealing::sweeps, Schedule::constant) == 0);
  CHECK(freed(1.5, annealing::sweeps, Schedule::logarithmic) == 10);
  CHECK(freed(2, annealing::sweeps, Schedule::logarithmic) == 10);
  CHECK(freed(3, annealing::sweeps, Schedule::logarithmic) == 0);
  CHECK(freed(2, annealing::proposals, Schedule::logarithmic) == 0);
  CHECK(std::fabs(temperature(Schedule::logarithmic, 1, 0, 0, 2) - 0.59) < 1e-3);
  // From a letter, at a constant 1.5: Metropolis melts it, the slide's rule does not.
  for (int rule : {int(Rule::slide), int(Rule::metropolis)}) {
    double mean = 0;
    for (uint64_t seed = 1; seed <= 6; ++seed) {
      annealing::Params p;
      p.rule = rule, p.T0 = 1.5, p.updates = 400, p.start = annealing::noisy, p.noise = 0;
      annealing::State s = annealing::init(p, Library(), Rng{seed, 0});
      for (uint64_t t = 1; t <= 200; ++t) annealing::advance(p, s, Rng{seed, t});
      mean += annealing::best_overlap(s, Schedule::constant) / 6;
    }
    if (rule == int(Rule::slide)) CHECK(std::fabs(mean - 0.5) < 0.08);
    else CHECK(mean < 0.2);
  }
}
