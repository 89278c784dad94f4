"""Rendered files by key: text in memory, packed beside, what is big and not text on disk."""

from __future__ import annotations

import gzip
import re
from collections import OrderedDict
from contextlib import suppress
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from threading import Lock

from compendium_build.serving.media import HTML, is_text

_SMALL = 512
_BIG = 256 * 1024
_POLICY = re.compile(rb'<meta http-equiv="Content-Security-Policy" content="([^"]*)"')


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """The bytes of a file, or where they lie; `policy` is what the page itself allows its browser to load."""

    key: str
    body: bytes
    packed: bytes = b""
    policy: str = ""
    file: Path | None = None

    @property
    def size(self) -> int:
        """What it takes of memory."""
        return len(self.body) + len(self.packed)


def item_of(key: str, body: bytes, media: str) -> Item:
    """Get a file ready to be sent."""
    packed = gzip.compress(body, 6, mtime=0) if is_text(media) and len(body) >= _SMALL else b""
    if len(packed) >= len(body):
        packed = b""
    policy = _POLICY.search(body[:4096]) if media == HTML else None
    return Item(key=key, body=body, packed=packed, policy=unescape(policy[1].decode()) if policy else "")


class Cache:
    """The files sent last, as many as there is room for."""

    def __init__(self, memory: int, disk: int, folder: Path) -> None:
        self._memory, self._disk, self._folder = memory, disk, folder
        self._items: OrderedDict[str, Item] = OrderedDict()
        self._files: OrderedDict[str, tuple[Item, int]] = OrderedDict()
        self._lock = Lock()
        self.used = self.stored = self.hits = self.misses = 0

    def get(self, key: str) -> Item | None:
        """The file of a key."""
        with self._lock:
            if key in self._items:
                self._items.move_to_end(key)
                self.hits += 1
                return self._items[key]
            if key in self._files:
                self._files.move_to_end(key)
                self.hits += 1
                return self._files[key][0]
            self.misses += 1
            return None

    def put(self, key: str, body: bytes, media: str) -> Item:
        """Keep a file and return it as it is to be sent."""
        if not is_text(media) and len(body) > _BIG:
            return self._put_file(key, body)
        item = item_of(key, body, media)
        with self._lock:
            if key not in self._items and item.size <= self._memory:
                self._items[key] = item
                self.used += item.size
                while self.used > self._memory:
                    self.used -= self._items.popitem(last=False)[1].size
        return item

    def _put_file(self, key: str, body: bytes) -> Item:
        if len(body) > self._disk:
            return Item(key=key, body=body)
        path = self._folder / key
        path.write_bytes(body)
        item = Item(key=key, body=b"", file=path)
        with self._lock:
            if key not in self._files:
                self._files[key] = (item, len(body))
                self.stored += len(body)
            while self.stored > self._disk:
                old, size = self._files.popitem(last=False)[1]
                self.stored -= size
                with suppress(OSError):
                    assert old.file is not None
                    old.file.unlink()
        return item
