#include "core/library.h"

#include "core/deflate.h"
#include "core/num.h"

namespace attractor {
namespace {

constexpr std::string_view kMagic = "APICTS1\n";
constexpr std::size_t kHead = 16;
constexpr uint32_t kMaxCount = 20000, kMaxSide = 256;
constexpr uint64_t kMaxCells = 1u << 25;

uint32_t word(std::string_view bytes, std::size_t at) {
  uint32_t w = 0;
  for (std::size_t i = 4; i-- > 0;) w = w << 8 | static_cast<unsigned char>(bytes[at + i]);
  return w;
}

Message damaged(std::string_view name) {
  return {"The data {0} are damaged or of another kind", {std::string(name.substr(0, 40))}};
}

}  // namespace

Message Library::add(std::string_view name, std::string_view bytes) {
  if (bytes.size() < kHead || bytes.substr(0, kMagic.size()) != kMagic) return damaged(name);
  const uint32_t count = word(bytes, 8), side = word(bytes, 12);
  const uint64_t cells = uint64_t(count) * side * side;
  if (count == 0 || count > kMaxCount || side == 0 || side > kMaxSide || cells > kMaxCells || bytes.size() < kHead + count)
    return damaged(name);
  auto piece = std::make_shared<Piece>();
  piece->count = int(count), piece->side = int(side);
  piece->labels.assign(bytes.begin() + kHead, bytes.begin() + std::ptrdiff_t(kHead + count));
  for (const uint8_t l : piece->labels)
    if (l > 9) return damaged(name);
  std::string grey;
  if (!inflate(bytes.substr(kHead + count), std::size_t(cells), grey) || grey.size() != cells) return damaged(name);
  piece->grey.assign(grey.begin(), grey.end());
  if (name.substr(0, 6) == "mnist-" && (piece->count != kDigitsInPiece || piece->side != kDigitSide)) return damaged(name);
  pieces_[std::string(name)] = std::move(piece);
  return {};
}

std::shared_ptr<const Piece> Library::find(std::string_view name) const {
  const auto it = pieces_.find(name);
  return it == pieces_.end() ? nullptr : it->second;
}

std::vector<std::string> Library::missing(const std::vector<std::string>& names) const {
  std::vector<std::string> out;
  for (const std::string& n : names)
    if (!find(n)) out.push_back(n);
  return out;
}

std::vector<std::string> digit_pieces(bool test, int count) {
  std::vector<std::string> names;
  for (int k = 0; k * kDigitsInPiece < count; ++k)
    names.push_back((test ? "mnist-test-" : "mnist-train-") + std::string(k < 10 ? "0" : "") + decimal(k));
  return names;
}

Digits::Digits(const Library& library, bool test, int count) : count_(count) {
  for (const std::string& name : digit_pieces(test, count)) pieces_.push_back(library.find(name));
}

}  // namespace attractor
