// A session driven natively, as the page drives it.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "tests/data.h"
#include "web/session/session.h"

namespace attractor {

// A session as the page has it: data come when they are asked for, unless `mute`.
struct Page {
  explicit Page(bool mute = false, const Library& library = {}) : session(library) {
    session.on_event = [this, mute](const char* kind, const std::string& detail) {
      if (std::string(kind) == "needs" && !mute) wanted = detail;
      if (std::string(kind) == "replay") replays.push_back(detail);
      if (std::string(kind) == "notice") ++told;
    };
  }
  void open(const std::string& link) {
    session.open(link);
    supply();
  }
  // Gives what was asked for, then works until the session rests (or the run has gone `frames` frames).
  void supply() {
    while (!wanted.empty()) {
      const std::string list = std::exchange(wanted, "");
      for (std::size_t i = 0; i < list.size();) {
        const std::size_t end = std::min(list.find(',', i), list.size());
        give(list.substr(i, end - i));
        i = end + 1;
      }
    }
  }
  void give(const std::string& name);
  void replay(int frames = 2000) {
    for (int i = 0; i < frames && session.replay() == Replay::running; ++i) frame();
  }
  // Until a step that was asked for is reached: on a busy machine it takes more than one frame.
  void rest() {
    for (int i = 0; i < 2000 && session.busy() && !session.playing(); ++i) frame();
  }
  void frame() { session.work(1.0 / 60, time += 1.0 / 60); }
  std::string notices() { return session.notices(); }

  Session session;
  std::string wanted;
  std::vector<std::string> replays;
  int told = 0;
  double time = 0;
};

inline void Page::give(const std::string& name) {
  for (const TrainedRbm& net : kTrainedRbms)
    if (name == net.name) return session.supply(name, untrained(net));
  session.supply(name, name == cnn::kTrainedFile ? untrained_cnn() : data_file(name));
}

}  // namespace attractor
