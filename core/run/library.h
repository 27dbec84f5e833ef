// What a run may need from outside: pieces of a set of labelled grey pictures, and nets that were trained beforehand. Core reads no files: who opens a run asks its
// machine what it needs, brings the bytes by whatever means there are, and hands the library over. A piece never changes once
// it is there, so a run with its pieces is as determined as one without.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/run/params.h"

namespace attractor {

// count square pictures, one after the other, row-major; 255 is ink.
struct Piece {
  int count = 0, side = 0;
  std::vector<uint8_t> labels;  // count
  std::vector<uint8_t> grey;    // count x side x side
};

// A restricted Boltzmann machine as the build trained it: weights in 127ths of each hidden unit's largest.
struct TrainedNet {
  int visible = 0, hidden = 0;
  std::vector<float> weights;  // visible x hidden
  std::vector<float> a, b;     // biases
};

// The nets there are (web/build/pretrain.mjs trains them): a restricted machine for handwriting, and the two on top of it, the
// last one with ten label units behind those of its lower layer.
struct KnownNet {
  const char* name;
  int visible, hidden;
};
inline constexpr KnownNet kTrainedNets[] = {{"rbm-mnist", 784, 256}, {"dbn-mnist-2", 256, 256}, {"dbn-mnist-3", 266, 512}};

// A copy shares its pieces.
class Library {
 public:
  // Bytes of a piece: "APICTS1\n", count, side (uint32, little endian), count labels, raw deflate of the pictures. Empty, or why
  // they were refused (cut, too large, of another kind); the library is then what it was.
  Message add(std::string_view name, std::string_view bytes);
  // A net: "ANETS1\n\0", visible, hidden, then as floats the biases of both layers and one scale a hidden unit, then raw deflate of
  // visible x hidden signed bytes, 127 = the scale.
  std::shared_ptr<const Piece> find(std::string_view name) const;
  std::shared_ptr<const TrainedNet> find_net(std::string_view name) const;
  std::vector<std::string> missing(const std::vector<std::string>& names) const;

 private:
  Message add_net(std::string_view name, std::string_view bytes);
  std::map<std::string, std::shared_ptr<const Piece>, std::less<>> pieces_;
  std::map<std::string, std::shared_ptr<const TrainedNet>, std::less<>> nets_;
};

// The handwritten digits of MNIST (LeCun, Cortes, Burges 1998), in pieces of kDigitsInPiece: "mnist-train-00" to
// "mnist-train-29" and "mnist-test-00" to "mnist-test-04".
inline constexpr int kDigitSide = 28, kDigitCells = kDigitSide * kDigitSide;
inline constexpr int kDigitsInPiece = 2000, kTrainDigits = 60000, kTestDigits = 10000;

std::vector<std::string> digit_pieces(bool test, int count);  // those that hold the first `count` digits

// The first `count` training or test digits of a library that has their pieces.
class Digits {
 public:
  Digits() = default;
  Digits(const Library&, bool test, int count);
  int count() const { return count_; }
  const uint8_t* picture(int i) const { return &piece(i).grey[std::size_t(i % kDigitsInPiece) * kDigitCells]; }
  int label(int i) const { return piece(i).labels[std::size_t(i % kDigitsInPiece)]; }

 private:
  const Piece& piece(int i) const { return *pieces_[std::size_t(i / kDigitsInPiece)]; }
  std::vector<std::shared_ptr<const Piece>> pieces_;
  int count_ = 0;
};

}  // namespace attractor
