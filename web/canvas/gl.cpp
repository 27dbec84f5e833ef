#include "web/canvas/gl.h"

#include <GLES3/gl3.h>

#include <algorithm>
#include <cmath>

#include "shaders.h"

namespace attractor {
namespace {

// What a draw callback needs, copied into the draw list.
struct Call {
  unsigned program, vertices, texture;
  ImVec2 min, max;
  int whole, kind, cols, rows, first_row;
  float lo, hi;
  FieldColours colours;
};

// What a shader or a program has to say against itself.
template <class Log>
std::string complaint(unsigned name, Log log) {
  char text[512] = "";
  log(name, int(sizeof text), nullptr, text);
  return *text ? text : "no reason given";
}

unsigned compile(unsigned kind, const char* source, std::string& error) {
  const unsigned shader = glCreateShader(kind);
  glShaderSource(shader, 1, &source, nullptr);
  glCompileShader(shader);
  int good = 0;
  glGetShaderiv(shader, GL_COMPILE_STATUS, &good);
  if (!good && error.empty()) error = complaint(shader, glGetShaderInfoLog);
  return shader;
}

void vec3(unsigned program, const char* name, ImVec4 c) { glUniform3f(glGetUniformLocation(program, name), c.x, c.y, c.z); }

void draw_call(const ImDrawList*, const ImDrawCmd* command) {
  const Call& c = *static_cast<const Call*>(command->UserCallbackData);
  const ImDrawData* data = ImGui::GetDrawData();
  const ImVec2 size = data->DisplaySize, k = data->FramebufferScale;
  const ImVec4 clip = command->ClipRect;
  const float height = size.y * k.y;
  glEnable(GL_SCISSOR_TEST);
  glScissor(int(clip.x * k.x), int(height - clip.w * k.y), int((clip.z - clip.x) * k.x), int((clip.w - clip.y) * k.y));
  glUseProgram(c.program);
  auto at = [&](const char* name) { return glGetUniformLocation(c.program, name); };
  glUniform4f(at("u_rect"), c.min.x, c.min.y, c.max.x - c.min.x, c.max.y - c.min.y);
  glUniform2f(at("u_display"), size.x, size.y);
  glUniform1i(at("u_whole"), 1);
  glUniform1i(at("u_real"), 2);
  glUniform1i(at("u_is_whole"), c.whole);
  glUniform1i(at("u_kind"), c.kind);
  glUniform2i(at("u_size"), c.cols, c.rows);
  glUniform1i(at("u_first_row"), c.first_row);
  glUniform2f(at("u_range"), c.lo, c.hi);
  const float cell = std::min((c.max.x - c.min.x) / float(c.cols), (c.max.y - c.min.y) / float(c.rows));
  glUniform1f(at("u_cell"), cell * k.x);
  // A hairline between cells that are large enough to be looked at one by one.
  glUniform1f(at("u_gap"), cell >= 10 ? std::round(k.x) : 0);
  vec3(c.program, "u_up", c.colours.up);
  vec3(c.program, "u_down", c.colours.down);
  vec3(c.program, "u_line", c.colours.line);
  glActiveTexture(c.whole ? GL_TEXTURE1 : GL_TEXTURE2);
  glBindTexture(GL_TEXTURE_2D, c.texture);
  glActiveTexture(c.whole ? GL_TEXTURE2 : GL_TEXTURE1);
  glBindTexture(GL_TEXTURE_2D, 0);  // a sampler of the other kind must not meet this texture
  glBindVertexArray(c.vertices);
  glDrawArrays(GL_TRIANGLE_STRIP, 0, 4);
  glActiveTexture(GL_TEXTURE0);
}

}  // namespace

std::string FieldPainter::make() {
  ++generation_;
  std::string error;
  program_ = glCreateProgram();
  glAttachShader(program_, compile(GL_VERTEX_SHADER, k_field_vert, error));
  glAttachShader(program_, compile(GL_FRAGMENT_SHADER, k_field_frag, error));
  glLinkProgram(program_);
  int good = 0;
  glGetProgramiv(program_, GL_LINK_STATUS, &good);
  if (!good && error.empty()) error = complaint(program_, glGetProgramInfoLog);
  if (!error.empty()) program_ = 0;
  glGenVertexArrays(1, &vertices_);
  glGetIntegerv(GL_MAX_TEXTURE_SIZE, &largest_);
  return error;
}

bool FieldPainter::upload(FieldTexture& t, const Field& f, uint64_t version) {
  const int rows = f.rows * f.count;
  if (rows > largest_ || f.cols > largest_) return false;
  const uint64_t stamp = version * 64 + generation_ % 64;
  if (t.version == stamp) return true;
  const auto* bytes = std::get_if<std::vector<int8_t>>(&f.cells);
  const bool whole = bytes != nullptr, same = t.name != 0 && t.version % 64 == generation_ % 64;
  const bool fits = same && t.rows == rows && t.cols == f.cols && t.whole == whole;
  if (!fits) {
    if (same && t.name) glDeleteTextures(1, &t.name);
    glGenTextures(1, &t.name);
  }
  t.rows = rows, t.cols = f.cols, t.whole = whole, t.version = stamp;
  glActiveTexture(GL_TEXTURE3);
  glBindTexture(GL_TEXTURE_2D, t.name);
  if (!fits) {
    for (unsigned p : {GL_TEXTURE_MIN_FILTER, GL_TEXTURE_MAG_FILTER}) glTexParameteri(GL_TEXTURE_2D, p, GL_NEAREST);
    for (unsigned p : {GL_TEXTURE_WRAP_S, GL_TEXTURE_WRAP_T}) glTexParameteri(GL_TEXTURE_2D, p, GL_CLAMP_TO_EDGE);
    glTexStorage2D(GL_TEXTURE_2D, 1, whole ? GL_R8I : GL_R32F, f.cols, rows);
  }
  glPixelStorei(GL_UNPACK_ALIGNMENT, 1);
  if (whole) {
    glTexSubImage2D(GL_TEXTURE_2D, 0, 0, 0, f.cols, rows, GL_RED_INTEGER, GL_BYTE, bytes->data());
  } else {
    scratch_.resize(f.size());
    for (std::size_t i = 0; i < f.size(); ++i) scratch_[i] = float(f.at(i));
    glTexSubImage2D(GL_TEXTURE_2D, 0, 0, 0, f.cols, rows, GL_RED, GL_FLOAT, scratch_.data());
  }
  glActiveTexture(GL_TEXTURE0);
  return true;
}

void FieldPainter::draw(ImDrawList& list, const FieldTexture& t, const Field& f, int index, ImVec2 min, ImVec2 max,
                        const FieldColours& colours) {
  if (program_ == 0) return;
  const bool by_index = f.palette == Palette::category;  // each number has its colour, whatever lo and hi are
  const float lo = by_index ? 0 : float(f.lo), hi = by_index ? kCategories - 1 : float(f.hi);
  Call c{program_, vertices_, t.name,         min, max, t.whole ? 1 : 0, int(f.palette),
         f.cols,   f.rows,    index * f.rows, lo,  hi,  colours};
  list.AddCallback(draw_call, &c, sizeof c);
  list.AddCallback(ImDrawCallback_ResetRenderState, nullptr);
}

void FieldPainter::forget(FieldTexture& t) {
  if (t.name && t.version % 64 == generation_ % 64) glDeleteTextures(1, &t.name);
  t = FieldTexture();
}

// ImGui's backend asks for the state that it will put back after each frame. Asking makes the browser wait for the graphics
// process, and nothing here needs that state: the build points its glGetIntegerv at this, which asks for limits only.
extern "C" void attractor_gl_integer(GLenum what, GLint* out) {
  switch (what) {
    case GL_VIEWPORT:
    case GL_SCISSOR_BOX: out[0] = out[1] = 0, out[2] = out[3] = 1; break;
    case GL_ACTIVE_TEXTURE: *out = GL_TEXTURE0; break;
    case GL_BLEND_SRC_RGB:
    case GL_BLEND_SRC_ALPHA: *out = GL_ONE; break;
    case GL_BLEND_DST_RGB:
    case GL_BLEND_DST_ALPHA: *out = GL_ZERO; break;
    case GL_BLEND_EQUATION_RGB:
    case GL_BLEND_EQUATION_ALPHA: *out = GL_FUNC_ADD; break;
    case GL_CURRENT_PROGRAM:
    case GL_TEXTURE_BINDING_2D:
    case GL_SAMPLER_BINDING:
    case GL_ARRAY_BUFFER_BINDING:
    case GL_ELEMENT_ARRAY_BUFFER_BINDING:
    case GL_VERTEX_ARRAY_BINDING: *out = 0; break;
    default: glGetIntegerv(what, out);
  }
}

void clear_screen(int width, int height, ImVec4 colour) {
  glDisable(GL_SCISSOR_TEST);
  glViewport(0, 0, width, height);
  glClearColor(colour.x, colour.y, colour.z, 1);
  glClear(GL_COLOR_BUFFER_BIT);
}

}  // namespace attractor
