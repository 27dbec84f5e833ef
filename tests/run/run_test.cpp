// core/run and core/params: events, scrubbing, sampling of curves, refusals.
#include "core/run/run.h"

#include <doctest/doctest.h>

#include <array>
#include <cmath>
#include <limits>
#include <string>

#include "core/models/list.h"
#include "core/run/link.h"

using namespace attractor;

namespace {

const auto kGoOn = [] { return true; };

// A model whose only observable grows, to reach what real models do not: a number that is not finite. It counts how often it
// is looked at.
namespace growing {
struct Params {
  double rate = 10;
  int from = 0;
};
constexpr auto kRows = table<Params>(row(&Params::rate, "rate", "Rate", 1, 1e300, "Factor of one step"),
                                     row(&Params::from, "from", "From", 0, 1000000, "Step before the first that grows"));
struct State {
  double x = 1;
  int64_t steps = 0;
};
int observed = 0;
State init(const Params&, const Rng&) { return {}; }
void advance(const Params& p, State& s, const Rng&) {
  if (++s.steps > p.from) s.x *= p.rate;
}
void observe(const Params&, const State& s, Sink& sink) {
  ++observed;
  sink.series({"x", "Value"}, s.x);
}
void digest(const State& s, Bytes& out) { out.words(s.x, s.steps); }
bool settled(const Params& p, const State&) { return p.rate == 1; }
const Model kModel = model<Params, kRows>("growing", "Growing", 1);
}  // namespace growing

// A number that is not finite for one step alone.
namespace blinking {
struct Params {
  int at = 5001;
};
constexpr auto kRows = table<Params>(row(&Params::at, "at", "At", 0, 1000000, "Step at which it blinks"));
struct State {
  int64_t steps = 0;
};
State init(const Params&, const Rng&) { return {}; }
void advance(const Params&, State& s, const Rng&) { ++s.steps; }
void observe(const Params& p, const State& s, Sink& sink) {
  sink.number({"x", "Value"}, s.steps == p.at ? std::numeric_limits<double>::infinity() : 0.0);
}
void digest(const State& s, Bytes& out) { out.words(s.steps); }
const Model kModel = model<Params, kRows>("blinking", "Blinking", 1);
}  // namespace blinking

}  // namespace

TEST_CASE("run: a non-finite observable stops the run and says which and when") {
  Run run(growing::kModel);
  CHECK(run.seek(1000, kGoOn));
  CHECK(run.step() == 309);
  CHECK(english(run.fault()) == "Value is no longer a finite number at step 309; the run stopped here");
  run.advance();
  CHECK(run.step() == 309);
  run.seek(100, kGoOn);
  CHECK(run.step() == 100);
  CHECK_FALSE(run.fault());
}

TEST_CASE("run: the step at which a run stops does not depend on how one came there") {
  // Beyond 2,048 steps not every step is looked at. From 50,000 on the number grows, and ends 309 steps later.
  for (const int64_t stride : {1, 3, 16, 1000, 100000}) {
    Run run(growing::kModel);
    run.set("from", "50000");
    for (int64_t target = stride; !run.fault() && target < 200000; target += stride) run.seek(target, kGoOn);
    CHECK(run.step() == 50309);
    CHECK(run.farthest() == 50309);
    CHECK(english(run.fault()) == "Value is no longer a finite number at step 50309; the run stopped here");
  }
  Run run(growing::kModel);
  run.set("from", "50000");
  while (!run.fault()) run.run_for(1, 7, kGoOn);
  CHECK(run.step() == 50309);
  // What nobody would see on the way is no reason to stop for who happens to stand there.
  Run seen(blinking::kModel), passed(blinking::kModel);
  seen.seek(5001, kGoOn);
  CHECK(seen.step() == 5001);
  CHECK_FALSE(seen.fault());
  seen.seek(6000, kGoOn);
  passed.seek(6000, kGoOn);
  CHECK(seen.hash() == passed.hash());
  CHECK(seen.step() == 6000);
}

TEST_CASE("run: a model is observed where its curves are sampled or a snapshot is kept, and nowhere else") {
  Run run(growing::kModel);
  run.set("rate", "1");
  growing::observed = 0;
  run.seek(Curves::kCapacity - 1, kGoOn);
  CHECK(growing::observed == Curves::kCapacity - 1);
  run.seek(8192, kGoOn);
  CHECK(run.curves().steps.size() == 1025);
  growing::observed = 0;
  run.seek(16384, kGoOn);  // every eighth step
  CHECK(run.curves().stride == 16);
  CHECK(growing::observed == 1024);
  growing::observed = 0;
  run.seek(131072, kGoOn);
  CHECK(growing::observed == (131072 - 16384) / 16);
  CHECK(run.hash() == run.hash());
  CHECK(run.settled());
  CHECK(growing::observed == (131072 - 16384) / 16);
}

