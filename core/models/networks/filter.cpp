#include "core/models/networks/filter.h"

#include <algorithm>
#include <cmath>

#include "core/base/lattice.h"
#include "core/base/num.h"
#include "core/base/pack.h"
#include "core/networks/filter.h"

namespace attractor::filter {
namespace {

constexpr auto kRows =
    table<Params>(choice(&Params::kernel, "kernel", "Weights", kKernels, "Click a weight to change it").rebuilds(),
                  choice(&Params::picture, "picture", "Picture", kPictures, "Draw on it, or drop one of your own").rebuilds(),
                  row(&Params::number, "number", "Which digit", 1, 200, "One of the handwritten test digits")
                      .only(&Params::picture, digit)
                      .rebuilds(),
                  text(&Params::greys, "greys", "Your grey pictures", 1000, "Grey pictures you dropped, packed"));

constexpr int kSlideSide = 6, kSide = kDigitSide;

struct Weights {
  double k[kWindow * kWindow];
};
constexpr Weights kWeights[] = {
    {{0, 1, 0, 1, -4, 1, 0, 1, 0}},     // laplace
    {{-1, 0, 1, -2, 0, 2, -1, 0, 1}},   // edge_x, of Sobel
    {{-1, -2, -1, 0, 0, 0, 1, 2, 1}},   // edge_y
    {{1, 2, 1, 2, 4, 2, 1, 2, 1}},      // blur, divided by 16 below
    {{0, -1, 0, -1, 5, -1, 0, -1, 0}},  // sharpen
    {{0, 0, 0, 0, 1, 0, 0, 0, 0}},      // identity
};
constexpr double kBlurSum = 16;

// The last of the user's pictures; empty if there is none or it is damaged.
std::vector<double> own_picture(const Params& p) {
  std::string bytes;
  const std::size_t each = grey_bytes(kSide);
  if (!unpack(p.greys.view(), each * 2, bytes) || bytes.empty() || bytes.size() % each != 0) return {};
  std::vector<double> all = read_greys(bytes, kSide);
  return {all.end() - kSide * kSide, all.end()};
}

Matrix<double> make_picture(const Params& p, const Library& library) {
  const int side = p.picture <= slope ? kSlideSide : kSide;
  Matrix<double> I(side, side);
  const Digits digits = p.picture == digit ? Digits(library, true, p.number) : Digits();
  const std::vector<int8_t> ink = p.picture == letter ? make_patterns(letters, 1, kSide, {}) : std::vector<int8_t>();
  const std::vector<double> mine = p.picture == own ? own_picture(p) : std::vector<double>();
  for (int i = 0; i < side; ++i)
    for (int j = 0; j < side; ++j) {
      const int cell = i * side + j;
      const double x = (2.0 * j + 1) / side - 1, y = (2.0 * i + 1) / side - 1, rim = 0.8 - x * x - y * y;
      double& v = I(i, j);
      switch (p.picture) {
        case slide: v = j > i ? kWhite : 0; break;
        case flat: v = 153; break;
        case slope: v = 20 * i + 30 * j; break;
        case ball:
          v = rim > 0 ? std::floor(60 + 195 * std::max(0.0, 0.75 * std::sqrt(rim) - 0.3 * (x + y) + 0.05) / 1.2) : 25;
          break;
        case letter: v = ink[cell] > 0 ? kWhite : 0; break;
        case digit: v = digits.picture(p.number - 1)[cell]; break;
        case own: v = mine.empty() ? 0 : std::floor((mine[cell] + 1) / 2 * kWhite + 0.5); break;
      }
      v = std::min(kWhite, v);
    }
  return I;
}

int answer_side(const State& s) { return s.picture.cols - kWindow + 1; }
double at_place(const State& s, int64_t place) {
  return correlate_at(s.picture, s.kernel, int(place / answer_side(s)), int(place % answer_side(s)));
}

// What is written down already is written anew.
void refresh(State& s) {
  for (int64_t k = 0; k < s.done; ++k) s.answer.a[k] = at_place(s, k);
}

Field grey_field(const Matrix<double>& I) {
  return Field{.cells = I.a, .rows = I.rows, .cols = I.cols, .palette = Palette::grey, .lo = 0, .hi = kWhite};
}
Field signed_field(const Matrix<double>& M, double most) {
  return Field{.cells = M.a, .rows = M.rows, .cols = M.cols, .palette = Palette::sign, .lo = -most, .hi = most};
}

double largest(std::span<const double> values, double least) {
  double most = least;
  for (const double v : values)
    if (std::isfinite(v)) most = std::max(most, std::fabs(v));
  return most;
}

}  // namespace

Message conflict(const Params& p) {
  std::string bytes;
  const std::size_t each = grey_bytes(kSide);
  if (!unpack(p.greys.view(), each * 2, bytes) || bytes.size() % each != 0)
    return {"The packed pictures are damaged or do not fit a side of {0}", {decimal(kSide)}};
  return {};
}

std::vector<Need> needs(const Params& p) { return p.picture == digit ? digit_needs(true, p.number) : std::vector<Need>(); }

State init(const Params& p, const Library& library, const Rng&) {
  State s;
  s.picture = make_picture(p, library);
  s.kernel = Matrix<double>(kWindow, kWindow);
  for (int k = 0; k < kWindow * kWindow; ++k) s.kernel.a[k] = kWeights[p.kernel].k[k] / (p.kernel == blur ? kBlurSum : 1);
  s.answer = Matrix<double>(answer_side(s), answer_side(s), std::nan(""));
  return s;
}

void advance(const Params&, State& s, const Rng&) {
  if (s.done == std::ssize(s.answer.a)) return;
  s.window = s.done;
  s.answer.a[s.done] = at_place(s, s.done);
  ++s.done;
}

bool settled(const Params&, const State& s) { return s.done == std::ssize(s.answer.a); }

bool poke(const Params&, State& s, const Poke& what) {
  if (what.field == "picture") {
    if (what.index < 0 || what.index >= std::ssize(s.picture.a) || what.radius < 0) return false;
    visit_disc(s.picture.rows, what.index, what.radius, [&](int cell) { s.picture.a[cell] = what.value > 0 ? kWhite : 0; });
    refresh(s);
    return true;
  }
  if (what.field == "kernel" && what.index >= 0 && what.index < std::ssize(s.kernel.a)) {
    double& k = s.kernel.a[what.index];
    k = std::clamp(k + (what.value > 0 ? 1 : -1), -double(kMostWeight), double(kMostWeight));
    refresh(s);
    return true;
  }
  if (what.field == "answer" && what.index >= 0 && what.index < std::ssize(s.answer.a)) {
    s.window = what.index;
    return true;
  }
  return false;
}

void observe(const Params&, const State& s, Sink& sink) {
  const int p = int(s.window / answer_side(s)), q = int(s.window % answer_side(s));
  const Field::Mark under{p, q, kWindow, kWindow}, one{p, q, 1, 1};
  Matrix<double> products(kWindow, kWindow);
  for (int i = 0; i < kWindow; ++i)
    for (int j = 0; j < kWindow; ++j) products(i, j) = s.picture(p + i, q + j) * s.kernel(i, j);
  const double here = at_place(s, s.window), most = largest(s.answer.a, kWhite);
  sink.shape({"picture", "Picture"}, [&] {
    Field f = grey_field(s.picture);
    f.mark = under;
    return f;
  });
  sink.shape({"kernel", "Weights"}, [&] { return signed_field(s.kernel, largest(s.kernel.a, 1)); });
  sink.shape({"products", "Products"}, [&] { return signed_field(products, std::max(most, largest(products.a, 1))); });
  sink.shape({"answer", "Answer"}, [&] {
    Matrix<double> written = s.answer;
    for (int64_t k = s.done; k < std::ssize(written.a); ++k) written.a[k] = 0;
    Field f = signed_field(written, most);
    f.mark = one, f.known = int(s.done);
    return f;
  });
  sink.shape({"matrix", "As a layer"}, [&] {
    Field f = signed_field(filter_matrix(kSlideSide, kSlideSide, s.kernel), largest(s.kernel.a, 1));
    f.x_label = "Cells of the picture", f.y_label = "Cells of the answer";
    if (s.picture.rows == kSlideSide) f.mark = {int(s.window), 0, 1, f.cols};
    return f;
  });
  sink.number({"sum", "Sum"}, here);
  sink.number({"shared", "Numbers of the filter"}, kWindow * kWindow + 1);
  sink.number({"full", "Numbers of a full layer"}, double(s.answer.a.size()) * double(s.picture.a.size() + 1));
  const double numbers[] = {double(p + 1), double(q + 1), here};
  sink.words("Window at row {0}, column {1}: the nine products add up to {2}", numbers);
}

void digest(const State& s, Bytes& out) {
  out.add(s.picture.a);
  out.add(s.kernel.a);
  out.words(s.done, s.window);
}

constinit const Model kModel = model<Params, kRows>("filter", "Linear filter", 1);

}  // namespace attractor::filter
