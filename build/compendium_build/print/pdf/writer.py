"""Write PDF files (ISO 32000-1): streams as they come, everything else in object streams.

The same objects give the same bytes. Streams are written as they were compressed, never unpacked: joining
a book is copying. PDF objects as WeasyPrint has them before it writes its file are reached, ordered and
written out here too.
"""

from __future__ import annotations

import hashlib
import io
import re
import struct
import sys
import zlib
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from compendium_build.print.weasy.objects import Stream, String

TOGETHER = 200
"""Objects in one object stream."""
HEADER = b"%PDF-1.7\n%\xe4\xb8\xad\xe6\x96\x87\n"


class Writer:
    """A file that is being written; numbers are given by the caller, each once, from 1."""

    def __init__(self) -> None:
        self._out = io.BytesIO()
        self._entries: dict[int, tuple[int, int, int]] = {}
        self._waiting: list[tuple[int, bytes]] = []
        self._packs: list[list[tuple[int, bytes]]] = []
        self._out.write(HEADER)

    def add(self, number: int, data: bytes) -> None:
        """Add an object that is no stream."""
        self._waiting.append((number, data))
        if len(self._waiting) == TOGETHER:
            self._packs.append(self._waiting)
            self._waiting = []

    def add_stream(self, number: int, entries: bytes, data: bytes) -> None:
        """Add a stream as it is; `entries` are those of its dictionary but for the length."""
        self._entries[number] = (1, self._out.tell(), 0)
        self._out.write(b"%d 0 obj\n<<%s/Length %d>>stream\n" % (number, entries, len(data)))
        self._out.write(data)
        self._out.write(b"\nendstream\nendobj\n")

    def finish(self, root: int, info: int) -> bytes:
        """Write what is left and return the file; `root` and `info` are the numbers of these objects."""
        if self._waiting:
            self._packs.append(self._waiting)
        after = max([*self._entries, *(n for pack in self._packs for n, _ in pack)]) + 1
        for number, pack in enumerate(self._packs, after):
            self._add_pack(number, pack)
        number = after + len(self._packs)
        place = self._out.tell()
        self._entries[number] = (1, place, 0)
        digest = hashlib.sha256(self._out.getbuffer()).hexdigest()[:32].encode()
        entries = b"/Type/XRef/Size %d/W[1 4 2]/Root %d 0 R/Info %d 0 R/ID[<%s><%s>]/Filter/FlateDecode" % (
            (number + 1, root, info, digest, digest)
        )
        self.add_stream(number, entries, zlib.compress(_table(self._entries, number + 1), 9))
        self._out.write(b"startxref\n%d\n%%%%EOF\n" % place)
        return self._out.getvalue()

    def _add_pack(self, number: int, pack: list[tuple[int, bytes]]) -> None:
        head, place = [], 0
        for position, (inner, data) in enumerate(pack):
            head.append(b"%d %d" % (inner, place))
            place += len(data) + 1
            self._entries[inner] = (2, number, position)
        first = b" ".join(head) + b"\n"
        body = first + b"\n".join(data for _, data in pack)
        entries = b"/Type/ObjStm/N %d/First %d/Filter/FlateDecode" % (len(pack), len(first))
        self.add_stream(number, entries, zlib.compress(body, 6))


def _table(entries: dict[int, tuple[int, int, int]], size: int) -> bytes:
    free = (0, 0, 65535)
    return b"".join(struct.pack(">BIH", *entries.get(number, free)) for number in range(size))


def text_string(text: str) -> bytes:
    """Write a PDF string.

    >>> text_string("ab"), text_string("法")
    (b'(ab)', b'<feff6cd5>')
    """
    if text.isascii() and text.isprintable():
        return b"(" + text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)").encode() + b")"
    return b"<feff" + text.encode("utf-16-be").hex().encode() + b">"


def dictionary(entries: Iterable[tuple[str, bytes]]) -> bytes:
    """Write a dictionary of values that are written already."""
    return b"<<" + b"".join(b"/%s %s" % (key.encode(), value) for key, value in entries) + b">>"


_REFERENCE = re.compile(rb"(\d+) 0 R")

Refer = Callable[[int], bytes]


def reached(pdf: Any, roots: Iterable[Any], below: int = sys.maxsize) -> list[Any]:
    """List the objects that can be reached from values, in the order of their numbers.

    References to numbers from `below` on lead outside.
    """
    found: set[int] = set()
    waiting = list(roots)
    while waiting:
        for number in _references(waiting.pop()):
            if number < below and number not in found:
                found.add(number)
                waiting.append(pdf.objects[number])
    return [pdf.objects[number] for number in sorted(found)]


def _references(value: Any) -> Iterator[int]:
    if isinstance(value, bytes):
        if match := _REFERENCE.fullmatch(value):
            yield int(match[1])
    elif isinstance(value, Stream):
        yield from _references(value.extra)
    elif isinstance(value, dict):
        for item in value.values():
            yield from _references(item)
    elif isinstance(value, (list, tuple)):
        for item in value:
            yield from _references(item)


def written(value: Any, refer: Refer) -> bytes:
    """Write a value; `refer` writes a reference to the object of a number."""
    if isinstance(value, bytes):
        match = _REFERENCE.fullmatch(value)
        return refer(int(match[1])) if match else value
    if isinstance(value, dict):
        return b"<<" + entries(value, refer) + b">>"
    if isinstance(value, String):
        return text_string(value.string)
    if isinstance(value, (list, tuple)):
        return b"[" + b" ".join([written(item, refer) for item in value]) + b"]"
    if isinstance(value, float):
        return f"{value:.3f}".rstrip("0").rstrip(".").encode()
    return str(value).encode()


def entries(values: dict[str, Any], refer: Refer) -> bytes:
    """Write what stands between the brackets of a dictionary."""
    return b"".join([b"/%s %s" % (key.encode(), written(item, refer)) for key, item in values.items()])
