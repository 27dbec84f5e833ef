// The C functions JavaScript may call, and the one hook through which the application calls back.
//
// Text in, text out (UTF-8). A returned pointer stays valid until the next call of the same function.
// JSON is described in web/session/api_types.h; a number that is not finite is sent as null.
#pragma once

extern "C" {

// Font bytes for the canvas, before main() runs: slot 0 regular, 1 semibold, 2 mathematics fallback.
void attractor_font(int slot, const unsigned char* bytes, int size);

// Letters that the regular (0) or the semibold font (1) lacks, at any time: the bytes of another font.
void attractor_letters(int bold, const unsigned char* bytes, int size);

// The lessons' rows (web/build/rows.mjs), before anything is opened. One that is not in order is left out, with a notice.
void attractor_lessons(const char* rows);

// The code of this family of models is no part of this program; the event "needs" asks for it as for data. Before any other
// function is called but attractor_font().
void attractor_expect(const char* family);

// There is this language, and its words are these, by their English (web/build/words.mjs); "" until they have come.
void attractor_words(const char* lang, const char* words);

// Opens a link ("ising?laws=1&T=2.27&seed=42&...", a leading '#' or '?' is ignored; "" opens the first lesson).
// What is wrong in it becomes notices; something always opens. Page keys in it (lang, theme, ui, hide, play, lesson) apply too.
void attractor_open(const char* link);

// One value of the experiment.  "T" = a parameter row of the model;  "spins.17" or "spins.17.3" = a poke (cell index, brush
// radius);  "seed";  "speed" steps per second. Nothing else: other pages may do this through messages.
void attractor_set(const char* key, const char* value);

// What the page alone may set.  "patterns.add" / "patterns.remove" = user pictures (raw bits, or four bits a cell where the model
// has "greys", in base64url / index);  "ui.lang" a language that there is,
// "ui.theme" light|dark|projector, "ui.mode" full|min|none, "ui.hide" comma list, "ui.visible" 0|1, "ui.calm" 0|1
// (prefers-reduced-motion), "ui.budget" milliseconds of stepping per frame, "ui.context" the WebGL context has been restored.
void attractor_page(const char* key, const char* value);

// A file of data that the event "needs" asked for, as it stands in the site's data/<name>.bin, or a family that has come, with
// any bytes; none: it cannot be had.
void attractor_supply(const char* name, const unsigned char* bytes, int size);

// The pointer: its place in CSS pixels of the canvas, its pressed buttons (bits as in PointerEvent.buttons), whether it is a
// finger (0 or 1). Gone: it left, or (cancelled) its press is not to end in a click. The wheel in notches.
void attractor_pointer(double x, double y, int buttons, int touch);
void attractor_pointer_gone(int cancelled);
void attractor_wheel(double dx, double dy);
// Draws at once, so that the canvas can be read until the task ends.
void attractor_draw();
// How much larger than its own pixels a page around draws this one, and whether the keys that tips name work here.
void attractor_place(double scale, int keys);
// Where the value of a row stands: [x,y,w,h], or nothing where it is not shown.
const char* attractor_value_place(const char* key);

void attractor_play(int on);       // 1 play, 0 pause, 2 play because the link asks for it
void attractor_step(int count);    // n steps on; negative: back
void attractor_seek(double step);  // to a step, forwards or backwards
void attractor_reset();            // to step 0, same seed and parameters, events kept for replay dropped

// The link of what is on the screen, sorted keys, with at= and h= (no leading '#').
const char* attractor_link();

// Description of web/session/api_types.h: what is open.
const char* attractor_describe();

// Observation: what is seen.
const char* attractor_observe();

// List of Notice: those since the last call (the canvas shows them as well).
const char* attractor_notices();

// CSV of the sampled curves so far: header line, then one line a sample.
const char* attractor_csv();
}

// The application calls Module.attractorEvent(kind, detail) (if it is a function):
//   "ready"    first frame drawn           "changed" lesson, parameter, event or page setting changed (the link is another)
//   "stepped"  the step moved (at most 10 a second)   "notice"  a new notice (attractor_notices has it)
//   "replay"   a link's replay ended: detail "reproduced" or "differs"
//   "copy"     the user asked for the link (page.js writes it to the clipboard and says so)
//   "edit"     the user wants to type a value: detail {"key","label","value","x","y","w","h"} as JSON
//   "pictures" the user asked for pictures to store (page.js offers MNIST digits and files)
//   "needs"    data are missing: detail their names, comma-separated; attractor_supply() brings them
//   "letters"  there are letters to draw that no font has: detail the letters; attractor_letters() may bring them
//   "lesson"   another lesson is open: detail its id
