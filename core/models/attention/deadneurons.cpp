#include "core/models/attention/deadneurons.h"

#include <algorithm>
#include <cmath>

#include "core/base/eigenvalues.h"
#include "core/base/vec.h"

namespace attractor::deadneurons {
namespace {

constexpr auto kRows = table<Params>(
    choice(&Params::example, "example", "Network", kExamples,
           "Weights and inputs; the first six have two neurons and can be drawn")
        .rebuilds(),
    choice(&Params::activation, "activation", "Activation", kActivations,
           "What a neuron tells the others; where its slope is 0 the neuron is dead")
        .rebuilds(),
    choice(&Params::repair, "repair", "Other energy", kRepairs,
           "E + ½ε|r|² on the same flow; E(y) in feature space, our reconstruction; ½|r|² is a warning: "
           "its flow goes down everywhere, also to where nothing is stored")
        .rebuilds(),
    row(&Params::eps, "eps", "ε", 0.001, 20, "Weight of |r|²; below its bound the energy falls until a true steady state")
        .only(&Params::repair, shifted)
        .logarithmic(),
    row(&Params::x1, "x1", "Start x₁", -1000, 1000, "Where two neurons start; click the map to move the state")
        .only(&Params::example, false_minimum, true_memory, saddle, half_line, plane, wells)
        .rebuilds(),
    row(&Params::x2, "x2", "Start x₂", -1000, 1000, "Where two neurons start; click the map to move the state")
        .only(&Params::example, false_minimum, true_memory, saddle, half_line, plane, wells)
        .rebuilds(),
    row(&Params::dt, "dt", "Time per step", 0.001, 0.1, "Length of one Runge-Kutta step").in("τ").logarithmic(),
    row(&Params::beta, "beta", "Slope β", 0.1, 20, "Steepness of tanh and softmax; ReLU and GELU have none")
        .logarithmic()
        .rebuilds(),
    row(&Params::n, "n", "Neurons", 3, kMaxNeurons, "Size of the random networks")
        .only(&Params::example, random_net, random_square)
        .rebuilds(),
    row(&Params::strength, "strength", "Strength of W", 0.1, 4,
        "Largest sum of |W| along a row of the random networks; below 1 there is one steady state")
        .only(&Params::example, random_net, random_square)
        .rebuilds());

using Vector = std::vector<double>;

// y = A x, n x n; the sum in rising order.
Vector times(const Vector& a, const Vector& x) {
  const int n = int(x.size());
  Vector y(n);
  for (int i = 0; i < n; ++i) {
    double s = 0;
    for (int j = 0; j < n; ++j) s += a[i * n + j] * x[j];
    y[i] = s;
  }
  return y;
}

Vector activity(const Lagrangian& layer, const Vector& x) {
  Vector g(x.size());
  layer.activation(x, g);
  return g;
}

Vector diagonal(int n, double v) {
  Vector m(n * n, 0.0);
  for (int i = 0; i < n; ++i) m[i * n + i] = v;
  return m;
}

// Gauss-Jordan with partial pivoting, in one order; empty if singular.
Vector invert(Vector a, int n) {
  Vector inverse = diagonal(n, 1);
  for (int c = 0; c < n; ++c) {
    int p = c;
    for (int i = c + 1; i < n; ++i)
      if (std::fabs(a[i * n + c]) > std::fabs(a[p * n + c])) p = i;
    if (!(std::fabs(a[p * n + c]) > 1e-12)) return {};
    for (int j = 0; j < n; ++j) {
      std::swap(a[p * n + j], a[c * n + j]);
      std::swap(inverse[p * n + j], inverse[c * n + j]);
    }
    const double d = a[c * n + c];
    for (int j = 0; j < n; ++j) a[c * n + j] /= d, inverse[c * n + j] /= d;
    for (int i = 0; i < n; ++i) {
      if (i == c) continue;
      const double f = a[i * n + c];
      for (int j = 0; j < n; ++j) {
        a[i * n + j] -= f * a[c * n + j];
        inverse[i * n + j] -= f * inverse[c * n + j];
      }
    }
  }
  return inverse;
}

// W = A A^T with M = I, R = A^T.
void square(Net& net) {
  const int n = net.n;
  net.M = diagonal(n, 1);
  net.R.resize(n * n);
  net.W.assign(n * n, 0.0);
  for (int i = 0; i < n; ++i)
    for (int j = 0; j < n; ++j) {
      net.R[i * n + j] = net.A[j * n + i];
      for (int k = 0; k < n; ++k) net.W[i * n + j] += net.A[i * n + k] * net.A[j * n + k];
    }
}

// The largest sum of |W| along a row: no eigenvalue is larger, and no eigenvalue solver is needed.
double row_norm(const Vector& w, int n) {
  double most = 0;
  for (int i = 0; i < n; ++i) {
    double s = 0;
    for (int j = 0; j < n; ++j) s += std::fabs(w[i * n + j]);
    most = std::max(most, s);
  }
  return most;
}

void draw_net(const Params& p, const Rng& rng, Net& net) {
  net.n = p.n;
  const int n = p.n;
  Draw draw = rng.draw(Stream::weights);
  net.b.resize(n);
  for (double& v : net.b) v = draw.normal();
  if (p.example == random_square) {
    net.A.resize(n * n);
    for (double& v : net.A) v = draw.normal();
    for (int i = 0; i < n; ++i) net.A[i * n + i] += 1;
    square(net);
    const double f = std::sqrt(p.strength / row_norm(net.W, n));
    for (double& v : net.A) v *= f;
    square(net);
    return;
  }
  net.W.resize(n * n);
  for (int i = 0; i < n; ++i)
    for (int j = 0; j <= i; ++j) net.W[i * n + j] = net.W[j * n + i] = draw.normal();
  const double f = p.strength / row_norm(net.W, n);
  for (double& v : net.W) v *= f;
}

bool has_features(int example) {
  return example == half_line || example == plane || example == wells || example == random_square;
}

// Everything that follows from x (or y).
void refresh(const Params& p, State& s) {
  if (p.repair == features) s.x = from_features(*s.net, s.y);
  s.slope = slope_of(p, s, p.repair == features ? s.y : s.x);
  s.hessian.resize(s.x.size() * s.x.size());
  s.layer.hessian(s.x, s.hessian);
  s.fixed = norm(s.slope) < 1e-9;
}

}  // namespace

Window window(const Params& p) {
  if (p.example >= random_net) return {-4, 4, -4, 4};
  return {-3, 3, -7, 3};
}

Lagrangian make_layer(const Params& p) {
  constexpr Layer kLayers[] = {Layer::relu, Layer::gelu, Layer::softmax, Layer::tanh};
  Lagrangian layer;
  layer.layer = kLayers[p.activation];
  layer.beta = p.beta;
  return layer;
}

Net make_net(const Params& p, const Rng& rng) {
  Net net;
  net.n = 2;
  net.b = {1, 0.2};
  if (p.example == false_minimum) net.W = {0, 0.5, 0.5, 0};
  if (p.example == true_memory) net.W = {0, -1, -1, 0};
  if (p.example == saddle) net.W = {0, -2, -2, 0}, net.b = {1, 1};
  if (p.example == half_line || p.example == wells) {
    const double w = p.example == wells ? 2 : 0.5, b = p.example == wells ? 1.2 : -1;
    net.W = net.R = diagonal(2, w), net.A = diagonal(2, 1), net.M = diagonal(2, 1 / w), net.b = {b, b};
  }
  if (p.example == plane) {
    net.A = {0.6, -0.3, -0.3, 0.6};
    square(net);
  }
  if (p.example >= random_net) draw_net(p, rng, net);
  if (!net.A.empty()) net.inverse = invert(net.A, net.n);
  for (const double e : eigenvalues(net.W, net.n)) net.norm = std::max(net.norm, std::fabs(e));
  return net;
}

Vector residual(const Net& net, const Lagrangian& layer, const Vector& x) {
  Vector r = times(net.W, activity(layer, x));
  for (int i = 0; i < std::ssize(r); ++i) r[i] = x[i] - r[i] - net.b[i];
  return r;
}

double energy(const Net& net, const Lagrangian& layer, const Vector& x) {
  const Vector g = activity(layer, x);
  double s = 0;
  for (int i = 0; i < std::ssize(x); ++i) s += (x[i] - net.b[i]) * g[i];
  return s - layer.value(x) - 0.5 * dot(g, times(net.W, g));
}
double half_square_norm(const Vector& r) { return 0.5 * dot(r, r); }
double regularised_energy(const Net& net, const Lagrangian& layer, const Vector& x, double eps) {
  return energy(net, layer, x) + eps * half_square_norm(residual(net, layer, x));
}
double feature_energy(const Net& net, const Lagrangian& layer, const Vector& y) {
  return 0.5 * dot(y, times(net.M, y)) - layer.value(from_features(net, y));
}
Vector gradient(const Net& net, const Lagrangian& layer, const Vector& x) {
  return layer.apply_hessian(x, residual(net, layer, x));
}

Vector from_features(const Net& net, const Vector& y) {
  Vector x = times(net.A, y);
  for (int i = 0; i < std::ssize(x); ++i) x[i] += net.b[i];
  return x;
}
Vector to_features(const Net& net, const Vector& x) {
  Vector d = x;
  for (int i = 0; i < std::ssize(d); ++i) d[i] -= net.b[i];
  return times(net.inverse, d);
}

Vector slope_of(const Params& p, const State& s, const Vector& at) {
  const Net& net = *s.net;
  if (p.repair == features) {
    Vector v = times(net.R, activity(s.layer, from_features(net, at)));
    for (int i = 0; i < std::ssize(v); ++i) v[i] -= at[i];
    return v;
  }
  Vector v = residual(net, s.layer, at);
  for (double& c : v) c = 0.0 - c;
  if (p.repair == descent) {  // (I - W H)^T v = v - H W v
    const Vector back = s.layer.apply_hessian(at, times(net.W, v));
    for (int i = 0; i < std::ssize(v); ++i) v[i] -= back[i];
  }
  return v;
}

Message conflict(const Params& p) {
  if (p.repair == features && !has_features(p.example))
    return {"The energy in feature space needs W = A R with R = M⁻¹Aᵀ, so no negative eigenvalue: choose another network", {}};
  return {};
}

State init(const Params& p, const Rng& rng) {
  State s;
  s.net = std::make_shared<const Net>(make_net(p, rng));
  s.layer = make_layer(p);
  s.x = {p.x1, p.x2};
  if (s.net->n > 2) {
    Draw draw = rng.draw(Stream::start);
    s.x.resize(s.net->n);
    for (double& v : s.x) v = 2 * draw.normal();
  }
  if (p.repair == features) s.y = to_features(*s.net, s.x);
  refresh(p, s);
  s.track.add(s.steps, {s.x[0], s.x[1]});
  return s;
}

void advance(const Params& p, State& s, const Rng&) {
  Slopes work;
  rk4_step(p.dt, p.repair == features ? s.y : s.x, work, [&](const Vector& at, Vector& out) { out = slope_of(p, s, at); });
  s.time += p.dt;
  ++s.steps;
  refresh(p, s);
  s.track.add(s.steps, {s.x[0], s.x[1]});
}

bool poke(const Params& p, State& s, const Poke& poke) {
  if ((poke.field != "plain" && poke.field != "repaired") || poke.index >= kGrid * kGrid || poke.value != 1) return false;
  const Point at = window(p).at(poke.index, kGrid);
  s.x[0] = at.x, s.x[1] = at.y;
  if (p.repair == features) s.y = to_features(*s.net, s.x);
  refresh(p, s);
  s.track.points = {at};
  return true;
}

constinit const Model kModel = model<Params, kRows>("deadneurons", "Dead neurons", 1);

}  // namespace attractor::deadneurons
