#include "core/run/link.h"

#include <algorithm>
#include <array>

#include "core/base/num.h"
#include "core/base/written.h"
#include "core/run/link_repair.h"

namespace attractor {
namespace {

constexpr std::array<std::string_view, 9> kPageKeys{"hide",  "lang",  "lesson", "origins", "play",
                                                    "scale", "speed", "theme",  "ui"};
constexpr std::array<std::string_view, 7> kOwnKeys{"laws", "seed", "at", "h", "via", "events", "e"};
constexpr std::size_t kMaxPairs = 256, kMaxNotices = 32, kMaxHashes = 32;
constexpr std::size_t kWrittenHashes = 4;  // the last ones on the way

// What a notice may repeat of the outside's text.
std::string quote(std::string_view s) {
  std::string out(s.substr(0, 40));
  for (char& c : out)
    if (static_cast<unsigned char>(c) < 32 || static_cast<unsigned char>(c) > 126) c = '?';
  return s.size() > 40 ? out + "..." : out;
}

bool is_hex(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); }

std::string escape(std::string_view s) {
  static constexpr char kHex[] = "0123456789ABCDEF";
  std::string out;
  for (char c : s) {
    const bool safe = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
                      std::string_view("-_.,:;=").find(c) != std::string_view::npos;
    if (safe) {
      out += c;
    } else {
      out += '%';
      out += kHex[static_cast<unsigned char>(c) >> 4];
      out += kHex[static_cast<unsigned char>(c) & 15];
    }
  }
  return out;
}

class Reader {
 public:
  Reader(Link& link, std::vector<Message>& notices) : link_(link), notices_(notices) {}

  // "model?key=value&...", or pairs alone. Of a query, only what the link itself does not say.
  void read(std::string_view text, bool query) {
    const auto cut = text.find_first_of("?&");
    std::string_view head = text.substr(0, cut);
    std::string_view rest = cut == std::string_view::npos ? std::string_view() : text.substr(cut + 1);
    if (head.find('=') != std::string_view::npos) {  // "?lang=ru": page keys without a model
      rest = text;
      head = {};
    }
    if (link_.model.empty() && !trimmed(head).empty()) {
      link_.model = trimmed(head.substr(0, 64));
      for (char& c : link_.model)
        if (c >= 'A' && c <= 'Z') c = char(c - 'A' + 'a');
      if (query) link_.of_query.insert("");
    }
    while (!rest.empty()) {
      const auto end = rest.find_first_of("&?");
      const std::string_view one = rest.substr(0, end);
      rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
      if (one.empty()) continue;
      if (++pairs_ > kMaxPairs)
        return refuse("The link has more than {0} entries; the rest is left out", decimal(double(kMaxPairs)));
      const auto equals = one.find('=');
      const std::string key(trimmed(one.substr(0, equals)));
      if (equals == std::string_view::npos || key.empty()) {
        if (!query) refuse("{0} is not of the form key=value", one);
      } else {
        const std::string_view value = one.substr(equals + 1), clean = trimmed(value), number = number_alone(clean);
        last_ = rest.empty();
        const bool glued =
            last_ && key != "e" && key != "via" && clean.find_first_of("0123456789", number.size()) == std::string_view::npos;
        entry(key, std::string(clean.empty() ? value : glued ? number : clean), query);
      }
    }
  }

  void finish() {
    if (promised_ >= 0 && promised_ > int64_t(link_.events.size()) + refused_events_) link_.cut = true;
  }

 private:
  void entry(const std::string& key, const std::string& value, bool query) {
    const auto [first, fresh] = values_.emplace(key, value);
    if (!fresh) {
      std::string other;  // some wrappers of links have an "h", too
      const bool theirs = key == "h" && !read_hash(value, other);
      if (!query && first->second != value && !theirs) refuse("{0} is given twice; the first one counts", key, value);
      return;
    }
    if (query && is_own_key(key) && !link_.order.empty()) return;  // of the link itself: not from an address beside one
    if (!query) link_.order.push_back(key);
    else if (!is_own_key(key) && !is_page_key(key)) link_.of_query.insert(key);
    pair(key, value);
  }

