// The soft committee machine and its exact learning curve: K students of erf units learn a rule of M teachers from fresh
// examples. D. Saad, S. A. Solla, Phys. Rev. E 52, 4225 (1995); core/science.md, 16, C5.
#pragma once

#include "core/base/matrix.h"

namespace attractor {

// Overlaps, for inputs of N components drawn from N(0, 1) and unit vectors of order 1: Q_ik = J_i . J_k among the students,
// R_in = J_i . B_n with the teachers, T_nm = B_n . B_m among those.
struct Overlaps {
  Matrix<double> Q, R, T;  // K x K, K x M, M x M
};

// The error on a new example, (1/2) <(sum_i g(x_i) - sum_n g(y_n))^2> with g(x) = erf(x / sqrt 2) and the fields
// x_i = J_i . xi, y_n = B_n . xi.
double generalisation_error(const Overlaps&);

// On-line gradient descent J_i += (eta / N) delta_i xi, delta_i = g'(x_i) (sum_n g(y_n) - sum_k g(x_k)), for N to infinity and
// a time of examples / N:  dR_in/dt = eta <delta_i y_n>,
// dQ_ik/dt = eta <delta_i x_k + delta_k x_i> + eta^2 <delta_i delta_k>. The averages over Gaussian fields are closed (I_3 and
// I_4 of the paper). Costs K^2 (K + M)^2 evaluations of an arcsine.
Overlaps committee_flow(const Overlaps&, double eta);  // d/dt of Q and R; T stands
// One step dt of the fourth-order Runge-Kutta method.
void committee_step(Overlaps&, double eta, double dt);

}  // namespace attractor
