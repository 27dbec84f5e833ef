// A run is a model, a seed, a log of events stamped by step, and a step count; the only caller of Machine::advance().
//
// Time decides how many steps run now, never what a step does: two runs with the same seed, parameters, events and step
// count have the same bits, whatever the pacing, the scrubbing and the interruptions between.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/run/model.h"

namespace attractor {

// At step `step`, before the next advance: a parameter row gets a value, or cells are poked ("spins.17" or "spins.17.3").
struct Event {
  int64_t step = 0;
  std::string key, value;
  bool operator==(const Event&) const = default;
};

// The hash of the state as it left a step.
struct StepHash {
  int64_t step = 0;
  std::string hash;
  bool operator==(const StepHash&) const = default;
};

inline constexpr int kMaxEvents = 4096;
inline constexpr int64_t kMaxStep = 1000000000;

// "field.index[.radius]" as a Poke; false if it is not of that form. The view points into `key`.
bool read_poke(std::string_view key, std::string_view value, Poke& out);

// The series a model publishes, sampled by step index: every `stride`-th step; a full buffer drops every second sample and
// doubles the stride, so that a curve depends on the step count alone.
struct Curves {
  static constexpr int kCapacity = 2048;
  struct Series {
    Name name;
    std::vector<double> values;  // NaN where not defined
  };
  int64_t stride = 1;
  std::vector<int64_t> steps;
  std::vector<Series> series;

  bool due(int64_t step);  // whether this step is sampled; makes room if it is
  const Series* find(std::string_view key) const;
};

class Run {
 public:
  explicit Run(const Model& model, uint64_t seed = 1, const Library& library = {});
  Run(const Run&);
  Run& operator=(const Run&);
  Run(Run&&) = default;
  Run& operator=(Run&&) = default;

  const Model& model() const { return *model_; }
  const Machine& machine() const { return *machine_; }
  bool acts(const Row& row) const { return machine_->acts(row); }
  const Machine& base() const { return *base_; }  // parameters at step 0 (its state is not made)
  uint64_t seed() const { return seed_; }
  int64_t step() const { return step_; }
  int64_t farthest() const { return farthest_; }  // what scrubbing forward may reach by replay of what was already seen
  const std::vector<Event>& events() const { return events_; }
  const Curves& curves() const { return curves_; }
  // Hashes on the way, at the powers of two from 64 on that were left behind: they tell how far two runs are the same.
  const std::vector<StepHash>& hashes() const { return hashes_; }
  bool settled() const { return machine_->settled(); }  // the model says that nothing will change any more
  // A non-finite observable stopped the run, at the first step where it was: found where a step is sampled or a snapshot is
  // kept, every 16th step at the least, and at the end of seek() and run_for().
  const Message& fault() const { return fault_; }

  // What this run may draw on; a copy of the library is kept. Runs that are open go on as they were.
  void supply(const Library& library);
  const Library& library() const { return library_; }
  // What parameters of a link would need that is not here yet.
  std::vector<Need> missing(const std::map<std::string, std::string>& params) const;

  // A parameter or a poke, now. Empty, or the reason why nothing changed. A `rebuild` row begins the run anew.
  Message set(std::string_view key, std::string_view value);
  // All of a link at once: several parameters that are only legal together, then the events. Refusals are listed.
  std::vector<Message> open(const std::map<std::string, std::string>& params, uint64_t seed, std::vector<Event> events);
  void reseed(uint64_t seed);
  void reset();  // step 0, same parameters as at step 0; the events are forgotten

  void advance();  // one step
  // Steps towards `target` while more() allows; true when there. Backwards goes through the nearest snapshot.
  template <class More>
  bool seek(int64_t target, More more) {
    target = target < 0 ? 0 : target < kMaxStep ? target : kMaxStep;
    if (target < step_) rewind(target);
    while (step_ < target && !fault_ && more()) advance();
    check_ahead();
    return step_ == target || bool(fault_);
  }
  // Owes `seconds * speed` steps and runs them while more() allows. What could not be run is dropped, not owed for ever.
  template <class More>
  int run_for(double seconds, double speed, More more) {
    steps_owed_ += seconds * speed;
    int done = 0;
    while (steps_owed_ >= 1 && !fault_ && step_ < kMaxStep && more()) {
      advance();
      steps_owed_ -= 1;
      ++done;
    }
    check_ahead();
    if (steps_owed_ > 1) steps_owed_ = 1;
    return done;
  }

  std::string hash() const;  // of the state
  std::string value(const Row& row) const { return machine_->read(row); }

 private:
  struct Snapshot {
    int64_t step;
    std::unique_ptr<Machine> machine;
    Curves curves;
  };

  std::unique_ptr<Machine> make() const;
  void start();       // make the state at step 0 from base_
  void after_step();  // after init or advance: sample, snapshot, apply this step's events
  // Appends the series to `curves`, if not null, and returns the label of a number that is not finite, or null.
  const char* sample(Curves* curves) const;
  void find_fault();
  void check_ahead();
  void apply(const Event&);  // refusals are impossible for events that were checked when logged
  void rewind(int64_t target);
  void keep_snapshot();
  void keep_hash();
  Message log(Event event);
  // Applies the event to `machine` and writes its value as links do.
  Message check(Machine& machine, Event& event) const;

  const Model* model_;
  Library library_;
  uint64_t seed_;
  std::unique_ptr<Machine> base_, machine_;
  std::vector<Event> events_;
  std::size_t next_ = 0;  // first event not applied yet
  int64_t step_ = 0, farthest_ = 0;
  Curves curves_;
  std::vector<StepHash> hashes_;
  std::vector<Snapshot> history_;
  std::size_t history_limit_ = 2;
  double steps_owed_ = 0;
  bool finding_fault_ = false;  // looking for the step where a number ceased to be finite: every step is checked
  Message fault_;
};

}  // namespace attractor
