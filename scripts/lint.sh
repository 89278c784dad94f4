#!/bin/sh
# Style, types and layers: everything that is checked without running the program.
set -eu
cd "$(dirname "$0")/.."
sh scripts/setup.sh
.venv/bin/ruff check .
.venv/bin/ruff format --check --quiet . || {
    echo "格式未统一，请运行：.venv/bin/ruff format ." >&2
    exit 1
}
.venv/bin/python -m mypy
.venv/bin/python -m mypy benchmarks tests/acceptance tests/conftest.py
.venv/bin/lint-imports --no-logo
