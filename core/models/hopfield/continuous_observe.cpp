// What can be seen of the network of 1984.
#include <algorithm>
#include <cmath>

#include "core/models/hopfield/continuous.h"

namespace attractor::continuous {
namespace {

using Vector = std::vector<double>;

double length(const Vector& v) {
  double s = 0;
  for (double c : v) s += c * c;
  return std::sqrt(s);
}

bool converged(const State& s) { return length(s.slope) < 1e-10; }

// Overlaps of what the neurons say, in -1 .. 1, with each picture.
Vector overlaps(const Params& p, const State& s) {
  const Memory& m = *s.memory;
  const int n = m.n;
  Vector out(m.count, 0.0);
  for (int k = 0; k < std::ssize(out); ++k) {
    for (int i = 0; i < n; ++i) out[k] += m.patterns[k * n + i] * (p.unit == logistic ? 2 * s.v[i] - 1 : s.v[i]);
    out[k] /= double(n);
  }
  return out;
}

Surface energy_surface(const Params& p, const State& s) {
  static constexpr const char* kLabels[3][2] = {{"V₁", "V₂"}, {"picture 1", "picture 2"}, {"u₁", "u₂"}};
  const Window w = window(p);
  Surface map{.rows = kGrid, .cols = kGrid, .x0 = w.x0, .x1 = w.x1, .y0 = w.y0, .y1 = w.y1};
  map.x_label = kLabels[p.net][0], map.y_label = kLabels[p.net][1];
  for (int64_t i = 0; i < int64_t(kGrid) * kGrid; ++i) {
    const Point at = w.at(i, kGrid);
    map.z.push_back(energy_on_map(p, s, at));
    if (p.net == pictures) continue;  // the flow leaves the plane
    Vector u = from_map(p, s, at), v = slope_of(p, *s.memory, u);
    Vector h(u.size(), 1.0);
    if (p.net == pair) make_layer(p).slopes(u, h);  // dV/dt = V'(u) du/dt
    map.flow_x.push_back(h[0] * v[0]);
    map.flow_y.push_back(h[1] * v[1]);
  }
  return map;
}

Path trajectory(const Params& p, const State& s) {
  Path path;
  for (const Point& at : s.track.points) path.x.push_back(at.x), path.y.push_back(at.y);
  const Point now = to_map(p, s);
  path.x.push_back(now.x), path.y.push_back(now.y);
  return path;
}

void observe_words(const Params& p, const State& s, Sink& sink, const Vector& overlap) {
  int best = 0;
  for (int k = 1; k < std::ssize(overlap); ++k)
    if (std::fabs(overlap[k]) > std::fabs(overlap[best])) best = k;
  const double numbers[] = {energy(p, *s.memory, s.u), length(s.slope), double(best + 1), overlap[best], s.v[0], s.v[1]};
  const bool rest = converged(s);
  const char* sentence = rest ? "at rest at V = ({4}, {5}), E = {0}" : "moving: V = ({4}, {5}), E = {0}, |du/dt| = {1}";
  if (p.net == pictures)
    sentence = rest ? "at rest, E = {0}; nearest is picture {2} (overlap {3})"
                    : "moving: E = {0}, |du/dt| = {1}; nearest is picture {2} (overlap {3})";
  if (p.net == random_weights) sentence = rest ? "at rest, E = {0}" : "moving: E = {0}, |du/dt| = {1}";
  sink.words(sentence, numbers);
}

}  // namespace

void observe(const Params& p, const State& s, Sink& sink) {
  const Memory& m = *s.memory;
  const double speed = length(s.slope);
  const Vector overlap = overlaps(p, s);
  sink.series({"energy", "Energy E"}, energy(p, m, s.u));
  sink.series({"speed", "Speed |du/dt|"}, speed);
  sink.series({"overlap", "Overlap m"}, overlap[p.net == pictures ? p.cue - 1 : 0]);
  sink.number({"time", "Time", "τ"}, s.time);
  sink.number({"v1", "V₁"}, s.v[0]);
  sink.number({"v2", "V₂"}, s.v[1]);
  sink.shape({"overlaps", "Overlap with each picture"}, [&] { return Bars{overlap}; });
  sink.shape({"state", "Output V"}, [&] {
    return Field{.cells = s.v, .rows = m.rows, .cols = m.cols, .palette = Palette::spin, .lo = p.unit == logistic ? 0.0 : -1.0};
  });
  sink.shape({"patterns", "Stored pictures"}, [&] {
    return Field{.cells = m.patterns,
                 .rows = m.rows,
                 .cols = m.cols,
                 .count = m.count,
                 .palette = Palette::spin,
                 .lo = -1,
                 .fixed = true};
  });
  sink.shape({"landscape", "Energy E"}, [&] { return energy_surface(p, s); });
  sink.shape({"path", "Path"}, [&] { return trajectory(p, s); });
  observe_words(p, s, sink, overlap);
}

bool settled(const Params&, const State& s) { return converged(s); }

void digest(const State& s, Bytes& out) {
  out.add(s.memory->patterns);
  out.add(s.memory->weights);
  out.add(s.u);
  out.words(s.time, s.steps);
}

}  // namespace attractor::continuous
