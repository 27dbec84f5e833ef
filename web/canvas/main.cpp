// The window, the WebGL 2 context and the main loop; with api.cpp the only C++ that knows the browser.
#include <SDL.h>
#include <emscripten.h>
#include <emscripten/html5.h>
#include <imgui.h>
#include <imgui_impl_opengl3.h>
#include <imgui_impl_sdl2.h>
#include <imgui_internal.h>

#include <algorithm>
#include <cfloat>
#include <cmath>
#include <cstdio>
#include <string>
#include <utility>
#include <vector>

#include "web/canvas/api.h"
#include "web/canvas/app.h"
#include "web/canvas/gl.h"
#include "web/canvas/theme.h"
#include "web/canvas/widgets.h"

namespace attractor {

// What the program that was loaded is without, to begin with.
Library& first_library() {
  static Library library;
  return library;
}
App& the_app() {
  static App app(first_library());
  return app;
}
std::vector<unsigned char> (&the_fonts())[3] {
  static std::vector<unsigned char> fonts[3];
  return fonts;
}
void call_page(const char* kind, const std::string& detail);  // api.cpp

namespace {
// Letters that came before there was a font to add them to.
std::vector<std::pair<bool, std::vector<unsigned char>>> early_letters;
}  // namespace

namespace {

constexpr const char* kCanvas = "#canvas";
constexpr int kFramesAfterChange = 12;  // frames drawn after the last event or change
constexpr double kHoverSeconds = 0.8;   // and after the last one of the pointer: a tip comes after half a second (theme.cpp)
// A replay, or a step that was asked for, is waited for: it gets the time, and a frame is drawn now and then. The wait is a multiple
// of what a frame costs the browser, too, so that the work has at least 80 % where drawing is slow.
constexpr double kAwaitedFrames = 150, kAwaitedLongest = 600;  // milliseconds between frames
constexpr double kAwaitedShare = 6;                            // times what a frame costs
constexpr double kMostPixels = 3.2e7;                          // of the canvas
constexpr int kCatchUpFrames = 4;  // that a lifted finger waits for: place, press and release are a frame each

SDL_Window* window = nullptr;
double width = 0, height = 0, ratio = 1;
double place_scale = 1;  // by which a page around draws us larger than we know (attractor_place)
double awake_until = 0;  // seconds
int frames_left = kFramesAfterChange, held_buttons = 0;
uint64_t drawn_version = 0;
bool first = true;
double draw_began = 0, draw_ended = 0, draw_cost = 0;  // milliseconds; the cost up to the next time the browser calls

// The canvas follows its place in the page, in device pixels.
void follow_size() {
  double w = 0, h = 0;
  emscripten_get_element_css_size(kCanvas, &w, &h);
  const double k = std::min(emscripten_get_device_pixel_ratio() * place_scale, std::sqrt(kMostPixels / std::max(1.0, w * h)));
  if (w == width && h == height && k == ratio) return;
  width = w, height = h, ratio = k;
  SDL_SetWindowSize(window, int(std::ceil(w)), int(std::ceil(h)));  // so that SDL maps the pointer one to one
  emscripten_set_canvas_element_size(kCanvas, int(std::round(w * k)), int(std::round(h * k)));
  frames_left = kFramesAfterChange;
}

void draw() {
  App& app = the_app();
  const double start = emscripten_get_now();
  ImGui_ImplOpenGL3_NewFrame();
  ImGui_ImplSDL2_NewFrame();
  ImGuiIO& io = ImGui::GetIO();
  io.DisplaySize = {float(width), float(height)};
  io.DisplayFramebufferScale = {float(ratio), float(ratio)};
  ImGui::NewFrame();
  app.frame(io.DeltaTime, emscripten_get_now() / 1000, float(width), float(height));
  ImGui::Render();
  drawn_version = app.session().version();
  clear_screen(int(std::round(width * ratio)), int(std::round(height * ratio)), to_vec4(app.draw_context().tokens().ground));
  ImGui_ImplOpenGL3_RenderDrawData(ImGui::GetDrawData());
  SDL_GL_SwapWindow(window);
  draw_began = start;
  draw_ended = emscripten_get_now();
  app.frame_took(draw_ended - start);
  if (const std::string letters = take_missing_letters(); !letters.empty()) call_page("letters", letters);
  if (first) {
    first = false;
    call_page("ready", {});
  }
}

// Goes on to the step that is awaited; true if there is nothing to draw yet. Whoever scrubs by hand wants to see where.
bool catch_up(double present) {
  Session& session = the_app().session();
  const bool scrubbing = session.replay() != Replay::running && present / 1000 < awake_until;
  if (!session.awaited() || !session.settings().visible || first || scrubbing) return false;
  session.catch_up(present / 1000);
  const double wait = std::min(std::max(kAwaitedFrames, kAwaitedShare * draw_cost), kAwaitedLongest);
  return session.awaited() && emscripten_get_now() - draw_ended < wait;
}

void frame() {
  App& app = the_app();
  const double present = emscripten_get_now();
  if (draw_began > 0) {
    draw_cost = present - draw_began;
    draw_began = 0;
  }
  follow_size();
  if (catch_up(present)) return;
  if (app.needs_frames(present / 1000) || app.session().version() != drawn_version) frames_left = kFramesAfterChange;
  const bool idle = frames_left == 0 && present / 1000 > awake_until;
  if (idle || width < 1 || height < 1 || (!app.session().settings().visible && !first)) return;
  frames_left = std::max(0, frames_left - 1);
  draw();
}

void make_painter() {
  const std::string error = the_app().scene().painter.make();
  if (error.empty()) return;
  std::fprintf(stderr, "shader: %s\n", error.c_str());
  the_app().session().notify(Notice::error, {"The graphics driver refuses to draw pictures here: {0}", {error.substr(0, 120)}});
}

bool running() { return ImGui::GetCurrentContext() != nullptr; }
void stay_awake() {  // frames as well as seconds: a slow machine draws few
  awake_until = emscripten_get_now() / 1000 + kHoverSeconds;
  frames_left = kFramesAfterChange;
}

// Emscripten's own loop brings much other JavaScript (.cmake/sdl_webgl.c). What fails, in a frame or before, ends ours.
EM_JS(void, run_frames, (), {
  function next() {
    if (ABORT) return;
    _attractor_frame();
    requestAnimationFrame(next);
  }
  requestAnimationFrame(next);
});

}  // namespace

// After webglcontextrestored: every name of the old context is void.
void restore_context() {
  ImGui_ImplOpenGL3_DestroyDeviceObjects();
  ImGui_ImplOpenGL3_CreateDeviceObjects();
  make_painter();
  frames_left = kFramesAfterChange;
}

void redraw() { frames_left = kFramesAfterChange; }

}  // namespace attractor

