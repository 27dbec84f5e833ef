// The page's words in Russian, by their English: web/words/ru.po, fetched when it is wanted. A test asks for every label, help,
// choice, title and sentence.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "core/run/params.h"

namespace attractor {

enum class Lang : uint8_t { en, ru };

// The word in the language; the English itself where there is no translation.
std::string_view tr(Lang, std::string_view english);
// Of a row that changes nothing at present.
inline constexpr const char* kNoEffect = "No effect with the present choices";
bool has_russian(std::string_view english);
// Lines of an English word, a tab and its translation. What came first stays.
void set_words(Lang, std::string_view text);

// A sentence with its numbers, rounded to what one takes in: four digits, three of them after the point at the most.
Message with_numbers(const char* sentence, std::span<const double> values);
// A message in the language, numbers and names filled in.
std::string say(Lang, const Message&);

}  // namespace attractor