TEST_CASE("run: what a digest lists has a size and a hash, block by block") {
  Run run(growing::kModel);
  Bytes all, one, two;
  run.machine().digest(all);
  CHECK(all.size() == 16);
  CHECK(all.hash() == run.hash());
  one.words(1.5, int64_t(2));
  two.add(std::vector<double>{1.5});
  two.add(std::array<int64_t, 1>{2});
  CHECK(one.hash() == two.hash());
  Bytes whole, parts;
  whole.add(std::vector<double>{1, 2});
  parts.words(1.0, 2.0);
  CHECK(whole.size() == parts.size());
  CHECK(whole.hash() != parts.hash());
  CHECK_FALSE(run.settled());
  run.set("rate", "1");
  CHECK(run.settled());
  CHECK_FALSE(Run(blinking::kModel).settled());  // a model that says nothing about it goes on for ever
}

TEST_CASE("run: a live change is an event, a rebuild begins anew, both are refused with a reason when illegal") {
  Run run(*find_model("ising"), 7);
  CHECK_FALSE(run.set("L", "16"));
  CHECK_FALSE(run.set("T", "3"));
  CHECK(run.events().empty());
  run.seek(10, kGoOn);
  CHECK_FALSE(run.set("T", "2"));
  CHECK_FALSE(run.set("T", "1.5"));
  CHECK(run.events() == std::vector<Event>{{10, "T", "1.5"}});
  CHECK_FALSE(run.set("spins.3", "1"));
  CHECK(run.events().size() == 2);
  const std::string hash = run.hash();
  CHECK(run.set("T", "99"));
  CHECK(run.set("T", "x"));
  CHECK(run.set("colour", "1"));
  CHECK(run.set("spins.99999", "1"));
  CHECK(run.set("spins.3", "5"));
  CHECK(run.set("L", "15"));  // the checkerboard needs an even side
  CHECK(run.hash() == hash);
  CHECK(run.step() == 10);
  CHECK_FALSE(run.set("L", "18"));
  CHECK(run.step() == 0);
  CHECK(run.events().empty());
  CHECK(run.value(*find_row(run.model().rows, "T")) == "1.5");
}

TEST_CASE("run: scrubbing back and forth changes nothing, and another future forgets the old one") {
  Run run(*find_model("ising"), 3);
  run.set("L", "16");
  std::vector<std::string> hashes;
  for (int k = 0; k <= 400; ++k) {
    if (k == 100) run.set("T", "1");
    if (k == 250) run.set("spins.40.3", "-1");
    hashes.push_back(run.hash());
    run.advance();
  }
  Draw draw(1, 0, Stream::data);
  for (int i = 0; i < 60; ++i) {
    const auto k = int64_t(draw.below(401));
    run.seek(k, kGoOn);
    CHECK(run.step() == k);
    CHECK(run.hash() == hashes[k]);
  }
  CHECK(run.farthest() == 401);
  run.seek(200, kGoOn);
  CHECK(run.events().size() == 2);
  run.set("T", "5");
  CHECK(run.events().size() == 2);
  CHECK(run.farthest() == 200);
  run.seek(400, kGoOn);
  CHECK(run.hash() != hashes[400]);
}

TEST_CASE("run: curves depend on the step count alone") {
  auto curve_of = [](auto&& reach) {
    Run run(*find_model("ising"), 5);
    run.set("L", "4");
    reach(run);
    return run;
  };
  const Run straight = curve_of([](Run& r) { r.seek(5000, kGoOn); });
  const Run scrubbed = curve_of([](Run& r) {
    r.seek(9000, kGoOn);
    r.seek(10, kGoOn);
    r.seek(5000, kGoOn);
  });
  CHECK(straight.curves().steps == scrubbed.curves().steps);
  CHECK(straight.curves().stride == 4);
  CHECK(straight.curves().steps.size() <= Curves::kCapacity);
  CHECK(straight.curves().steps.back() == 5000);
  REQUIRE(straight.curves().series.size() == scrubbed.curves().series.size());
  for (std::size_t i = 0; i < straight.curves().series.size(); ++i)
    CHECK(straight.curves().series[i].values == scrubbed.curves().series[i].values);
}

TEST_CASE("run: pacing owes steps by time, drops what it cannot do, and never goes beyond its budget") {
  Run run(*find_model("ising"));
  run.set("L", "4");
  CHECK(run.run_for(0.25, 10, kGoOn) == 2);
  CHECK(run.run_for(0.25, 10, kGoOn) == 3);
  int budget = 7;
  CHECK(run.run_for(1000, 10, [&] { return budget-- > 0; }) == 7);
  CHECK(run.run_for(0, 10, kGoOn) <= 1);
}

TEST_CASE("run: the event log is bounded") {
  Run run(*find_model("ising"));
  run.set("L", "4");
  run.advance();
  Message m;
  for (int i = 0; i < kMaxEvents + 10; ++i) {
    const std::string before = run.hash();
    m = run.set("spins.3", i % 2 ? "1" : "-1");
    if (m) CHECK(run.hash() == before);
  }
  CHECK(m);
  CHECK(int(run.events().size()) == kMaxEvents);
}
