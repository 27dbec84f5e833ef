#include "core/run/link_repair.h"

#include <algorithm>
#include <array>
#include <utility>

#include "core/base/written.h"

namespace attractor {
namespace {

constexpr int kLayers = 4;  // escapes over escapes that are taken off

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

bool starts(std::string_view s, std::string_view with) { return s.substr(0, with.size()) == with; }

// "&#38;" or "&#x26;" at the front of `s`.
std::pair<char, std::size_t> numbered_entity(std::string_view s) {
  if (!starts(s, "&#")) return {};
  const int base = s.size() > 2 && (s[2] == 'x' || s[2] == 'X') ? 16 : 10;
  int value = 0;
  std::size_t i = base == 16 ? 3 : 2;
  for (; i < s.size() && i < 9; ++i) {
    const int d = hex_digit(s[i]);
    if (d < 0 || d >= base) break;
    value = value * base + d;
    if (value > 126) return {};
  }
  return i < s.size() && s[i] == ';' && value >= 32 ? std::pair{char(value), i + 1} : std::pair<char, std::size_t>{};
}

// The character that an entity at the front of `s` ("&amp;", "&#38;", "&#x26;") stands for, and its length.
std::pair<char, std::size_t> entity(std::string_view s) {
  static constexpr std::array<std::pair<std::string_view, char>, 15> kNamed{
      {{"&amp;", '&'},
       {"&AMP;", '&'},
       {"&lt;", '<'},
       {"&gt;", '>'},
       {"&quot;", '"'},
       {"&apos;", '\''},
       {"&nbsp;", ' '},
       {"&equals;", '='},
       {"&quest;", '?'},
       {"&num;", '#'},
       {"&semi;", ';'},
       {"&colon;", ':'},
       {"&#38", '&'},  // without its end, as browsers read it
       {"&#038", '&'},
       {"&#x26", '&'}}};
  if (const auto numeric = numbered_entity(s); numeric.second > 0) return numeric;
  for (const auto& [name, c] : kNamed)
    if (starts(s, name)) return {c, name.size()};
  return {};
}

// One layer of percent escapes, entities and backslashes. Escapes that are not whole stay.
std::string without_escapes(std::string_view s) {
  std::string out;
  while (!s.empty()) {
    std::size_t taken = 1;
    if (s[0] == '%' && s.size() > 2 && hex_digit(s[1]) >= 0 && hex_digit(s[2]) >= 0) {
      out += char(hex_digit(s[1]) * 16 + hex_digit(s[2]));
      taken = 3;
    } else if (const auto [c, length] = entity(s); length > 0) {
      out += c;
      taken = length;
    } else if (starts(s, "\\u00") && s.size() > 5 && hex_digit(s[4]) >= 0 && hex_digit(s[5]) >= 0) {
      out += char(hex_digit(s[4]) * 16 + hex_digit(s[5]));
      taken = 6;
    } else if (s[0] != '\\') {  // Markdown's and LaTeX's backslash before & # _ says nothing else
      out += s[0];
    }
    s.remove_prefix(taken);
  }
  return out;
}

// Marks of a reply before the lines of a mail ("> > "): without them.
std::string without_reply_marks(std::string_view s) {
  std::string out;
  for (std::size_t i = 0; i < s.size(); ++i) {
    out += s[i];
    if (s[i] != '\n') continue;
    std::size_t next = i + 1;
    while (next < s.size() && (s[next] == ' ' || s[next] == '>')) ++next;
    if (s.substr(i, next - i).find('>') != std::string_view::npos) i = next - 1;
  }
  return out;
}

// Whether a '=' between the two is the one of its pair, or of its event: there has been none, and none is to come.
bool is_of_pair(std::string_view before, std::string_view after) {
  before = before.substr(std::min(before.find_last_of("?&#") + 1, before.size()));  // npos + 1 is 0
  after = after.substr(0, after.find_first_of("?&"));
  if (before.empty() || after.empty()) return false;
  const auto equals = before.find('=');
  if (equals == std::string_view::npos) {
    const bool events = trimmed(before) == "e" && after.find(':') < after.find('=');  // "e=" "50:T=2"
    return events || after.find('=') == std::string_view::npos;
  }
  if (trimmed(before.substr(0, equals)) != "e") return false;
  const auto semicolon = before.rfind(';');
  const std::string_view event = before.substr((semicolon == std::string_view::npos ? equals : semicolon) + 1);
  return event.find(':') != std::string_view::npos && event.find('=') == std::string_view::npos &&
         after.substr(0, after.find(';')).find('=') == std::string_view::npos;
}

// Quoted-printable mail breaks lines with a '=' of its own: a pair has one '=', so the two can be told apart.
std::string without_soft_breaks(std::string_view s) {
  std::string out;
  for (std::size_t i = 0; i < s.size(); ++i) {
    const auto next = std::min(s.find_first_not_of(" \t\r\n", i + 1), s.size());
    if (s[i] == '=' && next > i + 1 && next < s.size() && !is_of_pair(out, s.substr(next))) i = next - 1;
    else out += s[i];
  }
  return out;
}

// ... and writes "=3D" for each '=' (and may write any other character so). Taken off if every '=' is such an escape and what
// comes out has pairs: a value that begins like one ("h=3d...") is none.
std::string without_quoted_printable(std::string s) {
  std::string out;
  for (std::size_t i = 0; i < s.size(); ++i) {
    if (s[i] != '=') {
      out += s[i];
      continue;
    }
    if (i + 2 >= s.size() || hex_digit(s[i + 1]) < 0 || hex_digit(s[i + 2]) < 0) return s;
    out += char(hex_digit(s[i + 1]) * 16 + hex_digit(s[i + 2]));
    i += 2;
  }
  std::size_t pairs = 0;
  for (std::size_t i = out.find_first_of("?&"); i < out.size();) {
    const auto end = std::min(out.find_first_of("?&", i + 1), out.size());
    if (end > i + 1 && out.substr(i, end - i).find('=') == std::string::npos) return s;
    pairs += end > i + 1;
    i = end;
  }
  return pairs > 0 ? out : s;
}

std::string unwrapped(std::string_view text) {
  std::string s = without_reply_marks(text);
  for (int i = 0; i < kLayers; ++i) {
    std::string next = without_escapes(s);
    if (next == s) break;
    s = std::move(next);
  }
  return without_quoted_printable(without_soft_breaks(s));
}

// Does the text after a blank go on with the link, or is it a word of the sentence around it?
bool continues_link(std::string_view link, std::string_view rest) {
  if (!link.empty() && std::string_view("=&;:").find(link.back()) != std::string_view::npos) return true;
  while (!rest.empty() && rest[0] == ' ') rest.remove_prefix(1);
  const std::string_view word = rest.substr(0, rest.find(' '));
  return word.find_first_of("=&;") != std::string_view::npos ||
         word.find_first_not_of("0123456789abcdefABCDEF.,:+-") == std::string_view::npos;
}

// Tags at the front of `s` that break or dress a line ("<wbr>", "<br/>", "</span><span>"): their length, 0 if there is none.
std::size_t tags_within(std::string_view s) {
  static constexpr std::array<std::string_view, 10> kTags{"wbr", "br", "span", "b", "i", "em", "strong", "font", "u", "mark"};
  std::size_t all = 0;
  for (std::string_view rest = s; starts(rest, "<"); rest = s.substr(all)) {
    const auto end = rest.substr(0, 200).find('>');
    std::string_view name = rest.substr(1);
    if (starts(name, "/")) name.remove_prefix(1);
    name = name.substr(0, name.find_first_not_of("abcdefghijklmnopqrstuvwxyz"));
    if (end == std::string_view::npos || std::find(kTags.begin(), kTags.end(), name) == kTags.end()) break;
    all += end + 1;
  }
  return all;
}

// Up to where the link ends: at a blank with words after it, at what closes a bracket around it, at a second '#'. `broken`: it
// seems to go on behind what ended it.
std::string link_alone(std::string_view s, bool& broken) {
  std::string out;
  for (std::size_t i = 0; i < s.size(); ++i) {
    if (s[i] == ' ') {
      while (i + 1 < s.size() && (s[i + 1] == ' ' || s[i + 1] == '>')) ++i;  // also the marks of a reply
      if (!continues_link(out, s.substr(i + 1))) break;
      continue;
    }
    if (s[i] == '<')
      if (const std::size_t tags = tags_within(s.substr(i)); tags > 0 && continues_link(out, s.substr(i + tags))) {
        i += tags - 1;
        continue;
      }
    if (s[i] == '<' || s[i] == '>') {
      const std::string_view rest = s.substr(i, s.find(' ', i) - i);
      const auto pair = rest.find('&');
      broken = broken || (pair != std::string_view::npos && rest.find('=', pair) != std::string_view::npos);
      break;
    }
    if (s[i] == '#' || starts(s.substr(i), ":~:")) break;
    const bool closes = std::string_view(")]}\"'").find(s[i]) != std::string_view::npos;
    if (closes && !out.ends_with('=') && s.find_first_of("=&", i) == std::string_view::npos) break;
    out += s[i];
  }
  return out;
}

// Where a URL's host begins: not that of a value ("origins=https://...").
std::size_t host_of(std::string_view s) {
  for (std::size_t i = 0; (i = s.find("://", i)) != std::string_view::npos; i += 3) {
    std::size_t scheme = i;
    while (scheme > 0 && ((s[scheme - 1] | 32) >= 'a' && (s[scheme - 1] | 32) <= 'z')) --scheme;
    if (scheme == 0 || (s[scheme - 1] != '=' && s[scheme - 1] != ',')) return i + 3;
  }
  return std::string_view::npos;
}

std::string_view without_front(std::string_view s, std::string_view what) {
  const auto first = s.find_first_not_of(what);
  return first == std::string_view::npos ? std::string_view() : s.substr(first);
}

}  // namespace

Address find_address(std::string_view text) {
  const std::string all = plain_text(unwrapped(text));
  std::string_view s = without_front(all, " \"'([{<`*");
  Address out;
  const auto host = host_of(s);
  const bool url = host != std::string_view::npos;
  if (url) s.remove_prefix(host);
  const auto hash = s.find('#'), question = s.find('?');
  const bool query = (url || s.substr(0, 1) == "?") && question < hash;
  const bool bare = !url && !query && hash > 0 && s.find_first_of(" /.") > std::min(question, hash);  // "ising?T=2"
  if (hash == std::string_view::npos && query) {
    (url ? out.query : out.fragment) = link_alone(without_front(s.substr(question), "?"), out.broken);
    return out;
  }
  if (query) out.query = link_alone(without_front(s.substr(question, hash - question), "?"), out.broken);
  if (bare) out.fragment = link_alone(s, out.broken);
  else if (hash != std::string_view::npos) out.fragment = link_alone(without_front(s.substr(hash), "#?!/ "), out.broken);
  else if (!url) out.fragment = link_alone(s, out.broken);
  return out;
}

bool ends_open(std::string_view text) {
  static constexpr std::array<std::string_view, 5> kOpen{"&", "?", "...", "\u2026", "%E2%80%A6"};
  const auto last = text.find_last_not_of(" \"')]>\r\n");
  if (last == std::string_view::npos || text.find('=') == std::string_view::npos) return false;
  return std::any_of(kOpen.begin(), kOpen.end(), [&](std::string_view end) { return text.substr(0, last + 1).ends_with(end); });
}

bool is_tracker(std::string_view any) {
  std::string key(any);
  for (char& c : key)
    if (c >= 'A' && c <= 'Z') c = char(c - 'A' + 'a');
  static constexpr std::array<std::string_view, 18> kPrefixes{
      "utm_", "mc_", "_hs",  "hsa_",    "hscta",    "vero_",  "oly_",     "ga_",      "gad_",
      "mkt_", "pk_", "mtm_", "matomo_", "_branch_", "_x_tr_", "tgwebapp", "openstat", "_openstat"};
  // The last two lines: what wrappers around a link (search engines, social networks, mail filters) add of their own.
  static constexpr std::array<std::string_view, 46> kKeys{
      "fbclid",    "gclid",  "gclsrc",   "gbraid",   "wbraid",  "dclid",   "msclkid", "yclid", "ysclid",     "ymclid",
      "twclid",    "ttclid", "igsh",     "igshid",   "si",      "usp",     "srsltid", "_ga",   "_gl",        "_ym_uid",
      "li_fat_id", "spm",    "scm",      "ref",      "ref_src", "ref_url", "cmpid",   "s_cid", "rb_clickid", "trk",
      "share_id",  "from",   "feature",  "mibextid", "rdt_cid", "yprqee",  "etext",   "ved",   "usg",        "cc_key",
      "rhash",     "sdata",  "reserved", "urlhash",  "away",    "__tn__"};
  return std::any_of(kPrefixes.begin(), kPrefixes.end(), [&](std::string_view p) { return starts(key, p); }) ||
         std::find(kKeys.begin(), kKeys.end(), key) != kKeys.end();
}

}  // namespace attractor
