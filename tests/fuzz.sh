#!/usr/bin/env bash
# Fuzzes the link decoder natively (libFuzzer + ASan + UBSan), starting from the old links in tests/links.
#   bash tests/fuzz.sh [seconds]      (default 60; what it finds goes to build/fuzz)
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
seconds=${1:-60}
source web/build/deps.sh test
source web/build/tree.sh
mkdir -p build/fuzz/corpus
configure asan clang++
cmake --build build/asan -j "$jobs" --target fuzz_link
# New inputs go to the first folder; the links of the repository are only read.
build/asan/fuzz_link build/fuzz/corpus tests/links -max_total_time="$seconds" -max_len=4096 -timeout=10 \
  -rss_limit_mb=2048 -artifact_prefix=build/fuzz/ -print_final_stats=1 -verbosity=0
