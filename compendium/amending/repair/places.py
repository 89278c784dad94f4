"""Where things stand before and after an amendment: parents, neighbours, and what became of what."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property

from compendium.amending.operation import Amended
from compendium.facts import labels
from compendium.model import Act, Level, Provision


class Places:
    """The provisions of one text by eId, with what stands above and beside each."""

    def __init__(self, act: Act) -> None:
        self.known: dict[str, Provision] = {}
        self.parent: dict[str, str] = {}
        roots = [("", [*act.preamble, *act.body])] + [(a.eid, list(a.body)) for a in act.attachments]
        for scope, provisions in roots:
            for root in provisions:
                self._enter(root, scope)
        self.labels = dict(labels(act))

    def _enter(self, provision: Provision, above: str) -> None:
        self.known[provision.eid] = provision
        self.parent[provision.eid] = above
        for child in provision.children:
            self._enter(child, provision.eid)

    @cached_property
    def by_level(self) -> dict[Level, tuple[Provision, ...]]:
        """All provisions of each level, in reading order."""
        found: dict[Level, list[Provision]] = defaultdict(list)
        for provision in self.known.values():
            found[provision.level].append(provision)
        return {level: tuple(provisions) for level, provisions in found.items()}

    def above(self, eid: str, level: Level) -> str:
        """The provision of that level which holds `eid` or is it; empty where there is none."""
        while eid in self.known and self.known[eid].level is not level:
            eid = self.parent[eid]
        return eid if eid in self.known else ""

    def row(self, eid: str) -> list[str]:
        """A provision and its neighbours in order: 条 run through the act, all else through its parent."""
        level, scope = self.known[eid].level, scope_of(eid)
        if level is Level.ARTICLE:
            return [p.eid for p in self.by_level[level] if scope_of(p.eid) == scope]
        return [e for e, parent in self.parent.items() if parent == self.parent[eid] and self._is(e, level)]

    def _is(self, eid: str, level: Level) -> bool:
        return self.known[eid].level is level

    def preceding(self, eid: str, count: int) -> list[str]:
        """The `count` neighbours before a provision; fewer where there are not so many."""
        row = self.row(eid)
        position = row.index(eid)
        return row[max(0, position - count) : position]

    def between(self, first: str, last: str) -> list[str]:
        """The neighbours from one provision to another; empty where they are none or out of order."""
        row = self.row(first)
        if last not in row or row.index(last) < row.index(first):
            return []
        return row[row.index(first) : row.index(last) + 1]


def scope_of(eid: str) -> str:
    """The attachment that an eId belongs to; empty for the act itself."""
    head = eid.partition("__")[0]
    return head if head.startswith("att_") else ""


class Fates:
    """What became of every provision of the text before."""

    def __init__(self, amended: Amended) -> None:
        self.old, self.new = Places(amended.before), Places(amended.after)
        self._moves = amended.moves
        self._origins = amended.origins
        self._sources: dict[str, list[str]] = defaultdict(list)
        for before, after in amended.moves.items():
            if after is not None:
                self._sources[after].append(before)
        self._heirs: dict[str, list[str]] = defaultdict(list)
        for after, sources in amended.origins.items():
            for before in sources:
                self._heirs[before].append(after)

    def after(self, eid: str) -> str | None:
        """Where a provision of before stands now; None where it is gone."""
        moved = self._moves.get(eid)
        return moved if moved in self.new.known else None

    def before(self, eid: str) -> str | None:
        """The one provision of before that a provision of after comes from."""
        sources = self._sources.get(eid) or list(self._origins.get(eid, ()))
        return sources[0] if len(sources) == 1 else None

    def divided(self, eid: str) -> tuple[str, ...]:
        """The provisions of after that a split or merged provision lives on in; empty for any other."""
        heirs = self._heirs.get(eid, [])
        merged = [heir for heir in heirs if len(self._origins[heir]) > 1]
        moved = self._moves.get(eid)
        shared = moved is not None and len(self._sources[moved]) > 1
        if len(heirs) > 1 or merged or shared:
            return tuple(heirs) or ((moved,) if moved else ())
        return ()
