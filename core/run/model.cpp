#include "core/run/model.h"

#include "core/base/num.h"

namespace attractor {
namespace {

class HashSink final : public QuietSink {
 public:
  bool wants(std::string_view) const override { return false; }
  void state(const void* data, std::size_t bytes) override { hash.bytes(data, bytes); }
  Hash hash;
};

Hash hash_of(const Machine& machine) {
  HashSink sink;
  machine.show(sink);
  return sink.hash;
}

}  // namespace

std::string state_hash(const Machine& machine) { return hash_of(machine).hex(); }

}  // namespace attractor
