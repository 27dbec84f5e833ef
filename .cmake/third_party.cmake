# Third-party sources. web/build/deps.sh fetches Debian's (it writes build/deps/sources.cmake with their places);
# anything it did not provide comes from upstream at a pinned tag. Nothing of it is kept in the repository.
include(FetchContent)
include(${CMAKE_SOURCE_DIR}/build/deps/sources.cmake OPTIONAL)
set(FETCHCONTENT_UPDATES_DISCONNECTED ON)

# SOURCE_SUBDIR names a folder that does not exist: take the files, never run the project's own CMake.
macro(attractor_fetch name url tag)
  FetchContent_Declare(${name} GIT_REPOSITORY ${url} GIT_TAG ${tag} GIT_SHALLOW ON SOURCE_SUBDIR not-its-cmake)
  FetchContent_MakeAvailable(${name})
endmacro()

attractor_fetch(eigen https://gitlab.com/libeigen/eigen.git 3.4.0)
attractor_fetch(doctest https://github.com/doctest/doctest.git v2.4.11)
add_library(attractor_eigen INTERFACE)
target_include_directories(attractor_eigen SYSTEM INTERFACE ${eigen_SOURCE_DIR})
add_library(attractor_doctest INTERFACE) # <doctest/doctest.h>
target_include_directories(attractor_doctest SYSTEM INTERFACE ${doctest_SOURCE_DIR})

if(NOT EMSCRIPTEN)
  return()
endif()

attractor_fetch(imgui https://github.com/ocornut/imgui.git v1.92.2b)
attractor_fetch(sdl https://github.com/libsdl-org/SDL.git release-2.26.5)

# ---- SDL2 -------------------------------------------------------------------------------------------------------------
# Its CMake configure takes minutes under Emscripten. The page needs video, events, mouse, keyboard, touch and timers;
# this list with SDL's own Emscripten configuration gives exactly those.
file(CONFIGURE OUTPUT sdl_config/SDL_config.h @ONLY CONTENT [=[
/* SDL's Emscripten configuration without the subsystems the page does not use. */
#ifndef SDL_config_h_
#define SDL_config_h_
#include "SDL_config_emscripten.h"
#undef SDL_AUDIO_DRIVER_DISK
#undef SDL_AUDIO_DRIVER_DUMMY
#undef SDL_AUDIO_DRIVER_EMSCRIPTEN
#undef SDL_JOYSTICK_EMSCRIPTEN
#undef SDL_SENSOR_DUMMY
#undef SDL_LOADSO_DLOPEN
#undef SDL_POWER_EMSCRIPTEN
#undef SDL_VIDEO_RENDER_OGL_ES2
#define SDL_AUDIO_DISABLED 1
#define SDL_JOYSTICK_DISABLED 1
#define SDL_SENSOR_DISABLED 1
#define SDL_RENDER_DISABLED 1
#define SDL_POWER_DISABLED 1
#define SDL_LOADSO_DUMMY 1
#define SDL_LEAN_AND_MEAN 1 /* no blitters: the page draws with WebGL, never into a surface */
#endif
]=])
file(GLOB sdl_sources
  ${sdl_SOURCE_DIR}/src/*.c
  ${sdl_SOURCE_DIR}/src/atomic/*.c
  ${sdl_SOURCE_DIR}/src/cpuinfo/*.c
  ${sdl_SOURCE_DIR}/src/events/*.c
  ${sdl_SOURCE_DIR}/src/file/*.c
  ${sdl_SOURCE_DIR}/src/filesystem/emscripten/*.c
  ${sdl_SOURCE_DIR}/src/joystick/SDL_joystick.c
  ${sdl_SOURCE_DIR}/src/joystick/dummy/*.c
  ${sdl_SOURCE_DIR}/src/loadso/dummy/*.c
  ${sdl_SOURCE_DIR}/src/locale/*.c
  ${sdl_SOURCE_DIR}/src/locale/emscripten/*.c
  ${sdl_SOURCE_DIR}/src/misc/*.c
  ${sdl_SOURCE_DIR}/src/misc/emscripten/*.c
  ${sdl_SOURCE_DIR}/src/power/*.c
  ${sdl_SOURCE_DIR}/src/render/*.c
  ${sdl_SOURCE_DIR}/src/stdlib/*.c
  ${sdl_SOURCE_DIR}/src/thread/*.c
  ${sdl_SOURCE_DIR}/src/thread/generic/*.c
  ${sdl_SOURCE_DIR}/src/timer/*.c
  ${sdl_SOURCE_DIR}/src/timer/unix/*.c
  ${sdl_SOURCE_DIR}/src/video/*.c
  ${sdl_SOURCE_DIR}/src/video/emscripten/*.c
  ${sdl_SOURCE_DIR}/src/video/yuv2rgb/*.c)
# What .cmake/sdl_unused.c and sdl_webgl.c stand in for.
list(FILTER sdl_sources EXCLUDE REGEX
  "/src/(events/SDL_(events|gesture|touch)|video/SDL_(blit.*|bmp|fillrect|RLEaccel|egl|stretch|surface|yuv)|video/emscripten/SDL_emscripten(events|framebuffer|opengles))\\.c$")
add_library(sdl2 STATIC EXCLUDE_FROM_ALL .cmake/sdl_unused.c .cmake/sdl_webgl.c ${sdl_sources})
target_include_directories(sdl2 SYSTEM PRIVATE ${CMAKE_BINARY_DIR}/sdl_config PUBLIC ${sdl_SOURCE_DIR}/include)
target_compile_options(sdl2 PRIVATE -Os -w)

# ---- Dear ImGui -------------------------------------------------------------------------------------------------------
add_library(imgui STATIC EXCLUDE_FROM_ALL .cmake/imgui_unused.cpp
  ${imgui_SOURCE_DIR}/imgui.cpp
  ${imgui_SOURCE_DIR}/imgui_draw.cpp
  ${imgui_SOURCE_DIR}/imgui_widgets.cpp
  ${imgui_SOURCE_DIR}/backends/imgui_impl_opengl3.cpp
  ${imgui_SOURCE_DIR}/backends/imgui_impl_sdl2.cpp)
target_include_directories(imgui SYSTEM PUBLIC ${imgui_SOURCE_DIR} ${imgui_SOURCE_DIR}/backends)
# Indices of 32 bits: a dozen curves of 2,048 samples are more than 65,535 vertices, and WebGL 2 has no vertex offset.
target_compile_definitions(imgui PUBLIC ImDrawIdx=ImU32 IMGUI_IMPL_OPENGL_ES3 IMGUI_DISABLE_DEMO_WINDOWS IMGUI_DISABLE_DEBUG_TOOLS
  IMGUI_DISABLE_OBSOLETE_FUNCTIONS IMGUI_DISABLE_FILE_FUNCTIONS IMGUI_DISABLE_DEFAULT_FONT)
target_compile_definitions(imgui PRIVATE sscanf=attractor_scan_integers) # see .cmake/imgui_unused.cpp
target_compile_options(imgui PRIVATE -Os -w -fno-exceptions -fno-rtti)
set_source_files_properties(${imgui_SOURCE_DIR}/backends/imgui_impl_sdl2.cpp PROPERTIES
  COMPILE_OPTIONS "-include;emscripten/em_macros.h") # its EM_JS needs it under Emscripten 3.1.6
set_source_files_properties(${imgui_SOURCE_DIR}/backends/imgui_impl_opengl3.cpp PROPERTIES
  COMPILE_DEFINITIONS "glGetIntegerv=attractor_gl_integer") # see web/canvas/gl.cpp: no waiting for the graphics process
target_link_libraries(imgui PUBLIC sdl2)
