#include "core/networks/samples.h"

#include <algorithm>
#include <cmath>

namespace attractor {
namespace {

constexpr double kRadius = 5.0 / 3, kShake = 1.2;  // of the sets; of full noise

double from_to(Draw& draw, double a, double b) { return a + (b - a) * draw.uniform(); }

Sample polar(double r, double angle, double target) {
  const SinCos c = sincos(angle);
  return {r * c.sin, r * c.cos, target};
}

double hills_at(double x, double y) {
  double most = 0;
  for (int i = 0; i < 6; ++i) {
    const double dx = x - 4.0 / 3 * (i % 3 - 1), dy = y - (i < 3 ? 5.0 / 6 : -5.0 / 6);
    const double height = std::max(0.0, 1 - std::sqrt(dx * dx + dy * dy) / 0.8);
    if (height > std::fabs(most)) most = (i % 3 + i / 3) % 2 ? -height : height;
  }
  return most;
}

// Point i of n without noise. Always two numbers of the stream.
Sample sample(SampleSet set, int i, int n, Draw& draw) {
  const double u = draw.uniform(), v = draw.uniform(), answer = i % 2;
  auto wide = [](double t) { return kRadius * (2 * t - 1); };
  switch (set) {
    case SampleSet::circle: return polar(answer ? 0.5 * kRadius * u : kRadius * (0.7 + 0.3 * u), 2 * kPi * v, answer);
    case SampleSet::corners: {
      const double gap = 0.1, x = gap + (kRadius - gap) * u, y = gap + (kRadius - gap) * v, side = i / 2 % 2 ? 1 : -1;
      return {side * x, (answer ? -side : side) * y, answer};
    }
    case SampleSet::gauss: {
      const double r = std::sqrt(-2 * attractor::log(1 - u)) * 0.25, middle = answer ? 0.7 : -0.7;
      const Sample off = polar(std::min(r, 1.0), 2 * kPi * v, answer);
      return {middle + off.x, middle + off.y, answer};
    }
    case SampleSet::spiral: {
      const double t = (double(i / 2) + 0.5) / double((n + 1) / 2);
      return polar(kRadius * t, 1.75 * 2 * kPi * t + (answer ? 0 : kPi), answer);
    }
    case SampleSet::slope: {
      const double x = wide(u), y = wide(v);
      return {x, y, (x + y) / (2 * kRadius)};
    }
    case SampleSet::hills: {
      const double x = wide(u) * 1.15, y = wide(v) * 1.15;
      return {x, y, hills_at(x, y)};
    }
  }
  return {};
}

}  // namespace

std::vector<Sample> make_samples(SampleSet set, int count, double noise, const Rng& rng) {
  Draw draw = rng.draw(Stream::data), shake = rng.draw(Stream::noise);
  std::vector<Sample> all;
  for (int i = 0; i < count; ++i) {
    Sample s = sample(set, i, count, draw);
    const double dx = from_to(shake, -1, 1), dy = from_to(shake, -1, 1);
    s.x = std::clamp(s.x + kShake * noise * dx, -kEdge, kEdge);
    s.y = std::clamp(s.y + kShake * noise * dy, -kEdge, kEdge);
    all.push_back(s);
  }
  return all;
}

}  // namespace attractor
