// What Eigen is for here: eigenvalues and one linear system. For the eye and for tests, never part of a step.
#pragma once

#include <span>
#include <vector>

namespace attractor {

// Matrices are n x n, row by row.
std::vector<double> eigenvalues(std::span<const double> symmetric, int n);  // rising
// Of W H, both symmetric, rising: real parts; where H has no negative eigenvalue, of H^½WH^½, which has the same.
std::vector<double> product_eigenvalues(std::span<const double> W, std::span<const double> H, int n, bool positive);
std::vector<double> solve(std::span<const double> a, std::span<const double> b);  // a x = b

}  // namespace attractor
