#include "core/models/networks/neuron.h"

#include <algorithm>
#include <cmath>

namespace attractor::neuron {
namespace {

constexpr auto kRows = table<Params>(
    choice(&Params::task, "task", "Task", kTasks, "The four corners with the answers of a truth table, or random points")
        .rebuilds(),
    choice(&Params::table, "table", "Truth table", kTables, "What the neuron is to say at each of the four corners")
        .only(&Params::task, tables),
    row(&Params::n, "n", "Points", 4, 200, "Points to tell apart").only(&Params::task, separable, noisy).rebuilds(),
    row(&Params::gap, "gap", "Gap", 0.01, 0.5, "Width of the strip without points between the classes")
        .only(&Params::task, separable)
        .logarithmic()
        .rebuilds(),
    row(&Params::flips, "flips", "Wrong labels", 0, 0.5, "Probability that a point has the label of the other side")
        .only(&Params::task, noisy)
        .rebuilds(),
    choice(&Params::start, "start", "Start", kStarts,
           "Weights at the start: those of a line, or all zero as in Novikoff's theorem")
        .rebuilds(),
    choice(&Params::order, "order", "Order", kOrders, "Which point is looked at next"),
    toggle(&Params::pocket, "pocket", "Pocket",
           "Keeps the weights with the most right answers beside those that go on changing"),
    toggle(&Params::truth, "truth", "Largest margin", "Shows the line that stays farthest from both classes, if there is one"));

constexpr int kMostPoints = 300;
constexpr Window kTableWindow{-0.5, 1.5, -0.5, 1.5}, kPointWindow{-1.25, 1.25, -1.25, 1.25};
constexpr LineWeights kFirstLine{-0.4, 0.96, -0.28};  // says x1: one corner of AND is wrong

const Window& window_of(const Params& p) { return p.task == tables ? kTableWindow : kPointWindow; }
double clamp(double x, double lo, double hi) { return std::min(std::max(x, lo), hi); }
Point clamp(const Window& w, Point p, double edge) {
  return {clamp(p.x, w.x0 + edge, w.x1 - edge), clamp(p.y, w.y0 + edge, w.y1 - edge)};
}

// ---- Counting ---------------------------------------------------------------------------------------------------------

void count_anew(State& s) {
  s.from = s.best = s.saved = s.b;
  s.mistakes = s.at = s.passes = s.cycle = s.saved_at = 0;
  s.current = -1;
  s.best_right = count_right(s.b, s.data);
}
void take_data(State& s, LabelledPoints data) {
  s.data = std::move(data);
  s.margin = largest_margin(s.data);
  s.R = largest_radius(s.data);
  count_anew(s);
}
// A table may be changed while the run goes on; what is shown in between is made of a state that has followed.
void follow(const Params& p, State& s) {
  if (p.task != tables || s.table == p.table) return;
  s.table = p.table;
  take_data(s, table_points(p.table));
}
// By hand the line sweeps over what lies between; the rule jumps.
void sweep_to(const Params& p, State& s, const LineWeights& b) {
  if (p.task == tables) s.met |= tables_between(s.b, b);
  s.b = b;
}
void jump_to(const Params& p, State& s, const LineWeights& b) {
  s.b = b;
  if (p.task == tables) s.met |= int64_t(1) << truth_table(b);
}

// At the end of a pass: whether the weights of an earlier one have come back (Brent).
void look_for_cycle(State& s) {
  ++s.passes;
  if (s.cycle == 0 && s.b == s.saved) s.cycle = s.passes - s.saved_at;
  if ((s.passes & (s.passes - 1)) == 0) s.saved = s.b, s.saved_at = s.passes;
}

// ---- The line and its handles -----------------------------------------------------------------------------------------

struct Handles {
  bool there = false;
  Point middle, side, tip;
};

constexpr double kEdge = 0.09;  // of the window, that handles leave free: there is room for all three

// As far as the window goes, less `edge`.
Point along(const Window& w, Point p, double dx, double dy, double far, double edge) {
  auto room = [&](double from, double step, double lo, double hi) {
    if (step > 0) far = std::min(far, (hi - edge - from) / step);
    if (step < 0) far = std::min(far, (lo + edge - from) / step);
  };
  room(p.x, dx, w.x0, w.x1);
  room(p.y, dy, w.y0, w.y1);
  return {p.x + far * dx, p.y + far * dy};
}

// The middle is the place of the line nearest to where it was last taken, inside the window if the line goes through it; the
// handle that turns it is always on the same side, seen along the arrow.
Handles handles_of(const Window& w, const LineWeights& b, Point pivot) {
  const double length = std::sqrt(b[1] * b[1] + b[2] * b[2]);
  if (!(length > 0)) return {};
  const double nx = b[1] / length, ny = b[2] / length, span = w.x1 - w.x0, edge = kEdge * span;
  auto onto = [&](Point p) {
    const double off = weighted_sum(b, p.x, p.y) / length;
    return Point{p.x - off * nx, p.y - off * ny};
  };
  Point middle = onto(pivot);
  for (int k = 0; k < 40; ++k) middle = onto(clamp(w, middle, edge));  // between line and window, as far as they meet
  middle = clamp(w, middle, edge);
  const double near = 0.02 * span;
  return {true, middle, along(w, middle, ny, -nx, 0.3 * span, near), along(w, middle, nx, ny, 0.17 * span, near)};
}

LineWeights line_through(Point p, double nx, double ny) { return {-(nx * p.x + ny * p.y), nx, ny}; }

bool take_line(const Params& p, State& s, std::string_view handle, Point to) {
  const Handles h = handles_of(window_of(p), s.b, s.pivot);
  if (!h.there) return false;
  const double length = std::sqrt(s.b[1] * s.b[1] + s.b[2] * s.b[2]), nx = s.b[1] / length, ny = s.b[2] / length;
  if (handle == "shift") {
    s.pivot = clamp(window_of(p), to, kEdge * (window_of(p).x1 - window_of(p).x0));
    sweep_to(p, s, line_through(s.pivot, nx, ny));
  } else if (handle == "turn") {
    const double dx = to.x - h.middle.x, dy = to.y - h.middle.y, far = std::sqrt(dx * dx + dy * dy);
    if (!(far > 0)) return true;  // no direction: it stays
    s.pivot = h.middle;
    sweep_to(p, s, line_through(h.middle, -dy / far, dx / far));
  } else {
    jump_to(p, s, {-s.b[0], -s.b[1], -s.b[2]});
  }
  count_anew(s);
  return true;
}

// ---- What is shown ----------------------------------------------------------------------------------------------------

const char* caption(const LineWeights& b) {
  if (b[1] == 0 && b[2] == 0) return "b₀ = {0}, no weights: the same answer everywhere";
  if (b[1] < 0) return b[2] < 0 ? "g = I({0} − {1} x₁ − {2} x₂ > 0)" : "g = I({0} − {1} x₁ + {2} x₂ > 0)";
  return b[2] < 0 ? "g = I({0} + {1} x₁ − {2} x₂ > 0)" : "g = I({0} + {1} x₁ + {2} x₂ > 0)";
}

Cloud cloud(const Params& p, const State& s) {
  const Window& w = window_of(p);
  Cloud c{.x0 = w.x0, .x1 = w.x1, .y0 = w.y0, .y1 = w.y1};
  c.classes = {"0", "1"};
  for (int i = 0; i < s.data.size(); ++i) {
    const bool wanted = s.data.label[i] > 0;
    c.points.push_back({.x = s.data.x[i],
                        .y = s.data.y[i],
                        .value = double(wanted),
                        .wrong = fires(s.b, s.data.x[i], s.data.y[i]) != wanted,
                        .current = i == s.current});
  }
  c.borders.push_back({s.b[1], s.b[2], s.b[0], "Neuron"});
  if (p.truth && s.margin.separable && (s.margin.u[1] != 0 || s.margin.u[2] != 0))
    c.borders.push_back({s.margin.u[1], s.margin.u[2], s.margin.u[0], "Largest margin", Cloud::Drawn::truth});
  if (p.pocket) c.borders.push_back({s.best[1], s.best[2], s.best[0], "Pocket", Cloud::Drawn::kept});
  if (const Handles h = handles_of(w, s.b, s.pivot); h.there) {
    c.handles.push_back({h.middle.x, h.middle.y, "shift", "shift"});
    c.handles.push_back({h.side.x, h.side.y, "turn", "turn"});
    c.handles.push_back({.x = h.tip.x, .y = h.tip.y, .key = "flip", .label = "flip", .from = 0, .press = true});
  }
  c.lamps = p.task == tables;
  c.movable = c.paint = p.task != tables;
  c.caption = {caption(s.b), {s.b[0], std::fabs(s.b[1]), std::fabs(s.b[2])}};
  c.x_label = "x₁", c.y_label = "x₂";
  return c;
}

// The truth tables as the plane shows them, x2 upwards; those that the neuron has said are ticked.
Field shelf(const State& s) {
  Field f{.cells = std::vector<int8_t>(), .rows = 2, .cols = 2, .count = 16, .palette = Palette::category, .lo = 0, .hi = 1};
  auto& cells = std::get<std::vector<int8_t>>(f.cells);
  for (int t = 0; t < 16; ++t) {
    for (const int corner : {2, 3, 0, 1}) cells.push_back(int8_t(t >> corner & 1));
    f.labels.emplace_back(kTables[t].label);
    f.ticks.push_back(int8_t(s.met >> t & 1));
  }
  return f;
}

int best_of_four(const Params& p, const State& s) {
  int best = 0;
  for (int t = 0; t < 16; ++t) {
    int same = 0;
    for (int k = 0; k < 4; ++k) same += (t >> k & 1) == (p.table >> k & 1);
    if (s.met >> t & 1) best = std::max(best, same);
  }
  return best;
}

int count_met(const State& s) {
  int n = 0;
  for (int t = 0; t < 16; ++t) n += int(s.met >> t & 1);
  return n;
}

void say(const Params& p, const State& s, double bound, Sink& sink) {
  const double right = count_right(s.b, s.data), N = s.data.size(), mistakes = double(s.mistakes);
  const double met = count_met(s), best = p.task == tables ? best_of_four(p, s) : double(s.best_right);
  const double numbers[] = {right, N, best, met, mistakes, bound};
  if (s.cycle > 0) return sink.words("No line can: the rule goes round for ever; {4} mistakes so far", numbers);
  if (s.steps > 0 && s.mistakes > 0) {
    if (!s.margin.separable)
      return sink.words("{0} of {1} right, best so far {2}; {4} mistakes, and no bound: no line can", numbers);
    if (right == N) return sink.words("All {1} right after {4} mistakes; Novikoff's bound is {5}", numbers);
    return sink.words("{0} of {1} right; {4} mistakes, Novikoff's bound is {5}", numbers);
  }
  if (p.task == tables)
    return sink.words("{0} of {1} right, best so far {2}; the neuron has said {3} of the 16 tables", numbers);
  sink.words("{0} of {1} right", numbers);
}

void show(const Params& p, const State& s, Sink& sink) {
  const double bound = s.margin.separable ? mistake_bound(s.margin, s.R, s.from) : 0;
  sink.shape({"cloud", "Plane of the inputs"}, [&] { return cloud(p, s); });
  sink.shape({"shelf", "Truth tables"}, [&] { return shelf(s); });
  sink.shape({"weights", "Weights"}, [&] { return Bars{{s.b[0], s.b[1], s.b[2]}, {"b₀", "b₁", "b₂"}}; });
  sink.series({"mistakes", "Mistakes"}, double(s.mistakes));
  sink.series({"right", "Right answers"}, count_right(s.b, s.data));
  sink.series({"kept", "In the pocket"}, double(s.best_right), p.pocket);
  sink.shape({"limit", "Novikoff's bound"}, [&] {
    if (!s.margin.separable) return Line{{}, {}, "Step"};
    return Line{{0, std::max(1.0, double(s.steps))}, {bound, bound}, "Step"};
  });
  sink.number({"bound", "Novikoff's bound"}, bound, s.margin.separable);
  sink.number({"margin", "Largest margin γ"}, s.margin.gamma, s.margin.separable);
  sink.number({"R", "Radius R"}, s.R);
  sink.number({"met", "Tables said"}, count_met(s));
  sink.number({"best", "Best so far"}, p.task == tables ? best_of_four(p, s) : double(s.best_right));
  sink.number({"cycle", "Passes of a round"}, double(s.cycle), s.cycle > 0);
  say(p, s, bound, sink);
}

}  // namespace

State init(const Params& p, const Rng& rng) {
  State s;
  if (p.start == by_hand) s.b = kFirstLine;
  const Window& w = window_of(p);
  s.pivot = {(w.x0 + w.x1) / 2, (w.y0 + w.y1) / 2};
  if (p.task == tables) s.table = p.table, s.met = int64_t(1) << truth_table(s.b);
  take_data(s, p.task == tables
                   ? table_points(p.table)
                   : line_points(p.n, p.task == separable ? p.gap : 0, p.task == noisy ? p.flips : 0, rng.draw(Stream::data)));
  return s;
}

void advance(const Params& p, State& s, const Rng& rng) {
  follow(p, s);
  ++s.steps;
  const int n = s.data.size();
  s.current = p.order == in_turn ? int(s.at % n) : int(rng.draw(Stream::order).below(uint64_t(n)));
  ++s.at;
  LineWeights b = s.b;
  if (perceptron_step(b, s.data, s.current)) {
    ++s.mistakes;
    jump_to(p, s, b);
    if (const int64_t right = count_right(s.b, s.data); right > s.best_right) s.best = s.b, s.best_right = right;
  }
  if (p.order == in_turn && s.at % n == 0 && s.mistakes > 0 && !s.margin.separable) look_for_cycle(s);
}

void observe(const Params& p, const State& s, Sink& sink) {
  State now = s;
  follow(p, now);
  show(p, now, sink);
}

void digest(const State& s, Bytes& out) {
  out.add(s.b), out.add(s.from), out.add(s.best), out.add(s.saved);
  out.add(s.data.x), out.add(s.data.y), out.add(s.data.label);
  out.words(s.pivot.x, s.pivot.y, int64_t(s.table), s.steps, s.at, s.passes, s.mistakes, int64_t(s.current), s.met,
            s.best_right, s.saved_at, s.cycle);
}

bool settled(const Params& p, const State& s) {
  return (p.task != tables || s.table == p.table) && count_right(s.b, s.data) == s.data.size();
}

bool poke(const Params& p, State& s, const Poke& poke) {
  if (poke.index < 0 || poke.index >= int64_t(Cloud::kGrid) * Cloud::kGrid) return false;
  const Point to = window_of(p).at(poke.index, Cloud::kGrid);
  follow(p, s);
  if (poke.field == "shift" || poke.field == "turn" || poke.field == "flip")
    return poke.value == 1 && take_line(p, s, poke.field, to);
  LabelledPoints data = s.data;
  if (p.task == tables || !edit_points(poke.field, to, poke.value, 2, kMostPoints, data)) return false;
  take_data(s, std::move(data));
  return true;
}

const Model kModel = model<Params, kRows>("neuron", "The neuron of 1943", 1);

}  // namespace attractor::neuron
