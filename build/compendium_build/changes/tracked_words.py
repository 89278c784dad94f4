"""The words of a paragraph that stayed, with what was deleted and inserted in it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from compendium.comparing import Mark, MarkKind, mark
from compendium.model import Level, Para
from compendium_build.changes.content import Form, Run
from compendium_build.changes.pieces import Piece
from compendium_build.changes.printed import Paragraph, shown
from compendium_build.changes.spans import forms_in

_NUMBERED = frozenset({Level.ARTICLE, Level.LEVEL})
_Part = tuple[str, tuple[Form, ...]]


def tracked_runs(
    old: Paragraph | None, new: Paragraph | None, before: Sequence[Piece], after: Sequence[Piece]
) -> list[Run]:
    """The runs of a paragraph: what both wordings have, what only one has."""
    left, right = _parts(old, before), _parts(new, after)
    runs: list[Run] = []
    if [name for name, _, _ in left] == [name for name, _, _ in right]:
        for (name, text, forms), (_, now, now_forms) in zip(left, right, strict=True):
            runs += _runs(_number(text, now) if name == "number" else mark(text, now), forms, now_forms)
        return runs
    text, forms = _joined(left)
    now, now_forms = _joined(right)
    found = mark(text, now) if left and right else _number(text, now)
    return list(_runs(found, forms, now_forms))


def _parts(paragraph: Paragraph | None, found: Sequence[Piece]) -> list[tuple[str, str, tuple[Form, ...]]]:
    if paragraph is None:
        return []
    out = []
    for at in paragraph.pieces:
        piece = found[at]
        text = shown(piece, at == paragraph.pieces[-1])
        out.append(("number" if piece.part == "number" else "words", text, _forms(piece, text)))
    return out


def _forms(piece: Piece, text: str) -> tuple[Form, ...]:
    if piece.part == "number":
        form = Form.NUMBER if piece.level in _NUMBERED else Form.PLAIN
        return (form,) * len(text)
    if isinstance(piece.source, Para):
        return tuple(forms_in((piece.source,)))
    return (Form.PLAIN,) * len(text)


def _joined(parts: Sequence[tuple[str, str, tuple[Form, ...]]]) -> _Part:
    return "".join(text for _, text, _ in parts), tuple(form for _, _, forms in parts for form in forms)


def _number(old: str, new: str) -> tuple[Mark, ...]:
    """A number changes as a whole."""
    if old == new:
        return (Mark(MarkKind.EQUAL, old),) if old else ()
    found = (Mark(MarkKind.DELETED, old), Mark(MarkKind.INSERTED, new))
    return tuple(m for m in found if m.text)


def _runs(marks: Sequence[Mark], old: Sequence[Form], new: Sequence[Form]) -> Iterator[Run]:
    """Marks as runs in the forms that each wording has."""
    i = j = 0
    for item in marks:
        count = len(item.text)
        forms = old[i : i + count] if item.kind is MarkKind.DELETED else new[j : j + count]
        i += count if item.kind is not MarkKind.INSERTED else 0
        j += count if item.kind is not MarkKind.DELETED else 0
        for form, group in groupby(zip(item.text, forms, strict=True), key=lambda pair: pair[1]):
            yield Run("".join(letter for letter, _ in group), item.kind, form)
