// A lesson is a row of data: a model, where it starts, what is on the stage and which controls come first. Its text is
// web/lessons/<id>/<language>.md, its row web/lessons/<id>/lesson.json (web/session/lessons.h reads what the build makes of it).
#pragma once

#include <cstdint>
#include <string>
#include <vector>

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
  tables,   // tables of numbers that are worked out of each other
  hinton,   // weights as white and black squares, a map of the network for each unit
  scatter,  // points of classes on a plane, lines, chances; points and handles are dragged
  layers,   // a layered network with numbers or maps in its units; weights are dragged
  listing,  // numbers in rows and columns
};

// What a pane shows: keys that the model publishes.
struct Pane {
  View view = View::lattice;
  std::string title;
  std::string keys;     // comma-separated; gallery: the field, then the bars
  std::string against;  // curve: the series on the x axis; empty is the step. bars: "sorted", or empty for in order
  std::string theory;   // curve: published lines drawn dashed behind the points
  bool shares = false;  // gallery: the bars are shares from 0 to the largest, not overlaps from -1 to 1
};

struct Lesson {
  std::string id;     // also the name of its text
  std::string group;  // heading in the lesson list
  std::string title;
  std::string preset;  // a link: model and parameters
  double speed = 60;   // steps per second
  Pane stage;
  std::vector<Pane> side;             // beside the stage on wide screens
  std::vector<Pane> curves;           // below it, two or three
  std::vector<std::string> controls;  // rows that are always seen, in this order; the rest is under "More"
  std::string pick;                   // row that a click on a gallery picture sets (its number, from 1)
  std::string numbers;                // scalars in the readout, comma-separated; "x/s" is how fast x rises,
                                      // "x?" stands there only while x is known
};

}  // namespace attractor
