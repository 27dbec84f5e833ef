// Translations of the program's words, by the English: web/words/<language>.po. Languages are registered by set_words().
// A test asks for every label, help, choice, title and sentence in each of them.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/run/params.h"

namespace attractor {

// A language, by its place in the list of those there are. English, the key of all words, is always there.
struct Lang {
  uint8_t place = 0;
  static const Lang en;
  bool operator==(const Lang&) const = default;
};
inline constexpr Lang Lang::en{};

// There is a language of this name (two or three small letters), and these are its words (web/build/words.mjs): lines
// of an English word, a tab and its translation; "" before they have come. What came first stays.
Lang set_words(std::string_view name, std::string_view text);
std::vector<Lang> languages();
std::optional<Lang> find_language(std::string_view name);
// As in links.
const char* lang_key(Lang);
// What stands before the fraction of a number.
const std::string& decimal_mark(Lang);

// The word in the language; the English itself where there is no translation.
std::string_view tr(Lang, std::string_view english);
// Whether there is one, or none is needed: English, and what has no letters.
bool has_word(Lang, std::string_view english);
// Of a row that changes nothing at present.
inline constexpr const char* kNoEffect = "No effect with the present choices";

// A sentence with its numbers, rounded to what one takes in: four digits, three of them after the point at the most.
Message with_numbers(const char* sentence, std::span<const double> values);
// The text of a message: its sentence in the language, or in English where there is no translation, with the arguments
// filled in.
std::string format_message(Lang, const Message&);

}  // namespace attractor
