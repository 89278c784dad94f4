"""Volumes: which pieces stand in which, by 编 or in about equal parts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from compendium.numerals import to_chinese
from compendium_build.print.plan import Piece


@dataclass(frozen=True, slots=True)
class Volume:
    """A volume; `label` is 第一册, empty when the book has only one."""

    number: int
    label: str
    pieces: tuple[Piece, ...]

    @property
    def file(self) -> str:
        """The name of its file."""
        return f"quanshu-{self.number}.pdf" if self.label else "quanshu.pdf"


def split(pieces: Sequence[Piece], wanted: str) -> list[Volume]:
    """Volumes as corpus.toml wants them: 编, or how many.

    Equal parts are measured in provisions, which are known before anything is typeset.
    """
    if wanted == "编":
        groups = [tuple(group) for _, group in groupby(pieces, key=lambda piece: piece.part)]
    else:
        groups = _shared_out(pieces, int(wanted))
    if len(groups) < 2:
        return [Volume(1, "", tuple(pieces))]
    return [Volume(n, f"第{to_chinese(n)}册", group) for n, group in enumerate(groups, 1)]


def _shared_out(pieces: Sequence[Piece], count: int) -> list[tuple[Piece, ...]]:
    total = sum(piece.length for piece in pieces)
    groups: list[list[Piece]] = [[] for _ in range(count)]
    done = 0
    for piece in pieces:
        middle = done + piece.length / 2
        groups[min(count - 1, int(middle * count / total)) if total else 0].append(piece)
        done += piece.length
    return [tuple(group) for group in groups if group]
