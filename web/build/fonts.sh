#!/usr/bin/env bash
# Cuts the fonts of the page out of Noto Sans and Noto Sans Math (SIL Open Font License 1.1).
# Usage: fonts.sh <node_modules> <output folder> <folder of the lessons' pages> [<text> ...]
#   ->  regular.ttf  semibold.ttf  math.ttf
# The canvas and the HTML use the same files. math.ttf adds what the text fonts lack, and the italics of MathML: of these
# what the lessons' formulas are set in. The letters of the texts, which may be of a language that nobody thought of
# here, are kept besides those that people write who type words of their own.
set -euo pipefail
modules=$1 out=$2 pages=$3
shift 3
letters=("${@/#/--text-file=}")
noto=$modules/@expo-google-fonts
mkdir -p "$out"

text="U+0020-007E,U+00A0-00FF"        # Basic Latin, Latin-1
text+=",U+0131,U+0152-0153,U+02BC,U+02C6,U+02DC,U+0300-0304,U+0306-0308,U+030C" # accents as in Ré, Hebb's names
text+=",U+0370-03FF,U+0400-045F,U+0490-0491" # Greek, Cyrillic
text+=",U+2000-200B,U+2010-2015,U+2018-201E,U+2020-2022,U+2026,U+202F,U+2030,U+2032-2033,U+2039-203A,U+2044"
text+=",U+2070-209C,U+1D40,U+1D57,U+1D62-1D65" # superscripts, subscripts
text+=",U+20AC,U+2102,U+210F,U+2113,U+2115-2116,U+211D,U+2122,U+2124,U+2190-2195,U+2202,U+2206,U+220F,U+2211-2212"
text+=",U+221A,U+221E,U+222B,U+2248,U+2260,U+2264-2265,U+25CA,U+FB01-FB02,U+FFFD"

math="U+0028-0029,U+002B,U+002F,U+003C-003E,U+005B-005D,U+007B-007D,U+2016,U+221A,U+27E8-27E9" # these stretch
math+=",U+02C6-02C7,U+02D9,U+02DC,U+0302-0303,U+0305,U+0307,U+20D7,U+23DE-23DF" # accents: hat, tilde, bar, dot, vector, braces
math+=",$(node "$(dirname "$0")/letters.mjs" "$pages" "$@")"

# No hinting: the page is drawn at the device's own resolution. Only kerning is kept of the layout features.
cut() { # source, output, characters, layout features, more options
  pyftsubset "$1" --output-file="$2" --unicodes="$3" --layout-features="$4" --no-hinting --desubroutinize "${@:5}" \
    --name-IDs=0,1,2,3,4,5,6,13,14 --notdef-outline --drop-tables+=STAT,DSIG,gasp,meta 2>/dev/null ||
    { echo "fonts.sh: cannot subset $1" >&2; exit 1; }
}
cut "$noto/noto-sans/400Regular/NotoSans_400Regular.ttf" "$out/regular.ttf" "$text" kern "${letters[@]}"
cut "$noto/noto-sans/600SemiBold/NotoSans_600SemiBold.ttf" "$out/semibold.ttf" "$text" kern "${letters[@]}"
cut "$noto/noto-sans-math/400Regular/NotoSansMath_400Regular.ttf" "$out/math.ttf" "$math" ""
