// Raw deflate (RFC 1951), small and the same on every machine: inflate reads every stream, deflate writes one block
// with the fixed codes. A browser's or Python's zlib reads and writes the same format.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace attractor {

std::string deflate(std::string_view bytes);

// False for a damaged stream or one longer than `limit` bytes; `out` then holds nothing.
bool inflate(std::string_view stream, std::size_t limit, std::string& out);

}  // namespace attractor
