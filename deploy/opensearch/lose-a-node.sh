#!/bin/sh
# Stop one node while questions are asked, and bring it back: no question may fail, no hit may be missing.
#
#     sh deploy/opensearch/lose-a-node.sh CORPUS QUERY
set -eu
corpus=$1 query=$2
compose="docker compose -f $(dirname "$0")/compose.yaml"
: "${OPENSEARCH_URL:=http://localhost:9201,http://localhost:9202,http://localhost:9203}"
export OPENSEARCH_URL

total() {
    compendium --corpus "$corpus" search "$query" --engine opensearch --all-versions --json |
        python3 -c 'import json, sys; print(json.load(sys.stdin)["total"])'
}

before=$(total)
echo "before: $before"
$compose stop node2
for round in 1 2 3 4 5; do
    now=$(total)
    echo "one node less, round $round: $now"
    [ "$now" = "$before" ] || { echo "hits are missing" >&2; exit 1; }
done
$compose start node2
until curl -sf "http://localhost:9201/_cluster/health?wait_for_status=green&timeout=60s" >/dev/null; do :; done
[ "$(total)" = "$before" ] && echo "all nodes again: $before"
