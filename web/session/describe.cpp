// What is open, as JSON for JavaScript: describe, observe, notices (api_types.h).
#include <cmath>

#include "core/base/num.h"
#include "web/session/json.h"
#include "web/session/lessons.h"
#include "web/session/session.h"

namespace attractor {
namespace {

const char* kind_name(Kind k) {
  switch (k) {
    case Kind::real: return "real";
    case Kind::integer: return "integer";
    case Kind::choice: return "choice";
    case Kind::toggle: return "toggle";
    case Kind::text: break;
  }
  return "text";
}

// Everything published, as JSON members of observe() and describe().
class ObserveSink final : public Sink {
 public:
  explicit ObserveSink(Lang lang) : lang_(lang) {}
  void publish(const Name& n, Shape shape) override {
    if (const Sentence* w = std::get_if<Sentence>(&shape)) sentence = format_message(lang_, with_numbers(w->text, w->numbers));
    if (const Bars* b = std::get_if<Bars>(&shape)) return bars(n, *b);
    const Number* value = number_in(shape);
    if (!value) return;
    value->known ? numbers.number(n.key, value->value) : numbers.null(n.key);
    name(n, std::holds_alternative<Series>(shape) ? "series" : "scalar");
  }

  JsonObject numbers, texts;
  std::string sentence, names;

 private:
  bool wants(std::string_view, ShapeKind kind) const override { return kind == ShapeKind::bars || kind == ShapeKind::sentence; }
  void bars(const Name& n, const Bars& b) {
    std::string quoted, list;
    for (const std::string& l : b.labels) quoted += (quoted.empty() ? "" : ",") + json_string(l);
    if (!b.labels.empty()) texts.raw(n.key, "[" + quoted + "]");
    for (double v : b.values) list += (list.empty() ? "" : ",") + (std::isfinite(v) ? decimal(v) : "null");
    numbers.raw(n.key, "[" + list + "]");
    name(n, "bars");
  }
  void name(const Name& n, const char* kind) {
    JsonObject o(kNameEntry);
    o.text("key", n.key).text("label", tr(lang_, n.label)).text("unit", tr(lang_, n.unit)).text("kind", kind);
    names += (names.empty() ? "" : ",") + o.str();
  }
  Lang lang_;
};

}  // namespace

std::string Session::describe() const {
  JsonObject o(kDescription);
  o.text("lesson", lesson_->id).text("model", run_.model().key).number("laws", run_.model().laws);
  const Lang lang = settings_.lang;
  o.text("lang", lang_key(lang)).text("theme", theme_key(settings_.theme)).text("ui", mode_key(settings_.mode));
  std::string list;
  for (const Lesson* l : all_lessons()) {
    JsonObject one(kLessonEntry);
    one.text("id", l->id).text("title", tr(lang, l->title)).text("group", tr(lang, l->group));
    list += (list.empty() ? "" : ",") + one.str();
  }
  o.raw("lessons", "[" + list + "]");
  list.clear();
  for (const Row& row : run_.model().rows) {
    JsonObject one(kRowEntry);
    one.text("key", row.key).text("label", tr(lang, row.label)).text("help", tr(lang, row.help));
    one.text("kind", kind_name(row.kind)).number("lo", row.lo).number("hi", row.hi);
    one.text("scale", row.scale == Scale::log ? "log" : "linear").text("unit", tr(lang, row.unit));
    std::string keys, labels;
    for (const Choice& c : row.choices) {
      keys += (keys.empty() ? "" : ",") + json_string(c.key);
      labels += (labels.empty() ? "" : ",") + json_string(tr(lang, c.label));
    }
    one.raw("choices", "[" + keys + "]").raw("labels", "[" + labels + "]");
    one.text("effect", row.effect == Effect::live ? "live" : "rebuild");
    one.text("value", run_.value(row)).text("preset", preset(row)).text("idle", run_.acts(row) ? "" : tr(lang, kNoEffect));
    list += (list.empty() ? "" : ",") + one.str();
  }
  o.raw("rows", "[" + list + "]");
  ObserveSink sink(lang);
  run_.machine().observe(sink);
  o.raw("names", "[" + sink.names + "]");
  return o.str();
}

std::string Session::observe(const OnScreen& screen) const {
  ObserveSink sink(settings_.lang);
  run_.machine().observe(sink);
  static constexpr const char* kStates[] = {"none", "running", "reproduced", "differs"};
  JsonObject o(kObservation), replaying(kReplay);
  replaying.text("state", kStates[int(replay())]).number("done", double(run_.step())).number("total", double(target_));
  replaying.number("step", double(proof_.step())).number("same_at", double(proof_.same_at()));
  replaying.number("other_at", double(proof_.other_at()));
  o.number("step", double(run_.step()))
      .flag("playing", playing_)
      .number("waiting", double(waiting()))
      .flag("keep", keeps_address())
      .number("speed", settings_.speed)
      .text("hash", hash());
  o.number("seed", double(run_.seed())).number("farthest", double(run_.farthest())).flag("settled", run_.settled());
  o.text("words", sink.sentence)
      .raw("scalars", sink.numbers.str())
      .raw("texts", sink.texts.str())
      .raw("replay", replaying.str());
  std::string stage;
  for (const int v : screen.stage) stage += (stage.empty() ? "" : ",") + std::to_string(v);
  o.raw("stage", "[" + stage + "]").number("frame_ms", screen.frame_ms);
  return o.str();
}

}  // namespace attractor
