// The one main of the test binary.
#define DOCTEST_CONFIG_IMPLEMENT
#include <doctest/doctest.h>

#include <fstream>
#include <iterator>
#include <string>

#include "tests/lesson_rows.h"
#include "web/words/words.h"

int main(int argc, char** argv) {
  std::ifstream in(ATTRACTOR_BUILT "/words/ru.txt");
  attractor::set_words(attractor::Lang::ru, std::string{std::istreambuf_iterator<char>(in), {}});
  if (!attractor::read_lessons()) return 2;
  return doctest::Context(argc, argv).run();
}
