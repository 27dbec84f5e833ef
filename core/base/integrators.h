// Fixed-step integrators of an autonomous equation x' = f(x). Every sum has one order, so a path has the same bits
// everywhere. f(x, slope) writes the slope of x.
#pragma once

#include <array>
#include <cstddef>
#include <vector>

namespace attractor {

// Slopes between calls, so that a step allocates nothing. Nothing in it is remembered from one step to the next.
struct Slopes {
  std::array<std::vector<double>, 4> k;
  std::vector<double> at;
};

template <class F>
void euler_step(double dt, std::vector<double>& x, Slopes& w, const F& f) {
  w.k[0].resize(x.size());
  f(x, w.k[0]);
  for (int i = 0; i < std::ssize(x); ++i) x[i] += dt * w.k[0][i];
}

template <class F>
void rk4_step(double dt, std::vector<double>& x, Slopes& w, const F& f) {
  const int n = int(x.size());
  for (auto& k : w.k) k.resize(n);
  w.at.resize(n);
  f(x, w.k[0]);
  for (int s = 1; s < 4; ++s) {
    const double h = s == 3 ? dt : 0.5 * dt;
    for (int i = 0; i < n; ++i) w.at[i] = x[i] + h * w.k[s - 1][i];
    f(w.at, w.k[s]);
  }
  for (int i = 0; i < n; ++i) x[i] += dt / 6 * (w.k[0][i] + 2 * w.k[1][i] + 2 * w.k[2][i] + w.k[3][i]);
}

}  // namespace attractor
