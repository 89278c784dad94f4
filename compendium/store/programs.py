"""Where a program is: by the absolute parts of PATH only, since the others mean the folder one stands in."""

from __future__ import annotations

import os
import shutil


def program(name: str) -> str:
    """Find the whole path of a program; its bare name where there is none, which then is not found.

    An empty part of PATH, or a relative one, would find a program of that name in a corpus that was sent.
    """
    parts = [part for part in os.environ.get("PATH", os.defpath).split(os.pathsep) if os.path.isabs(part)]
    return shutil.which(name, path=os.pathsep.join(parts)) or f"/nonexistent/{name}"
