// The controls card of the page: numbers to read, the rows of the model, seed and brush.
#include <algorithm>
#include <array>

#include "core/base/num.h"
#include "web/canvas/app.h"
#include "web/session/json.h"
#include "web/words/numerals.h"

namespace attractor {
namespace {

constexpr float kPad = 16;

ImVec2 operator+(ImVec2 a, ImVec2 b) { return {a.x + b.x, a.y + b.y}; }

}  // namespace

double App::RateMeter::read(double value, double now) {
  if (value < last_ || now - since_ > 5) rate_ = 0, last_ = value, since_ = now;  // begun anew, or not looked at for long
  if (now - since_ >= 0.5) {
    const double fresh = (value - last_) / (now - since_);
    rate_ = rate_ == 0 ? fresh : rate_ + 0.5 * (fresh - rate_);
    last_ = value, since_ = now;
  }
  return rate_;
}

void App::readout(float width) {
  constexpr float kBetween = 10;  // the two columns
  ImDrawList& list = *ImGui::GetWindowDrawList();
  struct Entry {
    std::string label, value, unit;
  };
  std::vector<Entry> entries;
  float need[2] = {0, 0};  // what the columns' labels are wide in one line
  for (std::string key : split_keys(session_.lesson().numbers)) {
    const bool maybe = key.ends_with('?'), rate = key.ends_with("/s");
    if (maybe || rate) key.resize(key.size() - (maybe ? 1 : 2));
    const Name* name;
    const Number* n = scene_.published().number(key, &name);
    if (!n || (maybe && !n->known)) continue;
    const double shown = rate ? meter_.read(n->value, session_.now()) : n->value;
    const bool known = n->known && (!rate || session_.playing());
    entries.push_back({std::string(ctx_.tr(name->label)) + (rate ? std::string(ctx_.tr("/s")) : ""),
                       known ? short_number(ctx_.lang, shown, rate ? 3 : 4) : "—",
                       known && !rate ? std::string(ctx_.tr(name->unit)) : ""});
    float& wide = need[(entries.size() - 1) % 2];
    wide = std::max(wide, text_size(ctx_, entries.back().label, kSmall).x);
  }
  // In the middle, or off it where that spares a label a second line.
  float second = width / 2;
  if (need[0] + kBetween + need[1] <= width) second = std::clamp(second, need[0] + kBetween, width - need[1]);
  ImVec2 at = ImGui::GetCursorScreenPos();
  for (std::size_t i = 0; i < entries.size(); i += 2) {
    const std::size_t end = std::min(i + 2, entries.size());
    const float room[2] = {second - kBetween, width - second};
    float label_height = 0;
    for (std::size_t k = i; k < end; ++k)
      label_height = std::max(label_height, wrapped_height(ctx_, entries[k].label, kSmall, room[k - i]));
    for (std::size_t k = i; k < end; ++k) {
      const float x = at.x + (k > i ? second : 0);
      draw_label(list, ctx_, {x, at.y}, entries[k].label, kSmall, ctx_.quiet(), room[k - i]);
      const float y = at.y + label_height + 2, end_of_value = x + text_size(ctx_, entries[k].value, kHead, true).x + 4;
      draw_text(list, ctx_, {x, y}, entries[k].value, kHead, ctx_.text(), true);
      if (end_of_value + text_size(ctx_, entries[k].unit, kSmall).x <= x + room[k - i])
        draw_text(list, ctx_, {end_of_value, y + 0.8f * (ctx_.type(kHead) - ctx_.type(kSmall))}, entries[k].unit, kSmall,
                  ctx_.quiet());
    }
    at.y += label_height + ctx_.type(kHead) + 17;
  }
  ImGui::SetCursorScreenPos({at.x, at.y + 4});
}

void App::controls(Area a) {
  draw_card(*ImGui::GetWindowDrawList(), ctx_, a.min, a.max);
  ImGui::SetCursorScreenPos({a.min.x, a.min.y + 4});
  ImGui::BeginChild("controls", {a.width() - 2, a.height() - 8});
  const ImVec2 origin = ImGui::GetCursorScreenPos();
  const float width = a.width() - 2 * kPad - 6;
  ImGui::SetCursorScreenPos(origin + ImVec2{kPad, kPad - 4});
  if (!session_.settings().hidden("numbers")) readout(width);
  const auto rows = session_.run().model().rows;
  auto control = [&](const Row& row) {
    if (session_.settings().hidden(row.key)) return;
    const std::string value = pending_key_ == row.key ? pending_value_ : session_.run().value(row);
    change(row, row_control(ctx_, row, value, session_.preset(row), session_.run().acts(row), width));
  };
  const std::vector<std::string> first = session_.lesson().controls;  // a change may open another lesson
  for (const std::string& key : first)
    if (const Row* row = find_row(rows, key)) control(*row);
  const ImVec2 at = ImGui::GetCursorScreenPos();
  float w = 0;
  if (text_button(ctx_, "more", ctx_.tr(more_ ? "Less" : "More"), at, ctx_.target() - 4, &w)) more_ = !more_;
  ImGui::SetCursorScreenPos({at.x, at.y + ctx_.target() + 10});
  if (more_) {
    for (const Row& row : rows)
      if (std::none_of(first.begin(), first.end(), [&](const std::string& k) { return k == row.key; })) control(row);
    seed_control(width);
    brush_control(width);
  }
  ImGui::Dummy({1, 4});
  end_scrolling(ctx_);
}

void App::seed_control(float width) {
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const std::string seed = std::to_string(session_.run().seed());
  const float size = ctx_.target();
  draw_text(list, ctx_, {at.x, at.y + 8}, ctx_.tr("Seed"), kBody, ctx_.text());
  const float value = text_size(ctx_, seed, kBody, true).x;
  draw_text(list, ctx_, {at.x + width - size - 6 - value, at.y + 8}, seed, kBody, ctx_.accent(), true);
  if (icon_button(ctx_, "dice", Icon::dice, {at.x + width - size, at.y}, size,
                  ctx_.tr("Another seed: other random numbers, from the start")))
    session_.reseed(philox({uint32_t(session_.run().seed()), 0, 0, 0}, 1, 2)[0] % 100000);
  ImGui::SetCursorScreenPos({at.x, at.y + size + 10});
}

void App::brush_control(float width) {
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const ImVec2 at = ImGui::GetCursorScreenPos();
  draw_text(list, ctx_, at, ctx_.tr("Brush"), kBody, ctx_.text());
  static constexpr int kSizes[] = {-1, 0, 1, 3, 8};
  const std::vector<std::string> labels{std::string(ctx_.tr("auto")), "1", "3", "7", "17"};
  int index = 0;
  for (int i = 0; i < 5; ++i)
    if (kSizes[i] == scene_.brush.radius) index = i;
  const float y = at.y + ctx_.type(kBody) + 8;
  if (const int now = segments(ctx_, "brush", labels, index, {at.x, y}, width, ctx_.target() - 4); now >= 0)
    scene_.brush.radius = kSizes[now];
  ImGui::SetCursorScreenPos({at.x, y + ctx_.target() + 10});
}

void App::change(const Row& row, const RowChange& c) {
  if (c.type) ask(row, c);
  if (!c.value) return;
  // A moving slider sends a value now and then; everything else at once.
  if (ImGui::IsMouseDown(0) && (row.kind == Kind::real || row.kind == Kind::integer)) {
    pending_key_ = row.key;
    pending_value_ = *c.value;
  } else {
    session_.set(row.key, *c.value);
  }
}

void App::ask(const Row& row, const RowChange& c) {
  if (!session_.on_event) return;
  JsonObject o;
  o.text("key", row.key).text("label", ctx_.tr(row.label)).text("value", session_.run().value(row));
  o.number("x", c.min.x).number("y", c.min.y).number("w", c.max.x - c.min.x).number("h", c.max.y - c.min.y);
  session_.on_event("edit", o.str());
}

}  // namespace attractor
