// What the next steps of a run depend on, as a model's digest() lists it: blocks of bytes, always in the same order.
#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <type_traits>
#include <vector>

#include "core/base/num.h"

namespace attractor {

// Takes blocks without keeping them: their hash (each block with its length) and how many bytes they are. What is published
// besides is no part of it, so that a new observable does not make old links differ.
class Bytes final {
 public:
  // A block as it lies in memory, which must be without padding.
  void add(const void* data, std::size_t size) {
    hash_.bytes(data, size);
    size_ += size;
  }
  template <class T>
  void add(const std::vector<T>& v) {
    static_assert(std::has_unique_object_representations_v<T> || std::is_floating_point_v<T>);
    add(v.data(), v.size() * sizeof(T));
  }
  template <class T, std::size_t n>
  void add(const std::array<T, n>& v) {
    add(v.data(), sizeof v);
  }
  // One block a number.
  template <class... T>
  void words(T... values) {
    static_assert(((sizeof(T) == 8) && ...), "whole words: int64_t, double");
    (add(&values, 8), ...);
  }

  std::size_t size() const { return size_; }
  std::string hash() const { return hash_.hex(); }  // eight hexadecimal digits

 private:
  Hash hash_;
  std::size_t size_ = 0;
};

}  // namespace attractor
