# Sourced by web/serve.sh and the scripts of tests/: how many jobs, and build trees that fit the compiler there is now.

jobs=${JOBS:-$(getconf _NPROCESSORS_ONLN 2>/dev/null || echo 2)} # macOS has no nproc

# configure PRESET COMPILER: makes build/PRESET current. Object files of two compilers do not mix, and an upgrade in place keeps
# the path: what the compiler says of itself decides whether the tree begins anew, and so do the presets.
configure() {
  local tree=build/$1 compiler said werror=OFF
  compiler=$(command -v "$2") || { echo "$2 is not there" >&2; return 1; }
  said=$(echo "$compiler" && "$compiler" --version && cksum <CMakePresets.json) || { echo "$compiler does not run" >&2; return 1; }
  [ "$(cat "$tree/.compiler" 2>/dev/null)" != "$said" ] || return 0
  # Warnings are errors for the compilers the sources were checked with; another knows warnings that nobody has looked at.
  case $said in
    *") 12."*"Free Software Foundation"* | *"clang version 14."* | *"emcc "*" 3.1.6 ()"*) werror=ON ;;
  esac
  echo "-- Configuring ($tree)"
  rm -rf "$tree"
  mkdir -p build
  set -- cmake --preset "$1" "-DATTRACTOR_WERROR=$werror"
  [ "${compiler##*/}" != emcc ] || set -- emcmake "$@"
  "$@" >build/configure.log 2>&1 || { cat build/configure.log >&2; return 1; }
  printf '%s\n' "$said" >"$tree/.compiler" # last: a tree without it was not finished
}
