// Data from outside: files of arrays, what is refused, and runs that wait for them.
#include "core/run/library.h"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>

#include "core/base/deflate.h"
#include "core/models/list.h"
#include "core/run/run.h"
#include "tests/data.h"

using namespace attractor;

namespace {

const Need kSome{"some", {{"labels", Element::u8, {2}, 9}, {"grey", Element::u8, {2, 2, 2}}}};
constexpr std::string_view kHead = "ARRAYS1\nlabels u8 2\ngrey u8 2 2 2\n\n";

std::string packed(std::string_view head, std::string_view body) { return std::string(head) + deflate(body); }

std::vector<std::string> names(const std::vector<Need>& needs) {
  std::vector<std::string> out;
  for (const Need& n : needs) out.push_back(n.name);
  return out;
}

}  // namespace

TEST_CASE("library: every model says the folder it stands in; one that is expected is missing until it is added") {
  for (const Model* m : kModels) CHECK_MESSAGE(!m->family.empty(), m->key);
  CHECK(find_model(kModels, "ising")->family == "magnets");
  Library library;
  const std::vector<Need> need{{"magnets", {}}};
  CHECK(library.missing(need).empty());
  library.expect("magnets");
  CHECK(names(library.missing(need)) == std::vector<std::string>{"magnets"});
  const Model& ising = *find_model(kModels, "ising");
  Run run(ising, 1, library);
  const Row& T = *find_row(ising.rows, "T");
  CHECK(run.value(T) == Run(ising).value(T));
  CHECK(run.set("T", "1.5"));  // refused: nothing is there
  CHECK(names(run.missing({})) == std::vector<std::string>{"magnets"});
  REQUIRE_FALSE(library.add(need[0], ""));
  run.supply(library);
  CHECK_FALSE(run.set("T", "1.5"));
  CHECK(run.hash() == [&] {
    Run other(ising);
    other.set("T", "1.5");
    return other.hash();
  }());
}

TEST_CASE("library: a file's arrays are read; damaged, cut, swollen and foreign ones are refused and change nothing") {
  Library library;
  const std::string good = packed(kHead, std::string_view("\3\7abcdefgh", 10));
  REQUIRE_FALSE(library.add(kSome, good));
  const auto grey = library.find("some", "grey"), labels = library.find("some", "labels");
  REQUIRE(grey);
  REQUIRE(labels);
  CHECK(labels->u8().size() == 2);
  CHECK(labels->u8()[1] == 7);
  CHECK(grey->u8().size() == 8);
  CHECK(grey->u8()[5] == 'f');
  CHECK_FALSE(library.find("some", "other"));
  const std::vector<Need> both{kSome, {"other", kSome.arrays}};
  CHECK(names(library.missing(both)) == std::vector<std::string>{"other"});

  for (std::size_t cut = 0; cut < good.size(); ++cut) CHECK(library.add(kSome, std::string_view(good).substr(0, cut)));
  const auto refuses = [&](const Need& need, std::string_view head, std::string_view body) {
    CHECK(library.add(need, packed(head, body)));
  };
  refuses(kSome, "XRRAYS1\nlabels u8 2\ngrey u8 2 2 2\n\n", std::string_view("\3\7abcdefgh", 10));
  refuses(kSome, "ARRAYS1\nlabels u8 2\ngrey i8 2 2 2\n\n", std::string_view("\3\7abcdefgh", 10));
  refuses(kSome, "ARRAYS1\nlabels u8 2\ngrey u8 8\n\n", std::string_view("\3\7abcdefgh", 10));
  refuses(kSome, "ARRAYS1\ngrey u8 2 2 2\nlabels u8 2\n\n", std::string_view("abcdefgh\3\7", 10));
  refuses(kSome, kHead, std::string_view("\3\12abcdefgh", 10));            // a label above the largest
  refuses(kSome, kHead, std::string_view("\3\7abcdefghi", 11));            // too long
  refuses(kSome, kHead, std::string_view("\3\7abcdefg", 9));               // too short
  refuses(kSome, kHead, std::string(100000000, 'a'));                      // a bomb
  refuses({"some", {{"grey", Element::u8, {2000000000, 2}}}}, kHead, "");  // would not fit
  CHECK(library.find("some", "grey") == grey);
  CHECK(library.find("some", "labels") == labels);
}

TEST_CASE("library: floats and signed bytes are read to the last; what is not finite is refused") {
  const Need need{"net", {{"biases", Element::f32, {3}}, {"weights", Element::i8, {2, 2}}}};
  const auto file = [](float middle) {
    const float biases[] = {3, middle, 0.1f};
    return packed("ARRAYS1\nbiases f32 3\nweights i8 2 2\n\n",
                  std::string(reinterpret_cast<const char*>(biases), sizeof biases) + std::string("\1\177\201\0", 4));
  };
  Library library;
  REQUIRE_FALSE(library.add(need, file(-1)));
  CHECK(library.find("net", "biases")->f32() == std::vector<float>{3, -1, 0.1f});
  const std::span<const int8_t> weights = library.find("net", "weights")->i8();
  CHECK(std::vector<int>(weights.begin(), weights.end()) == std::vector<int>{1, 127, -127, 0});
  CHECK(library.add(need, file(std::nanf(""))));
  CHECK(library.add(need, file(std::numeric_limits<float>::infinity())));
  CHECK(library.find("net", "biases")->f32()[1] == -1);
}

TEST_CASE("library: the digits of MNIST, their order and their labels") {
  const Library& library = digits_library();
  REQUIRE(library.missing(digit_needs(4000, 2000)).empty());
  CHECK(names(digit_needs(false, 1)) == std::vector<std::string>{"mnist-train-00"});
  CHECK(digit_needs(false, 2001).size() == 2);
  CHECK(digit_needs(false, kTrainDigits).back().name == "mnist-train-29");
  CHECK(digit_needs(true, kTestDigits).back().name == "mnist-test-04");
  const Digits train(library, false, 4000), test(library, true, 2000);
  const int first[] = {5, 0, 4, 1, 9, 2, 1, 3, 1, 4}, first_test[] = {7, 2, 1, 0, 4, 1, 4, 9, 5, 9};  // as everywhere
  for (int i = 0; i < 10; ++i) {
    CHECK(train.label(i) == first[i]);
    CHECK(test.label(i) == first_test[i]);
  }
  int64_t sum = 0;
  for (int i = 0; i < 4000; ++i)
    for (int c = 0; c < kDigitCells; ++c) sum += train.picture(i)[c];
  CHECK(double(sum) / (4000.0 * kDigitCells * 255) == doctest::Approx(0.1307).epsilon(0.02));  // the mean of MNIST
}

TEST_CASE("library: without the data a run says what is missing and keeps its state; with them it goes on") {
  Run run(*find_model("hopfield"));
  const std::string before = run.hash();
  const Message m = run.set("set", "mnist");
  REQUIRE(m);
  CHECK(english(m) == "The data mnist-train-00 are not here yet");
  CHECK(run.hash() == before);
  CHECK(names(run.missing({{"set", "mnist"}, {"count", "2000"}})) == std::vector<std::string>{"mnist-train-00"});
  run.supply(digits_library());
  CHECK_FALSE(run.set("set", "mnist"));
  CHECK(run.hash() != before);
  for (int k = 0; k < 40; ++k) run.advance();
  const std::string far = run.hash();
  run.seek(7, [] { return true; });
  CHECK_FALSE(run.set("T", "0.5"));
  run.seek(0, [] { return true; });
  CHECK_FALSE(run.set("count", "4"));  // snapshots know the library, too
  CHECK(far != run.hash());
}
