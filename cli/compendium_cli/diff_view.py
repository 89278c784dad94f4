"""Comparisons on a terminal: signs tell what is deleted and what is new, and colour where there is any."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.markup import escape
from rich.text import Text

from compendium_cli.console import out, table

if TYPE_CHECKING:
    from compendium_build.changes.editions import Section

_SIGNS = re.compile(r"(【删去：.*?】|【新增：.*?】)")


def print_lines(lines: Sequence[str]) -> None:
    """Print a comparison."""
    console = out()
    for line in lines:
        shown = Text()
        for piece in _SIGNS.split(line):
            style = {"【删去：": "red strike", "【新增：": "green bold"}.get(piece[:4], "")
            shown.append(piece, style)
        console.print(shown, soft_wrap=True)


def print_sections(title: str, lead: Sequence[str], sections: Sequence[Section]) -> None:
    """Print what lies between two states of the compendium."""
    console = out()
    console.print(f"[bold]{escape(title)}[/]")
    for words in lead:
        console.print(escape(words), soft_wrap=True)
    for section in sections:
        console.print(f"\n[bold]{escape(section.heading)}[/]")
        shown = table(*section.heads)
        for cells in section.rows:
            shown.add_row(*map(escape, cells))
        console.print(shown)
