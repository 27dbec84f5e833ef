// Links that travelled: every golden link, and the same as the page writes it now, through everything that messengers, mail,
// editors, spreadsheets and people do to links. Whatever happens, the link is read as it was sent, or something is said.
#include <doctest/doctest.h>

#include <algorithm>
#include <cctype>
#include <fstream>
#include <functional>
#include <string>
#include <vector>

#include "core/base/written.h"
#include "core/models/list.h"
#include "core/run/link.h"
#include "core/run/link_repair.h"
#include "tests/data.h"
#include "tests/lesson_text.h"
#include "web/session/lessons.h"
#include "web/session/opening.h"

using namespace attractor;

namespace {

const auto kGoOn = [] { return true; };

std::vector<std::string> golden_links() {
  std::ifstream in(std::string(ATTRACTOR_SOURCE_DIR) + "/tests/golden.txt");
  std::vector<std::string> all;
  for (std::string line; std::getline(in, line);)
    if (!line.empty() && line[0] != '#') all.push_back(line);
  return all;
}

// As write_link writes it today: replayed as far as its first events, no further than 70 steps.
std::string written_today(const std::string& golden) {
  std::vector<Message> notices;
  const Link link = read_link(golden, notices);
  Run run(*kModels[0], 1, digits_library());
  open_link(link, run, notices);
  run.seek(std::min<int64_t>(link.at, 70), kGoOn);
  return write_link(run);
}

bool same(const Link& a, const Link& b) {
  return a.model == b.model && a.laws == b.laws && a.seed == b.seed && a.at == b.at && a.hash == b.hash && a.via == b.via &&
         a.params == b.params && a.events == b.events;
}

// The links with what is said when they are opened, trackers left out as the opening does it.
struct Opened {
  Link link;
  std::vector<Message> notices;
};
Opened opened(const std::string& text) {
  Opened o;
  o.link = read_link(text, o.notices);
  const Model* model = find_model(o.link.model);
  if (!model) {
    o.notices.push_back({"There is no model called {0}", {o.link.model}});
    return o;
  }
  std::erase_if(o.link.params, [&](const auto& p) {
    return !find_row(model->rows, p.first) && (is_tracker(p.first) || o.link.of_query.contains(p.first));
  });
  if (is_cut(o.link, *model)) o.notices.push_back({kIncomplete, {}});
  return o;
}

std::string replaced(std::string s, const std::string& what, const std::string& by) {
  for (std::size_t i = 0; (i = s.find(what, i)) != std::string::npos; i += by.size()) s.replace(i, what.size(), by);
  return s;
}

std::string percent(const std::string& s, const std::string& only = {}) {
  static const char* kHex = "0123456789ABCDEF";
  std::string out;
  for (const char c : s) {
    const auto b = static_cast<unsigned char>(c);
    const bool plain = only.empty()
                           ? (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '-' || c == '.'
                           : only.find(c) == std::string::npos;
    if (plain) out += c;
    else out += {'%', kHex[b >> 4], kHex[b & 15]};
  }
  return out;
}

// A blank within a number of the link, if it has one of two digits before its hash.
std::string in_number(const std::string& link, const std::string& blank) {
  std::string s = link;
  for (std::size_t i = 1; i < s.size() && s.find("&h=", i) != std::string::npos; ++i)
    if (std::isdigit(static_cast<unsigned char>(s[i])) && std::isdigit(static_cast<unsigned char>(s[i - 1]))) {
      s.insert(i, blank);
      break;
    }
  return s;
}

// Broken into lines of 31 characters, at the first place after them that is in the middle of a word.
std::string in_lines(const std::string& s, const std::string& line_end) {
  const auto word = [&](std::size_t i) { return i < s.size() && std::isalnum(static_cast<unsigned char>(s[i])); };
  std::string out;
  for (std::size_t i = 0, length = 0; i < s.size(); ++i) {
    out += s[i];
    if (++length >= 31 && word(i) && word(i + 1) && word(i - 1) && s[i - 1] != '=' && s[i - 2] != '=')
      out += line_end, length = 0;
  }
  return out;
}

// A mark of text put into the middle of the last value, and of one within.
std::string inside(const std::string& link, const std::string& mark) {
  std::string s = link;
  s.insert(s.size() - 2, mark);
  const auto equals = s.find('=', s.size() / 2);
  if (equals != std::string::npos) s.insert(equals + 1, mark);
  return s;
}

// "..." around each value.
std::string quoted(const std::string& link) {
  std::string s;
  bool value = false;
  for (const char c : link) {
    if (c == '&' && value) s += '"', value = false;
    s += c;
    if (c == '=' && !value) s += '"', value = true;
  }
  return s + '"';
}

using Change = std::function<std::string(const std::string&)>;
struct Named {
  const char* name;
  Change change;
};

// After these the link is read as it was sent, without a word.
const std::vector<Named> kHarmless{
    {"as it is", [](auto l) { return "#" + l; }},
    {"escaped", [](auto l) { return "#" + percent(l); }},
    {"escaped twice", [](auto l) { return "#" + percent(percent(l)); }},
    {"escaped three times", [](auto l) { return "#" + percent(percent(percent(l))); }},
    {"? escaped", [](auto l) { return "#" + percent(l, "?"); }},
    {"& escaped", [](auto l) { return "#" + percent(l, "&"); }},
    {"= escaped", [](auto l) { return "#" + percent(l, "="); }},
    {"; and : escaped", [](auto l) { return "#" + percent(l, ";:"); }},
    {"escapes in lower case", [](auto l) { return "#" + replaced(replaced(percent(l), "%3F", "%3f"), "%3D", "%3d"); }},
    {"%23 for #", [](auto l) { return "https://x.example/a/%23" + l; }},
    {"&amp;", [](auto l) { return "#" + replaced(l, "&", "&amp;"); }},
    {"&amp;amp;", [](auto l) { return "#" + replaced(l, "&", "&amp;amp;"); }},
    {"&#38;", [](auto l) { return "#" + replaced(l, "&", "&#38;"); }},
    {"&#038;", [](auto l) { return "#" + replaced(l, "&", "&#038;"); }},
    {"&#x26;", [](auto l) { return "#" + replaced(l, "&", "&#x26;"); }},
    {"%26amp%3B", [](auto l) { return "#" + replaced(l, "&", "%26amp%3B"); }},
    {"\\u0026", [](auto l) { return "#" + replaced(replaced(l, "&", "\\u0026"), "=", "\\u003d"); }},
    {"Markdown's backslashes", [](auto l) { return "#" + replaced(replaced(l, "&", "\\&"), "_", "\\_"); }},
    {"quoted-printable", [](auto l) { return "#" + replaced(l, "=", "=3D"); }},
    {"quoted-printable, broken", [](auto l) { return "#" + replaced(replaced(l, "=", "=3D"), "&", "=\r\n&"); }},
    {"quoted-printable in lower case", [](auto l) { return "#" + replaced(l, "=", "=3d"); }},
    {"quoted-printable, all escaped", [](auto l) { return "#" + replaced(replaced(l, "=", "=3D"), "&", "=26"); }},
    {"quoted-printable in lines", [](auto l) { return "#" + in_lines(replaced(l, "=", "=3D"), "=\r\n"); }},
    {"quoted-printable in lines of a reply", [](auto l) { return "#" + in_lines(replaced(l, "=", "=3D"), "=\n> > "); }},
    {"soft breaks alone", [](auto l) { return "#" + in_lines(l, "=\n"); }},
    {"lines of a reply", [](auto l) { return "#" + in_number(l, "\n> "); }},
    {"marks of a reply without the lines", [](auto l) { return "#" + in_number(l, " > "); }},
    {"<wbr>", [](auto l) { return "#" + replaced(l, "&", "<wbr>&"); }},
    {"<br/>", [](auto l) { return "#" + in_number(l, "<br/>"); }},
    {"spans", [](auto l) { return "#" + replaced(l, "&", "</span><span class='m'>&"); }},
    {"&#x26", [](auto l) { return "#" + replaced(l, "&", "&#x26"); }},
    {"full width", [](auto l) { return "#" + replaced(replaced(replaced(l, "&", "\uFF06"), "=", "\uFF1D"), "?", "\uFF1F"); }},
    {"#/", [](auto l) { return "#/" + l; }},
    {"#!", [](auto l) { return "#!" + l; }},
    {"##", [](auto l) { return "##" + l; }},
    {"a second #", [](auto l) { return "#" + l + "#top"; }},
    {"a text fragment", [](auto l) { return "#" + l + ":~:text=the%20magnet"; }},
    {"utm_source", [](auto l) { return "#" + l + "&utm_source=telegram&utm_medium=social"; }},
    {"?utm_source at the end", [](auto l) { return "#" + l + "?utm_source=telegram"; }},
    {"fbclid", [](auto l) { return "#" + l + "&fbclid=IwAR0x-_y"; }},
    {"gclid", [](auto l) { return "#" + l + "&gclid=1"; }},
    {"ysclid", [](auto l) { return "#" + l + "&ysclid=lx1"; }},
    {"yclid", [](auto l) { return "#" + l + "&yclid=1"; }},
    {"igsh", [](auto l) { return "#" + l + "&igsh=MzRl"; }},
    {"si", [](auto l) { return "#" + l + "&si=abc"; }},
    {"mc_cid", [](auto l) { return "#" + l + "&mc_cid=1&mc_eid=2"; }},
    {"usp", [](auto l) { return "#" + l + "&usp=sharing"; }},
    {"openstat", [](auto l) { return "#" + l + "&_openstat=1&openstat=2"; }},
    {"tgWebAppData", [](auto l) { return "#" + l + "&tgWebAppVersion=7.0&tgWebAppPlatform=ios"; }},
    {"any query", [](auto l) { return "?ysclid=abc&redirect=1&whatever=2&T&x=%zz#" + l; }},
    {"a query with our keys", [](auto l) { return "?h=00000000&at=3&laws=1&seed=77&e=1:T=2#" + l; }},
    {"a query of one word", [](auto l) { return "?12345#" + l; }},
    {"a URL", [](auto l) { return "https://x.example/attractor/?utm_source=a#" + l; }},
    {"words before", [](auto l) { return "Issue #3, see https://x.example/#" + l; }},
    {"words after", [](auto l) { return "https://x.example/#" + l + " shows it, doesn't it?"; }},
    {"a Markdown link", [](auto l) { return "See [this magnet](https://x.example/#" + l + ") and that one."; }},
    {"<...>", [](auto l) { return "<https://x.example/#" + l + ">"; }},
    {"<...> and words", [](auto l) { return "Try <https://x.example/#" + l + ">, then tell me"; }},
    {"an HTML attribute", [](auto l) { return "<a href=\"https://x.example/#" + replaced(l, "&", "&amp;") + "\">magnet</a>"; }},
    {"Russian quotes", [](auto l) { return "\u00ABhttps://x.example/#" + l + "\u00BB"; }},
    {"a comma and words in Russian", [](auto l) { return "https://x.example/#" + l + ", смотри"; }},
    {"no scheme", [](auto l) { return "x.example/a/#" + l; }},
    {"bare", [](auto l) { return l; }},
    {"a full stop", [](auto l) { return "#" + l + "."; }},
    {"a comma", [](auto l) { return "#" + l + ","; }},
    {")", [](auto l) { return "#" + l + ")"; }},
    {">", [](auto l) { return "#" + l + ">"; }},
    {"]", [](auto l) { return "#" + l + "]"; }},
    {"quote", [](auto l) { return "#" + l + "\""; }},
    {"curly quote", [](auto l) { return "#" + l + "\u201D"; }},
    {"**", [](auto l) { return "#" + l + "**"; }},
    {"ellipsis", [](auto l) { return "#" + l + "\u2026"; }},
    {"!", [](auto l) { return "#" + l + "!"; }},
    {"%20 at the end", [](auto l) { return "#" + l + "%20"; }},
    {"zero width at the end", [](auto l) { return "#" + l + "%E2%80%8B"; }},
    {"byte order mark in front", [](auto l) { return "\uFEFF#" + l; }},
    {"a mark of direction", [](auto l) { return "\u200E#" + l + "\u200E"; }},
    {"a blank inside", [](auto l) { return "#" + in_number(l, " "); }},
    {"%20 inside", [](auto l) { return "#" + in_number(l, "%20"); }},
    {"no-break space inside", [](auto l) { return "#" + in_number(l, "\u00A0"); }},
    {"zero width inside", [](auto l) { return "#" + inside(l, "\u200B"); }},
    {"soft hyphen inside", [](auto l) { return "#" + inside(l, "\u00AD"); }},
    {"word joiner inside", [](auto l) { return "#" + inside(l, "\u2060"); }},
    {"line end inside", [](auto l) { return "#" + in_number(l, "\r\n"); }},
    {"line end and margin inside", [](auto l) { return "#" + in_number(l, "\n    "); }},
    {"blanks around &", [](auto l) { return "#" + replaced(l, "&", " & "); }},
    {"blanks around =", [](auto l) { return "#" + replaced(l, "=", " = "); }},
    {"a real minus", [](auto l) { return "#" + replaced(l, "=-", "=\u2212"); }},
    {"a no-break hyphen", [](auto l) { return "#" + replaced(l, "=-", "=\u2011"); }},
    {"quotes around values", [](auto l) { return "#" + quoted(l); }},
    {"an upper-case hash",
     [](auto l) {
       auto s = l;
       for (std::size_t i = s.find("&h=") + 3, n = 0; n < 8; ++i, ++n) s[i] = char(s[i] >= 'a' ? s[i] - 32 : s[i]);
       return "#" + s;
     }},
    {"an upper-case model",
     [](auto l) {
       auto s = l;
       s[0] = char(s[0] - 32);
       return "#" + s;
     }},
    {"the same key twice",
     [](auto l) {
       return "#" + l + "&at=" + l.substr(l.find("&at=") + 4, l.find('&', l.find("&at=") + 4) - l.find("&at=") - 4);
     }},
};

// The numbers of a link as Russians write them, read back as numbers.
bool same_numbers(const Link& a, const Link& b) {
  if (a.model != b.model || a.seed != b.seed || a.at != b.at || a.hash != b.hash || a.events.size() != b.events.size())
    return false;
  std::vector<Message> na, nb;
  Run ra(*kModels[0], 1, digits_library()), rb(*kModels[0], 1, digits_library());
  open_link(a, ra, na);
  open_link(b, rb, nb);
  return na.empty() && nb.empty() && write_link(ra) == write_link(rb) && ra.events() == rb.events();
}

}  // namespace

TEST_CASE("travel: a link that only looks different is read as it was sent, without a word") {
  for (const std::string& golden : golden_links())
    for (const std::string& link : {golden, written_today(golden)}) {
      const Opened sent = opened(link);
      REQUIRE_MESSAGE(sent.notices.empty(), link);
      for (const Named& n : kHarmless) {
        const Opened came = opened(n.change(link));
        const std::string said = came.notices.empty() ? "" : english(came.notices[0]);
        CHECK_MESSAGE(came.notices.empty(), n.name, ": ", said, ": ", n.change(link));
        // A blank or a real minus inside of an event's value stays in it until the row reads it.
        CHECK_MESSAGE((same(came.link, sent.link) || same_numbers(came.link, sent.link)), n.name, ": ", n.change(link));
      }
    }
}

TEST_CASE("travel: decimal commas in every real number of a link") {
  for (const std::string& golden : golden_links())
    for (const std::string& link : {golden, written_today(golden)}) {
      const Opened sent = opened(link);
      std::string text = link;
      for (std::size_t i = 0; (i = text.find('=', i)) != std::string::npos;)
        while (++i < text.size() && (std::isdigit(static_cast<unsigned char>(text[i])) || text[i] == '-' || text[i] == '.'))
          if (text[i] == '.') text[i] = ',';
      const Opened came = opened(text);
      CHECK_MESSAGE(came.notices.empty(), text);
      CHECK_MESSAGE(same_numbers(came.link, sent.link), text);
    }
}

TEST_CASE("travel: of a link that was cut, something is said") {
  int cuts = 0;
  const auto check = [&](const std::string& whole, std::size_t from) {
    const Opened sent = opened(whole);
    for (std::size_t n = from; n < whole.size(); ++n, ++cuts) {
      const Opened came = opened("#" + whole.substr(0, n));
      // With its hash, the page finds out whether what was lost matters: it is reproduced or it differs.
      CHECK_MESSAGE((!came.notices.empty() || !came.link.hash.empty() || same(came.link, sent.link)), whole.substr(0, n));
    }
  };
  for (const std::string& golden : golden_links()) {
    const std::string today = written_today(golden);
    check(today, today.find('?') + 2);
    // Of before the number of events stood in links: of those that have all of today's parameters, from the second one on.
    const Opened old = opened(golden);
    const std::span<const Row> rows = find_model(old.link.model)->rows;
    if (std::all_of(rows.begin(), rows.end(),
                    [&](const Row& r) { return r.kind == Kind::text || old.link.params.contains(r.key); }))
      check(golden, golden.find('&') + 2);
  }
  CHECK(cuts > 20000);
}

TEST_CASE("travel: no link of a lesson is taken for one that was cut, and no parameter for somebody else's key") {
  for (const Model* model : kModels)
    for (const Row& row : model->rows) CHECK_FALSE_MESSAGE(is_tracker(row.key), row.key);
  for (const Lesson* lesson : all_lessons()) {
    int links = 0;
    for (const char* language : {"en", "ru"})
      for (const TextLink& text : links_of_text(lesson->id, language)) {
        std::vector<Message> notices;
        Link read = read_link(text.link, notices);
        complete_link(read, notices);
        CHECK_MESSAGE(notices.empty(), lesson->id, ": ", text.link);
        CHECK_FALSE_MESSAGE(is_cut(read, *find_model(read.model)), lesson->id, ": ", text.link);
        ++links;
      }
    CHECK_MESSAGE(links > 0, lesson->id);
  }
}

TEST_CASE("travel: numbers as people write them") {
  double x = 0;
  int64_t n = 0;
  for (const auto& written : std::vector<std::pair<const char*, double>>{{"2,27", 2.27},
                                                                         {"2.27", 2.27},
                                                                         {"1 000", 1000},
                                                                         {"1\u00A0000", 1000},
                                                                         {"12\u202F345\u202F678", 12345678},
                                                                         {"1'000'000", 1e6},
                                                                         {"\u22120,5", -0.5},
                                                                         {"\u20130.5", -0.5},
                                                                         {"1 000,5", 1000.5},
                                                                         {"\uFF12\uFF0E\uFF15", 2.5},
                                                                         {"1,5e3", 1500},
                                                                         {"1e-5", 1e-5}}) {
    CHECK_MESSAGE(read_written_number(written.first, x), written.first);
    CHECK_MESSAGE(x == written.second, written.first);
  }
  for (const char* bad : {"", " ", " 1", "1 ", "2 27", "1 00", "1 0000", "1,2,3", "1.234,5", "1,234.5", "1  000", "1000 000",
                          "2.5 000", "0x10", "--1", "1 000 00", ",", "nan", "1e999"})
    CHECK_FALSE_MESSAGE(read_written_number(bad, x), bad);
  CHECK(read_written_integer("12 345", n));
  CHECK(n == 12345);
  for (const char* bad : {"1,000", "1.0", "", "1 00", " 5"}) CHECK_FALSE_MESSAGE(read_written_integer(bad, n), bad);
}

TEST_CASE("travel: what is glued to the last number of a link leaves no trace") {
  for (const char* glued :
       {"\u2014", "\u2013", "-", "/",         "\u060C", "\u3002", "\u3011", "\u300B", "\u2022", "\u00B7", "_",          "~",
        "^",      "+",      "=", "%E2%80%94", "(more)", "[x]",    "\u2122", ",look",  ".See",   "|title", "__;Iw!!abc$"})
    for (const char* link :
         {"ising?laws=2&L=32&T=2&seed=3&at=120&h=00000001&events=2&e=50:T=0.5;100:spins.820.5=1", "ising?L=32&T=1.5"}) {
      const Opened plain = opened(link), o = opened(std::string(link) + glued);
      CHECK_MESSAGE(same(o.link, plain.link), std::string(link), std::string(glued));
      CHECK_MESSAGE(o.notices.size() == plain.notices.size(), std::string(link), std::string(glued));
    }
  // An event more than was promised is one all the same.
  CHECK(opened("ising?laws=2&at=9&h=00000001&events=1&e=1:T=2;5:T=3").link.events.size() == 2);
  // What may be a part of the number is not guessed away.
  for (const char* link : {"ising?T=1.5/2", "ising?T=1.5.2", "ising?T=10abc", "ising?T=1 5"}) {
    Run run(*kModels[0], 1, digits_library());
    std::vector<Message> notices;
    open_link(read_link(link, notices), run, notices);
    CHECK_MESSAGE(!notices.empty(), std::string(link));
  }
}

TEST_CASE("travel: the mark of a shortened link is believed") {
  for (const char* link :
       {"#modern?beta=0.03\u2026", "#hopfield?count=3&cue=1&diagonal=0\u2026", "https://x.org/#ising?L=32&T=1.5...",
        "#ising?L=32&T=1.5%E2%80%A6", "https://x.org/#ising?B=0&", "#ising?L=32&T=1.5\u2026)"})
    CHECK_MESSAGE(!opened(link).notices.empty(), std::string(link));
  for (const char* link :
       {"#", "?", "????", "&&&&", "#ising", "ising?T=2.5", "Look \u2026 https://x.org/#ising?T=2", "#ising?T=2."})
    CHECK_MESSAGE(opened(link).notices.size() == (opened(link).link.model.empty() ? 1u : 0u), std::string(link));
}

TEST_CASE("travel: a link that goes on behind what ended it was broken there") {
  for (const char* link : {"#ising?L=32<td>&T=1.5", "https://x.org/#ising?L=32</p>&T=1.5&seed=3"})
    CHECK_MESSAGE(!opened(link).notices.empty(), std::string(link));
  for (const char* link : {"#ising?L=32</p><p>and T=2", "<https://x.org/#ising?L=32>, T=2 & more", "#ising?L=32<br>Next line"})
    CHECK_MESSAGE(opened(link).notices.empty(), std::string(link));
}

TEST_CASE("travel: what a link reads, a message and a command may say, too") {
  Run run(*find_model("ising"), 1, digits_library());
  for (const char* value : {" 2.27 ", "2.27.", "2,27", "\u200B2.27", "(2.27)", "\u00AB2.27\u00BB"}) {
    CHECK_FALSE(run.set("T", "1"));
    CHECK_FALSE_MESSAGE(run.set("T", value), std::string(value));
    CHECK(run.value(*find_row(run.model().rows, "T")) == "2.27");
  }
  for (const char* half : {".5", ",5", " .5"}) {  // what stands before a number may be a part of it
    CHECK_FALSE_MESSAGE(run.set("T", half), std::string(half));
    CHECK(run.value(*find_row(run.model().rows, "T")) == "0.5");
    CHECK(trimmed(opened(std::string("ising?T=") + half + "&L=32").link.params.at("T")) == trimmed(half));
  }
  CHECK_FALSE(run.set("rule", " wolff."));
  CHECK(run.set("T", "2 27"));
}

TEST_CASE("travel: keys of wrappers around a link are nobody's business") {
  const std::string link = "ising?laws=2&L=32&seed=3&at=0&h=0123abcd&events=0";
  for (const char* more :
       {"&UTM_Source=x", "&FBCLID=x", "&gad_source=1", "&mibextid=x", "&rdt_cid=1", "&_branch_match_id=1", "&mtm_campaign=a",
        "&ved=2ah", "&usg=AO", "&cc_key=", "&rhash=ab", "&urlhash=x", "&h=AT0x9", "&_x_tr_sl=ru"}) {
    const Opened o = opened(link + more);
    CHECK_MESSAGE(o.notices.empty(), std::string(more));
    CHECK_MESSAGE(o.link.hash == "0123abcd", std::string(more));
  }
  CHECK_FALSE(opened("ising?t=2").link.params.empty());  // a slip of the hand is told of
}
