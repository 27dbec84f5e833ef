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

bool rests(const State& s) { return length(s.slope) < 1e-10; }

// Overlaps of what the neurons say, in -1 .. 1, with each picture.
Vector overlaps(const Params& p, const State& s) {
  const Memory& m = *s.memory;
  const auto n = std::size_t(m.n);
  Vector out(std::size_t(m.count), 0.0);
  for (std::size_t k = 0; k < out.size(); ++k) {
    for (std::size_t i = 0; i < n; ++i) out[k] += m.patterns[k * n + i] * (p.unit == logistic ? 2 * s.v[i] - 1 : s.v[i]);
    out[k] /= double(n);
  }
  return out;
}

void show_map(const Params& p, const State& s, Sink& sink) {
  static constexpr const char* kLabels[3][2] = {{"V₁", "V₂"}, {"picture 1", "picture 2"}, {"u₁", "u₂"}};
  const char* const* label = kLabels[p.net];
  const Window w = window(p);
  const Name name{"landscape", "Energy E"}, way{"path", "Path"};
  if (!sink.wants(name.key)) {
    const double nothing[4] = {0, 0, 0, 0};
    sink.surface(name, {nothing, 2, 2, w.x0, w.x1, w.y0, w.y1, label[0], label[1]});
    sink.path(way, {nullptr, nullptr, nullptr, 0});
    return;
  }
  constexpr auto kCells = std::size_t(kGrid) * kGrid;
  Vector z(kCells), fx, fy;
  for (std::size_t i = 0; i < kCells; ++i) {
    const Point at = w.at(int64_t(i), kGrid);
    z[i] = energy_on_map(p, s, at);
    if (p.net == pictures) continue;  // the flow leaves the plane
    Vector u = from_map(p, s, at), v = slope_of(p, *s.memory, u);
    Vector h(u.size(), 1.0);
    if (p.net == pair) make_layer(p).slopes(u, h);  // dV/dt = V'(u) du/dt
    fx.push_back(h[0] * v[0]);
    fy.push_back(h[1] * v[1]);
  }
  const double* flow_x = fx.empty() ? nullptr : fx.data();
  const double* flow_y = fy.empty() ? nullptr : fy.data();
  sink.surface(name, {z.data(), kGrid, kGrid, w.x0, w.x1, w.y0, w.y1, label[0], label[1], flow_x, flow_y});
  Vector px, py;
  for (const Point& at : s.track.points) px.push_back(at.x), py.push_back(at.y);
  const Point now = to_map(p, s);
  px.push_back(now.x), py.push_back(now.y);
  sink.path(way, {px.data(), py.data(), nullptr, int(px.size())});
}

void show_words(const Params& p, const State& s, Sink& sink, const Vector& overlap) {
  std::size_t best = 0;
  for (std::size_t k = 1; k < overlap.size(); ++k)
    if (std::fabs(overlap[k]) > std::fabs(overlap[best])) best = k;
  const double numbers[] = {energy(p, *s.memory, s.u), length(s.slope), double(best + 1), overlap[best], s.v[0], s.v[1]};
  const bool rest = rests(s);
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
  sink.series({"overlap", "Overlap m"}, overlap[p.net == pictures ? std::size_t(p.cue - 1) : 0]);
  sink.scalar({"time", "Time", "τ"}, s.time);
  sink.scalar({"v1", "V₁"}, s.v[0]);
  sink.scalar({"v2", "V₂"}, s.v[1]);
  sink.bars({"overlaps", "Overlap with each picture"}, overlap);
  Field f;
  f.f64 = s.v.data();
  f.rows = m.rows, f.cols = m.cols;
  f.palette = Palette::spin;
  f.lo = p.unit == logistic ? 0 : -1;
  sink.field({"state", "Output V"}, f);
  Field x;
  x.i8 = m.patterns.data();
  x.rows = m.rows, x.cols = m.cols, x.count = m.count;
  x.palette = Palette::spin;
  x.lo = -1;
  x.fixed = true;
  sink.field({"patterns", "Stored pictures"}, x);
  show_map(p, s, sink);
  show_words(p, s, sink, overlap);
}

bool settled(const Params&, const State& s) { return rests(s); }

void digest(const State& s, Bytes& out) {
  out.add(s.memory->patterns);
  out.add(s.memory->weights);
  out.add(s.u);
  out.words(s.time, s.steps);
}

}  // namespace attractor::continuous
