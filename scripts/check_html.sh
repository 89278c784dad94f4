#!/bin/sh
# Hold every page of a web edition against the HTML standard: sh scripts/check_html.sh out/web
# The checker is vnu, the W3C's own, from npm; it needs npm and a Java, and is kept in ~/.cache/compendium.
set -eu
folder=${1:?"用法：sh scripts/check_html.sh 网站目录"}
kept=${XDG_CACHE_HOME:-$HOME/.cache}/compendium/vnu
[ -f "$kept/node_modules/vnu-jar/build/dist/vnu.jar" ] || npm install --silent --prefix "$kept" vnu-jar@26
find "$folder" -name '*.html' -print0 |
    xargs -0 -n 2000 java -jar "$kept/node_modules/vnu-jar/build/dist/vnu.jar" --errors-only --format text
