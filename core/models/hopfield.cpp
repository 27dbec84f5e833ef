#include "core/models/hopfield.h"

#include <algorithm>
#include <cmath>

#include "core/acceptance.h"
#include "core/num.h"
#include "core/pack.h"

namespace attractor::hopfield {
namespace {

std::size_t neurons(const Params& p) { return std::size_t(p.side) * std::size_t(p.side); }

// Bytes of the user's pictures; false if the text is damaged or does not fit the side.
bool user_bytes(const Params& p, std::string& bytes) {
  const std::size_t each = picture_bytes(p.side);
  return unpack(p.patterns.view(), each * kMaxPatterns, bytes) && bytes.size() % each == 0;
}

void make_fields(State& s) {
  const Memory& m = *s.memory;
  const auto n = std::size_t(m.n);
  s.fields.assign(n, 0);
  s.overlaps.assign(std::size_t(m.count), 0);
  s.quadratic = 0;
  for (std::size_t i = 0; i < n; ++i) {
    const int32_t* row = &m.weights[i * n];
    int32_t sum = 0;
    for (std::size_t j = 0; j < n; ++j) sum += row[j] * s.spins[j];
    s.fields[i] = sum;
    s.quadratic += int64_t(sum) * s.spins[i];
  }
  for (std::size_t k = 0; k < std::size_t(m.count); ++k)
    for (std::size_t j = 0; j < n; ++j) s.overlaps[k] += m.patterns[k * n + j] * s.spins[j];
}

void flip(State& s, std::size_t i) {
  const Memory& m = *s.memory;
  const auto n = std::size_t(m.n);
  const int32_t change = -2 * s.spins[i];
  const int32_t* row = &m.weights[i * n];
  // (s + d e_i)^T W (s + d e_i) = s^T W s + 2 d h_i + d^2 W_ii
  s.quadratic += 2 * int64_t(change) * s.fields[i] + int64_t(change) * change * row[i];
  for (std::size_t j = 0; j < n; ++j) s.fields[j] += change * row[j];
  for (std::size_t k = 0; k < std::size_t(m.count); ++k) s.overlaps[k] += change * m.patterns[k * n + i];
  s.spins[i] = int8_t(-s.spins[i]);
  ++s.flips;
}

int sign_of(const Params& p, int32_t field, int old) { return field > 0 ? 1 : field < 0 ? -1 : p.zero == keep ? old : 1; }

bool at_rest(const Params& p, const State& s) {
  for (std::size_t i = 0; i < s.spins.size(); ++i)
    if (sign_of(p, s.fields[i], s.spins[i]) != s.spins[i]) return false;
  return true;
}

// A change by hand, or of the rule, ends rest.
void wake(State& s) {
  s.fixed = s.cycle = s.changed = false;
  s.cursor = 0;
  s.previous.clear();
}

void step_all(const Params& p, State& s) {
  const std::vector<int8_t> before = s.spins;
  for (std::size_t i = 0; i < before.size(); ++i) s.spins[i] = int8_t(sign_of(p, s.fields[i], before[i]));
  int64_t flips = 0;
  for (std::size_t i = 0; i < before.size(); ++i) flips += s.spins[i] != before[i];
  s.fixed = flips == 0;
  s.cycle = !s.fixed && s.spins == s.previous;
  s.previous = before;
  s.flips += flips;
  s.updates += int64_t(before.size());
  ++s.sweeps;
  if (flips > 0) make_fields(s);
}

std::size_t next_neuron(const Params& p, State& s, Draw& pick, const Rng& rng) {
  if (p.order == random_order) return std::size_t(pick.below(s.spins.size()));
  if (p.order == cyclic) return std::size_t(s.cursor);
  if (s.cursor == 0) {
    s.order.resize(s.spins.size());
    permute(s.order.data(), int(s.order.size()), rng.draw(Stream::order, uint32_t(s.sweeps) & 0xFFFFu));
  }
  return std::size_t(s.order[std::size_t(s.cursor)]);
}

void step_some(const Params& p, State& s, const Rng& rng) {
  const auto n = int64_t(s.spins.size());
  Draw pick = rng.draw(Stream::update);
  if (p.order == permutation && s.cursor > 0 && s.order.empty()) s.cursor = 0;
  for (int k = 0; k < p.updates && !s.fixed; ++k) {
    const std::size_t i = next_neuron(p, s, pick, rng);
    if (sign_of(p, s.fields[i], s.spins[i]) != s.spins[i]) {
      flip(s, i);
      s.changed = true;
    }
    ++s.updates;
    if (++s.cursor < n) continue;
    s.cursor = 0;
    ++s.sweeps;
    // A whole sweep without a flip is rest; drawn at random it may have missed some, so that is looked up.
    s.fixed = !s.changed && (p.order != random_order || at_rest(p, s));
    s.changed = false;
  }
}

double overlap(const State& s, std::size_t k) { return double(s.overlaps[k]) / double(s.memory->n); }

// The pattern nearest to the state; its negative counts too.
std::size_t nearest(const State& s) {
  std::size_t best = 0;
  for (std::size_t k = 1; k < s.overlaps.size(); ++k)
    if (std::abs(s.overlaps[k]) > std::abs(s.overlaps[best])) best = k;
  return best;
}

void show_words(const State& s, Sink& sink) {
  const std::size_t k = nearest(s);
  const double numbers[] = {double(k + 1), overlap(s, k), double(s.flips)};
  const bool exact = std::abs(s.overlaps[k]) == s.memory->n;
  const char* sentence = "flips: {2}; nearest is picture {0} (overlap {1})";
  if (s.cycle) sentence = "oscillates for ever between two states; nearest is picture {0} (overlap {1})";
  else if (s.fixed && exact && s.overlaps[k] > 0) sentence = "restored picture {0} exactly after {2} flips";
  else if (s.fixed && exact) sentence = "came to rest at the negative of picture {0} after {2} flips";
  else if (s.fixed)
    sentence = "came to rest after {2} flips at a state that was not stored; nearest is picture {0} (overlap {1})";
  sink.words(sentence, numbers);
}

}  // namespace

std::vector<int32_t> hebb(const int8_t* patterns, int count, int n, bool keep_diagonal) {
  const auto size = std::size_t(n);
  std::vector<int32_t> w(size * size, 0);
  for (std::size_t k = 0; k < std::size_t(count); ++k) {
    const int8_t* x = patterns + k * size;
    for (std::size_t i = 0; i < size; ++i) {
      int32_t* row = &w[i * size];
      const int32_t xi = x[i];
      for (std::size_t j = 0; j < size; ++j) row[j] += xi * x[j];
    }
  }
  if (!keep_diagonal)
    for (std::size_t i = 0; i < size; ++i) w[i * size + i] = 0;
  return w;
}

Message conflict(const Params& p) {
  const auto set = PictureSet(p.set);
  if (p.count > set_size(set)) return {"This set has {0} pictures", {decimal(set_size(set))}};
  std::string bytes;
  if (!user_bytes(p, bytes)) return {"The packed pictures are damaged or do not fit a side of {0}", {decimal(p.side)}};
  const int total = p.count + int(bytes.size() / picture_bytes(p.side));
  if (total == 0) return {"Nothing is stored: choose at least one picture", {}};
  if (total > kMaxPatterns) return {"At most {0} pictures can be stored", {decimal(kMaxPatterns)}};
  if (p.cue > total) return {"There is no picture {0}: {1} are stored", {decimal(p.cue), decimal(total)}};
  return {};
}

State init(const Params& p, const Rng& rng) {
  auto memory = std::make_shared<Memory>();
  memory->n = int(neurons(p));
  memory->patterns = make_patterns(PictureSet(p.set), p.count, p.side, rng);
  std::string bytes;
  user_bytes(p, bytes);
  const std::vector<int8_t> own = read_pictures(bytes, p.side);
  memory->patterns.insert(memory->patterns.end(), own.begin(), own.end());
  memory->count = int(memory->patterns.size() / neurons(p));
  memory->weights = hebb(memory->patterns.data(), memory->count, memory->n, p.diagonal);

  State s;
  s.spins.resize(neurons(p));
  Draw start = rng.draw(Stream::start), noise = rng.draw(Stream::noise);
  const uint64_t flipped = threshold(p.noise);
  const int blank = p.side - int(std::floor(p.erase * p.side + 0.5));  // first erased row
  for (std::size_t i = 0; i < s.spins.size(); ++i) {
    int v = p.cue > 0 ? memory->patterns[std::size_t(p.cue - 1) * neurons(p) + i] : start.sign();
    if (below(noise.bits(), flipped)) v = -v;
    if (int(i) / p.side >= blank) v = -1;
    s.spins[i] = int8_t(v);
  }
  s.memory = std::move(memory);
  make_fields(s);
  return s;
}

void advance(const Params& p, State& s, const Rng& rng) {
  if (s.fixed && !at_rest(p, s)) wake(s);  // another rule for a field of zero
  if (s.cycle && p.order != synchronous) wake(s);
  if (p.order == synchronous) step_all(p, s);
  else step_some(p, s, rng);
}

void show(const Params& p, const State& s, Sink& sink) {
  const Memory& m = *s.memory;
  const int n = m.n;
  const std::size_t near = nearest(s);
  sink.series({"energy", "Energy −½ sᵀMs"}, -0.5 * double(s.quadratic) / double(m.count));
  if (p.cue > 0) sink.series({"overlap", "Overlap m"}, overlap(s, std::size_t(p.cue - 1)));
  else sink.series({"overlap", "Overlap m"}, 0, false);
  sink.series({"nearest_overlap", "Best overlap"}, overlap(s, near));
  sink.scalar({"flips", "Flips"}, double(s.flips));
  sink.scalar({"sweeps", "Sweeps", "sweeps"}, double(s.updates) / double(n));
  sink.scalar({"load", "Load P / N"}, double(m.count) / double(n));
  sink.scalar({"cycle", "In a cycle of two"}, s.cycle ? 1 : 0);
  sink.scalar({"fixed", "At a fixed point"}, s.fixed ? 1 : 0);
  std::vector<double> overlaps(std::size_t(m.count));
  for (std::size_t k = 0; k < overlaps.size(); ++k) overlaps[k] = overlap(s, k);
  sink.bars({"overlaps", "Overlap with each picture"}, overlaps);
  Field f;
  f.i8 = s.spins.data();
  f.rows = f.cols = p.side;
  f.palette = Palette::spin;
  f.lo = -1;
  sink.field({"spins", "State"}, f);
  if (sink.wants("patterns")) {
    f.i8 = m.patterns.data();
    f.count = m.count;
    f.own = m.count - p.count;
    f.fixed = true;
    sink.field({"patterns", "Stored pictures"}, f);
  }
  if (sink.wants("weights")) {
    Field w;
    w.i32 = m.weights.data();
    w.rows = w.cols = n;
    w.palette = Palette::sign;
    w.hi = m.count;
    w.lo = -w.hi;
    w.fixed = true;
    sink.field({"weights", "Weights W = P M"}, w);
  }
  show_words(s, sink);
  sink.settled(s.fixed);
  sink.state(m.patterns);
  sink.state(s.spins);
  sink.state(s.previous);
  sink.state(s.order);
  sink.state_of(s.quadratic, s.cursor, s.updates, s.flips, s.sweeps);
  sink.state_of(int64_t(s.changed), int64_t(s.fixed), int64_t(s.cycle));
}

bool poke(const Params& p, State& s, const Poke& poke) {
  if (poke.field != "spins" || poke.index >= int64_t(s.spins.size()) || (poke.value != 1 && poke.value != -1)) return false;
  const int r = std::min(poke.radius, p.side), x = int(poke.index) % p.side, y = int(poke.index) / p.side;
  for (int dy = -r; dy <= r; ++dy)
    for (int dx = -r; dx <= r; ++dx) {
      if (dx * dx + dy * dy > r * r || x + dx < 0 || x + dx >= p.side || y + dy < 0 || y + dy >= p.side) continue;
      const auto i = std::size_t((y + dy) * p.side + x + dx);
      if (s.spins[i] != poke.value) flip(s, i);
    }
  wake(s);
  return true;
}

const Model kModel{"hopfield", "Hopfield network (1982)", 1, kRows,
                   ModelOf<Params, State, init, advance, show, poke, conflict>::make};

}  // namespace attractor::hopfield
