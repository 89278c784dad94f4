"""Carry out the decisions of the sample corpus: operations in the decisions, ancestry in the texts they made.

    python scripts/amend_corpus.py [--check]

Run it after `compendium import tests/samples` into an empty corpus. --check writes nothing and names the
files that would change.
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterator
from pathlib import Path

from compendium.amending.opening import open_held
from compendium.amending.planning import files_of, plan_decision
from compendium.law.kinds import DECISIONS, ActKind
from compendium.law.timeline import first_day
from compendium.library.catalog import load_catalog

CORPUS = Path(__file__).resolve().parent.parent / "corpus"


class _Folder:
    """The files of a corpus as they lie in its folder."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def paths(self) -> tuple[str, ...]:
        return tuple(sorted(p.relative_to(self._root).as_posix() for p in self._root.rglob("*.*")))

    def read(self, path: str) -> bytes:
        return (self._root / path).read_bytes()

    def digest(self, path: str) -> str:
        return hashlib.sha256(self.read(path)).hexdigest()


def amended(root: Path) -> Iterator[tuple[Path, bytes]]:
    """What each decision writes, the earliest first; every decision sees what those before it wrote."""
    works = [work for work in load_catalog(_Folder(root)).works if work.kind in DECISIONS]
    for work in sorted(works, key=lambda work: first_day(work.expressions[0])):
        if work.kind is not ActKind.AMENDING_DECISION:
            continue
        catalog = load_catalog(_Folder(root))
        opened = open_held(work.uri, catalog)
        plan = plan_decision(opened.act, catalog)
        if plan.blocked:
            raise SystemExit(f"{work.title}：有未能执行的修改")
        for path, data in files_of(plan, opened, catalog, b"").items():
            file = root / path
            if data is not None and file.read_bytes() != data:
                yield file, data


def main(arguments: list[str]) -> int:
    """Write what changes, or name it."""
    changed = 0
    for file, data in amended(CORPUS):
        changed += 1
        print(file.relative_to(CORPUS))
        if "--check" not in arguments:
            file.write_bytes(data)
    return 1 if changed and "--check" in arguments else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
