#include "web/session/notices.h"

#include <algorithm>

#include "web/session/json.h"

namespace attractor {
namespace {

bool over(const Notice& n, double now) { return n.level != Notice::error && now - n.born > Notices::kLife; }

}  // namespace

void Notices::add(Notice notice) {
  if (log_.size() >= kKept) {
    log_.erase(log_.begin());
    if (handed_out_ > 0) --handed_out_;
  }
  const Message& m = notice.message;
  std::erase_if(shown_, [&](const Notice& n) { return n.message.sentence == m.sentence && n.message.args == m.args; });
  if (shown_.size() == kShown) shown_.erase(shown_.begin());
  shown_.push_back(notice);
  log_.push_back(std::move(notice));
}

bool Notices::due(double now) const {
  return std::any_of(shown_.begin(), shown_.end(), [now](const Notice& n) { return over(n, now); });
}

void Notices::expire(double now) {
  std::erase_if(shown_, [now](const Notice& n) { return over(n, now); });
}

void Notices::dismiss(std::size_t i) {
  if (i < shown_.size()) shown_.erase(shown_.begin() + std::ptrdiff_t(i));
}

std::string Notices::take(Lang lang) {
  std::string list;
  for (; handed_out_ < log_.size(); ++handed_out_) {
    const Notice& n = log_[handed_out_];
    JsonObject o(kNotice);
    o.text("level", n.level == Notice::info ? "info" : n.level == Notice::warning ? "warning" : "error");
    o.text("text", format_message(lang, n.message));
    list += (list.empty() ? "" : ",") + o.str();
  }
  return "[" + list + "]";
}

}  // namespace attractor
