#include "core/models/attention/krotov.h"

#include <algorithm>
#include <cmath>

#include "core/base/vec.h"
#include "core/pictures/choices.h"

namespace attractor::krotov {
namespace {

constexpr auto kRows = table<Params>(
    choice(&Params::kind, "kind", "Model", kKinds,
           "Which Lagrangians the two layers have: each choice is another well-known network"),
    stored_rows(0, kMaxMemories, kMaxSide), own_row(), start_rows(kMaxMemories),
    row(&Params::power, "n", "Power n", 2, 6, "Models A and C: memory neurons answer with the power n − 1 of their input")
        .only(&Params::kind, model_a, model_c),
    row(&Params::beta, "beta", "Slope β", 0.1, 200, "Model B: sharpness of the softmax; 1984: gain of the tanh")
        .only(&Params::kind, model_b, classic)
        .logarithmic(),
    row(&Params::tau_f, "tau_f", "Time constant of features", 0.1, 5, "How slowly the picture follows").logarithmic(),
    row(&Params::tau_h, "tau_h", "Time constant of memories", 0, 5, "How slowly the memory neurons follow; 0 is at once"),
    row(&Params::dt, "dt", "Time step", 0.01, 1, "Time that passes in one step").logarithmic(),
    choice(&Params::method, "method", "Integration", kMethods,
           "Euler with a time step of τ_f and τ_h = 0 turns model B into attention"));

// The Lagrangian of the features; model A's, sum |v|, is not smooth and has a branch of its own.
Lagrangian feature_layer(const Params& p) {
  Lagrangian l;
  l.layer = p.kind == model_b ? Layer::identity : p.kind == model_c ? Layer::spherical : Layer::tanh;
  l.beta = p.beta;
  l.epsilon = 0;
  return l;
}
Lagrangian memory_layer(const Params& p) {
  Lagrangian l;
  l.layer = p.kind == model_b ? Layer::softmax : p.kind == classic ? Layer::identity : Layer::repu;
  l.beta = p.beta;
  l.power = p.power;
  return l;
}

bool all_zero(const Vec& v) {
  return std::all_of(v.begin(), v.end(), [](double x) { return x == 0; });
}

double feature_lagrangian(const Params& p, const Vec& v) {
  if (p.kind != model_a) return feature_layer(p).value(v);
  double sum = 0;
  for (double x : v) sum += std::fabs(x);
  return sum;
}

// W^T f.
Vec feature_input(const Memory& m, const Vec& f) {
  Vec out(m.n);
  matmul(f.data(), m.w.data(), out.data(), 1, m.count, m.n);
  return out;
}

// What an entry of v is where the picture has ink.
double ink(const Params& p, const Memory& m) { return p.kind == model_b ? 1 / std::sqrt(double(m.n)) : 1; }

// x + (dt / tau)(target - x), so that dt = tau gives the target itself.
void relax(double part, const Vec& target, Vec& x) {
  for (int i = 0; i < std::ssize(x); ++i) x[i] = (1 - part) * x[i] + part * target[i];
}

void euler_step_of(const Params& p, State& s) {
  const Memory& m = *s.memory;
  const Vec down = feature_input(m, memory_activity(p, s.h));
  if (p.tau_h > 0) relax(p.dt / p.tau_h, memory_input(m, feature_activity(p, s.v)), s.h);
  relax(p.dt / p.tau_f, down, s.v);
}

void rk4_step_of(const Params& p, State& s) {
  const Memory& m = *s.memory;
  const auto n = std::ptrdiff_t(m.n);
  Vec x = s.v, dv, dh;
  if (p.tau_h > 0) x.insert(x.end(), s.h.begin(), s.h.end());
  Slopes slopes;
  rk4_step(p.dt, x, slopes, [&](const Vec& at, Vec& slope) {
    flow(p, m, Vec(at.begin(), at.begin() + n), Vec(at.begin() + n, at.end()), dv, dh);
    std::copy(dh.begin(), dh.end(), std::copy(dv.begin(), dv.end(), slope.begin()));
  });
  s.v.assign(x.begin(), x.begin() + n);
  if (p.tau_h > 0) s.h.assign(x.begin() + n, x.end());
}

// Cosine between g and a picture.
double overlap(const Memory& m, const Vec& g, int k) {
  double sum = 0;
  for (int i = 0; i < std::ssize(g); ++i) sum += g[i] * m.w[k * g.size() + i];
  const double length = std::sqrt(dot(g, g));
  return length > 0 ? sum / length : 0;
}

bool converged(const State& s) { return s.relative_change < 1e-6; }

void update_picture(const Params& p, State& s) {
  s.picture = feature_activity(p, s.v);
  if (p.kind == model_b || p.kind == model_c)
    for (double& x : s.picture) x *= std::sqrt(double(s.memory->n));
}

}  // namespace

Vec feature_activity(const Params& p, const Vec& v) {
  Vec g(v.size(), 0.0);
  if (p.kind == model_a)
    for (int i = 0; i < std::ssize(v); ++i) g[i] = v[i] > 0 ? 1 : v[i] < 0 ? -1 : 0;
  else if (p.kind != model_c || !all_zero(v)) feature_layer(p).activation(v, g);
  return g;
}

Vec memory_activity(const Params& p, const Vec& h) {
  Vec f(h.size());
  memory_layer(p).activation(h, f);
  return f;
}

Vec memory_input(const Memory& m, const Vec& g) {
  Vec out(m.count);
  matvec(m.w.data(), g.data(), out.data(), m.count, m.n);
  return out;
}

void flow(const Params& p, const Memory& m, const Vec& v, const Vec& h, Vec& dv, Vec& dh) {
  const Vec up = memory_input(m, feature_activity(p, v));
  dv = feature_input(m, memory_activity(p, p.tau_h > 0 ? h : up));
  for (int i = 0; i < std::ssize(dv); ++i) dv[i] = (dv[i] - v[i]) / p.tau_f;
  dh.clear();
  if (p.tau_h > 0)
    for (int k = 0; k < std::ssize(up); ++k) dh.push_back((up[k] - h[k]) / p.tau_h);
}

EnergyTerms energy(const Params& p, const Memory& m, const Vec& v, const Vec& h) {
  const Vec g = feature_activity(p, v), f = memory_activity(p, h);
  return {dot(v, g) - feature_lagrangian(p, v), dot(h, f) - memory_layer(p).value(h), -dot(f, memory_input(m, g))};
}

double reduced_energy(const Params& p, const Memory& m, const Vec& v) {
  const Vec g = feature_activity(p, v), up = memory_input(m, g);
  if (p.kind == model_b) return 0.5 * dot(v, v) - memory_layer(p).value(up);
  if (p.kind == classic) return dot(v, g) - feature_lagrangian(p, v) - 0.5 * dot(up, up);
  double sum = 0;
  for (double h : up) {
    double power = h > 0 ? 1 : 0;
    for (int k = 0; k < p.power; ++k) power *= h;
    sum += power / p.power;
  }
  return -sum;
}

double energy_slope(const Params& p, const Memory& m, const Vec& v, const Vec& h) {
  Vec dv, dh;
  flow(p, m, v, h, dv, dh);
  double slope = 0;
  if (p.kind == model_c && !all_zero(v)) {  // H = (1 - g g^T) / |v|: no need of the matrix
    const double along = dot(feature_activity(p, v), dv);
    slope -= p.tau_f * (dot(dv, dv) - along * along) / std::sqrt(dot(v, v));
  } else if (p.kind == model_b || p.kind == classic) {
    slope -= p.tau_f * dot(dv, feature_layer(p).apply_hessian(v, dv));
  }
  if (p.tau_h > 0) slope -= p.tau_h * dot(dh, memory_layer(p).apply_hessian(h, dh));
  return slope;
}

Message conflict(const Params& p) {
  if (Message m = check_pictures(picture_choice(p), p.cue, kMaxMemories)) return m;
  if (p.dt > p.tau_f) return {"The time step must not be longer than τ_f = {0}", {decimal(p.tau_f)}};
  if (p.tau_h > 0 && p.dt > p.tau_h)
    return {"The time step must not be longer than τ_h = {0}, unless that is 0", {decimal(p.tau_h)}};
  return {};
}

State init(const Params& p, const Library& library, const Rng& rng) {
  auto m = std::make_shared<Memory>();
  m->side = p.side;
  m->n = p.side * p.side;
  m->patterns = collect_pictures(picture_choice(p), library, rng);
  m->count = int(m->patterns.size()) / m->n;
  for (int8_t x : m->patterns) m->w.push_back(x / std::sqrt(double(m->n)));
  State s;
  const int blank = first_erased_row(p.side, p.erase);
  for (int8_t x : damaged_start(m->patterns, p.side, p.cue, p.noise, 0, rng)) {
    const bool known = int(s.v.size()) / p.side < blank;
    s.v.push_back(known ? x * ink(p, *m) : 0);
  }
  s.h.assign(m->count, 0.0);  // the memories are asleep, unless they follow at once
  if (p.tau_h == 0) s.h = memory_input(*m, feature_activity(p, s.v));
  s.memory = std::move(m);
  update_picture(p, s);
  return s;
}

void advance(const Params& p, State& s, const Rng&) {
  const Vec before = s.v;
  if (p.tau_h == 0) s.h = memory_input(*s.memory, feature_activity(p, s.v));  // the model may have changed
  if (p.method == euler) euler_step_of(p, s);
  else rk4_step_of(p, s);
  if (p.tau_h == 0) s.h = memory_input(*s.memory, feature_activity(p, s.v));
  s.time += p.dt;
  double most = 0, size = 0;
  for (int i = 0; i < std::ssize(before); ++i) {
    most = std::max(most, std::fabs(s.v[i] - before[i]));
    size = std::max(size, std::fabs(s.v[i]));
  }
  s.relative_change = size > 0 ? most / size : most;
  update_picture(p, s);
}

void observe(const Params& p, const State& s, Sink& sink) {
  const Memory& m = *s.memory;
  const Vec g = feature_activity(p, s.v);
  const EnergyTerms e = energy(p, m, s.v, s.h);
  int best = 0;
  Vec overlaps(m.count);
  for (int k = 0; k < std::ssize(overlaps); ++k) {
    overlaps[k] = overlap(m, g, k);
    if (overlaps[k] > overlaps[best]) best = k;
  }
  sink.series({"energy", "Energy E"}, e.total());
  sink.series({"reduced", "With memories at once"}, reduced_energy(p, m, s.v));
  sink.series({"feature", "Features v·g − L"}, e.feature);
  sink.series({"memory", "Memories h·f − L"}, e.memory);
  sink.series({"bond", "Bonds −fᵀWg"}, e.interaction);
  sink.series({"overlap", "Overlap m"}, p.cue > 0 ? overlaps[p.cue - 1] : 0.0, p.cue > 0);
  sink.number({"slope", "dE/dt"}, energy_slope(p, m, s.v, s.h));
  sink.number({"time", "Time"}, s.time);
  sink.shape({"overlaps", "Overlap with each picture"}, [&] { return Bars{overlaps}; });
  sink.shape({"shares", "Shares of the memory neurons"}, [&] {
    Bars shares{memory_activity(p, s.h)};
    double total = 0;
    for (double x : shares.values) total += std::fabs(x);
    for (double& x : shares.values) x = total > 0 ? x / total : 0;
    return shares;
  });
  sink.shape({"spins", "Activity g(v)"},
             [&] { return Field{.cells = s.picture, .rows = m.side, .cols = m.side, .palette = Palette::spin, .lo = -1}; });
  sink.shape({"patterns", "Stored pictures"}, [&] { return gallery_field(m.patterns, m.side, p.count); });
  const double numbers[] = {double(best + 1), overlaps[best], s.time};
  const char* sentence = "time {2}: nearest is picture {0} (overlap {1})";
  if (converged(s))
    sentence = overlaps[best] > 0.95 ? "recalled picture {0} (overlap {1}) at time {2}"
                                     : "rests between the pictures; nearest is {0} (overlap {1})";
  sink.words(sentence, numbers);
}

bool settled(const Params&, const State& s) { return converged(s); }

void digest(const State& s, Bytes& out) {
  out.add(s.memory->patterns);
  out.add(s.v);
  out.add(s.h);
  out.words(s.time);
}

bool poke(const Params& p, State& s, const Poke& poke) {
  if (poke.field != "spins" || poke.index < 0 || poke.index >= int64_t(s.v.size()) || !(std::fabs(poke.value) <= 1))
    return false;
  double size = 0;  // as loud as the rest of the picture is
  for (double x : s.v) size += std::fabs(x) / double(s.v.size());
  if (size == 0) size = ink(p, *s.memory);
  visit_disc(p.side, poke.index, poke.radius, [&](int i) { s.v[i] = poke.value * size; });
  s.relative_change = 1;
  update_picture(p, s);
  return true;
}

constinit const Model kModel = model<Params, kRows>("krotov", "Two layers (Krotov and Hopfield, 2020)", 1);

}  // namespace attractor::krotov
