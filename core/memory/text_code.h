// Text as a vector: what two texts have in common, letter by letter, becomes the angle between their vectors.
//
// A text is lower-cased (Latin, Cyrillic; ё is е), everything but letters and digits becomes one space, and each
// distinct run of 2, 3 or 4 characters, spaces at the edges of words included, adds +-1 to one of 1,024 numbers, both
// chosen by a hash (Weinberger et al., "Feature Hashing for Large Scale Multitask Learning", 2009). The vector is then
// given length 1. Nothing here knows a meaning: "spring" is near "late spring" and "springs", and as far from "May" as
// from any other word.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace attractor {

inline constexpr int kTextSize = 1024;

// Code points of a text; false where it is not UTF-8 or has control characters other than newline and tab.
bool read_utf8(std::string_view text, std::vector<uint32_t>& points);

// The text as it is compared: lower case, letters and digits, words apart by one space. Invalid text gives "".
std::vector<uint32_t> plain(std::string_view text);

// kTextSize numbers of length 1; empty for a text without letters and digits.
std::vector<double> encode_text(std::string_view text);

}  // namespace attractor
