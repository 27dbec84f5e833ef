// The window, the WebGL 2 context and the main loop; with api.cpp the only C++ that knows the browser.
#include <SDL.h>
#include <emscripten.h>
#include <emscripten/html5.h>
#include <imgui.h>
#include <imgui_impl_opengl3.h>
#include <imgui_impl_sdl2.h>

#include <cmath>
#include <vector>

#include "web/api.h"
#include "web/app.h"
#include "web/gl.h"
#include "web/theme.h"

namespace attractor {

App& the_app() {
  static App app;
  return app;
}
std::vector<unsigned char> (&the_fonts())[3] {
  static std::vector<unsigned char> fonts[3];
  return fonts;
}
void call_page(const char* kind, const std::string& detail);  // api.cpp

namespace {

constexpr const char* kCanvas = "#canvas";
constexpr float kPinch = 14;       // wheel notches for two fingers drawn apart by the window's width
constexpr int kSettleFrames = 12;  // frames drawn after the last sign of life

SDL_Window* window = nullptr;
double width = 0, height = 0, ratio = 1;
int settle = kSettleFrames;
uint64_t drawn_version = 0;
bool first = true;

// The canvas follows its place in the page, in device pixels.
void follow_size() {
  double w = 0, h = 0;
  emscripten_get_element_css_size(kCanvas, &w, &h);
  const double k = emscripten_get_device_pixel_ratio();
  if (w == width && h == height && k == ratio) return;
  width = w, height = h, ratio = k;
  SDL_SetWindowSize(window, int(std::ceil(w)), int(std::ceil(h)));  // so that SDL maps the pointer one to one
  emscripten_set_canvas_element_size(kCanvas, int(std::round(w * k)), int(std::round(h * k)));
  settle = kSettleFrames;
}

void frame() {
  App& app = the_app();
  SDL_Event event;
  while (SDL_PollEvent(&event)) {
    ImGui_ImplSDL2_ProcessEvent(&event);
    if (event.type == SDL_MULTIGESTURE) ImGui::GetIO().AddMouseWheelEvent(0, event.mgesture.dDist * kPinch);
    settle = kSettleFrames;
  }
  follow_size();
  if (app.restless(emscripten_get_now() / 1000) || app.session().version() != drawn_version) settle = kSettleFrames;
  if (settle == 0 || width < 1 || height < 1 || (!app.session().settings().visible && !first)) return;
  --settle;

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
  clear_screen(int(std::round(width * ratio)), int(std::round(height * ratio)), to_vec4(app.look().tokens().ground));
  ImGui_ImplOpenGL3_RenderDrawData(ImGui::GetDrawData());
  SDL_GL_SwapWindow(window);
  app.frame_took(emscripten_get_now() - start);
  if (first) {
    first = false;
    call_page("ready", {});
  }
}

}  // namespace

// After webglcontextrestored: every name of the old context is void.
void restore_context() {
  ImGui_ImplOpenGL3_DestroyDeviceObjects();
  ImGui_ImplOpenGL3_CreateDeviceObjects();
  the_app().scene().painter.make();
  settle = kSettleFrames;
}

void redraw() { settle = kSettleFrames; }

}  // namespace attractor

int main(int, char**) {
  using namespace attractor;
  SDL_SetHint(SDL_HINT_EMSCRIPTEN_KEYBOARD_ELEMENT, kCanvas);
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
  load_fonts(app.look(), the_fonts());
  app.look().theme = app.session().settings().theme;
  apply_style(app.look());
  app.scene().painter.make();
  emscripten_set_main_loop(frame, 0, 0);
  return 0;
}
