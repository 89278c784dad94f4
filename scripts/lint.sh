#!/bin/sh
# Style, types and layers: everything that is checked without running the program.
set -eu
cd "$(dirname "$0")/.."
sh scripts/setup.sh test

failed=0
.venv/bin/ruff check . || failed=1
.venv/bin/ruff format --check --quiet . || {
    echo "格式未统一，请运行：.venv/bin/ruff format ." >&2
    failed=1
}
.venv/bin/python -m mypy || failed=1
.venv/bin/python -m mypy benchmarks tests/acceptance tests/conftest.py || failed=1
.venv/bin/lint-imports --no-logo || failed=1
exit $failed
