#include "core/models/hopfield/tsp.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/base/num.h"

namespace attractor::tsp {
namespace {

constexpr auto kRows = table<Params>(
    row(&Params::n, "n", "Cities", 4, kMaxCities, "Cities at random places; N is the square of their number").rebuilds(),
    row(&Params::A, "A", "One city, one place A", 50, 2000, "Cost of a city visited twice, or of two cities at once"),
    row(&Params::C, "C", "As many as cities C", 0, 1000, "Cost of a number of active neurons that is not n′"),
    row(&Params::D, "D", "Length of the tour D", 0, 1000, "Cost of the way; the more it counts, the fewer answers are tours"),
    row(&Params::u0, "u0", "Width u₀", 0.005, 0.2, "Softness of the neurons; the gain is its inverse").logarithmic(),
    row(&Params::noise, "noise", "Noise of the start", 0.001, 1, "Random part of the start, in widths u₀").logarithmic(),
    row(&Params::updates, "updates", "Updates per step", 1, 100, "Euler steps of 0.000002 τ in one step"),
    row(&Params::length, "length", "Updates per start", 100, 20000, "How long one start runs before its answer is read")
        .logarithmic());

using Vector = std::vector<double>;

// Held and Karp: shortest way from city 0 through a set of cities to city j.
void find_best(Map& m) {
  const int n = m.n, rest = n - 1, sets = 1 << rest;
  constexpr double kInf = std::numeric_limits<double>::infinity();
  Vector cost(sets * rest, kInf);
  std::vector<int8_t> from(sets * rest, -1);
  for (int j = 0; j < rest; ++j) cost[(1 << j) * rest + j] = m.distance[j + 1];
  for (int set = 1; set < sets; ++set)
    for (int j = 0; j < rest; ++j) {
      if (!(set >> j & 1) || cost[set * rest + j] == kInf) continue;
      for (int k = 0; k < rest; ++k) {
        if (set >> k & 1) continue;
        const int to = (set | 1 << k) * rest + k;
        const double c = cost[set * rest + j] + m.distance[(j + 1) * n + k + 1];
        if (c < cost[to]) cost[to] = c, from[to] = int8_t(j);
      }
    }
  int set = sets - 1, last = 0;
  m.shortest = kInf;
  for (int j = 0; j < rest; ++j)
    if (const double c = cost[set * rest + j] + m.distance[j + 1]; c < m.shortest) m.shortest = c, last = j;
  m.best.clear();
  for (int8_t at = int8_t(last); at >= 0;) {
    m.best.push_back(at + 1);
    const int8_t before = from[set * rest + at];
    set &= ~(1 << at);
    at = before;
  }
  m.best.push_back(0);
}

Map make_map(int n, const Rng& rng) {
  Map m;
  m.n = n;
  Draw draw = rng.draw(Stream::data);
  for (int i = 0; i < n; ++i) {
    m.x.push_back(draw.uniform());
    m.y.push_back(draw.uniform());
  }
  for (int i = 0; i < n; ++i)
    for (int j = 0; j < n; ++j) {
      const double dx = m.x[i] - m.x[j], dy = m.y[i] - m.y[j];
      m.distance.push_back(std::sqrt(dx * dx + dy * dy));
    }
  find_best(m);
  return m;
}

Vector outputs(const Params& p, const Vector& u) {
  Vector v(u.size());
  for (int i = 0; i < std::ssize(u); ++i) v[i] = 0.5 * (1 + tanh(u[i] / p.u0));
  return v;
}

// The start of Hopfield and Tank: all alike, so that the outputs sum to n, and a little noise.
void restart(const Params& p, State& s, const Rng& rng) {
  Draw draw = rng.draw(Stream::start);
  const double level = -0.5 * p.u0 * log(double(s.map->n - 1));
  s.u.resize(s.map->n * s.map->n);
  for (double& u : s.u) u = level + (2 * draw.uniform() - 1) * p.noise * p.u0;
  s.v = outputs(p, s.u);
  s.done = s.shown_steps = 0;
}

struct Sums {
  Vector row, column;
  double all = 0;
};
Sums sums(int n, const Vector& v) {
  Sums s{Vector(n, 0.0), Vector(n, 0.0), 0};
  for (int X = 0; X < n; ++X)
    for (int i = 0; i < n; ++i) {
      s.row[X] += v[X * n + i];
      s.column[i] += v[X * n + i];
      s.all += v[X * n + i];
    }
  return s;
}

// Σ_Y d_XY (V_{Y,i+1} + V_{Y,i-1}) for all X and i.
Vector neighbours(const Map& m, const Vector& v) {
  const int n = m.n;
  Vector pair(n * n), out(n * n, 0.0);
  for (int Y = 0; Y < n; ++Y)
    for (int i = 0; i < n; ++i) pair[Y * n + i] = v[Y * n + (i + 1) % n] + v[Y * n + (i + n - 1) % n];
  matmul(m.distance.data(), pair.data(), out.data(), m.n, m.n, m.n);
  return out;
}

}  // namespace

Vector slope_of(const Params& p, const Map& m, const Vector& u) {
  const int n = m.n;
  const Vector v = outputs(p, u), way = neighbours(m, v);
  const Sums s = sums(n, v);
  Vector out(n * n);
  for (int X = 0; X < n; ++X)
    for (int i = 0; i < n; ++i) {
      const int k = X * n + i;
      out[k] = -u[k] - p.A * (s.row[X] - v[k]) - p.A * (s.column[i] - v[k]) - p.C * (s.all - 1.5 * double(n)) - p.D * way[k];
    }
  return out;
}

double energy(const Params& p, const Map& m, const Vector& u) {
  const int n = m.n;
  const Vector v = outputs(p, u), way = neighbours(m, v);
  const Sums s = sums(n, v);
  double e = 0.5 * p.C * (s.all - 1.5 * double(n)) * (s.all - 1.5 * double(n));
  for (int X = 0; X < n; ++X)
    for (int i = 0; i < n; ++i) {
      const int k = X * n + i;
      e += 0.5 * v[k] * (p.A * (s.row[X] + s.column[i] - 2 * v[k]) + p.D * way[k]);
      e += u[k] * v[k] - 0.5 * p.u0 * softplus(2 * u[k] / p.u0);
    }
  return e;
}

bool is_tour(int n, const Vector& v) {
  for (int a = 0; a < n; ++a) {
    int row = 0, column = 0;
    for (int b = 0; b < n; ++b) {
      row += v[a * n + b] > 0.5;
      column += v[b * n + a] > 0.5;
    }
    if (row != 1 || column != 1) return false;
  }
  return true;
}

std::vector<int> read_tour(int n, const Vector& v) {
  std::vector<int> tour;
  for (int i = 0; i < n; ++i) {
    int best = 0;
    for (int X = 1; X < n; ++X)
      if (v[X * n + i] > v[best * n + i]) best = X;
    tour.push_back(best);
  }
  return tour;
}

double length_of(const Map& m, const std::vector<int>& tour) {
  double sum = 0;
  for (int i = 0; i < std::ssize(tour); ++i) sum += m.distance[tour[i] * m.n + tour[(i + 1) % tour.size()]];
  return sum;
}

State init(const Params& p, const Rng& rng) {
  State s;
  s.map = std::make_shared<const Map>(make_map(p.n, rng));
  restart(p, s, rng);
  return s;
}

void advance(const Params& p, State& s, const Rng& rng) {
  if (s.shown_steps > 0) {
    if (--s.shown_steps == 0) restart(p, s, rng);
    return;
  }
  for (int k = 0; k < p.updates && s.done < p.length; ++k, ++s.done) {
    const Vector slope = slope_of(p, *s.map, s.u);
    for (int i = 0; i < std::ssize(s.u); ++i) s.u[i] += kTimeStep * slope[i];
  }
  s.v = outputs(p, s.u);
  if (s.done < p.length) return;
  s.last_valid = is_tour(s.map->n, s.v);
  ++s.starts;
  s.valid += s.last_valid;
  s.shown_steps = kShownSteps;
}

bool poke(const Params& p, State& s, const Poke& poke) {
  if (poke.field != "matrix" || poke.index >= int64_t(s.u.size()) || (poke.value != 1 && poke.value != -1)) return false;
  s.u[poke.index] = poke.value * 2 * p.u0;
  s.v = outputs(p, s.u);
  return true;
}

constexpr const char* kWestEast = "West – east";

void observe(const Params& p, const State& s, Sink& sink) {
  const Map& m = *s.map;
  const std::vector<int> tour = read_tour(m.n, s.v);
  const bool valid = is_tour(m.n, s.v);
  const double rate = s.starts > 0 ? double(s.valid) / double(s.starts) : 0, length = length_of(m, tour);
  sink.series({"energy", "Energy E"}, energy(p, m, s.u));
  sink.series({"rate", "Share of tours"}, rate, s.starts > 0);
  sink.number({"starts", "Starts"}, double(s.starts));
  sink.number({"valid", "Of them tours"}, double(s.valid));
  sink.number({"is_tour", "A tour now"}, valid ? 1 : 0);
  sink.number({"length", "Tour length"}, length, valid);
  sink.number({"shortest", "Shortest tour"}, m.shortest);
  sink.shape({"matrix", "Cities × places in the tour"},
             [&] { return Field{.cells = s.v, .rows = m.n, .cols = m.n, .x_label = "Place in the tour", .y_label = "City"}; });
  auto closed = [&](const std::vector<int>& order, Line::Drawn drawn) {
    Line line{.x = {}, .y = {}, .x_label = kWestEast, .drawn = drawn};
    for (int i = 0; i <= std::ssize(order); ++i) {
      const int c = order[i % order.size()];
      line.x.push_back(m.x[c]), line.y.push_back(m.y[c]);
    }
    return line;
  };
  sink.shape({"cities", "Cities"}, [&] { return Line{m.x, m.y, kWestEast, Line::Drawn::places}; });
  sink.shape({"tour", "What the network says"}, [&] { return closed(tour, Line::Drawn::curve); });
  sink.shape({"best", "Shortest tour"}, [&] { return closed(m.best, Line::Drawn::theory); });
  const double numbers[] = {double(s.starts), double(s.valid), length, m.shortest, double(s.done)};
  const char* sentence = "update {4}; starts finished: {0}, of them tours: {1}";
  if (s.shown_steps > 0)
    sentence = s.last_valid ? "a tour of length {2}, the shortest has {3}; starts finished: {0}, of them tours: {1}"
                            : "not a tour: some city is missing or visited twice; starts finished: {0}, of them tours: {1}";
  sink.words(sentence, numbers);
}

void digest(const State& s, Bytes& out) {
  out.add(s.map->x);
  out.add(s.map->y);
  out.add(s.u);
  out.words(s.done, s.shown_steps, s.starts, s.valid, int64_t(s.last_valid));
}

constinit const Model kModel = model<Params, kRows>("tsp", "Travelling salesman (1985)", 1);

}  // namespace attractor::tsp
