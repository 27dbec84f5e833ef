/* SDL's WebGL context on Emscripten, made directly. SDL goes by way of EGL, and any function of Emscripten's
 * library_browser.js or library_egl.js comes with its JavaScript for whole screens, captured pointers, sounds and pictures
 * (5 KB gzip). The files of SDL that these functions replace are left out in third_party.cmake. */
#include <SDL.h>
#include <emscripten.h>

/* As SDL asked for it through EGL: WebGL 2 and nothing but colours, for the page has no depths and smooths its edges. */
EM_JS(int, attractor_make_context, (void), {
  return GL.createContext(Module['canvas'],
    {alpha : false, depth : false, stencil : false, antialias : false, majorVersion : 2, minorVersion : 0});
});
EM_JS(void, attractor_use_context, (int context), { GL.makeContextCurrent(context); });

/* Of library_browser.js. */
void emscripten_get_screen_size(int* width, int* height) {
  *width = EM_ASM_INT({ return screen.width; });
  *height = EM_ASM_INT({ return screen.height; });
}
void emscripten_set_window_title(const char* title) { (void)title; } /* the page has it (web/page/header.js) */

int Emscripten_GLES_LoadLibrary(void* device, const char* path) {
  (void)device, (void)path;
  return 0;
}
SDL_GLContext Emscripten_GLES_CreateContext(void* device, SDL_Window* window) {
  (void)device, (void)window;
  const int context = attractor_make_context();
  attractor_use_context(context);
  return (SDL_GLContext)context;
}
int Emscripten_GLES_MakeCurrent(void* device, SDL_Window* window, SDL_GLContext context) {
  (void)device, (void)window;
  attractor_use_context((int)context);
  return 0;
}
int Emscripten_GLES_SwapWindow(void* device, SDL_Window* window) { /* the browser does, when our frame is over */
  (void)device, (void)window;
  return 0;
}

/* Names of SDL_egl.c: looking GL functions up by name would keep every one of them (17 KB gzip); the page calls them. */
void* SDL_EGL_GetProcAddress(void* device, const char* name) {
  (void)device, (void)name;
  return NULL;
}
void SDL_EGL_UnloadLibrary(void* device) { (void)device; }
int SDL_EGL_SetSwapInterval(void* device, int interval) {
  (void)device, (void)interval;
  return 0;
}
int SDL_EGL_GetSwapInterval(void* device) {
  (void)device;
  return 1;
}
void SDL_EGL_DeleteContext(void* device, SDL_GLContext context) { (void)device, (void)context; }
void* SDL_EGL_CreateSurface(void* device, void* window) { /* any but none */
  (void)window;
  return device;
}
void SDL_EGL_DestroySurface(void* device, void* surface) { (void)device, (void)surface; }
