"""A comparison as the rows of a 对照表, and what is said beside it in words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from compendium.comparing import KIND_NAMES, TEXTUAL, UNITS, Comparison, Kind, Role, Row, counts
from compendium.comparing.marks import is_changed
from compendium.model import Act
from compendium_build.changes.content import Content, Entry, View, note
from compendium_build.changes.lines import HEADINGS, content

FRONT = frozenset({Role.FRONT, Role.HISTORY, Role.CONTENTS})
_NAMES = {Role.FRONT: "公布文件的文字", Role.HISTORY: "题注", Role.CONTENTS: "目录"}
_WHOLE = frozenset({Kind.ADDED, Kind.DELETED, Kind.DEPARTED})

Basis = Callable[[Row], tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Selection:
    """Which rows a table has: those that stayed as they were too, those before the text proper too."""

    unchanged: bool = False
    front: bool = False


CHANGED = Selection()
FORM = note("（仅标点、空格等形式不同）")


def entries(
    comparison: Comparison,
    before: Act,
    after: Act,
    basis: Basis = lambda _: (),
    selection: Selection = CHANGED,
) -> Iterator[Entry]:
    """The rows of a 对照表, in the order of the text after."""
    for row in _units(comparison.rows):
        if row.role in FRONT and not selection.front:
            continue
        if not selection.unchanged and not is_shown(row):
            continue
        closing = row.role in (Role.CONCLUSIONS, Role.TABLE, Role.WORDS)
        old, new = (before.conclusions, after.conclusions) if closing else ((), ())
        left, right, both = (content(row, view, old, new) for view in View)
        words = basis(row) if is_shown(row) else ()
        both += (FORM,) if row.form and is_shown(row) else ()
        told = (_left(row, left), _right(row, right), both)
        yield Entry(row.role, row.kind, row.place, *told, words, _anchor(row))


def _anchor(row: Row) -> str:
    if row.after and row.after.eid and row.kind is not Kind.DEPARTED:
        return row.after.eid
    return f"was-{row.before.eid}" if row.before and row.before.eid else ""


def is_shown(row: Row) -> bool:
    """Whether a row has changed in more than its number."""
    return row.kind in TEXTUAL


def _units(rows: Iterable[Row]) -> Iterator[Row]:
    """The rows that stand in a table as one; of an attachment that stayed, what stands in it."""
    for row in rows:
        if row.role is Role.ATTACHMENT and row.kind not in _WHOLE:
            yield _heading_of(row)
            yield from row.below
        else:
            yield row


def _heading_of(row: Row) -> Row:
    kind = Kind.AMENDED if is_changed(row.heading) else Kind.MOVED if row.moved else Kind.UNCHANGED
    return replace(row, below=(), kind=kind, form=row.form and kind is Kind.AMENDED)


def _left(row: Row, shown: Content) -> Content:
    return (note("（新增）"),) if row.kind is Kind.ADDED else shown


def _right(row: Row, shown: Content) -> Content:
    if row.kind is Kind.DELETED:
        return (note("（删去）"),)
    if row.kind is Kind.DEPARTED:
        return (note(f"（移至{row.after.place}）" if row.after else "（移出）"),)
    if words := _kinship(row):
        return (*shown, note(words))
    return (*shown, FORM) if row.form and is_shown(row) else shown


def _kinship(row: Row) -> str:
    was = "、".join(side.place for side in row.origins)
    match row.kind:
        case Kind.SPLIT if was:
            return f"（由原{was}拆分）"
        case Kind.JOINED if was:
            return f"（由原{was}合并）"
        case Kind.MOVED if row.role not in HEADINGS:
            return "（移动位置，内容未改）"
    return ""


def remarks(comparison: Comparison, selection: Selection) -> tuple[str, ...]:
    """What a table leaves out, in words: numbers that moved, 题注 and 目录."""
    out = []
    if not selection.unchanged and (moved := "，".join(_renumbered(_units(comparison.rows)))):
        out.append(f"条文内容未改、仅序号变动的：{moved}。")
    changed = [r.role for r in comparison.rows if r.role in FRONT and r.kind is not Kind.UNCHANGED]
    if changed and not selection.front:
        names = "、".join(_NAMES[role] for role in dict.fromkeys(changed))
        out.append(f"{names}相应变动，未列入本表。")
    return tuple(out)


def _renumbered(rows: Iterable[Row]) -> Iterator[str]:
    """第十二条至第十五条改为第十三条至第十六条, for each run of 条 that shifted alike."""
    run: list[Row] = []
    for row in rows:
        if row.role not in UNITS:
            if row.role in HEADINGS and row.renumbered and not is_shown(row) and row.before and row.after:
                yield f"{row.before.num}改为{row.after.num}"
            continue
        if row.kind is Kind.RENUMBERED and row.renumbered:
            run.append(row)
        elif run:
            yield _shift(run)
            run = []
    if run:
        yield _shift(run)


def _shift(run: Sequence[Row]) -> str:
    first, last = run[0], run[-1]
    assert first.before and first.after and last.before and last.after
    if len(run) == 1:
        return f"{first.before.place}改为{first.after.place}"
    return f"{first.before.place}至{last.before.place}依次改为{first.after.place}至{last.after.place}"


def summary(comparison: Comparison) -> str:
    """How many 条 of each kind, in a sentence."""
    rest = counts(comparison).get(Kind.UNCHANGED, 0)
    said = extent(comparison)
    return (f"{said}，未变 {rest} 条" if rest else said) if said else f"条文没有变动（{rest} 条）"


def extent(comparison: Comparison) -> str:
    """How many 条 of each kind that tells of a change; empty where none does."""
    found = counts(comparison)
    kinds = [kind for kind in KIND_NAMES if kind is not Kind.UNCHANGED and kind in found]
    return "，".join(f"{KIND_NAMES[kind]} {found[kind]} 条" for kind in kinds)
