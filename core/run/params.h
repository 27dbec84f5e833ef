// A parameter is one row: the row draws the control, reads and writes the link, checks the range, describes itself to
// JavaScript and feeds the fuzz test. Tables are checked while compiling.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace attractor {

// Something to tell a person: a fixed sentence with {0}, {1}, ... (so that it can be translated) and what fills it.
// Empty (false) means that all is well.
struct Message {
  const char* sentence = nullptr;
  std::vector<std::string> args = {};
  explicit operator bool() const { return sentence != nullptr; }
};
std::string fill(std::string_view sentence, std::span<const std::string> args);
inline std::string english(const Message& m) { return m ? fill(m.sentence, m.args) : std::string(); }

enum class Kind : uint8_t { real, integer, choice, toggle, text };
enum class Scale : uint8_t { linear, log };
enum class Effect : uint8_t {
  live,    // a change is an event at the present step
  rebuild  // a change begins the run anew
};

// Immutable text with a shared buffer (pictures packed into a parameter): a literal type while empty, cheap to copy.
class Text {
 public:
  constexpr Text() = default;
  explicit Text(std::string_view s) {
    if (!s.empty()) buffer_ = new Buffer{1, std::string(s)};
  }
  constexpr Text(const Text& o) : buffer_(o.buffer_) {
    if (buffer_) ++buffer_->count;
  }
  constexpr Text(Text&& o) noexcept : buffer_(std::exchange(o.buffer_, nullptr)) {}
  constexpr Text& operator=(Text o) noexcept {
    std::swap(buffer_, o.buffer_);
    return *this;
  }
  constexpr ~Text() {
    if (buffer_ && --buffer_->count == 0) delete buffer_;
  }
  std::string_view view() const { return buffer_ ? std::string_view(buffer_->text) : std::string_view(); }
  bool empty() const { return !buffer_; }

 private:
  struct Buffer {
    int count;  // no threads in core
    std::string text;
  };
  Buffer* buffer_ = nullptr;
};

namespace detail {
template <class Params>
inline constexpr char type_tag = 0;  // its address is the type
}

// A model's Params behind a pointer that remembers their type: a row reads and writes the Params it was made for, and
// refuses any other (a lesson's row laid over another model's parameters was once a crash).
struct ConstParamsRef {
  const void* at;
  const void* type;
};
struct ParamsRef {
  void* at;
  const void* type;
  operator ConstParamsRef() const { return {at, type}; }
};
template <class Params>
ParamsRef params_ref(Params& p) {
  return {&p, &detail::type_tag<Params>};
}
template <class Params>
ConstParamsRef params_ref(const Params& p) {
  return {&p, &detail::type_tag<Params>};
}

struct Row {
  const char* key = "";
  const char* label = "";
  const char* help = "";
  double lo = 0, hi = 1;  // text: hi = longest length
  Kind kind = Kind::real;
  Scale scale = Scale::linear;
  Effect effect = Effect::live;
  const char* choices = "";  // "key=Label|key=Label", in the order of the values 0, 1, ...
  const char* unit = "";
  const char* when = "";         // "key=a|b": acts only while that choice (or switch, 0 or 1) of the table is at a or b
  double preset = 0;             // the member's initialiser
  void* (*at)(void*) = nullptr;  // the member inside a Params
  const void* owner = nullptr;   // of that type

  constexpr Row in(const char* u) const {
    Row r = *this;
    r.unit = u;
    return r;
  }
  constexpr Row logarithmic() const {
    Row r = *this;
    r.scale = Scale::log;
    return r;
  }
  constexpr Row only(const char* condition) const {
    Row r = *this;
    r.when = condition;
    return r;
  }
  constexpr Row rebuilds() const {
    Row r = *this;
    r.effect = Effect::rebuild;
    return r;
  }
};

int choice_count(const Row& row);
std::string choice_key(const Row& row, int index);
std::string choice_label(const Row& row, int index);

namespace detail {
template <class>
struct member_of;
template <class C, class M>
struct member_of<M C::*> {
  using owner = C;
  using type = M;
};
template <auto member>
using Owner = typename member_of<decltype(member)>::owner;
template <auto member>
using Type = typename member_of<decltype(member)>::type;
template <auto member, class Params>
void* at(void* params) {
  return &(static_cast<Params*>(params)->*member);
}
constexpr bool same(const char* a, const char* b) {
  while (*a && *a == *b) ++a, ++b;
  return *a == *b;
}
constexpr int count_choices(const char* s) {
  int n = *s ? 1 : 0;
  for (; *s; ++s) n += *s == '|';
  return n;
}
// The length of the word that begins here.
constexpr std::size_t word(const char* s) {
  std::size_t n = 0;
  while (s[n] && s[n] != '=' && s[n] != '|') ++n;
  return n;
}
constexpr bool same_word(const char* a, const char* b) { return std::string_view(a, word(a)) == std::string_view(b, word(b)); }
// Is this word one of those that begin a part of "a=Label|b=Label" (or of "a|b")?
constexpr bool one_of(const char* wanted, const char* parts) {
  for (const char* at = parts; *at;) {
    if (same_word(wanted, at)) return true;
    while (*at && *at != '|') ++at;
    if (*at) ++at;
  }
  return false;
}
// Does the condition of a row name a choice or a switch of its table, and values that this has?
constexpr bool makes_sense(const char* when, std::span<const Row> rows) {
  for (const Row& r : rows) {
    if (!same_word(when, r.key)) continue;
    const char* values = r.kind == Kind::choice ? r.choices : r.kind == Kind::toggle ? "0|1" : "";
    const char* at = when + word(when);
    while (*at) {
      if (!one_of(++at, values)) return false;
      at += word(at);
    }
    return at > when + word(when);
  }
  return false;
}
template <class>
inline constexpr std::size_t rows_in = 1;
template <std::size_t n>
inline constexpr std::size_t rows_in<std::array<Row, n>> = n;
template <std::size_t n>
constexpr void put(std::array<Row, n>& t, std::size_t& at, const Row& r) {
  t[at++] = r;
}
template <std::size_t n, std::size_t m>
constexpr void put(std::array<Row, n>& t, std::size_t& at, const std::array<Row, m>& rows) {
  for (const Row& r : rows) t[at++] = r;
}
// Not constexpr: a table that calls it is no constant, so a wrong table does not compile.
[[noreturn]] inline void wrong_table(const char*) { __builtin_trap(); }
}  // namespace detail

