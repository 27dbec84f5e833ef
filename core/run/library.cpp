#include "core/run/library.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>

#include "core/base/deflate.h"
#include "core/base/num.h"

namespace attractor {
namespace {

static_assert(std::endian::native == std::endian::little);

struct ElementType {
  const char* name;
  std::size_t bytes;
};
constexpr ElementType kElements[] = {{"u8", 1}, {"i8", 1}, {"f32", 4}};  // by Element

std::size_t size_of(const ArrayType& a) {
  std::size_t bytes = kElements[int(a.element)].bytes;
  for (const int n : a.shape) bytes *= std::size_t(n);
  return bytes;
}

std::string head_of(const Need& need) {
  std::string head = "ARRAYS1\n";
  for (const ArrayType& a : need.arrays) {
    head += a.name + " " + kElements[int(a.element)].name;
    for (const int n : a.shape) head += " " + decimal(n);
    head += "\n";
  }
  return head + "\n";
}

bool is_all(const auto& array, auto condition) { return std::all_of(array.begin(), array.end(), condition); }

bool fits(const ArrayType& type, const Array& array) {
  switch (type.element) {
    case Element::u8: return is_all(array.u8(), [&](uint8_t x) { return x <= type.most; });
    case Element::f32: return is_all(array.f32(), [](float x) { return std::isfinite(x); });
    case Element::i8: break;
  }
  return true;
}

std::string place(std::string_view file, std::string_view array) { return std::string(file) + "/" + std::string(array); }

}  // namespace

std::vector<float> Array::f32() const {
  std::vector<float> out(bytes_.size() / sizeof(float));
  std::memcpy(out.data(), bytes_.data(), out.size() * sizeof(float));
  return out;
}

Message Library::add(const Need& need, std::string_view bytes) {
  if (need.arrays.empty()) {
    expected_.erase(need.name);
    return {};
  }
  const Message refused{"The data {0} are damaged or of another kind", {need.name}};
  const std::string head = head_of(need);
  if (bytes.substr(0, head.size()) != head) return refused;
  std::size_t size = 0;
  for (const ArrayType& a : need.arrays) size += size_of(a);
  std::string body;
  if (!inflate(bytes.substr(head.size()), size, body) || body.size() != size) return refused;
  std::vector<std::shared_ptr<const Array>> arrays;
  std::string_view rest = body;
  for (const ArrayType& a : need.arrays) {
    arrays.push_back(std::make_shared<Array>(rest.substr(0, size_of(a))));
    if (!fits(a, *arrays.back())) return refused;
    rest.remove_prefix(size_of(a));
  }
  for (std::size_t i = 0; i < arrays.size(); ++i) arrays_[place(need.name, need.arrays[i].name)] = std::move(arrays[i]);
  return {};
}

std::shared_ptr<const Array> Library::find(std::string_view file, std::string_view array) const {
  const auto it = arrays_.find(place(file, array));
  return it == arrays_.end() ? nullptr : it->second;
}

std::vector<Need> Library::missing(std::span<const Need> needs) const {
  std::vector<Need> out;
  for (const Need& need : needs)
    if (expects(need.name) || !is_all(need.arrays, [&](const ArrayType& a) { return find(need.name, a.name) != nullptr; }))
      out.push_back(need);
  return out;
}

}  // namespace attractor
