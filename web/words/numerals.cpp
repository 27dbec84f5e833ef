#include "web/words/numerals.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "core/base/num.h"

namespace attractor {
namespace {

std::string print(const char* format, int digits, double x) {
  char text[400];  // the largest double has 309 digits before the point
  std::snprintf(text, sizeof text, format, digits, x);
  return text;
}

std::string plain_number(double x, int digits) {
  const double a = std::fabs(x);
  if (a != 0 && (a >= 1e7 || a < 1e-4)) return short_exponent(print("%.*e", std::max(1, digits - 2), x));
  if (x == std::floor(x)) return print("%.*f", 0, x + 0.0);
  const int whole = a < 1 ? 1 : int(std::floor(std::log10(a))) + 1;
  return print("%.*f", std::max(0, digits - whole), x);
}

}  // namespace

std::string written_number(Lang lang, std::string plain) {
  double x = 0;
  if (!read_decimal(plain, x)) return plain;
  if (const auto point = plain.find('.'); point != std::string::npos) plain.replace(point, 1, decimal_mark(lang));
  for (std::size_t at = 0; (at = plain.find('-', at)) != std::string::npos; at += 3) plain.replace(at, 1, "−");
  return plain;
}

std::string short_number(Lang lang, double x, int digits) {
  return std::isfinite(x) ? written_number(lang, plain_number(x, digits)) : "—";
}

std::string trimmed_number(Lang lang, double x, int digits) {
  if (!std::isfinite(x)) return "—";
  std::string s = plain_number(x, digits);
  if (s.find('.') != std::string::npos && s.find('e') == std::string::npos) {
    while (s.back() == '0') s.pop_back();
    if (s.back() == '.') s.pop_back();
  }
  return written_number(lang, std::move(s));
}

std::string fixed_number(Lang lang, double x, int decimals) {
  if (!std::isfinite(x)) return "—";
  if (std::fabs(x) < 0.5 * std::pow(10.0, -decimals)) x = 0;
  return written_number(lang, print("%.*f", decimals, x));
}

std::string tick_number(Lang lang, double x, double step) {
  if (std::fabs(x) < step * 1e-6) x = 0;
  if (std::fabs(x) >= 1e5) return short_number(lang, x, 3);
  return fixed_number(lang, x, std::clamp(int(std::ceil(-std::log10(step) - 1e-9)), 0, 6));
}

}  // namespace attractor
