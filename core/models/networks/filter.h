// A linear filter, number by number: a window slides over a picture, the nine numbers under it are multiplied by nine weights
// and added up. The same ten numbers everywhere, where a layer that joins all to all has one for each pair.
//
// Answer  (I * K)_pq = sum_ij I_(p+i, q+j) K_ij, 3 x 3 weights K.
// Step    the window moves by one place, row by row, and the answer there is written down.
// Known   a flat picture, and an even slope, give 0 under weights that add up to 0 and are their own mirror image; a shifted
//         picture gives the shifted answer. As a layer: a band matrix (core/networks/filter.h).
// Not here learning of the weights, borders that are filled up, several channels.
// Source  the lecture's slide; core/science.md, 16, D1.
#pragma once

#include <cstdint>

#include "core/base/matrix.h"
#include "core/pictures/digits.h"
#include "core/pictures/patterns.h"
#include "core/run/model.h"

namespace attractor::filter {

enum Picture { slide, flat, slope, ball, letter, digit, own };
inline constexpr Choice kPictures[] = {{slide, "slide", "The slide’s"}, {flat, "flat", "Flat"},       {slope, "slope", "Slope"},
                                       {ball, "ball", "Ball"},          {letter, "letter", "Letter"}, {digit, "digit", "Digit"},
                                       {own, "own", "Your own"}};
enum Kernel { laplace, edge_x, edge_y, blur, sharpen, identity };
inline constexpr Choice kKernels[] = {{laplace, "laplace", "Laplace"},    {edge_x, "sobelx", "Edges, upright"},
                                      {edge_y, "sobely", "Edges, level"}, {blur, "blur", "Blur"},
                                      {sharpen, "sharpen", "Sharpen"},    {identity, "same", "Leave as it is"}};

inline constexpr int kWindow = 3, kMostWeight = 9;
inline constexpr double kWhite = 255;

struct Params {
  int picture = slide;
  int number = 1;
  int kernel = laplace;
  Text greys;
};

struct State {
  Matrix<double> picture, kernel;  // 0 to 255; 3 x 3
  Matrix<double> answer;
  int64_t done = 0;    // places of the answer that are written down, row by row
  int64_t window = 0;  // the place that is looked at
};

State init(const Params&, const Library&, const Rng&);
void advance(const Params&, State&, const Rng&);
void observe(const Params&, const State&, Sink&);
void digest(const State&, Bytes&);
bool settled(const Params&, const State&);
// "picture": cells become white (value above 0) or black. "kernel": a weight rises or falls by 1. "answer": the window goes
// there.
bool poke(const Params&, State&, const Poke&);
Message conflict(const Params&);
std::vector<Need> needs(const Params&);

extern const Model kModel;

}  // namespace attractor::filter
