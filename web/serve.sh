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
source web/build/deps.sh build
source web/build/tree.sh

configure wasm emcc
echo "-- Building"
cmake --build build/wasm -j "$jobs" --target site

[ $build_only = yes ] || exec node web/build/serve.mjs build/wasm/site "$port"
