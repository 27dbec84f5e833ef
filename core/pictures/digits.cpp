#include "core/pictures/digits.h"

#include "core/base/num.h"

namespace attractor {
namespace {

constexpr int kLargestLabel = 9;

Need file_need(bool test, int number) {
  return {(test ? "mnist-test-" : "mnist-train-") + std::string(number < 10 ? "0" : "") + decimal(number),
          {{"labels", Element::u8, {kDigitsInFile}, kLargestLabel},
           {"grey", Element::u8, {kDigitsInFile, kDigitSide, kDigitSide}}}};
}

}  // namespace

std::vector<Need> digit_needs(bool test, int count) {
  std::vector<Need> needs;
  for (int k = 0; k * kDigitsInFile < count; ++k) needs.push_back(file_need(test, k));
  return needs;
}

std::vector<Need> digit_needs(int count, int of_tests) {
  std::vector<Need> needs = digit_needs(false, count);
  for (Need& test : digit_needs(true, of_tests)) needs.push_back(std::move(test));
  return needs;
}

Digits::Digits(const Library& library, bool test, int count) : count_(count) {
  for (const Need& need : digit_needs(test, count))
    files_.push_back({library.find(need.name, "grey"), library.find(need.name, "labels")});
}

}  // namespace attractor
