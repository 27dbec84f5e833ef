#include "core/run/model.h"

#include <functional>

namespace attractor {
namespace {

// The parameters of a model whose code is still to come.
class Absent final : public Machine {
 public:
  explicit Absent(const Model& model) : Machine(model.rows), family_(model.family) {
    for (const Row& row : model.rows) values_.push_back(row.kind == Kind::text ? Value(Text()) : Value(row.preset));
  }
  std::unique_ptr<Machine> clone() const override { return std::make_unique<Absent>(*this); }
  Message conflict() const override { return not_here(needs()); }
  std::vector<Need> needs() const override { return {{std::string(family_), {}}}; }
  void supply(const Library&) override {}
  void init(const Rng&) override {}
  void advance(const Rng&) override {}
  void observe(Sink&) const override {}
  void digest(Bytes&) const override {}
  bool settled() const override { return true; }
  Message trouble() const override { return {}; }
  bool poke(const Poke&) override { return false; }

 private:
  Value value(int row) const override { return values_[std::size_t(row)]; }
  void set_value(int row, const Value& v) override { values_[std::size_t(row)] = v; }

  std::string_view family_;
  std::vector<Value> values_;
};

}  // namespace

std::unique_ptr<Machine> make_machine(const Model& model, const Library& library) {
  if (library.expects(model.family)) return std::make_unique<Absent>(model);
  auto machine = model.create();
  machine->supply(library);
  return machine;
}

Message not_here(const std::vector<Need>& missing) {
  if (missing.empty()) return {};
  return {"The data {0} are not here yet", {missing[0].name}};
}

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
