// Timings as CSV: case,ns_per_step,rate,unit,hash. Run natively and under node; compare lines of one run, not of two machines.
//
//   bench [filter]     only the cases whose name has the filter in it
//
// Each step is called through a function that is not inlined: V8 keeps a loop that sits inside main in its slowest tier.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <string>
#include <vector>

#include "core/boltzmann/rbm.h"
#include "core/memory/attention.h"
#include "core/memory/recall.h"
#include "core/models/list.h"
#include "core/networks/fully_connected.h"
#include "core/run/link.h"
#include "tests/data.h"

using namespace attractor;

namespace {

double now() { return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count(); }

__attribute__((noinline)) void one_step(Run& run) { run.advance(); }

struct Case {
  const char* name;
  const char* link;
  double work;  // per step, in `unit`
  const char* unit;
};

constexpr Case kCases[] = {
    {"ising checkerboard L=1024 metropolis", "ising?L=1024&T=2.27&order=checkerboard&rule=metropolis", 1024.0 * 1024,
     "flips/ns"},
    {"ising checkerboard L=1024 heat bath", "ising?L=1024&T=2.27&order=checkerboard&rule=glauber", 1024.0 * 1024, "flips/ns"},
    {"ising checkerboard L=1024 glass", "ising?L=1024&T=1&order=checkerboard&model=pmj", 1024.0 * 1024, "flips/ns"},
    {"ising checkerboard L=1024 in a field", "ising?L=1024&T=2.27&B=0.1&order=checkerboard", 1024.0 * 1024, "flips/ns"},
    {"ising checkerboard L=4096", "ising?L=4096&T=2.27&order=checkerboard", 4194304, "flips/ns"},
    {"ising checkerboard L=512", "ising?L=512&T=2.27&order=checkerboard", 512.0 * 512, "flips/ns"},
    {"ising random order L=256", "ising?L=256&T=2.27&order=random", 65536, "flips/ns"},
    {"ising wolff L=256", "ising?L=256&T=2.27&rule=wolff", 1e6, "clusters/ms"},
    {"ising swendsen-wang L=128", "ising?L=128&T=2.27&rule=sw", 16384, "sites/ns"},
    {"ising all pairs N=1024", "ising?L=32&T=0.5&model=sk&order=random", 1024, "flips/ns"},
    {"hopfield asynchronous sweep N=4096 P=100", "hopfield?set=random&count=100&side=64&updates=4096&noise=0.1&order=cyclic",
     4096, "updates/ns"},
    {"modern step N=784 K=10000 bits", "modern?set=random&count=10000&side=28&noise=0.3&beta=0.07&eta=0.1", 1, "steps/ns"},
    {"hopfield sweep N=1024 P=50", "hopfield?set=random&count=50&side=32&updates=1024&noise=0.2&order=cyclic", 1024,
     "updates/ns"},
    {"boltzmann 4-2-4 cycle, sign rule", "boltzmann?net=424&count=probe", 1e6, "cycles/ms"},
    {"boltzmann 8-3-8 cycle, sign rule", "boltzmann?net=838&count=probe", 1e6, "cycles/ms"},
    {"boltzmann 9+5 units, exact gradient", "boltzmann?net=pictures&hidden=5&learn=exact&T=1&sd=0.3", 1e6, "cycles/ms"},
    {"cooling n=10, heat bath", "cooling?n=10&rule=heat&proposals=5", 5e6, "proposals/ms"},
    {"lineage 12 units, exact gradient", "lineage?stage=boltzmann", 1e6, "steps/ms"},
    // 250 points to learn from, ten at a time.
    {"mlp 2-8-8-8-1 tanh spiral B=10",
     "mlp?data=spiral&depth=3&n1=8&n2=8&n3=8&unit=tanh&rate=0.03&decay=0.0003&batch=10&points=500&noise=0.03&test=0.5&seed=4",
     1e9 / 25, "epochs/s"},
    // With the eight test digits that are read in each step.
    {"cnn 8-16 filters, B=32, learning", "cnn?data=mnist&examples=2000&batch=32", 32e9, "images/s"},
};

// Kernels that models call, at the sizes of the published comparisons (tests/peers has the same in numpy).
struct Recall {
  PackedPatterns packed;
  std::vector<uint64_t> start, state, next;
  std::vector<int32_t> m;

