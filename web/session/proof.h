// What a link promised, and what became of it: a state at a step, and hashes on the way there.
//
// A verdict is about one step of one experiment. It is shown while the run stands there, unchanged, and at no other time.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/run/link.h"

namespace attractor {

enum class Replay : uint8_t { none, running, reproduced, differs };

class Proof {
 public:
  // A link has been opened at step 0; true if it promises a state (a step above 0 or a hash) that is to be replayed.
  bool begin(const Link& link);
  // Somebody took over, or another run is open: nothing is claimed any more.
  void end() { *this = Proof(); }
  bool running() const { return state_ == Replay::running; }
  int64_t target() const { return at_; }

  // Compares the hashes that the run has left on its way.
  void follow(const Run& run);
  // The run stands where the link ends, or can go no further.
  void finish(const Run& run);
  // Of the present state of this run.
  Replay state(const Run& run) const;
  // The step the verdict is about.
  int64_t step() const { return at_; }
  // Where the run is known to be the link's, and from where on it is known not to be (-1: nowhere).
  int64_t same_at() const { return same_at_; }
  int64_t other_at() const { return other_at_; }
  const std::string& expected() const { return hash_; }

 private:
  // What the state at step at_ follows from, as text: a verdict holds as long as it is the same.
  std::string origin(const Run& run) const;

  Replay state_ = Replay::none;
  int64_t at_ = 0, same_at_ = -1, other_at_ = -1;
  std::string hash_;
  std::vector<StepHash> via_;
  std::size_t compared_ = 0;
  std::string origin_;
};

}  // namespace attractor
