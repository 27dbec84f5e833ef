#include "web/session/proof.h"

#include <utility>

namespace attractor {

bool Proof::begin(const Link& link) {
  end();
  at_ = link.at;
  hash_ = link.hash;
  via_ = link.via;
  if (at_ > 0 || !hash_.empty()) state_ = Replay::running;
  return running();
}

void Proof::follow(const Run& run) {
  const std::vector<StepHash>& hashes = run.hashes();
  for (; compared_ < hashes.size(); ++compared_)
    for (const StepHash& promised : via_)
      if (promised.step == hashes[compared_].step && promised.step <= at_ && other_at_ < 0)
        (promised.hash == hashes[compared_].hash ? same_at_ : other_at_) = promised.step;
}

void Proof::finish(const Run& run) {
  if (hash_.empty()) return end();
  const bool same = run.step() == at_ && run.hash() == hash_;
  if (!same && other_at_ < 0) other_at_ = at_;
  if (same) same_at_ = at_;
  state_ = same ? Replay::reproduced : Replay::differs;
  if (!run.fault()) at_ = run.step();
  origin_ = origin(run);
}

Replay Proof::state(const Run& run) const {
  if (state_ == Replay::none || state_ == Replay::running) return state_;
  const bool there = run.step() == at_ || (run.fault() && run.step() < at_);
  return there && origin(run) == origin_ ? state_ : Replay::none;
}

std::string Proof::origin(const Run& run) const {
  std::string text = run.model().key + ('?' + std::to_string(run.seed()));
  for (const Row& row : run.model().rows) text += '&' + run.base().read(row);
  for (const Event& e : run.events())
    if (e.step <= at_) text += ';' + std::to_string(e.step) + ':' + e.key + '=' + e.value;
  return text;
}

}  // namespace attractor
