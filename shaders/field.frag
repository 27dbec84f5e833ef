#version 300 es
// One channel of numbers to colours: crisp cells when they are large, an average over cells when a pixel covers several.
precision highp float;
precision highp int;
precision highp isampler2D;
uniform isampler2D u_whole;  // int8 fields
uniform sampler2D u_real;    // everything else
uniform int u_is_whole, u_kind;
uniform ivec2 u_size;        // columns, rows of one picture
uniform int u_first_row;     // of this picture in the texture
uniform vec2 u_range;
uniform vec3 u_up, u_down, u_line;
uniform float u_cell;        // device pixels per cell
uniform float u_gap;         // device pixels of hairline between cells; 0 for none
in vec2 v_at;
out vec4 o_colour;

#include "palette.glsl"

vec3 colour_of(ivec2 cell) {
  cell = clamp(cell, ivec2(0), u_size - 1) + ivec2(0, u_first_row);
  float v = u_is_whole == 1 ? float(texelFetch(u_whole, cell, 0).r) : texelFetch(u_real, cell, 0).r;
  if (u_kind == 3 && v < 0.0) return u_line;  // not yet known
  return palette(u_kind, (v - u_range.x) / (u_range.y - u_range.x), u_up, u_down);
}

void main() {
  vec2 at = v_at * vec2(u_size);
  vec3 c;
  if (u_cell >= 1.0) {
    c = colour_of(ivec2(floor(at)));
    if (u_gap > 0.0) {
      vec2 f = fract(at) * u_cell;
      if (min(f.x, f.y) < u_gap) c = mix(c, u_line, 0.35);
    }
  } else {
    int n = min(int(ceil(1.0 / u_cell)), 6);
    float span = 1.0 / u_cell;
    c = vec3(0.0);
    for (int j = 0; j < n; ++j)
      for (int i = 0; i < n; ++i)
        c += colour_of(ivec2(floor(at + (vec2(i, j) + 0.5) / float(n) * span - 0.5 * span)));
    c /= float(n * n);
  }
  o_colour = vec4(c, 1.0);
}
