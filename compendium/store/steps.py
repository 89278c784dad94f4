"""How a corpus came to be: its commits, oldest first, each as the files that it changed."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from compendium.store.errors import UnsafeContent
from compendium.store.git import LITERAL
from compendium.store.history import log_records, moment_of
from compendium.store.paths import CACHE, strays
from compendium.store.place import Place

_RAW = re.compile(r"\n?:\d{6} (\d{6}) [0-9a-f]{40} ([0-9a-f]{40}) [A-Z]\d*")
_FILE = ("100644", "100755")


@dataclass(frozen=True, slots=True)
class Step:
    """What one commit did: the digests of the files it wrote, None for those that it took away.

    `when` is on the committer's clock, which may have been behind that of the commit before.
    """

    commit: str
    when: datetime
    files: Mapping[str, str | None]


def steps(place: Place, start: str) -> Iterator[Step]:
    """The commits up to `start` that touched the corpus, oldest first, along the first parents."""
    options = ("--first-parent", "--diff-merges=first-parent", "--no-renames", "--no-relative", "--reverse")
    shown = ("-z", "--raw", "--no-abbrev", "--format=%x01%H%x00%ct %cI")
    where = place.prefix or "."
    answer = place.door.run(LITERAL, "log", *options, *shown, start, "--", where)
    for (mark, when), files in log_records(os.fsdecode(answer.out), 2):
        yield Step(mark.strip("\n\x01"), moment_of(when), dict(_files(place, files)))


def _files(place: Place, pairs: list[tuple[str, str]]) -> Iterator[tuple[str, str | None]]:
    """Read the pairs of a raw difference: modes and digests, then the path."""
    for record, path in pairs:
        found = _RAW.fullmatch(record)
        inside = path.removeprefix(place.prefix)
        if strays(path):
            raise UnsafeContent([(path, "名称会越出法规库")])
        if found and path.startswith(place.prefix) and not inside.startswith(CACHE + "/"):
            yield inside, found[2] if found[1] in _FILE else None
