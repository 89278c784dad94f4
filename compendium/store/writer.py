"""Make one commit of one act: objects first, then the branch, then the working folder.

Commits are made with plumbing through the door, so no hook runs, whatever the repository is configured with,
and nothing is signed: a hook that edits files or refuses would break the promise that a write happens whole
or not at all.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime

from compendium import ending
from compendium.problems import CompendiumError
from compendium.store import checkpoint, journal
from compendium.store.errors import ClockBehind, EmptyMessage, GitFailed, HalfDone, NotWritable
from compendium.store.history import Author, Commit, commits, committed_at
from compendium.store.lock import locked
from compendium.store.paths import check_path
from compendium.store.place import UNBORN, Place, branch_of, head_of, identity
from compendium.store.plan import Plan, Request, plan, refuse_unready
from compendium.store.settle import await_index, index_lines, recover, settle
from compendium.system import system_words

_TRIES = 5
_SKEW = 300
"""Seconds by which the clocks of two machines at work on one corpus may differ: the later one counts."""


def write(place: Place, request: Request, seconds: float) -> Commit | None:
    """Carry out a request; None when it changes nothing."""
    for path in (*request.files, *request.expected):
        check_path(path)
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
    recover(place, held)
    refuse_unready(place, request.files)
    for _ in range(_TRIES):
        todo = plan(place, request)
        if not todo.steps:
            return None
        new = _commit(place, todo, request, author, held)
        checkpoint.reached("objects")
        record = journal.Journal(
            todo.head, new, place.prefix, secrets.token_hex(8), journal.inode_of(place), todo.steps
        )
        with ending.unbroken():  # a commit is made and told of, and the working folder follows it
            journal.save(place, record)
            checkpoint.reached("journal")
            if _move_head(place, record, request.message, held):
                ending.done(f"已提交 {new[:12]}（{_subject(request.message)}）")
                checkpoint.reached("ref")
                _settle(place, record, held)
                return next(commits(place, start=new, limit=1))
            journal.drop(place)
    raise NotWritable(place.root, "分支不断被别的程序移动")


def _settle(place: Place, record: journal.Journal, held: int) -> None:
    """Bring the working folder along; what stops it does not undo the commit."""
    try:
        settle(place, record, held)
    except (CompendiumError, OSError) as error:
        raise HalfDone(record.new, str(error)) from error


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
    message = (request.message.strip() + "\n").encode()
    return run("commit-tree", tree, *parents, feed=[message], env=_signature(author, when), held=(held,)).line


def _moment(place: Place, head: str, clock_is_right: bool) -> datetime:
    """The time of the commit to be made, never before that of the last one.

    Raises:
        ClockBehind: the clock of this machine is earlier, and nobody said that it is right.
    """
    now = datetime.fromtimestamp(int(time.time()), UTC).astimezone()
    last = committed_at(place, head) if head else now
    if now >= last or clock_is_right:
        return now
    if (last - now).total_seconds() <= _SKEW:
        return last
    raise ClockBehind(now, last.astimezone())


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


def _move_head(place: Place, record: journal.Journal, message: str, held: int) -> bool:
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
    journal.drop(place)
    raise GitFailed("update-ref", moved.words, place.top)
