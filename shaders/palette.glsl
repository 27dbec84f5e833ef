// Colours of fields: the one place that knows them. kind 0: two spins; 1: blue - white - orange; 2: dark violet - green - yellow;
// 3: by index, Okabe-Ito (web/canvas/tokens.h has the same for legends); 4: black to white.
vec3 palette(int kind, float t, vec3 up, vec3 down) {
  t = clamp(t, 0.0, 1.0);
  if (kind == 0) return mix(down, up, t);
  if (kind == 1) {
    vec3 blue = vec3(0.129, 0.400, 0.674), pale = vec3(0.970, 0.970, 0.970), orange = vec3(0.902, 0.380, 0.004);
    float s = 2.0 * t - 1.0;
    // Square root of the distance: small weights stay visible.
    float a = sqrt(abs(s));
    return mix(pale, s < 0.0 ? blue : orange, a);
  }
  if (kind == 4) return vec3(t);
  if (kind == 3) {
    const vec3 colours[7] = vec3[7](vec3(0.0, 0.447, 0.698), vec3(0.835, 0.369, 0.0), vec3(0.0, 0.620, 0.451), vec3(0.8, 0.475, 0.655),
                                    vec3(0.902, 0.624, 0.0), vec3(0.337, 0.706, 0.914), vec3(0.45));
    return colours[int(t * 6.0 + 0.5)];
  }
  // A polynomial fit to viridis (within 0.01 of each channel).
  vec3 c0 = vec3(0.2777, 0.0054, 0.3341), c1 = vec3(0.1051, 1.4046, 1.3846), c2 = vec3(-0.3309, 0.2148, 0.0951);
  vec3 c3 = vec3(-4.6342, -5.7991, -19.3324), c4 = vec3(6.2283, 14.1799, 56.6906), c5 = vec3(4.7764, -13.7451, -65.3530);
  vec3 c6 = vec3(-5.4355, 4.6459, 26.3124);
  return c0 + t * (c1 + t * (c2 + t * (c3 + t * (c4 + t * (c5 + t * c6)))));
}
