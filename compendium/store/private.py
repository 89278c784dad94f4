"""Folders of the user's own, outside every corpus: what is kept there was written by this user's programs.

What stands in a corpus folder, its `.git` included, may have been sent by somebody. So nothing that is
believed or deleted without being proved again is kept there: caches, the journal of a write under way and
the way to git live in the user's cache and state folders (XDG Base Directory Specification).
"""

from __future__ import annotations

import atexit
import hashlib
import os
import re
import shutil
import stat
import tempfile
import time
from contextlib import suppress
from functools import cache
from pathlib import Path

CACHES = ("XDG_CACHE_HOME", ".cache")
STATE = ("XDG_STATE_HOME", ".local/state")
_OURS = "compendium"
_WHERE = "where"
_PLAIN = re.compile(r"[^\w.-]+")
_UNUSED_DAYS = 60


def private_folder(kind: tuple[str, str], owner: Path) -> Path:
    """Make the private folder for what belongs to `owner`, a repository or a corpus folder.

    Where the user has no folder that can be trusted (no home, a read-only disk, a home of somebody else), it
    is one that ends with the process: all that is kept can be made again.

    Args:
        kind: CACHES or STATE.
    """
    digest = hashlib.sha256(os.fsencode(owner)).hexdigest()[:20]
    called = owner.parent.name if owner.name == ".git" else owner.name
    name = f"{_PLAIN.sub('-', called)[:40]}-{digest}"
    try:
        base = _base(*kind)
        folder = base / name
        if not folder.is_dir() and kind is CACHES:
            _forget_unused(base)
        own_folder(folder)
        where = folder / _WHERE
        if not where.exists():
            where.write_bytes(os.fsencode(owner))
    except (OSError, RuntimeError, KeyError):  # the last two: a user who is in no list of users has no home
        return own_folder(_passing(os.geteuid()) / name)
    return folder


def own_folder(folder: Path) -> Path:
    """Make a folder that only this user may enter; refuse one that is a link or another user's.

    Raises:
        PermissionError: it cannot be trusted.
    """
    with suppress(FileExistsError):
        folder.mkdir(mode=0o700)
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.geteuid():
        raise PermissionError(1, "不是本用户自己的文件夹", str(folder))
    if stat.S_IMODE(found.st_mode) & 0o077:
        folder.chmod(0o700)
    return folder


def _base(variable: str, below_home: str) -> Path:
    """The folder of all that is kept of one kind.

    The variable must be an absolute path: the specification says that any other is to be ignored.
    """
    said = os.environ.get(variable, "")
    above = Path(said) if os.path.isabs(said) else Path.home() / below_home
    above.mkdir(mode=0o700, parents=True, exist_ok=True)
    base = own_folder(above / _OURS)
    if not os.access(base, os.W_OK):
        raise PermissionError(13, "不能写入", str(base))
    return base


@cache
def _passing(user: int) -> Path:
    """A folder for this run of this user alone."""
    folder = Path(tempfile.mkdtemp(prefix="compendium-"))
    atexit.register(_remove, folder, os.getpid())
    return folder


def _remove(folder: Path, pid: int) -> None:
    if os.getpid() == pid:  # a forked child leaves its parent's folder alone
        shutil.rmtree(folder, ignore_errors=True)


def _forget_unused(base: Path) -> None:
    """Remove the folders of what is no longer there and was not used for long; a new one pays for it."""
    limit = time.time() - _UNUSED_DAYS * 86_400
    for folder in base.iterdir():
        with suppress(OSError):
            owner = Path(os.fsdecode((folder / _WHERE).read_bytes()))
            if folder.stat().st_mtime < limit and not owner.exists():
                shutil.rmtree(folder, ignore_errors=True)
