// Losses of one sample and their slopes: what a network is told of its answer. core/science.md, 16, B1, B3, B4.
#pragma once

#include <span>

namespace attractor {

// g_k = e^t_k / sum_l e^t_l, the same for t + s. t and g may be the same numbers.
void softmax(std::span<const double> t, std::span<double> g);

// -ln g_y of g = softmax(t), without overflow; d/dt = g - (1 at y).
double log_loss(std::span<const double> t, int y);
void log_loss_slope(std::span<const double> t, int y, std::span<double> slope);

// (1/2) |g - y|^2; d/dg = g - y.
double squared_loss(std::span<const double> g, std::span<const double> y);
void squared_loss_slope(std::span<const double> g, std::span<const double> y, std::span<double> slope);

// Of a class that has the probability sigma(m), m its logarithmic odds (two classes: m = +-z): the slide's three.
double margin_log_loss(double m);      // -ln sigma(m) = softplus(-m)
double margin_log_slope(double m);     // -sigma(-m)
double margin_squared_loss(double m);  // (1 - sigma(m))^2
double margin_squared_slope(double m);
double margin_error(double m);  // 1 where m <= 0
// m of class y among softmax(t): ln(g_y / (1 - g_y)).
double log_odds(std::span<const double> t, int y);

int largest(std::span<const double> t);  // the class that is said; the first of equals

}  // namespace attractor
