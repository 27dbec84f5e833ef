// A model is a value: Params, State and a few free functions. Here their contract, what they publish (shapes.h), what the
// mouse may change (Poke), and the template that erases the types so that Run, link and page know no model by name.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "core/base/rng.h"
#include "core/run/bytes.h"
#include "core/run/library.h"
#include "core/run/params.h"
#include "core/run/shapes.h"

namespace attractor {

// What the mouse may change: cells within `radius` of cell `index` of a field get `value`. A stroke that begins on a cell
// above 0, or with the right button, says -1, any other 1; links and messages may say other values.
struct Poke {
  std::string_view field;
  int64_t index = 0;
  int radius = 0;
  double value = 0;
};

Message not_here(const std::vector<Need>& missing);  // empty if nothing is

// A model with its parameters and its state; copying is a snapshot.
class Machine {
 public:
  virtual ~Machine() = default;
  virtual std::unique_ptr<Machine> clone() const = 0;

  // A parameter by its row. A row of another model's table is refused: 0, "", false, a message.
  double number(const Row&) const;              // real, integer, choice (the enumerator), toggle (0 or 1)
  std::string read(const Row&) const;           // as a link says it
  Message write(const Row&, std::string_view);  // empty when written; otherwise the reason, and nothing was written
  bool acts(const Row&) const;                  // whether it has an effect with the present parameters: its condition holds
  void copy_parameters(const Machine& from);    // of the same model

  virtual Message conflict() const = 0;  // why these parameter values don't go together; empty if they do
  // What the parameters ask for from outside, and the library where it is looked up. Until all is there, conflict() says so.
  virtual std::vector<Need> needs() const = 0;
  virtual void supply(const Library&) = 0;
  virtual void init(const Rng&) = 0;
  virtual void advance(const Rng&) = 0;
  virtual void observe(Sink&) const = 0;  // publishes what can be seen
  virtual void digest(Bytes&) const = 0;  // lists what the next steps depend on
  virtual bool settled() const = 0;       // nothing will change any more by itself (a fixed point)
  virtual Message trouble() const = 0;    // what went wrong in the run and was mended, or empty
  virtual bool poke(const Poke&) = 0;     // false: out of range, nothing changed

 protected:
  explicit Machine(std::span<const Row> rows) : rows_(rows) {}
  Machine(const Machine&) = default;
  Machine& operator=(const Machine&) = default;

 private:
  virtual Value value(int row) const = 0;
  virtual void set_value(int row, const Value&) = 0;
  int place(const Row&) const;  // in the table; -1 if it is another's
  std::span<const Row> rows_;
};

struct Model {
  const char* key;
  const char* title;
  int laws;  // rises whenever the same link would give other bits
  std::span<const Row> rows;
  std::string_view family;  // its folder in core/models: families may come to the page as parts of their own (Library::expect)
  std::unique_ptr<Machine> (*create)();
};

// A machine that has what it needs of the library. Of a family whose code the library still expects: one that has the
// parameters and nothing else, and whose conflict() says so.
std::unique_ptr<Machine> make_machine(const Model&, const Library&);

// By its key; null if there is none.
inline const Model* find_model(std::span<const Model* const> models, std::string_view key) {
  for (const Model* m : models)
    if (key == m->key) return m;
  return nullptr;
}

// The functions of a model are found in the namespace of its Params:
//   init(Params, Rng) -> State, or init(Params, Library, Rng) for one that takes data from outside
//   advance(Params, State&, Rng), observe(Params, State, Sink&), digest(State, Bytes&)
// and, only where there is something to say,
//   settled(Params, State) -> bool, poke(Params, State&, Poke) -> bool, conflict(Params) -> Message,
//   trouble(Params, State) -> Message,
//   needs(Params) -> the files of arrays that it takes from outside.
namespace find {
template <class P>
auto init_of(const P& p, const Library& library, const Rng& rng) {
  if constexpr (requires { init(p, rng); }) return init(p, rng);
  else return init(p, library, rng);
}
template <class P, class S>
void advance_of(const P& p, S& s, const Rng& rng) {
  advance(p, s, rng);
}
template <class P, class S>
void observe_of(const P& p, const S& s, Sink& sink) {
  observe(p, s, sink);
}
template <class S>
void digest_of(const S& s, Bytes& out) {
  digest(s, out);
}
template <class P, class S>
bool settled_of(const P& p, const S& s) {
  if constexpr (requires { settled(p, s); }) return settled(p, s);
  else return false;
}
template <class P, class S>
bool poke_of(const P& p, S& s, const Poke& what) {
  if constexpr (requires { poke(p, s, what); }) return poke(p, s, what);
  else return false;
}
template <class P, class S>
Message trouble_of(const P& p, const S& s) {
  if constexpr (requires { trouble(p, s); }) return trouble(p, s);
  else return {};
}
template <class P>
Message conflict_of(const P& p) {
  if constexpr (requires { conflict(p); }) return conflict(p);
  else return {};
}
template <class P>
std::vector<Need> needs_of(const P& p) {
  if constexpr (requires { needs(p); }) return needs(p);
  else return {};
}
}  // namespace find

template <class P, const auto& table>
class ModelOf final : public Machine {
 public:
  ModelOf() : Machine(table.rows) {}
  std::unique_ptr<Machine> clone() const override { return std::make_unique<ModelOf>(*this); }
  Message conflict() const override {
    if (Message m = find::conflict_of(params_)) return m;
    return not_here(library_.missing(needs()));
  }
  std::vector<Need> needs() const override { return find::needs_of(params_); }
  void supply(const Library& library) override { library_ = library; }
  void init(const Rng& rng) override { state_ = find::init_of(params_, library_, rng); }
  void advance(const Rng& rng) override { find::advance_of(params_, state_, rng); }
  void observe(Sink& sink) const override { find::observe_of(params_, state_, sink); }
  void digest(Bytes& out) const override { find::digest_of(state_, out); }
  bool settled() const override { return find::settled_of(params_, state_); }
  Message trouble() const override { return find::trouble_of(params_, state_); }
  bool poke(const Poke& poke) override { return find::poke_of(params_, state_, poke); }

 private:
  using State = decltype(find::init_of(std::declval<const P&>(), std::declval<const Library&>(), std::declval<const Rng&>()));

  Value value(int row) const override {
    return table.members[std::size_t(row)].visit([this](auto member) { return Value(as_value(params_.*member)); });
  }
  void set_value(int row, const Value& v) override {
    table.members[std::size_t(row)].visit([&](auto member) { assign(params_.*member, v); });
  }
  static double as_value(double number) { return number; }
  static const Text& as_value(const Text& text) { return text; }
  static void assign(Text& to, const Value& v) { to = std::get<Text>(v); }
  template <class Number>
  static void assign(Number& to, const Value& v) {
    to = static_cast<Number>(std::get<double>(v));
  }

  P params_;
  State state_;
  Library library_;
};

// "networks" of ".../core/models/networks/deeplinear.cpp".
constexpr std::string_view family_of(std::string_view source) {
  constexpr std::string_view kFolder = "core/models/";
  const std::size_t at = source.rfind(kFolder);
  if (at == std::string_view::npos) return "";
  source.remove_prefix(at + kFolder.size());
  return source.substr(0, source.find('/'));
}

// `table` made by table<P>(...); called in the model's source.
template <class P, const auto& table>
constexpr Model model(const char* key, const char* title, int laws, const char* source = __builtin_FILE()) {
  return {key, title, laws, table.rows, family_of(source), []() -> std::unique_ptr<Machine> {
            return std::make_unique<ModelOf<P, table>>();
          }};
}

}  // namespace attractor
