// Modern Hopfield networks, T90: golden numbers, bounds MH-1 to MH-6, the damped descent, tanh(beta m), the theorem's c, the
// kinds of fixed points, and bits against doubles.
#include "core/models/attention/modern.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "core/base/num.h"
#include "core/base/pack.h"
#include "core/base/vec.h"
#include "core/pictures/patterns.h"
#include "tests/data.h"

using namespace attractor;

namespace {

using Vec = std::vector<double>;

struct Attended {
  Vec weights, f;
  double lse;
};
Attended attended(const Vec& memories, const Vec& xi, double beta) {
  const int d = int(xi.size()), count = int(memories.size() / xi.size());
  Attended l{Vec(std::size_t(count)), Vec(xi.size()), 0};
  l.lse = attend(memories.data(), count, d, xi.data(), beta, l.weights.data(), l.f.data());
  return l;
}
double dot(const double* a, const double* b, std::size_t n) {
  double s = 0;
  for (std::size_t i = 0; i < n; ++i) s += a[i] * b[i];
  return s;
}
double length(const Vec& v) { return std::sqrt(dot(v.data(), v.data(), v.size())); }
double bare_energy(const Vec& x, const Vec& xi, double beta) {
  return 0.5 * dot(xi.data(), xi.data(), xi.size()) - attended(x, xi, beta).lse;
}

struct Case {
  int count, d;
  double beta, eta, most;  // most = largest length of a memory
  Vec x, xi;
};
Case random_case(uint64_t seed) {
  Draw draw(seed, 0, Stream::data);
  Case c{2 + int(draw.below(8)), 2 + int(draw.below(9)), std::pow(10.0, draw.uniform() * 3 - 1), 2 * draw.uniform(), 0, {}, {}};
  for (int i = 0; i < c.count * c.d; ++i) c.x.push_back(draw.normal());
  for (int i = 0; i < c.d; ++i) c.xi.push_back(draw.normal());
  for (int k = 0; k < c.count; ++k) c.most = std::max(c.most, length(Vec(c.x.begin() + k * c.d, c.x.begin() + (k + 1) * c.d)));
  return c;
}

modern::Params pictures(double beta, int count = 8) {
  modern::Params p;
  p.beta = beta, p.count = count;
  return p;
}
modern::State converge_from(const modern::Params& p, uint64_t seed = 1, int steps = 3000) {
  modern::State s = modern::init(p, {}, {seed, 0});
  for (int k = 0; k < steps; ++k) modern::advance(p, s, {seed, uint64_t(k + 1)});
  return s;
}

}  // namespace

TEST_CASE("T90 golden: three memories in three dimensions") {
  const Vec x{1, 0, .5, 0, 1, -.5, .5, .5, 1}, xi{.9, .1, .25};
  const Attended one = attended(x, xi, 1);
  const double p1[] = {.47404376396332, .165885807741504, .360070428295175},
               f1[] = {.654078978110908, .345921021889092, .514149406406083};
  for (std::size_t i = 0; i < 3; ++i) {
    CHECK(one.weights[i] == doctest::Approx(p1[i]).epsilon(1e-13));
    CHECK(one.f[i] == doctest::Approx(f1[i]).epsilon(1e-13));
  }
  CHECK(bare_energy(x, xi, 1) == doctest::Approx(-1.33020563251258).epsilon(1e-13));
  CHECK(bare_energy(x, one.f, 1) == doctest::Approx(-1.44050931405986).epsilon(1e-13));
  const Attended eight = attended(x, xi, 8);
  const double p8[] = {.900067304226725, .000202395726282333, .0997303000469928};
  for (std::size_t i = 0; i < 3; ++i) CHECK(eight.weights[i] == doctest::Approx(p8[i]).epsilon(1e-12));
  CHECK(bare_energy(x, xi, 8) == doctest::Approx(-.59691071699747).epsilon(1e-13));
  CHECK(bare_energy(x, eight.f, 8) == doctest::Approx(-.648793157059556).epsilon(1e-13));
}

