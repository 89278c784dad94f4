#!/bin/sh
# Lint and every test; arguments go to pytest: test.sh -k import
set -eu
cd "$(dirname "$0")/.."
sh scripts/setup.sh test

failed=0
sh scripts/lint.sh || {
    echo "代码检查没有通过，见上；测试照常进行。" >&2
    failed=1
}
# A file stays on one core, so that what its tests share is made once.
.venv/bin/python -m pytest -n auto --dist loadfile "$@" </dev/null || failed=1
exit $failed
