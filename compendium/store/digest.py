"""The name that git gives to bytes: by it content is known, wherever it was read from."""

from __future__ import annotations

import hashlib


def digest_of(data: bytes) -> str:
    """The name that git gives to these bytes.

    >>> digest_of(b"")
    'e69de29bb2d1d6434b8b29ae775ad8c2e48c5391'
    """
    return hashlib.sha1(b"blob %d\0" % len(data) + data, usedforsecurity=False).hexdigest()