TEST_CASE("T90 on 10^4 random cases: the damped descent, the hull, the bounds of the energy, one step near a memory") {
  int near = 0;
  for (uint64_t seed = 1; seed <= 10000; ++seed) {
    const Case c = random_case(seed);
    const Attended l = attended(c.x, c.xi, c.beta);
    const double before = bare_energy(c.x, c.xi, c.beta);
    Vec moved = c.xi;
    double g2 = 0;
    for (std::size_t i = 0; i < moved.size(); ++i) {
      const double g = c.xi[i] - l.f[i];
      g2 += g * g;
      moved[i] -= c.eta * g;
    }
    const double slack = 1e-12 * (1 + std::fabs(before) + g2);
    CHECK(bare_energy(c.x, moved, c.beta) <= before - c.eta * (1 - c.eta / 2) * g2 + slack);  // MH-2
    CHECK(length(l.f) <= c.most * (1 + 1e-12));                                               // MH-3
    if (length(c.xi) <= c.most) {
      const double e = before + std::log(double(c.count)) / c.beta + 0.5 * c.most * c.most;
      CHECK((e >= -1e-12 && e <= 2 * c.most * c.most + 1e-12));
    }
    // MH-4: f(xi) is near x_0 when xi is and x_0 stands apart.
    const auto d = std::size_t(c.d);
    Vec start(c.x.begin(), c.x.begin() + c.d), away(d);
    for (std::size_t i = 0; i < d; ++i) start[i] += 0.02 * c.xi[i];
    double apart = 1e300;
    for (std::size_t k = 1; k < std::size_t(c.count); ++k)
      apart = std::min(apart, dot(&c.x[0], &c.x[0], d) - dot(&c.x[0], &c.x[k * d], d));
    const Attended there = attended(c.x, start, c.beta);
    for (std::size_t i = 0; i < d; ++i) away[i] = there.f[i] - c.x[i];
    const double bound = 2 * (c.count - 1) * c.most * std::exp(-c.beta * (apart - 2 * c.most * 0.02 * length(c.xi)));
    CHECK(length(away) <= bound + 1e-12);
    near += bound < c.most;
  }
  CHECK(near > 500);  // the bound says something often enough
}

TEST_CASE("T90 the gradient is xi - f(xi); order of memories and a shift of the logits do not matter; naive attention") {
  for (uint64_t seed = 1; seed <= 200; ++seed) {
    const Case c = random_case(seed);
    const Attended l = attended(c.x, c.xi, c.beta);
    const auto d = std::size_t(c.d);
    for (std::size_t i = 0; i < d; ++i) {  // MH-1
      Vec up = c.xi, down = c.xi;
      up[i] += 1e-5, down[i] -= 1e-5;
      const double slope = (bare_energy(c.x, up, c.beta) - bare_energy(c.x, down, c.beta)) / 2e-5;
      CHECK(std::fabs(slope - (c.xi[i] - l.f[i])) < 1e-6 * (1 + c.beta * c.beta));
    }
    Vec q = c.xi;  // MH-5
    for (double& v : q) v *= c.beta * std::sqrt(double(c.d));
    const Vec z = attention(q, c.x, c.x, 1, c.count, c.d);
    for (std::size_t i = 0; i < d; ++i) CHECK(std::fabs(z[i] - l.f[i]) < 1e-12);
    Vec rotated;  // MH-6
    for (int k = c.count; k-- > 0;) rotated.insert(rotated.end(), c.x.begin() + k * c.d, c.x.begin() + (k + 1) * c.d);
    const Attended back = attended(rotated, c.xi, c.beta);
    for (std::size_t i = 0; i < d; ++i) CHECK(std::fabs(back.f[i] - l.f[i]) < 1e-12);
    Vec logits(l.weights.size()), shifted(l.weights.size());
    for (std::size_t k = 0; k < logits.size(); ++k) shifted[k] = (logits[k] = double(k) * 0.25) + 512;
    softmax(logits, c.beta);
    softmax(shifted, c.beta);
    CHECK(logits == shifted);
  }
  CHECK(log_sum_exp(Vec{1000, 1000}, 2) == doctest::Approx(1000 + std::log(2.0) / 2));
}

TEST_CASE("T90 x and -x: the average up to beta = 1, then m = tanh(beta m)") {
  const struct {
    double beta, m;
  } roots[] = {{0.5, 0}, {0.9, 0}, {1.1, .502940574944}, {1.5, .858559636640}, {2, .957504024077}, {5, .999909121715}};
  for (const auto& r : roots) {
    Vec xi{0.9};
    for (int k = 0; k < 3000; ++k) xi = attended({1, -1}, xi, r.beta).f;
    CHECK(std::fabs(xi[0] - r.m) < 1e-11);
  }
}

TEST_CASE("T90 theorem 3: the constants c of the paper, and how few patterns they guarantee") {
  const auto c_of = [](double beta, double K, double d, double p) {
    const double a = 2 / (d - 1) * (1 + std::log(2 * beta * K * K * p * (d - 1))), b = 2 * K * K * beta / 5;
    const double x = std::exp(a + std::log(b));
    double w = std::log(1 + x);
    for (int k = 0; k < 60; ++k) w -= (w * std::exp(w) - x) / (std::exp(w) * (1 + w));
    return b / w;
  };
  CHECK(std::fabs(c_of(1, 3, 20, .001) - 3.15461) < 1e-5);
  CHECK(std::fabs(c_of(1, 1, 75, .001) - 1.37188) < 1e-5);
  CHECK(std::floor(std::sqrt(.001) * std::pow(c_of(1, 3, 20, .001), 19.0 / 4)) == 7);
  CHECK(std::floor(std::sqrt(.001) * std::pow(c_of(1, 1, 75, .001), 74.0 / 4)) == 10);
}

