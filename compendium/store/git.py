"""The one door to git: a git directory of our own over the objects and refs of the repository.

A repository may have been sent by somebody, `.git` and all, and its configuration can name programs that git
runs: filters, hooks, file system monitors, transports, pagers. None of them is reached, since git is never
pointed at it. It is given a directory of this user's own, with our configuration, in which `refs`,
`packed-refs`, `logs` and `shallow` are links to those of the repository; objects and index are named by
environment variables. No configuration but ours is read: not the repository's, the user's or the system's.
"""

from __future__ import annotations

import os
import re
import resource
import select
import shutil
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from compendium.store.errors import DamagedHead, GitFailed
from compendium.store.private import own_folder
from compendium.store.programs import program
from compendium.system.errors import naming, reason_of

_GIT, _ENV = program("git"), program("env")
LITERAL = "--literal-pathspecs"
LARGEST_FILE = 200 * 1024 * 1024
"""Bytes of one file of a corpus; the largest real text with its pictures has 3 % of it."""
_PATIENCE, _LONG_PATIENCE = 60.0, 900.0
"""Seconds for one git command, and for those that write or read everything."""
_LONG = frozenset({"fast-import", "fsck", "read-tree", "write-tree"})
_MOST_MEMORY = 1 << 30
"""Bytes that git may take for itself; a history of 27,000 commits needs a tenth of it."""
_MOST_SAID = 128 * 1024 * 1024
"""Bytes of an answer; the list of 500,000 files has half of it. A tree can name a thousand million."""

_CONFIG = """\
[core]
\trepositoryformatversion = 0
\tfilemode = false
\tbare = false
\tlogallrefupdates = true
\thookspath = /dev/null
\tfsmonitor = false
\tattributesfile = /dev/null
\texcludesfile = /dev/null
\tcommitgraph = false
\tmultipackindex = false
\tsharedrepository = {shared}
[protocol]
\tallow = never
[gc]
\tauto = 0
[maintenance]
\tauto = false
"""
# The commit graph and the index over several packs are caches that git believes without proof.

_OPTIONS = ("--no-optional-locks", "--no-replace-objects", "--no-pager", "-c", "safe.bareRepository=explicit")
_NO_CONFIG = {
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_ATTR_NOSYSTEM": "1",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_ALLOC_LIMIT": "1024m",
}


@dataclass(frozen=True, slots=True)
class Result:
    """The answer of a git command."""

    status: int
    out: bytes
    words: str

    @property
    def line(self) -> str:
        """The answer as one line."""
        return os.fsdecode(self.out).strip()


@dataclass(frozen=True, slots=True)
class Door:
    """The way to one repository.

    `own` is the git directory of ours; `git_dir` is that of the working folder `top` (HEAD, index), `common`
    that of the repository (objects, refs): they differ in a linked working folder only.
    """

    own: Path
    top: Path
    git_dir: Path
    common: Path

    def run(
        self,
        *args: str,
        feed: Iterable[bytes] | None = None,
        env: Mapping[str, str] | None = None,
        held: tuple[int, ...] = (),
    ) -> Result:
        """Run a git command and raise an error when it refuses."""
        result = self.ask(*args, feed=feed, env=env, held=held)
        if result.status:
            raise GitFailed(_name(args), self._own_words(result.words), self.top)
        return result

    def ask(
        self,
        *args: str,
        feed: Iterable[bytes] | None = None,
        env: Mapping[str, str] | None = None,
        held: tuple[int, ...] = (),
    ) -> Result:
        """Run a git command and return its answer, good or bad.

        `held` are open files that the process inherits: an orphan of a killed writer keeps its lock.
        """
        with tempfile.TemporaryFile() as stdin:
            with naming(Path(tempfile.gettempdir())):
                for piece in feed or ():
                    stdin.write(piece)
                stdin.seek(0)
            return _finished(self._start(args, stdin, env or {}, held), _name(args), self.top)

    def open(self, *args: str) -> subprocess.Popen[bytes]:
        """Start a git command that goes on answering what it is asked."""
        return self._start(args, subprocess.PIPE, {}, ())

    def _start(
        self, args: Iterable[str], stdin: int | IO[bytes], env: Mapping[str, str], held: tuple[int, ...]
    ) -> subprocess.Popen[bytes]:
        where = {
            "GIT_OBJECT_DIRECTORY": str(self.common / "objects"),
            "GIT_INDEX_FILE": str(self.git_dir / "index"),
        }
        command = [f"--git-dir={self.own}", f"--work-tree={self.top}", *args]
        return _started(self.top, command, {**_NO_CONFIG, **where, **env}, stdin, held)

    def _own_words(self, words: str) -> str:
        """What git said, with the paths that people know."""
        return words.replace(str(self.own), str(self.common))


