#include "core/run/library.h"

#include <cmath>

#include "core/base/deflate.h"
#include "core/base/num.h"

namespace attractor {
namespace {

constexpr std::string_view kMagic = "APICTS1\n", kNetMagic{"ANETS1\n\0", 8};
constexpr uint32_t kMaxLayer = 2000;
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

std::vector<float> floats(std::string_view bytes, std::size_t at, std::size_t count) {
  std::vector<float> out;
  for (std::size_t i = 0; i < count; ++i) out.push_back(__builtin_bit_cast(float, word(bytes, at + 4 * i)));
  return out;
}

bool is_digits(std::string_view name) { return name.substr(0, 6) == "mnist-"; }

const KnownNet* find_known(std::string_view name) {
  for (const KnownNet& net : kTrainedNets)
    if (name == net.name) return &net;
  return nullptr;
}

}  // namespace

Message Library::add_net(std::string_view name, std::string_view bytes) {
  const std::size_t visible = word(bytes, 8), hidden = word(bytes, 12);
  if (visible == 0 || hidden == 0 || visible > kMaxLayer || hidden > kMaxLayer || is_digits(name)) return damaged(name);
  const KnownNet* known = find_known(name);
  if (known && (visible != std::size_t(known->visible) || hidden != std::size_t(known->hidden))) return damaged(name);
  const std::size_t head = kHead + 4 * (visible + 2 * hidden);
  std::string codes;
  if (bytes.size() < head || !inflate(bytes.substr(head), visible * hidden, codes) || codes.size() != visible * hidden)
    return damaged(name);
  auto net = std::make_shared<TrainedNet>();
  net->visible = int(visible), net->hidden = int(hidden);
  net->a = floats(bytes, kHead, visible);
  net->b = floats(bytes, kHead + 4 * visible, hidden);
  std::vector<float> scales = floats(bytes, kHead + 4 * (visible + hidden), hidden);
  for (const std::vector<float>* v : {&net->a, &net->b, &scales})
    for (const float x : *v)
      if (!std::isfinite(x)) return damaged(name);
  for (std::size_t i = 0; i < codes.size(); ++i) net->weights.push_back(scales[i % hidden] * float(int8_t(codes[i])) / 127);
  nets_[std::string(name)] = std::move(net);
  return {};
}

Message Library::add(std::string_view name, std::string_view bytes) {
  if (bytes.size() >= kHead && bytes.substr(0, kNetMagic.size()) == kNetMagic) return add_net(name, bytes);
  if (bytes.size() < kHead || bytes.substr(0, kMagic.size()) != kMagic || find_known(name)) return damaged(name);
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
  if (is_digits(name) && (piece->count != kDigitsInPiece || piece->side != kDigitSide)) return damaged(name);
  pieces_[std::string(name)] = std::move(piece);
  return {};
}

std::shared_ptr<const Piece> Library::find(std::string_view name) const {
  const auto it = pieces_.find(name);
  return it == pieces_.end() ? nullptr : it->second;
}

std::shared_ptr<const TrainedNet> Library::find_net(std::string_view name) const {
  const auto it = nets_.find(name);
  return it == nets_.end() ? nullptr : it->second;
}

std::vector<std::string> Library::missing(const std::vector<std::string>& names) const {
  std::vector<std::string> out;
  for (const std::string& n : names)
    if (!find(n) && !find_net(n)) out.push_back(n);
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
