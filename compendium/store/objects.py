"""Blobs of a repository, read by digest through one process, each proved.

A digest is the name that git gives to bytes: by it content is known, wherever it was read from. A corpus is
proved anew by every object of its repository and every file, without what was cached before
(`prove_objects`).
"""

from __future__ import annotations

import hashlib
import os
import select
import shutil
import subprocess
import threading
from contextlib import suppress
from pathlib import Path

from compendium.law.identifiers import Digest
from compendium.store.errors import DamagedObject, DamagedRepository, TooLarge
from compendium.store.git import LARGEST_FILE, Door
from compendium.store.place import Place


def digest_of(data: bytes) -> Digest:
    """Compute the name that git gives to these bytes.

    >>> digest_of(b"")
    'e69de29bb2d1d6434b8b29ae775ad8c2e48c5391'
    """
    return Digest(hashlib.sha1(b"blob %d\0" % len(data) + data, usedforsecurity=False).hexdigest())


_SILENCE = 60.0
"""Seconds without a byte: of a damaged object git announces more than it gives, and then waits."""


class Blobs:
    """A reader of blobs by digest, through one `git cat-file --batch`, that proves each."""

    def __init__(self, door: Door) -> None:
        self._door = door
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._owner = 0
        self._rest = b""

    def __reduce__(self) -> tuple[type[Blobs], tuple[Door]]:
        return (Blobs, (self._door,))

    def __del__(self) -> None:
        if self._process is not None and self._owner == os.getpid():
            self._end()

    def read(self, digest: Digest) -> bytes:
        """Read the bytes of the blob.

        Raises:
            DamagedObject: it is not there, or its bytes are not those that its name stands for.
            TooLarge: it has more than LARGEST_FILE bytes.
        """
        with self._lock:
            try:
                return self._read(digest)
            except (OSError, ValueError) as error:
                self._end()
                raise DamagedObject(self._door.top, digest) from error
            except BaseException:
                self._end()  # what it was about to say must not answer the next question
                raise

    def _read(self, digest: Digest) -> bytes:
        process = self._running()
        assert process.stdin is not None
        process.stdin.write(digest.encode() + b"\n")
        process.stdin.flush()
        header = self._line(process).split()
        if len(header) != 3 or header[1] != b"blob":
            raise DamagedObject(self._door.top, digest)
        size = int(header[2])
        if size > LARGEST_FILE:
            raise TooLarge(digest, size, LARGEST_FILE)
        data = self._bytes(process, size + 1)[:-1]
        if digest_of(data) != digest:
            raise DamagedObject(self._door.top, digest)
        return data

    def _line(self, process: subprocess.Popen[bytes]) -> bytes:
        while b"\n" not in self._rest:
            self._rest += _more(process, 1 << 16)
        line, _, self._rest = self._rest.partition(b"\n")
        return line

    def _bytes(self, process: subprocess.Popen[bytes], size: int) -> bytes:
        parts, missing = [self._rest], size - len(self._rest)
        while missing > 0:
            parts.append(_more(process, min(missing, 1 << 20)))
            missing -= len(parts[-1])
        whole = b"".join(parts)
        self._rest = whole[size:]
        return whole[:size]

    def _running(self) -> subprocess.Popen[bytes]:
        """The process; a forked child must not share its parent's pipe."""
        if self._process is None or self._owner != os.getpid() or self._process.poll() is not None:
            self._process = self._door.open("cat-file", "--batch")
            self._owner, self._rest = os.getpid(), b""
        return self._process

    def _end(self) -> None:
        """End the process and close its pipes."""
        process, self._process = self._process, None
        if process is None or self._owner != os.getpid():
            return
        process.kill()
        for pipe in (process.stdin, process.stdout, process.stderr):
            if pipe:
                with suppress(OSError):
                    pipe.close()
        process.wait()


def _more(process: subprocess.Popen[bytes], most: int) -> bytes:
    """The next bytes of the process' answer; an error when it has ended or fallen silent."""
    assert process.stdout is not None
    pipe = process.stdout.fileno()
    ready, _, _ = select.select([pipe], [], [], _SILENCE)
    data = os.read(pipe, most) if ready else b""
    if not data:
        raise OSError("git gave no answer")
    return data


_CACHES = ("stats", "facts.sqlite*", "past", "index*")


def prove_objects(place: Place) -> None:
    """Read every object of the repository and hold it against its name.

    Raises:
        DamagedRepository: one is missing or is not what its name says.
    """
    found = place.door.ask("fsck", "--full", "--no-dangling", "--no-progress", "--no-reflogs")
    if found.status:
        said = [
            line for line in (found.words + "\n" + found.out.decode(errors="replace")).splitlines() if line
        ]
        raise DamagedRepository(place.top, [line for line in said if line])


def forget_caches(folder: Path) -> None:
    """Remove from a private folder what was proved before, so that it is proved again."""
    for pattern in _CACHES:
        for path in folder.glob(pattern):
            with suppress(OSError):
                shutil.rmtree(path) if path.is_dir() else path.unlink()
