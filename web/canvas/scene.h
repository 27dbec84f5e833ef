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
#include "web/canvas/views/layers.h"
#include "web/canvas/views/listing.h"
#include "web/canvas/views/plane.h"
#include "web/canvas/views/scatter.h"
#include "web/canvas/views/surface.h"
#include "web/canvas/views/tables.h"
#include "web/session/lesson.h"
#include "web/session/session.h"

namespace attractor {

// What a model published in this frame, for the panes that asked.
class Published final : public Sink {
 public:
  void publish(const Name& name, Shape shape) override { all_.push_back({name, std::move(shape)}); }
  void ask(std::string key) { asked_.push_back(std::move(key)); }

  // The shape of this kind with this key and its name, or null.
  template <class S>
  const S* find(std::string_view key, const Name** name = nullptr) const {
    for (const auto& [n, shape] : all_)
      if (const S* s = key == n.key ? std::get_if<S>(&shape) : nullptr) {
        if (name) *name = &n;
        return s;
      }
    return nullptr;
  }
  const Number* number(std::string_view key, const Name** name) const;
  Message words() const;  // the state in a sentence

 private:
  bool wants(std::string_view key, ShapeKind) const override;
  std::vector<std::string> asked_;  // keys that some pane needs
  std::vector<std::pair<Name, Shape>> all_;
};

class Scene {
 public:
  FieldPainter painter;
  Brush brush;

  // Begins a frame: asks the model what it shows, for the panes of the lesson. Where all panes are on the screen at once, a
  // legend that would only repeat another one's names and colours is left out.
  void collect(const Session&, bool all_at_once);
  // A poke that is shown and not done yet: where something is while it is dragged. "" for none.
  void preview(std::string key, std::string value);
  // What has no place in a new lesson (zooms, brush) goes.
  void forget();
  const Published& published() const { return published_; }
  // Whether something in a pane moves by itself.
  bool moves() const { return is_running(layers_grip_); }

  // What the user did in a pane in this frame: a stroke on a lattice or a map, a choice in a gallery.
  struct PaneInput {
    std::optional<Stroke> stroke;
    std::optional<CloudStroke> drag;
    GalleryResult gallery;
  };
  // Draws a pane into [min, max], in CSS pixels. Nothing is drawn for a key that the model does not publish.
  PaneInput draw(const DrawContext&, const Session&, const Pane&, ImVec2 min, ImVec2 max);

 private:
  void draw_columns(const DrawContext&, const std::vector<std::string>& keys, ImVec2 min, ImVec2 max);
  std::optional<CloudStroke> draw_tables(const DrawContext&, const std::vector<std::string>& keys, ImVec2 min, ImVec2 max);
  // One field: a lattice, a heat map, a gallery.
  void draw_field(const DrawContext&, const Session&, const Pane&, PaneInput&, ImVec2 min, ImVec2 max);
  void draw_surface(const DrawContext&, const Pane&, PaneInput&, ImVec2 min, ImVec2 max);
  void draw_curve(const DrawContext&, const Session&, const Pane&, ImVec2 min, ImVec2 max);
  // Whether the legend of this plot has a name that no legend of this frame has had, or need not (one
  // pane at a time on the screen, a single trace); remembers its names.
  bool adds_to_legends(const Plot&);
  Published published_;
  uint64_t seen_ = 0, generation_ = 0;  // version and generation of what was collected
  uint64_t collected_ = 0;              // how often
  std::string preview_key_, preview_value_;
  Grip grip_;
  TablesGrip tables_grip_;
  LayersGrip layers_grip_;
  bool all_at_once_ = false;
  std::vector<std::pair<std::string, int>> in_legends_;  // names and colours in this frame's legends
  std::map<std::string, FieldTexture> textures_;
  std::map<std::string, Zoom> zooms_;
  std::map<std::string, Orbit> orbits_;
  int64_t pressed_ = -1;  // grid point under the pointer on the map that is pressed
  std::string pressed_pane_;
};

// "a,b,c" in pieces.
std::vector<std::string> split_keys(std::string_view keys);

}  // namespace attractor