  Recall(int n, int count) {
    std::vector<int8_t> x(std::size_t(n) * std::size_t(count));
    Draw draw(11, 0, Stream::data);
    for (int8_t& v : x) v = int8_t(draw.sign());
    packed = PackedPatterns(x.data(), count, n);
    std::vector<int8_t> s(x.begin() + 3 * n, x.begin() + 4 * n);
    Draw noise(11, 0, Stream::noise);
    for (int8_t& v : s)
      if (noise.uniform() < 0.1) v = int8_t(-v);
    start = state = next = packed.pack_state(s.data());
    m.resize(count);
  }
  __attribute__((noinline)) void step() {
    packed.overlaps(state.data(), m.data());
    packed.step(state.data(), m.data(), packed.count(), 0, true, next.data());
  }
  __attribute__((noinline)) void recall() {
    state = start;
    for (int t = 0; t < 50; ++t) {
      step();
      if (next == state) break;
      state.swap(next);
    }
  }
};

template <class F>
double least_seconds(F f) {
  f();
  double best = 1e9;
  const double end = now() + 1.0;
  while (now() < end) {
    const double start = now();
    int n = 0;
    do {
      f();
      ++n;
    } while (now() - start < 0.02);
    best = std::min(best, (now() - start) / n);
  }
  return best;
}

void kernels(const char* filter) {
  auto line = [&](const char* name, double seconds, double rate, const char* unit, const Recall& r) {
    Hash hash;
    hash.bytes(r.next.data(), r.next.size() * 8);
    std::printf("%s,%.0f,%.3f,%s,%s\n", name, seconds * 1e9, rate, unit, hash.hex().c_str());
    std::fflush(stdout);
  };
  if (!filter || std::strstr("hopfield packed", filter)) {
    Recall a(4096, 100);
    const double s = least_seconds([&] { a.step(); });
    line("hopfield packed step N=4096 P=100", s, 1e-6 / s, "steps/us", a);
    Recall b(10000, 1000);
    const double t = least_seconds([&] { b.recall(); });
    line("hopfield packed recall N=10000 P=1000", t, 1 / t, "recalls/s", b);
  }
}

// Seconds of one step: the least of several batches. A run that settles is begun anew, so that the work stays the same.
double seconds_per_step(Run& run, const Run& fresh) {
  for (int i = 0; i < 3; ++i) one_step(run);
  double best = 1e9;
  const double end = now() + 1.0;
  while (now() < end) {
    if (run.settled()) run = fresh;
    const double start = now();
    int n = 0;
    do {
      one_step(run);
      ++n;
    } while (now() - start < 0.02 && !run.settled());
    best = std::min(best, (now() - start) / n);
  }
  return best;
}

// One query to 10,000 memories of 784 bits, as tests/peers/modern_numpy.py asks numpy: overlaps, softmax, mixture.
__attribute__((noinline)) void ask(const BitMemories& m, const std::vector<uint64_t>& query, BitQuery& q) {
  overlaps(m, query.data(), q);
  softmax_weights(m.count, 0.0714f, q);  // 8 / 28 / 4
  weighted_mean(m, q);
}

void modern_query() {
  constexpr int kNeurons = 784, kMemories = 10000;
  Draw draw(1, 0, Stream::data);
  std::vector<int8_t> signs(kNeurons);
  std::vector<uint64_t> rows, query;
  for (int k = 0; k < kMemories; ++k) {
    for (int8_t& v : signs) v = int8_t(draw.sign());
    const std::vector<uint64_t> row = to_bits(signs.data(), kNeurons);
    rows.insert(rows.end(), row.begin(), row.end());
  }
  for (int8_t& v : signs)  // three cells in ten of the last one wrong
    if (draw.below(10) < 3) v = int8_t(-v);
  query = to_bits(signs.data(), kNeurons);
  const BitMemories m = bit_memories(std::move(rows), kMemories, kNeurons);
  BitQuery q;
  double best = 1e9;
  for (const double end = now() + 1.0; now() < end;) {
    const double start = now();
    for (int i = 0; i < 50; ++i) ask(m, query, q);
    best = std::min(best, (now() - start) / 50);
  }
  Hash h;
  for (float v : q.out) h.number(double(v));
  std::printf("modern query N=784 K=10000 bits,%.0f,%.3f,queries/ms,%s\n", best * 1e9, 1e-3 / best, h.hex().c_str());
}

// CD-1 as the model does it, without what it measures beside: tests/peers/rbm_sklearn.py asks the same of scikit-learn.
struct Contrast {
  Rbm net = make_rbm(784, 500, 0.01, Rng{5, 0});
  Velocity velocity;
  std::vector<Batch> batches;
  Batch h0, v1, h1;
  uint64_t step = 0;

