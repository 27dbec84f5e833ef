// What a run may need from outside: named arrays, a few of them to a file. Core reads no files: who opens a run asks its
// machine what it needs, brings the bytes by whatever means there are, and hands the library over. What the arrays mean
// is known to who needs them. An array never changes once it is there, so a run with its arrays is as determined as one
// without.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/run/message.h"

namespace attractor {

enum class Element { u8, i8, f32 };  // whole numbers of a byte, without and with a sign; floats of four bytes

struct ArrayType {
  std::string name;
  Element element = Element::u8;
  std::vector<int> shape;
  int most = 255;  // of an array of u8: the largest that is accepted
};

// A file by its name (data/<name>.bin of the page), and all that it must hold, in its order; or, without arrays, a part of
// the program that is expected (Library::expect).
struct Need {
  std::string name;
  std::vector<ArrayType> arrays;
};

class Array {
 public:
  explicit Array(std::string_view bytes) : bytes_(bytes.begin(), bytes.end()) {}  // row-major, little endian
  std::span<const uint8_t> u8() const { return bytes_; }
  std::span<const int8_t> i8() const { return {reinterpret_cast<const int8_t*>(bytes_.data()), bytes_.size()}; }
  std::vector<float> f32() const;

 private:
  std::vector<uint8_t> bytes_;
};

// A copy shares the arrays.
class Library {
 public:
  // A file: "ARRAYS1\n", a line "name type size size ...\n" for each array, "\n", and a raw deflate of their bytes, one
  // after the other. Returns empty, or why it was refused (damaged, another type or shape, a number too large or not
  // finite); the library is then what it was. Takes the memory that the need says, whatever the bytes say.
  Message add(const Need&, std::string_view bytes);
  std::shared_ptr<const Array> find(std::string_view file, std::string_view array) const;  // null if it is not here
  std::vector<Need> missing(std::span<const Need>) const;

  // The code of this family of models comes later than the rest of the program (the page's does: web/build/split.mjs): until
  // it is added, which its name alone does, whatever needs it is missing. A program that is whole expects nothing.
  void expect(std::string_view family) { expected_.emplace(family); }
  bool expects(std::string_view family) const { return expected_.find(family) != expected_.end(); }

 private:
  std::set<std::string, std::less<>> expected_;
  std::map<std::string, std::shared_ptr<const Array>, std::less<>> arrays_;  // by "file/array"
};

}  // namespace attractor
