#include "core/model.h"

#include "core/num.h"

namespace attractor {
namespace {

class HashSink final : public QuietSink {
 public:
  void scalar(const Name& name, double value, bool known) override {
    hash.text(name.key);
    hash.word(known);
    if (known) hash.number(value);
  }
  void field(const Name& name, const Field& f) override {
    hash.text(name.key);
    hash.word(uint64_t(f.rows) << 32 | uint32_t(f.cols));
    if (f.i8) hash.bytes(f.i8, f.size());
    else if (f.i32) hash.bytes(f.i32, f.size() * sizeof(int32_t));
    else
      for (std::size_t i = 0; i < f.size(); ++i) hash.number(f.f64[i]);
  }
  void bars(const Name& name, std::span<const double> values) override {
    hash.text(name.key);
    for (double v : values) hash.number(v);
  }
  void words(const char*, std::span<const double> numbers) override {
    for (double v : numbers) hash.number(v);
  }
  void settled(bool yes) override { hash.word(yes); }
  Hash hash;
};

Hash hash_of(const Machine& machine) {
  HashSink sink;
  machine.show(sink);
  return sink.hash;
}

}  // namespace

std::string state_hash(const Machine& machine) { return hash_of(machine).hex(); }
uint64_t state_hash64(const Machine& machine) { return hash_of(machine).value(); }

}  // namespace attractor
