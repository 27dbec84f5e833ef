// What is open, apart from how it is drawn: the run, its lesson, playing and replaying, page settings, notices, and all of
// it as text for JavaScript (shapes in api.h). Knows no ImGui, no browser.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/link.h"
#include "core/run.h"
#include "web/lesson.h"
#include "web/tokens.h"
#include "web/words.h"

namespace attractor {

enum class Mode : uint8_t { full, min, none };
enum class Replay : uint8_t { none, running, reproduced, differs };

struct Notice {
  enum Level { info, warning, error } level;
  Message message;
  bool link = false;  // offers the link to what it speaks of
  double born = 0;    // seconds of the page
};

class Session {
 public:
  Session();

  void open(std::string_view link);
  void set(std::string_view key, std::string_view value);
  void play(bool on);
  void step(int count);
  void seek(int64_t target);
  void reset();
  void reseed(uint64_t seed);
  // Data a link or a setting asked for ("needs", api.h): a piece has come, or it will not. What waited for the last piece then
  // happens.
  void supply(std::string_view name, std::string_view bytes);
  void unavailable(std::string_view name);
  // Stores the picture that is on the screen, or removes one of the user's own.
  void store_state();

  // One frame's work: replay, scrubbing or playing, within the budget. `now` in seconds.
  void work(double seconds, double now);

  std::string link() const;
  std::string describe() const;
  std::string observe() const;
  std::string notices();  // JSON of those not handed out yet
  std::string csv() const;

  void notify(Notice::Level, Message, bool link = false);
  // Called with (kind, detail): the events of api.h.
  std::function<void(const char*, const std::string&)> on_event;

  const Run& run() const { return run_; }
  const Lesson& lesson() const { return *lesson_; }
  bool playing() const { return playing_; }
  std::size_t waiting() const { return run_.library().missing(needs_).size(); }  // for how many pieces of data
  bool busy() const { return playing_ || run_.step() != target_; }
  bool visible() const { return visible_; }
  double speed() const { return speed_; }
  Replay replay() const { return replay_; }
  int64_t replay_from() const { return replay_from_; }
  int64_t target() const { return target_; }
  std::string preset(const Row& row) const { return read(row, preset_->params()); }
  bool hidden(std::string_view what) const;  // by hide=
  // Rises with everything that changes what is shown.
  uint64_t version() const { return version_; }
  // Rises when the run is begun anew or a parameter changes: what a Field calls fixed is the same until then.
  uint64_t generation() const { return generation_; }
  // The hash of the state on screen; computed once per state, and not while playing.
  const std::string& hash() const;

  Lang lang = Lang::en;
  ThemeKind theme = ThemeKind::light;
  Mode mode = Mode::full;
  bool calm = false;
  double budget_ms = 8;
  std::vector<Notice> shown;  // newest last
  double now = 0;

 private:
  void wait_for(std::vector<std::string> names, std::function<void()> then);
  void page_key(const std::string& key, const std::string& value);
  void after_change(const char* kind);
  void add_picture(std::string_view text);
  void remove_picture(std::string_view index);
  struct Shelf;
  std::vector<Shelf> shelves() const;
  void set_shelf(const Shelf&);
  void learn_own_picture(const std::string& raw);
  void end_replay();

  Run run_;
  std::vector<std::string> needs_;  // what was asked for; then_ happens when all of it is there
  std::function<void()> then_;
  const Lesson* lesson_;
  std::unique_ptr<Machine> preset_;  // parameters of the lesson's preset, for "differs from the preset"
  std::map<std::string, std::string> page_;
  bool playing_ = false, visible_ = true;
  double speed_ = 60;
  int64_t target_ = 0;
  bool told_ = false;  // of the fault that the run has
  Replay replay_ = Replay::none;
  int64_t replay_from_ = 0;
  std::string expected_;
  std::size_t handed_out_ = 0;
  std::vector<Notice> log_;
  uint64_t version_ = 1, generation_ = 1;
  double last_stepped_ = 0;
  mutable uint64_t hash_version_ = 0;
  mutable std::string hash_;
};

}  // namespace attractor
