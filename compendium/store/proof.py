"""Prove a corpus anew: every object of its repository, every file, without what was cached before."""

from __future__ import annotations

import shutil
from contextlib import suppress
from pathlib import Path

from compendium.store.errors import DamagedRepository
from compendium.store.place import Place

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
