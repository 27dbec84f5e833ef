// How the page looks and behaves, apart from the experiment: what links (lang=, theme=, ui=, ...) and the page itself may set.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "web/words/words.h"

namespace attractor {

enum class ThemeKind : uint8_t { light, dark, projector };
enum class Mode : uint8_t { full, min, none };

class Settings {
 public:
  Lang lang = Lang::en;
  ThemeKind theme = ThemeKind::light;
  Mode mode = Mode::full;
  bool calm = false;     // prefers-reduced-motion
  bool visible = true;   // in sight
  double budget_ms = 8;  // of stepping in a frame
  double speed = 60;     // steps per second

  // A page key of a link (core/run/link.h): empty, or why it was not taken. "speed" is from 0.1 to 100,000 steps a
  // second.
  Message set_from_link(const std::string& key, const std::string& value);
  // What the page alone may set: mode, visible, calm (0 or 1), budget (1 to 50 ms); and lang, theme, hide.
  Message set_by_page(std::string_view key, const std::string& value);
  // How fast one watches: it is of the link only if the link spoke of it.
  Message set_speed(const std::string& value);

  // Another link: the values of the last one are forgotten, language, theme and mode stay.
  void forget_link() { link_values_.clear(); }
  // The value that the link gave to a page key; empty if it gave none.
  std::string_view link_value(const std::string& key) const;
  // What goes on into the links of this session.
  std::map<std::string, std::string> for_link() const;
  bool hidden(std::string_view what) const;

 private:
  std::map<std::string, std::string> link_values_;
};

const char* theme_key(ThemeKind);
const char* mode_key(Mode);

}  // namespace attractor
