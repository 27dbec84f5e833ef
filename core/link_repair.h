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

// Keys that advertisers, mailers and messengers add to links. A parameter of a model may have such a name and then comes first.
bool is_tracker(std::string_view key);

}  // namespace attractor
