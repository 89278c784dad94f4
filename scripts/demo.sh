#!/bin/sh
# Publish the sample corpus into out/ and say where to look.
set -eu
cd "$(dirname "$0")/.."
sh scripts/setup.sh
echo "生成示例法规库的网站、书、检索索引和订阅源……"
.venv/bin/compendium --corpus corpus build all -o out
book=$(find out/print -name '*.pdf' | head -n 1)
cat <<WORDS

看成品：
  网站    $(pwd)/out/web/index.html
  书      $(pwd)/$book
  订阅源  $(pwd)/out/feed/atom.xml
  检索    .venv/bin/compendium --corpus corpus search 雨水花园
WORDS
