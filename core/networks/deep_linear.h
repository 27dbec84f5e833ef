// What a linear network with two layers learns, mode by mode: A. M. Saxe, J. L. McClelland, S. Ganguli, arXiv:1312.6120.
// core/science.md, 16, C4.
#pragma once

#include <vector>

#include "core/base/matrix.h"

namespace attractor {

// Gradient flow on the error (1/2) |Y - W2 W1|^2 for whitened inputs, balanced start: the strength a of a singular mode
// whose value in Y is s > 0 obeys da/dt = 2 a (s - a), from a0 > 0 at t = 0.
double deep_mode(double s, double a0, double t);
double half_time(double s, double a0);  // of deep_mode: when a = s / 2; a0 < s
// One layer: da/dt = s - a.
double shallow_mode(double s, double a0, double t);

// Eight items in a tree of two classes, four kinds and eight single ones, and a property for each of the 15 nodes: an
// item has those of the nodes above it. Y (15 x 8), and its singular modes Y = sum_k s_k u_k v_k^T, strongest first.
inline constexpr int kItems = 8, kProperties = 15, kLevels = 4;
Matrix<double> tree_properties();
struct SingularMode {
  int level;                   // 0: all items alike; 1: the two classes apart; 2: kinds; 3: the single ones
  double strength;             // sqrt 15, sqrt 7, sqrt 3 (two modes), 1 (four)
  std::vector<double> input;   // v, kItems
  std::vector<double> output;  // u, kProperties
};
std::vector<SingularMode> tree_modes();

}  // namespace attractor
