// The values of an enumeration with their words.
#pragma once

namespace attractor {

// One value: the enumerator, its word in links (never changes), its name for people.
struct Choice {
  int value;
  const char* key;
  const char* label;
};

}  // namespace attractor
