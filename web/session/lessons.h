// The lessons, in the order of the menu: rows of data that the page fetches with the program, and the tests read from the build.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "core/run/params.h"
#include "web/session/lesson.h"

namespace attractor {

// Takes the rows of web/build/rows.mjs. A row that is not in order is left out and listed. If none is left, or before they come,
// there is one: the first model, plainly. Whoever holds a lesson keeps it, also when others take its place.
std::vector<Message> set_lessons(std::string_view rows);
std::span<const Lesson* const> all_lessons();    // at least one
const Lesson* find_lesson(std::string_view id);  // null if there is none

}  // namespace attractor
