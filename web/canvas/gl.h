// The little of OpenGL ES 3 the page needs: fields as one-channel textures, drawn between ImGui's own commands.
#pragma once

#include <imgui.h>

#include <cstdint>
#include <string>
#include <vector>

#include "core/run/shapes.h"

namespace attractor {

// The texture of one field. Uploaded when its version changes.
struct FieldTexture {
  unsigned name = 0;
  int rows = 0, cols = 0;  // of the texture: pictures one below the other
  bool whole = false;
  uint64_t version = ~uint64_t(0);
};

struct FieldColours {
  ImVec4 up, down, line;
};

class FieldPainter {
 public:
  // Compiles the shaders; call again after a lost context (old names are forgotten, textures upload themselves anew). Empty, or
  // what the driver says against them: then fields stay blank.
  std::string make();
  bool ready() const { return program_ != 0; }
  // False if the field is too large for a texture.
  bool upload(FieldTexture&, const Field&, uint64_t version);
  // Picture `index` of the field in a rectangle of display coordinates, clipped to the list's present clip rectangle.
  void draw(ImDrawList&, const FieldTexture&, const Field&, int index, ImVec2 min, ImVec2 max, const FieldColours&);
  void forget(FieldTexture&);
  uint64_t generation() const { return generation_; }  // rises with each context

 private:
  unsigned program_ = 0, vertices_ = 0;
  int largest_ = 0;
  uint64_t generation_ = 0;
  std::vector<float> scratch_;
};

// Fills the framebuffer before ImGui draws.
void clear_screen(int width, int height, ImVec4 colour);

}  // namespace attractor
