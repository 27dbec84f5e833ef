// Link text <-> Link: "ising?L=96&T=2.27&laws=1&rule=wolff&seed=42&at=500&e=300:T=1.2;420:spins.17.3=-1&ui=min&h=9f3a12c4".
//
// Readable, sorted (equal states give equal links), versioned by `laws`, and explicit: every parameter of the model is
// written, so that a later default cannot change an old link. Reading never fails: what is wrong is left out and listed.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/run.h"

namespace attractor {

inline constexpr std::size_t kMaxLink = 1 << 20;  // characters; longer text is not looked at

struct Link {
  std::string model;
  int laws = 0;  // 0: not said
  uint64_t seed = 1;
  int64_t at = 0;
  std::string hash;                           // 8 lower-case hexadecimal digits, or empty
  std::map<std::string, std::string> params;  // of the model, not checked yet
  std::map<std::string, std::string> page;    // lang, theme, ui, hide, play, lesson, origins, scale: for the page
  std::vector<Event> events;
};

bool is_page_key(std::string_view key);

// Takes "#...", "?..." or bare text. Appends to `notices` what was left out.
Link read_link(std::string_view text, std::vector<Message>& notices);

// The link of a run at its present step, with h. `page` is written as it is.
std::string write_link(const Run& run, const std::map<std::string, std::string>& page = {});

// Opens a link as a run at step 0: refusals are appended to `notices`. False if the model is not known.
bool open_link(const Link& link, Run& run, std::vector<Message>& notices);

}  // namespace attractor
