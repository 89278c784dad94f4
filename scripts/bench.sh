#!/bin/sh
# Time import, build and search, on the real texts when they are there, else on the samples.
set -eu
cd "$(dirname "$0")/.."
sh scripts/setup.sh test
export PATH="$(pwd)/.venv/bin:$PATH"

python -m benchmarks.bench_import
python -m benchmarks.bench_build
python -m benchmarks.bench_sync
python -m benchmarks.bench_diff
python -m benchmarks.bench_serve
python -m benchmarks.bench_print --limit 30

texts=${COMPENDIUM_SHARED:-../shared/data}/shanghai
if [ -d "$texts" ]; then
    scratch=$(mktemp -d)
    trap 'rm -rf "$scratch"' EXIT
    compendium init "$scratch/corpus" --place 上海市 >/dev/null
    compendium --corpus "$scratch/corpus" import "$texts" >/dev/null
    python -m benchmarks.bench_search "$scratch/corpus"
else
    python -m benchmarks.bench_search corpus
fi
