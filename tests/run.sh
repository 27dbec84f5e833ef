#!/usr/bin/env bash
# Installs what is missing, then builds and runs every test: gcc -O2, clang -O3, ASan + UBSan, the link fuzzer for a few seconds,
# WASM under node, ARM64 under qemu, and the page in Chromium, Firefox and WebKit.   bash tests/run.sh [stage ...]   (default: all stages)
# A test program that passed does not run again on the same bits; AGAIN=1 runs it all the same.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
stages=(format build js gcc clang asan fuzz wasm arm page)
for stage in "$@"; do
  [[ " ${stages[*]} " == *" $stage "* ]] || { echo "stages: ${stages[*]}" >&2; exit 2; }
done
[ $# -eq 0 ] || stages=("$@")

echo "-- Looking for what the tests need"
source web/build/deps.sh test
source web/build/tree.sh
share=6 # test cases of one process
mkdir -p build

build_native() { # preset, compiler, targets
  configure "$1" "$2"
  cmake --build "build/$1" -j "$jobs" --target "${@:3}"
}
in_shares() { # a test program: its cases a few at a time, in as many processes as there are cores; shuffled (always the same
  # way), so that the long ones, which stand side by side, do not wait for each other
  local count
  set -- "$@" --order-by=rand --rand-seed=1
  count=$("$@" --count | sed -n 's/.*filters: *//p')
  [ "${count:-0}" -gt 0 ] || { echo "no test cases in $*" >&2; return 1; }
  seq 1 "$share" "$count" | xargs -P "$jobs" -I '{}' bash -c '
    first=$1 last=$(($1 + $2 - 1))
    shift 2
    said=$("$@" --first="$first" --last="$last" 2>&1)
    status=$?
    printf "%s\n" "$said"
    exit $status' share '{}' "$share" "$@" >build/shares.log 2>&1 || { cat build/shares.log; return 1; }
  echo "$count test cases passed"
}
unless_passed() { # tree, folders and files that the tests read, command: what it computes is the same bits every time
  local tree=build/$1 reads=$2 now
  shift 2
  now=$(echo "$*" && { find $reads -type f | LC_ALL=C sort && find "$tree" -maxdepth 1 -name 'attractor_tests*' -type f | LC_ALL=C sort; } |
    xargs cksum)
  if [ -z "${AGAIN:-}" ] && [ "$(cat "$tree/passed" 2>/dev/null)" = "$now" ]; then
    echo "nothing has changed since its tests passed"
    return
  fi
  rm -f "$tree/passed"
  "$@"
  printf '%s\n' "$now" >"$tree/passed"
}
bits="tests/golden.txt tests/links build/data" # what every build's tests read
texts="core web shaders tests .cmake .github .ci index.html README.md CMakeLists.txt CMakePresets.json build/data" # and gcc's
# Sampled laws and long learning (the suite "statistics") run once, under gcc: the golden links show that other compilers
# give the same bits, and so the same samples.
once=-tse=statistics

stage_format() { # version 14 decides: others break lines differently
  local formatter=clang-format
  command -v clang-format-14 >/dev/null && formatter=clang-format-14
  find core web tests -name '*.h' -o -name '*.cpp' | sort | xargs -r "$formatter" --dry-run -Werror
}
stage_build() { bash tests/build_test.sh; }
stage_js() { # types of the page's modules and of what they are given, and what needs no browser to be tried
  mkdir -p build/types
  node web/build/types.mjs web/session/api_types.h build/types/embed.d.ts web/page/embed.d.ts
  node build/deps/node_modules/typescript/bin/tsc -p tests/js/tsconfig.json
  node --test tests/js/
}
stage_gcc() {
  build_native gcc g++ attractor_tests replay bench
  unless_passed gcc "$texts" in_shares build/gcc/attractor_tests
}
stage_clang() {
  build_native clang clang++ attractor_tests replay
  unless_passed clang "$bits" in_shares build/clang/attractor_tests $once
}
stage_asan() {
  build_native asan clang++ attractor_tests replay
  UBSAN_OPTIONS=print_stacktrace=1 unless_passed asan "$texts" in_shares build/asan/attractor_tests $once
}
stage_arm() { # kernels and every link of golden.txt on the other processor that people have
  if [ "$(uname -m)" = aarch64 ]; then echo "this is one: the native stages were the test"; return; fi
  build_native arm aarch64-linux-gnu-g++ attractor_tests
  unless_passed arm "$bits" in_shares qemu-aarch64 -L /usr/aarch64-linux-gnu build/arm/attractor_tests $once -tce="conformance*"
  echo "among them all $(grep -cv '^#\|^$' tests/golden.txt) links of golden.txt"
}
stage_wasm() {
  bash web/serve.sh --build-only
  cmake --build build/wasm -j "$jobs" --target attractor_tests replay
  unless_passed wasm "$bits" in_shares node build/wasm/attractor_tests.js --no-colors=true $once
  node web/build/sizes.mjs build/wasm/site --check
  node web/build/files.mjs build/wasm/site --check
}
stage_fuzz() { bash tests/fuzz.sh 10; }
stage_page() { # a virtual screen: WebKit needs a window, and Mesa draws twice as fast as what Chromium has without one
  local screen=(env)
  [ "$(uname)" != Linux ] || screen=(xvfb-run -a -s "-screen 0 1920x1200x24")
  bash web/serve.sh --build-only # what is there may be of yesterday
  build_native gcc g++ replay
  LIBGL_ALWAYS_SOFTWARE=1 "${screen[@]}" node tests/page/run.mjs --site build/wasm/site --replay build/gcc/replay --out build/page
  if [ -x /usr/bin/WebKitWebDriver ]; then
    LIBGL_ALWAYS_SOFTWARE=1 "${screen[@]}" node tests/page/webkit.mjs --site build/wasm/site --out build/page
  else
    echo "WebKit: not tested, since its driver (Debian: webkit2gtk-driver) is not here"
  fi
}

passed=0 failed=0 summary=()
for stage in "${stages[@]}"; do
  printf '\n==== %s ====\n' "$stage"
  started=$SECONDS
  status=0
  # A shell of its own, so that "set -e" holds inside (it would not in a function called in a condition).
  set +e
  (set -e; "stage_$stage")
  status=$?
  set -e
  if [ $status -eq 0 ]; then
    passed=$((passed + 1)) verdict=passed
  else
    failed=$((failed + 1)) verdict="FAILED ($status)"
  fi
  summary+=("$(printf '%-8s %4d s  %s' "$stage" $((SECONDS - started)) "$verdict")")
done

printf '\n'
printf '%s\n' "${summary[@]}"
echo "$passed passed, $failed failed"
[ $failed -eq 0 ]
