"""Whole folders put in place of others, so that nobody sees half of one."""

from __future__ import annotations

import ctypes
import errno
import os
import secrets
import shutil
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from compendium.system import ending
from compendium.system.errors import naming

_AT_FDCWD, _RENAME_EXCHANGE = -100, 2


def exchange(one: Path, other: Path) -> bool:
    """Swap two folders in one step where Linux and the file system can, so that neither is missing."""
    rename = getattr(ctypes.CDLL(None), "renameat2", None)
    if rename is None:
        return False
    return bool(rename(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _RENAME_EXCHANGE) == 0)


def link_or_copy(old: Path, new: Path) -> None:
    """Give a file a second name; where the file system has no hard links, a copy."""
    new.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(old, new)
    except OSError:
        shutil.copy2(old, new)


def link_tree(old: Path, new: Path) -> None:
    """Give every file of a folder a second name in another folder."""
    for path in sorted(old.rglob("*")):
        if path.is_file():
            link_or_copy(path, new / path.relative_to(old))


def staging_of(folder: Path) -> Path:
    """Name the folder where the next state of a folder is put together."""
    return folder.with_name(f".{folder.name}.new")


def retired_of(folder: Path) -> Path:
    """Name the folder where the last state of a folder lies between two renames."""
    return folder.with_name(f".{folder.name}.old")


def put_in_place(staging: Path, folder: Path) -> Path | None:
    """Make the staged folder the folder; return where the one before now lies, if there was one."""
    if not folder.exists():
        staging.rename(folder)
        return None
    if exchange(staging, folder):
        return staging
    retired = retired_of(folder)
    shutil.rmtree(retired, ignore_errors=True)
    folder.rename(retired)
    staging.rename(folder)
    return retired


def recover(folder: Path) -> None:
    """Put the last good folder back when a program died between its two renames."""
    retired = retired_of(folder)
    if retired.exists() and not folder.exists():
        retired.rename(folder)


@contextmanager
def removed_on_failure(half: Path) -> Iterator[None]:
    """Leave no half of a file behind when writing it fails."""
    try:
        with naming(half):
            yield
    except BaseException:
        with suppress(OSError):
            half.unlink()
        raise


def write_whole(path: Path, data: bytes, told: str = "") -> None:
    """Write a file so that it is there whole or not at all, and nothing else is left.

    A link is followed, so that it stays a link.

    Args:
        told: the words for what stands when it is there; none for a file that is nobody's result.

    Raises:
        OSError: it can't be written; `filename` is the file asked for.
    """
    path = Path(os.path.realpath(path))
    staged = path.with_name(f".{secrets.token_hex(8)}.new")
    try:
        if path.is_symlink():
            raise OSError(errno.ELOOP, os.strerror(errno.ELOOP))
        path.parent.mkdir(parents=True, exist_ok=True)
        with removed_on_failure(staged):
            with staged.open("xb") as file:
                with suppress(OSError):  # there was none before, or it is somebody else's
                    os.fchmod(file.fileno(), stat.S_IMODE(path.stat().st_mode))
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            with ending.unbroken():
                staged.replace(path)
                if told:
                    ending.done(told)
    except OSError as error:
        error.filename, error.filename2 = str(path), None
        raise
