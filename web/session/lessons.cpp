#include "web/session/lessons.h"

#include <array>
#include <memory>
#include <utility>

#include "core/base/num.h"
#include "core/models/list.h"
#include "core/run/link.h"

namespace attractor {
namespace {

constexpr std::array<std::pair<std::string_view, View>, 15> kViews{{
    {"lattice", View::lattice},
    {"heatmap", View::heatmap},
    {"curve", View::curve},
    {"gallery", View::gallery},
    {"bars", View::bars},
    {"columns", View::columns},
    {"surface", View::surface},
    {"plane", View::plane},
    {"graph", View::graph},
    {"bonds", View::bonds},
    {"hinton", View::hinton},
    {"scatter", View::scatter},
    {"tables", View::tables},
    {"layers", View::layers},
    {"listing", View::listing},
}};

std::vector<std::string> split(std::string_view s, char by) {
  std::vector<std::string> out;
  for (;;) {
    const auto at = s.find(by);
    out.emplace_back(s.substr(0, at));
    if (at == std::string_view::npos) return out;
    s.remove_prefix(at + 1);
  }
}

bool read_pane(const std::vector<std::string>& parts, Pane& pane) {
  if (parts.size() < 4 || parts.size() > 7 || parts[3].empty()) return false;
  bool known = false;
  for (const auto& [name, view] : kViews)
    if (name == parts[1]) pane.view = view, known = true;
  pane.title = parts[2], pane.keys = parts[3];
  if (parts.size() > 4) pane.against = parts[4];
  if (parts.size() > 5) pane.theory = parts[5];
  pane.shares = parts.size() > 6 && parts[6] == "shares";
  return known && (parts.size() < 7 || pane.shares);
}

bool opens(const Lesson& lesson) {
  std::vector<Message> quiet;
  return find_model(read_link(lesson.preset, quiet).model) != nullptr;
}

// One line of a row; false if it is not in order.
bool read_line(const std::vector<std::string>& parts, Lesson& lesson) {
  const std::string& item = parts[0];
  if (item == "lesson") {
    if (parts.size() != 6 || parts[1].empty()) return false;
    lesson.id = parts[1], lesson.group = parts[2], lesson.title = parts[3], lesson.preset = parts[4];
    return read_decimal(parts[5], lesson.speed) && lesson.speed > 0 && opens(lesson);
  }
  if (item == "stage") return lesson.stage.keys.empty() && read_pane(parts, lesson.stage);
  if (item == "side") return read_pane(parts, lesson.side.emplace_back());
  if (item == "curve") return read_pane(parts, lesson.curves.emplace_back());
  if (parts.size() != 2 || parts[1].empty()) return false;
  if (item == "controls") return lesson.controls = split(parts[1], ','), true;
  if (item == "pick") return lesson.pick = parts[1], true;
  if (item == "numbers") return lesson.numbers = parts[1], true;
  return false;
}

// The lessons of the menu, and every lesson that there ever was: whoever holds one keeps it.
struct LessonList {
  std::vector<std::unique_ptr<const Lesson>> owned;
  std::vector<const Lesson*> menu;
  void add(Lesson lesson) {
    owned.push_back(std::make_unique<const Lesson>(std::move(lesson)));
    menu.push_back(owned.back().get());
  }
};

Lesson plain_lesson() {
  Lesson l;
  l.id = l.preset = kModels[0]->key;
  l.title = kModels[0]->title;
  return l;
}

LessonList& lesson_list() {
  static LessonList all = [] {
    LessonList list;
    list.add(plain_lesson());
    return list;
  }();
  return all;
}

}  // namespace

std::vector<Message> set_lessons(std::string_view rows) {
  std::vector<Message> notices;
  std::vector<Lesson> read;
  bool good = true, begun = false;
  Lesson lesson;
  auto finish = [&] {
    good = good && !lesson.stage.keys.empty();
    for (const Lesson& other : read) good = good && other.id != lesson.id;
    if (begun && good) read.push_back(lesson);
    else if (begun) notices.push_back({"The lesson {0} is not in order and was left out", {lesson.id.substr(0, 40)}});
    lesson = {}, good = true;
  };
  for (const std::string& line : split(rows, '\n')) {
    if (line.empty()) continue;
    const std::vector<std::string> parts = split(line, '\t');
    if (parts[0] == "lesson" || !begun) finish(), begun = true;
    good = read_line(parts, lesson) && good;
  }
  finish();
  lesson_list().menu.clear();
  for (Lesson& l : read) lesson_list().add(std::move(l));
  if (read.empty()) lesson_list().add(plain_lesson());
  return notices;
}

std::span<const Lesson* const> all_lessons() { return lesson_list().menu; }

const Lesson* find_lesson(std::string_view id) {
  for (const Lesson* l : all_lessons())
    if (id == l->id) return l;
  return nullptr;
}

}  // namespace attractor
