// The panes: collects what the model publishes in this frame and hands it to the views.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "web/canvas/theme.h"
#include "web/canvas/views/bars.h"
#include "web/canvas/views/bonds.h"
#include "web/canvas/views/columns.h"
#include "web/canvas/views/curve.h"
#include "web/canvas/views/field.h"
#include "web/canvas/views/gallery.h"
#include "web/canvas/views/graph.h"
#include "web/canvas/views/hinton.h"
#include "web/canvas/views/plane.h"
#include "web/canvas/views/surface.h"
#include "web/session/lesson.h"
#include "web/session/session.h"

namespace attractor {

// What a model published, copied: its pointers are valid only while it shows.
class Published final : public QuietSink {
 public:
  struct Number {
    Name name;
    double value;
    bool known;
  };
  struct Picture {
    Name name;
    Field field;  // points into the copies below
    std::vector<int8_t> i8;
    std::vector<int32_t> i32;
    std::vector<double> f64;
    std::vector<const char*> labels;  // the texts themselves live for ever
  };
  struct Bars {
    Name name;
    std::vector<double> values;
    std::vector<std::string> labels;
  };
  struct Curve {
    Name name;
    std::vector<double> x, y, lo, hi;
    std::string x_label;
    bool theory, points, places;
  };
  struct Land {
    std::string key;
    Relief relief;
    Name name;
    const char *x_label, *y_label;
  };
  struct Way {
    std::string key;
    Trail trail;
  };

  bool wants(std::string_view key) const override;
  void scalar(const Name& n, double v, bool known) override { numbers.push_back({n, v, known}); }
  void field(const Name& n, const Field& f) override;
  void bars(const Name& n, std::span<const double> v, std::span<const std::string> labels) override;
  void line(const Name& n, const Line& l) override;
  void graph(const Name& n, const Graph& g) override;
  void bonds(const Name& n, const BondMap& m) override;
  void surface(const Name& n, const Surface& s) override;
  void path(const Name& n, const Path& p) override;
  void words(const char* s, std::span<const double> v) override;

  const Picture* field_of(std::string_view key) const;
  const Number* number_of(std::string_view key) const;
  const Bars* bars_of(std::string_view key) const;
  const Curve* line_of(std::string_view key) const;
  Land* land_of(std::string_view key);
  const Land* land_of(std::string_view key) const { return const_cast<Published*>(this)->land_of(key); }
  const Trail* trail_of(std::string_view key) const;

  std::vector<std::string> asked;  // keys that some pane needs
  std::vector<Number> numbers;
  std::vector<Picture> fields;
  std::vector<Bars> all_bars;
  std::vector<Curve> lines;
  GraphData net;
  BondData bond_map;
  std::vector<Land> lands;
  std::vector<Way> ways;
  Message said;
};

class Scene {
 public:
  FieldPainter painter;
  Brush brush;

  // Begins a frame: asks the model what it shows, for the panes of the lesson. Where all panes are on the screen at once, a
  // legend that would only repeat another one's names and colours is left out.
  void collect(const Session&, bool all_at_once);
  // What has no place in a new lesson (zooms, brush) goes.
  void forget();
  const Published& published() const { return published_; }

  // A pane in [min, max]. A stroke on a lattice and a choice in a gallery come back.
  struct Answer {
    std::optional<Stroke> stroke;
    GalleryResult gallery;
  };
  Answer draw(const Look&, const Session&, const Pane&, ImVec2 min, ImVec2 max);

 private:
  void draw_land(const Look&, const Pane&, Answer&, ImVec2 min, ImVec2 max);
  void draw_curve(const Look&, const Session&, const Pane&, ImVec2 min, ImVec2 max);
  bool tells_more(const Plot&);
  Published published_;
  uint64_t seen_ = 0, generation_ = 0;  // version and generation of what was collected
  bool all_at_once_ = false;
  std::vector<std::pair<std::string, int>> told_;  // names and colours in this frame's legends
  std::map<std::string, FieldTexture> textures_;
  std::map<std::string, Zoom> zooms_;
  std::map<std::string, Orbit> orbits_;
  int64_t pressed_ = -1;  // grid point under the pointer on the map that is pressed
  std::string pressed_pane_;
};

// "a,b,c" in pieces.
std::vector<std::string> split_keys(std::string_view keys);

}  // namespace attractor
