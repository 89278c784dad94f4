"""What is done to a text: operations tied to its provisions, and what became of each instruction."""

from __future__ import annotations

from dataclasses import dataclass, field

from compendium.amending.instruction import Instruction, Unread
from compendium.model import Act, Modification, ModType, State

__all__ = ["Amended", "Item", "ModType", "Modification", "Operation", "Span", "State"]


@dataclass(frozen=True, slots=True)
class Operation:
    """One thing done: to `targets` (eIds in the text before) giving `results` (eIds in the text after).

    An empty eId is the act as a whole; `preface` its title. For words, `old` and `new` are those words, once
    for all places; for provisions they are empty and the texts are to be had from the two versions.
    """

    type: ModType
    targets: tuple[str, ...]
    results: tuple[str, ...]
    old: str = ""
    new: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """One instruction and what became of it.

    `reason` (Chinese) says why it was refused or set aside. `remarks` (Chinese) tell what a person should
    look at though it was carried out: punctuation supplied, several hits, a place not named.
    """

    instruction: Instruction | Unread
    state: State
    operations: tuple[Operation, ...] = ()
    reason: str = ""
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Span:
    """Characters start to end of paragraph `block` of a provision: its own blocks first, then its tail."""

    block: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Amended:
    """A text after its instructions.

    `after` has its new eIds and keeps its wIds; it is whole but for the refused items, and must not be
    published while there are any. Its 题注, dates, 目录 and references are those of before. `moves` leads
    from the eId of every provision before to its eId after, None where it is gone. `fresh` tells which
    characters of the text after the decision itself wrote, by eId: references in them speak the new
    numbers. `origins` leads from the eId of a provision after that was split, merged or moved from others
    to the eIds of those before.
    """

    before: Act
    after: Act
    items: tuple[Item, ...]
    moves: dict[str, str | None] = field(default_factory=dict)
    fresh: dict[str, tuple[Span, ...]] = field(default_factory=dict)
    origins: dict[str, tuple[str, ...]] = field(default_factory=dict)
