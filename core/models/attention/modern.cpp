#include "core/models/attention/modern.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/base/pack.h"
#include "core/base/vec.h"
#include "core/pictures/choices.h"
#include "core/spins/acceptance.h"

namespace attractor::modern {
namespace {

constexpr auto kRows = table<Params>(
    stored_rows(0, kMaxMemories, kMaxSide), own_row(),
    text(&Params::greys, "greys", "Your grey pictures", int(kMaxPictureText), "Grey pictures you dropped, packed"),
    start_rows(kMaxMemories),
    row(&Params::beta, "beta", "Inverse temperature β", 0.0001, 10,
        "How sharply the softmax chooses: small averages everything, large takes the best match")
        .logarithmic(),
    row(&Params::eta, "eta", "Step length η", 0.01, 2, "Part of the way to the new state in one step; 1 is the paper's update")
        .only(&Params::until, converge)
        .logarithmic(),
    choice(&Params::until, "until", "How long", kUntil,
           "One full step is what an attention head computes; repeated, it is a memory"));

constexpr int kShownWeights = 40;  // the strongest

Message no_picture(int cue, int total) { return {"There is no picture {0}: {1} are stored", {decimal(cue), decimal(total)}}; }

int neurons(const Params& p) { return p.side * p.side; }

// The user's grey pictures; false if the text is damaged or does not fit the side.
bool own_greys(const Params& p, std::vector<double>& greys) {
  std::string bytes;
  const std::size_t each = grey_bytes(p.side);
  if (!unpack(p.greys.view(), each * kMaxGrey, bytes) || bytes.size() % each != 0) return false;
  greys = read_greys(bytes, p.side);
  return true;
}

// Random memories too many for a gallery: 64 at a time from one draw.
std::vector<uint64_t> random_bits(int count, int n, const Rng& rng) {
  const int words = bit_words(n);
  std::vector<uint64_t> rows(count * words, 0);
  Draw draw = rng.draw(Stream::data);
  for (int k = 0; k < count; ++k)
    for (int i = 0; i < n; i += 64) {
      const uint64_t bits = draw.bits();
      rows[k * words + i / 64] = n - i >= 64 ? bits : bits >> (64 - (n - i));
    }
  return rows;
}

double pixel(const Memory& m, int k, int i) {
  if (!m.packed()) return m.real[k * m.n + i];
  return (m.bits.rows[k * m.bits.words + i / 64] >> (i % 64)) & 1 ? 1 : -1;
}

// x_k . x_k
double square_of(const Memory& m, int k) {
  double sum = 0;
  for (int i = 0; i < m.n; ++i) sum += pixel(m, k, i) * pixel(m, k, i);
  return sum;
}

// Memories that are too many for doubles: their signs.
void make_bits(const Params& p, const Library& library, const Rng& rng, const std::vector<double>& greys, Memory& m) {
  std::vector<int8_t> signs;
  if (p.set != random_set) signs = make_patterns(PictureSet(p.set), p.count, p.side, rng, library);
  PictureChoice own = picture_choice(p);
  own.count = 0;
  for (const int8_t x : collect_pictures(own, library, rng)) signs.push_back(x);
  for (const double g : greys) signs.push_back(g > 0 ? 1 : -1);
  std::vector<uint64_t> rows;
  if (p.set == random_set) rows = random_bits(p.count, m.n, rng);
  for (int from = 0; from < std::ssize(signs); from += neurons(p)) {
    const std::vector<uint64_t> row = to_bits(&signs[from], m.n);
    rows.insert(rows.end(), row.begin(), row.end());
  }
  m.bits = bit_memories(std::move(rows), m.count, m.n);
  for (int k = 0; k < kShownOfMany; ++k)
    for (int i = 0; i < neurons(p); ++i) m.patterns.push_back(int8_t(pixel(m, k, i)));
}

std::shared_ptr<const Memory> make_memory(const Params& p, const Library& library, const Rng& rng) {
  auto m = std::make_shared<Memory>();
  m->side = p.side;
  m->n = neurons(p);
  std::vector<double> greys;
  own_greys(p, greys);
  m->count = picture_count(picture_choice(p)) + int(greys.size() / neurons(p));
  m->grey = p.set == mnist_set || !greys.empty();
  m->square = double(m->n);
  if (m->count > (m->grey ? kMaxGrey : kMaxReal)) {
    m->grey = false;
    make_bits(p, library, rng, greys, *m);
    return m;
  }
  PictureChoice signs = picture_choice(p);
  if (p.set == mnist_set) {
    m->real = grey_digits(p.count, p.side, library);
    signs.count = 0;
  }
  m->patterns = collect_pictures(signs, library, rng);
  m->real.insert(m->real.end(), m->patterns.begin(), m->patterns.end());
  m->real.insert(m->real.end(), greys.begin(), greys.end());
  if (!m->grey) return m;
  m->patterns.clear();
  m->square = 0;
  for (int k = 0; k < m->count; ++k) m->square = std::max(m->square, square_of(*m, k));
  return m;
}

void attend_packed(State& s, double beta) {
  const Memory& m = *s.memory;
  BitQuery q;
  std::vector<int8_t> signs(s.xi.size());
  bool binary = true;
  for (int i = 0; i < std::ssize(signs); ++i) {
    signs[i] = s.xi[i] > 0 ? 1 : -1;
    binary = binary && s.xi[i] == double(signs[i]);
  }
  if (binary) overlaps(m.bits, to_bits(signs.data(), m.n).data(), q);
  else overlaps(m.bits, s.xi.data(), q);
  softmax_weights(m.count, float(beta), q);
  weighted_mean(m.bits, q);
  s.lse = double(q.largest) + attractor::log(q.sum) / beta;
  for (int k = 0; k < std::ssize(s.weights); ++k) s.weights[k] = double(q.overlaps[k]) / q.sum;
  for (int i = 0; i < std::ssize(s.next); ++i) s.next[i] = double(q.out[i]);
}

// Weights, f(xi), lse and residual of the present state.
void attend(State& s, double beta) {
  const Memory& m = *s.memory;
  s.beta = beta;
  s.weights.resize(m.count);
  s.next.resize(s.xi.size());
  if (m.packed()) attend_packed(s, beta);
  else s.lse = attractor::attend(m.real.data(), m.count, m.n, s.xi.data(), beta, s.weights.data(), s.next.data());
  s.residual = difference(s.next, s.xi);
}

// The state as it is at the present beta, which may have changed since the last step; `other` has room for it.
const State& with_beta(const Params& p, const State& given, State& other) {
  if (given.beta == p.beta) return given;
  other = given;
  attend(other, p.beta);
  return other;
}

// A fixed point up to rounding; single precision (packed memories) ends sooner.
bool converged(const State& s) { return s.residual <= (s.memory->packed() ? 1e-5 : 1e-6); }

int strongest(const State& s) { return int(std::max_element(s.weights.begin(), s.weights.end()) - s.weights.begin()); }

// xi.x_k / x_k.x_k: 1 at the picture itself.
double overlap(const State& s, int k) {
  double sum = 0;
  for (int i = 0; i < std::ssize(s.xi); ++i) sum += s.xi[i] * pixel(*s.memory, k, i);
  const double square = square_of(*s.memory, k);
  return square > 0 ? sum / square : 0;
}

// The same step as a transformer's attention head computes it: Q = beta sqrt(d) xi, K = V = X. Largest difference.
double attention_gap(const State& s) {
  const Memory& m = *s.memory;
  std::vector<double> q = s.xi;
  for (double& v : q) v *= s.beta * std::sqrt(double(m.n));
  const std::vector<double> z = attention(q, m.real, m.real, 1, m.count, m.n);
  return difference(z, s.next);
}

// The strongest few, since thousands are too many to show; all in order where there are only few.
Bars strongest_weights(const State& s) {
  const int count = int(s.weights.size()), shown = std::min(kShownWeights, count);
  std::vector<int> order(count);
  std::iota(order.begin(), order.end(), 0);
  if (count > shown)
    std::partial_sort(order.begin(), order.begin() + shown, order.end(),
                      [&](int a, int b) { return s.weights[a] != s.weights[b] ? s.weights[a] > s.weights[b] : a < b; });
  Bars b;
  for (int k = 0; k < shown; ++k) {
    b.values.push_back(s.weights[order[k]]);
    b.labels.push_back(decimal(order[k] + 1));
  }
  return b;
}

void observe_words(const Params& p, const State& s, Sink& sink) {
  const int k = strongest(s);
  const double numbers[] = {double(k + 1), s.weights[k], std::floor(perplexity(s) + 0.5), double(s.steps),
                            double(s.memory->count)};
  const char* sentence = "step {3}: the largest weight is {1}, of picture {0}";
  if (p.until == one_step && s.steps > 0) sentence = "one step of attention; the largest weight is {1}, of picture {0}";
  else if (converged(s)) {
    const FixedPoint kind = fixed_point(s);
    sentence = kind == FixedPoint::single    ? "recalled picture {0} (weight {1}) after {3} steps"
               : kind == FixedPoint::cluster ? "rests among about {2} pictures: a metastable state, strongest is picture {0}"
                                             : "rests at the average of all {4} pictures: β is too small to choose";
  }
  sink.words(sentence, numbers);
}

}  // namespace

double energy(const State& s) {
  const Memory& m = *s.memory;
  return -s.lse + 0.5 * dot(s.xi, s.xi) + attractor::log(double(m.count)) / s.beta + 0.5 * m.square;
}

double perplexity(const State& s) {
  double h = 0;
  for (double w : s.weights)
    if (w > 0) h -= w * attractor::log(w);
  return attractor::exp(h);
}

FixedPoint fixed_point(const State& s) {
  if (s.weights[strongest(s)] >= 0.95) return FixedPoint::single;
  return perplexity(s) >= 0.9 * double(s.memory->count) ? FixedPoint::global : FixedPoint::cluster;
}

Message conflict(const Params& p) {
  std::vector<double> greys;
  if (!own_greys(p, greys)) return {"The packed pictures are damaged or do not fit a side of {0}", {decimal(p.side)}};
  const int dropped = int(greys.size() / neurons(p));
  if (p.count == 0 && p.patterns.empty() && dropped > 0) return p.cue > dropped ? no_picture(p.cue, dropped) : Message();
  if (Message m = check_pictures(picture_choice(p), 0, kMaxMemories)) return m;
  const int total = picture_count(picture_choice(p)) + dropped;
  if (total > kMaxMemories) return {"At most {0} pictures can be stored", {decimal(kMaxMemories)}};
  return p.cue > total ? no_picture(p.cue, total) : Message();
}

State init(const Params& p, const Library& library, const Rng& rng) {
  State s;
  s.memory = make_memory(p, library, rng);
  s.xi.resize(neurons(p));
  Draw start = rng.draw(Stream::start), noise = rng.draw(Stream::noise);
  const uint64_t flipped = threshold(p.noise);
  const int blank = first_erased_row(p.side, p.erase);
  for (int i = 0; i < std::ssize(s.xi); ++i) {
    double v = p.cue > 0 ? pixel(*s.memory, p.cue - 1, i) : start.sign();
    if (below(noise.bits(), flipped)) v = -v;
    s.xi[i] = int(i) / p.side >= blank ? 0 : v;  // erased: it says neither yes nor no
  }
  attend(s, p.beta);
  return s;
}

void advance(const Params& p, State& s, const Rng&) {
  if (s.beta != p.beta) attend(s, p.beta);
  if (p.until == one_step) {
    if (s.steps > 0) return;
    s.xi = s.next;
  } else {
    if (converged(s)) return;
    for (int i = 0; i < std::ssize(s.xi); ++i) s.xi[i] = p.eta == 1 ? s.next[i] : s.xi[i] + p.eta * (s.next[i] - s.xi[i]);
  }
  ++s.steps;
  attend(s, p.beta);
}

void observe(const Params& p, const State& given, Sink& sink) {
  State other;
  const State& s = with_beta(p, given, other);
  const Memory& m = *s.memory;
  sink.series({"energy", "Energy E"}, energy(s));
  sink.series({"largest", "Largest weight"}, s.weights[strongest(s)]);
  sink.series({"part", "Taking part, e^H"}, perplexity(s));
  sink.series({"overlap", "Overlap m"}, p.cue > 0 ? overlap(s, p.cue - 1) : 0.0, p.cue > 0);
  sink.number({"gap", "Gradient"}, s.residual);
  sink.number({"steps", "Steps taken"}, double(s.steps));
  sink.number({"attention_beta", "β of attention"}, 1 / std::sqrt(double(m.n)));
  const bool compare = !m.packed() && sink.wants("weights");
  sink.number({"attention_gap", "Attention gap"}, compare ? attention_gap(s) : 0.0, compare);
  sink.shape({"weights", "Softmax weights"}, [&] {
    const auto pictured = m.packed() ? kShownOfMany : m.count;
    return Bars{{s.weights.begin(), s.weights.begin() + pictured}};
  });
  sink.shape({"strongest", "Softmax weights"}, [&] { return strongest_weights(s); });
  sink.shape({"spins", "State ξ"},
             [&] { return Field{.cells = s.xi, .rows = m.side, .cols = m.side, .palette = Palette::spin, .lo = -1}; });
  sink.shape({"patterns", "Stored pictures"}, [&] {
    Field all = gallery_field(m.patterns, m.side, m.packed() ? kShownOfMany : p.count);
    if (m.grey) {
      all.count = std::min(m.count, kShownPictureRows / m.side);
      all.cells = std::vector<double>(m.real.begin(), m.real.begin() + std::ptrdiff_t(all.size()));
      all.own = std::max(0, all.count - p.count);
    }
    return all;
  });
  observe_words(p, s, sink);
}

bool settled(const Params& p, const State& given) {
  State other;
  const State& s = with_beta(p, given, other);
  return converged(s) || (p.until == one_step && s.steps > 0);
}

void digest(const State& s, Bytes& out) {
  const Memory& m = *s.memory;
  out.add(m.patterns);
  out.add(m.bits.rows);
  if (m.grey) out.add(m.real);
  out.add(s.xi);
  out.words(s.steps);
}

bool poke(const Params& p, State& s, const Poke& poke) {
  if (poke.field != "spins" || poke.index < 0 || poke.index >= int64_t(s.xi.size()) || !(std::fabs(poke.value) <= 1))
    return false;
  visit_disc(p.side, poke.index, poke.radius, [&](int i) { s.xi[i] = poke.value; });
  s.steps = 0;
  attend(s, p.beta);
  return true;
}

constinit const Model kModel = model<Params, kRows>("modern", "Modern Hopfield network (2020)", 1);

}  // namespace attractor::modern