extern "C" {

EMSCRIPTEN_KEEPALIVE void attractor_frame() { attractor::frame(); }  // for run_frames
EMSCRIPTEN_KEEPALIVE void attractor_letters(int bold, const unsigned char* bytes, int size) {
  using namespace attractor;
  if (size <= 0) return;
  if (running()) add_letters(the_app().draw_context(), bold != 0, {bytes, std::size_t(size)});
  else early_letters.push_back({bold != 0, {bytes, bytes + size}});
  redraw();
}
EMSCRIPTEN_KEEPALIVE void attractor_pointer(double x, double y, int buttons, int touch) {
  using namespace attractor;
  if (!running()) return;
  ImGuiIO& io = ImGui::GetIO();
  io.AddMouseSourceEvent(touch ? ImGuiMouseSource_TouchScreen : ImGuiMouseSource_Mouse);
  io.AddMousePosEvent(float(x), float(y));
  const int released = held_buttons & ~buttons;
  for (int bit : {1, 2, 4})
    if ((held_buttons ^ buttons) & bit) io.AddMouseButtonEvent(bit == 1 ? 0 : bit == 2 ? 1 : 2, (buttons & bit) != 0);
  held_buttons = buttons;
  stay_awake();
  if (!touch || !released) return;
  // What a lifted finger asks for happens before its event is over: only then may a page open the keyboard of a phone. And it
  // does not hover any more.
  io.AddMousePosEvent(-FLT_MAX, -FLT_MAX);
  for (int i = 0; i < kCatchUpFrames && ImGui::GetCurrentContext()->InputEventsQueue.Size > 0 && width >= 1; ++i) draw();
}
EMSCRIPTEN_KEEPALIVE void attractor_pointer_gone(int cancelled) {
  using namespace attractor;
  if (!running()) return;
  ImGuiIO& io = ImGui::GetIO();
  if (cancelled || held_buttons) {  // neither a click nor a last place to drag to
    io.ClearEventsQueue();
    io.ClearInputMouse();
    held_buttons = 0;
  } else {
    io.AddMousePosEvent(-FLT_MAX, -FLT_MAX);
  }
  stay_awake();
}
EMSCRIPTEN_KEEPALIVE void attractor_wheel(double dx, double dy) {
  if (!attractor::running()) return;
  ImGui::GetIO().AddMouseWheelEvent(float(dx), float(dy));
  attractor::stay_awake();
}
EMSCRIPTEN_KEEPALIVE void attractor_draw() {
  using namespace attractor;
  if (!running()) return;
  follow_size();
  if (width >= 1 && height >= 1) draw();
}
EMSCRIPTEN_KEEPALIVE void attractor_place(double scale, int keys) {
  using namespace attractor;
  place_scale = scale >= 0.25 && scale <= 8 ? scale : 1;
  name_keys(keys != 0);
  redraw();
}
EMSCRIPTEN_KEEPALIVE const char* attractor_value_place(const char* key) {
  static std::string text;
  const attractor::ValuePlace p = attractor::value_place(key);
  text.clear();
  for (float v : {p.min.x, p.min.y, p.max.x - p.min.x, p.max.y - p.min.y})
    if (p.seen) text += (text.empty() ? "[" : ",") + std::to_string(int(v));
  if (p.seen) text += "]";
  return text.c_str();
}
}

