// Notices of the page, newest last: those on the screen, and all of them for whoever asks (JavaScript, in portions).
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "web/words/words.h"

namespace attractor {

struct Notice {
  enum Level { info, warning, error } level;
  Message message;
  bool link = false;  // offers the link to what it speaks of
  double born = 0;    // seconds of the page
};

class Notices {
 public:
  static constexpr std::size_t kKept = 200, kShown = 3;
  static constexpr double kLife = 12;  // seconds on the screen; errors stay until they are dismissed

  void add(Notice);
  void expire(double now);
  // Whether one on the screen has had its time.
  bool due(double now) const;
  void dismiss(std::size_t i);
  const std::vector<Notice>& shown() const { return shown_; }  // newest last
  std::string take(Lang);                                      // JSON of those not handed out yet

 private:
  std::vector<Notice> shown_, log_;
  std::size_t handed_out_ = 0;
};

}  // namespace attractor
