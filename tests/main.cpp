// The one main of the test binary.
#define DOCTEST_CONFIG_IMPLEMENT
#include <doctest/doctest.h>

#include "tests/all_languages.h"
#include "tests/lesson_rows.h"

int main(int argc, char** argv) {
  if (attractor::all_languages().empty() || !attractor::read_lessons()) return 2;
  return doctest::Context(argc, argv).run();
}
