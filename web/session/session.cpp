#include "web/session/session.h"

#include <algorithm>
#include <chrono>

#include "core/base/num.h"
#include "core/base/written.h"
#include "core/models/list.h"
#include "core/run/link_repair.h"
#include "core/run/report.h"
#include "web/session/lessons.h"
#include "web/session/opening.h"

namespace attractor {
namespace {

// A replay is waited for: it may work for a tenth of a second before the page looks up (main.cpp draws in between).
constexpr double kCatchUpBudget = 100;  // milliseconds
constexpr double kLongestFrame = 0.1;   // seconds owed to a run after a pause
constexpr double kReportEvery = 0.1;    // seconds between two "stepped"

double clock_ms() {
  return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

// What a link would need that is not here.
std::vector<Need> needs_of(const Link& link, const Library& library) {
  const Model* model = find_model(link.model);
  return model ? Run(*model, 1, library).missing(link.params) : std::vector<Need>();
}

std::vector<Need>::const_iterator find_need(const std::vector<Need>& needs, std::string_view name) {
  return std::find_if(needs.begin(), needs.end(), [&](const Need& need) { return need.name == name; });
}

// Each file once.
void add_needs(std::vector<Need>& to, std::vector<Need> more) {
  for (Need& need : more)
    if (find_need(to, need.name) == to.end()) to.push_back(std::move(need));
}

}  // namespace

Session::Session(const Library& library)
    : run_(*kModels[0], 1, library), lesson_(all_lessons()[0]), preset_(run_.base().clone()) {}

// ---- opening ---------------------------------------------------------------------------------------------------------

void Session::open(std::string_view text) {
  std::vector<Message> refused;
  Link link = read_link(text, refused);
  pending_.clear();
  waiting_link_.clear();
  settings_.forget_link();
  for (const auto& [key, value] : link.page)
    if (Message m = settings_.set_from_link(key, value)) refused.push_back(std::move(m));
  lesson_ = complete_link(link, refused);
  std::vector<Message> quiet;
  const Link preset = read_link(lesson_->preset, quiet);
  std::vector<Need> needs = needs_of(preset, run_.library());
  add_needs(needs, needs_of(link, run_.library()));
  if (!needs.empty()) return open_when_here(std::move(needs), link, std::string(text));
  preset_ = make_machine(*find_model(link.model), run_.library());
  if (Run base(*kModels[0], 1, run_.library()); preset.model == link.model && open_link(preset, base, refused))
    preset_ = base.base().clone();
  open_link(link, run_, refused);
  keep_address_ = !refused.empty();
  begin(link);
  for (Message& m : refused) {
    const bool lost = m.sentence == kIncomplete;
    notify(lost ? Notice::error : Notice::warning, std::move(m));
  }
  after_restart();
}

// Until the data come: the model as it is without them.
void Session::open_when_here(std::vector<Need> needs, const Link& link, std::string text) {
  const Address address = find_address(text);
  run_ = Run(*find_model(link.model), 1, run_.library());
  preset_ = run_.base().clone();
  settings_.speed = lesson_->speed;
  playing_ = false;
  keep_address_ = true;
  proof_.end();
  target_ = 0;
  waiting_link_ = address.fragment.empty() ? address.query : address.fragment;
  wait_for(std::move(needs), [this, again = std::move(text)] { open(again); });
  after_restart();
}

void Session::begin(const Link& link) {
  if (settings_.link_value("speed").empty()) settings_.speed = lesson_->speed;
  target_ = link.at;
  fault_reported_ = false;
  const bool replays = proof_.begin(link);
  const std::string_view wish = settings_.link_value("play");
  playing_ = !replays && !settings_.calm && (wish.empty() ? settings_.mode == Mode::full : wish == "1");
}

void Session::after_restart() {
  after_change("changed");
  if (on_event) on_event("lesson", lesson_->id);
}

// ---- data ------------------------------------------------------------------------------------------------------------

void Session::wait_for(std::vector<Need> needs, std::function<void()> then) {
  pending_.push_back({std::move(needs), std::move(then)});
  std::string list;
  for (const Need& need : missing()) list += (list.empty() ? "" : ",") + need.name;
  ++version_;
  if (!list.empty() && on_event) on_event("needs", list);
}

std::vector<Need> Session::missing() const {
  std::vector<Need> needs;
  for (const Pending& p : pending_) add_needs(needs, run_.library().missing(p.needs));
  return needs;
}

void Session::supply(std::string_view name, std::string_view bytes) {
  const std::vector<Need> needs = missing();
  const auto need = find_need(needs, name);
  if (need == needs.end()) return;
  Library library = run_.library();
  if (Message m = library.add(*need, bytes)) {
    notify(Notice::error, std::move(m));
    return unavailable(name);
  }
  run_.supply(library);
  ++version_;
  // Taken out first: what happens may open something else, or ask for more.
  std::vector<std::function<void()>> now;
  std::erase_if(pending_, [&](Pending& p) {
    if (!run_.library().missing(p.needs).empty()) return false;
    now.push_back(std::move(p.then));
    return true;
  });
  for (const auto& then : now) then();
}

// What waited for it does not happen; an address that asked for it stays until somebody acts.
void Session::unavailable(std::string_view name) {
  const std::size_t before = pending_.size();
  std::erase_if(pending_, [&](const Pending& p) { return find_need(p.needs, name) != p.needs.end(); });
  if (pending_.size() == before) return;
  notify(Notice::error, {"The data {0} could not be fetched", {std::string(name)}});
}

// ---- acting ----------------------------------------------------------------------------------------------------------

void Session::take_over() {
  keep_address_ = false;
  if (!proof_.running()) return;
  proof_.end();
  target_ = run_.step();
}

void Session::set(std::string_view key, std::string_view value) {
  const std::string v(value);
  if (key == "speed") {
    if (Message m = settings_.set_speed(v)) notify_refusal(std::move(m));
    ++version_;
    return;
  }
  if (key == "seed") {
    int64_t seed = 0;
    if (read_written_integer(v, seed) && seed >= 0) return reseed(uint64_t(seed));
    return notify_refusal({"{0}: {1} is not a whole number", {"seed", v.substr(0, 40)}});
  }
  if (Message m = run_.set(key, value)) {
    std::map<std::string, std::string> params;
    for (const Row& row : run_.model().rows) params[row.key] = run_.value(row);
    params[std::string(key)] = v;
    std::vector<Need> needs = run_.missing(params);
    if (needs.empty()) return notify_refusal(std::move(m));
    return wait_for(std::move(needs), [this, k = std::string(key), v] { set(k, v); });
  }
  take_over();
  target_ = run_.step();
  after_change("changed");
}

void Session::set_by_page(std::string_view key, std::string_view value) {
  if (Message m = settings_.set_by_page(key, std::string(value))) notify_refusal(std::move(m));
  ++version_;
}

void Session::play(bool on, bool by_link) {
  if (!by_link) take_over();
  playing_ = on && !proof_.running();
  target_ = proof_.running() ? target_ : run_.step();
  after_change("changed");
}

void Session::step(int count) {
  playing_ = false;
  take_over();
  seek(run_.step() + count);
}

void Session::seek(int64_t target) {
  take_over();
  target_ = std::clamp<int64_t>(target, 0, kMaxStep);
  // A step by hand is there at once; a long way is gone in frames.
  const double end = clock_ms() + settings_.budget_ms;
  run_.seek(target_, [&] { return clock_ms() < end; });
  after_change("changed");
}

void Session::reset() {
  take_over();
  run_.reset();
  target_ = 0;
  after_change("changed");
}

void Session::reseed(uint64_t seed) {
  take_over();
  run_.reseed(seed);
  target_ = 0;
  after_change("changed");
}

// ---- time ------------------------------------------------------------------------------------------------------------

void Session::work(double seconds, double present) { advance(seconds, present, settings_.budget_ms); }

void Session::catch_up(double present) { advance(0, present, kCatchUpBudget); }

void Session::advance(double seconds, double present, double budget_ms) {
  now_ = present;
  if (notices_.due(present)) {
    notices_.expire(present);
    ++version_;
  }
  if (!settings_.visible) return;
  const double end = clock_ms() + budget_ms;
  auto more = [&] { return clock_ms() < end; };
  const int64_t before = run_.step();
  if (target_ != run_.step() && !playing_) {
    const bool there = run_.seek(target_, more);
    if (there && !proof_.running()) target_ = run_.step();
  } else if (playing_) {
    run_.run_for(std::min(seconds, kLongestFrame), settings_.speed, more);
    target_ = run_.step();
    if (run_.settled()) playing_ = false;
  }
  if (run_.fault() && (!fault_reported_ || playing_ || target_ != run_.step())) {
    playing_ = false;
    target_ = run_.step();
    notify(Notice::error, run_.fault(), true);
  }
  fault_reported_ = bool(run_.fault());
  const Message trouble = run_.machine().trouble();
  if (trouble && !trouble_told_) notify(Notice::warning, trouble);
  trouble_told_ = bool(trouble);
  if (proof_.running()) proof_.follow(run_);
  end_replay_if_there();
  report_steps(before, present);
}

void Session::end_replay_if_there() {
  if (!proof_.running() || run_.step() != target_) return;
  proof_.finish(run_);
  ++version_;
  const Replay ended = proof_.state(run_);
  if (ended == Replay::differs) {
    const std::string at = decimal(double(proof_.target()));
    if (proof_.other_at() == proof_.target() || proof_.other_at() < 0)
      notify(Notice::error,
             {"This link promised the state {0} at step {1}, but it is {2}: it differs", {proof_.expected(), at, run_.hash()}});
    else
      notify(Notice::error,
             {"This link promised the state {0} at step {1}, but it is {2}: it differs since step {3} at the latest",
              {proof_.expected(), at, run_.hash(), decimal(double(proof_.other_at()))}});
  }
  if (ended != Replay::none && on_event) on_event("replay", ended == Replay::reproduced ? "reproduced" : "differs");
}

void Session::report_steps(int64_t before, double present) {
  if (run_.step() == before) return;
  ++version_;
  if (!on_event || (present - last_stepped_ <= kReportEvery && busy())) return;
  last_stepped_ = present;
  on_event("stepped", {});
}

void Session::after_change(const char* kind) {
  ++version_;
  ++generation_;
  if (on_event) on_event(kind, {});
}

bool Session::needs_frames(double present) const { return busy() || proof_.running() || notices_.due(present); }

// ---- notices and text ----------------------------------------------------------------------------------------------------------

void Session::notify(Notice::Level level, Message m, bool link) {
  notices_.add({level, std::move(m), link, now_});
  ++version_;
  if (on_event) on_event("notice", {});
}

void Session::dismiss(std::size_t notice) {
  if (notice >= shown().size()) return;
  notices_.dismiss(notice);
  ++version_;
}

const std::string& Session::hash() const {
  if (hash_version_ != version_) {
    hash_ = run_.hash();
    hash_version_ = version_;
  }
  return hash_;
}

std::string Session::link() const {
  if (!waiting_link_.empty() && waiting() > 0) return waiting_link_;
  std::map<std::string, std::string> page = settings_.for_link();
  if (lesson_of_model(run_.model().key) != lesson_) page["lesson"] = lesson_->id;
  return write_link(run_, page);
}

std::string Session::csv() const { return curves_csv(run_.curves()); }

}  // namespace attractor
