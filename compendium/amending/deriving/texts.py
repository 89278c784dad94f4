"""The paragraphs that stand in both versions, each with its reference, to be compared word by word."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from compendium.amending.deriving.pairing import Pairing
from compendium.amending.deriving.printed import plain
from compendium.amending.deriving.text_seen import Change, Following, Seen, see
from compendium.amending.instruction import Ref, Region
from compendium.law.act import Block, Provision
from compendium.law.identifiers import EId

Key = tuple[EId, Region, int]
"""The eId before, the part of the provision, and which paragraph of the part."""


@dataclass(slots=True)
class Text:
    """One paragraph before and after; `changes` are what follows by itself or is ordered elsewhere."""

    ref: Ref
    raw: str
    new: str
    changes: list[Change] = field(default_factory=list)

    @property
    def seen(self) -> Seen:
        """The paragraph with its changes shown."""
        return see(self.raw, self.changes)

    @property
    def differs(self) -> bool:
        """Whether anything is left to order."""
        return self.seen.text != self.new


def texts_of(pairing: Pairing) -> dict[Key, Text]:
    """List every plain paragraph and heading that has a counterpart."""
    found: dict[Key, Text] = {}
    following = Following(pairing)
    for eid, old in pairing.old.known.items():
        new = pairing.continued(eid)
        if new is None:
            continue
        for region, position, raw, words in _pairs(old, new):
            part = Region.WHOLE if region is Region.LEAD and not old.children else region
            changes = following.changes(new.eid, raw, words) if raw != words else []
            found[eid, region, position] = Text(pairing.old.ref(eid, part), raw, words, changes)
    return found


def _pairs(old: Provision, new: Provision) -> Iterator[tuple[Region, int, str, str]]:
    if old.heading and new.heading:
        yield Region.HEADING, 0, old.heading, new.heading
    yield from _blocks(Region.LEAD, old.blocks, new.blocks)
    yield from _blocks(Region.TAIL, old.tail, new.tail)


def _blocks(
    region: Region, old: tuple[Block, ...], new: tuple[Block, ...]
) -> Iterator[tuple[Region, int, str, str]]:
    if len(old) != len(new):
        return
    for position, (one, other) in enumerate(zip(old, new, strict=True)):
        raw, words = plain(one), plain(other)
        if raw is not None and words is not None:
            yield region, position, raw, words
