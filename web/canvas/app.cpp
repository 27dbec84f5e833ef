// The page: what stands where at each size and in each mode.
#include "web/canvas/app.h"

#include <algorithm>
#include <cmath>

#include "core/base/num.h"

namespace attractor {
namespace {

constexpr float kGap = 12;
constexpr float kSideOfNetwork = 490;
constexpr float kLeastWithPlots = 330;
constexpr float kSideWidth = 520;  // from here on the side pane stands beside the stage
// Seconds between the values that a moving slider sends. Each is an event of the link for ever, so a drag sends its first few at
// once and then fewer: a long one makes no more than three a second.
constexpr double kCommitEvery = 0.08, kCommitRarely = 0.35;
constexpr int kCommitQuick = 4;  // values before the time between them doubles

// A landscape names itself by the axis of its heights.
bool is_landscape(View v) { return v == View::surface || v == View::plane; }
// What is not a picture of something needs its name.
bool needs_title(View v) {
  return v == View::curve || v == View::columns || v == View::bars || v == View::heatmap || v == View::hinton;
}
bool needs_room(View v) { return v == View::gallery || v == View::columns || is_landscape(v); }

ImVec2 operator+(ImVec2 a, ImVec2 b) { return {a.x + b.x, a.y + b.y}; }

}  // namespace

App::Area App::Area::cut_top(float h) {
  const Area piece{min, {max.x, min.y + h}};
  min.y += h;
  return piece;
}
App::Area App::Area::cut_bottom(float h) {
  const Area piece{{min.x, max.y - h}, max};
  max.y -= h;
  return piece;
}
App::Area App::Area::cut_right(float w) {
  const Area piece{{max.x - w, min.y}, max};
  max.x -= w;
  return piece;
}

App::App(const Library& library) : session_(library) {}

bool App::needs_frames(double now) const { return session_.needs_frames(now) || scene_.moves() || !pending_key_.empty(); }

void App::commit(double now) {
  const bool held = ImGui::IsMouseDown(0);
  const double wait = std::min(kCommitRarely, kCommitEvery * std::pow(2.0, dragged_ / kCommitQuick));
  if (!pending_key_.empty() && (now - committed_ > wait || !held)) {
    session_.set(pending_key_, pending_value_);
    pending_key_.clear();
    committed_ = now;
    ++dragged_;
  }
  if (!held) dragged_ = 0, scene_.preview("", "");
}

// What is dragged is seen at every place, and as rarely as a slider's value an event.
void App::drag(const CloudStroke& s) {
  std::string key = s.field + "." + std::to_string(s.index), value = decimal(s.value);
  if (s.whole) {
    if (!pending_key_.empty()) session_.set(pending_key_, pending_value_);
    pending_key_.clear();
    session_.set(key, value);
    return scene_.preview("", "");
  }
  scene_.preview(key, value);
  pending_key_ = std::move(key), pending_value_ = std::move(value);
}

void App::frame(double seconds, double now, float width, float height) {
  ctx_.lang = session_.settings().lang;
  ctx_.calm = session_.settings().calm;
  if (ctx_.theme != session_.settings().theme) {
    ctx_.theme = session_.settings().theme;
    apply_style(ctx_);
  }
  const ImGuiIO& io = ImGui::GetIO();
  if (ImGui::IsMouseClicked(0)) ctx_.touch = io.MouseSource == ImGuiMouseSource_TouchScreen;
  commit(now);
  if (session_.replay() != Replay::running) session_.work(seconds, now);  // a replay works between the frames (main.cpp)
  const bool spacious = width >= 760 * ctx_.tokens().type;
  scene_.collect(session_, spacious);

  ImGui::SetNextWindowPos({0, 0});
  ImGui::SetNextWindowSize({width, height});
  ImGui::Begin("page", nullptr,
               ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoSavedSettings |
                   ImGuiWindowFlags_NoNav | ImGuiWindowFlags_NoBringToFrontOnFocus | ImGuiWindowFlags_NoScrollWithMouse);
  Area all{{0, 0}, {width, height}};
  if (session_.settings().mode == Mode::none) {
    stage(all, false);
  } else if (session_.settings().mode == Mode::min) {
    Area bar = all.cut_bottom(ctx_.target() + 12);
    stage(all.inset(4), false);
    state_line(bar, true);
  } else if (spacious) {
    wide(all.inset(kGap));
  } else {
    narrow(all.inset(8));
  }
  notices(Area{{0, 0}, {width, height}});
  ImGui::End();
}

void App::wide(Area a) {
  if (!session_.settings().hidden("transport")) {
    transport(a.cut_top(ctx_.target() + 16), false);
    a.cut_top(kGap);
  }
  if (!session_.settings().hidden("controls")) {
    controls(a.cut_right(std::clamp(a.width() * 0.27f, ctx_.type(288), ctx_.type(340))));
    a.cut_right(kGap);
  }
  const bool square = session_.lesson().stage.view == View::scatter, network = session_.lesson().stage.view == View::layers;
  // A network needs its height, as a plane does: on a phone that lies on its side it has all of it.
  const bool plots = !session_.settings().hidden("curves") && !session_.lesson().curves.empty() &&
                     !(square && a.height() < 280) && !(network && a.height() < ctx_.type(kLeastWithPlots));
  Stack stack = Stack::row;
  Area around{};
  if (plots) {
    // Beside the stage where that leaves it larger than below.
    const float column = std::clamp(a.width() * 0.32f, ctx_.type(300), ctx_.type(520)),
                row = std::clamp(a.height() * 0.32f, 170.0f, 340.0f);
    const float side =
        session_.lesson().side.empty() && !network ? 1.0f : 1.9f;  // what the stage's content is wide, in heights
    const float head = square ? 90.0f : 0.0f;                      // what stands above and below it
    const bool beside =
        std::min((a.width() - column) / side, a.height() - head) > std::min(a.width() / side, a.height() - row - head);
    if (beside) {
      stack = Stack::column;
      around = a.cut_right(column);
      a.cut_right(kGap);
    } else {
      around = a.cut_bottom(row);
      a.cut_bottom(kGap);
    }
  }
  stage(a, true);  // before the curves: its legends come first
  if (plots) curves(around, stack, session_.lesson().curves);
}

void App::narrow(Area a) {
  transport(a.cut_top(ctx_.target() + 12), true);
  const Area second_row = a.cut_top(ctx_.target());  // what the first one has no room for: speed and scrubbing
  const float middle = second_row.min.x + second_row.width() * 0.45f;
  speed_control({{second_row.min.x + 4, second_row.min.y}, {middle, second_row.max.y}});
  scrub({{middle + 12, second_row.min.y}, {second_row.max.x - 4, second_row.max.y}});
  a.cut_top(2);
  std::vector<Pane> apart;  // of the side panes, those that do not fit beside the stage: the first gets a tab, the others go
  std::size_t beside = 0;   // with the curves
  for (const Pane& p : session_.lesson().side) {
    if (stands_beside(p, a.width() - 2 * kGap, true)) ++beside;
    else apart.push_back(p);
  }
  // A square for the stage, or as many smaller ones side by side as there are panes, with their titles.
  const float square = beside > 0 ? a.width() / float(beside + 1) + ctx_.type(kBody) + 10 : a.width();
  stage(a.cut_top(std::min(square + ctx_.type(kSmall) * 3 + 6, a.height() * 0.56f)), true);
  a.cut_top(8);
  std::vector<std::string> tabs{std::string(ctx_.tr("Controls")), std::string(ctx_.tr("Curves"))};
  if (!apart.empty())
    tabs.emplace_back(
        ctx_.tr(apart[0].view == View::gallery && session_.lesson().stage.view != View::scatter ? "Pictures" : apart[0].title));
  const Area bar = a.cut_top(ctx_.target());
  const int wish =
      session_.lesson().stage.view == View::scatter && !apart.empty() ? 2 : 0;  // what belongs to a plane is looked at, too
  int tab = std::min(tab_ < 0 ? wish : tab_, int(tabs.size()) - 1);
  if (const int t = segments(ctx_, "tabs", tabs, tab, bar.min, bar.width(), bar.height()); t >= 0) tab = tab_ = t;
  a.cut_top(8);
  if (tab == 1) {
    std::vector<Pane> all(session_.lesson().curves.begin(), session_.lesson().curves.end());
    if (apart.size() > 1) all.insert(all.end(), apart.begin() + 1, apart.end());
    curves(a, Stack::scroll, all);
  } else if (tab == 2 && !apart.empty()) {
    draw_card(*ImGui::GetWindowDrawList(), ctx_, a.min, a.max);
    pane(apart[0], a.inset(kGap), false);
  } else {
    controls(a);
  }
}

bool App::stands_beside(const Pane& pane, float width, bool framed) const {
  const float least = session_.lesson().stage.view == View::layers ? kSideOfNetwork : kSideWidth;
  if (width > least) return framed || !needs_room(pane.view);
  return pane.view == View::lattice && session_.lesson().stage.view == View::lattice;  // two states to compare
}

void App::stage(Area a, bool framed) {
  const Lesson& lesson = session_.lesson();
  if (framed) {
    draw_card(*ImGui::GetWindowDrawList(), ctx_, a.min, a.max);
    a = a.inset(kGap);
    state_line(a.cut_bottom(a.width() < 480 ? ctx_.type(kSmall) * 3 : ctx_.type(kBody) + 10), false);
    a.cut_bottom(4);
  }
  stage_[0] = a.min.x, stage_[1] = a.min.y, stage_[2] = a.width(), stage_[3] = a.height();
  // A plane is square: a low frame leaves room beside it, a high one below.
  const bool is_plane = lesson.stage.view == View::scatter, square = framed && is_plane;
  auto beside = [&](const Pane& p) {
    if (is_plane && !framed) return false;  // it is the control: in a slide it has all the room
    return stands_beside(p, a.width(), framed) || (square && a.width() > std::max(0.8f * kSideWidth, a.height() / 0.6f));
  };
  float n = 0;
  for (const Pane& p : lesson.side) n += beside(p) ? 1.0f : 0.0f;
  Area rest = a;
  const float below = a.height() - a.width() - ctx_.type(kBody) * 3;
  if (lesson.stage.view == View::layers && framed && n == 0 && lesson.side.size() == 1 && a.height() > 1.25f * a.width()) {
    pane(lesson.side[0], rest.cut_bottom(a.height() * 0.5f), true);  // a tablet held upright
    rest.cut_bottom(kGap);
  } else if (square && n == 0 && !lesson.side.empty() && below > 40) {
    const bool two = lesson.side[0].view == View::scatter;  // two planes share the height
    Area piece = rest.cut_bottom(std::max(below, two ? a.height() * 0.45f : ctx_.type(kBody) * 13));
    piece.cut_top(kGap);
    pane(lesson.side[0], piece, true);
  }
  for (std::size_t i = lesson.side.size(); i-- > 0;) {
    const Pane& pane = lesson.side[i];
    if (!beside(pane)) continue;
    Area piece = rest.cut_right(pane.view == View::gallery ? a.width() * 0.46f : (a.width() - kGap * n) / (n + 1));
    rest.cut_right(kGap);
    this->pane(pane, piece, true);
  }
  this->pane(lesson.stage, rest,
             needs_title(lesson.stage.view) || (n > 0 && !is_plane && lesson.side[0].view != View::gallery));
  if (session_.replay() == Replay::running) replay_bar(a);
}

void App::title(const Pane& pane, ImVec2 at, float width) const {
  const std::string_view text = ctx_.tr(pane.title);
  const float size = text_size(ctx_, text, kBody, true).x > width ? kSmall : kBody;
  draw_text(*ImGui::GetWindowDrawList(), ctx_, at, text, size, ctx_.text(), true, width);
}

void App::pane(const Pane& pane, Area a, bool titled) {
  const bool stores = pane.view == View::gallery && std::string_view(pane.keys).substr(0, 8) == "patterns" &&
                      find_row(session_.run().model().rows, "patterns");
  if (stores) {
    gallery_tools(a.cut_top(ctx_.target()));
    a.cut_top(8);
  } else if ((titled && !is_landscape(pane.view)) ||
             (pane.view == View::gallery && session_.lesson().stage.view != View::scatter)) {
    title(pane, a.min, a.width());
    a.cut_top(ctx_.type(kBody) + 10);
  }
  const auto input = scene_.draw(ctx_, session_, pane, a.min, a.max);
  if (input.stroke) {
    std::string key = split_keys(pane.keys)[0] + "." + std::to_string(input.stroke->index);
    if (input.stroke->radius > 0) key += "." + std::to_string(input.stroke->radius);
    session_.set(key, input.stroke->value > 0 ? "1" : "-1");
  }
  if (input.drag) drag(*input.drag);
  if (input.gallery.picked >= 0)
    if (const Row* row = find_row(session_.run().model().rows, session_.lesson().pick))
      session_.set(row->key, row->kind == Kind::choice && input.gallery.picked < std::ssize(row->choices)
                                 ? row->choices[std::size_t(input.gallery.picked)].key
                                 : std::to_string(input.gallery.picked + 1));
  if (input.gallery.removed >= 0) session_.remove_picture(std::to_string(input.gallery.removed));
}

void App::gallery_tools(Area a) {
  float x = a.min.x, w = 0;
  const float h = ctx_.target() - 4;
  if (text_button(ctx_, "store", ctx_.tr("Store"), {x, a.min.y}, h, &w)) session_.store_state();
  tooltip(ctx_, ctx_.tr("Stores the picture on the stage as one more memory: draw there first"));
  x += w + 8;
  if (text_button(ctx_, "add", ctx_.tr("Add…"), {x, a.min.y}, h, &w) && session_.on_event) session_.on_event("pictures", {});
  tooltip(ctx_, ctx_.tr("Handwritten digits, or a picture of yours"));
}

void App::state_line(Area a, bool with_play) {
  ImDrawList& list = *ImGui::GetWindowDrawList();
  float x = a.min.x + 4;
  if (with_play) {
    const float size = ctx_.target(), y = a.min.y + (a.height() - size) / 2;
    x += 4;
    if (icon_button(ctx_, "play", session_.playing() ? Icon::pause : Icon::play, {x, y}, size,
                    ctx_.tr(session_.playing() ? "Pause (space)" : "Play (space)"), true, true))
      session_.play(!session_.playing());
    x += size + 4;
    if (icon_button(ctx_, "reset", Icon::reset, {x, y}, size, ctx_.tr("Back to the start (R)"))) session_.reset();
    x += size + 10;
  }
  const std::size_t waiting = session_.waiting();
  const std::string text = format_message(
      ctx_.lang, waiting ? Message{"Fetching data: {0} to come", {std::to_string(waiting)}} : scene_.published().words());
  const float room = a.max.x - x - 8;
  const bool narrow = text_size(ctx_, text, kBody).x > room;
  if (narrow && wrapped_height(ctx_, text, kSmall, room) <= a.height() + 2)
    draw_wrapped(list, ctx_, {x, a.min.y + (a.height() - wrapped_height(ctx_, text, kSmall, room)) / 2}, text, kSmall,
                 ctx_.text(), room);
  else
    draw_text(list, ctx_, {x, a.min.y + (a.height() - ctx_.type(kBody)) / 2}, text, narrow ? kSmall : kBody, ctx_.text(), false,
              room);
}

void App::curves(Area a, Stack stack, std::span<const Pane> panes) {
  if (stack == Stack::scroll) {
    ImGui::SetCursorScreenPos(a.min);
    ImGui::BeginChild("curves", {a.width(), a.height()});
  }
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const ImVec2 origin = stack == Stack::scroll ? ImGui::GetCursorScreenPos() : a.min;
  const auto n = float(panes.size());
  ImVec2 size{a.width(), a.height()};
  if (stack == Stack::row) size.x = (a.width() - kGap * (n - 1)) / n;
  if (stack == Stack::column) size.y = (a.height() - kGap * (n - 1)) / n;
  if (stack == Stack::scroll) size = {a.width() - 8, std::max(200.0f, a.width() * 0.56f)};
  const ImVec2 shift = stack == Stack::row ? ImVec2{size.x + kGap, 0} : ImVec2{0, size.y + kGap};
  float i = 0;
  for (const Pane& p : panes) {
    const ImVec2 at = origin + ImVec2{i * shift.x, i * shift.y};
    Area card{at, at + size};
    draw_card(list, ctx_, card.min, card.max);
    card = card.inset(kGap);
    title(p, card.min + ImVec2{0, 2}, card.width());
    card.cut_top(ctx_.type(kBody) + 12);
    if (p.view == View::gallery) scene_.draw(ctx_, session_, p, card.min, card.max);  // its title stands above
    else pane(p, card, false);
    ++i;
  }
  if (stack == Stack::scroll) {
    ImGui::SetCursorScreenPos(origin + ImVec2{0, n * shift.y});
    ImGui::Dummy({1, 1});
    end_scrolling(ctx_);
  }
}

void App::replay_bar(Area a) {
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const double total = std::max<double>(1, double(session_.target())), done = double(session_.run().step());
  const std::string text = format_message(ctx_.lang, {"Replaying… {0} %", {decimal(std::floor(100 * done / total))}});
  const float w = std::min(280.0f, a.width() - 24), h = ctx_.type(kBody) + 36;
  const ImVec2 at{(a.min.x + a.max.x - w) / 2, (a.min.y + a.max.y - h) / 2};
  draw_card(list, ctx_, at, at + ImVec2{w, h});
  draw_text(list, ctx_, at + ImVec2{16, 9}, text, kBody, ctx_.text());
  const float y = at.y + h - 16;
  list.AddRectFilled({at.x + 16, y}, {at.x + w - 16, y + 5}, ctx_.soft(), 3);
  list.AddRectFilled({at.x + 16, y}, {at.x + 16 + (w - 32) * float(done / total), y + 5}, ctx_.accent(), 3);
}

void App::notices(Area a) {
  const std::vector<Notice>& shown = session_.shown();
  float bottom = a.max.y - 16;
  std::size_t dismissed = shown.size();
  for (std::size_t i = shown.size(); i-- > 0;)
    if (notice(shown[i], int(i), a, bottom)) dismissed = i;
  session_.dismiss(dismissed);
}

// A window of its own: what lies under it does not get its clicks.
bool App::notice(const Notice& n, int place, Area a, float& bottom) {
  const std::string text = format_message(ctx_.lang, n.message);
  const bool link = n.link && session_.run().fault();  // what it speaks of is still on the screen
  const float w = std::min(a.width() - 24, 560.0f), inner = w - 18 - ctx_.target() - 8, button = ctx_.target() - 4;
  const float text_height = wrapped_height(ctx_, text, kBody, inner);
  const float h = std::max(text_height + 22 + (link ? button + 8 : 0), ctx_.target() + 4);
  const ImVec2 at{(a.min.x + a.max.x - w) / 2, bottom - h};
  bottom -= h + 8;
  ImGui::SetNextWindowPos(at);
  ImGui::SetNextWindowSize({w, h});
  ImGui::Begin(("notice " + std::to_string(place)).c_str(), nullptr,
               ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoSavedSettings |
                   ImGuiWindowFlags_NoBackground | ImGuiWindowFlags_NoFocusOnAppearing | ImGuiWindowFlags_NoNav);
  ImDrawList& list = *ImGui::GetWindowDrawList();
  draw_card(list, ctx_, at, at + ImVec2{w, h});
  list.AddRectFilled(at + ImVec2{0, 6}, at + ImVec2{4, h - 6}, n.level == Notice::error ? ctx_.bad() : ctx_.accent(), 2);
  draw_wrapped(list, ctx_, at + ImVec2{18, 10}, text, kBody, ctx_.text(), inner);
  if (link && text_button(ctx_, "copy", ctx_.tr("Copy the link to this"), at + ImVec2{18, text_height + 16}, button) &&
      session_.on_event)
    session_.on_event("copy", {});
  const float size = ctx_.target();
  const bool gone =
      icon_button(ctx_, "dismiss", Icon::cross, {at.x + w - size - 4, at.y + (h - size) / 2}, size, ctx_.tr("Close"));
  ImGui::End();
  return gone;
}

}  // namespace attractor
