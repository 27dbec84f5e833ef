// Pictures to remember: built-in sets of 8 x 8 drawings scaled to any side, random patterns, and the user's own
// pictures as they travel in a link. A pattern is a row of +-1, +1 is ink, row-major from the top left corner.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/choice.h"
#include "core/base/rng.h"
#include "core/pictures/digits.h"

namespace attractor {

enum PictureSet { letters, digits, shapes, random_set, mnist_set };
inline constexpr Choice kPictureSets[] = {{letters, "letters", "Letters"},
                                          {digits, "digits", "Digits"},
                                          {shapes, "shapes", "Shapes"},
                                          {random_set, "random", "Random"},
                                          {mnist_set, "mnist", "Handwritten"}};
inline constexpr int kMaxPatterns = 2000;

// How many pictures a set has (random, MNIST: kMaxPatterns).
int set_size(PictureSet set);

// count patterns of side x side, one after the other. Random patterns are fair coins of Stream::data; the library holds
// MNIST.
std::vector<int8_t> make_patterns(PictureSet set, int count, int side, const Rng& rng, const Library& library = {});

// The first `count` training digits of MNIST at side x side: means over the cells that fall together, -1 paper to 1
// ink.
std::vector<double> grey_digits(int count, int side, const Library& library);

// The user's pictures: bits, most significant first, each picture starting at a whole byte; 1 is ink.
std::size_t picture_bytes(int side);
void append_picture(std::string& bytes, const int8_t* pattern, int side);
std::vector<int8_t> read_pictures(std::string_view bytes, int side);  // size() = pictures * side * side

// The user's grey pictures: four bits a cell, the first in the high half, each picture starting at a whole byte; 0
// paper (-1) to 15 ink (1).
std::size_t grey_bytes(int side);
void append_grey(std::string& bytes, const double* picture, int side);
std::vector<double> read_greys(std::string_view bytes, int side);

}  // namespace attractor
