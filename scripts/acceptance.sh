#!/bin/sh
# Run everything on the real texts beside the project: acceptance.sh [--without-print]
set -eu
cd "$(dirname "$0")/.."
sh scripts/setup.sh test
exec .venv/bin/python -m tests.acceptance "$@"
