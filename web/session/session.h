// What is open, apart from how it is drawn: the run, its lesson, playing and replaying, the link's promise, settings, notices,
// and all of it as text for JavaScript (api_types.h). Knows no ImGui, no browser: tests/web/session_test.cpp drives it.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/run/link.h"
#include "core/run/run.h"
#include "web/session/lesson.h"
#include "web/session/notices.h"
#include "web/session/proof.h"
#include "web/session/settings.h"

namespace attractor {

// What only the canvas knows of what is seen.
struct OnScreen {
  std::array<int, 4> stage{};  // in CSS pixels of the canvas: x, y, width, height
  double frame_ms = 0;         // work of a frame, running mean
};

class Session {
 public:
  // Of what the library expects (Library::expect) nothing is called before it has been supplied.
  explicit Session(const Library& library = {});

  // Any text with a link in it. What is wrong becomes notices; something always opens.
  void open(std::string_view link);
  // Of the experiment: a row, a poke ("spins.17.3"), the seed; or how fast one watches ("speed"). Nothing else is taken here,
  // since other pages may call it.
  void set(std::string_view key, std::string_view value);
  // Of the page (Settings::set_by_page).
  void set_by_page(std::string_view key, std::string_view value);
  // By somebody, or as the link wished (then the address stays as it came).
  void play(bool on, bool by_link = false);
  // `count` steps on, below 0 back, and to a step: cut to 0 .. kMaxStep. What the frame's budget does not allow is gone
  // by work().
  void step(int count);
  void seek(int64_t target);
  void reset();  // to step 0, with the parameters of step 0; the events are forgotten
  void reseed(uint64_t seed);

  // Data that a link or a setting asked for ("needs", api.h): a file has come, and what waited for the last one then
  // happens; or it will not come (the page has tried again and again, and somebody goes on without). What nobody asked
  // for is dropped.
  void supply(std::string_view name, std::string_view bytes);
  void unavailable(std::string_view name);

  // The user's own pictures: raw bits, or four bits a cell where the model has "greys", in base64url; removed by number;
  // or the one that is on the screen.
  void add_picture(std::string_view packed);
  void remove_picture(std::string_view index);
  void store_state();

  // One frame's work: replay, scrubbing or playing, within the budget (Settings::budget_ms). `seconds` since the last
  // frame, `now` in seconds of the page.
  void work(double seconds, double now);
  // The work of several frames, while a step is awaited and nobody needs a picture before.
  void catch_up(double now);

  // The link of what is on the screen; Description, Observation and Notice[] of api_types.h as JSON; the curves as CSV
  // (core/run/report.h).
  std::string link() const;
  std::string describe() const;
  std::string observe(const OnScreen& = {}) const;
  std::string notices() { return notices_.take(settings_.lang); }
  std::string csv() const;

  void notify(Notice::Level, Message, bool link = false);
  const std::vector<Notice>& shown() const { return notices_.shown(); }
  void dismiss(std::size_t notice);  // by its place in shown(); beyond: nothing
  // Whether something on the screen changes by itself now: not a notice that merely stands there.
  bool needs_frames(double now) const;
  // Called with (kind, detail): the events of api.h.
  std::function<void(const char*, const std::string&)> on_event;

  const Run& run() const { return run_; }
  const Lesson& lesson() const { return *lesson_; }
  const Settings& settings() const { return settings_; }
  bool playing() const { return playing_; }
  std::size_t waiting() const { return missing().size(); }  // for how many files of data
  bool busy() const { return playing_ || run_.step() != target_; }
  Replay replay() const { return proof_.state(run_); }
  const Proof& proof() const { return proof_; }
  int64_t target() const { return target_; }
  // A step was asked for, by a link or by hand, and is not reached yet.
  bool awaited() const { return proof_.running() || (!playing_ && run_.step() != target_); }
  // The link that was opened could not be shown as it is, and nobody has changed anything since: its address stays.
  bool keeps_address() const { return keep_address_ || waiting() > 0 || proof_.running() || replay() == Replay::differs; }
  // The value that the lesson began with ("" if the row is not of its model).
  std::string preset(const Row& row) const { return preset_->read(row); }
  double now() const { return now_; }
  // Rises with everything that changes what is shown.
  uint64_t version() const { return version_; }
  // Rises when the run is begun anew or a parameter changes: what a Field calls fixed is the same until then.
  uint64_t generation() const { return generation_; }
  // The hash of the state on screen; computed once per state, and not while playing.
  const std::string& hash() const;

 private:
  // What is done as soon as all the data are there.
  struct Pending {
    std::vector<Need> needs;
    std::function<void()> then;
  };

  void take_over();  // somebody acts: nothing is replayed any more, and the address follows again
  void wait_for(std::vector<Need> needs, std::function<void()> then);
  std::vector<Need> missing() const;
  void open_when_here(std::vector<Need> needs, const Link& link, std::string text);
  void begin(const Link& link);
  void notify_refusal(Message m) { notify(Notice::warning, std::move(m)); }
  void end_replay_if_there();
  void advance(double seconds, double present, double budget_ms);
  void report_steps(int64_t before, double present);
  void after_restart();
  void after_change(const char* kind);
  struct PictureRow;
  std::vector<PictureRow> picture_rows() const;
  void set_picture_row(const PictureRow&);
  void learn_own_picture(const std::string& raw);

  Run run_;
  const Lesson* lesson_;
  std::unique_ptr<Machine> preset_;  // with the parameters that the lesson begins with
  Settings settings_;
  Notices notices_;
  Proof proof_;
  std::vector<Pending> pending_;
  std::string waiting_link_;  // the text of the link that waits for data
  bool keep_address_ = false;
  bool playing_ = false;
  int64_t target_ = 0;
  bool fault_reported_ = false;  // the fault that the run has is among the notices
  bool trouble_told_ = false;    // and so is the model's trouble
  uint64_t version_ = 1, generation_ = 1;
  double now_ = 0, last_stepped_ = 0;
  mutable uint64_t hash_version_ = 0;
  mutable std::string hash_;
};

}  // namespace attractor
