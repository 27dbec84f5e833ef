// Which build this is, for tests that do all their cases in one of them and some in the others.
#pragma once

namespace attractor {

#if defined(__SANITIZE_ADDRESS__)
constexpr bool kSanitized = true;
#elif defined(__has_feature)
constexpr bool kSanitized = __has_feature(address_sanitizer);
#else
constexpr bool kSanitized = false;
#endif
#if defined(__clang__)
constexpr bool kClang = true;  // natively, to WebAssembly, or with sanitizers
#else
constexpr bool kClang = false;
#endif

}  // namespace attractor
