#include "core/pictures/choices.h"

#include <algorithm>
#include <cmath>

#include "core/base/num.h"
#include "core/base/pack.h"

namespace attractor {
namespace {

// Bytes of the user's pictures; false if the text is damaged or does not fit the side.
bool own_bytes(const PictureChoice& c, std::string& bytes) {
  const std::size_t each = picture_bytes(c.side);
  return unpack(c.own, each * kMaxPatterns, bytes) && bytes.size() % each == 0;
}

}  // namespace

Message check_pictures(const PictureChoice& c, int cue, int most) {
  const auto set = PictureSet(c.set);
  if (c.count > set_size(set) && set != random_set && set != mnist_set)
    return {"This set has {0} pictures", {decimal(set_size(set))}};
  std::string bytes;
  if (!own_bytes(c, bytes)) return {"The packed pictures are damaged or do not fit a side of {0}", {decimal(c.side)}};
  const int total = c.count + int(bytes.size() / picture_bytes(c.side));
  if (total == 0) return {"Nothing is stored: choose at least one picture", {}};
  if (total > most) return {"At most {0} pictures can be stored", {decimal(most)}};
  if (int64_t(total) * c.cells() > kMaxPatternCells)
    return {"Too much to store: {0} pictures of {1} neurons; their product may be {2}",
            {decimal(total), decimal(c.cells()), decimal(double(kMaxPatternCells))}};
  if (cue > total) return {"There is no picture {0}: {1} are stored", {decimal(cue), decimal(total)}};
  return {};
}

int picture_count(const PictureChoice& c) {
  std::string bytes;
  own_bytes(c, bytes);
  return c.count + int(bytes.size() / picture_bytes(c.side));
}

std::vector<int8_t> collect_pictures(const PictureChoice& c, const Library& library, const Rng& rng) {
  std::vector<int8_t> patterns = make_patterns(PictureSet(c.set), c.count, c.side, rng, library);
  std::string bytes;
  own_bytes(c, bytes);
  const std::vector<int8_t> own = read_pictures(bytes, c.side);
  patterns.insert(patterns.end(), own.begin(), own.end());
  return patterns;
}

std::vector<int8_t> damaged_start(const std::vector<int8_t>& patterns, int side, int cue, double noise, double erase,
                                  const Rng& rng) {
  const std::size_t n = std::size_t(side) * std::size_t(side);
  std::vector<int8_t> spins(n);
  Draw start = rng.draw(Stream::start), flip = rng.draw(Stream::noise);
  const uint64_t flipped = threshold(noise);
  const int blank = side - int(std::floor(erase * side + 0.5));  // first erased row
  for (std::size_t i = 0; i < n; ++i) {
    int v = cue > 0 ? patterns[std::size_t(cue - 1) * n + i] : start.sign();
    if (below(flip.bits(), flipped)) v = -v;
    if (int(i) / side >= blank) v = -1;
    spins[i] = int8_t(v);
  }
  return spins;
}

Field picture_field(std::vector<int8_t> cells, int side) {
  const int count = int(cells.size()) / (side * side);
  return {.cells = std::move(cells), .rows = side, .cols = side, .count = count, .palette = Palette::spin, .lo = -1};
}

Field gallery_field(const std::vector<int8_t>& patterns, int side, int built_in) {
  const int cells = side * side, shown = std::min(int(patterns.size()) / cells, kShownPictureRows / side);
  Field f = picture_field({patterns.begin(), patterns.begin() + shown * cells}, side);
  f.own = std::max(0, f.count - built_in);
  f.fixed = true;
  return f;
}

bool draw_ink(const Poke& poke, int side, std::vector<float>& canvas) {
  if (poke.field != "canvas" || poke.index < 0 || poke.index >= int64_t(canvas.size()) || !(std::fabs(poke.value) <= 1))
    return false;
  visit_disc(side, poke.index, poke.radius, [&](std::size_t i) { canvas[i] = poke.value > 0 ? float(poke.value) : 0; });
  return true;
}

}  // namespace attractor
