// The transport bar: play, step, reset, the step and the hash of the state, speed, scrubbing.
#include <algorithm>
#include <cmath>

#include "core/base/num.h"
#include "web/canvas/app.h"
#include "web/words/numerals.h"

namespace attractor {
namespace {

double two_digits(double x) {
  const double unit = std::pow(10.0, std::floor(std::log10(x)) - 1);
  return std::round(x / unit) * unit;
}

}  // namespace

void App::transport(Area a, bool compact) {
  ImDrawList& list = *ImGui::GetWindowDrawList();
  draw_card(list, ctx_, a.min, a.max);
  const float size = ctx_.target(), y = a.min.y + (a.height() - size) / 2;
  float x = a.min.x + 8;
  auto button = [&](const char* id, Icon icon, const char* tip, bool enabled = true, bool primary = false) {
    const bool pressed = icon_button(ctx_, id, icon, {x, y}, size, ctx_.tr(tip), enabled, primary);
    x += size + 4;
    return pressed;
  };
  const Run& run = session_.run();
  if (button("play", session_.playing() ? Icon::pause : Icon::play, session_.playing() ? "Pause (space)" : "Play (space)", true,
             true))
    session_.play(!session_.playing());
  if (button("back", Icon::back, "One step back (left arrow)", run.step() > 0)) session_.step(-1);
  if (button("step", Icon::step, "One step (right arrow)")) session_.step(1);
  if (button("reset", Icon::reset, "Back to the start (R)", run.step() > 0 || !run.events().empty())) session_.reset();

  // On the right: the step, in a place of fixed width, and the hash of the state when it rests.
  float right = a.max.x - 8;
  if (icon_button(ctx_, "link", Icon::link, {right - size, y}, size, ctx_.tr("Copy the link of what is on the screen")) &&
      session_.on_event)
    session_.on_event("copy", {});
  right -= size + 8;
  const std::string step = short_number(ctx_.lang, double(run.step()), 9);
  const float width = text_size(ctx_, "0000000", kHead, true).x;
  const float text_y = a.min.y + (a.height() - ctx_.type(kHead)) / 2;
  draw_text(list, ctx_, {right - text_size(ctx_, step, kHead, true).x, text_y}, step, kHead, ctx_.text(), true);
  right -= std::max(width, text_size(ctx_, step, kHead, true).x) + 8;
  if (!compact) {
    const std::string_view label = ctx_.tr("step");
    draw_text(list, ctx_, {right - text_size(ctx_, label, kSmall).x, text_y + ctx_.type(2.5f)}, label, kSmall, ctx_.quiet());
    right -= text_size(ctx_, label, kSmall).x + 16;
    const float hash_width = text_size(ctx_, "00000000", kSmall).x;
    if (!session_.busy()) {
      const bool proved = session_.replay() == Replay::reproduced, broken = session_.replay() == Replay::differs;
      const ImU32 colour = proved ? ctx_.good() : broken ? ctx_.bad() : ctx_.quiet();
      draw_text(list, ctx_, {right - hash_width, text_y + ctx_.type(2.5f)}, session_.hash(), kSmall, colour);
      ImGui::SetCursorScreenPos({right - hash_width, y});
      ImGui::InvisibleButton("hash", {hash_width, size});
      tooltip(ctx_,
              ctx_.tr("Hash of the state: the link carries it, and whoever opens the link sees whether it comes out the same"));
    }
    right -= hash_width + 20;
  }
  if (compact) return;
  const float room = right - x;
  const float speed_width = std::clamp(room * 0.38f, 130.0f, 220.0f);
  speed_control({{x + 8, a.min.y}, {x + speed_width, a.max.y}});
  if (room - speed_width > 80) scrub({{x + speed_width + 24, a.min.y}, {right, a.max.y}});
}

void App::speed_control(Area a) {
  ImDrawList& list = *ImGui::GetWindowDrawList();
  // 1 to 10,000 steps a second.
  float t = float(std::log10(std::clamp(session_.settings().speed, 1.0, 1e4)) / 4);
  const std::string label = short_number(ctx_.lang, session_.settings().speed, 3) + std::string(ctx_.tr("/s"));
  const float w = text_size(ctx_, "10000/s ", kSmall).x;
  const float y = a.min.y + (a.height() - ctx_.type(kSmall)) / 2;
  if (slider(ctx_, "speed", a.min, a.width() - w - 8, a.height(), t)) {
    session_.set("speed", decimal(two_digits(std::pow(10.0, 4.0 * double(t)))));
  }
  tooltip(ctx_, ctx_.tr("Speed: steps per second, as far as the machine keeps up"));
  draw_text(list, ctx_, {a.max.x - w, y}, label, kSmall, ctx_.quiet());
}

void App::scrub(Area a) {
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const Run& run = session_.run();
  const double last = std::max<double>(1, double(std::max(run.farthest(), session_.target())));
  const float r = 7, left = a.min.x + r, right = a.max.x - r, y = std::round((a.min.y + a.max.y) / 2);
  ImGui::SetCursorScreenPos(a.min);
  ImGui::InvisibleButton("scrub", {a.width(), a.height()});
  if (ImGui::IsItemActive() && run.farthest() > 0) {
    const double t = std::clamp(double((ImGui::GetMousePos().x - left) / (right - left)), 0.0, 1.0);
    const auto to = int64_t(std::floor(t * double(run.farthest()) + 0.5));
    if (session_.playing()) session_.play(false);
    if (to != session_.target()) session_.seek(to);
  }
  tooltip(ctx_, ctx_.tr("Go to a step that was already seen; the ticks are your changes"));
  const float x = left + float(double(run.step()) / last) * (right - left);
  list.AddRectFilled({left, y - 2}, {right, y + 2}, ctx_.hairline(), 2);
  list.AddRectFilled({left, y - 2}, {x, y + 2}, ctx_.quiet(), 2);
  for (const Event& e : run.events()) {
    const float at = left + float(double(e.step) / last) * (right - left);
    list.AddLine({at, y - 7}, {at, y + 7}, ctx_.accent(), ctx_.line(1.5f));
  }
  list.AddCircleFilled({x, y}, r, ctx_.card(), 24);
  list.AddCircle({x, y}, r, ctx_.quiet(), 24, 2);
}

}  // namespace attractor
