// What happens to a link on its way (messengers, mail, PDF, spreadsheets), undone before it is read.
#pragma once

#include <string>
#include <string_view>

namespace attractor {

// The parts of an address that speak of an experiment, free of escapes, entities, blanks and of what was glued to them.
struct Address {
  std::string query;     // after '?', of an address that has one: may hold anybody's keys
  std::string fragment;  // after '#': the link itself
  bool broken = false;   // what ended it was not its end, as far as can be seen
};

// Takes "#link", "?query#link", a bare "link", a whole URL, or a text with one URL in it. Never fails.
//   escapes      %3F once or several times over, \u0026, =3D and line ends of quoted-printable, &amp; &#38; &#x26;
//   blanks       of any width or none, also inside of values (lines broken by a PDF, <wbr>, "> " of a reply)
//   surroundings <...>, "...", [text](...), words after the link, :~:text=...
Address find_address(std::string_view text);

// Whether a link with parameters ends as if somebody had shortened it: "...", an ellipsis, a '&' or '?' after which nothing comes.
bool ends_open(std::string_view text);

// Keys that advertisers, mailers and messengers add to links. A parameter of a model may have such a name and then comes first.
bool is_tracker(std::string_view key);

}  // namespace attractor
