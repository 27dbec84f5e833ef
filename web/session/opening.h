// From a link to what it opens: which lesson, and with what the model begins. Shared by the page and tests/replay.
#pragma once

#include <string_view>
#include <vector>

#include "core/run/link.h"
#include "web/session/lesson.h"

namespace attractor {

// The lesson that has the model's name, else the first that begins with it, else null.
const Lesson* lesson_of_model(std::string_view model);

// Completes a link that was read: gives it a model, and values where it names only a lesson. Returns its lesson, which is
// about that model.
//   "#depth"                a lesson by its name, as its author set it
//   "#hopfield?seed=99"     the same, with other random numbers; likewise events and a step
//   "#hopfield?count=3"     parameters: the model's usual values but for these
//   "#dbn?lesson=depth&..." another lesson of the model
// What cannot be had is listed: an unknown model or lesson, a lesson about another model.
const Lesson* complete_link(Link& link, std::vector<Message>& notices);

}  // namespace attractor
