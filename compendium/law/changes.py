"""Amendments as files keep them: what a decision does, and what became of the provisions of a version."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from compendium.law.identifiers import EId, Uri


class ModType(StrEnum):
    """Akoma Ntoso's types of textualMod."""

    SUBSTITUTION = "substitution"
    INSERTION = "insertion"
    REPEAL = "repeal"
    RENUMBERING = "renumbering"
    SPLIT = "split"
    JOIN = "join"
    REPLACEMENT = "replacement"  # of an attachment or of the title


class State(StrEnum):
    """What became of an instruction."""

    READ = "read"  # understood and carried out
    STATED = "stated"  # carried out as a person stated it
    ASIDE = "aside"  # set aside by a person, with a reason
    REFUSED = "refused"  # not understood, ambiguous, or its words not found
    IDLE = "idle"  # a common instruction that finds nothing in this regulation; blocks nothing


@dataclass(frozen=True, slots=True)
class Passage:
    """Words of the decision: characters start to end of paragraph `block` of the provision `eid`.

    `eid` may be that of a recital. Offsets count code points of `Block.text`; all blocks of the provision
    count, its tail after its own.
    """

    eid: EId
    block: int
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Modification:
    """An operation as the decision's file keeps it (activeModifications/textualMod).

    `work` is the URI of the work amended; `passages` the words it was read from; `reason` that of a person
    who stated it or set it aside. `words` are the stated words. `targets` are eIds of the text before,
    `results` of the text after; an empty eId is the act as a whole, `preface` its title. What was refused is
    never kept; what was stated has words, what was set aside a reason.
    """

    eid: EId
    type: ModType
    work: Uri
    passages: tuple[Passage, ...]
    targets: tuple[EId, ...]
    results: tuple[EId, ...]
    old: str = ""
    new: str = ""
    form: str = ""
    state: State = State.READ
    words: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What a decision did to one provision of this version (passiveModifications/textualMod).

    `decision` is the work URI of the decision, `decided` the day it was adopted, `modification` the eId of
    its Modification. `eid` is the provision in this version, empty for the act as a whole. `before` is the
    day that names the version amended, `was` the places there: none for what is new, several for what was
    put together.
    """

    type: ModType
    decision: Uri
    decided: date
    modification: EId
    eid: EId
    before: date
    was: tuple[EId, ...] = ()
