#include "web/session/settings.h"

#include <array>
#include <cmath>

#include "core/base/num.h"
#include "core/base/written.h"

namespace attractor {
namespace {

constexpr double kSlowest = 0.1, kFastest = 100000;   // steps per second
constexpr double kLeastBudget = 1, kMostBudget = 50;  // milliseconds

Message no_choice(std::string_view key, const std::string& value) {
  return {"{0}: {1} is not one of its choices", {std::string(key), value.substr(0, 40)}};
}

bool read_within(const std::string& value, double lo, double hi, double& out) {
  double v = 0;
  if (!read_written_number(value, v) || !(v >= lo && v <= hi)) return false;
  out = v;
  return true;
}

}  // namespace

const char* theme_key(ThemeKind t) { return t == ThemeKind::light ? "light" : t == ThemeKind::dark ? "dark" : "projector"; }
const char* mode_key(Mode m) { return m == Mode::full ? "full" : m == Mode::min ? "min" : "none"; }

Message Settings::set_from_link(const std::string& key, const std::string& value) {
  bool good = key == "hide" || key == "lesson" || key == "origins" || key == "scale";
  if (key == "lang")
    if (const auto l = find_language(value)) lang = *l, good = true;
  if (key == "theme")
    for (const ThemeKind t : {ThemeKind::light, ThemeKind::dark, ThemeKind::projector})
      if (value == theme_key(t)) theme = t, good = true;
  if (key == "ui")
    for (const Mode m : {Mode::full, Mode::min, Mode::none})
      if (value == mode_key(m)) mode = m, good = true;
  if (key == "play") good = value == "0" || value == "1" || value == "seen";
  if (key == "speed") good = read_within(value, kSlowest, kFastest, speed);
  if (!good) return no_choice(key, value);
  link_values_[key] = value;
  return {};
}

Message Settings::set_by_page(std::string_view key, const std::string& value) {
  if (key == "lang" || key == "theme" || key == "hide") return set_from_link(std::string(key), value);
  if (key == "mode") return set_from_link("ui", value);
  const bool on = value == "1", yes_or_no = on || value == "0";
  bool good = false;
  if (key == "visible" && yes_or_no) visible = on, good = true;
  if (key == "calm" && yes_or_no) calm = on, good = true;
  if (key == "budget") good = read_within(value, kLeastBudget, kMostBudget, budget_ms);
  return good ? Message() : no_choice(key, value);
}

Message Settings::set_speed(const std::string& value) {
  if (!read_within(value, kSlowest, kFastest, speed)) return no_choice("speed", value);
  if (link_values_.contains("speed")) link_values_["speed"] = decimal(speed);
  return {};
}

std::string_view Settings::link_value(const std::string& key) const {
  const auto it = link_values_.find(key);
  return it == link_values_.end() ? std::string_view() : std::string_view(it->second);
}

std::map<std::string, std::string> Settings::for_link() const {
  std::map<std::string, std::string> out;
  for (const char* key : {"ui", "hide", "speed", "origins", "scale"})
    if (const auto it = link_values_.find(key); it != link_values_.end()) out[key] = it->second;
  return out;
}

bool Settings::hidden(std::string_view what) const {
  return ("," + std::string(link_value("hide")) + ",").find("," + std::string(what) + ",") != std::string::npos;
}

}  // namespace attractor
