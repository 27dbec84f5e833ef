// Numbers as people read them, in languages with a point and with a comma; curves with no more points than pixels.
#include "web/words/numerals.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

#include "web/canvas/views/pixel_columns.h"
#include "web/words/words.h"

using namespace attractor;

namespace {

Lang russian() { return find_language("ru").value(); }

}  // namespace

TEST_CASE("numerals: as many digits as one reads, a real minus, in Russian a comma") {
  CHECK(short_number(Lang::en, -1.7459) == "−1.746");
  CHECK(short_number(russian(), -1.7459) == "−1,746");
  CHECK(short_number(Lang::en, 2480) == "2480");
  CHECK(short_number(Lang::en, 1.24e7) == "1.24e7");
  CHECK(short_number(russian(), 1.5e-9) == "1,50e−9");
  CHECK(short_number(Lang::en, 12345.678) == "12346");
  CHECK(short_number(Lang::en, 1e300, 3) == "1.0e300");
  CHECK(short_number(Lang::en, 0) == "0");
  CHECK(short_number(Lang::en, -0.0) == "0");
  CHECK(short_number(Lang::en, std::nan("")) == "—");
  CHECK(short_number(russian(), -INFINITY) == "—");
}

TEST_CASE("numerals: without zeros at the end, with a fixed fraction, on an axis") {
  CHECK(trimmed_number(Lang::en, 2.27, 5) == "2.27");
  CHECK(trimmed_number(russian(), 2.27, 5) == "2,27");
  CHECK(trimmed_number(Lang::en, 100, 5) == "100");
  CHECK(trimmed_number(Lang::en, 1.0000001, 5) == "1");
  CHECK(fixed_number(Lang::en, -0.004, 2) == "0.00");
  CHECK(fixed_number(Lang::en, -0.006, 2) == "−0.01");
  CHECK(fixed_number(russian(), 12.3456, 3) == "12,346");
  CHECK(tick_number(Lang::en, 0.30000000000000004, 0.1) == "0.3");
  CHECK(tick_number(russian(), -0.25, 0.05) == "−0,25");
  CHECK(tick_number(Lang::en, 1e-18, 0.1) == "0.0");
  CHECK(tick_number(Lang::en, 200000, 50000) == "200000");
  CHECK(tick_number(russian(), 1.5e6, 500000) == "1500000");
}

TEST_CASE("numerals: in sentences only what is a number changes") {
  CHECK(written_number(russian(), "0.5") == "0,5");
  CHECK(written_number(Lang::en, "-0.5") == "−0.5");
  CHECK(written_number(russian(), "MNIST 0.5") == "MNIST 0.5");
  CHECK(written_number(russian(), "c3745e69") == "c3745e69");
  CHECK(written_number(russian(), "2024-10-08") == "2024-10-08");
  CHECK(format_message(russian(), with_numbers("{0}", std::vector<double>{-2.26918})) == "−2,269");
  CHECK(format_message(Lang::en, with_numbers("{0}", std::vector<double>{-2.26918})) == "−2.269");
}

TEST_CASE("numerals: what is not zero is not called zero") {
  const auto said = [](double v) { return format_message(Lang::en, with_numbers("{0}", std::vector<double>{v})); };
  CHECK(said(0) == "0");
  CHECK(said(0.25) == "0.25");
  CHECK(said(0.00034) == "0.0003");
  CHECK(said(-0.0000213) == "−2e−5");
  CHECK(said(1e-17) == "0");
  CHECK(said(123.456) == "123.5");
}

TEST_CASE("curves: a path by pixel columns keeps its first, lowest, highest and last point of each, in order") {
  struct Point {
    float x, y;
    bool operator==(const Point&) const = default;
  };
  std::vector<Point> path;
  for (int i = 0; i < 2048; ++i) path.push_back({float(i) * 0.1f, float((i * 7919) % 1000)});
  const std::vector<Point> few = by_pixel_columns(path);
  CHECK(few.size() <= 4 * 206);
  CHECK(few.front() == path.front());
  CHECK(few.back() == path.back());
  std::size_t at = 0;
  for (const Point& p : few) {  // in order, and none that was not there
    while (at < path.size() && !(path[at] == p)) ++at;
    CHECK(at < path.size());
  }
  for (int column = 0; column < 204; ++column) {
    const auto range = [&](const std::vector<Point>& points) {
      float lo = 1e9f, hi = -1e9f;
      for (const Point& p : points)
        if (int(p.x) == column) lo = std::min(lo, p.y), hi = std::max(hi, p.y);
      return std::pair(lo, hi);
    };
    CHECK(range(few) == range(path));
  }
  const std::vector<Point> sparse{{0, 1}, {5, 2}, {9, 0}, {3, 3}};
  CHECK(by_pixel_columns(sparse) == sparse);
  CHECK(by_pixel_columns(std::vector<Point>{}).empty());
}
