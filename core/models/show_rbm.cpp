#include "core/models/show_rbm.h"

namespace attractor {

void show_machine(const MachineNames& names, const Rbm* m, Sink& sink) {
  auto publish = [&](const Name& name, const std::vector<double>& values, int rows, int cols) {
    Field f;
    f.f64 = values.data();
    f.rows = rows, f.cols = cols;
    f.palette = Palette::sign;
    f.lo = -1;
    sink.field(name, f);
  };
  if (!m) {
    for (const Name* name : {&names.weights, &names.visible, &names.hidden}) publish(*name, {0}, 1, 1);
    return;
  }
  std::vector<double> w;
  for (int i = 0; i < m->visible; ++i)
    for (int j = 0; j < m->hidden; ++j) w.push_back(double(m->w(i, j)));
  publish(names.weights, w, m->visible, m->hidden);
  publish(names.visible, {m->a.begin(), m->a.begin() + m->visible}, 1, m->visible);
  publish(names.hidden, {m->b.begin(), m->b.begin() + m->hidden}, 1, m->hidden);
}

Field ink_field(const std::vector<double>& cells, int rows, int cols, const char* const* labels) {
  Field f;
  f.f64 = cells.data();
  f.rows = rows, f.cols = cols, f.count = int(cells.size()) / (rows * cols);
  f.palette = Palette::spin;
  f.labels = labels;
  return f;
}

}  // namespace attractor
