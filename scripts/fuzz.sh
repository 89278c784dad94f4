#!/bin/sh
# Damaged and hostile files through the intake, under the limits that hold in use: fuzz.sh [--seed N] [--minutes M]
set -eu
cd "$(dirname "$0")/.."
sh scripts/setup.sh test
exec .venv/bin/python -m tests.fuzz "$@"
