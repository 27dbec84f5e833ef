// What JavaScript gets as JSON, described once: the writer (json.h) is held to it, and web/build/types.mjs makes TypeScript of it.
#pragma once

#include <span>

namespace attractor {

// `type` is TypeScript's.
struct JsonMember {
  const char* name;
  const char* type;
  const char* about;
};
struct JsonType {
  const char* name;
  const char* about;
  std::span<const JsonMember> members;  // in the order in which they are written
};

// clang-format off
inline constexpr JsonMember kLessonEntryMembers[] = {
    {"id", "string", "The lesson's name in links"},
    {"title", "string", "In the page's language"},
    {"group", "string", "Heading in the list of lessons"},
};
inline constexpr JsonType kLessonEntry{"LessonEntry", "A lesson in the list.", kLessonEntryMembers};

inline constexpr JsonMember kRowEntryMembers[] = {
    {"key", "string", "Its name in links and set()"},
    {"label", "string", "In the page's language"},
    {"help", "string", "One sentence about it"},
    {"kind", "'real' | 'integer' | 'choice' | 'toggle' | 'text'", "What values it takes"},
    {"lo", "number", "The least value; of a text 0"},
    {"hi", "number", "The largest value; of a text how many characters it may have"},
    {"scale", "'linear' | 'log'", "How a slider runs"},
    {"unit", "string", "Empty where there is none"},
    {"choices", "string[]", "Keys of a choice"},
    {"labels", "string[]", "Their words"},
    {"effect", "'live' | 'rebuild'", "Whether a change is an event of the run or begins it anew"},
    {"value", "string", "Now, as links write it"},
    {"preset", "string", "As the lesson begins"},
    {"idle", "string", "Empty, or why it changes nothing at present"},
};
inline constexpr JsonType kRowEntry{"RowEntry", "A parameter of the model.", kRowEntryMembers};

inline constexpr JsonMember kNameEntryMembers[] = {
    {"key", "string", "Its name in observe()"},
    {"label", "string", "In the page's language"},
    {"unit", "string", "Empty where there is none"},
    {"kind", "'series' | 'scalar' | 'bars'", "series are sampled into curves"},
};
inline constexpr JsonType kNameEntry{"NameEntry", "Something that the model publishes.", kNameEntryMembers};

inline constexpr JsonMember kDescriptionMembers[] = {
    {"lesson", "string", "The lesson that is open"},
    {"model", "string", "Its model"},
    {"laws", "number", "The model's laws: they rise when the same link would give other bits"},
    {"lang", "Language", "The page's language"},
    {"theme", "'light' | 'dark' | 'projector'", "The page's theme"},
    {"ui", "'full' | 'min' | 'none'", "What is around the stage"},
    {"lessons", "LessonEntry[]", "All there are, in their order"},
    {"rows", "RowEntry[]", "The parameters"},
    {"names", "NameEntry[]", "What is published"},
};
inline constexpr JsonType kDescription{"Description", "What is open: describe().", kDescriptionMembers};

inline constexpr JsonMember kReplayMembers[] = {
    {"state", "'none' | 'running' | 'reproduced' | 'differs'", "Of the present state"},
    {"done", "number", "Steps so far"},
    {"total", "number", "Steps to go in all"},
    {"step", "number", "What the verdict is about"},
    {"same_at", "number", "Known to be the link's up to this step; -1: not known"},
    {"other_at", "number", "Known to differ from this step on; -1: not known"},
};
inline constexpr JsonType kReplay{"Replay", "The proof of a link.", kReplayMembers};

inline constexpr JsonMember kObservationMembers[] = {
    {"step", "number", "The step of the run"},
    {"playing", "boolean", ""},
    {"waiting", "number", "Pieces of data that are still to come"},
    {"keep", "boolean", "The address stays as it came"},
    {"speed", "number", "Steps per second that are wished for"},
    {"hash", "string", "Of the state, eight hexadecimal digits; empty while playing"},
    {"seed", "number", ""},
    {"farthest", "number", "The last step that was reached"},
    {"settled", "boolean", "Nothing will change any more by itself"},
    {"words", "string", "The state in a sentence, in the page's language"},
    {"scalars", "Record<string, number | null | (number | null)[]>", "By key: a number, null while it is not known, a list for bars"},
    {"texts", "Record<string, string[]>", "By key: the names of bars that have names"},
    {"replay", "Replay", ""},
    {"stage", "[number, number, number, number]", "Of the canvas, in CSS pixels: x, y, width, height"},
    {"frame_ms", "number", "Work of a frame, running mean"},
};
inline constexpr JsonType kObservation{"Observation", "What is seen: observe().", kObservationMembers};

inline constexpr JsonMember kNoticeMembers[] = {
    {"level", "'info' | 'warning' | 'error'", ""},
    {"text", "string", "In the page's language"},
};
inline constexpr JsonType kNotice{"Notice", "What was refused, and why.", kNoticeMembers};
// clang-format on

}  // namespace attractor
