"""Git as a process: run with a clean environment, and blobs read through one process for all."""

from __future__ import annotations

import os
import subprocess
import tempfile
import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from git import Git

from compendium.store.errors import GitFailed

# No lock taken by a mere reader, no replaced objects, no hook for finding changes.
LITERAL = "--literal-pathspecs"
_OPTIONS = (
    "--no-optional-locks",
    "--no-replace-objects",
    "-c",
    "core.fsmonitor=false",
)


@dataclass(frozen=True, slots=True)
class Result:
    """What a git command answered."""

    status: int
    out: bytes
    words: str

    @property
    def line(self) -> str:
        """The answer as one line."""
        return os.fsdecode(self.out).strip()


def clean_command(args: Iterable[str], own: Iterable[str] = ()) -> list[str]:
    """A git command line that no GIT_ variable of the environment reaches, but for our own.

    A hook sets GIT_DIR and GIT_INDEX_FILE, so that whoever runs under it would write to another repository.
    """
    leaked = sorted(name for name in os.environ if name.startswith("GIT_") and name not in set(own))
    prefix = ["env", *(part for name in leaked for part in ("-u", name))] if leaked else []
    return [*prefix, "git", *_OPTIONS, *args]


def try_git(
    folder: Path,
    *args: str,
    feed: Iterable[bytes] | None = None,
    env: Mapping[str, str] | None = None,
    held: tuple[int, ...] = (),
) -> Result:
    """Run git in a folder and return its answer, good or bad.

    `held` are open files that the process inherits: an orphan of a killed writer so keeps the writer's lock.
    """
    if not folder.is_dir():
        # gitpython would run in the current folder instead.
        raise GitFailed(_name(args), f"文件夹 {folder} 不存在")
    own = dict(env or {})
    with tempfile.TemporaryFile() as stdin:
        for piece in feed or ():
            stdin.write(piece)
        stdin.seek(0)
        status, out, words = Git(folder).execute(
            clean_command(args, own),
            istream=None if feed is None else stdin,
            with_extended_output=True,
            with_exceptions=False,
            stdout_as_string=False,
            strip_newline_in_stdout=False,
            env=own,
            pass_fds=held,
        )
    return Result(status, out if isinstance(out, bytes) else str(out).encode(), str(words))


def git(
    folder: Path,
    *args: str,
    feed: Iterable[bytes] | None = None,
    env: Mapping[str, str] | None = None,
    held: tuple[int, ...] = (),
) -> Result:
    """Run git in a folder; its refusal is an error."""
    result = try_git(folder, *args, feed=feed, env=env, held=held)
    if result.status:
        raise GitFailed(_name(args), result.words)
    return result


def _name(args: Iterable[str]) -> str:
    """The command among the arguments."""
    return next((arg for arg in args if not arg.startswith("-") and "=" not in arg), "")


class Blobs:
    """Reads blobs of a repository by digest through one `git cat-file --batch`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = threading.Lock()
        self._process: Git.AutoInterrupt | None = None
        self._owner = 0

    def __reduce__(self) -> tuple[type[Blobs], tuple[Path]]:
        return (Blobs, (self._folder,))

    def read(self, digest: str) -> bytes:
        """The bytes of the blob."""
        with self._lock:
            process = self._running()
            assert process.stdin is not None
            assert process.stdout is not None
            process.stdin.write(digest.encode() + b"\n")
            process.stdin.flush()
            header = process.stdout.readline().split()
            if len(header) != 3:
                raise GitFailed("cat-file", f"缺少对象 {digest}")
            data: bytes = process.stdout.read(int(header[2]) + 1)[:-1]
            return data

    def _running(self) -> Git.AutoInterrupt:
        """The process; a forked child must not share its parent's pipe."""
        if self._process is None or self._owner != os.getpid():
            command = clean_command(["cat-file", "--batch"])
            self._process = Git(self._folder).execute(command, istream=subprocess.PIPE, as_process=True)
            self._owner = os.getpid()
        return self._process
