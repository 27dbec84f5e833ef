#include "core/models/attention/textmemory.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "core/base/num.h"
#include "core/base/pack.h"
#include "core/base/vec.h"
#include "core/memory/attention.h"
#include "core/memory/text_code.h"

namespace attractor::textmemory {
namespace {

constexpr auto kRows = table<Params>(
    choice(&Params::set, "set", "Sentences", kLanguages, "The built-in memories; your own, written beside, take their place")
        .rebuilds(),
    text(&Params::memories, "memories", "Your memories", 11000, "Sentences, one a line, packed"),
    text(&Params::cue_text, "cue_text", "Cue", 1200, "The word or scrap that the memory is asked by, packed"),
    choice(&Params::ask, "ask", "Ask", kAsk, "By content: a word or a scrap. By address: a number, as in a computer's memory")
        .rebuilds(),
    row(&Params::address, "address", "Address", 0, kMaxMemories - 1, "The cell that is read when asked by address")
        .only(&Params::ask, by_address)
        .rebuilds(),
    row(&Params::beta, "beta", "Inverse temperature β", 0.1, 200,
        "How sharply the softmax chooses: small averages everything, large takes the best match")
        .logarithmic(),
    row(&Params::eta, "eta", "Step length η", 0.01, 2, "Part of the way to the new state in one step; 1 is the paper's update")
        .only(&Params::ask, by_cue)
        .logarithmic());

constexpr double kChance = 0.13;  // texts without a common word overlap up to about this much

constexpr std::array<const char*, 10> kEnglish{
    "Late spring: the lilac by the gate smells of rain",
    "In May the nightingales keep the whole street awake",
    "Grandmother's kitchen, warm bread and the radio murmuring",
    "The first snow fell at night, and nobody heard it",
    "A train at dawn, tea in a glass, birches running past",
    "The sea in August, salt on the lips, a wet towel on the fence",
    "Chalk dust in a sunbeam during the last lesson",
    "The spring in the old clock broke, and time stood still",
    "Apples thudding in the dark garden in September",
    "My father teaching me to whistle with a blade of grass",
};
constexpr std::array<const char*, 10> kRussian{
    "Поздняя весна: у калитки сирень пахнет дождём",
    "В мае соловьи всю ночь не дают спать нашей улице",
    "Бабушкина кухня, тёплый хлеб и бормотание радио",
    "Первый снег выпал ночью, и никто его не услышал",
    "Поезд на рассвете, чай в подстаканнике, бегут берёзы",
    "Море в августе, соль на губах, мокрое полотенце на заборе",
    "Меловая пыль в солнечном луче на последнем уроке",
    "Весенний ледоход: льдины толкаются под мостом",
    "Стук яблок в тёмном саду в сентябре",
    "Отец учит меня свистеть на травинке",
};

std::string trimmed(std::string_view s) {
  while (!s.empty() && (s.front() == ' ' || s.front() == '\t' || s.front() == '\r')) s.remove_prefix(1);
  while (!s.empty() && (s.back() == ' ' || s.back() == '\t' || s.back() == '\r')) s.remove_suffix(1);
  return std::string(s);
}

// The sentences of a packed text, blank lines left out; or why not.
Message read_memories(const Params& p, std::vector<std::string>& out) {
  out.clear();
  if (p.memories.empty()) {
    const auto& set = p.set == russian_set ? kRussian : kEnglish;
    out.assign(set.begin(), set.end());
    return {};
  }
  std::string bytes;
  std::vector<uint32_t> points;
  if (!unpack(p.memories.view(), kMaxBytes, bytes))
    return {"The packed sentences are damaged or longer than {0} bytes", {decimal(double(kMaxBytes))}};
  std::erase(bytes, '\r');
  for (std::size_t from = 0; from <= bytes.size();) {
    const std::size_t end = std::min(bytes.find('\n', from), bytes.size());
    std::string line = trimmed(std::string_view(bytes).substr(from, end - from));
    from = end + 1;
    if (line.empty()) continue;
    const std::string place = decimal(double(out.size()));
    if (!read_utf8(line, points)) return {"The memory at address {0} is not readable text", {place}};
    if (std::ssize(points) > kMaxLetters)
      return {"The memory at address {0} is longer than {1} characters", {place, decimal(kMaxLetters)}};
    if (encode_text(line).empty()) return {"The memory at address {0} has no letters", {place}};
    if (std::ssize(out) == kMaxMemories) return {"At most {0} memories can be kept", {decimal(kMaxMemories)}};
    out.push_back(std::move(line));
  }
  if (out.empty()) return {"Nothing is stored: write at least one memory", {}};
  return {};
}

Message read_cue(const Params& p, std::string& cue) {
  cue = p.set == russian_set ? "весна" : "spring";
  if (p.cue_text.empty()) return {};
  std::string bytes;
  std::vector<uint32_t> points;
  if (!unpack(p.cue_text.view(), kMaxLetters * 4, bytes) || !read_utf8(bytes, points))
    return {"The cue is not readable text", {}};
  if (std::ssize(points) > kMaxLetters) return {"The cue is longer than {0} characters", {decimal(kMaxLetters)}};
  cue = trimmed(bytes);
  if (encode_text(cue).empty()) return {"The cue has no letters: write a word or a part of one", {}};
  return {};
}

// Weights, f(xi), lse and residual. Asked by address, the answer is the cell itself.
void attend(const Params& p, State& s) {
  const int count = int(s.memory->texts.size());
  s.beta = p.beta;
  s.weights.assign(count, 0.0);
  s.next.resize(kTextSize);
  s.lse = attractor::attend(s.memory->vectors.data(), count, kTextSize, s.xi.data(), p.beta, s.weights.data(), s.next.data());
  if (p.ask == by_address) {
    s.next = s.xi;
    for (int k = 0; k < count; ++k) s.weights[k] = k == p.address ? 1 : 0;
  }
  s.residual = difference(s.next, s.xi);
}

bool converged(const State& s) { return s.residual <= 1e-6; }

double perplexity(const State& s) {
  double h = 0;
  for (double w : s.weights)
    if (w > 0) h -= w * attractor::log(w);
  return attractor::exp(h);
}

void observe_words(const Params& p, const State& s, Sink& sink) {
  const int k = strongest(s);
  const double part = perplexity(s), best = *std::max_element(s.memory->overlaps.begin(), s.memory->overlaps.end());
  const double numbers[] = {double(k), s.weights[k], double(s.steps), std::floor(part + 0.5), best};
  const char* sentence = "step {2}: the loudest is the memory at address {0}, weight {1}";
  if (p.ask == by_address) sentence = "read the cell at address {0}; nothing was compared";
  else if (converged(s) && best < kChance)
    sentence = "spelled like nothing here (best overlap {4}): that address {0} comes is chance";
  else if (converged(s) && s.weights[k] >= 0.9) sentence = "remembered: address {0}, weight {1}, after {2} steps";
  else if (converged(s) && part >= 0.9 * double(s.weights.size()))
    sentence = "nothing stands out: rests at the average of all memories";
  else if (converged(s)) sentence = "undecided among about {3} memories; the loudest is at address {0}, weight {1}";
  sink.words(sentence, numbers);
}

}  // namespace

int strongest(const State& s) { return int(std::max_element(s.weights.begin(), s.weights.end()) - s.weights.begin()); }

double energy(const State& s) {
  return -s.lse + 0.5 * dot(s.xi, s.xi) + attractor::log(double(s.weights.size())) / s.beta + 0.5;
}

Message conflict(const Params& p) {
  std::vector<std::string> texts;
  std::string cue;
  if (Message m = read_memories(p, texts)) return m;
  if (Message m = read_cue(p, cue)) return m;
  if (p.ask == by_address && p.address >= std::ssize(texts))
    return {"There is nothing at address {0}: the last one is {1}", {decimal(p.address), decimal(double(texts.size()) - 1)}};
  return {};
}

State init(const Params& p, const Rng&) {
  auto memory = std::make_shared<Memory>();
  read_memories(p, memory->texts);
  std::string cue;
  read_cue(p, cue);
  memory->cue = {cue};
  for (int k = 0; k < std::ssize(memory->texts); ++k) {
    memory->addresses.push_back(decimal(double(k)));
    memory->labels.push_back(memory->addresses[k] + "  " + memory->texts[k]);
    const std::vector<double> v = encode_text(memory->texts[k]);
    memory->vectors.insert(memory->vectors.end(), v.begin(), v.end());
  }
  State s;
  s.xi = encode_text(cue);
  memory->overlaps.resize(memory->texts.size());
  matvec(memory->vectors.data(), s.xi.data(), memory->overlaps.data(), int(memory->texts.size()), kTextSize);
  if (p.ask == by_address) {
    const auto at = memory->vectors.begin() + std::ptrdiff_t(p.address) * kTextSize;
    s.xi.assign(at, at + kTextSize);
  }
  s.memory = std::move(memory);
  attend(p, s);
  return s;
}

void advance(const Params& p, State& s, const Rng&) {
  if (s.beta != p.beta) attend(p, s);
  if (converged(s)) return;
  for (int i = 0; i < std::ssize(s.xi); ++i) s.xi[i] = p.eta == 1 ? s.next[i] : s.xi[i] + p.eta * (s.next[i] - s.xi[i]);
  ++s.steps;
  attend(p, s);
}

void observe(const Params& p, const State& given, Sink& sink) {
  State s = given;
  if (s.beta != p.beta) attend(p, s);  // changed since the last step
  const Memory& m = *s.memory;
  sink.series({"energy", "Energy E"}, energy(s));
  sink.series({"largest", "Largest weight"}, s.weights[strongest(s)]);
  sink.series({"part", "Taking part, e^H"}, perplexity(s));
  sink.number({"count", "Memories"}, double(m.texts.size()));
  sink.number({"best", "Best likeness"}, *std::max_element(m.overlaps.begin(), m.overlaps.end()));
  sink.number({"steps", "Steps taken"}, double(s.steps));
  sink.shape({"weights", "Softmax weights"}, [&] { return Bars{s.weights, m.labels}; });
  sink.shape({"overlaps", "Overlap with the cue"}, [&] { return Bars{m.overlaps, m.addresses}; });
  sink.shape({"cue", "Cue"}, [&] { return Bars{{m.overlaps[strongest(s)]}, m.cue}; });
  sink.shape({"code", "State ξ, 1,024 numbers"},
             [&] { return Field{.cells = s.xi, .rows = 32, .cols = 32, .palette = Palette::sign, .lo = -0.3, .hi = 0.3}; });
  observe_words(p, s, sink);
}

bool settled(const Params& p, const State& given) {
  State s = given;
  if (s.beta != p.beta) attend(p, s);
  return converged(s);
}

void digest(const State& s, Bytes& out) {
  out.add(s.memory->vectors);
  out.add(s.xi);
  out.words(s.steps);
}

constinit const Model kModel = model<Params, kRows>("textmemory", "Associative text memory", 1);

}  // namespace attractor::textmemory
