// A lesson is a row of data: a model, where it starts, what is on the stage and which controls come first. Its text is
// web/lessons/<id>/<language>.md.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <span>

namespace attractor {

enum class View : uint8_t {
  lattice,  // one field, painted with the mouse
  heatmap,  // one field with a colour scale
  curve,    // series, in time or against another series
  gallery,  // a field of several pictures with a bar under each
  bars,     // one labelled bar per item
  columns,  // probabilities of states: bars, over them dots, then dashes
  surface,  // a height over the plane in three dimensions, with paths
  plane,    // the same from above: contours, arrows of the flow, paths
  graph,    // nodes on a circle, joined by weights
  bonds,    // spins at their places with their bonds, satisfied or not
  hinton,   // weights as white and black squares, a map of the network for each unit
};

// What a pane shows: keys that the model publishes.
struct Pane {
  View view;
  const char* title;
  const char* keys;          // comma-separated; gallery: the field, then the bars
  const char* against = "";  // curve: the series on the x axis; empty is the step. bars: "sorted", or empty for in order
  const char* theory = "";   // curve: published lines drawn dashed behind the points
  bool shares = false;       // gallery: the bars are shares from 0 to the largest, not overlaps from -1 to 1
};

struct Lesson {
  const char* id;     // also the name of its text
  const char* group;  // heading in the lesson list
  const char* title;
  const char* preset;  // a link: model and parameters
  double speed;        // steps per second
  Pane stage;
  std::span<const Pane> side;             // beside the stage on wide screens
  std::span<const Pane> curves;           // below it, two or three
  std::span<const char* const> controls;  // rows that are always seen, in this order; the rest is under "More"
  const char* pick = "";                  // row that a click on a gallery picture sets (its number, from 1)
  const char* numbers = "";               // scalars in the readout, comma-separated; "x/s" is how fast x rises,
                                          // "x?" stands there only while x is known
};

}  // namespace attractor
