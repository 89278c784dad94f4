#!/bin/sh
# Lint, then every test; arguments go to pytest: test.sh -k import
set -eu
cd "$(dirname "$0")/.."
sh scripts/setup.sh test
sh scripts/lint.sh
exec .venv/bin/python -m pytest "$@" </dev/null
