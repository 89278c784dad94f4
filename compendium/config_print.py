"""[print] of corpus.toml: what the book says of itself."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields
from datetime import date

from compendium.toml_table import Table

SIZES = ("16开", "A4", "大字")
"""185 × 260 mm, A4, and large print on A4."""
_VOLUMES = re.compile("编|[1-9][0-9]?")
_NUMBERS = re.compile("连续|分册")


@dataclass(frozen=True, slots=True)
class PrintConfig:
    """What stands on the pages around the text; what is empty is left out or written by the program.

    `edition` is the 版次, `printing` the 印次; `colophon` are further lines of the imprint, each as it is to
    stand. `foreword` (出版说明) and `notes` (编辑凡例) are paragraphs. `last_edition` is the day to which the
    last edition was complete: the book lists what has changed since. `amendment_notes` prints under each
    amended provision by which decision it was amended.

    `size` is the format of the pages, one of SIZES; `bleed` leaves room to trim and prints crop marks;
    `volumes` is how many volumes there are, or 编 for one each; `page_numbers` run on or begin anew;
    `loose_leaf` begins every regulation on a leaf of its own.
    """

    subtitle: str = ""
    edition: str = ""
    printing: str = ""
    editor: str = ""
    press: str = ""
    isbn: str = ""
    cip: tuple[str, ...] = ()
    colophon: tuple[str, ...] = ()
    foreword: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    last_edition: date | None = None
    amendment_notes: bool = False
    size: str = "16开"
    bleed: bool = False
    volumes: str = "1"
    page_numbers: str = "连续"
    loose_leaf: bool = False


def print_config(table: Table) -> PrintConfig:
    """Read [print], or refuse it with the key and the line."""
    table.only(tuple(each.name for each in fields(PrintConfig)))
    return PrintConfig(
        subtitle=table.text("subtitle"),
        edition=table.text("edition"),
        printing=table.text("printing"),
        editor=table.text("editor"),
        press=table.text("press"),
        isbn=table.text("isbn"),
        cip=table.texts("cip"),
        colophon=table.texts("colophon"),
        foreword=table.texts("foreword"),
        notes=table.texts("notes"),
        last_edition=table.day("last_edition"),
        amendment_notes=table.flag("amendment_notes"),
        size=table.text("size", form=re.compile("|".join(SIZES)), like="、".join(SIZES)) or SIZES[0],
        bleed=table.flag("bleed"),
        volumes=table.text("volumes", form=_VOLUMES, like="3 或者 编") or "1",
        loose_leaf=table.flag("loose_leaf"),
        page_numbers=table.text("page_numbers", form=_NUMBERS, like="连续 或者 分册") or "连续",
    )
