#!/usr/bin/env bash
# Builds the page (installing what is missing) and serves it.   bash web/serve.sh [--port 8000] [--build-only]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

port=8000 build_only=no
while [ $# -gt 0 ]; do
  case $1 in
    --port) port=${2:?--port needs a number}; shift ;;
    --port=*) port=${1#*=} ;;
    --build-only) build_only=yes ;;
    *) sed -n 's/^# //p' "$0" | head -1; [ "$1" = --help ] && exit 0 || exit 2 ;;
  esac
  shift
done

echo "-- Looking for what the build needs"
source web/deps.sh build

# Another emcc than last time: begin anew, object files of two compilers do not mix.
emcc=$(readlink -f "$(command -v emcc)")
if [ "$(cat build/wasm/.emcc 2>/dev/null)" != "$emcc" ]; then
  rm -rf build/wasm
fi
if [ ! -e build/wasm/build.ninja ]; then
  echo "-- Configuring (build/wasm)"
  werror=OFF # a newer compiler knows warnings the sources were never checked against
  case $emcc in /usr/share/emscripten/*) werror=ON ;; esac
  emcmake cmake --preset wasm -DATTRACTOR_WERROR=$werror >build/configure.log 2>&1 || { cat build/configure.log >&2; exit 1; }
  echo "$emcc" >build/wasm/.emcc
fi
echo "-- Building"
cmake --build build/wasm -j "${JOBS:-$(nproc)}" --target site

[ $build_only = yes ] || exec node web/serve.mjs build/wasm/site "$port"
