#include "core/networks/dropout.h"

#include "core/base/simd.h"

namespace attractor {
namespace {

// As core/boltzmann/rbm.cpp: streams seeded from Philox(seed, step).
Xorshift2 generator(const Rng& rng, uint32_t lane) {
  const Words x = rng.at(Stream::noise, 0, lane), y = rng.at(Stream::noise, 1, lane);
  auto two = [](uint32_t low, uint32_t high) { return uint64_t(high) << 32 | low; };
  return Xorshift2(U64x2{two(x[0], x[1]) | 1, two(x[2], x[3])}, U64x2{two(y[0], y[1]), two(y[2], y[3]) | 1});
}

}  // namespace

template <class T>
void dropout_mask(double p, const Rng& rng, uint32_t lane, std::span<T> mask) {
  Xorshift2 bits = generator(rng, lane);
  const auto left_out = uint32_t(p * 0x1p32);
  const T kept = T(1 / (1 - p));
  for (std::ptrdiff_t i = 0; i < std::ssize(mask); i += 4) {
    const U32x4 words = reinterpret_cast<U32x4>(bits.next());
    for (int l = 0; l < 4 && i + l < std::ssize(mask); ++l) mask[i + l] = words[l] < left_out ? T(0) : kept;
  }
}

template void dropout_mask<float>(double, const Rng&, uint32_t, std::span<float>);
template void dropout_mask<double>(double, const Rng&, uint32_t, std::span<double>);

}  // namespace attractor