_OWN = frozenset({"config", "HEAD", "logs", "info", "refs", "packed-refs", "shallow"})
_FRESH = re.compile(r"\.\d+\.\d+$")


def open_door(folder: Path, top: Path, git_dir: Path, common: Path) -> Door:
    """Make or refresh the git directory of ours in a private folder.

    Raises:
        OSError: the folder cannot be written.
    """
    own = own_folder(folder / "git")
    for entry in os.scandir(own):  # what git made there when it was misled
        if entry.name not in _OWN and not _FRESH.search(entry.name):
            shutil.rmtree(entry.path) if entry.is_dir(follow_symlinks=False) else os.unlink(entry.path)
    _put(own / "config", _CONFIG.format(shared=_shared(common)).encode())
    _put(own / "HEAD", head_text(git_dir).encode() + b"\n")
    own_folder(own / "logs")
    own_folder(own / "info")
    _link(own / "refs", common / "refs")
    _link(own / "packed-refs", common / "packed-refs")
    _link(own / "shallow", common / "shallow")
    _link(own / "logs" / "refs", common / "logs" / "refs")
    _link(own / "logs" / "HEAD", git_dir / "logs" / "HEAD")
    _link(own / "info" / "exclude", common / "info" / "exclude")
    return Door(own, top, git_dir, common)


_HEAD = re.compile(r"(?:ref: (refs/heads/[^\s~^:?*\[\\]+)|[0-9a-f]{40})")


def head_text(git_dir: Path) -> str:
    """Return what HEAD says: `ref: ` and a branch, or a commit."""
    try:
        with (git_dir / "HEAD").open("rb") as file:
            said = os.fsdecode(file.read(4096)).strip()
    except OSError as error:
        raise DamagedHead(git_dir / "HEAD", reason_of(error)) from error
    found = _HEAD.fullmatch(said)
    if not found or ".." in said:
        shown = "".join(char if char.isprintable() else "�" for char in said[:60])
        raise DamagedHead(git_dir / "HEAD", f"“{shown}”不是分支也不是提交" if shown else "是空的")
    return said


def settings_of(common: Path) -> str:
    """Read the text of a repository's configuration, to look something up in; git never reads it."""
    try:
        with (common / "config").open("rb") as file:
            return file.read(1_000_000).decode("utf-8", "replace")
    except OSError:
        return ""


def users_setting(door: Door, key: str) -> str:
    """Look up a setting in the repository's configuration, then the user's; both are read as data."""
    local = ("config", "--no-includes", "--file", str(door.common / "config"), "--get", key)
    said = door.ask(*local).line
    said = said or door.ask("config", "--global", "--get", key, env=_users_config()).line
    return said if len(said) <= _LONGEST_SETTING else ""


_LONGEST_SETTING = 200


def _users_config() -> dict[str, str]:
    """Let git read the user's own configuration, from where it is by default."""
    home = Path(os.environ.get("HOME") or "/nonexistent")
    plain = home / ".gitconfig"
    other = Path(os.environ.get("XDG_CONFIG_HOME") or home / ".config") / "git" / "config"
    return {"GIT_CONFIG_GLOBAL": str(plain if plain.exists() else other)}


def make_repository(root: Path) -> None:
    """Make a folder a repository of its own, its branch named main, without hooks or templates."""
    command = ["init", "--quiet", "--initial-branch=main", "--template=", "--", str(root)]
    result = _finished(_started(root, command, _NO_CONFIG, subprocess.DEVNULL, ()), "init", root)
    if result.status:
        raise GitFailed("init", result.words, root)
    (root / ".git" / "info").mkdir(exist_ok=True)


_SHARED = re.compile(
    r"^\s*sharedrepository\s*=\s*(group|true|1|all|world|everybody|2|0[0-7]{3})\s*$",
    re.IGNORECASE | re.MULTILINE,
)


def _shared(common: Path) -> str:
    """Whether colleagues of one group write to the repository: the one setting that is carried over."""
    found = _SHARED.search(settings_of(common))
    return found[1] if found else "umask"


