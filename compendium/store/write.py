"""Make one commit of one act: objects first, then the branch, then the working folder.

What a write changes is decided, and refused, while nothing has been touched (`plan`). Commits are made with
plumbing through the door, so no hook runs, whatever the repository is configured with, and nothing is signed:
a hook that edits files or refuses would break the promise that a write happens whole or not at all.
"""

from __future__ import annotations

import os
import secrets
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from compendium.law.identifiers import CorpusPath, Digest
from compendium.law.problems import CompendiumError
from compendium.store import checkpoint
from compendium.store.errors import (
    ClockBehind,
    ClockUnset,
    DetachedHead,
    EmptyMessage,
    GitFailed,
    HalfDone,
    NotWritable,
    StaleWrite,
    UncommittedEdits,
)
from compendium.store.history import RECORDED, Author, Commit, commits, committed_at
from compendium.store.objects import digest_of
from compendium.store.paths import check_clashes, check_path, check_places
from compendium.store.place import UNBORN, Place, branch_of, head_of, identity
from compendium.store.recover import (
    Journal,
    Step,
    await_index,
    drop,
    index_lines,
    inode_of,
    locked,
    ready_index,
    recover,
    save,
    settle,
)
from compendium.store.tree import Edit, committed, edits, working
from compendium.system import ending
from compendium.system.errors import system_words

