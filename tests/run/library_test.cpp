// Data from outside: pieces, what is refused, and runs that wait for them.
#include "core/run/library.h"

#include <doctest/doctest.h>

#include <cmath>

#include "core/base/deflate.h"
#include "core/models/list.h"
#include "core/run/run.h"
#include "tests/data.h"

using namespace attractor;

namespace {

std::string piece(uint32_t count, uint32_t side, std::string_view labels, std::string_view grey) {
  std::string bytes = "APICTS1\n";
  for (uint32_t w : {count, side})
    for (int i = 0; i < 4; ++i) bytes += char(w >> (8 * i) & 255);
  return bytes + std::string(labels) + deflate(grey);
}

}  // namespace

TEST_CASE("library: a piece is read; damaged, cut, swollen and foreign ones are refused and change nothing") {
  Library library;
  const std::string good = piece(2, 2, std::string("\3\7", 2), "abcdefgh");
  REQUIRE_FALSE(library.add("some", good));
  const auto found = library.find("some");
  REQUIRE(found);
  CHECK(found->count == 2);
  CHECK(found->labels == std::vector<uint8_t>{3, 7});
  CHECK(found->grey.size() == 8);
  CHECK(found->grey[5] == 'f');
  CHECK(library.missing({"some", "other"}) == std::vector<std::string>{"other"});

  for (std::size_t cut = 0; cut < good.size(); ++cut) CHECK(library.add("some", std::string_view(good).substr(0, cut)));
  std::string wrong = good;
  wrong[0] = 'X';
  CHECK(library.add("some", wrong));
  CHECK(library.add("some", piece(2, 2, std::string("\3\12", 2), "abcdefgh")));  // a label that is no digit
  CHECK(library.add("some", piece(2, 2, std::string("\3\7", 2), "abcdefghi")));  // too long
  CHECK(library.add("some", piece(2, 2, std::string("\3\7", 2), "abcdefg")));    // too short
  CHECK(library.add("some", piece(4000000000u, 28, "", "")));                    // would not fit
  CHECK(library.add("some", piece(20000, 256, std::string(20000, '\1'), "")));   // a bomb
  CHECK(library.add("some", piece(0, 28, "", "")));
  CHECK(library.add("mnist-train-00", good));  // a piece of MNIST has a fixed size
  CHECK(library.find("some") == found);
}

TEST_CASE("library: the pieces of MNIST, their order and their labels") {
  const Library& library = digits_library();
  REQUIRE(library.missing({"mnist-train-00", "mnist-train-01", "mnist-test-00"}).empty());
  CHECK(digit_pieces(false, 1) == std::vector<std::string>{"mnist-train-00"});
  CHECK(digit_pieces(false, 2001).size() == 2);
  CHECK(digit_pieces(false, kTrainDigits).back() == "mnist-train-29");
  CHECK(digit_pieces(true, kTestDigits).back() == "mnist-test-04");
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
  CHECK(run.missing({{"set", "mnist"}, {"count", "2000"}}) == std::vector<std::string>{"mnist-train-00"});
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

TEST_CASE("library: a trained net is read to its last weight; damaged ones are refused") {
  const auto number = [](float x) {
    std::string s;
    for (int i = 0; i < 4; ++i) s += char(__builtin_bit_cast(uint32_t, x) >> (8 * i) & 255);
    return s;
  };
  const auto net = [&](float a, std::string_view codes) {
    std::string bytes("ANETS1\n\0", 8);
    bytes += std::string("\2\0\0\0\3\0\0\0", 8);
    for (const float x : {a, -1.0f, 0.5f, 0.25f, 2.0f, 1.27f, 12.7f, 127.0f}) bytes += number(x);
    return bytes + deflate(codes);
  };
  Library library;
  const std::string good = net(3, std::string_view("\1\2\3\177\201\0", 6));
  REQUIRE_FALSE(library.add("some", good));
  CHECK(library.missing({"some"}).empty());
  const auto found = library.find_net("some");
  REQUIRE(found);
  CHECK(found->visible == 2);
  CHECK(found->a == std::vector<float>{3, -1});
  CHECK(found->b == std::vector<float>{0.5f, 0.25f, 2});
  const std::vector<double> wanted{0.01, 0.2, 3, 1.27, -12.7, 0};
  for (std::size_t i = 0; i < 6; ++i) CHECK(std::fabs(double(found->weights[i]) - wanted[i]) < 1e-5);
  for (std::size_t cut = 0; cut < good.size(); ++cut) CHECK(library.add("some", std::string_view(good).substr(0, cut)));
  CHECK(library.add("some", net(std::nanf(""), std::string_view("\1\2\3\4\5\6", 6))));
  CHECK(library.add("some", net(1, std::string_view("\1\2\3\4\5\6\7", 7))));
  CHECK(library.find_net("some") == found);
  CHECK(library.add("rbm-mnist", good));       // of another size than the models count on
  CHECK(library.add("mnist-train-00", good));  // pictures are asked for under this name
  CHECK(library.missing({"rbm-mnist", "mnist-train-00"}).size() == 2);
}
