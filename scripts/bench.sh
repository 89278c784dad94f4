#!/bin/sh
# Time import, build and search, on the real texts when they are there, else on the sample corpus.
set -eu
cd "$(dirname "$0")/.."
sh scripts/setup.sh
for bench in benchmarks/bench_import.py benchmarks/bench_build.py; do
    .venv/bin/python "$bench" "$@"
done
