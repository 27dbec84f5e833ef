#include "core/link.h"

#include <algorithm>
#include <array>

#include "core/models.h"
#include "core/num.h"

namespace attractor {
namespace {

constexpr std::array<std::string_view, 9> kPageKeys{"hide",  "lang",  "lesson", "origins", "play",
                                                    "scale", "speed", "theme",  "ui"};
constexpr std::size_t kMaxPairs = 256, kMaxNotices = 32;

// What a notice may repeat of the outside's text.
std::string quote(std::string_view s) {
  std::string out(s.substr(0, 40));
  for (char& c : out)
    if (static_cast<unsigned char>(c) < 32 || static_cast<unsigned char>(c) > 126) c = '?';
  return s.size() > 40 ? out + "..." : out;
}

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

// Percent escapes that are whole become bytes; anything else stays as it is.
std::string unescape(std::string_view s) {
  std::string out;
  for (std::size_t i = 0; i < s.size(); ++i) {
    if (s[i] == '%' && i + 2 < s.size() && hex_digit(s[i + 1]) >= 0 && hex_digit(s[i + 2]) >= 0) {
      out += char(hex_digit(s[i + 1]) * 16 + hex_digit(s[i + 2]));
      i += 2;
    } else {
      out += s[i];
    }
  }
  return out;
}

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

  void pair(const std::string& key, const std::string& value) {
    int64_t n = 0;
    double real = 0;
    if (key == "laws") {
      if (read_integer(value, n) && n >= 1 && n <= 1000000) link_.laws = int(n);
      else refuse("{0}: {1} is not a version", key, value);
    } else if (key == "seed") {
      if (read_integer(value, n) && n >= 0) link_.seed = uint64_t(n);
      else refuse("{0}: {1} is not a whole number from 0 to 999999999999999999", key, value);
    } else if (key == "at") {
      if (read_decimal(value, real) && real >= 0 && real <= double(kMaxStep) && real == double(int64_t(real)))
        link_.at = int64_t(real);
      else refuse("{0}: {1} is not a step", key, value);
    } else if (key == "h") {
      bool good = value.size() == 8;
      for (char c : value) good = good && hex_digit(c) >= 0 && !(c >= 'A' && c <= 'F');
      if (good) link_.hash = value;
      else refuse("{0}: {1} is not a hash of eight hexadecimal digits", key, value);
    } else if (key == "e") {
      events(value);
    } else if (is_page_key(key)) {
      link_.page[key] = value.substr(0, 400);
    } else if (link_.params.contains(key)) {
      refuse("{0} is given twice; the first one counts", key, value);
    } else {
      link_.params[key] = value;
    }
  }

  void refuse(const char* sentence, std::string_view a, std::string_view b = {}) {
    if (notices_.size() < kMaxNotices) notices_.push_back({sentence, {quote(a), quote(b)}});
  }

 private:
  void events(std::string_view list) {
    while (!list.empty()) {
      const auto end = list.find(';');
      const std::string_view one = list.substr(0, end);
      list.remove_prefix(end == std::string_view::npos ? list.size() : end + 1);
      if (one.empty()) continue;
      if (int(link_.events.size()) >= kMaxEvents) {
        refuse("More than {0} events; the rest is left out", decimal(kMaxEvents));
        return;
      }
      const auto colon = one.find(':'), equals = one.find('=');
      int64_t step = 0;
      if (colon == std::string_view::npos || equals == std::string_view::npos || equals < colon ||
          !read_integer(one.substr(0, colon), step) || step < 0)
        refuse("The event {0} is not of the form step:key=value", one);
      else
        link_.events.push_back(
            {step, std::string(one.substr(colon + 1, equals - colon - 1)), std::string(one.substr(equals + 1))});
    }
  }

  Link& link_;
  std::vector<Message>& notices_;
};

}  // namespace

bool is_page_key(std::string_view key) { return std::find(kPageKeys.begin(), kPageKeys.end(), key) != kPageKeys.end(); }

Link read_link(std::string_view text, std::vector<Message>& notices) {
  Link link;
  if (text.size() > kMaxLink) {
    notices.push_back({"The link is longer than {0} characters and was not read", {decimal(double(kMaxLink))}});
    return link;
  }
  while (!text.empty() && (text[0] == '#' || text[0] == '?')) text.remove_prefix(1);
  const auto cut = text.find_first_of("?&");
  std::string_view head = text.substr(0, cut);
  std::string_view rest = cut == std::string_view::npos ? std::string_view() : text.substr(cut + 1);
  if (head.find('=') != std::string_view::npos) {  // "?lang=ru": page keys without a model
    rest = text;
    head = {};
  }
  link.model = unescape(head.substr(0, 64));
  Reader reader(link, notices);
  std::size_t pairs = 0;
  while (!rest.empty()) {
    const auto end = rest.find_first_of("&?");
    const std::string_view one = rest.substr(0, end);
    rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
    if (one.empty()) continue;
    if (++pairs > kMaxPairs) {
      reader.refuse("The link has more than {0} entries; the rest is left out", decimal(double(kMaxPairs)));
      break;
    }
    const auto equals = one.find('=');
    if (equals == std::string_view::npos || equals == 0) reader.refuse("{0} is not of the form key=value", one);
    else reader.pair(unescape(one.substr(0, equals)), unescape(one.substr(equals + 1)));
  }
  return link;
}

std::string write_link(const Run& run, const std::map<std::string, std::string>& page) {
  std::map<std::string, std::string> sorted;
  for (const Row& row : run.model().rows)
    if (std::string v = read(row, run.base().params()); row.kind != Kind::text || !v.empty()) sorted[row.key] = std::move(v);
  sorted["laws"] = decimal(run.model().laws);
  sorted["seed"] = std::to_string(run.seed());
  std::string text = run.model().key;
  char join = '?';
  auto add = [&](const std::string& key, const std::string& value) {
    text += join + escape(key) + '=' + escape(value);
    join = '&';
  };
  for (const auto& [key, value] : sorted) add(key, value);
  add("at", std::to_string(run.step()));
  std::string events;
  for (const Event& e : run.events())
    if (e.step <= run.step()) events += (events.empty() ? "" : ";") + std::to_string(e.step) + ':' + e.key + '=' + e.value;
  if (!events.empty()) add("e", events);
  for (const auto& [key, value] : page) add(key, value);
  add("h", run.hash());
  return text;
}

bool open_link(const Link& link, Run& run, std::vector<Message>& notices) {
  const Model* model = find_model(link.model);
  if (!model) {
    notices.push_back({"There is no model called {0}", {quote(link.model)}});
    return false;
  }
  Run fresh(*model, link.seed, run.library());
  for (Message& m : fresh.open(link.params, link.seed, link.events))
    if (notices.size() < kMaxNotices) notices.push_back(std::move(m));
  if (link.laws > model->laws) notices.push_back({"This link is from a newer version of the page; the result may differ", {}});
  else if (link.laws != 0 && link.laws < model->laws)
    notices.push_back({"This link was made under older laws ({0}, now {1}); the result may differ",
                       {decimal(link.laws), decimal(model->laws)}});
  run = std::move(fresh);
  return true;
}

}  // namespace attractor
