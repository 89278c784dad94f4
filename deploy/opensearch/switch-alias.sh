#!/bin/sh
# Load a whole new index while the alias is asked without a pause: it must answer with the same hits all along.
#
#     sh deploy/opensearch/switch-alias.sh CORPUS
set -eu
corpus=$1
: "${OPENSEARCH_URL:=http://localhost:9201,http://localhost:9202,http://localhost:9203}"
export OPENSEARCH_URL
node=${OPENSEARCH_URL%%,*}
alias=${OPENSEARCH_ALIAS:-compendium}

compendium --corpus "$corpus" search 第一条 --engine opensearch >/dev/null
count() { curl -sf "$node/$alias/_count" | python3 -c 'import json, sys; print(json.load(sys.stdin)["count"])'; }
before=$(count)
echo "index: $(curl -sf "$node/_alias/$alias" | tr -d '{}\n' | cut -d'"' -f2), $before pieces"

rm -rf "$corpus/.compendium/index-opensearch"    # a cache: the next search loads everything anew
compendium --corpus "$corpus" search 第一条 --engine opensearch >/dev/null &
loader=$!
asked=0
while kill -0 "$loader" 2>/dev/null; do
    [ "$(count)" = "$before" ] || { echo "the alias was without its pieces" >&2; exit 1; }
    asked=$((asked + 1))
done
wait "$loader"
echo "index: $(curl -sf "$node/_alias/$alias" | tr -d '{}\n' | cut -d'"' -f2), asked $asked times meanwhile"

# what is not under the alias any more
for old in $(curl -sf "$node/_cat/indices/$alias-*?h=index"); do
    curl -sf "$node/_alias/$alias" | grep -q "\"$old\"" || curl -sf -X DELETE "$node/$old" >/dev/null
done