  void pair(const std::string& key, const std::string& value) {
    int64_t n = 0;
    if (key == "laws") {
      if (read_written_integer(value, n) && n >= 1 && n <= 1000000) link_.laws = int(n);
      else refuse("{0}: {1} is not a version", key, value);
    } else if (key == "seed") {
      if (read_written_integer(value, n) && n >= 0) link_.seed = uint64_t(n), link_.seeded = true;
      else refuse("{0}: {1} is not a whole number from 0 to 999999999999999999", key, value);
    } else if (key == "at") {
      if (read_step(value, n)) link_.at = n;
      else refuse("{0}: {1} is not a step", key, value);
    } else if (key == "h") {
      if (!read_hash(value, link_.hash)) {
        link_.cut = value.empty() || (value.size() < 8 && std::all_of(value.begin(), value.end(), is_hex));
        if (!link_.cut) refuse("{0}: {1} is not a hash of eight hexadecimal digits", key, value);
      }
    } else if (key == "via") {
      read_hashes(value);
    } else if (key == "events") {
      if (read_written_integer(value, n) && n >= 0) promised_ = n;
      else link_.cut = true;
    } else if (key == "e") {
      events(value);
    } else if (is_page_key(key)) {
      link_.page[key] = value.substr(0, 400);
    } else {
      link_.params[key] = value;
    }
  }

  void refuse(const char* sentence, std::string_view a, std::string_view b = {}) {
    if (notices_.size() < kMaxNotices) notices_.push_back({sentence, {quote(a), quote(b)}});
  }

  static bool is_own_key(std::string_view key) { return std::find(kOwnKeys.begin(), kOwnKeys.end(), key) != kOwnKeys.end(); }

  static bool read_step(std::string_view text, int64_t& out) {
    double real = 0;
    if (text.find(',') != std::string_view::npos || !read_written_number(text, real)) return false;
    if (!(real >= 0 && real <= double(kMaxStep) && real == double(int64_t(real)))) return false;
    out = int64_t(real);
    return true;
  }

  // Eight hexadecimal digits; what was glued to their end is left.
  static bool read_hash(std::string_view text, std::string& out) {
    std::string h(text.substr(0, 8));
    for (char& c : h)
      if (c >= 'A' && c <= 'F') c = char(c - 'A' + 'a');
    if (h.size() < 8 || !std::all_of(h.begin(), h.end(), is_hex)) return false;
    out = std::move(h);
    return true;
  }

  // Calls f for each part of "a;b;c".
  template <class F>
  static void each(std::string_view list, F f) {
    while (!list.empty()) {
      const auto end = list.find(';');
      if (end != 0) f(list.substr(0, end));
      list.remove_prefix(end == std::string_view::npos ? list.size() : end + 1);
    }
  }

  void read_hashes(std::string_view list) {
    each(list, [&](std::string_view one) {
      const auto colon = one.find(':');
      StepHash hash;
      const bool good = colon != std::string_view::npos && read_step(one.substr(0, colon), hash.step) &&
                        read_hash(one.substr(colon + 1), hash.hash);
      if (good && link_.via.size() < kMaxHashes) link_.via.push_back(std::move(hash));
      else if (!good) refuse("{0}: {1} is not of the form step:hash", "via", one);
    });
  }

  void events(std::string_view list) {
    const char* const end = list.data() + list.size();
    each(list, [&](std::string_view one) {
      if (int(link_.events.size()) >= kMaxEvents) {
        if (refused_events_++ == 0) refuse("More than {0} events; the rest is left out", decimal(kMaxEvents));
        return;
      }
      const auto colon = one.find(':'), equals = one.find('=');
      int64_t step = 0;
      if (colon == std::string_view::npos || equals == std::string_view::npos || equals < colon ||
          !read_integer(one.substr(0, colon), step) || step < 0) {
        if (last_ && promised_ >= 0 && int64_t(link_.events.size()) >= promised_) return;  // all are here: it is glued to them
        ++refused_events_;
        refuse("The event {0} is not of the form step:key=value", one);
      } else {
        const bool at_the_end = last_ && (one.data() + one.size() == end || int64_t(link_.events.size()) + 1 == promised_);
        const std::string_view value = one.substr(equals + 1);
        link_.events.push_back({step, std::string(one.substr(colon + 1, equals - colon - 1)),
                                std::string(at_the_end ? number_alone(value) : value)});
      }
    });
  }

