"""The index that is asked: open, and replaced by a newer one when that has been made beside it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock

from compendium_build.search import Answer, Index, Request, open_index, search


class Searcher:
    """An open index; `name` is that of the state it holds, empty until there is one."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._lock = folder, Lock()
        self._index: Index | None = None
        self._readers: dict[int, int] = {}
        self.name = ""

    @property
    def is_ready(self) -> bool:
        """Whether it can be asked."""
        return self._index is not None

    def open(self, name: str) -> None:
        """Open the index of a state; the one before is closed when its last reader has done with it."""
        self._replace(open_index(self._folder), name)

    def ask(self, request: Request) -> Answer:
        """Answer a request."""
        with self.held() as index:
            return search(index, request)

    @contextmanager
    def held(self) -> Iterator[Index]:
        """The index, which stays open meanwhile."""
        with self._lock:
            index = self._index
            assert index
            self._readers[id(index)] = self._readers.get(id(index), 0) + 1
        try:
            yield index
        finally:
            with self._lock:
                self._readers[id(index)] -= 1
                self._close_unread(index)

    def close(self) -> None:
        """Let go of the files."""
        self._replace(None, "")

    def _replace(self, fresh: Index | None, name: str) -> None:
        with self._lock:
            old, self._index, self.name = self._index, fresh, name
            if old:
                self._close_unread(old)

    def _close_unread(self, index: Index) -> None:
        if index is not self._index and not self._readers.get(id(index)):
            self._readers.pop(id(index), None)
            index.close()
