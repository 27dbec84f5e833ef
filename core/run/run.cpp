#include "core/run/run.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "core/base/num.h"
#include "core/base/written.h"

namespace attractor {
namespace {

constexpr int64_t kFirstHash = 64;
constexpr int64_t kSnapshotEvery = 16;           // steps; stepping back costs at most this many forward ones
constexpr std::size_t kMaxSnapshots = 24;        // spaced ever wider into the past
constexpr std::size_t kHistoryBytes = 64 << 20;  // for all snapshots of one run

// Follows the series: appends them to curves when this step is sampled, and finds a number that is not finite.
class SeriesSink final : public Sink {
 public:
  explicit SeriesSink(Curves* curves) : curves_(curves) {}
  void publish(const Name& name, Shape shape) override {
    const Number* n = number_in(shape);
    if (!n) return;
    if (n->known && !std::isfinite(n->value) && !bad) bad = name.label;
    if (!curves_ || !std::holds_alternative<Series>(shape)) return;
    const double nan = std::numeric_limits<double>::quiet_NaN();
    if (at_ == curves_->series.size()) curves_->series.push_back({name, std::vector<double>(curves_->steps.size() - 1, nan)});
    curves_->series[at_++].values.push_back(n->known ? n->value : nan);
  }
  const char* bad = nullptr;

