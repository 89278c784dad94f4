"""PDF objects as WeasyPrint draws them, by plain names: nothing else knows pydyf, which they belong to.

What is known of them elsewhere: each object has a `number` and a `reference` (`b"7 0 R"`), dictionaries and
arrays are Python's own, a string has its `string`, a stream its operators in `stream` and the entries of its
dictionary in `extra`; a file has `objects` by number, a `catalog`, `page_references` and `add_object`.
"""

from __future__ import annotations

from typing import Any

from pydyf import Array, Dictionary, Stream, String

__all__ = ["Array", "Dictionary", "Stream", "String", "stream_content"]

_BEFORE, _AFTER = b"\nstream\n", b"\nendstream"


def stream_content(stream: Any) -> tuple[dict[str, Any], bytes]:
    """Return the entries of a stream's dictionary but for its length, and its data, packed if asked."""
    whole = stream.data
    extra = {key: value for key, value in stream.extra.items() if key not in ("Length", "Filter")}
    if stream.compress or "Filter" in stream.extra:
        extra["Filter"] = stream.extra.get("Filter", "/FlateDecode")
    return extra, whole[whole.index(_BEFORE) + len(_BEFORE) : -len(_AFTER)]
