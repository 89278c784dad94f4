#!/bin/sh
# Publish the sample corpus into out/ and say where to look.
set -eu
cd "$(dirname "$0")/.."
sh scripts/setup.sh
targets=all
feed="$(pwd)/out/feed/atom.xml"
if [ "$(git -C corpus rev-parse --is-shallow-repository 2>/dev/null)" != false ]; then
    targets="web print index" # a feed tells of the history
    feed="（没有完整的 git 历史，不做订阅源；用 git clone 取得仓库即有）"
fi
echo "生成示例法规库的网站、书、检索索引和订阅源……"
for target in $targets; do
    .venv/bin/compendium --corpus corpus build "$target" -o out
done
book=$(find out/print -name '*.pdf' | head -n 1)
cat <<WORDS

看成品：
  网站    $(pwd)/out/web/index.html
  书      $(pwd)/$book
  订阅源  $feed
  检索    .venv/bin/compendium --corpus corpus search 雨水花园
WORDS
