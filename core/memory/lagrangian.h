// The Lagrangians of layers of neurons: L(x), its gradient g(x), the activation, and its Hessian H(x).
//
// D. Krotov, J. J. Hopfield, arXiv 2008.06996: a layer is given by its Lagrangian, and its energy is x·g - L. Names as
// in HAMUX. Along the kernel of H the energy of the layer is flat: dead ReLU units, the sum for softmax, the length for
// spherical. core/science.md, 10.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace attractor {

enum class Layer : uint8_t {
  identity,   // x²/2
  relu,       // x₊²/2
  repu,       // x₊ⁿ/n
  gelu,       // (x²Φ + xφ - Φ)/2; its Hessian is not positive
  softmax,    // (1/β) ln Σ e^βx
  ghostmax,   // the same with one more unit held at 0
  tanh,       // (1/β) ln cosh βx
  sigmoid,    // (1/β) ln(1 + e^βx)
  exponent,   // (1/β) e^βx
  rexp,       // (1/β)(e^βx₊ - 1) - x₊
  spherical,  // √(|x|² + ε)
  layernorm   // D γ √(var x + ε) + δ Σx
};

struct Lagrangian {
  Layer layer = Layer::identity;
  double beta = 1;  // slope (inverse temperature)
  int power = 2;    // repu
  double epsilon = 1e-5, gamma = 1, delta = 0;

  bool elementwise() const;  // the Hessian is diagonal
  bool convex() const { return layer != Layer::gelu; }
  double largest() const;  // no eigenvalue of any Hessian is larger in size; infinity where there is no bound

  double value(std::span<const double> x) const;
  void activation(std::span<const double> x, std::span<double> g) const;
  void slopes(std::span<const double> x, std::span<double> h) const;   // elementwise: the diagonal of the Hessian
  void hessian(std::span<const double> x, std::span<double> h) const;  // n x n, row-major
  // H v, without the matrix where it is diagonal.
  std::vector<double> apply_hessian(std::span<const double> x, std::span<const double> v) const;
};

}  // namespace attractor
