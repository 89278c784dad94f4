"""Paragraphs compared: the words of one or several, marked."""

from __future__ import annotations

from collections.abc import Sequence

from compendium.compare.marks import deleted, equal, inserted, mark
from compendium.compare.rows import Kind, Role, Row, Side
from compendium.compare.words import folded
from compendium.law.act import Image, Para, inline_text

Sides = tuple[Side | None, Side | None]


def words_of(para: Para) -> str:
    """Return the words of a paragraph; a picture reads as 〔图：…〕, for another one is another text."""
    if not any(isinstance(run, Image) for run in para.runs):
        return para.text
    return "".join(f"〔图：{run.src}〕" if isinstance(run, Image) else inline_text(run) for run in para.runs)


def wording(paras: Sequence[Para]) -> str:
    """Join several paragraphs, one a line."""
    return "\n".join(words_of(para) for para in paras)


def compare_words(
    role: Role,
    old: Sequence[Para] | None,
    new: Sequence[Para] | None,
    sides: Sides,
) -> Row:
    """Compare paragraphs that are no provision of their own; None where there are none."""
    before, after = sides
    if old is None:
        return Row(role=role, kind=Kind.ADDED, before=None, after=after, marks=inserted(wording(new or ())))
    if new is None:
        return Row(role=role, kind=Kind.DELETED, before=before, after=None, marks=deleted(wording(old)))
    if tuple(old) == tuple(new):
        return Row(role=role, kind=Kind.UNCHANGED, before=before, after=after, marks=equal(wording(old)))
    x, y = wording(old), wording(new)
    marks = mark(x, y)
    same = x == y or folded(x) == folded(y)
    return Row(role=role, kind=Kind.AMENDED, before=before, after=after, marks=marks, form=same)
