#!/bin/sh
# Make the locks anew: the newest releases in the ranges of pyproject.toml, each with the hashes of all its files.
# Needs uv (any way of having it will do). Name packages to take only theirs: lock.sh lxml pillow
set -eu
cd "$(dirname "$0")/.."
command -v uv >/dev/null || {
    echo "需要 uv / uv is needed: pip install uv" >&2
    exit 1
}
for package in "$@"; do
    set -- "$@" --upgrade-package "$package"
    shift
done
[ $# -gt 0 ] || set -- --upgrade

# No address of an index stands in a lock: where packages come from is for the machine to say.
lock() {
    out=$1
    shift
    uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes \
        --no-emit-index-url --no-emit-find-links --no-header --no-annotate --quiet -o "requirements/$out" "$@"
}

lock test.txt --extra dev --extra build "$@"
lock runtime.txt --constraint requirements/test.txt
uv pip compile requirements/build.in --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
    --no-emit-find-links --no-header --no-annotate --quiet --constraint requirements/test.txt -o requirements/build.txt

# The lowest of each range, with the tools of the tests as they are: what `make lowest` proves.
uv pip compile pyproject.toml --extra fast --universal --python-version 3.11 --resolution lowest-direct \
    --no-header --no-annotate --quiet |
    python3 scripts/lowest_of.py >requirements/lowest.in
lock lowest.txt --extra dev --extra build --constraint requirements/lowest.in
rm requirements/lowest.in
echo "现在运行 make test 安装，再运行 .venv/bin/python scripts/sbom.py"
