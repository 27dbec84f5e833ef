#include "core/models/hopfield/continuous.h"

#include <algorithm>
#include <cmath>

#include "core/base/lattice.h"
#include "core/base/vec.h"
#include "core/spins/acceptance.h"

namespace attractor::continuous {
namespace {

constexpr auto kRows = table<Params>(
    choice(&Params::net, "net", "Network", kNets, "What the weights T are").rebuilds(),
    row(&Params::gain, "gain", "Gain λ", 0.1, 1000, "Steepness of the neurons; a high gain gives the network of 1982")
        .logarithmic(),
    choice(&Params::unit, "unit", "Neuron", kUnits, "Output from −1 to 1, or from 0 to 1").rebuilds(),
    choice(&Params::method, "method", "Integration", kMethods, "How a step is computed; Euler with a long step may climb"),
    row(&Params::dt, "dt", "Time per step", 0.005, 2, "Length of one step; 1 with Euler is “all neurons at once”")
        .in("τ")
        .logarithmic(),
    row(&Params::v1, "v1", "Start V₁", -0.98, 0.98, "Where two neurons start; click the map to move the state")
        .only(&Params::net, pair)
        .rebuilds(),
    row(&Params::v2, "v2", "Start V₂", -0.98, 0.98, "Where two neurons start; click the map to move the state")
        .only(&Params::net, pair)
        .rebuilds(),
    row(&Params::bias, "bias", "Input I", -1, 1, "The same constant input to every neuron"),
    only(stored_rows(1, 40, kMaxSide, "The pictures to store"), &Params::net, pictures),
    row(&Params::cue, "cue", "Picture to restore", 1, 40, "The damaged picture to start from")
        .only(&Params::net, pictures)
        .rebuilds(),
    noise_row<Params>().only(&Params::net, pictures));

using Vector = std::vector<double>;

// The output of a neuron as it acts on the others, in -1 .. 1.
Vector signal(const Params& p, const Vector& u) {
  Vector s(u.size());
  const double k = p.unit == logistic ? p.gain / 2 : p.gain;
  for (int i = 0; i < std::ssize(u); ++i) s[i] = tanh(k * u[i]);
  return s;
}

void refresh(const Params& p, State& s) {
  s.slope = slope_of(p, *s.memory, s.u);
  s.v.resize(s.u.size());
  make_layer(p).activation(s.u, s.v);
}

// The map's second direction is the second picture; where there is none, stripes.
void make_map(Memory& m) {
  const int n = m.n;
  m.a.assign(m.patterns.begin(), m.patterns.begin() + m.n);
  m.b.resize(n);
  int64_t a_dot_b = 0;
  for (int i = 0; i < n && m.count > 1; ++i) a_dot_b += m.patterns[i] * m.patterns[n + i];
  const bool usable = m.count > 1 && std::abs(a_dot_b) < m.n;
  for (int i = 0; i < n; ++i) m.b[i] = usable ? m.patterns[n + i] : i % 2 ? 1 : -1;
  m.a_dot_b = dot(m.a, m.b);
  for (int i = 0; i < n; ++i) m.sum_a += m.a[i], m.sum_b += m.b[i];
  for (int k = 0; k < m.count; ++k) {
    const Vector x(&m.patterns[k * n], &m.patterns[k * n] + n);
    m.with_a.push_back(dot(x, m.a));
    m.with_b.push_back(dot(x, m.b));
  }
}

Memory make_memory(const Params& p, const Library& library, const Rng& rng) {
  Memory m;
  if (p.net == pictures) {
    m.rows = m.cols = p.side;
    m.n = p.side * p.side;
    m.count = p.count;
    m.patterns = make_patterns(PictureSet(p.set), p.count, p.side, rng, library);
    make_map(m);
    return m;
  }
  m.n = m.cols = p.net == pair ? 2 : kRandomUnits;
  m.count = 1;
  m.patterns.assign(m.n, 1);
  m.weights = {0, 1, 1, 0};
  if (p.net == pair) return m;
  const int n = m.n;
  Draw draw = rng.draw(Stream::weights);
  m.weights.assign(n * n, 0.0);
  for (int i = 0; i < n; ++i)
    for (int j = 0; j <= i; ++j) m.weights[i * n + j] = m.weights[j * n + i] = draw.normal() / std::sqrt(double(n));
  return m;
}

double inverse(const Params& p, double v) {  // u of an output in -1 .. 1
  const double k = p.unit == logistic ? p.gain / 2 : p.gain;
  return 0.5 * (log1p(v) - log1p(-v)) / k;
}

}  // namespace

Lagrangian make_layer(const Params& p) {
  Lagrangian layer;
  layer.layer = p.unit == logistic ? Layer::sigmoid : Layer::tanh;
  layer.beta = p.gain;
  return layer;
}

Vector recurrent_input(const Memory& m, const Vector& s) {
  const int n = m.n;
  Vector out(n, 0.0);
  if (!m.weights.empty()) {
    for (int i = 0; i < n; ++i)
      for (int j = 0; j < n; ++j) out[i] += m.weights[i * n + j] * s[j];
    return out;
  }
  for (int k = 0; k < m.count; ++k) {
    const int8_t* x = &m.patterns[k * n];
    double overlap = 0;
    for (int i = 0; i < n; ++i) overlap += x[i] * s[i];
    overlap /= double(n);
    for (int i = 0; i < n; ++i) out[i] += overlap * x[i];
  }
  const double own = double(m.count) / double(n);  // no neuron acts on itself
  for (int i = 0; i < n; ++i) out[i] -= own * s[i];
  return out;
}

Vector slope_of(const Params& p, const Memory& m, const Vector& u) {
  Vector out = recurrent_input(m, signal(p, u));
  for (int i = 0; i < std::ssize(u); ++i) out[i] += p.bias - u[i];
  return out;
}

double energy(const Params& p, const Memory& m, const Vector& u) {
  const Lagrangian layer = make_layer(p);
  const Vector s = signal(p, u);
  Vector v(u.size());
  layer.activation(u, v);
  double e = 0;
  for (int i = 0; i < std::ssize(u); ++i) e += (u[i] - p.bias) * v[i];
  return e - layer.value(u) - (p.unit == logistic ? 0.25 : 0.5) * dot(s, recurrent_input(m, s));
}

Window window(const Params& p) {
  if (p.net == pair) return {-0.98, 0.98, -0.98, 0.98};
  if (p.net == pictures) return {-1.2, 1.2, -1.2, 1.2};
  return {-4, 4, -4, 4};
}

Point to_map(const Params& p, const State& s) {
  if (p.net == random_weights) return {s.u[0], s.u[1]};
  if (p.net == pair) {
    const Vector v = signal(p, s.u);
    return {v[0], v[1]};
  }
  const Memory& m = *s.memory;  // least squares
  const double n = double(m.n), x = dot(m.a, s.u) / n, y = dot(m.b, s.u) / n, c = m.a_dot_b / n;
  return {(x - c * y) / (1 - c * c), (y - c * x) / (1 - c * c)};
}

Vector from_map(const Params& p, const State& s, Point at) {
  if (p.net == pair) return {inverse(p, at.x), inverse(p, at.y)};
  Vector u = s.u;
  if (p.net == random_weights) {
    u[0] = at.x, u[1] = at.y;
    return u;
  }
  for (int i = 0; i < std::ssize(u); ++i) u[i] = at.x * s.memory->a[i] + at.y * s.memory->b[i];
  return u;
}

Message conflict(const Params& p) {
  const auto set = PictureSet(p.set);
  if (p.count > set_size(set)) return {"This set has {0} pictures", {decimal(set_size(set))}};
  if (p.cue > p.count) return {"There is no picture {0}: {1} are stored", {decimal(p.cue), decimal(p.count)}};
  return {};
}

State init(const Params& p, const Library& library, const Rng& rng) {
  State s;
  s.memory = std::make_shared<const Memory>(make_memory(p, library, rng));
  const int n = s.memory->n;
  s.u.resize(n);
  if (p.net == pair) {
    s.u = {inverse(p, p.v1), inverse(p, p.v2)};
  } else if (p.net == random_weights) {
    Draw draw = rng.draw(Stream::start);
    for (double& u : s.u) u = 2 * draw.normal();
  } else {
    Draw noise = rng.draw(Stream::noise);
    const uint64_t flipped = threshold(p.noise);
    for (int i = 0; i < n; ++i) {
      const int x = s.memory->patterns[(p.cue - 1) * n + i];
      s.u[i] = below(noise.bits(), flipped) ? -x : x;
    }
  }
  refresh(p, s);
  s.track.add(s.steps, to_map(p, s));
  return s;
}

void advance(const Params& p, State& s, const Rng&) {
  Slopes work;
  const auto f = [&](const Vector& u, Vector& out) { out = slope_of(p, *s.memory, u); };
  if (p.method == euler) euler_step(p.dt, s.u, work, f);
  else rk4_step(p.dt, s.u, work, f);
  s.time += p.dt;
  ++s.steps;
  refresh(p, s);
  s.track.add(s.steps, to_map(p, s));
}

bool poke(const Params& p, State& s, const Poke& poke) {
  const Memory& m = *s.memory;
  if (poke.field == "landscape" && poke.index < kGrid * kGrid && poke.value == 1) {
    s.u = from_map(p, s, window(p).at(poke.index, kGrid));
  } else if (poke.field == "state" && poke.index < m.n && (poke.value == 1 || poke.value == -1)) {
    visit_disc(m.rows, m.cols, Edge::cut, poke.index, poke.radius, [&](int i) { s.u[i] = poke.value; });
  } else {
    return false;
  }
  refresh(p, s);
  s.track.points = {to_map(p, s)};
  return true;
}

double energy_on_map(const Params& p, const State& s, Point at) {
  const Memory& m = *s.memory;
  if (p.net != pictures) return energy(p, m, from_map(p, s, at));
  // On the plane of two pictures u is +-(x + y) or +-(x - y), and u V - L is even: N neurons cost no more than two.
  const double n = double(m.n), k = p.unit == logistic ? p.gain / 2 : p.gain;
  const double u[2] = {at.x + at.y, at.x - at.y}, many[2] = {(n + m.a_dot_b) / 2, (n - m.a_dot_b) / 2};
  const double t[2] = {tanh(k * u[0]), tanh(k * u[1])};
  const double f = (t[0] + t[1]) / 2, g = (t[0] - t[1]) / 2;  // the signals are f a + g b
  const Lagrangian layer = make_layer(p);
  double e = 0;
  for (int i = 0; i < 2; ++i) {
    double v[1];
    layer.activation({&u[i], 1}, v);
    e += many[i] * (u[i] * v[0] - layer.value({&u[i], 1}));
  }
  const double sum = f * m.sum_a + g * m.sum_b;
  e -= p.bias * (p.unit == logistic ? (n + sum) / 2 : sum);
  double quadratic = -double(m.count) / n * (n * (f * f + g * g) + 2 * f * g * m.a_dot_b);
  for (int j = 0; j < std::ssize(m.with_a); ++j) {
    const double o = f * m.with_a[j] + g * m.with_b[j];
    quadratic += o * o / n;
  }
  return e - (p.unit == logistic ? 0.25 : 0.5) * quadratic;
}

constinit const Model kModel = model<Params, kRows>("continuous", "Continuous Hopfield network (1984)", 1);

}  // namespace attractor::continuous
