// Pictures as text: raw deflate where it helps, base64url always.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace attractor {

// Bytes <-> text in a parameter: 'd' + base64url of raw deflate, or 'r' + base64url of the bytes, whichever is shorter.
std::string pack(std::string_view bytes);
// False for a damaged text or one that would unpack to more than `limit` bytes.
bool unpack(std::string_view text, std::size_t limit, std::string& bytes);

std::string base64url(std::string_view bytes);
bool read_base64url(std::string_view text, std::string& bytes);

}  // namespace attractor
