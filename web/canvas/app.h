// The page inside the canvas: where everything stands at each size and mode, and what the user does to it.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "web/canvas/scene.h"
#include "web/canvas/widgets.h"
#include "web/session/session.h"

namespace attractor {

class App {
 public:
  App();
  Session& session() { return session_; }
  DrawContext& draw_context() { return ctx_; }
  Scene& scene() { return scene_; }

  // One frame of ImGui; width and height in CSS pixels.
  void frame(double seconds, double now, float width, float height);
  // Whether something on the screen may still change by itself.
  bool needs_frames(double now) const;
  // Milliseconds of work of a frame (steps, drawing, handing over to the GPU): a running mean.
  void frame_took(double ms) { frame_ms_ += (ms - frame_ms_) * 0.1; }
  double frame_ms() const { return frame_ms_; }
  // The stage's rectangle in CSS pixels, for the page (messages, tests).
  const float* stage() const { return stage_; }

 private:
  struct Area {
    ImVec2 min, max;
    float width() const { return max.x - min.x; }
    float height() const { return max.y - min.y; }
    Area inset(float d) const { return {{min.x + d, min.y + d}, {max.x - d, max.y - d}}; }
    // Cuts a piece off one side and returns it.
    Area cut_top(float h);
    Area cut_bottom(float h);
    Area cut_right(float w);
  };

  // The layouts of wide and narrow screens, then their parts; an Area is in CSS pixels.
  void wide(Area);
  void narrow(Area);
  void transport(Area, bool compact);
  void scrub(Area);
  void speed_control(Area);
  void stage(Area, bool framed);
  void pane(const Pane&, Area, bool titled);
  void title(const Pane&, ImVec2 at, float width) const;
  void gallery_tools(Area);
  void state_line(Area, bool with_play);
  enum class Stack { row, column, scroll };
  void curves(Area, Stack, std::span<const Pane>);
  bool stands_beside(const Pane&, float width, bool framed) const;  // the stage; otherwise it is shown elsewhere
  void controls(Area);
  void readout(float width);
  void seed_control(float width);
  void brush_control(float width);
  void replay_bar(Area);
  void notices(Area);
  bool notice(const Notice&, int place, Area, float& bottom);  // true: dismissed
  void commit(double now);                                     // a slider's value, when it is time
  void drag(const CloudStroke&);
  void change(const Row&, const RowChange&);
  void ask(const Row&, const RowChange&);

  // How fast a number rises, a second: measured over half a second, smoothed; 0 until then. Times in seconds.
  class RateMeter {
   public:
    double read(double value, double now);

   private:
    double last_ = 0, since_ = 0, rate_ = 0;
  };

  Session session_;
  DrawContext ctx_;
  RateMeter meter_;
  Scene scene_;
  bool more_ = false;
  int tab_ = -1;                             // on phones: controls, curves, pictures; below 0: what the lesson wishes
  std::string pending_key_, pending_value_;  // a slider's value that waits for its turn
  int dragged_ = 0;                          // values that the present drag has sent
  double committed_ = 0, frame_ms_ = 0;
  float stage_[4] = {};
};

}  // namespace attractor
