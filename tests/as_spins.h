// A network of 0/1 units as one of +-1 spins, for the exact sums.
#pragma once

#include "core/boltzmann/units.h"
#include "core/spins/exact.h"

namespace attractor {

// J = w / 4, theta_i = c_i / 2 + sum_j w_ij / 4.
inline exact::Net as_spins(const Units& u) {
  exact::Net net(u.n);
  for (int i = 0; i < u.n; ++i) {
    net.theta[i] = u.c[i] / 2;
    for (int j = 0; j < u.n; ++j) {
      net.J(i, j) = u.w(i, j) / 4;
      net.theta[i] += u.w(i, j) / 4;
    }
  }
  return net;
}

}  // namespace attractor
