"""Decide what a write changes, and refuse it while nothing has been touched."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass

from compendium.store.digest import digest_of
from compendium.store.errors import DetachedHead, NotWritable, StaleWrite, UncommittedEdits
from compendium.store.history import Author
from compendium.store.journal import Step
from compendium.store.paths import check_clashes, check_places
from compendium.store.place import Place, branch_of, head_of
from compendium.store.tree import Edit, committed, edits, working

_MIDWAY = {
    "MERGE_HEAD": "合并",
    "CHERRY_PICK_HEAD": "拣选（cherry-pick）",
    "REVERT_HEAD": "撤销提交（revert）",
    "rebase-merge": "变基（rebase）",
    "rebase-apply": "变基（rebase）",
}


@dataclass(frozen=True, slots=True)
class Request:
    """What is to be written: None removes a file; `expected` are the digests that the caller has read.

    `clock_is_right` says that the last commit's time is wrong, where this machine's is earlier.
    """

    files: Mapping[str, bytes | None]
    message: str
    author: Author | None
    expected: Mapping[str, str | None]
    clock_is_right: bool = False


@dataclass(frozen=True, slots=True)
class Plan:
    """The head that a write starts from and its effective steps."""

    head: str
    steps: Mapping[str, Step]


def plan(place: Place, request: Request) -> Plan:
    """Work out the steps of a request, or refuse it."""
    check_places(place.root, request.files)
    asked = {path: _digest(place, path) for path in {*request.files, *request.expected}}
    head = head_of(place)
    heads = committed(place, head) or {}
    edited = edits(place, asked, heads, asked)
    steps = {
        path: Step(heads.get(path), asked[path], None if data is None else digest_of(data))
        for path, data in request.files.items()
    }
    dirty = [path for path, step in steps.items() if _loses(step, edited.get(path))]
    if dirty:
        raise UncommittedEdits(dirty)
    _refuse_stale(request, asked, heads, edited)
    written = frozenset(path for path, data in request.files.items() if data is not None)
    check_clashes(written, frozenset(heads) - frozenset(request.files))
    return Plan(head, {path: step for path, step in steps.items() if step.new != step.committed})


def refuse_unready(place: Place, files: Mapping[str, bytes | None]) -> None:
    """Refuse to write in the middle of a merge, on no branch, or into a folder that is write-protected."""
    if not branch_of(place):
        raise DetachedHead(place.root)
    for name, chinese in _MIDWAY.items():
        if (place.git_dir / name).exists():
            raise NotWritable(place.root, f"仓库正在{chinese}，请先完成或者放弃")
    for path in files:
        folder = (place.root / path).parent
        while not folder.exists():
            folder = folder.parent
        if not os.access(folder, os.W_OK):
            raise NotWritable(place.root, f"没有写入文件夹 {folder} 的权限")


def _loses(step: Step, edit: Edit | None) -> bool:
    """Whether the step would destroy what is neither committed nor being written.

    A tracked file in which git sees no edit may differ from its blob all the same, by its line ends.
    """
    if edit is None and step.committed is not None:
        return False
    if edit and (edit.unmerged or edit.staged not in (step.committed, step.new)):
        return True
    return step.working not in (step.committed, step.new)


def _refuse_stale(
    request: Request,
    asked: Mapping[str, str | None],
    heads: Mapping[str, str],
    edited: Mapping[str, Edit],
) -> None:
    """Refuse when a file is no longer what the caller read.

    A file that has been edited to what is now being written may have been read before or after that edit.
    """
    stale = []
    for path, expected in request.expected.items():
        head = heads.get(path)
        shown = asked[path] if path in edited else head
        if expected != shown and not (path in request.files and expected == head):
            stale.append(path)
    if stale:
        raise StaleWrite(stale)


def _digest(place: Place, path: str) -> str | None:
    """The digest of the working file."""
    state = working(place.root, path)
    return state[0] if state else None
