"""Which paths may be written: inside the corpus, plain, and the same on every system."""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Iterable
from pathlib import Path

from compendium.law.identifiers import CorpusPath
from compendium.store.errors import UnsafePath

CACHE = ".compendium"
"""The folder in which earlier versions kept their caches; nothing in it is read."""
_SCRATCH = re.compile(r"\.compendium-[0-9a-f]{16}", re.IGNORECASE)
_WINDOWS = re.compile(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\..*)?", re.IGNORECASE)
_RESERVED = re.compile(r"\.git|git~[0-9]+|\.gitmodules|\.compendium(-[0-9a-f]{16})?", re.IGNORECASE)
_LONGEST_NAME = 255
_LONGEST_PATH = 1000


def scratch_name(token: str) -> str:
    """Name the folder at the root of the corpus in which the files of a write are put together."""
    return f"{CACHE}-{token}"


def is_scratch(name: str) -> bool:
    """Tell whether a name at the root of a corpus is that of such a folder."""
    return _SCRATCH.fullmatch(name) is not None


def check_path(path: str) -> CorpusPath:
    """Return the path, or refuse it.

    >>> check_path("difangxing-fagui/youhua-tiaoli/2020-04-10.xml")
    'difangxing-fagui/youhua-tiaoli/2020-04-10.xml'
    """
    if not path:
        raise UnsafePath(path, "路径为空")
    if path.startswith("/"):
        raise UnsafePath(path, "必须是法规库内的相对路径")
    if any(unicodedata.category(char) in ("Cc", "Cf", "Cs", "Zl", "Zp") for char in path):
        raise UnsafePath(path, "含有控制字符或者不可见字符")
    if unicodedata.normalize("NFC", path) != path:
        raise UnsafePath(path, "文字不是规范形式（NFC），在不同系统上会成为不同的文件")
    if len(path.encode()) > _LONGEST_PATH:
        raise UnsafePath(path, f"超过 {_LONGEST_PATH} 个字节")
    for name in path.split("/"):
        _check_name(path, name)
    return CorpusPath(path)


def _check_name(path: str, name: str) -> None:
    """Refuse a path for one of its names."""
    if name in ("", ".", ".."):
        raise UnsafePath(path, "不得含有空名、“.”或者“..”")
    if any(char in '\\<>:"|?*' for char in name):
        raise UnsafePath(path, '不得含有 \\ < > : " | ? * 等字符')
    if name != name.strip() or name.endswith("."):
        raise UnsafePath(path, "名称不得以空格开头，也不得以空格或者点结尾")
    if _RESERVED.fullmatch(name) or _WINDOWS.fullmatch(name):
        raise UnsafePath(path, f"“{name}”是保留名称")
    if len(name.encode()) > _LONGEST_NAME:
        raise UnsafePath(path, f"名称超过 {_LONGEST_NAME} 个字节")


_STRAY = re.compile(r"(?:^|/)(?:\.{0,2}|\.git)(?:/|$)|\0", re.IGNORECASE)


def strays(path: str) -> bool:
    """Tell whether a path in a tree of git could lead elsewhere; its names are whatever a sender wrote.

    >>> [strays(path) for path in ("a/b.xml", "../x", "/x", "a//b", "a/.Git/x", "a/")]
    [False, True, True, True, True, True]
    """
    return _STRAY.search(path) is not None


def check_clashes(changed: frozenset[str], kept: frozenset[str]) -> None:
    """Refuse a path that is a file here and a folder there."""
    folders = {parent: path for path in changed | kept for parent in _parents(path)}
    for path in sorted(changed):
        if path in folders:
            raise UnsafePath(path, f"与文件夹同名（其中有 {folders[path]}）")
        for parent in _parents(path):
            if parent in kept or parent in changed:
                raise UnsafePath(path, f"“{parent}”是文件，不是文件夹")


def check_places(root: Path, paths: Iterable[CorpusPath]) -> None:
    """Refuse paths that, in the working folder, run through a link or onto a folder."""
    files = set(paths)
    for name in sorted(files.union(*map(_parents, files))):
        target = root / name
        if target.is_symlink():
            raise UnsafePath(name, "是符号链接，可能指向法规库之外")
        if name in files and target.is_dir():
            raise UnsafePath(name, "与文件夹同名")
        if name not in files and target.exists() and not target.is_dir():
            raise UnsafePath(name, "是文件，不是文件夹")


def _parents(path: str) -> tuple[str, ...]:
    """The folders above a path, outermost first."""
    names = path.split("/")[:-1]
    return tuple("/".join(names[: i + 1]) for i in range(len(names)))


def runs_through_link(root: Path, path: CorpusPath) -> bool:
    """Tell whether a folder above the path is a link."""
    return any(os.path.islink(f"{root}/{parent}") for parent in _parents(path))
