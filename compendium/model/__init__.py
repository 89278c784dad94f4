"""The types of the domain: one act in one version, its history and its provisions.

Everything here is frozen. A text is what the legislature printed, so nothing is derived and stored
twice: status, links and numbers of 款 are worked out from these values when they are asked for.
"""

from compendium.model.act import (
    Act,
    Attachment,
    Basis,
    Commencement,
    Day,
    Event,
    FrontLine,
    FrontRole,
    Source,
)
from compendium.model.blocks import (
    Block,
    Cell,
    Image,
    Inline,
    Note,
    Para,
    Span,
    SpanStyle,
    Table,
    inline_text,
)
from compendium.model.change import Change, Modification, ModType, Passage, State
from compendium.model.correction import CorrectedWords, Correction
from compendium.model.kinds import ActKind, EventKind
from compendium.model.provision import HEADED, Level, Provision

__all__ = [
    "HEADED",
    "Act",
    "ActKind",
    "Attachment",
    "Basis",
    "Block",
    "Cell",
    "Change",
    "Commencement",
    "CorrectedWords",
    "Correction",
    "Day",
    "Event",
    "EventKind",
    "FrontLine",
    "FrontRole",
    "Image",
    "Inline",
    "Level",
    "ModType",
    "Modification",
    "Note",
    "Para",
    "Passage",
    "Provision",
    "Source",
    "Span",
    "SpanStyle",
    "State",
    "Table",
    "inline_text",
]
