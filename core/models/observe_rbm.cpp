#include "core/models/observe_rbm.h"

namespace attractor {

void observe_machine(const MachineNames& names, const Rbm* m, Sink& sink) {
  auto publish = [&](const Name& name, std::vector<double> values, int rows, int cols) {
    sink.publish(name, Field{.cells = std::move(values), .rows = rows, .cols = cols, .palette = Palette::sign, .lo = -1});
  };
  if (!m) {
    for (const Name* name : {&names.weights, &names.visible, &names.hidden}) publish(*name, {0}, 1, 1);
    return;
  }
  std::vector<double> w;
  for (int i = 0; i < m->visible; ++i)
    for (int j = 0; j < m->hidden; ++j) w.push_back(double(m->w(i, j)));
  publish(names.weights, std::move(w), m->visible, m->hidden);
  publish(names.visible, {m->a.begin(), m->a.begin() + m->visible}, 1, m->visible);
  publish(names.hidden, {m->b.begin(), m->b.begin() + m->hidden}, 1, m->hidden);
}

Field ink_field(std::vector<double> cells, int rows, int cols, std::vector<std::string> labels) {
  const int count = int(cells.size()) / (rows * cols);
  return {.cells = std::move(cells),
          .rows = rows,
          .cols = cols,
          .count = count,
          .palette = Palette::spin,
          .labels = std::move(labels)};
}

}  // namespace attractor
