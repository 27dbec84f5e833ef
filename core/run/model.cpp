#include "core/run/model.h"

#include <functional>

namespace attractor {

int Machine::place(const Row& row) const {
  const std::less<const Row*> before;
  const Row* first = rows_.data();
  return before(&row, first) || !before(&row, first + rows_.size()) ? -1 : int(&row - first);
}

double Machine::number(const Row& row) const {
  const int at = place(row);
  if (at < 0 || row.kind == Kind::text) return 0;
  return std::get<double>(value(at));
}

std::string Machine::read(const Row& row) const {
  const int at = place(row);
  return at < 0 ? std::string() : link_text(row, value(at));
}

Message Machine::write(const Row& row, std::string_view written) {
  const int at = place(row);
  if (at < 0) return {"{0}: this model has no such parameter", {row.key}};
  Value v;
  Message refused = read_value(row, written, v);
  if (!refused) set_value(at, v);
  return refused;
}

bool Machine::acts(const Row& row) const {
  if (place(row) < 0) return false;
  return row.condition < 0 || (row.condition_at >> int(std::get<double>(value(row.condition))) & 1u) != 0;
}

void Machine::copy_parameters(const Machine& from) {
  if (from.rows_.data() != rows_.data()) return;
  for (int i = 0; i < int(rows_.size()); ++i) set_value(i, from.value(i));
}

}  // namespace attractor