_MIDWAY = {
    "MERGE_HEAD": "合并",
    "CHERRY_PICK_HEAD": "拣选（cherry-pick）",
    "REVERT_HEAD": "撤销提交（revert）",
    "rebase-merge": "变基（rebase）",
    "rebase-apply": "变基（rebase）",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What is to be written: None removes a file; `expected` are the digests that the caller has read.

    `clock_is_right` says that the last commit's time is wrong, where this machine's is earlier.
    """

    files: Mapping[CorpusPath, bytes | None]
    message: str
    author: Author | None
    expected: Mapping[CorpusPath, Digest | None]
    clock_is_right: bool = False


@dataclass(frozen=True, slots=True)
class Plan:
    """The head that a write starts from and its effective steps."""

    head: str
    steps: Mapping[CorpusPath, Step]


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


def refuse_unready(place: Place, files: Mapping[CorpusPath, bytes | None]) -> None:
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
    asked: Mapping[CorpusPath, Digest | None],
    heads: Mapping[CorpusPath, Digest],
    edited: Mapping[CorpusPath, Edit],
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


def _digest(place: Place, path: CorpusPath) -> Digest | None:
    """The digest of the working file."""
    state = working(place.root, path)
    return state[0] if state else None


_TRIES = 5
_FIRST = datetime(2005, 4, 7, tzinfo=UTC)
"""The day of git's first commit: no clock that is right says an earlier one."""
_SKEW = 300
"""Seconds by which the clocks of two machines at work on one corpus may differ: the later one counts."""


def write(place: Place, request: Request, seconds: float) -> Commit | None:
    """Carry out a request; None when it changes nothing."""
    for path in (*request.files, *request.expected):
        check_path(path)
    clock()
    if not request.message.strip() or "\0" in request.message:
        raise EmptyMessage
    author = (request.author or Author(*identity(place))).check()
    with locked(place, seconds) as held:
        try:
            return _write(place, request, author, held, seconds)
        except OSError as error:
            raise NotWritable(place.root, system_words(error)) from error


def _write(place: Place, request: Request, author: Author, held: int, seconds: float) -> Commit | None:
    """Plan, commit and move HEAD, again when somebody else's git has moved it meanwhile."""
    await_index(place, seconds)
    ready_index(place, held)
    recover(place, held)
    refuse_unready(place, request.files)
    for _ in range(_TRIES):
        todo = plan(place, request)
        if not todo.steps:
            return None
        new = _commit(place, todo, request, author, held)
        checkpoint.reached("objects")
        record = Journal(
            old=todo.head,
            new=new,
            prefix=place.prefix,
            token=secrets.token_hex(8),
            inode=inode_of(place),
            steps=todo.steps,
        )
        with ending.unbroken():  # a commit is made and told of, and the working folder follows it
            save(place, record)
            checkpoint.reached("journal")
            if _move_head(place, record, request.message, held):
                ending.done(f"已提交 {new[:12]}（{_subject(request.message)}）")
                checkpoint.reached("ref")
                _settle(place, record, held)
                return next(commits(place, start=new, limit=1))
            drop(place)
    raise NotWritable(place.root, "分支不断被别的程序移动")


def _settle(place: Place, record: Journal, held: int) -> None:
    """Bring the working folder along; what stops it does not undo the commit."""
    try:
        settle(place, record, held)
    except (CompendiumError, OSError) as error:
        reason = system_words(error) if isinstance(error, OSError) else str(error)
        raise HalfDone(record.new, reason) from error


def _commit(place: Place, todo: Plan, request: Request, author: Author, held: int) -> str:
    """Make the commit's objects with an index of their own; nothing that anybody looks at changes."""
    when = _moment(place, todo.head, request.clock_is_right)
    index = place.state / "index"
    for left in (index, index.with_name(index.name + ".lock")):
        left.unlink(missing_ok=True)
    own = {"GIT_INDEX_FILE": str(index)}
    run = place.door.run
    written = (data for path, data in request.files.items() if path in todo.steps and data is not None)
    run("fast-import", "--quiet", "--done", feed=_import_lines(written), held=(held,))
    checkpoint.reached("blobs")
    if todo.head:
        run("read-tree", todo.head, env=own, held=(held,))
    lines = index_lines(place, todo.steps)
    run("update-index", "-z", "--index-info", feed=lines, env=own, held=(held,))
    tree = run("write-tree", env=own, held=(held,)).line
    index.unlink()
    parents = ("-p", todo.head) if todo.head else ()
    message = f"{request.message.strip()}\n\n{RECORDED}\n".encode()
    return run("commit-tree", tree, *parents, feed=[message], env=_signature(author, when), held=(held,)).line


def _moment(place: Place, head: str, clock_is_right: bool) -> datetime:
    """The time of the commit to be made, never before that of the last one.

    Raises:
        ClockBehind: the clock of this machine is earlier, and nobody said that it is right.
    """
    now = clock()
    last = committed_at(place, head) if head else now
    if now >= last or clock_is_right:
        return now
    if (last - now).total_seconds() <= _SKEW:
        return last
    raise ClockBehind(now, last.astimezone())


def clock() -> datetime:
    """Tell what time this machine says it is.

    Raises:
        ClockUnset: it says what cannot be.
    """
    now = datetime.fromtimestamp(int(time.time()), UTC).astimezone()
    if now < _FIRST:
        raise ClockUnset(now)
    return now


def clock_note(place: Place) -> str:
    """Say what to know about this machine's clock before an answer for today; empty where all is well."""
    if not (head := head_of(place)):
        return ""
    now = datetime.fromtimestamp(int(time.time()), UTC).astimezone()
    last = committed_at(place, head).astimezone()
    if now.date() >= last.date():
        return ""
    return (
        f"本机时钟是 {now:%Y-%m-%d}，早于库中最近一次提交（{last:%Y-%m-%d}），"
        "以今天为准的回答可能不对，请校准时钟"
    )


def _import_lines(written: Iterator[bytes]) -> Iterator[bytes]:
    """The blobs as `git fast-import` reads them: one process, one pack when they are many."""
    for data in written:
        yield b"blob\ndata %d\n" % len(data)
        yield data
        yield b"\n"
    yield b"done\n"


def _signature(author: Author, when: datetime) -> Mapping[str, str]:
    """The author, who is the committer too, and when."""
    roles = ("AUTHOR", "COMMITTER")
    told = {"NAME": author.name, "EMAIL": author.email, "DATE": f"{when.timestamp():.0f} {when:%z}"}
    return {f"GIT_{role}_{what}": value for role in roles for what, value in told.items()}


def _subject(message: str) -> str:
    """The first line of a message."""
    return message.strip().splitlines()[0]


def _move_head(place: Place, record: Journal, message: str, held: int) -> bool:
    """Move the branch of HEAD if it still is where the commit began; False when it is not."""
    reason = "compendium: " + _subject(message)
    branch, old = branch_of(place), record.old or UNBORN
    for folder in (place.door.common / "logs" / "refs", place.git_dir / "logs"):
        folder.mkdir(parents=True, exist_ok=True)  # git makes these itself, but not through a link
    moved = place.door.ask("update-ref", "-m", reason, branch, record.new, old, held=(held,))
    if moved.status == 0 or head_of(place) == record.new:  # a reflog that cannot be written undoes nothing
        return True
    if head_of(place) != record.old:
        return False
    drop(place)
    raise GitFailed("update-ref", moved.words, place.top)
