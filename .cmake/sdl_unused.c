/* Stands in for two things the page never uses but the linker would ship. */
#include <SDL.h>

/* Looking GL functions up by name would keep every one of them (17 KB gzip); the page calls them directly. */
void* eglGetProcAddress(const char* name) {
  (void)name;
  return NULL;
}

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
