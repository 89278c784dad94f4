#!/bin/sh
# Make .venv ready. Installs what is missing, and nothing the second time.
#   setup.sh [test]    with "test": also what only the tests need
set -eu
cd "$(dirname "$0")/.."

publishing="git fonts-noto-cjk fonts-hanazono fonts-dejavu-core unicode-data libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
testing="poppler-utils chromium"

say() { printf '%s\n' "$*" >&2; }

stop() {
    say "错误：$1"
    say "Error: $2"
    exit 1
}

# Prints those of the packages that are not installed.
missing() {
    for package in "$@"; do
        case $(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null || true) in
            installed) ;;
            *) printf '%s ' "$package" ;;
        esac
    done
}

as_root() {
    if [ "$(id -u)" = 0 ]; then
        env DEBIAN_FRONTEND=noninteractive "$@"
    elif [ -t 0 ]; then
        sudo env DEBIAN_FRONTEND=noninteractive "$@"
    else
        sudo -n env DEBIAN_FRONTEND=noninteractive "$@"
    fi
}

apt_install() {
    command -v apt-get >/dev/null || return 1
    [ "$(id -u)" = 0 ] || command -v sudo >/dev/null || return 1
    say "安装系统软件包 / installing system packages: $*"
    log=$(mktemp)
    set -- apt-get install -y -q --no-install-recommends -o DPkg::Lock::Timeout=300 "$@"
    if as_root "$@" >"$log" 2>&1 </dev/null ||
        { as_root apt-get update -q >"$log" 2>&1 </dev/null && as_root "$@" >>"$log" 2>&1 </dev/null; }; then
        rm -f "$log"
        return 0
    fi
    tail -n 15 "$log" >&2
    rm -f "$log"
    return 1
}

# Prints a Python of 3.11 or later that can make a virtual environment.
python_here() {
    for name in python3 python3.14 python3.13 python3.12 python3.11; do
        if "$name" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            printf '%s' "$name"
            return
        fi
    done
}

system_packages() {
    if ! command -v dpkg-query >/dev/null; then
        [ -d .venv ] || say "提示：不是 Debian 系统，请自行安装相当于下列软件包的组件：$publishing $testing"
        [ -d .venv ] || say "Note: not a Debian system; please install the equivalents of these packages."
        return
    fi
    lacking=$(missing $publishing)
    if [ -n "$lacking" ]; then
        apt_install $lacking ||
            stop "缺少系统软件包，请以 root 运行：apt-get install $lacking" \
                "system packages are missing and could not be installed; run as root: apt-get install $lacking"
    fi
    [ "${1-}" = test ] || return 0
    lacking=$(missing $testing)
    if [ -n "$lacking" ]; then
        apt_install $lacking || {
            say "提示：未能安装测试所需的软件包，相应的测试会跳过：$lacking"
            say "Note: packages for tests could not be installed, those tests are skipped: $lacking"
        }
    fi
}

# Packages are installed by the hashes in the lock, and nothing that the lock does not name.
install() {
    .venv/bin/python -m pip install --disable-pip-version-check --no-deps "$@" >>"$log" 2>&1 </dev/null
}

python_packages() {
    lock=requirements/${1:-runtime}.txt
    have=$(cat .venv/ready 2>/dev/null || true)
    stamp="$(cat pyproject.toml requirements/build.txt "$lock" | cksum) $(pwd)"
    more="$(cat pyproject.toml requirements/build.txt requirements/test.txt | cksum) $(pwd)"
    # What the tests need holds all that the program needs.
    if { [ "$have" = "$stamp" ] || [ "$have" = "$more" ]; } && .venv/bin/python -c '' 2>/dev/null; then
        return
    fi
    python=$(python_here)
    if [ -z "$python" ]; then
        apt_install python3 python3-venv || true
        python=$(python_here)
    fi
    [ -n "$python" ] ||
        stop "需要 Python 3.11 或更高版本，并带 venv 模块。请以 root 运行：apt-get install python3 python3-venv" \
            "Python 3.11 or later with its venv module is needed; run as root: apt-get install python3 python3-venv"
    say "安装 Python 依赖到 .venv，约需一两分钟 / installing Python packages into .venv, a minute or two ..."
    # Commands of an environment hold its absolute path: one that was moved is made anew.
    case $have in
        *" $(pwd)") "$python" -m venv .venv ;;
        *) "$python" -m venv --clear .venv ;;
    esac
    rm -f .venv/ready
    log=$(mktemp)
    { install --require-hashes -r requirements/build.txt &&
        install --require-hashes --no-build-isolation -r "$lock" &&
        install --no-build-isolation -e .; } || {
        tail -n 15 "$log" >&2
        rm -f "$log"
        stop "Python 依赖没有装好，原因见上。请检查网络后重试。" \
            "the Python packages could not be installed, see above; check the network and try again."
    }
    rm -f "$log"
    printf '%s' "$stamp" >.venv/ready
}

system_packages "$@"
python_packages "$@"
