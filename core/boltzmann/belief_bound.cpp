#include "core/boltzmann/belief_bound.h"

#include <algorithm>
#include <limits>

#include "core/base/num.h"
#include "core/boltzmann/likelihood.h"

namespace attractor {
namespace {

// The conditional distribution of a layer of independent units given the layer below it.
struct Layer {
  std::vector<double> bias;
  Matrix<double> w;  // below x above
  template <class On>
  std::vector<double> inputs(On on) const {  // bias + sum of the weights of the units that are on
    std::vector<double> x = bias;
    for (int i = 0; i < w.rows; ++i)
      if (on(i))
        for (int j = 0; j < w.cols; ++j) x[j] += w(i, j);
    return x;
  }
};

// Q(h_(k+1) | h_k): the recognition weights.
Layer upwards(const Rbm& m) {
  Layer l{{m.b.begin(), m.b.begin() + m.hidden}, {m.visible, m.hidden}};
  for (int i = 0; i < m.visible; ++i)
    for (int j = 0; j < m.hidden; ++j) l.w(i, j) = double(m.w(i, j));
  return l;
}

// p(h_k | h_(k+1)): the generation weights.
Layer downwards(const BeliefNet& net, int k) {
  if (!net.generation.empty()) return upwards(net.generation[k]);
  const Rbm& m = net.machines[k];
  Layer l{{m.a.begin(), m.a.begin() + m.visible}, {m.hidden, m.visible}};
  for (int j = 0; j < m.hidden; ++j)
    for (int i = 0; i < m.visible; ++i) l.w(j, i) = double(m.w(i, j));
  return l;
}

auto bits(uint32_t state) {
  return [state](int i) { return (state >> i & 1) != 0; };
}

// ln p(s) = sum over units of s x - ln(1 + e^x), for inputs x; the second sum is the same for all states.
class LogProbability {
 public:
  explicit LogProbability(std::vector<double> inputs) : x_(std::move(inputs)) {
    for (const double x : x_) whole_ += softplus(x);
  }
  template <class On>
  double of(On on) const {
    double sum = -whole_;
    for (int i = 0; i < std::ssize(x_); ++i) sum += on(i) ? x_[i] : 0;
    return sum;
  }

 private:
  std::vector<double> x_;
  double whole_ = 0;
};

// ln p of all states of the top machine's lower layer.
std::vector<double> top_log_probabilities(const Rbm& top) {
  const double z = ln_z(top);
  std::vector<double> v(top.visible), out;
  for (uint32_t s = 0; s < 1u << top.visible; ++s) {
    for (int i = 0; i < top.visible; ++i) v[i] = s >> i & 1;
    out.push_back(-free_energy(top, v) - z);
  }
  return out;
}

// ln p and the bound B of a state h_k from those of all states h_(k+1) above: `generated` is ln p(h_k | h_(k+1)) for
// each of these, `recognised` is Q(h_(k+1) | h_k).
Bound sum_above(const std::vector<Bound>& above, const std::vector<double>& generated, const LogProbability& recognised) {
  double most = -std::numeric_limits<double>::infinity(), sum = 0, bound = 0;
  for (int s = 0; s < std::ssize(above); ++s) most = std::max(most, above[s].ln_p + generated[s]);
  for (int s = 0; s < std::ssize(above); ++s) {
    sum += attractor::exp(above[s].ln_p + generated[s] - most);
    const double ln_q = recognised.of(bits(uint32_t(s)));
    bound += attractor::exp(ln_q) * (generated[s] + above[s].bound - ln_q);
  }
  return {most + attractor::log(sum), bound};
}

}  // namespace

bool can_bound(const BeliefNet& net) {
  if (net.labels() > 0) return false;
  if (net.depth() == 1) return std::min(net.cells, net.top().hidden) <= kMaxSummedLayer;
  for (int k = 1; k < net.depth(); ++k)
    if (net.width(k) > kMaxSummedLayer || (k > 1 && net.width(k) + net.width(k - 1) > kMaxSummedPair)) return false;
  return true;
}

std::vector<Bound> bounds(const BeliefNet& net, const std::vector<uint8_t>& pictures) {
  const int depth = net.depth();
  std::vector<Bound> above;
  if (depth == 1) {
    const double z = ln_z(net.top());
    for (auto from = pictures.begin(); from != pictures.end(); from += net.cells) {
      const double ln_p = -free_energy(net.top(), std::vector<double>(from, from + net.cells)) - z;
      above.push_back({ln_p, ln_p});
    }
    return above;
  }
  for (const double ln_p : top_log_probabilities(net.top())) above.push_back({ln_p, ln_p});
  for (int k = depth - 2; k >= 0; --k) {
    const Layer recognition = upwards(net.machines[k]), generation = downwards(net, k);
    std::vector<LogProbability> conditionals;
    for (uint32_t s = 0; s < above.size(); ++s) conditionals.emplace_back(generation.inputs(bits(s)));
    std::vector<Bound> below;
    auto add = [&](auto on) {
      std::vector<double> generated;
      for (const LogProbability& l : conditionals) generated.push_back(l.of(on));
      below.push_back(sum_above(above, generated, LogProbability(recognition.inputs(on))));
    };
    if (k > 0) {
      for (uint32_t state = 0; state < 1u << net.width(k); ++state) add(bits(state));
    } else {
      for (auto from = pictures.begin(); from != pictures.end(); from += net.cells) add([&](int i) { return from[i] != 0; });
    }
    above = std::move(below);
  }
  return above;
}

}  // namespace attractor
