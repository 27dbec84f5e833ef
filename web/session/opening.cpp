#include "web/session/opening.h"

#include "core/models/list.h"
#include "web/session/lessons.h"

namespace attractor {
namespace {

Link preset_of(const Lesson& lesson) {
  std::vector<Message> quiet;
  return read_link(lesson.preset, quiet);
}

std::string quoted(const std::string& name) { return name.substr(0, 40); }

// The model the link names, by its own name or by a lesson's; `named` is that lesson.
void resolve_model(Link& link, const Lesson*& named, std::vector<Message>& notices) {
  if (link.model.empty() || find_model(link.model)) return;
  named = find_lesson(link.model);
  if (named) {
    link.model = preset_of(*named).model;
    return;
  }
  if (!link.of_query.contains(""))
    notices.push_back({"There is no model called {0}; here is another one", {quoted(link.model)}});
  Link other;
  other.page = std::move(link.page);
  link = std::move(other);
}

}  // namespace

const Lesson* lesson_of_model(std::string_view model) {
  if (const Lesson* l = find_lesson(model)) return l;
  for (const Lesson* l : all_lessons())
    if (preset_of(*l).model == model) return l;
  return nullptr;
}

const Lesson* complete_link(Link& link, std::vector<Message>& notices) {
  const Lesson* lesson = nullptr;
  resolve_model(link, lesson, notices);
  if (const auto wanted = link.page.find("lesson"); wanted != link.page.end()) {
    if (const Lesson* l = find_lesson(wanted->second); !l) {
      notices.push_back({"There is no lesson called {0}", {quoted(wanted->second)}});
    } else if (!link.model.empty() && preset_of(*l).model != link.model) {
      notices.push_back({"The lesson {0} is about another model: {1} is shown", {quoted(wanted->second), link.model}});
    } else {
      lesson = l;
    }
  }
  if (!lesson) lesson = link.model.empty() ? all_lessons()[0] : lesson_of_model(link.model);
  if (!lesson) lesson = all_lessons()[0];  // a model without a lesson of its own; a test asks that there is none
  const Link preset = preset_of(*lesson);
  if (link.model.empty()) link.model = preset.model;
  if (link.params.empty() && link.laws == 0 && link.hash.empty() && preset.model == link.model) {
    link.params = preset.params;
    if (!link.seeded) link.seed = preset.seed;
    if (link.events.empty()) link.events = preset.events;
  }
  return lesson;
}

}  // namespace attractor
