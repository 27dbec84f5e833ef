// What happens to a link on its way (messengers, mail, PDF, spreadsheets), undone before it is read.
#pragma once

#include <string>
#include <string_view>

namespace attractor {

// The parts of an address that speak of an experiment, free of escapes, entities, blanks and of what was glued to them.
struct Address {
  std::string query;     // after '?', of an address that has one: may hold anybody's keys
  std::string fragment;  // after '#': the link itself
};

// Takes "#link", "?query#link", a bare "link", a whole URL, or a text with one URL in it. Never fails.
//   escapes      %3F once or several times over, \u0026, =3D at each '=' (quoted-printable), &amp; &#38; &#x26;
//   blanks       of any width or none, also inside of values (lines broken by a PDF)
//   surroundings <...>, "...", [text](...), words after the link, :~:text=...
Address find_address(std::string_view text);

// Without punctuation, brackets and quotes at both ends: a value in the sentence that quoted it.
std::string_view trimmed(std::string_view value);

// A value at the end of a link without what was glued to the number that it is ("1—", "0.5=", "2](more"); others as they are.
// What could be a part of the number ("1,5", "1 000", "1.5.2", "10abc") is left for the reader to refuse.
std::string_view number_alone(std::string_view value);

// Whether a link with parameters ends as if somebody had shortened it: "...", an ellipsis, a '&' or '?' after which nothing comes.
bool ends_open(std::string_view text);

// Keys that advertisers, mailers and messengers add to links. A parameter of a model may have such a name and then comes first.
bool is_tracker(std::string_view key);

}  // namespace attractor