  Link& link_;
  std::vector<Message>& notices_;
  std::map<std::string, std::string> values_;  // by key, as they came first
  std::size_t pairs_ = 0;
  bool last_ = false;  // the pair being read is the link's last: things may be glued to it
  int64_t promised_ = -1, refused_events_ = 0;
};

}  // namespace

const char* const kIncomplete = "This link is incomplete: its end was lost on the way. Ask for it once more, in one piece";

bool is_page_key(std::string_view key) { return std::find(kPageKeys.begin(), kPageKeys.end(), key) != kPageKeys.end(); }

Link read_link(std::string_view text, std::vector<Message>& notices) {
  Link link;
  if (text.size() > kMaxLink) {
    notices.push_back({"The link is longer than {0} characters and was not read", {decimal(double(kMaxLink))}});
    return link;
  }
  const Address address = find_address(text);
  Reader reader(link, notices);
  reader.read(address.fragment, false);
  reader.read(address.query, true);
  reader.finish();
  link.open_end = ends_open(text) || address.broken;
  return link;
}

std::string write_link(const Run& run, const std::map<std::string, std::string>& page) {
  std::map<std::string, std::string> sorted;
  for (const Row& row : run.model().rows)
    if (std::string v = run.base().read(row); row.kind != Kind::text || !v.empty()) sorted[row.key] = std::move(v);
  std::string text = run.model().key;
  char join = '?';
  auto add = [&](const std::string& key, const std::string& value) {
    text += join + escape(key) + '=' + escape(value);
    join = '&';
  };
  add("laws", decimal(run.model().laws));
  for (const auto& [key, value] : sorted) add(key, value);
  add("seed", std::to_string(run.seed()));
  for (const auto& [key, value] : page) add(key, value);
  add("at", std::to_string(run.step()));
  add("h", run.hash());
  const std::vector<StepHash>& hashes = run.hashes();
  std::string via, events;
  for (std::size_t i = hashes.size() - std::min(hashes.size(), kWrittenHashes); i < hashes.size(); ++i)
    via += (via.empty() ? "" : ";") + std::to_string(hashes[i].step) + ':' + hashes[i].hash;
  if (!via.empty()) add("via", via);
  int count = 0;
  for (const Event& e : run.events()) {
    if (e.step > run.step()) continue;
    events += (count++ ? ";" : "") + std::to_string(e.step) + ':' + e.key + '=' + e.value;
  }
  add("events", std::to_string(count));
  if (count > 0) add("e", events);
  return text;
}

bool is_cut(const Link& link, const Model& model) {
  if (link.cut) return true;
  if (!link.hash.empty()) return false;
  if (link.open_end) return true;
  // Whoever writes the laws writes the hash.
  if (link.laws != 0) return !link.params.empty() || link.laws == model.laws;
  // Links of before had the laws among the parameters, in the order of their names: some of the first of these and nothing
  // else is the beginning of such a link.
  if (link.order.size() < 2) return false;
  std::set<std::string> usual{"laws", "seed"};
  for (const Row& row : model.rows)
    if (row.kind != Kind::text || link.params.contains(row.key)) usual.insert(row.key);
  return link.order.size() < usual.size() && std::equal(link.order.begin(), link.order.end(), usual.begin());
}

bool open_link(const Link& link, std::span<const Model* const> models, Run& run, std::vector<Message>& notices) {
  const Model* model = find_model(models, link.model);
  if (!model) {
    notices.push_back({"There is no model called {0}", {quote(link.model)}});
    return false;
  }
  Run fresh(*model, link.seed, run.library());
  std::map<std::string, std::string> params = link.params;
  std::erase_if(params, [&](const auto& p) {  // other people's keys
    return !find_row(model->rows, p.first) && (is_tracker(p.first) || link.of_query.contains(p.first));
  });
  if (is_cut(link, *model)) notices.push_back({kIncomplete, {}});
  for (Message& m : fresh.open(params, link.seed, link.events))
    if (notices.size() < kMaxNotices) notices.push_back(std::move(m));
  if (link.laws > model->laws) notices.push_back({"This link is from a newer version of the page; the result may differ", {}});
  else if (link.laws != 0 && link.laws < model->laws)
    notices.push_back({"This link was made under older laws ({0}, now {1}); the result may differ",
                       {decimal(link.laws), decimal(model->laws)}});
  run = std::move(fresh);
  return true;
}

}  // namespace attractor
