/* Stands in for what the page never uses but the linker would ship: SDL makes the window, its WebGL context and its
 * cursor, and nothing else. The page itself hears of pointer, keys and sizes (web/page/pointer.js, web/canvas/api.h), so
 * SDL has neither events nor the handlers that would ask the browser for them; and nothing is drawn into surfaces. The
 * files of SDL that these functions replace are left out in third_party.cmake. */
#include <SDL.h>
#include <emscripten/html5.h>

/* SDL_events.c, SDL_gesture.c, SDL_touch.c: an event of SDL's own, such as "resized", is dropped at once. */
int SDL_EventsInit(void) { return 0; }
void SDL_EventsQuit(void) {}
int SDL_PushEvent(SDL_Event* event) {
  (void)event;
  return 0;
}
Uint8 SDL_EventState(Uint32 type, int state) {
  (void)type, (void)state;
  return SDL_DISABLE;
}
void SDL_FilterEvents(SDL_EventFilter filter, void* data) { (void)filter, (void)data; }
void SDL_FlushEvent(Uint32 type) { (void)type; }
int SDL_SendAppEvent(SDL_EventType type) {
  (void)type;
  return 0;
}
int SDL_SendKeymapChangedEvent(void) { return 0; }
int SDL_TouchInit(void) { return 0; }
void SDL_TouchQuit(void) {}
int SDL_AddTouch(SDL_TouchID id, SDL_TouchDeviceType type, const char* name) {
  (void)id, (void)type, (void)name;
  return 0;
}
int SDL_SendTouchMotion(SDL_TouchID id, SDL_FingerID finger, SDL_Window* window, float x, float y, float pressure) {
  (void)id, (void)finger, (void)window, (void)x, (void)y, (void)pressure;
  return 0;
}

/* SDL_emscriptenevents.c. */
void Emscripten_RegisterEventHandlers(void* window) { (void)window; }
void Emscripten_UnregisterEventHandlers(void* window) { (void)window; }
EM_BOOL Emscripten_HandleCanvasResize(int type, const void* reserved, void* window) {
  (void)type, (void)reserved, (void)window;
  return EM_FALSE;
}

/* SDL_surface.c and what it draws with; SDL_emscriptenframebuffer.c. Cursors are those of the system. */
SDL_Surface* SDL_ConvertSurfaceFormat(SDL_Surface* surface, Uint32 format, Uint32 flags) {
  (void)surface, (void)format, (void)flags;
  return NULL;
}
void SDL_FreeSurface(SDL_Surface* surface) { (void)surface; }
int Emscripten_CreateWindowFramebuffer(void* device, SDL_Window* window, Uint32* format, void** pixels, int* pitch) {
  (void)device, (void)window, (void)format, (void)pixels, (void)pitch;
  return -1;
}
int Emscripten_UpdateWindowFramebuffer(void* device, SDL_Window* window, const SDL_Rect* parts, int count) {
  (void)device, (void)window, (void)parts, (void)count;
  return -1;
}
void Emscripten_DestroyWindowFramebuffer(void* device, SDL_Window* window) { (void)device, (void)window; }

/* Emscripten's JavaScript for whole screens, a captured pointer and waiting: SDL knows it, the page never asks for it. */
EMSCRIPTEN_RESULT emscripten_request_fullscreen_strategy(const char* target, EM_BOOL later,
                                                         const EmscriptenFullscreenStrategy* how) {
  (void)target, (void)later, (void)how;
  return EMSCRIPTEN_RESULT_NOT_SUPPORTED;
}
EMSCRIPTEN_RESULT emscripten_exit_fullscreen(void) { return EMSCRIPTEN_RESULT_NOT_SUPPORTED; }
EMSCRIPTEN_RESULT emscripten_request_pointerlock(const char* target, EM_BOOL later) {
  (void)target, (void)later;
  return EMSCRIPTEN_RESULT_NOT_SUPPORTED;
}
EMSCRIPTEN_RESULT emscripten_exit_pointerlock(void) { return EMSCRIPTEN_RESULT_NOT_SUPPORTED; }
void emscripten_sleep(unsigned int milliseconds) { (void)milliseconds; }

/* ImGui's SDL2 backend asks for gamepads: without SDL's controller database there are none. */

SDL_bool SDL_IsGameController(int index) {
  (void)index;
  return SDL_FALSE;
}
SDL_GameController* SDL_GameControllerOpen(int index) {
  (void)index;
  return NULL;
}
void SDL_GameControllerClose(SDL_GameController* controller) {
  (void)controller;
}
Uint8 SDL_GameControllerGetButton(SDL_GameController* controller, SDL_GameControllerButton button) {
  (void)controller, (void)button;
  return 0;
}
Sint16 SDL_GameControllerGetAxis(SDL_GameController* controller, SDL_GameControllerAxis axis) {
  (void)controller, (void)axis;
  return 0;
}
