// What can be seen of a net with dead neurons: energies, spectra, landscapes, and where the state is, in words.
#include <algorithm>
#include <array>
#include <cmath>

#include "core/base/eigenvalues.h"
#include "core/models/attention/deadneurons.h"

namespace attractor::deadneurons {
namespace {

using Vector = std::vector<double>;

double length(const Vector& v) { return std::sqrt(2 * half_square_norm(v)); }

// The energy that the repair proposes, as a function of x.
double other(const Params& p, const State& s, const Vector& x) {
  if (p.repair == descent) return half_square_norm(residual(*s.net, s.layer, x));
  if (p.repair == features) return feature_energy(*s.net, s.layer, to_features(*s.net, x));
  return regularised_energy(*s.net, s.layer, x, p.eps);
}

// Both landscapes and the flow over the window, from one product W g a point.
struct Grid {
  Vector plain, other, flow_x, flow_y;
};
Grid make_grid(const Params& p, const State& s) {
  constexpr int kCells = kGrid * kGrid;
  Grid grid{Vector(kCells), Vector(kCells), Vector(kCells), Vector(kCells)};
  const Net& net = *s.net;
  const Window w = window(p);
  Vector x = s.x, g(x.size());
  for (int i = 0; i < kCells; ++i) {
    const Point at = w.at(int64_t(i), kGrid);
    x[0] = at.x, x[1] = at.y;
    Vector v = residual(net, s.layer, x);
    s.layer.activation(x, g);
    const double half = half_square_norm(v);
    double e = -s.layer.value(x);  // (x - b)·g - L - 1/2 gᵀWg with W g = x - b - r
    for (int k = 0; k < std::ssize(x); ++k) e += 0.5 * (x[k] - net.b[k] + v[k]) * g[k];
    grid.plain[i] = e;
    grid.other[i] = p.repair == descent ? half : p.repair == features ? other(p, s, x) : e + p.eps * half;
    if (p.repair == descent) v = slope_of(p, s, x);
    // In feature space x' = A y' is the flow of the original system.
    grid.flow_x[i] = p.repair == descent ? v[0] : -v[0];
    grid.flow_y[i] = p.repair == descent ? v[1] : -v[1];
  }
  return grid;
}

Surface landscape(const Params& p, const Grid& grid, bool plain) {
  const Window w = window(p);
  return {.rows = kGrid,
          .cols = kGrid,
          .x0 = w.x0,
          .x1 = w.x1,
          .y0 = w.y0,
          .y1 = w.y1,
          .z = plain ? grid.plain : grid.other,
          .x_label = "x₁",
          .y_label = "x₂",
          .flow_x = grid.flow_x,
          .flow_y = grid.flow_y};
}

Path trajectory(const Params& p, const State& s, bool plain) {
  Path path;
  auto add = [&](double a, double b) {
    path.x.push_back(a), path.y.push_back(b);
    if (s.net->n == 2) path.z.push_back(plain ? energy(*s.net, s.layer, {a, b}) : other(p, s, {a, b}));
  };
  for (const Point& at : s.track.points) add(at.x, at.y);
  add(s.x[0], s.x[1]);
  return path;
}

void observe_words(const Params& p, const State& s, Sink& sink, double most) {
  const double numbers[] = {length(residual(*s.net, s.layer, s.x)), energy(*s.net, s.layer, s.x), most,
                            double(kernel_dimension(s.layer, s.x)), other(p, s, s.x)};
  const char* sentence = "moving: |x′| = {0}, E = {1}, the other energy {4}";
  switch (classify(p, s)) {
    case StateClass::moving: break;
    case StateClass::flat_memory:
      sentence = "flat: E = {1} and ∇E = 0, yet |x′| = {0}; the steady state of this region is a true memory";
      break;
    case StateClass::false_minimum:
      sentence = "a false minimum: E = {1} and ∇E = 0, yet |x′| = {0}, and no steady state is here";
      break;
    case StateClass::stable: sentence = "at rest and stable: the largest eigenvalue of H½WH½ is {2}, below 1; E = {1}"; break;
    case StateClass::unstable: sentence = "at rest but unstable: the largest eigenvalue of H½WH½ is {2}, above 1"; break;
    case StateClass::no_steady_state:
      sentence = "the descent has stopped where |r| = {0}: this is a minimum, but no steady state";
      break;
  }
  sink.words(sentence, numbers);
}

}  // namespace

int kernel_dimension(const Lagrangian& layer, const Vector& x) {
  if (!layer.elementwise()) return layer.layer == Layer::softmax ? 1 : 0;
  Vector h(x.size());
  layer.slopes(x, h);
  return int(std::count(h.begin(), h.end(), 0.0));
}

double epsilon_bound(const Net& net, const Lagrangian& layer) { return 4 / (net.norm * net.norm * layer.largest()); }

Vector spectrum(const Net& net, const Lagrangian& layer, const Vector& x) {
  const int n = net.n;
  Vector h(x.size() * x.size());
  layer.hessian(x, h);
  return product_eigenvalues(net.W, h, n, layer.convex());
}

StateClass classify(const Params& p, const State& s) {
  const Vector r = residual(*s.net, s.layer, s.x);
  const double speed = length(r);
  if (speed < 1e-9 || (s.fixed && speed < 1e-8))
    return spectrum(*s.net, s.layer, s.x).back() < 1 ? StateClass::stable : StateClass::unstable;
  if (p.repair == descent) return s.fixed ? StateClass::no_steady_state : StateClass::moving;
  const Vector flat = s.layer.apply_hessian(s.x, r);
  if (length(flat) > 1e-12 * (1 + speed)) return StateClass::moving;
  // One evaluation decides: the only candidate is x* = W g(x) + b = x - r, and it must have the same activity.
  Vector candidate = s.x, g(s.x.size()), there(s.x.size());
  for (int i = 0; i < std::ssize(r); ++i) candidate[i] -= r[i];
  s.layer.activation(s.x, g);
  s.layer.activation(candidate, there);
  for (int i = 0; i < std::ssize(g); ++i)
    if (std::fabs(g[i] - there[i]) > 1e-12) return StateClass::false_minimum;
  return StateClass::flat_memory;
}

void observe(const Params& p, const State& s, Sink& sink) {
  const Net& net = *s.net;
  const Vector r = residual(net, s.layer, s.x), slope = s.layer.apply_hessian(s.x, r);
  sink.series({"energy", "Energy E"}, energy(net, s.layer, s.x));
  sink.series({"other", "Other energy"}, other(p, s, s.x));
  sink.series({"speed", "Speed |x′|"}, length(r));
  sink.series({"gradient", "Slope |∇E|"}, length(slope));
  sink.number({"time", "Time", "τ"}, s.time);
  sink.number({"bound", "Bound of ε"}, epsilon_bound(net, s.layer), s.layer.convex());
  sink.number({"dead", "Dead directions"}, kernel_dimension(s.layer, s.x));
  sink.number({"x1", "x₁"}, s.x[0]);
  sink.number({"x2", "x₂"}, s.x[1]);
  const bool rest = length(r) < 1e-9, wanted = sink.wants("spectrum");
  Vector values;
  if (rest || wanted) values = spectrum(net, s.layer, s.x);
  sink.number({"largest", "Largest eigenvalue"}, values.empty() ? 0 : values.back(), !values.empty());
  sink.shape({"spectrum", "Eigenvalues of H½WH½"}, [&] { return Bars{values}; });
  sink.shape({"activity", "Activity g of each neuron"}, [&] {
    Bars g{Vector(s.x.size())};
    s.layer.activation(s.x, g.values);
    return g;
  });
  sink.shape({"hessian", "Hessian of L"}, [&] {
    const double most = std::min(s.layer.largest(), 1e3);
    return Field{.cells = s.hessian, .rows = net.n, .cols = net.n, .palette = Palette::sign, .lo = -most, .hi = most};
  });
  static constexpr const char* kNames[] = {"Energy E + ½ε|r|²", "Energy E(y), our reconstruction", "½|r|², a warning"};
  const Grid grid = sink.wants("plain") || sink.wants("repaired") ? make_grid(p, s) : Grid();
  sink.shape({"plain", "Energy E of Krotov and Hopfield"}, [&] { return landscape(p, grid, true); });
  sink.shape({"plain_path", "Path"}, [&] { return trajectory(p, s, true); });
  sink.shape({"repaired", kNames[p.repair]}, [&] { return landscape(p, grid, false); });
  sink.shape({"repaired_path", "Path"}, [&] { return trajectory(p, s, false); });
  observe_words(p, s, sink, values.empty() ? 0 : values.back());
}

bool settled(const Params&, const State& s) { return s.fixed; }

void digest(const State& s, Bytes& out) {
  out.add(s.net->W);
  out.add(s.net->b);
  out.add(s.x);
  out.add(s.y);
  out.words(s.time, s.steps);
}

}  // namespace attractor::deadneurons
