// A parameter is one row: the row draws the control, reads and writes the link, checks the range, describes itself to
// JavaScript and feeds the fuzz test. Tables are checked while compiling.
#pragma once

#include <array>
#include <cstdint>
#include <initializer_list>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <variant>

#include "core/base/choice.h"
#include "core/run/message.h"
#include "core/run/text.h"

namespace attractor {

enum class Kind : uint8_t { real, integer, choice, toggle, text };
enum class Scale : uint8_t { linear, log };
enum class Effect : uint8_t {
  live,    // a change is an event at the present step
  rebuild  // a change begins the run anew
};

// What everybody may know of a parameter. Its value is read and written through the machine that has it (model.h).
struct Row {
  const char* key = "";
  const char* label = "";
  const char* help = "";
  double lo = 0, hi = 1;  // text: hi = longest length
  Kind kind = Kind::real;
  Scale scale = Scale::linear;
  Effect effect = Effect::live;
  std::span<const Choice> choices = {};  // the i-th has the value i
  const char* unit = "";
  double preset = 0;          // the member's initialiser
  int condition = -1;         // the row of the table that decides whether this one acts; below 0: it always does
  uint32_t condition_at = 0;  // a bit for each value of that choice or switch where it does
};

// The value of a row: text for Kind::text, else a number (choice: the enumerator, toggle: 0 or 1).
using Value = std::variant<double, Text>;

std::string link_text(const Row&, const Value&);  // as a link says it
// Empty when read; otherwise the reason. Numbers may be written as people do ("2,27", "1 000", a real minus); everything else is
// as a link says it.
Message read_value(const Row&, std::string_view written, Value& out);

const Row* find_row(std::span<const Row> rows, std::string_view key);

// ---- Tables --------------------------------------------------------------------------------------------------------------
// A member of P: one of the four is not null. (A std::variant is not yet constexpr enough in every library that we build with.)
template <class P>
struct Member {
  double P::*real = nullptr;
  int P::*whole = nullptr;
  bool P::*flag = nullptr;
  Text P::*text = nullptr;

  constexpr Member() = default;
  constexpr Member(double P::*m) : real(m) {}
  constexpr Member(int P::*m) : whole(m) {}
  constexpr Member(bool P::*m) : flag(m) {}
  constexpr Member(Text P::*m) : text(m) {}
  template <class Base>
  constexpr explicit Member(const Member<Base>& m) : real(m.real), whole(m.whole), flag(m.flag), text(m.text) {}
  constexpr bool operator==(const Member&) const = default;

  // f of the member itself, whatever its type.
  template <class F>
  constexpr decltype(auto) visit(F f) const {
    return real ? f(real) : whole ? f(whole) : flag ? f(flag) : f(text);
  }
};

// A row on its way into the table of a model whose Params are P, or have P as a base.
template <class P>
struct RowOf {
  Row row;
  Member<P> member;
  Member<P> condition = {};