def _put(path: Path, data: bytes) -> None:
    """Write a small file whole, unless it says so already."""
    with suppress(OSError):
        if path.read_bytes() == data:
            return
    fresh = path.with_name(f"{path.name}.{os.getpid()}.{threading.get_ident()}")
    with naming(path):
        fresh.write_bytes(data)
    fresh.replace(path)


def _link(path: Path, target: Path) -> None:
    """Make a link, or set it right."""
    with suppress(OSError):
        if os.readlink(path) == str(target):
            return
    fresh = path.with_name(f"{path.name}.{os.getpid()}.{threading.get_ident()}")
    with suppress(FileNotFoundError):
        fresh.unlink()
    fresh.symlink_to(target)
    fresh.replace(path)


def _started(
    folder: Path, args: Iterable[str], env: Mapping[str, str], stdin: int | IO[bytes], held: tuple[int, ...]
) -> subprocess.Popen[bytes]:
    """Start git in a group of processes of its own, which the Ctrl-C of a terminal does not reach midway.

    Programs are named by their whole path: a PATH with an empty part would take those of the corpus.
    """
    leaked = sorted(name for name in os.environ if name.startswith("GIT_") and name not in env)
    prefix = [_ENV, *(part for name in leaked for part in ("-u", name))] if leaked else []
    if not folder.is_dir():
        raise GitFailed(_name(args), f"文件夹 {folder} 不存在", folder)
    # Imported here, since on import it runs the git that these name, and else one by PATH; without git it
    # would stop in English.
    os.environ |= {"GIT_PYTHON_REFRESH": "quiet", "GIT_PYTHON_GIT_EXECUTABLE": _GIT}
    from git import Git
    from git.exc import GitCommandNotFound

    try:
        started: Any = Git(folder).execute(
            [*prefix, _GIT, *_OPTIONS, *args],
            istream=stdin,  # type: ignore[arg-type]
            as_process=True,
            env={**env, "LC_ALL": "C"},
            pass_fds=held,
            process_group=0,
        )
    except GitCommandNotFound as error:
        raise GitFailed(_name(args), "本机没有 git 程序，请先安装 git", folder) from error
    process: subprocess.Popen[bytes] = started.proc
    with suppress(OSError, ValueError, AttributeError):  # not on every system
        resource.prlimit(process.pid, resource.RLIMIT_DATA, (_MOST_MEMORY, _MOST_MEMORY))
    started.proc = None  # gitpython would end the process when its wrapper is collected
    return process


def _finished(process: subprocess.Popen[bytes], name: str, top: Path) -> Result:
    """Wait for a process and take what it says; nothing of it goes on when the waiting ends otherwise."""
    until = time.monotonic() + (_LONG_PATIENCE if name in _LONG else _PATIENCE)
    try:
        out, words = _said(process, name, top, until)
        process.wait(max(0.1, until - time.monotonic()))
    except subprocess.TimeoutExpired:
        raise GitFailed(name, "在限定的时间内没有结束", top) from None
    finally:
        if process.returncode is None:
            process.kill()
            process.wait()
        for pipe in (process.stdout, process.stderr):
            if pipe:
                pipe.close()
    return Result(process.returncode, out, words.decode("utf-8", "replace"))


def _said(process: subprocess.Popen[bytes], name: str, top: Path, until: float) -> tuple[bytes, bytes]:
    """Both outputs of a process to their end, within time and size."""
    assert process.stdout is not None
    assert process.stderr is not None
    taken: dict[int, bytearray] = {pipe.fileno(): bytearray() for pipe in (process.stdout, process.stderr)}
    open_pipes = set(taken)
    while open_pipes:
        left = until - time.monotonic()
        ready, _, _ = select.select(list(open_pipes), [], [], max(0.0, left))
        if not ready:
            raise subprocess.TimeoutExpired(name, left)
        for pipe in ready:
            data = os.read(pipe, 1 << 20)
            if not data:
                open_pipes.discard(pipe)
            taken[pipe] += data
            if len(taken[pipe]) > _MOST_SAID:
                raise GitFailed(name, "仓库里的文件或者提交多得不合情理，不予读取", top)
    return bytes(taken[process.stdout.fileno()]), bytes(taken[process.stderr.fileno()])


def _name(args: Iterable[str]) -> str:
    """The command among the arguments."""
    return next((arg for arg in args if not arg.startswith("-") and "=" not in arg), "")
