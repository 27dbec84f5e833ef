#include "core/pictures/training_set.h"

#include "core/base/num.h"

namespace attractor {
namespace {

constexpr int kGlyphExamples = 500, kGlyphTests = 200, kLargestBars = 5;
constexpr double kGlyphNoise = 0.04;

std::vector<uint8_t> grey_of(const std::vector<int8_t>& signs) {
  std::vector<uint8_t> out;
  for (const int8_t s : signs) out.push_back(s > 0 ? 255 : 0);
  return out;
}

std::vector<uint8_t> noisy_glyphs(int count, const Rng& rng, uint32_t lane) {
  const std::vector<uint8_t> drawings = grey_of(make_patterns(digits, 10, kGlyphSide, rng));
  std::vector<uint8_t> out;
  Draw draw = rng.draw(Stream::data, lane);
  for (int k = 0; k < count; ++k)
    for (int i = 0; i < kGlyphSide * kGlyphSide; ++i) {
      const uint8_t ink = drawings[k % 10 * kGlyphSide * kGlyphSide + i];
      out.push_back(draw.uniform() < kGlyphNoise ? uint8_t(255 - ink) : ink);
    }
  return out;
}

PictureChoice own_pictures(const ExampleChoice& c) { return {letters, 0, c.side, c.text}; }

}  // namespace

std::shared_ptr<const Examples> make_examples(const ExampleChoice& c, const Library& library, const Rng& rng) {
  auto out = std::make_shared<Examples>();
  out->side = c.picture_side();
  switch (c.set) {
    case bars:
      for (const uint8_t on : bars_and_stripes(c.side)) out->grey.push_back(on ? 255 : 0);
      out->grey_test = out->grey;
      break;
    case glyphs:
      out->grey = noisy_glyphs(kGlyphExamples, rng, 0);
      out->grey_test = noisy_glyphs(kGlyphTests, rng, 1);
      out->classes = 10;
      break;
    case mnist:
      out->train = Digits(library, false, c.count);
      out->test = Digits(library, true, c.tests);
      out->count = c.count, out->tests = c.tests, out->classes = 10;
      return out;
    default: out->grey = out->grey_test = grey_of(collect_pictures(own_pictures(c), library, rng));
  }
  out->count = int(out->grey.size()) / out->cells();
  out->tests = int(out->grey_test.size()) / out->cells();
  return out;
}

std::vector<Need> example_needs(const ExampleChoice& c) {
  return c.set == mnist ? digit_needs(c.count, c.tests) : std::vector<Need>();
}

Message check_examples(const ExampleChoice& c) {
  if (c.set == bars && c.side > kLargestBars) return {"Bars and stripes have a side of at most {0}", {decimal(kLargestBars)}};
  if (c.set != own) return {};
  if (c.text.empty()) return {"There are no pictures of yours yet: draw or drop some", {}};
  return check_pictures(own_pictures(c), 0);
}

std::vector<uint8_t> bars_and_stripes(int side) {
  std::vector<uint8_t> out;
  const int all = (1 << side) - 1;
  for (int stripes = 0; stripes < 2; ++stripes)
    for (int set = 0; set <= all; ++set) {
      if (stripes && (set == 0 || set == all)) continue;  // empty and full are there already
      for (int y = 0; y < side; ++y)
        for (int x = 0; x < side; ++x) out.push_back(uint8_t(set >> (stripes ? x : y) & 1));
    }
  return out;
}

void Epochs::begin(int count, const Rng& rng) {
  order.resize(count);
  cursor = finished = 0;
  permute(order.data(), count, rng.draw(Stream::order));
}

void Epochs::advance(int64_t count, const Rng& rng) {
  cursor += count;
  if (left() > 0) return;
  cursor = 0;
  ++finished;
  permute(order.data(), int(order.size()), rng.draw(Stream::order));
}

}  // namespace attractor