 private:
  bool wants(std::string_view, ShapeKind) const override { return false; }
  Curves* curves_;
  std::size_t at_ = 0;
};

Bytes digest_of(const Machine& machine) {
  Bytes bytes;
  machine.digest(bytes);
  return bytes;
}

}  // namespace

bool read_poke(std::string_view key, std::string_view value, Poke& out) {
  const auto dot = key.find('.');
  if (dot == 0 || dot == std::string_view::npos || key.size() > 64) return false;
  out.field = key.substr(0, dot);
  std::string_view rest = key.substr(dot + 1);
  const auto second = rest.find('.');
  int64_t radius = 0;
  if (second != std::string_view::npos && !read_integer(rest.substr(second + 1), radius)) return false;
  if (radius < 0 || radius > 4096) return false;
  out.radius = int(radius);
  return read_integer(rest.substr(0, second), out.index) && out.index >= 0 && read_written_number(value, out.value);
}

bool Curves::due(int64_t step) {
  if (step % stride != 0) return false;
  if (int(steps.size()) == kCapacity) {
    stride *= 2;
    auto thin = [](auto& v) {
      for (std::size_t i = 0; 2 * i < v.size(); ++i) v[i] = v[2 * i];
      v.resize((v.size() + 1) / 2);
    };
    thin(steps);
    for (Series& s : series) thin(s.values);
  }
  return step % stride == 0;
}

const Curves::Series* Curves::find(std::string_view key) const {
  for (const Series& s : series)
    if (key == s.name.key) return &s;
  return nullptr;
}

Run::Run(const Model& model, uint64_t seed, const Library& library)
    : model_(&model), library_(library), seed_(seed), base_(make()) {
  start();
}

Run::Run(const Run& o)
    : model_(o.model_),
      library_(o.library_),
      seed_(o.seed_),
      base_(o.base_->clone()),
      machine_(o.machine_->clone()),
      events_(o.events_),
      next_(o.next_),
      step_(o.step_),
      farthest_(o.farthest_),
      curves_(o.curves_),
      hashes_(o.hashes_),
      history_limit_(o.history_limit_),
      steps_owed_(o.steps_owed_),
      fault_(o.fault_) {
  for (const Snapshot& s : o.history_) history_.push_back({s.step, s.machine->clone(), s.curves});
}

std::unique_ptr<Machine> Run::make() const { return make_machine(*model_, library_); }

void Run::supply(const Library& library) {
  const bool code_comes = library_.expects(model_->family) && !library.expects(model_->family);
  library_ = library;
  if (code_comes) {
    auto base = make();
    base->copy_parameters(*base_);
    base_ = std::move(base);
    return start();
  }
  base_->supply(library);
  machine_->supply(library);
}

std::vector<Need> Run::missing(const std::map<std::string, std::string>& params) const {
  auto machine = make();
  for (const auto& [key, value] : params)
    if (const Row* row = find_row(model_->rows, key)) machine->write(*row, value);
  return library_.missing(machine->needs());
}

Run& Run::operator=(const Run& o) { return *this = Run(o); }

std::string Run::hash() const { return digest_of(*machine_).hash(); }

void Run::start() {
  machine_ = base_->clone();
  machine_->init(Rng{seed_, 0});
  step_ = farthest_ = 0;
  next_ = 0;
  curves_ = Curves();
  hashes_.clear();
  history_.clear();
  steps_owed_ = 0;
  fault_ = {};
  history_limit_ = std::clamp(kHistoryBytes / (2 * digest_of(*machine_).size() + 1), std::size_t(2), kMaxSnapshots);
  after_step();
}

void Run::advance() {
  if (fault_ || step_ >= kMaxStep) return;
  keep_hash();
  machine_->advance(Rng{seed_, uint64_t(step_) + 1});
  ++step_;
  farthest_ = std::max(farthest_, step_);
  after_step();
}

void Run::keep_hash() {
  if (step_ >= kFirstHash && (step_ & (step_ - 1)) == 0) hashes_.push_back({step_, hash()});
}

void Run::after_step() {
  const bool sampled = curves_.due(step_), keep = step_ % kSnapshotEvery == 0;
  if (sampled) curves_.steps.push_back(step_);
  if (sampled || keep || finding_fault_) {
    const char* bad = sample(sampled ? &curves_ : nullptr);
    if (bad && !finding_fault_ && step_ > 0) return find_fault();
    if (bad) fault_ = {"{0} is no longer a finite number at step {1}; the run stopped here", {bad, decimal(double(step_))}};
  }
  if (keep) keep_snapshot();
  while (next_ < events_.size() && events_[next_].step == step_) apply(events_[next_++]);
}

const char* Run::sample(Curves* curves) const {
  SeriesSink sink(curves);
  machine_->observe(sink);
  return sink.bad;
}

// A number is not finite here, but was at the last snapshot: the run goes back there, and on to where it is not any more.
void Run::find_fault() {
  const int64_t here = step_;
  rewind(here - 1);
  finding_fault_ = true;
  while (step_ < here && !fault_) advance();
  finding_fault_ = false;
  farthest_ = step_;
}

// Between the steps where numbers are checked, one may fail to be finite for a moment. What counts is whether it still
// is at the next step where every run checks: so it does not depend on the pacing where a run stops.
void Run::check_ahead() {
  if (fault_ || step_ % curves_.stride == 0 || step_ % kSnapshotEvery == 0 || !sample(nullptr)) return;
  const int64_t here = step_, farthest = farthest_;
  do advance();
  while (!fault_ && step_ % kSnapshotEvery != 0);
  if (fault_) return;
  rewind(here);
  while (step_ < here) advance();
  farthest_ = farthest;
}

// Keeps snapshots dense near the present and ever sparser into the past; step 0 stays for ever.
void Run::keep_snapshot() {
  if (!history_.empty() && history_.back().step >= step_) return;
  history_.push_back({step_, machine_->clone(), {}});
  if (history_.size() <= history_limit_) {
    history_.back().curves = curves_;
    return;
  }
  std::size_t drop = 1;
  double best = std::numeric_limits<double>::infinity();
  for (std::size_t i = 1; i + 1 < history_.size(); ++i) {
    const double gap = double(history_[i + 1].step - history_[i - 1].step);
    const double cost = gap / double(step_ - history_[i].step + kSnapshotEvery);
    if (cost < best) {
      best = cost;
      drop = i;
    }
  }
  Curves room = std::move(history_[drop].curves);  // its memory goes on to the new one
  history_.erase(history_.begin() + std::ptrdiff_t(drop));
  room = curves_;
  history_.back().curves = std::move(room);
}

void Run::rewind(int64_t target) {
  target = std::max<int64_t>(target, 0);
  while (history_.size() > 1 && history_.back().step > target) history_.pop_back();
  const Snapshot& s = history_.back();
  machine_ = s.machine->clone();
  machine_->supply(library_);
  curves_ = s.curves;
  step_ = s.step;
  while (!hashes_.empty() && hashes_.back().step >= step_) hashes_.pop_back();
  fault_ = {};
  next_ = 0;
  while (next_ < events_.size() && events_[next_].step < step_) ++next_;
  while (next_ < events_.size() && events_[next_].step == step_) apply(events_[next_++]);
  steps_owed_ = 0;
}

void Run::apply(const Event& event) {
  Poke poke;
  if (const Row* row = find_row(model_->rows, event.key)) machine_->write(*row, event.value);
  else if (read_poke(event.key, event.value, poke)) machine_->poke(poke);
}

Message Run::check(Machine& machine, Event& event) const {
  if (const Row* row = find_row(model_->rows, event.key)) {
    if (Message m = machine.write(*row, event.value)) return m;
    event.value = machine.read(*row);
    return machine.conflict();
  }
  Poke poke;
  if (!read_poke(event.key, event.value, poke)) return {"{0}: this model has no such parameter", {event.key.substr(0, 40)}};
  if (!machine.poke(poke)) return {"{0}: no such cell, or not a value it can have", {event.key.substr(0, 40)}};
  event.value = decimal(poke.value);
  return {};
}

Message Run::log(Event event) {
  while (!events_.empty() && events_.back().step > step_) events_.pop_back();  // another future begins here
  farthest_ = step_;
  while (!history_.empty() && history_.back().step > step_) history_.pop_back();
  const bool again =
      !events_.empty() && events_.back().step == step_ && events_.back().key == event.key && find_row(model_->rows, event.key);
  if (!again && int(events_.size()) >= kMaxEvents)
    return {"The run already has {0} events; reset it to go on changing it", {decimal(kMaxEvents)}};
  if (again) events_.back() = std::move(event);
  else events_.push_back(std::move(event));
  next_ = events_.size();
  return {};
}

Message Run::set(std::string_view key, std::string_view value) {
  Event event{step_, std::string(key), std::string(value)};
  const Row* row = find_row(model_->rows, key);
  if (!row) {
    std::unique_ptr<Machine> before = int(events_.size()) >= kMaxEvents ? machine_->clone() : nullptr;
    if (Message m = check(*machine_, event)) return m;
    Message m = log(event);
    if (m && before) machine_ = std::move(before);
    return m;
  }
  const std::string old = machine_->read(*row);
  if (Message m = check(*machine_, event)) {
    machine_->write(*row, old);
    return m;
  }
  const std::string now = machine_->read(*row);
  if (now == old) return {};
  if (row->effect == Effect::live && step_ > 0) {
    Message m = log({step_, event.key, now});
    if (m) machine_->write(*row, old);
    return m;
  }
  // At step 0, or for a rebuild: the present parameters become those of step 0.
  std::vector<Event> pokes;
  if (row->effect == Effect::live)
    for (const Event& e : events_)
      if (e.step == 0 && !find_row(model_->rows, e.key)) pokes.push_back(e);
  base_->copy_parameters(*machine_);
  events_ = std::move(pokes);
  start();
  return {};
}

std::vector<Message> Run::open(const std::map<std::string, std::string>& params, uint64_t seed, std::vector<Event> events) {
  std::vector<Message> refused;
  auto fresh = make();
  for (const auto& [key, value] : params) {
    const Row* row = find_row(model_->rows, key);
    if (!row) refused.push_back({"{0}: this model has no such parameter", {key.substr(0, 40)}});
    else if (Message m = fresh->write(*row, value)) refused.push_back(m);
  }
  if (Message together = fresh->conflict()) {  // then one by one, leaving out what does not go with what came before
    refused.push_back(together);
    fresh = make();
    for (const auto& [key, value] : params)
      if (const Row* row = find_row(model_->rows, key)) {
        const std::string old = fresh->read(*row);
        fresh->write(*row, value);
        if (fresh->conflict()) {
          fresh->write(*row, old);
          refused.push_back({"{0} keeps its usual value", {key}});
        }
      }
  }
  base_ = std::move(fresh);
  seed_ = seed;
  events_.clear();
  start();
  // Events are checked on a copy that has the parameters (in time order), so that none can be refused when its step comes.
  std::stable_sort(events.begin(), events.end(), [](const Event& a, const Event& b) { return a.step < b.step; });
  auto probe = machine_->clone();
  for (Event& e : events) {
    const Row* row = find_row(model_->rows, e.key);
    Message m;
    const std::string old = row ? probe->read(*row) : std::string();
    if (int(events_.size()) >= kMaxEvents) m = {"More than {0} events; the rest is left out", {decimal(kMaxEvents)}};
    else if (e.step < 0 || e.step > kMaxStep) m = {"An event at step {0} is out of range", {decimal(double(e.step))}};
    else if (row && row->effect == Effect::rebuild) m = {"{0}: cannot change during a run", {e.key}};
    else m = check(*probe, e);
    if (m) {
      if (row) probe->write(*row, old);
      if (refused.size() < 64) refused.push_back(m);
      if (int(events_.size()) >= kMaxEvents) break;
    } else {
      events_.push_back(std::move(e));
    }
  }
  next_ = 0;
  while (next_ < events_.size() && events_[next_].step == 0) apply(events_[next_++]);
  return refused;
}

void Run::reseed(uint64_t seed) {
  seed_ = seed;
  reset();
}

void Run::reset() {
  events_.clear();
  start();
}

}  // namespace attractor
