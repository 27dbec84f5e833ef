#include "core/run/report.h"

#include <cmath>

#include "core/base/num.h"

namespace attractor {

std::string curves_csv(const Curves& curves) {
  std::string out = "step";
  for (const Curves::Series& s : curves.series) out += std::string(",") + s.name.key;
  out += '\n';
  for (std::size_t i = 0; i < curves.steps.size(); ++i) {
    out += std::to_string(curves.steps[i]);
    for (const Curves::Series& s : curves.series) {
      out += ',';
      if (std::isfinite(s.values[i])) out += decimal(s.values[i]);
    }
    out += '\n';
  }
  return out;
}

std::string parameter_table(const Run& run) {
  std::string out = std::string("model\t") + run.model().key + '\t' + run.model().title + "\t\n";
  for (const Row& row : run.model().rows)
    out += std::string(row.key) + '\t' + run.value(row) + '\t' + row.label + '\t' + row.unit + '\n';
  out += "seed\t" + std::to_string(run.seed()) + "\tSeed\t\n";
  out += "step\t" + std::to_string(run.step()) + "\tStep\t\n";
  for (const Event& e : run.events())
    if (e.step <= run.step()) out += "event\t" + std::to_string(e.step) + '\t' + e.key + '\t' + e.value + '\n';
  return out;
}

}  // namespace attractor
