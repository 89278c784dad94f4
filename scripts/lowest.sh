#!/bin/sh
# Run the tests with the lowest release of each range in pyproject.toml; arguments go to pytest.
set -eu
cd "$(dirname "$0")/.."
sh scripts/setup.sh test

stamp="$(cat pyproject.toml requirements/build.txt requirements/lowest.txt | cksum) $(pwd)"
if [ "$(cat .venv-lowest/ready 2>/dev/null || true)" != "$stamp" ]; then
    echo "安装各项依赖的最低版本到 .venv-lowest……" >&2
    .venv/bin/python -m venv --clear .venv-lowest
    pip=".venv-lowest/bin/python -m pip install --disable-pip-version-check --quiet --no-deps"
    $pip --require-hashes -r requirements/build.txt
    $pip --require-hashes --no-build-isolation -r requirements/lowest.txt
    $pip --no-build-isolation -e .
    printf '%s' "$stamp" >.venv-lowest/ready
fi
exec .venv-lowest/bin/python -m pytest -n auto --dist loadfile "$@" </dev/null