TEST_CASE("modern: three kinds of fixed points, and the other numbers of the lesson") {
  using modern::fixed_point, modern::perplexity;
  modern::Params p = pictures(0.1);
  p.noise = 0.3, p.eta = 0.1;
  CHECK(fixed_point(converge_from(p, 3)) == modern::FixedPoint::single);
  p.beta = 0.03;
  CHECK(converge_from(p, 3).weights[0] > 0.99);
  p.beta = 0.001, p.noise = 0.2;
  CHECK(fixed_point(converge_from(p, 3)) == modern::FixedPoint::global);
  p.set = digits, p.beta = 0.016, p.eta = 0.3;
  const modern::State among = converge_from(p, 3);
  CHECK(fixed_point(among) == modern::FixedPoint::cluster);
  CHECK(std::floor(perplexity(among) + 0.5) == 5);
  p.beta = 0.02;
  CHECK(perplexity(converge_from(p, 3)) < 2);

  p = pictures(0.0625);  // one head
  p.noise = 0.3, p.until = modern::one_step;
  modern::State s = modern::init(p, {}, {3, 0});
  const auto overlap = [&] { return dot(s.xi.data(), s.memory->real.data(), s.xi.size()) / double(s.xi.size()); };
  CHECK(overlap() == doctest::Approx(0.34).epsilon(0.02));
  modern::advance(p, s, {3, 1});
  CHECK(overlap() == doctest::Approx(0.97).epsilon(0.005));

  p = pictures(0.0625, 24);  // a quarter of a letter
  p.cue = 15, p.noise = 0, p.erase = 0.75, p.eta = 0.1;
  const modern::State x = converge_from(p, 3);
  CHECK(fixed_point(x) == modern::FixedPoint::single);
  CHECK(x.weights[14] > 0.95);
  CHECK(picture_bytes(28) == 98);
  CHECK(std::floor(0.138 * 784) == 108);
}

TEST_CASE("modern: the energy falls from step to step and keeps its bounds; one step is attention") {
  for (double beta : {0.003, 0.02, 0.1, 1.0})
    for (double eta : {0.05, 0.5, 1.0, 1.9}) {
      modern::Params p = pictures(beta);
      p.eta = eta, p.noise = 0.3;
      modern::State s = modern::init(p, {}, {3, 0});
      double last = modern::energy(s);
      for (int k = 1; k < 60; ++k) {
        modern::advance(p, s, {3, uint64_t(k)});
        const double e = modern::energy(s);
        CHECK(e <= last + 1e-9);
        CHECK((e >= -1e-9 && e <= 2 * double(s.memory->n)));
        last = e;
      }
    }
  modern::Params p = pictures(1.0 / 16);
  p.until = modern::one_step, p.eta = 0.1;
  modern::State s = modern::init(p, {}, {3, 0});
  const Vec f = s.next;
  for (uint64_t k = 1; k < 5; ++k) modern::advance(p, s, {3, k});
  CHECK(s.steps == 1);
  CHECK(s.xi == f);
}

TEST_CASE("modern: the difference from attention that is shown is below 1e-12") {
  class Gap final : public Sink {
   public:
    void publish(const Name& n, Shape shape) override {
      if (std::string_view(n.key) == "attention_gap") value = std::get<Number>(shape).known ? std::get<Number>(shape).value : 1;
    }
    double value = 1;
  };
  for (double beta : {0.001, 0.02, 0.0625, 0.5, 10.0}) {
    modern::Params p = pictures(beta, 24);
    modern::State s = modern::init(p, {}, {5, 0});
    for (uint64_t k = 1; k < 6; ++k) {
      Gap gap;
      modern::observe(p, s, gap);
      CHECK(gap.value < 1e-12);
      modern::advance(p, s, {5, k});
    }
  }
}

