// Link text <-> Link:
// "ising?laws=2&L=96&T=2.27&rule=wolff&seed=42&ui=min&at=500&h=9f3a12c4&via=256:0c1d2e3f&events=2&e=300:T=1.2;420:spins.17.3=-1".
//
// Readable, in a fixed order (equal states give equal links), versioned by `laws`, and explicit: every parameter of the model
// is written, so that a later default cannot change an old link. `laws` comes first and h and the number of events before the
// events, so that a link whose end was lost on the way can be told from a whole one. Reading never fails: what travel does to
// a link is undone (core/run/link_repair.h), what is wrong is left out and listed.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/run/run.h"

namespace attractor {

inline constexpr std::size_t kMaxLink = 1 << 20;  // characters; longer text is not looked at

struct Link {
  std::string model;
  int laws = 0;  // 0: not given
  uint64_t seed = 1;
  bool seeded = false;  // the seed was given
  int64_t at = 0;
  std::string hash;                           // 8 lower-case hexadecimal digits, or empty
  std::vector<StepHash> via;                  // hashes on the way to `at`, in the order of their steps
  std::map<std::string, std::string> params;  // of the model, not checked yet
  std::map<std::string, std::string> page;    // lang, theme, ui, hide, play, lesson, origins, scale: for the page
  std::vector<Event> events;
  bool cut = false;                // its end is missing: fewer events than promised, half a hash
  bool open_end = false;           // it ends like one that was shortened, which matters where it does not say how long it is
  std::vector<std::string> order;  // its keys as they came
  std::set<std::string> of_query;  // parameters (and "" for the model) of an address's query, where anybody writes keys
};

bool is_page_key(std::string_view key);

// Takes "#...", "?...", "?query#...", bare text or a text with a whole URL in it (core/run/link_repair.h). Appends to `notices` what was left out.
Link read_link(std::string_view text, std::vector<Message>& notices);

// The link of a run at its present step, with h and a few hashes of the way there. `page` is written as it is.
std::string write_link(const Run& run, const std::map<std::string, std::string>& page = {});

extern const char* const kIncomplete;  // the sentence of a link that is cut

// Whether the link's end was lost on its way, as far as can be told.
bool is_cut(const Link& link, const Model& model);

// Opens a link as a run of one of `models` at step 0: refusals are appended to `notices`. False if the model is not known.
bool open_link(const Link& link, std::span<const Model* const> models, Run& run, std::vector<Message>& notices);

}  // namespace attractor