  explicit Contrast(int batch) : h0(batch, 500), v1(batch, 784), h1(batch, 500) {
    VectorRng random(Rng{17, 0}, Stream::data);
    std::vector<float> prototypes(10 * 784);
    for (float& p : prototypes) p = random.uniform()[0] < 0.2f ? 0.95f : 0.05f;
    for (int k = 0; k < 20; ++k) {
      batches.emplace_back(batch, 784);
      for (int b = 0; b < batch; ++b)
        std::copy_n(&prototypes[(k * batch + b) % 10 * 784], 784, batches.back().p.row(b).begin());
      sample(batches.back(), 784, random);
    }
  }
};

__attribute__((noinline)) void train(Contrast& c) {
  const Batch& v0 = c.batches[c.step % c.batches.size()];
  VectorRng random(Rng{9, ++c.step}, Stream::chain);
  up(c.net, v0, c.h0, &random);
  down(c.net, c.h0, c.v1, &random);
  up(c.net, c.v1, c.h1, nullptr);
  learn(c.net, c.velocity, {0.05f, 0, 0}, v0, c.h0, c.v1, c.h1);
}

void contrast(const char* filter) {
  for (const int batch : {100, 10}) {
    const std::string name = "rbm CD-1 784x500 B=" + std::to_string(batch);
    if (filter && name.find(filter) == std::string::npos) continue;
    Contrast c(batch);
    for (int k = 0; k < 20; ++k) train(c);
    Hash h;
    for (const float w : c.net.w.a) h.number(double(w));
    double best = 1e9;
    for (const double end = now() + 2.0; now() < end;) {  // the best minibatch, as the peer is timed
      const double start = now();
      train(c);
      best = std::min(best, now() - start);
    }
    std::printf("%s,%.0f,%.0f,samples/s,%s\n", name.c_str(), best * 1e9, batch / best, h.hex().c_str());
  }
}

// A minibatch of a classifier of digits: forwards, softmax and log loss, back, the step. Random pictures: the time is the same.
struct Classifier {
  static constexpr int kBatch = 32;
  FullyConnected<float> net{{784, 128, 10}, Activation::relu, kBatch};
  uint64_t step = 0;

  Classifier() {
    net.set_random(1, Rng{5, 0});
    Draw draw(17, 0, Stream::data);
    for (float& x : std::span(net.z(0).data, std::size_t(784 * kBatch))) x = draw.below(5) == 0 ? float(draw.uniform()) : 0;
  }
};

__attribute__((noinline)) void train(Classifier& c) {
  c.net.forward();
  const MatrixView<float> t = c.net.z(2), delta = c.net.delta();
  for (int k = 0; k < Classifier::kBatch; ++k) {
    double most = double(t(0, k)), sum = 0, e[10];
    for (int i = 1; i < 10; ++i) most = std::max(most, double(t(i, k)));
    for (int i = 0; i < 10; ++i) sum += e[i] = attractor::exp(double(t(i, k)) - most);
    for (int i = 0; i < 10; ++i) delta(i, k) = float((e[i] / sum - (i == k % 10)) / Classifier::kBatch);
  }
  c.net.backward();
  c.net.move({0.1, 0.9, 0});
}

void classifier(const char* filter) {
  const char* name = "mlp 784-128-10 ReLU B=32";
  if (filter && !std::strstr(name, filter)) return;
  Classifier c;
  for (int k = 0; k < 10; ++k) train(c);
  Hash h;
  for (const float w : c.net.all_weights()) h.number(double(w));
  double best = 1e9;
  for (const double end = now() + 2.0; now() < end;) {
    const double start = now();
    train(c);
    best = std::min(best, now() - start);
  }
  std::printf("%s,%.0f,%.0f,images/s,%s\n", name, best * 1e9, Classifier::kBatch / best, h.hex().c_str());
}

}  // namespace

int main(int argc, char** argv) {
  std::printf("case,ns_per_step,rate,unit,hash\n");
  for (const Case& c : kCases) {
    if (argc > 1 && !std::strstr(c.name, argv[1])) continue;
    std::vector<Message> notices;
    Run run = std::strncmp(c.link, "cnn", 3) == 0 ? Run(*kModels[0], 1, digits_library()) : Run(*kModels[0]);
    if (!open_link(read_link(c.link, notices), run, notices) || !notices.empty()) {
      std::printf("%s,does not open\n", c.name);
      return 1;
    }
    const Run fresh = run;
    Run proof = fresh;
    proof.seek(10, [] { return true; });
    const double s = seconds_per_step(run, fresh);
    std::printf("%s,%.0f,%.3f,%s,%s\n", c.name, s * 1e9, c.work / (s * 1e9), c.unit, proof.hash().c_str());
    std::fflush(stdout);
  }
  kernels(argc > 1 ? argv[1] : nullptr);
  if (argc < 2 || std::strstr("modern query N=784 K=10000 bits", argv[1])) modern_query();
  contrast(argc > 1 ? argv[1] : nullptr);
  classifier(argc > 1 ? argv[1] : nullptr);
  return 0;
}
