#include "web/canvas/scene.h"

#include <algorithm>
#include <cmath>

#include "core/base/num.h"

namespace attractor {

static std::string axis_label(const Look& look, const Name& name) {
  std::string s(look.tr(name.label));
  if (*name.unit) s += ", " + std::string(look.tr(name.unit));
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

bool Published::wants(std::string_view key) const { return std::find(asked.begin(), asked.end(), key) != asked.end(); }

void Published::words(const char* sentence, std::span<const double> values) { said = with_numbers(sentence, values); }

const Published::Picture* Published::field_of(std::string_view key) const {
  for (const Picture& p : fields)
    if (key == p.name.key) return &p;
  return nullptr;
}
const Published::Number* Published::number_of(std::string_view key) const {
  for (const Number& n : numbers)
    if (key == n.name.key) return &n;
  return nullptr;
}
const Published::Bars* Published::bars_of(std::string_view key) const {
  for (const Bars& b : all_bars)
    if (key == b.name.key) return &b;
  return nullptr;
}
const Published::Curve* Published::line_of(std::string_view key) const {
  for (const Curve& l : lines)
    if (key == l.name.key) return &l;
  return nullptr;
}

void Published::field(const Name& n, const Field& f) {
  Picture p{n, f, {}, {}, {}, {}};
  if (f.i8) p.i8.assign(f.i8, f.i8 + f.size());
  if (f.i32) p.i32.assign(f.i32, f.i32 + f.size());
  if (f.f64) p.f64.assign(f.f64, f.f64 + f.size());
  if (f.labels) p.labels.assign(f.labels, f.labels + f.label_count());
  fields.push_back(std::move(p));
  Picture& kept = fields.back();
  kept.field.i8 = f.i8 ? kept.i8.data() : nullptr;
  kept.field.i32 = f.i32 ? kept.i32.data() : nullptr;
  kept.field.f64 = f.f64 ? kept.f64.data() : nullptr;
  kept.field.labels = f.labels ? kept.labels.data() : nullptr;
}

void Published::bars(const Name& n, std::span<const double> v, std::span<const std::string> labels) {
  all_bars.push_back({n, {v.begin(), v.end()}, {labels.begin(), labels.end()}});
}

void Published::graph(const Name&, const Graph& g) {
  const auto n = std::size_t(g.n);
  net = {g.n, {g.values, g.values + n}, {g.weights, g.weights + n * n}, {}, {}, g.hidden};
  if (g.x) net.x.assign(g.x, g.x + n), net.y.assign(g.y, g.y + n);
}

void Published::bonds(const Name&, const BondMap& m) {
  bond_map = {{m.sites.begin(), m.sites.end()}, {m.bonds.begin(), m.bonds.end()}, {m.frustrated.begin(), m.frustrated.end()}};
}

void Published::line(const Name& n, const Line& l) {
  Curve c{n, {l.x, l.x + l.count}, {l.y, l.y + l.count}, {}, {}, l.x_label, l.theory, l.points, l.places};
  if (l.lo) c.lo.assign(l.lo, l.lo + l.count);
  if (l.hi) c.hi.assign(l.hi, l.hi + l.count);
  lines.push_back(std::move(c));
}

void Published::surface(const Name& n, const Surface& s) {
  if (!wants(n.key)) return;
  const auto size = std::size_t(s.rows) * std::size_t(s.cols);
  Land l{n.key, {s.rows, s.cols, s.x0, s.x1, s.y0, s.y1, {s.z, s.z + size}, {}, {}, {}, {}, {}}, n, s.x_label, s.y_label};
  if (s.flow_x) l.relief.flow_x.assign(s.flow_x, s.flow_x + size);
  if (s.flow_y) l.relief.flow_y.assign(s.flow_y, s.flow_y + size);
  l.relief.measure();
  lands.push_back(std::move(l));
}

void Published::path(const Name& n, const Path& p) {
  if (!wants(n.key)) return;
  Way w{n.key, {{p.x, p.x + p.count}, {p.y, p.y + p.count}, {}}};
  if (p.z) w.trail.z.assign(p.z, p.z + p.count);
  ways.push_back(std::move(w));
}

Published::Land* Published::land_of(std::string_view key) {
  for (Land& l : lands)
    if (l.key == key) return &l;
  return nullptr;
}
const Trail* Published::trail_of(std::string_view key) const {
  for (const Way& w : ways)
    if (w.key == key) return &w.trail;
  return nullptr;
}

void Scene::collect(const Session& session, bool all_at_once) {
  all_at_once_ = all_at_once;
  told_.clear();
  if (seen_ == session.version()) return;
  seen_ = session.version();
  generation_ = session.generation();
  published_ = Published();
  const Lesson& lesson = session.lesson();
  auto ask = [&](const Pane& pane) {
    for (std::string& key : split_keys(pane.keys)) published_.asked.push_back(std::move(key));
    for (std::string& key : split_keys(pane.theory)) published_.asked.push_back(std::move(key));
  };
  ask(lesson.stage);
  for (const Pane& p : lesson.side) ask(p);
  for (const Pane& p : lesson.curves) ask(p);
  session.run().machine().observe(published_);
}

void Scene::forget() {
  zooms_.clear();
  orbits_.clear();
  brush = Brush();
}

Scene::Answer Scene::draw(const Look& look, const Session& session, const Pane& pane, ImVec2 min, ImVec2 max) {
  Answer answer;
  ImGui::PushID(pane.keys.c_str());
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const std::vector<std::string> keys = split_keys(pane.keys);
  if (pane.view == View::curve) {
    draw_curve(look, session, pane, min, max);
  } else if (pane.view == View::surface || pane.view == View::plane) {
    draw_land(look, pane, answer, min, max);
  } else if (pane.view == View::bars) {
    if (const Published::Bars* b = published_.bars_of(keys[0]))
      bars(look, {b->values, b->labels, std::string_view(pane.against) == "sorted"}, min, max);
  } else if (pane.view == View::columns) {
    ColumnChart chart;
    ColumnSeries* const parts[] = {&chart.bars, &chart.dots, &chart.dashes};
    for (std::size_t k = 0; k < keys.size() && k < 3; ++k)
      if (const Published::Bars* b = published_.bars_of(keys[k])) {
        *parts[k] = {look.tr(b->name.label), b->values};
        if (k == 0) chart.labels = b->labels;
      }
    columns(look, list, chart, min, max);
  } else if (pane.view == View::graph) {
    if (published_.net.n > 0) graph(look, list, published_.net, min, max);
  } else if (pane.view == View::bonds) {
    answer.stroke = bonds(look, list, published_.bond_map, min, max);
  } else if (pane.view == View::hinton) {
    if (const Published::Picture* p = published_.field_of(keys[0])) hinton(look, list, p->field, min, max);
  } else if (const Published::Picture* p = published_.field_of(keys[0])) {
    FieldTexture& texture = textures_[keys[0]];
    // A fixed field is uploaded once a generation, the others with each version: those of what was collected, for a button
    // drawn before this pane may have changed the session since.
    const uint64_t version = p->field.fixed ? generation_ : seen_;
    const FieldView view{painter, texture, version};
    if (pane.view == View::lattice) {
      answer.stroke = lattice(look, list, view, p->field, brush, min, max);
    } else if (pane.view == View::heatmap) {
      heatmap(look, list, view, textures_[keys[0] + " scale"], p->field, min, max);
    } else {
      const Row* pick = find_row(session.run().model().rows, session.lesson().pick);
      const int chosen = pick ? int(session.run().machine().number(*pick)) - 1 : -1;
      const Published::Bars* under = keys.size() > 1 ? published_.bars_of(keys[1]) : nullptr;
      const auto values = under ? std::span<const double>(under->values) : std::span<const double>();
      answer.gallery = gallery(look, painter, texture, version, p->field, values, pane.shares, chosen, min, max);
    }
  }
  ImGui::PopID();
  return answer;
}

void Scene::draw_land(const Look& look, const Pane& pane, Answer& answer, ImVec2 min, ImVec2 max) {
  const std::vector<std::string> keys = split_keys(pane.keys);
  Published::Land* land = published_.land_of(keys[0]);
  if (!land) return;
  land->relief.x_label = look.tr(land->x_label);  // the language may have changed since it was published
  land->relief.y_label = look.tr(land->y_label);
  land->relief.z_label = axis_label(look, land->name);
  const Trail* trail = keys.size() > 1 ? published_.trail_of(keys[1]) : nullptr;
  ImDrawList& list = *ImGui::GetWindowDrawList();
  if (pane.view == View::surface) {
    surface(look, list, land->relief, trail, orbits_["all"], min, max);  // landscapes side by side turn together
    return;
  }
  int64_t none = -1;
  int64_t& last = pressed_pane_ == pane.keys || pressed_ < 0 ? pressed_ : none;
  answer.stroke = plane(look, list, land->relief, trail, last, min, max);
  if (answer.stroke) pressed_pane_ = pane.keys;
}

bool Scene::tells_more(const Plot& plot) {
  if (plot.traces.size() < 2 || !all_at_once_) return true;
  bool more = false;
  for (const Trace& t : plot.traces) {
    const std::pair<std::string, int> entry{t.label, 4 * t.colour + 2 * t.dashed + t.dots};
    if (std::find(told_.begin(), told_.end(), entry) != told_.end()) continue;
    more = true;
    told_.push_back(entry);
  }
  return more;
}

void Scene::draw_curve(const Look& look, const Session& session, const Pane& pane, ImVec2 min, ImVec2 max) {
  const Curves& curves = session.run().curves();
  Plot plot;
  const Curves::Series* against = !pane.against.empty() ? curves.find(pane.against) : nullptr;
  int colour = 0;
  std::string x_label(look.tr("Step"));
  if (against) x_label = axis_label(look, against->name);
  auto add_line = [&](const Published::Curve& l) {
    if (l.x.empty()) {  // its colour stays its own, so that the others do not change when it comes
      if (!l.theory) ++colour;
      return;
    }
    plot.traces.push_back({look.tr(l.name.label), l.x, l.y, l.theory ? 0 : colour++, l.theory, l.points, l.lo, l.hi, l.places});
    if (!l.x_label.empty()) x_label = look.tr(l.x_label);
    if (plot.y_label.empty()) plot.y_label = axis_label(look, l.name);
  };
  for (const std::string& key : split_keys(pane.theory))
    if (const Published::Curve* l = published_.line_of(key)) add_line(*l);
  for (const std::string& key : split_keys(pane.keys)) {
    if (const Published::Curve* l = published_.line_of(key)) {
      add_line(*l);
      continue;
    }
    const Curves::Series* s = curves.find(key);
    if (!s) continue;
    Trace t;
    t.label = look.tr(s->name.label);
    t.colour = colour++;
    t.dots = against != nullptr;
    t.y = s->values;
    if (against) t.x = against->values;
    else t.x.assign(curves.steps.begin(), curves.steps.end());
    plot.traces.push_back(std::move(t));
    if (plot.y_label.empty()) plot.y_label = axis_label(look, s->name);
  }
  if (plot.traces.size() > 1 || plot.y_label == look.tr(pane.title)) plot.y_label.clear();  // the legend names them; the title
  plot.x_label = x_label;
  plot.whole_x = x_label == look.tr("Step");
  plot.legend = tells_more(plot);
  curve(look, *ImGui::GetWindowDrawList(), plot, zooms_[pane.keys], min, max);
}

}  // namespace attractor
