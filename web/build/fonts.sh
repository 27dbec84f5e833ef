#!/usr/bin/env bash
# Cuts the fonts of the page out of Noto Sans and Noto Sans Math (SIL Open Font License 1.1).
# Usage: fonts.sh <node_modules> <output folder> <folder of the lessons' pages> <list to write> <text> ...
#   ->  regular.ttf  semibold.ttf  math.ttf, and regular-04.ttf and the like: letters that English does without
# The canvas and the HTML use the same files. math.ttf adds what the text fonts lack, and the italics of MathML. Which
# letters go where, letters.mjs says, out of the texts, which may be of a language that nobody thought of here; its list
# is kept.
set -euo pipefail
modules=$1 out=$2 pages=$3 list=$4
shift 4
noto=$modules/@expo-google-fonts
mkdir -p "$out"
rm -f "$out"/*.ttf

node "$(dirname "$0")/letters.mjs" "$pages" "$@" >"$list.new"

# No hinting: the page is drawn at the device's own resolution. Only kerning is kept of the layout features.
cut() { # source, output, characters, layout features
  pyftsubset "$1" --output-file="$2" --unicodes="$3" --layout-features="$4" --no-hinting --desubroutinize \
    --name-IDs=0,1,2,3,4,5,6,13,14 --notdef-outline --drop-tables+=STAT,DSIG,gasp,meta 2>/dev/null ||
    { echo "fonts.sh: cannot subset $1" >&2; exit 1; }
}
both() { # end of the name, characters
  cut "$noto/noto-sans/400Regular/NotoSans_400Regular.ttf" "$out/regular$1.ttf" "$2" kern
  cut "$noto/noto-sans/600SemiBold/NotoSans_600SemiBold.ttf" "$out/semibold$1.ttf" "$2" kern
}
marks=$(sed -n 's/^marks //p' "$list.new")
while read -r name letters _; do
  case $name in
    math) cut "$noto/noto-sans-math/400Regular/NotoSansMath_400Regular.ttf" "$out/math.ttf" "$letters" "" ;;
    base) both "" "$letters" ;;
    marks) ;;
    *) both "-$name" "$letters,$marks" ;;
  esac
done <"$list.new"
mv "$list.new" "$list" # last: what was cut short is done again
