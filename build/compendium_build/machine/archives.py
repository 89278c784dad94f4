"""Everything in one file: archives whose bytes depend on what is in them alone."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterable

_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The earliest time that a ZIP file can tell: a day of building would make every archive differ."""
_FAST = 6


def zipped(members: Iterable[tuple[str, Callable[[], bytes]]]) -> bytes:
    """A ZIP file of members by path, in the order given."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=_FAST) as archive:
        for path, read in members:
            info = zipfile.ZipInfo(path, _EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 3
            info.external_attr = 0o644 << 16
            archive.writestr(info, read(), compresslevel=_FAST)
    return buffer.getvalue()
