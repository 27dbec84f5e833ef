#include "web/scene.h"

#include <algorithm>
#include <cmath>

#include "core/num.h"

namespace attractor {

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

void Published::words(const char* sentence, std::span<const double> values) {
  said = {sentence, {}};
  for (double v : values) {
    std::string text = decimal(std::floor(v * 1000 + 0.5) / 1000);
    if (text[0] == '-') text.replace(0, 1, "−");
    said.args.push_back(std::move(text));
  }
}

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
std::span<const double> Published::bars_of(std::string_view key) const {
  for (const Bars& b : all_bars)
    if (b.key == key) return b.values;
  return {};
}
const Published::Theory* Published::theory_of(std::string_view key) const {
  for (const Theory& t : theories)
    if (key == t.name.key) return &t;
  return nullptr;
}

void Scene::collect(const Session& session) {
  if (seen_ == session.version()) return;
  seen_ = session.version();
  published_ = Published();
  const Lesson& lesson = session.lesson();
  auto ask = [&](const Pane& pane) {
    for (std::string& key : split_keys(pane.keys)) published_.asked.push_back(std::move(key));
    if (*pane.theory) published_.asked.emplace_back(pane.theory);
  };
  ask(lesson.stage);
  for (const Pane& p : lesson.side) ask(p);
  for (const Pane& p : lesson.curves) ask(p);
  session.run().machine().show(published_);
}

void Scene::forget() {
  zooms_.clear();
  brush = Brush();
}

bool Scene::has(const Pane& pane) const {
  if (pane.view == View::curve) return true;
  return published_.field_of(split_keys(pane.keys)[0]) != nullptr;
}

Scene::Answer Scene::draw(const Look& look, const Session& session, const Pane& pane, ImVec2 min, ImVec2 max) {
  Answer answer;
  ImGui::PushID(pane.keys);
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const std::vector<std::string> keys = split_keys(pane.keys);
  if (pane.view == View::curve) {
    draw_curve(look, session, pane, min, max);
  } else if (const Published::Picture* p = published_.field_of(keys[0])) {
    FieldTexture& texture = textures_[keys[0]];
    // A fixed field is uploaded once a generation, the others with each version.
    const uint64_t version = p->field.fixed ? session.generation() : session.version();
    const FieldView view{painter, texture, version};
    if (pane.view == View::lattice) {
      answer.stroke = lattice(look, list, view, p->field, brush, min, max);
    } else if (pane.view == View::heatmap) {
      heatmap(look, list, view, textures_[keys[0] + " scale"], p->field, min, max);
    } else {
      const Row* pick = find_row(session.run().model().rows, session.lesson().pick);
      const int chosen = pick ? int(number(*pick, session.run().machine().params())) - 1 : -1;
      const auto bars = keys.size() > 1 ? published_.bars_of(keys[1]) : std::span<const double>();
      answer.gallery = gallery(look, painter, texture, version, p->field, bars, chosen, min, max);
    }
  }
  ImGui::PopID();
  return answer;
}

void Scene::draw_curve(const Look& look, const Session& session, const Pane& pane, ImVec2 min, ImVec2 max) {
  const Curves& curves = session.run().curves();
  Plot plot;
  const Curves::Series* against = *pane.against ? curves.find(pane.against) : nullptr;
  int colour = 0;
  std::string unit;
  if (*pane.theory)
    if (const Published::Theory* t = published_.theory_of(pane.theory); t && !t->x.empty())
      plot.traces.push_back({look.tr(t->name.label), t->x, t->y, 0, true, false});
  for (const std::string& key : split_keys(pane.keys)) {
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
    if (plot.y_label.empty()) {
      plot.y_label = look.tr(s->name.label);
      if (*s->name.unit) plot.y_label += ", " + std::string(look.tr(s->name.unit));
    }
  }
  if (plot.traces.size() > 1) plot.y_label.clear();  // the legend names them
  plot.whole_x = against == nullptr;
  plot.x_label = against ? std::string(look.tr(against->name.label)) +
                               (*against->name.unit ? ", " + std::string(look.tr(against->name.unit)) : "")
                         : std::string(look.tr("Step"));
  curve(look, *ImGui::GetWindowDrawList(), plot, zooms_[pane.keys], min, max);
}

}  // namespace attractor
