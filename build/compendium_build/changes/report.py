"""A 对照表 as a whole (its title, its rows, the words around it), and the same comparison as operations.

Applied to the text before, the operations make the text after to the character.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from compendium.compare import Comparison, Mark, MarkKind, compare, compare_texts, mark
from compendium.compare.marks import after_of
from compendium.compare.order import in_order
from compendium.compare.rows import marks_object
from compendium.law.act import Act
from compendium.law.names import quoted
from compendium_build.changes.basis import Bases
from compendium_build.changes.content import Entry
from compendium_build.changes.printed import Piece, partners, pieces
from compendium_build.changes.table import CHANGED, Selection, entries, remarks, summary


@dataclass(frozen=True, slots=True)
class Text:
    """One of the two texts: the act, and how it is named above its column (2020年5月1日起施行).

    `is_held` tells that it has wIds that the corpus gave; those of a file tell nothing.
    """

    act: Act
    label: str
    is_held: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What every form prints. `footing` is said below the table."""

    title: str
    before: Text
    after: Text
    comparison: Comparison
    rows: tuple[Entry, ...]
    summary: str
    heading: tuple[str, ...] = ()
    footing: tuple[str, ...] = ()
    with_basis: bool = True


def compared(before: Text, after: Text) -> Comparison:
    """Compare two texts: by wIds where both are versions of one work in the corpus, else by content."""
    one, other = before.act, after.act
    if before.is_held and after.is_held and one.work == other.work:
        return compare(one, other)
    return compare_texts(one, other)


UNKNOWN = Bases()


def report(before: Text, after: Text, bases: Bases = UNKNOWN, selection: Selection = CHANGED) -> Report:
    """Make the 对照表 of two texts."""
    comparison = compared(before, after)
    rows = tuple(entries(comparison, before.act, after.act, bases.words, selection))
    heading = [f"修改前：{before.label}", f"修改后：{after.label}"]
    footing = [*filter(None, [bases.legend()]), *remarks(comparison, selection)]
    return Report(
        title=f"{quoted(after.act.title)}修改前后对照表",
        before=before,
        after=after,
        comparison=comparison,
        rows=rows,
        summary=summary(comparison),
        heading=tuple(heading),
        footing=tuple(footing),
    )


_TYPES = {"number": "renumbering"}


def operations(before: Act, after: Act, comparison: Comparison) -> list[dict[str, Any]]:
    """List what makes the text after from that before, piece by piece.

    `from` counts the pieces of the text before, `to` those of the text after. What is gone is named first;
    what is not named stays as it was and where it was.
    """
    old, new = pieces(before), pieces(after)
    was = partners(old, new, comparison)
    kept = in_order(was)
    taken = {place for place in was if place is not None}
    out = [_gone(place, piece) for place, piece in enumerate(old) if place not in taken]
    for position, (piece, place) in enumerate(zip(new, was, strict=True)):
        if place is None:
            out.append({"type": "insertion", **_named(piece), "to": position, "text": piece.text})
        elif position not in kept:
            out.append(_moved(old[place], piece, place, position))
        elif old[place].text != piece.text:
            out.append(_changed(old[place], piece, place, position))
    return out


def _named(piece: Piece) -> dict[str, Any]:
    return {"eId": piece.eid, "part": piece.part}


def _gone(place: int, piece: Piece) -> dict[str, Any]:
    return {"type": "repeal", **_named(piece), "from": place, "text": piece.text}


def _changed(old: Piece, new: Piece, place: int, position: int) -> dict[str, Any]:
    name = _TYPES.get(new.part, "substitution")
    value = {"type": name, **_named(new), "was": old.eid, "from": place, "to": position}
    return {**value, "marks": marks_object(_marks(old, new))}


def _moved(old: Piece, new: Piece, place: int, position: int) -> dict[str, Any]:
    return {**_changed(old, new, place, position), "type": "move"}


def _marks(old: Piece, new: Piece) -> tuple[Mark, ...]:
    if new.part == "number" and old.text != new.text:
        return tuple(
            m for m in (Mark(MarkKind.DELETED, old.text), Mark(MarkKind.INSERTED, new.text)) if m.text
        )
    return mark(old.text, new.text)


def apply(before: Act, found: Iterable[Mapping[str, Any]]) -> list[str]:
    """Make the pieces of the text after from the text before and the operations alone."""
    stated = list(found)
    texts: dict[int, str] = {place: piece.text for place, piece in enumerate(pieces(before))}
    placed: dict[int, str] = {}
    for operation in stated:
        if operation["type"] == "insertion":
            placed[operation["to"]] = operation["text"]
        elif operation["type"] == "repeal":
            del texts[operation["from"]]
        else:
            text = _applied(texts[operation["from"]], operation["marks"])
            if operation["type"] == "move":
                del texts[operation["from"]]
                placed[operation["to"]] = text
            else:
                texts[operation["from"]] = text
    out = [texts[place] for place in sorted(texts)]
    for position in sorted(placed):
        out.insert(position, placed[position])
    return out


def _applied(text: str, stated: Sequence[Sequence[str]]) -> str:
    """The wording that marks make of a text.

    Raises:
        ValueError: the text is not the one they were made for.
    """
    marks = [Mark(MarkKind(kind), words) for kind, words in stated]
    if "".join(m.text for m in marks if m.kind is not MarkKind.INSERTED) != text:
        raise ValueError(text)
    return after_of(marks)
