"""Make one commit of one act: objects first, then the branch, then the working folder.

Commits are made with plumbing, so no hook runs and nothing is signed: a hook that edits files or refuses
would break the promise that a write happens whole or not at all.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from compendium.problems import CompendiumError
from compendium.store import checkpoint, journal
from compendium.store.errors import EmptyMessage, GitFailed, HalfDone, NotWritable
from compendium.store.gitio import git, try_git
from compendium.store.history import Author, Commit, commits
from compendium.store.lock import locked
from compendium.store.paths import check_path
from compendium.store.place import UNBORN, Place, head_of, identity
from compendium.store.plan import Plan, Request, plan, refuse_unready
from compendium.store.settle import await_index, index_lines, recover, settle

_TRIES = 5


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
            raise NotWritable(place.root, f"{error.strerror}（{error.filename or '磁盘'}）") from error


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
        record = journal.Journal(todo.head, new, place.prefix, todo.steps)
        journal.save(place, record)
        checkpoint.reached("journal")
        if _move_head(place, record, request.message, held):
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
    index = place.git_dir / "compendium-index"
    for left in (index, index.with_name(index.name + ".lock")):
        left.unlink(missing_ok=True)
    own = {"GIT_INDEX_FILE": str(index)}
    written = (data for path, data in request.files.items() if path in todo.steps and data is not None)
    git(place.top, "fast-import", "--quiet", "--done", feed=_import_lines(written), held=(held,))
    checkpoint.reached("blobs")
    if todo.head:
        git(place.top, "read-tree", todo.head, env=own, held=(held,))
    git(
        place.top,
        "update-index",
        "-z",
        "--index-info",
        feed=index_lines(place, todo.steps),
        env=own,
        held=(held,),
    )
    tree = git(place.top, "write-tree", env=own, held=(held,)).line
    index.unlink()
    parents = ("-p", todo.head) if todo.head else ()
    command = ("-c", "i18n.commitEncoding=utf-8", "commit-tree", tree, *parents)
    message = request.message.strip() + "\n"
    return git(place.top, *command, feed=[message.encode()], env=_signature(author), held=(held,)).line


def _import_lines(written: Iterator[bytes]) -> Iterator[bytes]:
    """The blobs as `git fast-import` reads them: one process, one pack when they are many."""
    for data in written:
        yield b"blob\ndata %d\n" % len(data)
        yield data
        yield b"\n"
    yield b"done\n"


def _signature(author: Author) -> Mapping[str, str]:
    """The author, who is the committer too."""
    roles = ("AUTHOR", "COMMITTER")
    return {f"GIT_{role}_NAME": author.name for role in roles} | {
        f"GIT_{role}_EMAIL": author.email for role in roles
    }


def _move_head(place: Place, record: journal.Journal, message: str, held: int) -> bool:
    """Move HEAD and its branch if they still are where the commit began; False when they are not."""
    reason = "compendium: " + message.strip().splitlines()[0]
    old = record.old or UNBORN
    moved = try_git(place.top, "update-ref", "-m", reason, "HEAD", record.new, old, held=(held,))
    if moved.status == 0:
        return True
    if head_of(place) != record.old:
        return False
    journal.drop(place)
    raise GitFailed("update-ref", moved.words)
