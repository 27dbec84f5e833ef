// What a model publishes: named values that own their numbers. A view draws them, a run follows the series in time, a message
// tells them; none of them is a part of the state.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <variant>
#include <vector>

namespace attractor {

// What something published is called. Keys are for links, CSV and messages and never change; labels are for people.
struct Name {
  const char* key;
  const char* label;
  const char* unit = "";
};

// One number. `known` is false where it is not defined yet (a specific heat before two samples).
struct Number {
  double value = 0;
  bool known = true;
};

// One number that is also followed in time: the run samples it into a curve.
struct Series : Number {};

// Two colours | blue - white - orange | viridis-like | one for each whole number from 0 to kCategories - 1 | black to white.
enum class Palette : uint8_t { spin, sign, ramp, category, grey };
inline constexpr int kCategories = 7;

// `count` pictures of rows x cols numbers, row-major, one after the other.
struct Field {
  std::variant<std::vector<int8_t>, std::vector<int32_t>, std::vector<double>> cells;
  int rows = 0, cols = 0, count = 1;
  int own = 0;  // how many of the pictures, the last ones, are the user's
  Palette palette = Palette::ramp;
  double lo = 0, hi = 1;  // the values at the two ends of the palette
  // Category: a name for each whole number from lo to hi. Several pictures: one each, "" for a picture not there yet.
  std::vector<std::string> labels = {};
  bool fixed = false;              // never changes during a run (stored patterns, weights)
  std::vector<int8_t> ticks = {};  // several pictures: those above 0 are ticked as done
  const char* x_label = "";        // what the columns and rows of a matrix are, beside a heat map
  const char* y_label = "";

  struct Mark {
    int row = 0, col = 0, rows = 0, cols = 0;
  };
  Mark mark = {};  // cells with a frame around them; none without rows
  int known = -1;  // so many cells, row by row, have their numbers (View::tables); below 0: all

  std::size_t size() const { return std::size_t(rows) * std::size_t(cols) * std::size_t(count); }
  double at(std::size_t i) const {
    return std::visit([i](const auto& v) { return double(v[i]); }, cells);
  }
};

// One number per item (an overlap per pattern); labels where the items have names of their own.
struct Bars {
  std::vector<double> values;
  std::vector<std::string> labels = {};
};

// Points of a curve that is not a series in time: a theory line, a measurement against a parameter. NaN breaks the line.
struct Line {
  enum class Drawn : uint8_t {
    theory,  // dashed
    curve,
    points,  // measured: marks, with lo to hi as error bars
    places   // dots with the letters A, B, C, ...
  };
  std::vector<double> x, y;
  const char* x_label = "";
  Drawn drawn = Drawn::theory;
  std::vector<double> lo = {}, hi = {};  // a band around y, where there is one (confidence)
};

// A height over a rectangle of the plane: z is rows x cols, row-major, row 0 at y0. Arrows (the flow), where there are any, have
// the same shape.
struct Surface {
  int rows = 0, cols = 0;
  double x0 = 0, x1 = 1, y0 = 0, y1 = 1;
  std::vector<double> z = {};
  const char* x_label = "";
  const char* y_label = "";
  std::vector<double> flow_x = {}, flow_y = {};
};

// A path over a surface: the way a state went. z may be empty.
struct Path {
  std::vector<double> x = {}, y = {}, z = {};
};

// n nodes with values, joined by n x n symmetric weights; on a circle, or where x and y say (y downwards). The last `hidden`
// nodes are drawn as hidden units.
struct Graph {
  int n = 0;
  std::vector<double> values, weights;
  std::vector<double> x = {}, y = {};
  int hidden = 0;
};

// Spins at places of the plane, joined by bonds that are satisfied or not, and the loops that cannot have all of theirs
// satisfied. Lengths are in units of a bond; y runs downwards.
struct Bonds {
  struct Site {
    double x, y;
    int spin;
  };
  struct Bond {
    int a, b;
    int sign;       // of the coupling
    double dx, dy;  // from a towards b: where the drawing wraps around, b stands elsewhere
  };
  struct Mark {
    double x, y;
  };
  std::vector<Site> sites;
  std::vector<Bond> bonds;
  std::vector<Mark> frustrated;
};

// The state in words: a fixed sentence with {0}, {1}, ... for the numbers, so that it can be translated.
struct Sentence {
  const char* text = "";
  std::vector<double> numbers;
};

// Points of classes on a plane, lines across it, what is said of every place, and what can be dragged. The mouse says where by
// a point of the grid kGrid x kGrid over the window (Poke::index, as Window::at of core/base/plane.h counts), and what by the
// field and the value: "points" moves the point of that number, "erase" takes it away, "paint" adds one of that class, and a
// handle's own key moves the handle (the value is 1).
struct Cloud {
  static constexpr int kGrid = 257;  // so that halves, quarters, ... of the window are on it
  struct Dot {
    double x, y;
    double value;          // the class; of two, anything between 0 and 1 is a mixture
    bool wrong = false;    // has a ring
    bool current = false;  // the one that was looked at last
    bool test = false;     // hollow: not learned from
  };
  enum class Drawn : uint8_t {
    learned,
    truth,  // dashed
    kept    // thin
  };
  // a x + b y + c = 0; class 1 is where it is above 0.
  struct Border {
    double a, b, c;
    const char* label;
    Drawn drawn = Drawn::learned;
  };
  struct Handle {
    double x, y;
    const char* key;     // the poke's field
    const char* label;   // what it does
    int from = -1;       // an arrow from that handle
    bool press = false;  // pressed, not dragged
  };
  double x0 = 0, x1 = 1, y0 = 0, y1 = 1;
  std::vector<std::string> classes = {};  // their names
  std::vector<Dot> points = {};
  std::vector<Border> borders = {};
  std::vector<Handle> handles = {};
  struct Corner {
    double x, y;
  };
  // The chance of class 1 (or of each class, one after the other at each place) at rows x cols places, row 0 at y0. What a
  // sum is short of 1 pales. Empty:
  // the first border says what is where.
  int rows = 0, cols = 0;
  std::vector<double> chances = {};
  double at_0 = 0, at_1 = 1;         // what chances and mixtures of 0 and 1 are called: other numbers where a number is learned
  std::vector<Corner> outline = {};  // a closed line
  bool lamps = false;                // few points, drawn large, that are lit where the first border says class 1
  bool movable = false;              // the points can be dragged
  bool paint = false;                // points can be added and taken away
  Sentence caption = {};
  const char* x_label = "";  // no names: places have no coordinates that one reads
  const char* y_label = "";