  constexpr RowOf in(const char* unit) const {
    RowOf r = *this;
    r.row.unit = unit;
    return r;
  }
  constexpr RowOf logarithmic() const {
    RowOf r = *this;
    r.row.scale = Scale::log;
    return r;
  }
  constexpr RowOf rebuilds() const {
    RowOf r = *this;
    r.row.effect = Effect::rebuild;
    return r;
  }
  // It acts only while another row, a choice or a switch, has one of these values.
  template <class M, class Q, class... Values>
  constexpr auto only(M Q::*other, Values... values) const {
    RowOf<std::conditional_t<std::is_base_of_v<Q, P>, P, Q>> r = *this;
    r.condition = other;
    r.row.condition_at = ((1u << int(values)) | ...);
    return r;
  }
  // A row of a base is a row of what derives from it.
  template <class Q>
  constexpr operator RowOf<Q>() const {
    return {row, Member<Q>(member), Member<Q>(condition)};
  }
};
// A group of rows, all under one condition.
template <class P, std::size_t n, class M, class Q, class... Values>
constexpr auto only(const std::array<RowOf<P>, n>& group, M Q::*other, Values... values) {
  std::array<decltype(group[0].only(other, values...)), n> out;
  for (std::size_t i = 0; i < n; ++i) out[i] = group[i].only(other, values...);
  return out;
}

namespace detail {
// Not constexpr: a table that calls it is no constant, so a wrong table does not compile.
[[noreturn]] inline void wrong_table(const char*) { __builtin_trap(); }

template <class P>
constexpr double preset(const Member<P>& m) {
  return m.visit([](auto at) {
    if constexpr (std::is_same_v<decltype(at), Text P::*>) return 0.0;
    else return double(P{}.*at);
  });
}
constexpr bool can_decide(const Row& row, uint32_t values) {
  const int count = row.kind == Kind::choice ? int(row.choices.size()) : row.kind == Kind::toggle ? 2 : 0;
  return (values >> count) == 0;
}
constexpr void check(const Row& r) {
  if (!*r.key || !*r.label || !*r.help) wrong_table("empty key, label or help");
  if (r.lo >= r.hi) wrong_table("empty range");
  if (r.scale == Scale::log && r.lo <= 0) wrong_table("logarithmic range must be positive");
  if (r.kind != Kind::text && !(r.preset >= r.lo && r.preset <= r.hi)) wrong_table("default out of range");
  for (int i = 0; i < int(r.choices.size()); ++i)
    if (r.choices[std::size_t(i)].value != i) wrong_table("choices in another order than their values");
}
template <class P>
constexpr RowOf<P> row_of(Kind kind, Member<P> member, const char* key, const char* label, double lo, double hi,
                          const char* help) {
  RowOf<P> r;
  r.row.key = key, r.row.label = label, r.row.help = help, r.row.lo = lo, r.row.hi = hi, r.row.kind = kind;
  r.member = member;
  return r;
}
}  // namespace detail

template <class P>
constexpr RowOf<P> row(double P::*member, const char* key, const char* label, double lo, double hi, const char* help) {
  return detail::row_of<P>(Kind::real, member, key, label, lo, hi, help);
}
template <class P>
constexpr RowOf<P> row(int P::*member, const char* key, const char* label, double lo, double hi, const char* help) {
  return detail::row_of<P>(Kind::integer, member, key, label, lo, hi, help);
}
template <class P>
constexpr RowOf<P> choice(int P::*member, const char* key, const char* label, std::span<const Choice> choices,
                          const char* help) {
  RowOf<P> r = detail::row_of<P>(Kind::choice, member, key, label, 0, double(choices.size()) - 1, help);
  r.row.choices = choices;
  return r;
}
template <class P>
constexpr RowOf<P> toggle(bool P::*member, const char* key, const char* label, const char* help) {
  return detail::row_of<P>(Kind::toggle, member, key, label, 0, 1, help);
}
template <class P>
constexpr RowOf<P> text(Text P::*member, const char* key, const char* label, int longest, const char* help) {
  return detail::row_of<P>(Kind::text, member, key, label, 0, longest, help).rebuilds();
}
// The table of a model: what everybody may know, and beside it the members.
template <class P, std::size_t n>
struct Table {
  std::array<Row, n> rows;
  std::array<Member<P>, n> members;
};

namespace detail {
template <class>
inline constexpr std::size_t rows_in = 1;
template <class P, std::size_t n>
inline constexpr std::size_t rows_in<std::array<RowOf<P>, n>> = n;

template <class P, std::size_t n>
constexpr void put(Table<P, n>& t, std::array<Member<P>, n>& conditions, std::size_t& at, const RowOf<P>& r) {
  t.rows[at] = r.row;
  t.members[at] = r.member;
  t.rows[at].preset = preset<P>(r.member);
  conditions[at++] = r.condition;
}
template <class P, std::size_t n, class Base, std::size_t m>
constexpr void put(Table<P, n>& t, std::array<Member<P>, n>& conditions, std::size_t& at,
                   const std::array<RowOf<Base>, m>& rows) {
  for (const RowOf<Base>& r : rows) put<P, n>(t, conditions, at, r);
}
}  // namespace detail

// From rows and groups of rows. Does not compile with a repeated or empty key, an empty label or help, an empty range, a
// logarithmic range that touches 0, a default outside its range, choices in another order than their values, or a condition on
// what is not in it.
template <class P, class... Rows>
constexpr auto table(const Rows&... rows) {
  constexpr std::size_t n = (detail::rows_in<Rows> + ...);
  Table<P, n> t;
  std::array<Member<P>, n> conditions;
  std::size_t at = 0;
  (detail::put<P, n>(t, conditions, at, rows), ...);
  for (std::size_t i = 0; i < n; ++i) {
    Row& r = t.rows[i];
    detail::check(r);
    for (std::size_t j = 0; j < n; ++j) {
      if (j < i && std::string_view(t.rows[j].key) == r.key) detail::wrong_table("repeated key");
      if (r.condition_at && t.members[j] == conditions[i]) r.condition = int(j);
    }
    if (r.condition_at && r.condition < 0) detail::wrong_table("condition on a row that is not there");
    if (r.condition_at && !detail::can_decide(t.rows[std::size_t(r.condition)], r.condition_at))
      detail::wrong_table("condition on a value that is not there");
  }
  return t;
}

}  // namespace attractor
