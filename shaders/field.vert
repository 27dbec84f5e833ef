#version 300 es
// A rectangle in display coordinates (y down), as a strip of four vertices.
precision highp float;
uniform vec4 u_rect;     // x, y, width, height
uniform vec2 u_display;  // size of the display in the same units
out vec2 v_at;           // 0..1 across the field, row 0 on top
void main() {
  v_at = vec2(float(gl_VertexID & 1), float(gl_VertexID >> 1));
  vec2 p = u_rect.xy + v_at * u_rect.zw;
  gl_Position = vec4(2.0 * p.x / u_display.x - 1.0, 1.0 - 2.0 * p.y / u_display.y, 0.0, 1.0);
}
