// Text as people and their programs write it: characters that only look like others, blanks that cannot be seen,
// numbers with a decimal comma or spaced thousands.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace attractor {

// What one character of UTF-8 stands for in a link or a number: itself, the plain ASCII character that it imitates
// (real minus, dashes, full-width forms, curly quotes), a blank (' ': spaces of all widths, line ends), or nothing
// (zero-width characters, soft hyphens, marks of direction). Takes it off the front of `text`.
std::string take_plain(std::string_view& text);

// All of a text so.
std::string plain_text(std::string_view text);

// A number as a person writes it: also "2,27", "1 000 000" (any blank between groups of three digits), "−0.5". Refused
// like by read_decimal: everything else. One comma is a decimal comma.
bool read_written_number(std::string_view text, double& out);

// The same for whole numbers, in which a comma would be a guess: refused.
bool read_written_integer(std::string_view text, int64_t& out);

// Without punctuation, brackets and quotes at both ends: a value in the sentence that quoted it.
std::string_view trimmed(std::string_view value);

// A value at the end of a link without what was glued to the number that it is ("1—", "0.5=", "2](more"); others as
// they are. What could be a part of the number ("1,5", "1 000", "1.5.2", "10abc") is left for the reader to refuse.
std::string_view number_alone(std::string_view value);

}  // namespace attractor
