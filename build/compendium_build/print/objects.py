"""PDF objects as WeasyPrint has them before it writes its file: reached, ordered, written out."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pydyf

from compendium_build.print.writer import text_string

_REFERENCE = re.compile(rb"(\d+) 0 R")

Refer = Callable[[int], bytes]


def reached(pdf: Any, roots: Iterable[Any], below: int = sys.maxsize) -> list[Any]:
    """The objects that can be reached from values, in the order of their numbers.

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
    elif isinstance(value, pydyf.Stream):
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
    if isinstance(value, pydyf.String):
        return text_string(value.string)
    if isinstance(value, (list, tuple)):
        return b"[" + b" ".join([written(item, refer) for item in value]) + b"]"
    if isinstance(value, float):
        return f"{value:.3f}".rstrip("0").rstrip(".").encode()
    return str(value).encode()


def entries(values: dict[str, Any], refer: Refer) -> bytes:
    """Write what stands between the brackets of a dictionary."""
    return b"".join([b"/%s %s" % (key.encode(), written(item, refer)) for key, item in values.items()])


def stream_parts(stream: Any, refer: Refer) -> tuple[bytes, bytes]:
    """The entries of a stream's dictionary and its data, compressed when WeasyPrint wants it so."""
    whole = stream.data
    start = whole.index(b"\nstream\n") + len(b"\nstream\n")
    extra = {key: value for key, value in stream.extra.items() if key not in ("Length", "Filter")}
    packed = stream.compress or "Filter" in stream.extra
    if packed:
        extra["Filter"] = stream.extra.get("Filter", "/FlateDecode")
    return entries(extra, refer), whole[start : -len(b"\nendstream")]
