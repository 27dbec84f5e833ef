#include "web/canvas/scene.h"

#include <algorithm>
#include <cmath>

#include "core/base/num.h"

namespace attractor {

static std::string axis_label(const DrawContext& ctx, const Name& name) {
  std::string s(ctx.tr(name.label));
  if (*name.unit) s += ", " + std::string(ctx.tr(name.unit));
  return s;
}

std::vector<std::string> split_keys(std::string_view keys) {
  std::vector<std::string> out;
  while (!keys.empty()) {
    const auto comma = keys.find(',');
    out.emplace_back(keys.substr(0, comma));
    keys.remove_prefix(comma == std::string_view::npos ? keys.size() : comma + 1);
  }
  return out;
}

bool Published::wants(std::string_view key, ShapeKind kind) const {
  return kind == ShapeKind::sentence || std::find(asked_.begin(), asked_.end(), key) != asked_.end();
}

const Number* Published::number(std::string_view key, const Name** name) const {
  if (const Number* n = find<Number>(key, name)) return n;
  return find<Series>(key, name);
}

Message Published::words() const {
  const Sentence* w = find<Sentence>("words");
  return w ? with_numbers(w->text, w->numbers) : Message();
}

void Scene::collect(const Session& session, bool all_at_once) {
  all_at_once_ = all_at_once;
  in_legends_.clear();
  if (seen_ == session.version()) return;
  seen_ = session.version();
  ++collected_;
  generation_ = session.generation();
  published_ = Published();
  const Lesson& lesson = session.lesson();
  auto ask = [&](const Pane& pane) {
    for (std::string& key : split_keys(pane.keys)) published_.ask(std::move(key));
    for (std::string& key : split_keys(pane.theory)) published_.ask(std::move(key));
  };
  ask(lesson.stage);
  for (const Pane& p : lesson.side) ask(p);
  for (const Pane& p : lesson.curves) ask(p);
  const Machine& machine = session.run().machine();
  Poke poke;
  if (!read_poke(preview_key_, preview_value_, poke)) return machine.observe(published_);
  const std::unique_ptr<Machine> ahead = machine.clone();
  ahead->poke(poke);
  ahead->observe(published_);
}

void Scene::preview(std::string key, std::string value) {
  if (key == preview_key_ && value == preview_value_) return;
  preview_key_ = std::move(key), preview_value_ = std::move(value);
  seen_ = 0;  // no version is 0
}

void Scene::forget() {
  zooms_.clear();
  orbits_.clear();
  brush = Brush();
  grip_ = Grip();
  tables_grip_ = TablesGrip();
  layers_grip_ = LayersGrip();
  preview("", "");
}

Scene::PaneInput Scene::draw(const DrawContext& ctx, const Session& session, const Pane& pane, ImVec2 min, ImVec2 max) {
  PaneInput input;
  ImGui::PushID(pane.keys.c_str());
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const std::vector<std::string> keys = split_keys(pane.keys);
  if (pane.view == View::curve) {
    draw_curve(ctx, session, pane, min, max);
  } else if (pane.view == View::surface || pane.view == View::plane) {
    draw_surface(ctx, pane, input, min, max);
  } else if (pane.view == View::bars) {
    if (const Bars* b = published_.find<Bars>(keys[0]))
      bars(ctx, {b->values, b->labels, std::string_view(pane.against) == "sorted"}, min, max);
  } else if (pane.view == View::columns) {
    draw_columns(ctx, keys, min, max);
  } else if (pane.view == View::graph) {
    if (const Graph* g = published_.find<Graph>(keys[0])) graph(ctx, list, *g, min, max);
  } else if (pane.view == View::bonds) {
    if (const Bonds* b = published_.find<Bonds>(keys[0])) input.stroke = bonds(ctx, list, *b, min, max);
  } else if (pane.view == View::scatter) {
    if (const Cloud* c = published_.find<Cloud>(keys[0])) input.drag = scatter(ctx, list, *c, grip_, min, max);
  } else if (pane.view == View::tables) {
    input.drag = draw_tables(ctx, keys, min, max);
  } else if (pane.view == View::layers) {
    if (const LayeredNet* l = published_.find<LayeredNet>(keys[0])) input.drag = layers(ctx, list, *l, layers_grip_, min, max);
  } else if (pane.view == View::listing) {
    if (const Listing* t = published_.find<Listing>(keys[0])) listing(ctx, *t, min, max);
  } else if (pane.view == View::hinton) {
    if (const Field* f = published_.find<Field>(keys[0])) hinton(ctx, list, *f, min, max);
  } else {
    draw_field(ctx, session, pane, input, min, max);
  }
  ImGui::PopID();
  return input;
}

void Scene::draw_columns(const DrawContext& ctx, const std::vector<std::string>& keys, ImVec2 min, ImVec2 max) {
  ColumnChart chart;
  const Name* name;
  ColumnSeries* const parts[] = {&chart.bars, &chart.dots, &chart.dashes};
  for (std::size_t k = 0; k < keys.size() && k < 3; ++k)
    if (const Bars* b = published_.find<Bars>(keys[k], &name)) {
      *parts[k] = {ctx.tr(name->label), b->values};
      if (k == 0) chart.labels = b->labels;
    }
  columns(ctx, *ImGui::GetWindowDrawList(), chart, min, max);
}

std::optional<CloudStroke> Scene::draw_tables(const DrawContext& ctx, const std::vector<std::string>& keys, ImVec2 min,
                                              ImVec2 max) {
  std::vector<NumberTable> all;
  const Name* name;
  for (const std::string& key : keys)
    if (const Field* f = published_.find<Field>(key, &name)) all.push_back({key, ctx.tr(name->label), f});
  if (all.empty()) return {};
  return tables(ctx, *ImGui::GetWindowDrawList(), all, tables_grip_, min, max);
}

void Scene::draw_field(const DrawContext& ctx, const Session& session, const Pane& pane, PaneInput& input, ImVec2 min,
                       ImVec2 max) {
  const std::vector<std::string> keys = split_keys(pane.keys);
  const Field* f = published_.find<Field>(keys[0]);
  if (!f) return;
  ImDrawList& list = *ImGui::GetWindowDrawList();
  FieldTexture& texture = textures_[keys[0]];
  // A fixed field is uploaded once a generation, the others with each version: those of what was collected, for a button
  // drawn before this pane may have changed the session since.
  const uint64_t version = f->fixed ? generation_ : collected_;
  const FieldView view{painter, texture, version};
  if (pane.view == View::lattice) {
    input.stroke = lattice(ctx, list, view, *f, brush, min, max);
  } else if (pane.view == View::heatmap) {
    heatmap(ctx, list, view, textures_[keys[0] + " scale"], *f, min, max);
  } else {
    const Row* pick = find_row(session.run().model().rows, session.lesson().pick);
    const int chosen = pick ? int(session.run().machine().number(*pick)) - (pick->kind == Kind::choice ? 0 : 1) : -1;
    const Bars* under = keys.size() > 1 ? published_.find<Bars>(keys[1]) : nullptr;
    const auto values = under ? std::span<const double>(under->values) : std::span<const double>();
    input.gallery = gallery(ctx, painter, texture, version, *f, values, pane.shares, chosen, min, max);
  }
}

void Scene::draw_surface(const DrawContext& ctx, const Pane& pane, PaneInput& input, ImVec2 min, ImVec2 max) {
  const std::vector<std::string> keys = split_keys(pane.keys);
  const Name* name;
  const Surface* data = published_.find<Surface>(keys[0], &name);
  if (!data) return;
  const SurfaceView view(*data, std::string(ctx.tr(data->x_label)), std::string(ctx.tr(data->y_label)), axis_label(ctx, *name));
  const Path* path = keys.size() > 1 ? published_.find<Path>(keys[1]) : nullptr;
  ImDrawList& list = *ImGui::GetWindowDrawList();
  if (pane.view == View::surface) {
    surface(ctx, list, view, path, orbits_["all"], min, max);  // landscapes side by side turn together
    return;
  }
  int64_t none = -1;
  int64_t& last = pressed_pane_ == pane.keys || pressed_ < 0 ? pressed_ : none;
  input.stroke = plane(ctx, list, view, path, last, min, max);
  if (input.stroke) pressed_pane_ = pane.keys;
}

bool Scene::adds_to_legends(const Plot& plot) {
  if (plot.traces.size() < 2 || !all_at_once_) return true;
  bool more = false;
  for (const Trace& t : plot.traces) {
    const std::pair<std::string, int> entry{t.label, 4 * t.colour + 2 * t.dashed + t.dots};
    if (std::find(in_legends_.begin(), in_legends_.end(), entry) != in_legends_.end()) continue;
    more = true;
    in_legends_.push_back(entry);
  }
  return more;
}

void Scene::draw_curve(const DrawContext& ctx, const Session& session, const Pane& pane, ImVec2 min, ImVec2 max) {
  const Curves& curves = session.run().curves();
  Plot plot;
  const Curves::Series* against = !pane.against.empty() ? curves.find(pane.against) : nullptr;
  int colour = 0;
  std::string x_label(ctx.tr("Step"));
  if (against) x_label = axis_label(ctx, against->name);
  auto add_line = [&](const std::string& key) {
    const Name* name;
    const Line* l = published_.find<Line>(key, &name);
    if (!l) return false;
    const bool theory = l->drawn == Line::Drawn::theory;
    const int own = theory ? 0 : colour++;  // also before there is anything to draw, so that the others keep theirs
    if (l->x.empty()) return true;
    plot.traces.push_back({ctx.tr(name->label), l->x, l->y, own, theory, l->drawn == Line::Drawn::points, l->lo, l->hi,
                           l->drawn == Line::Drawn::places});
    if (*l->x_label) x_label = ctx.tr(l->x_label);
    if (plot.y_label.empty()) plot.y_label = axis_label(ctx, *name);
    return true;
  };
  for (const std::string& key : split_keys(pane.theory)) add_line(key);
  for (const std::string& key : split_keys(pane.keys)) {
    if (add_line(key)) continue;
    const Curves::Series* s = curves.find(key);
    if (!s) continue;
    Trace t;
    t.label = ctx.tr(s->name.label);
    t.colour = colour++;
    t.dots = against != nullptr;
    t.y = s->values;
    if (against) t.x = against->values;
    else t.x.assign(curves.steps.begin(), curves.steps.end());
    plot.traces.push_back(std::move(t));
    if (plot.y_label.empty()) plot.y_label = axis_label(ctx, s->name);
  }
  if (plot.traces.size() > 1 || plot.y_label == ctx.tr(pane.title)) plot.y_label.clear();  // the legend names them; the title
  plot.x_label = x_label;
  plot.whole_x = x_label == ctx.tr("Step");
  plot.legend = adds_to_legends(plot);
  curve(ctx, *ImGui::GetWindowDrawList(), plot, zooms_[pane.keys], min, max);
}

}  // namespace attractor