int main(int, char**) {
  using namespace attractor;
  if (SDL_Init(SDL_INIT_VIDEO) != 0) return 1;
  SDL_GL_SetAttribute(SDL_GL_CONTEXT_PROFILE_MASK, SDL_GL_CONTEXT_PROFILE_ES);
  SDL_GL_SetAttribute(SDL_GL_CONTEXT_MAJOR_VERSION, 3);
  SDL_GL_SetAttribute(SDL_GL_CONTEXT_MINOR_VERSION, 0);
  SDL_GL_SetAttribute(SDL_GL_DEPTH_SIZE, 0);
  SDL_GL_SetAttribute(SDL_GL_STENCIL_SIZE, 0);
  // Smaller than any place in a page, so that SDL sees that the style sheet rules the canvas's size.
  window = SDL_CreateWindow("Attractor", 0, 0, 16, 16, SDL_WINDOW_OPENGL | SDL_WINDOW_ALLOW_HIGHDPI);
  SDL_GLContext context = window ? SDL_GL_CreateContext(window) : nullptr;
  if (!context) return 1;
  ImGui::CreateContext();
  ImGuiIO& io = ImGui::GetIO();
  io.IniFilename = nullptr;
  io.LogFilename = nullptr;
  ImGui_ImplSDL2_InitForOpenGL(window, context);
  ImGui_ImplOpenGL3_Init("#version 300 es");
  App& app = the_app();
  load_fonts(app.draw_context(), the_fonts());
  for (const auto& [bold, bytes] : early_letters) add_letters(app.draw_context(), bold, bytes);
  early_letters.clear();
  app.draw_context().theme = app.session().settings().theme;
  apply_style(app.draw_context());
  make_painter();
  run_frames();
  return 0;
}
