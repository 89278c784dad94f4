"""The types of the domain: one act in one version, its history and its provisions.

Everything here is frozen. A text is what the legislature printed, so nothing is derived and stored
twice: status, links and numbers of 款 are worked out from these values when they are asked for.
"""

from compendium.model.act import Act, Attachment, Basis, Commencement, Event, FrontLine, FrontRole, Source
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
    "Commencement",
    "Event",
    "EventKind",
    "FrontLine",
    "FrontRole",
    "Image",
    "Inline",
    "Level",
    "Note",
    "Para",
    "Provision",
    "Source",
    "Span",
    "SpanStyle",
    "Table",
    "inline_text",
]
