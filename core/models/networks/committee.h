// Learning as physics: a student with a few hidden units learns a teacher of the same kind from fresh examples, one by one.
// For many inputs its path is that of a few overlaps, which obey exact equations: a plateau where all hidden units do the
// same, and an escape in which they share the work out.
//
// Student  sum_i g(J_i . xi), i = 1 .. K; teacher sum_n g(B_n . xi), n = 1 .. M; g(x) = erf(x / sqrt 2), xi in N dimensions
//          from N(0, I). The B_n are unit vectors at right angles, the first axes: nothing depends on which.
// Step     N / 10 fresh examples, each once: J_i += (eta / N) delta_i xi, delta_i = g'(x_i) (teacher - student).
//          Time t = examples / N.
// Known    for N to infinity dQ/dt and dR/dt are functions of Q_ik = J_i . J_k and R_in = J_i . B_n alone
//          (core/networks/committee.h); at finite N the run fluctuates about them by 1 / sqrt N, and fluctuations end the
//          plateau earlier. The error is exact for the student as it is, no test set is drawn.
// Not here weights to the output, noise in the labels, examples used twice.
// Source   D. Saad, S. A. Solla, Phys. Rev. E 52, 4225 (1995).
#pragma once

#include <cstdint>
#include <vector>

#include "core/networks/committee.h"
#include "core/run/model.h"

namespace attractor::committee {

enum Start { prepared, random_weights };
inline constexpr Choice kStarts[] = {{prepared, "prepared", "Prepared"}, {random_weights, "random", "Random"}};

inline constexpr int kMostUnits = 3;

struct Params {
  int students = 2;
  int teachers = 2;
  double eta = 1;
  int N = 500;
  int start = prepared;
  double r = 0.001;
};

// One point of the exact course.
struct Moment {
  double error, own, other;
};

struct State {
  Matrix<double> J;  // K x N
  int64_t steps = 0;
  // The equations' course from the last start: the beginning, or where somebody nudged a unit. Kept at each step of the run.
  int64_t from = 0;
  Overlaps flow;               // at the end of `course`
  std::vector<Moment> course;  // course[k] at step from + k
};

State init(const Params&, const Rng&);
void advance(const Params&, State&, const Rng&);
void observe(const Params&, const State&, Sink&);
void digest(const State&, Bytes&);
// "overlap": a click on cell (i, n) of the table of overlaps gives R_in a hundredth more (value -1: less).
bool poke(const Params&, State&, const Poke&);

Overlaps overlaps(const Params&, const State&);
// How much of each unit's length lies along the teacher's unit that is its own, |R_in| / sqrt(Q_ii) by the best assignment of
// different teachers, and along the others (the mean): 1 and 0 when the work is shared out, equal on the plateau.
Moment moment(const Overlaps&);

extern const Model kModel;

}  // namespace attractor::committee
