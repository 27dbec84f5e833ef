// Text as a parameter.
#pragma once

#include <string>
#include <string_view>
#include <utility>

namespace attractor {

// Immutable text with a shared buffer (pictures packed into a parameter): cheap to copy, and a literal type while empty, which
// std::string is not yet in every library that we build with.
class Text {
 public:
  constexpr Text() = default;
  explicit Text(std::string_view s) {
    if (!s.empty()) buffer_ = new Buffer{1, std::string(s)};
  }
  constexpr Text(const Text& o) : buffer_(o.buffer_) {
    if (buffer_) ++buffer_->count;
  }
  constexpr Text(Text&& o) noexcept : buffer_(std::exchange(o.buffer_, nullptr)) {}
  constexpr Text& operator=(Text o) noexcept {
    std::swap(buffer_, o.buffer_);
    return *this;
  }
  constexpr ~Text() {
    if (buffer_ && --buffer_->count == 0) delete buffer_;
  }
  std::string_view view() const { return buffer_ ? std::string_view(buffer_->text) : std::string_view(); }
  bool empty() const { return !buffer_; }

 private:
  struct Buffer {
    int count;  // no threads in core
    std::string text;
  };
  Buffer* buffer_ = nullptr;
};

}  // namespace attractor
