// api.h over the one application: text from and to JavaScript.
#include "web/canvas/api.h"

#include <emscripten.h>

#include <algorithm>
#include <string>
#include <vector>

#include "web/canvas/app.h"
#include "web/session/lessons.h"

namespace attractor {

App& the_app();
Library& first_library();
std::vector<unsigned char> (&the_fonts())[3];
void restore_context();
void redraw();

void call_page(const char* kind, const std::string& detail) {
  EM_ASM(
      {
        if (typeof Module['attractorEvent'] == 'function') Module['attractorEvent'](UTF8ToString($0), UTF8ToString($1));
      },
      kind, detail.c_str());
}

namespace {

Session& session() {
  Session& s = the_app().session();
  if (!s.on_event) s.on_event = call_page;
  return s;
}

const char* keep(std::string& place, std::string text) {
  place = std::move(text);
  return place.c_str();
}

}  // namespace
}  // namespace attractor

using namespace attractor;

extern "C" {

EMSCRIPTEN_KEEPALIVE void attractor_font(int slot, const unsigned char* bytes, int size) {
  if (slot >= 0 && slot < 3 && size > 0) the_fonts()[slot].assign(bytes, bytes + size);
}
EMSCRIPTEN_KEEPALIVE void attractor_lessons(const char* rows) {
  for (Message& m : set_lessons(rows)) session().notify(Notice::warning, std::move(m));
}
EMSCRIPTEN_KEEPALIVE void attractor_words(const char* lang, const char* words) {
  set_words(lang, words);
  redraw();
}
EMSCRIPTEN_KEEPALIVE void attractor_open(const char* link) {
  session().open(link);
  the_app().scene().forget();
}
EMSCRIPTEN_KEEPALIVE void attractor_set(const char* key, const char* value) {
  session().set(key, value);
  redraw();
}
EMSCRIPTEN_KEEPALIVE void attractor_page(const char* key, const char* value) {
  const std::string_view k = key;
  if (k == "ui.context") return restore_context();
  if (k == "patterns.add") session().add_picture(value);
  else if (k == "patterns.remove") session().remove_picture(value);
  else session().set_by_page(k.substr(k.find('.') + 1), value);
  redraw();
}
EMSCRIPTEN_KEEPALIVE void attractor_expect(const char* family) { first_library().expect(family); }
EMSCRIPTEN_KEEPALIVE void attractor_supply(const char* name, const unsigned char* bytes, int size) {
  if (size > 0) session().supply(name, {reinterpret_cast<const char*>(bytes), std::size_t(size)});
  else session().unavailable(name);
  the_app().scene().forget();
  redraw();
}
EMSCRIPTEN_KEEPALIVE void attractor_play(int on) { session().play(on != 0, on == 2); }
EMSCRIPTEN_KEEPALIVE void attractor_step(int count) { session().step(count); }
EMSCRIPTEN_KEEPALIVE void attractor_seek(double step) { session().seek(int64_t(step >= 0 && step < 1e15 ? step : 0)); }
EMSCRIPTEN_KEEPALIVE void attractor_reset() { session().reset(); }
EMSCRIPTEN_KEEPALIVE const char* attractor_link() {
  static std::string text;
  return keep(text, session().link());
}
EMSCRIPTEN_KEEPALIVE const char* attractor_describe() {
  static std::string text;
  return keep(text, session().describe());
}
EMSCRIPTEN_KEEPALIVE const char* attractor_observe() {
  static std::string text;
  OnScreen screen{{}, the_app().frame_ms()};
  std::copy_n(the_app().stage(), 4, screen.stage.begin());
  return keep(text, session().observe(screen));
}
EMSCRIPTEN_KEEPALIVE const char* attractor_notices() {
  static std::string text;
  return keep(text, session().notices());
}
EMSCRIPTEN_KEEPALIVE const char* attractor_csv() {
  static std::string text;
  return keep(text, session().csv());
}
}
