#include "core/models/boltzmann/dbn.h"

#include <algorithm>
#include <cmath>

#include "core/base/num.h"
#include "core/boltzmann/belief_bound.h"
#include "core/boltzmann/likelihood.h"

namespace attractor::dbn {
namespace {

constexpr auto kRows = table<Params>(
    example_rows(),
    row(&Params::tests, "tests", "Test pictures", 1000, kTestDigits, "How many other handwritten digits are read as a test")
        .logarithmic()
        .rebuilds(),
    row(&Params::layers, "layers", "Layers", 1, kMostLayers, "Hidden layers, that is machines in the stack").rebuilds(),
    row(&Params::first, "first", "Units of layer 1", 1, kMaxUnits, "Size of the lowest hidden layer").logarithmic().rebuilds(),
    row(&Params::second, "second", "Units of layer 2", 1, kMaxUnits, "Size of the second hidden layer")
        .logarithmic()
        .rebuilds(),
    row(&Params::third, "third", "Units of layer 3", 1, kMaxUnits, "Size of the third hidden layer").logarithmic().rebuilds(),
    choice(&Params::trained, "trained", "Trained beforehand", kTrained,
           "Begins with machines that have learned handwriting: 256, 256 and 512 units")
        .rebuilds(),
    toggle(&Params::transposed, "turned", "Begin upside down",
           "Each new machine begins as the one below it turned around, where the sizes fit")
        .rebuilds(),
    row(&Params::epochs, "passes", "Passes a layer", 1, 100000,
        "How often a layer sees all pictures before the next one begins")
        .logarithmic(),
    choice(&Params::method, "method", "Model average", kMethods,
           "Where the model's statistics come from: chains from the data, or lasting particles")
        .only(&Params::learn, true)
        .rebuilds(),
    row(&Params::k, "k", "Sweeps k", 1, 50, "Sweeps of the machine between data and model in an update")
        .only(&Params::learn, true),
    batch_row<Params>(100), rate_row<Params>().only(&Params::learn, true),
    row(&Params::halving, "halving", "Passes to half the rate", 0, 10000,
        "The rate falls as 1 / (1 + passes / this), from the start of each layer; 0 keeps it")
        .only(&Params::learn, true),
    decay_row<Params>().only(&Params::learn, true),
    row(&Params::discriminative, "discriminative", "Discriminative share", 0, 100,
        "How much the top machine also learns to tell the labels apart; 0: only to model them")
        .only(&Params::learn, true),
    toggle(&Params::updown, "updown", "Up-down fine-tuning", "After the last layer all of them learn together, up and down")
        .only(&Params::learn, true),
    row(&Params::fine_rate, "fine_rate", "Rate of fine-tuning", 0.0001, 1, "Length of an update of the up-down algorithm")
        .only(&Params::updown, true)
        .logarithmic(),
    toggle(&Params::learn, "learn", "Learning", "Off: the net stays as it is, and more test pictures are read"),
    choice(&Params::fantasy_label, "dream", "Dream of", kFantasyLabels, "The digit whose label is held while the net dreams"),
    row(&Params::sweeps, "sweeps", "Sweeps of a dream", 1, 30,
        "How often the top machine goes there and back between two pictures of a dream")
        .logarithmic());

constexpr double kSpread = 0.01, kMemory = 0.99;
constexpr int kBoundEvery = 10;  // updates between two exact sums

// What a random number of a step is for; each its own lane of Stream::chain.
enum Lane : uint32_t { kData, kLearn, kBegin, kFantasy };

ExampleChoice choice_of(const Params& p) { return ExampleChoice::of(p, p.tests); }

int trained_layers(const Params& p) { return p.trained == all_layers ? kMostLayers : p.trained == first_layer ? 1 : 0; }

bool has_classes(const Params& p) { return p.data == glyphs || p.data == mnist; }
int units(const Params& p, int layer) {  // of hidden layer 1, 2, 3; 0: cells
  return layer == 0 ? choice_of(p).cells() : layer == 1 ? p.first : layer == 2 ? p.second : p.third;
}

void begin_chains(const Params& p, State& s, const Rng& rng) {
  VectorRng random(rng, Stream::chain, kBegin);
  s.chains = Batch(kFantasies, s.net.top().hidden), s.particles = Batch(p.batch, s.net.top().hidden);
  for (Batch* chains : {&s.chains, &s.particles}) {
    for (float& x : chains->p.a) x = 0.5f;
    sample(*chains, s.net.top().hidden, random);
  }
}

// The next machine, on top of those that are trained.
void add_machine(const Params& p, State& s, const Rng& rng) {
  const int k = int(s.stage);
  const bool last = k + 1 == p.layers;
  add_layer(s.net, units(p, k + 1), last && has_classes(p) ? kClasses : 0, kSpread, rng);
  Rbm& m = s.net.machines.back();
  if (k == 0) {
    VectorRng random(rng, Stream::chain, kData);
    Batch some(std::min(1000, s.pictures->count), s.net.cells);
    for (int i = 0; i < some.count; ++i) set_visible(s.pictures->picture(false, i), i, some, random);
    std::vector<float> base = base_biases(some, s.net.cells);
    std::copy_n(base.begin(), s.net.cells, m.a.begin());
  } else if (p.transposed && m.hidden == s.net.machines[k - 1].visible) {
    begin_transposed(s.net);
  }
  s.epochs.begin(s.pictures->count, rng);
  s.averaged = 0;
  begin_chains(p, s, rng);
}

// The present layer is trained: the next one, or the end.
void next_stage(const Params& p, State& s, const Rng& rng) {
  ++s.stage;
  if (s.stage < p.layers) add_machine(p, s, rng);
  else s.epochs.begin(s.pictures->count, rng);
}

void measure_bound(State& s) {
  s.has_bound = s.pictures->classes == 0 && can_bound(s.net);
  if (!s.has_bound) return;
  std::vector<uint8_t> pictures;
  for (const uint8_t ink : s.pictures->grey) pictures.push_back(ink > 127);
  s.ln_p = s.bound = 0;
  const std::vector<Bound> all = bounds(s.net, pictures);
  for (const Bound& b : all) s.ln_p += b.ln_p / double(all.size()), s.bound += b.bound / double(all.size());
}

// One minibatch: of the present layer, or of all layers once they are there.
void train_step(const Params& p, State& s, const Rng& rng) {
  const bool greedy = s.stage < p.layers;
  if (!p.learn || (!greedy && !p.updown)) return;
  const int count = int(std::min<int64_t>(p.batch, s.epochs.left()));
  Batch cells(count, s.net.cells);
  std::vector<int> labels;
  VectorRng data(rng, Stream::chain, kData), random(rng, Stream::chain, kLearn);
  for (int k = 0; k < count; ++k) {
    set_visible(s.pictures->picture(false, s.epochs.at(k)), k, cells, data);
    labels.push_back(s.pictures->label(false, s.epochs.at(k)));
  }
  const double slower = p.halving > 0 ? 1 + s.epochs.done() / p.halving : 1;
  const Training training{{float((greedy ? p.learning_rate : p.fine_rate) / slower), 0, float(p.weight_decay)},
                          p.k,
                          float(p.discriminative),
                          p.method == pcd ? &s.particles : nullptr};
  if (greedy) {
    const double wrong = learn_greedily(s.net, cells, labels, training, random);
    s.reconstruction = s.averaged++ == 0 ? wrong : kMemory * s.reconstruction + (1 - kMemory) * wrong;
  } else {
    learn_up_down(s.net, cells, labels, training, random);
  }
  ++s.updates;
  s.epochs.advance(count, rng);
  const bool over = greedy && s.epochs.finished >= p.epochs;
  if (over) next_stage(p, s, rng);
  if (over || s.updates % kBoundEvery == 0) measure_bound(s);
}

// Sweeps of the top machine with clamped labels, and down to the cells.
void update_fantasies(const Params& p, State& s, const Rng& rng) {
  VectorRng random(rng, Stream::chain, kFantasy);
  Batch v(kFantasies, s.net.top().visible);
  std::vector<int> clamped;
  for (int k = 0; k < kFantasies; ++k) clamped.push_back(p.fantasy_label == 0 ? k % kClasses : p.fantasy_label - 1);
  for (int k = 0; k < p.sweeps; ++k) {
    down_top(s.net, s.chains, v, clamped, random);
    up(s.net.top(), v, s.chains, &random);
  }
  generate(s.net, v, s.fantasies, random);
}

// Classifies the next few test pictures.
void test(const Params& p, State& s) {
  if (s.net.labels() == 0) return;
  const bool learning = p.learn && (s.stage < p.layers || p.updown);
  const int count = std::min(learning ? kTestsInStep : kTestsWhenTrained, s.pictures->tests);
  Batch cells(count, s.net.cells);
  for (int k = 0; k < count; ++k) {
    const uint8_t* grey = s.pictures->at(true, int((s.tested + k) % s.pictures->tests));
    for (int i = 0; i < s.net.cells; ++i) cells.p(k, i) = float(grey[i]) / 255;
  }
  const std::vector<double> probabilities = classify(s.net, cells);
  for (int k = 0; k < count; ++k, ++s.tested) {
    const auto from = probabilities.begin() + std::ptrdiff_t(k) * kClasses;
    s.predictions[s.tested % s.pictures->tests] = int8_t(std::max_element(from, from + kClasses) - from);
  }
}

}  // namespace

std::vector<Need> needs(const Params& p) {
  std::vector<Need> needs = example_needs(choice_of(p));
  for (int k = 0; k < trained_layers(p); ++k) needs.push_back(need_of(kTrainedRbms[k]));
  return needs;
}

Message conflict(const Params& p) {
  if (Message m = check_examples(choice_of(p))) return m;
  if (p.trained == nothing) return {};
  const bool first = p.data == mnist && p.first == kTrainedRbms[0].hidden;
  if (p.trained == first_layer && !first)
    return {"The trained layer reads handwriting, with {0} units", {decimal(kTrainedRbms[0].hidden)}};
  if (p.trained == all_layers &&
      (!first || p.layers != kMostLayers || p.second != kTrainedRbms[1].hidden || p.third != kTrainedRbms[2].hidden))
    return {"The trained stack reads handwriting, with three layers of {0}, {1} and {2} units",
            {decimal(kTrainedRbms[0].hidden), decimal(kTrainedRbms[1].hidden), decimal(kTrainedRbms[2].hidden)}};
  return {};
}

State init(const Params& p, const Library& library, const Rng& rng) {
  State s;
  s.pictures = make_examples(choice_of(p), library, rng);
  s.net.cells = s.pictures->cells();
  s.predictions.assign(s.pictures->tests, -1);
  s.fantasies = Batch(kFantasies, s.net.cells);
  add_machine(p, s, rng);
  for (int k = 0; k < trained_layers(p); ++k) {
    set_weights(s.net.machines.back(), kTrainedRbms[k], library);
    next_stage(p, s, rng);
  }
  s.canvas.assign(s.net.cells, 0.0f);
  const uint8_t* first = s.pictures->at(true, 0);
  for (int i = 0; i < std::ssize(s.canvas); ++i) s.canvas[i] = float(first[i]) / 255;
  measure_bound(s);
  update_fantasies(p, s, rng);
  return s;
}

void advance(const Params& p, State& s, const Rng& rng) {
  ++s.steps;
  train_step(p, s, rng);
  update_fantasies(p, s, rng);
  test(p, s);
}

bool poke(const Params&, State& s, const Poke& poke) { return draw_ink(poke, s.pictures->side, s.canvas); }

constinit const Model kModel = model<Params, kRows>("dbn", "Deep belief net", 1);

}  // namespace attractor::dbn
