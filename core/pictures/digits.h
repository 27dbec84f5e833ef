// The handwritten digits of MNIST (Y. LeCun, C. Cortes, C. Burges 1998): 60,000 to learn from, 10,000 to test with, in
// files of kDigitsInFile ("mnist-train-00" to "mnist-train-29", "mnist-test-00" to "mnist-test-04", packed by
// web/build/mnist.mjs).
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "core/run/library.h"

namespace attractor {

inline constexpr int kDigitSide = 28, kDigitCells = kDigitSide * kDigitSide;
inline constexpr int kDigitsInFile = 2000, kTrainDigits = 60000, kTestDigits = 10000;

std::vector<Need> digit_needs(bool test, int count);     // the files that hold the first `count` digits
std::vector<Need> digit_needs(int count, int of_tests);  // of both sets

// The first `count` training or test digits of a library that has their files.
class Digits {
 public:
  Digits() = default;
  Digits(const Library&, bool test, int count);
  int count() const { return count_; }
  const uint8_t* picture(int i) const { return &file(i).grey->u8()[i % kDigitsInFile * kDigitCells]; }  // 255 is ink
  int label(int i) const { return file(i).labels->u8()[i % kDigitsInFile]; }                            // 0 to 9

 private:
  struct File {
    std::shared_ptr<const Array> grey, labels;
  };
  const File& file(int i) const { return files_[i / kDigitsInFile]; }
  std::vector<File> files_;
  int count_ = 0;
};

}  // namespace attractor
