#include "web/session/session.h"

#include <algorithm>
#include <chrono>
#include <cmath>

#include "core/data.h"
#include "core/models.h"
#include "core/num.h"
#include "core/pack.h"
#include "core/report.h"
#include "web/lessons.h"

namespace attractor {
namespace {

constexpr std::size_t kMaxNotices = 200;  // kept for the list

double clock_ms() {
  return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

// The lesson that has the model's name, else the first that begins with it.
const Lesson* lesson_of_model(std::string_view model) {
  if (const Lesson* l = find_lesson(model)) return l;
  for (const Lesson* l : kLessons) {
    std::vector<Message> quiet;
    if (read_link(l->preset, quiet).model == model) return l;
  }
  return nullptr;
}

// What a link would need that is not here.
std::vector<std::string> needs_of(const Link& link, const Library& library) {
  const Model* model = find_model(link.model);
  return model ? Run(*model, 1, library).missing(link.params) : std::vector<std::string>();
}

}  // namespace

Session::Session() : run_(*kModels[0]), lesson_(kLessons[0]), preset_(run_.base().clone()) {}

void Session::open(std::string_view text) {
  std::vector<Message> notices;
  Link link = read_link(text, notices);
  page_.clear();
  for (const auto& [key, value] : link.page) page_key(key, value);
  const Lesson* asked = link.page.contains("lesson") ? find_lesson(link.page["lesson"]) : nullptr;
  if (link.page.contains("lesson") && !asked)
    notices.push_back({"There is no lesson called {0}", {link.page["lesson"].substr(0, 40)}});
  const bool known = find_model(link.model) != nullptr;
  bool by_name = false;
  if (!known && !link.model.empty()) {
    if (const Lesson* by_id = find_lesson(link.model)) {  // "#killer" opens a lesson by its name
      asked = by_id;
      by_name = true;
    } else {
      notices.push_back({"There is no model called {0}; here is another one", {link.model.substr(0, 40)}});
      link = Link();
    }
    link.model.clear();
  }
  if (!asked) asked = known ? lesson_of_model(link.model) : kLessons[0];
  lesson_ = asked ? asked : kLessons[0];
  const Link preset = read_link(lesson_->preset, notices);
  if (by_name) link.model = preset.model;  // parameters after a lesson's name are those of its model
  std::vector<std::string> needs = needs_of(preset, run_.library());
  for (std::string& name : needs_of(link, run_.library())) needs.push_back(std::move(name));
  if (!needs.empty()) {  // until the data come: the model as it is without them
    run_ = Run(*find_model(known ? link.model : preset.model), 1, run_.library());
    preset_ = run_.base().clone();
    speed_ = lesson_->speed;
    playing_ = false;
    replay_ = Replay::none;
    target_ = 0;
    wait_for(std::move(needs), [this, again = std::string(text)] { open(again); });
    after_change("changed");
    if (on_event) on_event("lesson", lesson_->id);
    return;
  }
  needs_.clear();
  Run base(*kModels[0], 1, run_.library());
  open_link(preset, base, notices);
  preset_ = base.base().clone();
  // A bare name opens the lesson as its author set it; a link with parameters says all that differs from the model's defaults.
  const bool bare = link.params.empty() && link.events.empty() && link.at == 0 && link.hash.empty() && link.laws == 0;
  if (bare) {
    run_ = std::move(base);
  } else if (!open_link(link, run_, notices)) {
    run_ = std::move(base);
  }
  speed_ = lesson_->speed;
  if (link.page.contains("speed")) page_key("speed", link.page["speed"]);
  target_ = bare ? 0 : link.at;
  expected_ = bare ? std::string() : link.hash;
  replay_ = target_ > 0 || !expected_.empty() ? Replay::running : Replay::none;
  replay_from_ = 0;
  const auto wish = link.page.find("play");
  playing_ = replay_ == Replay::none && !calm && (wish == link.page.end() ? mode == Mode::full : wish->second == "1");
  for (Message& m : notices) notify(Notice::warning, std::move(m));
  after_change("changed");
  if (on_event) on_event("lesson", lesson_->id);
}

void Session::wait_for(std::vector<std::string> names, std::function<void()> then) {
  needs_ = std::move(names);
  then_ = std::move(then);
  std::string list;
  for (const std::string& name : needs_) list += (list.empty() ? "" : ",") + name;
  ++version_;
  if (on_event) on_event("needs", list);
}

void Session::supply(std::string_view name, std::string_view bytes) {
  Library library = run_.library();
  if (Message m = library.add(name, bytes)) {
    notify(Notice::error, std::move(m));
    return unavailable(name);
  }
  run_.supply(library);
  ++version_;
  if (needs_.empty() || waiting() > 0) return;
  needs_.clear();
  if (const auto then = std::exchange(then_, nullptr)) then();
}

void Session::unavailable(std::string_view name) {
  if (std::find(needs_.begin(), needs_.end(), name) == needs_.end()) return;
  needs_.clear();
  then_ = nullptr;
  notify(Notice::error, {"The data {0} could not be fetched", {std::string(name)}});
}

void Session::page_key(const std::string& key, const std::string& value) {
  bool good = true;
  if (key == "lang") {
    good = value == "en" || value == "ru";
    if (good) lang = value == "ru" ? Lang::ru : Lang::en;
  } else if (key == "theme") {
    good = false;
    for (std::size_t i = 0; i < kThemes.size(); ++i)
      if (value == kThemes[i].key) {
        theme = ThemeKind(i);
        good = true;
      }
  } else if (key == "ui") {
    good = value == "full" || value == "min" || value == "none";
    if (good) mode = value == "min" ? Mode::min : value == "none" ? Mode::none : Mode::full;
  } else if (key == "play") {
    good = value == "0" || value == "1" || value == "seen";
  } else if (key == "speed") {
    double v = 0;
    good = read_decimal(value, v) && v >= 0.1 && v <= 100000;
    if (good) speed_ = v;
  }
  if (good) page_[key] = value;
  else notify(Notice::warning, {"{0}: {1} is not one of its choices", {key, value.substr(0, 40)}});
}

void Session::set(std::string_view key, std::string_view value) {
  const std::string v(value);
  if (key.substr(0, 3) == "ui.") {
    const std::string_view what = key.substr(3);
    if (what == "lang" || what == "theme" || what == "hide") page_key(std::string(what), v);
    else if (what == "mode") page_key("ui", v);
    else if (what == "visible") visible_ = v != "0";
    else if (what == "calm") calm = v != "0";
    else if (what == "budget") budget_ms = std::clamp(std::atof(v.c_str()), 1.0, 50.0);
    ++version_;
    return;
  }
  if (key == "speed") {
    page_key("speed", v);
    page_.erase("speed");  // how fast one watches is not part of the experiment, unless the link asked for it
    ++version_;
    return;
  }
  if (replay_ == Replay::running) end_replay();
  if (key == "seed") {
    int64_t seed = 0;
    if (read_integer(v, seed) && seed >= 0) reseed(uint64_t(seed));
    else notify(Notice::warning, {"{0}: {1} is not a whole number", {"seed", v.substr(0, 40)}});
    return;
  }
  if (key == "patterns.add") return add_picture(value);
  if (key == "patterns.remove") return remove_picture(value);
  const int64_t before = run_.step();
  if (Message m = run_.set(key, value)) {
    std::map<std::string, std::string> params;
    for (const Row& row : run_.model().rows) params[row.key] = run_.value(row);
    params[std::string(key)] = v;
    std::vector<std::string> needs = run_.missing(params);
    if (needs.empty()) return notify(Notice::warning, std::move(m));
    return wait_for(std::move(needs), [this, k = std::string(key), v] { set(k, v); });
  }
  target_ = run_.step();
  if (run_.step() < before) replay_ = Replay::none;
  after_change("changed");
}

void Session::play(bool on) {
  if (replay_ == Replay::running) end_replay();
  playing_ = on;
  target_ = run_.step();
  after_change("changed");
}

void Session::step(int count) {
  playing_ = false;
  if (replay_ == Replay::running) end_replay();
  seek(run_.step() + count);
}

void Session::seek(int64_t target) {
  if (replay_ == Replay::running) end_replay();
  target_ = std::clamp<int64_t>(target, 0, kMaxStep);
  // A step by hand is there at once; a long way is gone in frames.
  const double end = clock_ms() + budget_ms;
  run_.seek(target_, [&] { return clock_ms() < end; });
  after_change("changed");
}

void Session::reset() {
  if (replay_ == Replay::running) end_replay();
  run_.reset();
  replay_ = Replay::none;
  target_ = 0;
  after_change("changed");
}

void Session::reseed(uint64_t seed) {
  run_.reseed(seed);
  replay_ = Replay::none;
  target_ = 0;
  after_change("changed");
}

void Session::end_replay() {
  replay_ = Replay::none;
  target_ = run_.step();
}

void Session::work(double seconds, double present) {
  now = present;
  if (!visible_) return;
  const double end = clock_ms() + budget_ms;
  auto more = [&] { return clock_ms() < end; };
  const int64_t before = run_.step();
  if (target_ != run_.step() && !playing_) {
    const bool there = run_.seek(target_, more);
    if (there && replay_ != Replay::running) target_ = run_.step();
  } else if (playing_) {
    run_.pace(std::min(seconds, 0.1), speed_, more);
    target_ = run_.step();
    if (run_.settled()) playing_ = false;
  }
  if (run_.fault() && (!told_ || playing_ || target_ != run_.step())) {
    playing_ = false;
    target_ = run_.step();
    notify(Notice::error, run_.fault(), true);
  }
  told_ = bool(run_.fault());
  if (replay_ == Replay::running && run_.step() == target_) {
    replay_ = expected_.empty() ? Replay::none : run_.hash() == expected_ ? Replay::reproduced : Replay::differs;
    if (replay_ == Replay::differs)
      notify(Notice::error, {"This link promised the state {0} at step {1}, but it is {2}: it differs",
                             {expected_, decimal(double(target_)), run_.hash()}});
    ++version_;
    if (replay_ != Replay::none && on_event) on_event("replay", replay_ == Replay::reproduced ? "reproduced" : "differs");
  }
  if (run_.step() != before) {
    ++version_;
    if (on_event && (present - last_stepped_ > 0.1 || !busy())) {
      last_stepped_ = present;
      on_event("stepped", {});
    }
  }
}

void Session::after_change(const char* kind) {
  ++version_;
  ++generation_;
  if (on_event) on_event(kind, {});
}

void Session::notify(Notice::Level level, Message m, bool link) {
  if (log_.size() >= kMaxNotices) {
    log_.erase(log_.begin());
    if (handed_out_ > 0) --handed_out_;
  }
  std::erase_if(shown, [&](const Notice& n) { return n.message.sentence == m.sentence && n.message.args == m.args; });
  shown.push_back({level, m, link, now});
  log_.push_back({level, std::move(m), link, now});
  ++version_;
  if (on_event) on_event("notice", {});
}

bool Session::hidden(std::string_view what) const {
  const auto it = page_.find("hide");
  if (it == page_.end()) return false;
  return ("," + it->second + ",").find("," + std::string(what) + ",") != std::string::npos;
}

const std::string& Session::hash() const {
  if (hash_version_ != version_) {
    hash_ = run_.hash();
    hash_version_ = version_;
  }
  return hash_;
}

std::string Session::link() const {
  std::map<std::string, std::string> page;
  for (const char* key : {"ui", "hide", "speed", "origins", "scale"})
    if (const auto it = page_.find(key); it != page_.end()) page[key] = it->second;
  const Lesson* usual = lesson_of_model(run_.model().key);
  if (usual != lesson_) page["lesson"] = lesson_->id;
  return write_link(run_, page);
}

std::string Session::csv() const { return curves_csv(run_.curves()); }

}  // namespace attractor
