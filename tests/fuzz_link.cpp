// libFuzzer on everything that reads text from outside: the link, its events, packed pictures. Run by tests/fuzz.sh.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/pack.h"
#include "core/models/list.h"
#include "core/run/link.h"

using namespace attractor;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  std::vector<Message> notices;
  const Link link = read_link(text, notices);
  // A lattice of a million spins for each input would only fuzz the allocator.
  auto large = [&](const char* key) {
    const auto it = link.params.find(key);
    return it != link.params.end() && it->second.size() > 2;
  };
  Run run(*kModels[0]);
  if (!large("L") && open_link(link, run, notices)) {
    run.seek(2, [] { return true; });
    const std::string written = write_link(run, link.page);
    std::vector<Message> again;
    Run second(*kModels[0]);
    if (!open_link(read_link(written, again), second, again) || !again.empty()) std::abort();
    second.seek(run.step(), [] { return true; });
    if (second.hash() != run.hash()) std::abort();
  }
  for (const Message& m : notices)
    if (english(m).size() > 2000) std::abort();
  std::string bytes;
  if (unpack(text, 1 << 16, bytes)) {
    std::string back;
    if (!unpack(pack(bytes), bytes.size(), back) || back != bytes) std::abort();
  }
  return 0;
}