TEST_CASE("modern: bits give what doubles give") {
  for (int side : {4, 9, 16, 28})
    for (double beta : {0.0005, 0.02, 0.08, 2.0}) {
      modern::Params p;
      p.set = random_set, p.count = 203, p.side = side, p.noise = 0.3, p.beta = beta;
      const modern::State s = modern::init(p, {}, {7, 0});
      REQUIRE(s.memory->packed());
      const auto n = std::size_t(s.memory->n);
      Vec x(std::size_t(s.memory->count) * n);
      const BitMemories& bits = s.memory->bits;
      for (std::size_t k = 0; k < 203; ++k)
        for (std::size_t i = 0; i < n; ++i)
          x[k * n + i] = bits.rows[k * std::size_t(bits.words) + i / 64] >> (i % 64) & 1 ? 1 : -1;
      modern::State t = s;
      for (uint64_t step = 0; step < 3; ++step) {
        const Attended l = attended(x, t.xi, beta);
        double worst = 0;
        for (std::size_t i = 0; i < n; ++i) worst = std::max(worst, std::fabs(l.f[i] - t.next[i]));
        for (std::size_t k = 0; k < 203; ++k) worst = std::max(worst, std::fabs(l.weights[k] - t.weights[k]));
        CHECK_MESSAGE(worst < 4e-5, "side ", side, " beta ", beta, " step ", step, " ", worst);
        CHECK(std::fabs(l.lse - t.lse) < 1e-4 * (1 + std::fabs(l.lse)));
        modern::advance(p, t, {7, step + 1});
      }
    }
}

TEST_CASE("modern: ten thousand memories, a third of the cells wrong, one step") {
  modern::Params p;
  p.set = random_set, p.count = 10000, p.side = 28, p.noise = 0.3, p.cue = 4321, p.beta = 0.2;
  CHECK_FALSE(modern::conflict(p));
  modern::State s = modern::init(p, {}, {1, 0});
  modern::advance(p, s, {1, 1});
  CHECK(modern::fixed_point(s) == modern::FixedPoint::single);
  CHECK(s.weights[4320] > 0.999);
  p.cue = 1, p.beta = 0.0357, p.eta = 0.1;  // the lesson's
  s = modern::init(p, {}, {3, 0});
  CHECK(s.weights[0] < 0.9);
  for (uint64_t k = 1; k < 200; ++k) modern::advance(p, s, {3, k});
  CHECK(modern::fixed_point(s) == modern::FixedPoint::single);
  CHECK(s.weights[0] > 0.95);
  p.count = 9999;
  std::string own(picture_bytes(28), '\x5A');
  p.patterns = Text(pack(own));
  CHECK_FALSE(modern::conflict(p));
  p.count = 10000;
  CHECK(modern::conflict(p));
  p.set = letters, p.count = 25;
  CHECK(modern::conflict(p));
}

TEST_CASE("modern: grey pictures are recalled in grey; what the lesson says of handwriting") {
  modern::Params p;
  p.set = mnist_set, p.count = 200, p.side = 28, p.cue = 6, p.noise = 0.1, p.erase = 0.5, p.beta = 0.3, p.eta = 0.2;
  for (const uint64_t seed : {1, 2, 3}) {
    modern::State s = modern::init(p, digits_library(), {seed, 0});
    REQUIRE(s.memory->grey);
    double last = modern::energy(s);
    for (uint64_t k = 1; k <= 200; ++k) {
      modern::advance(p, s, {seed, k});
      CHECK(modern::energy(s) <= last + 1e-9);
      last = modern::energy(s);
    }
    CHECK(last >= 0);
    CHECK(modern::fixed_point(s) == modern::FixedPoint::single);
    CHECK(s.weights[5] > 0.95);
    std::size_t between = 0;  // shades that are neither paper nor ink
    for (const double v : s.xi) between += std::fabs(v) < 0.9;
    CHECK(between > 20);
  }
}

TEST_CASE("modern: the user's grey pictures come back with sixteen shades; damaged ones are refused") {
  std::vector<double> picture;
  for (int i = 0; i < 49; ++i) picture.push_back(-1 + i % 16 / 7.5);
  std::string bytes;
  append_grey(bytes, picture.data(), 7);
  CHECK(bytes.size() == grey_bytes(7));
  const std::vector<double> back = read_greys(bytes, 7);
  for (std::size_t i = 0; i < 49; ++i) CHECK(std::fabs(back[i] - picture[i]) < 1e-12);
  modern::Params p;
  p.count = 0, p.side = 7, p.noise = 0, p.greys = Text(pack(bytes));
  CHECK_FALSE(modern::conflict(p));
  const modern::State s = modern::init(p, {}, {1, 0});
  CHECK(s.memory->count == 1);
  CHECK(s.xi == back);
  p.cue = 2;
  CHECK(modern::conflict(p));
  p.cue = 1, p.side = 8;
  CHECK(modern::conflict(p));
  p.side = 7, p.greys = Text("r***");
  CHECK(modern::conflict(p));
}
