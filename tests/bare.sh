#!/usr/bin/env bash
# The two commands of README on a bare Debian 12, made in a folder from this machine's own package sources and removed again: once
# with Debian's Node.js, once with another maker's package of that name. As root, on Debian; half an hour each on two cores.
#   bash tests/bare.sh [debian|other ...] [--quick] [--keep]      --quick: only installs, configures and links one program
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
variants=() quick=no keep=no
for word; do
  case $word in
    debian | other) variants+=("$word") ;;
    --quick) quick=yes ;;
    --keep) keep=yes ;;
    *) sed -n 's/^# //p' "$0" | head -3; exit 2 ;;
  esac
done
[ ${#variants[@]} -gt 0 ] || variants=(debian other)
release=bookworm keyring=/usr/share/keyrings/debian-archive-keyring.gpg
[ "$(id -u)" = 0 ] && command -v apt-get >/dev/null || { echo "needs root on Debian" >&2; exit 1; }
command -v debootstrap >/dev/null || apt-get install -y -qq --no-install-recommends debootstrap >/dev/null

place=
# Nothing is mounted where this script sees it: mounts live in a namespace of their own and end with the command inside.
tidy() {
  if [ -n "$place" ] && [ $keep = no ]; then rm -rf --one-file-system "$place"; fi
  place=
}
trap tidy EXIT
trap 'exit 1' INT TERM

sources() { # files that name this release's archive, not somebody else's
  grep -lsE "^Suites:.* $release( |$)|^deb .* $release main" /etc/apt/sources.list /etc/apt/sources.list.d/*.{list,sources} || true
}
bare() { # makes $place a Debian that reaches what this machine reaches
  local file archive
  archive=$(sources | xargs cat | grep -E '^(URIs:|deb )' | grep -oE 'https?://[^ ]+' | grep -v security | head -1)
  debootstrap --variant=minbase --keyring="$keyring" "$release" "$place" "$archive" >"$place.log" 2>&1 || { tail "$place.log" >&2; exit 1; }
  rm -f "$place.log" "$place/etc/apt/sources.list"
  for file in $(sources) $(grep -lsE '^ *Acquire' /etc/apt/apt.conf.d/* | xargs -r grep -L Invoke) /usr/local/share/ca-certificates/*.crt; do
    [ ! -e "$file" ] || install -D -m 644 "$file" "$place$file"
  done
  cp -L /etc/resolv.conf /etc/hosts "$place/etc/"
}
other_nodejs() { # as others pack it: node and npm in one package that knows no /usr/share/nodejs
  local pack=$place/tmp/nodejs modules
  modules=$(npm root -g)
  mkdir -p "$pack/DEBIAN" "$pack/usr/bin" "$pack/usr/lib/node_modules"
  cp -L "$(command -v node)" "$pack/usr/bin/node"
  cp -r "$modules/npm" "$pack/usr/lib/node_modules/npm"
  ln -s ../lib/node_modules/npm/bin/npm-cli.js "$pack/usr/bin/npm"
  ln -s node "$pack/usr/bin/nodejs"
  cat >"$pack/DEBIAN/control" <<END
Package: nodejs
Version: $(node --version | tr -d v)-1other
Architecture: $(dpkg --print-architecture)
Maintainer: nobody <nobody@localhost>
Multi-Arch: allowed
Depends: libc6, libstdc++6, python3, ca-certificates
Provides: nodejs-dev, nodejs-doc, nodejs-legacy, npm
Conflicts: nodejs-dev, nodejs-doc, nodejs-legacy, npm
Description: Node.js from another maker
END
  dpkg-deb --root-owner-group --build "$pack" "$place/tmp/nodejs.deb" >/dev/null
  rm -rf "$pack"
  inside 'apt-get update -qq && apt-get install -y -qq --no-install-recommends /tmp/nodejs.deb' >/dev/null 2>&1 ||
    { echo "the other nodejs could not be installed" >&2; exit 1; }
}
inside() { # a command in the bare machine; of this one's environment only what leads to the network
  local name passed=(HOME=/root PATH=/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8 DEBIAN_FRONTEND=noninteractive)
  for name in http_proxy https_proxy no_proxy HTTP_PROXY HTTPS_PROXY NO_PROXY NODE_EXTRA_CA_CERTS JOBS; do
    [ -z "${!name:-}" ] || passed+=("$name=${!name}")
  done
  passed+=("npm_config_registry=$(npm config get registry)")
  name=$(npm config get cafile)
  [ "$name" = null ] || passed+=("npm_config_cafile=$name")
  unshare --mount --pid --fork --kill-child --propagation private bash -c '
    place=$1
    shift
    mount -t proc proc "$place/proc"
    mkdir -p "$place/dev/shm"
    mount -t tmpfs tmpfs "$place/dev/shm"
    exec chroot "$place" env -i "$@"' bash "$place" "${passed[@]}" bash -c "$1"
}
timed() { # words, command
  local started=$SECONDS
  echo "==== $variant: $1 ===="
  inside "cd /attractor && $1" || { echo "$variant: FAILED after $((SECONDS - started)) s: $1"; return 1; }
  summary+=("$(printf '%-7s %5d s  %s' "$variant" $((SECONDS - started)) "$1")")
}

passed=0 failed=0 summary=()
for variant in "${variants[@]}"; do
  place=$(mktemp -d /var/tmp/attractor-bare.XXXXXX)
  chmod 755 "$place" # apt fetches as a user without rights
  echo "==== $variant: a bare Debian in $place ===="
  bare
  [ $variant = debian ] || other_nodejs
  git clone -q --no-local "$root" "$place/attractor"
  ok=yes
  if [ $quick = yes ]; then
    timed 'set -e; source web/build/deps.sh build; source web/build/tree.sh; configure wasm emcc; echo "int main() { return 0; }" >/tmp/x.c; emcc -O2 --pre-js .cmake/node.js /tmp/x.c -o /tmp/x.js; node /tmp/x.js' || ok=no
  else
    timed 'bash web/serve.sh --build-only' && timed 'bash tests/run.sh gcc wasm' || ok=no
  fi
  [ $ok = yes ] && passed=$((passed + 1)) || failed=$((failed + 1))
  tidy
done
printf '\n'
[ ${#summary[@]} = 0 ] || printf '%s\n' "${summary[@]}"
echo "$passed passed, $failed failed"
[ $failed = 0 ]