  double called(double chance) const { return at_0 + (at_1 - at_0) * chance; }
};

// A layered network: columns of units, each column joined to the next by weights. In a unit stand numbers, each with its letter,
// or a map of what it says of the plane. The mouse says which weight by its number (Poke::index: joint after joint, in each as
// in `weights`) and which bias by the unit's (column after column from the second on); the poke's value is the new one.
struct LayeredNet {
  enum class Flow : uint8_t { still, forward, backward };
  struct Column {
    const char* label = "";
    int units = 0;
    std::vector<const char*> letters = {};  // of the numbers in a unit, one under the other
    std::vector<double> numbers = {};       // units x letters; NaN: not there yet
    int lit = -1;                           // the letter whose numbers this step made
    Flow flow = Flow::still;                // whether it made them on the way forward or back
    std::vector<double> biases = {};        // of its units, if they have any
  };
  // From a column to the next one.
  struct Joint {
    const char* letter = "";
    std::vector<double> weights;           // units there x units here; NaN: joined without a weight
    std::vector<double> slopes = {};       // of the loss by each; empty: not there yet
    std::vector<double> differences = {};  // the same measured by moving the weight, for the eye
    Flow flow = Flow::still;               // numbers run along it in this step
    bool lit = false;                      // this step made the slopes
    bool fixed = false;                    // these weights cannot be changed
  };
  std::vector<Column> columns;
  std::vector<Joint> joints;
  double most = 10;              // a weight is dragged between -most and most
  int64_t step = 0;              // of the run: numbers run anew when it changes
  int side = 0;                  // of the units' maps
  std::vector<float> maps = {};  // unit after unit side x side, from -1 to 1, row 0 below
  Sentence caption = {};
};

// Numbers in rows and columns, for reading.
struct Listing {
  std::vector<std::string> heads;  // of the columns, that of the rows' names first
  std::vector<std::string> rows;
  std::vector<double> cells;        // rows x (heads - 1); NaN: not there yet
  std::vector<uint8_t> quiet = {};  // of each column of cells: in grey
  int decimals = 3;
  int lit_from = 0, lit_to = 0;  // these rows this step made
};

using Shape =
    std::variant<Number, Series, Field, Bars, Line, Surface, Path, Graph, Bonds, Cloud, LayeredNet, Listing, Sentence>;
enum class ShapeKind : uint8_t {
  number,
  series,
  field,
  bars,
  line,
  surface,
  path,
  graph,
  bonds,
  cloud,
  layered_net,
  listing,
  sentence,
  any
};  // its place there

namespace detail {
template <class S, class... All>
constexpr ShapeKind kind_of(const std::variant<All...>*) {
  int at = 0, found = 0;
  ((std::is_same_v<S, All> ? void(found = at) : void(), ++at), ...);
  return ShapeKind(found);
}
}  // namespace detail
template <class S>
inline constexpr ShapeKind kind_of = detail::kind_of<S>(static_cast<const Shape*>(nullptr));

// The number in a Number or a Series, else null.
inline const Number* number_in(const Shape& s) {
  if (const Number* n = std::get_if<Number>(&s)) return n;
  return std::get_if<Series>(&s);
}

// Takes what is published. Nobody needs to publish what is not wanted, except numbers and series.
class Sink {
 public:
  virtual ~Sink() = default;
  virtual void publish(const Name&, Shape) = 0;

  void number(const Name& name, double value, bool known = true) { publish(name, Number{value, known}); }
  void series(const Name& name, double value, bool known = true) { publish(name, Series{{value, known}}); }
  // Whatever costs something to make: `make` makes it, if it is wanted.
  template <class Make>
  void shape(const Name& name, Make make) {
    if (wants(name.key, kind_of<decltype(make())>)) publish(name, make());
  }
  // The state in a sentence; see Sentence.
  void words(const char* sentence, std::span<const double> numbers) {
    shape({"words", "The state in words"}, [&] { return Sentence{sentence, {numbers.begin(), numbers.end()}}; });
  }
  bool wants(std::string_view key) const { return wants(key, ShapeKind::any); }

 private:
  // False: what would be published under this key, a shape of this kind, is not looked at.
  virtual bool wants(std::string_view, ShapeKind) const { return true; }
};

}  // namespace attractor
