// Colours, type sizes and spacing of the three themes. Plain data: tests check the contrasts, and
// web/page/style.css gives the page around the canvas the same values.
#pragma once

#include <array>
#include <cstdint>

#include "web/session/settings.h"

namespace attractor {

// 0xRRGGBB.
struct Tokens {
  const char* key;
  uint32_t ground, card, text, quiet, hairline, accent, on_accent, soft, good, bad;
  float type;  // factor on all type
  float line;  // factor on line widths
};

inline constexpr std::array<Tokens, 3> kThemes{{
    {"light", 0xF6F7F9, 0xFFFFFF, 0x1B2430, 0x5B6775, 0xE2E6EB, 0x2B5FD9, 0xFFFFFF, 0xEDF1FA, 0x1A7F4B, 0xB3261E, 1.0f, 1.0f},
    {"dark", 0x11151B, 0x191F27, 0xE6EBF2, 0x93A0B0, 0x2A323D, 0x7EA6FF, 0x0D1420, 0x232C3A, 0x5FCB92, 0xFF8A80, 1.0f, 1.0f},
    {"projector", 0xFFFFFF, 0xFFFFFF, 0x000000, 0x333333, 0x9A9A9A, 0x0B3FB5, 0xFFFFFF, 0xE6ECFA, 0x0B5D33, 0x9C1B14, 1.35f,
     2.0f},
}};

// Spins: +1 and -1 differ in lightness and hue, the same in every theme.
inline constexpr uint32_t kUp = 0x1F3A93, kDown = 0xF2C57C;

// Okabe-Ito, for categories and series.
inline constexpr std::array<uint32_t, 7> kSeries{0x0072B2, 0xD55E00, 0x009E73, 0xCC79A7, 0xE69F00, 0x56B4E9, 0x000000};

inline constexpr float kSmall = 13, kBody = 15, kHead = 18, kBig = 24;

}  // namespace attractor