// A real or integer row (from the member's type). Where the member belongs to a base of the Params, name the Params too.
template <auto member, class Params = detail::Owner<member>>
constexpr Row row(const char* key, const char* label, double lo, double hi, const char* help) {
  using T = detail::Type<member>;
  Row r;
  r.key = key, r.label = label, r.help = help, r.lo = lo, r.hi = hi, r.at = detail::at<member, Params>;
  r.owner = &detail::type_tag<Params>;
  r.kind = std::is_same_v<T, double> ? Kind::real : Kind::integer;
  static_assert(std::is_same_v<T, double> || std::is_same_v<T, int>);
  r.preset = double(Params{}.*member);
  if (!(r.preset >= lo && r.preset <= hi)) detail::wrong_table("default out of range");
  return r;
}
template <auto member, class Params = detail::Owner<member>>
constexpr Row choice(const char* key, const char* label, const char* choices, const char* help) {
  static_assert(std::is_same_v<detail::Type<member>, int>);
  Row r = row<member, Params>(key, label, 0, detail::count_choices(choices) - 1, help);
  r.kind = Kind::choice, r.choices = choices;
  return r;
}
template <auto member, class Params = detail::Owner<member>>
constexpr Row toggle(const char* key, const char* label, const char* help) {
  static_assert(std::is_same_v<detail::Type<member>, bool>);
  Row r;
  r.key = key, r.label = label, r.help = help, r.kind = Kind::toggle, r.at = detail::at<member, Params>;
  r.owner = &detail::type_tag<Params>;
  r.preset = Params{}.*member ? 1 : 0;
  return r;
}
template <auto member, class Params = detail::Owner<member>>
constexpr Row text(const char* key, const char* label, int longest, const char* help) {
  static_assert(std::is_same_v<detail::Type<member>, Text>);
  Row r;
  r.key = key, r.label = label, r.help = help, r.hi = longest, r.kind = Kind::text, r.at = detail::at<member, Params>;
  r.owner = &detail::type_tag<Params>;
  return r.rebuilds();
}

// A group of rows, all under one condition.
template <std::size_t n>
constexpr std::array<Row, n> only(std::array<Row, n> rows, const char* condition) {
  for (Row& r : rows) r.when = condition;
  return rows;
}

// The table of a model, from rows and groups of rows. With the functions above it does not compile with a repeated or empty key, an empty label or help, an
// empty range, a logarithmic range that touches 0, a default outside its range, or a condition on what is not in it.
template <class... Rows>
constexpr auto table(Rows... rows) {
  std::array<Row, (detail::rows_in<Rows> + ...)> t;
  std::size_t at = 0;
  (detail::put(t, at, rows), ...);
  for (std::size_t i = 0; i < t.size(); ++i) {
    const Row& r = t[i];
    if (!*r.key || !*r.label || !*r.help) detail::wrong_table("empty key, label or help");
    if (r.lo >= r.hi) detail::wrong_table("empty range");
    if (r.scale == Scale::log && r.lo <= 0) detail::wrong_table("logarithmic range must be positive");
    for (std::size_t j = 0; j < i; ++j)
      if (detail::same(t[j].key, r.key)) detail::wrong_table("repeated key");
    if (*r.when && !detail::makes_sense(r.when, t)) detail::wrong_table("condition on a row or a value that is not there");
  }
  return t;
}
// Reading and writing through a row. Of parameters of another model: 0, "", a refusal, false.
double number(const Row& row, ConstParamsRef params);     // real, integer, choice (index), toggle (0 or 1)
std::string read(const Row& row, ConstParamsRef params);  // as a link says it
// Empty when written; otherwise the reason, and nothing was written. Numbers may be written as people do ("2,27", "1 000",
// a real minus); everything else is as a link says it.
Message write(const Row& row, ParamsRef params, std::string_view value);

// Whether the row has an effect with these parameters: its condition holds.
bool acts(const Row& row, std::span<const Row> rows, ConstParamsRef params);

const Row* find_row(std::span<const Row> rows, std::string_view key);

}  // namespace attractor
