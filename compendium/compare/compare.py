"""Compare two versions of an act: by what each provision is, then by what it says.

In order: provisions that stand side by side; one provision and what stands below it; the whole act.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from compendium.compare.align import align, pairs
from compendium.compare.marks import Mark, deleted, inserted, is_changed, mark
from compendium.compare.matching import Matching, match
from compendium.compare.moves import attachment_partners, with_container, with_origins
from compendium.compare.order import merged
from compendium.compare.pieces import compare_groups, groups
from compendium.compare.places import groups_units, units
from compendium.compare.rows import TEXTUAL, Comparison, Kind, Role, Row, Side
from compendium.compare.wording import compare_words
from compendium.compare.words import folded, same_number
from compendium.law.act import Act, Attachment, Para, Provision
from compendium.law.identifiers import EId, WId
from compendium.law.kinds import UNITS


def compare_siblings(old: Sequence[Provision], new: Sequence[Provision], matching: Matching) -> list[Row]:
    """Compare provisions that stand side by side, or the 条 of two texts with their headings."""
    place = {id(p): i for i, p in enumerate(old)}
    partners = [place.get(id(matching.partner(p))) for p in new]
    rows = []
    for i, j, moved in merged(partners, len(old)):
        after = new[j] if j is not None else None
        before = old[i] if i is not None else matching.partner(after) if after is not None else None
        if after is None and before is not None and (gone := _departed(before, matching)):
            rows.append(gone)
        else:
            elsewhere = before is not None and i is None
            rows.append(compare_provision(before, after, matching, moved=moved or elsewhere))
    return rows


def _departed(old: Provision, matching: Matching) -> Row | None:
    """A provision that is gone from its old place but not from the text."""
    new = matching.successor(old)
    if new is None and old.level in UNITS:
        said = [p for p in old.walk() if p.heading or p.blocks or p.tail]
        receivers = matching.receivers(old)
        if receivers and all(matching.successor(p) is not None for p in said):
            new = receivers[0]
    if new is None:
        return None
    row = _as_departed(compare_provision(old, None, matching))
    return replace(row, after=matching.new[id(new)].side)


def _as_departed(row: Row) -> Row:
    """A row with all below it shown in its old place; its new place tells what became of it."""
    return replace(row, kind=Kind.DEPARTED, below=tuple(map(_as_departed, row.below)))


def compare_provision(
    old: Provision | None,
    new: Provision | None,
    matching: Matching,
    *,
    moved: bool = False,
) -> Row:
    """Compare a provision with what it was; None where it does not stand."""
    before = matching.old[id(old)].side if old is not None else None
    after = matching.new[id(new)].side if new is not None else None
    provision = new if new is not None else old
    assert provision is not None
    role = Role(provision.level.value)
    own, below = _own(role, old, new, (before, after))
    below += compare_siblings(_children(old), _children(new), matching)
    below += _tail(old, new, (before, after))
    heading = _heading(old, new)
    if old is None or new is None:
        kind = Kind.ADDED if old is None else Kind.DELETED
        return Row(
            role=role,
            kind=kind,
            before=before,
            after=after,
            heading=heading,
            marks=own.marks,
            below=tuple(below),
        )
    renumbered = _renumbered(old, new, matching)
    changed = [own, *below]
    headed = is_changed(heading)
    kind = _kind(changed, headed, moved, renumbered)
    formal = (
        kind is Kind.AMENDED
        and not moved
        and (not headed or folded(old.heading) == folded(new.heading))
        and all(row.form for row in changed if row.kind in TEXTUAL)
    )
    return Row(
        role=role,
        kind=kind,
        before=before,
        after=after,
        heading=heading,
        marks=own.marks,
        below=tuple(below),
        renumbered=renumbered,
        moved=moved,
        form=formal,
    )


def _children(provision: Provision | None) -> tuple[Provision, ...]:
    """What is compared below a provision: not the 条 below a heading, which have rows of their own."""
    return () if provision is None or groups_units(provision) else provision.children


def _kind(rows: Sequence[Row], headed: bool, moved: bool, renumbered: bool) -> Kind:
    if headed or any(row.kind in TEXTUAL for row in rows):
        return Kind.AMENDED
    if moved:
        return Kind.MOVED
    if renumbered or any(row.kind is Kind.RENUMBERED for row in rows):
        return Kind.RENUMBERED
    return Kind.UNCHANGED


def _own(
    role: Role, old: Provision | None, new: Provision | None, sides: tuple[Side | None, Side | None]
) -> tuple[Row, list[Row]]:
    """The first paragraphs of a provision, and rows for the tables and paragraphs after them."""
    left, right = (groups(p.blocks) if p is not None else [] for p in (old, new))
    firsts: list[tuple[Para, ...]] = []
    for side in (left, right):
        first = side[0] if side else ()
        firsts.append(first if isinstance(first, tuple) else ())
        del side[: 1 if firsts[-1] else 0]
    own = compare_words(role, firsts[0] if old else None, firsts[1] if new else None, sides)
    return own, compare_groups(left, right, sides)


def _tail(
    old: Provision | None, new: Provision | None, sides: tuple[Side | None, Side | None]
) -> Iterator[Row]:
    left, right = (groups(p.tail) if p is not None else [] for p in (old, new))
    yield from compare_groups(left, right, sides)


def _heading(old: Provision | None, new: Provision | None) -> tuple[Mark, ...]:
    if old is None:
        return inserted(new.heading) if new else ()
    return deleted(old.heading) if new is None else mark(old.heading, new.heading)


def _renumbered(old: Provision, new: Provision, matching: Matching) -> bool:
    """Whether a provision has another number of its own, not that of the 条 it stands in."""
    if old.num or new.num:
        return not same_number(old.num, new.num)
    return matching.old[id(old)].ordinal != matching.new[id(new)].ordinal


_NAMES = {Role.FRONT: "题名前", Role.HISTORY: "题注", Role.CONTENTS: "目录"}
_FRONT = {
    "cover": Role.FRONT,
    "docNumber": Role.FRONT,
    "docTitle": Role.FRONT,
    "history": Role.HISTORY,
    "tocTitle": Role.CONTENTS,
    "toc": Role.CONTENTS,
}


def compare(before: Act, after: Act, origins: Mapping[EId, Sequence[EId]] | None = None) -> Comparison:
    """Compare two versions whose wIds tell which provision is which.

    Args:
        origins: from the eId of a provision after that was split or joined to those before, where known.
    """
    matching = match(before, after, origins or {})
    return Comparison(
        (
            *_title(before, after),
            *_front(before, after),
            *_body(before.preamble, after.preamble, matching),
            *_body(before.body, after.body, matching),
            *_conclusions(before, after),
            *_attachments(before.attachments, after.attachments, matching),
        )
    )


def compare_texts(before: Act, after: Act) -> Comparison:
    """Compare two texts that share no wIds: what stands in `after` is first told by content and order."""
    return compare(before, align(before, after))


def _title(before: Act, after: Act) -> Iterator[Row]:
    one, other = Para((before.title,)), Para((after.title,))
    yield compare_words(Role.TITLE, (one,), (other,), (Side(place="题名"), Side(place="题名")))


def _front(before: Act, after: Act) -> Iterator[Row]:
    for role in (Role.FRONT, Role.HISTORY, Role.CONTENTS):
        old = [line.para for line in before.front if _FRONT[line.role] is role]
        new = [line.para for line in after.front if _FRONT[line.role] is role]
        partners = pairs([para.text for para in old], [para.text for para in new])
        side = Side(place=_NAMES[role])
        for i, j, _ in merged(partners, len(old)):
            yield compare_words(
                role,
                (old[i],) if i is not None else None,
                (new[j],) if j is not None else None,
                (side if i is not None else None, side if j is not None else None),
            )


def _body(old: Sequence[Provision], new: Sequence[Provision], matching: Matching) -> list[Row]:
    """The headings, 条 and 一、 of two bodies, each with what stands below it."""
    rows = compare_siblings(list(units(old)), list(units(new)), matching)
    return [with_origins(with_container(row, matching), matching) for row in rows]


def _conclusions(before: Act, after: Act) -> Iterator[Row]:
    place = Side(place="文末")
    for row in compare_groups(groups(before.conclusions), groups(after.conclusions), (place, place)):
        yield replace(row, role=Role.CONCLUSIONS) if row.role is Role.WORDS else row


def _attachments(old: Sequence[Attachment], new: Sequence[Attachment], matching: Matching) -> Iterator[Row]:
    partners = attachment_partners(old, new, matching)
    for i, j, moved in merged(partners, len(old)):
        yield _attachment(
            old[i] if i is not None else None, new[j] if j is not None else None, moved, matching
        )


def _attachment(old: Attachment | None, new: Attachment | None, moved: bool, matching: Matching) -> Row:
    before, after = (
        Side(place=a.num or a.heading, eid=a.eid, wid=WId(a.eid), num=a.num) if a else None
        for a in (old, new)
    )
    below = tuple(_body(old.body if old else (), new.body if new else (), matching))
    if old is None or new is None:
        heading = inserted(new.heading) if new else deleted(old.heading) if old else ()
        return Row(
            role=Role.ATTACHMENT,
            kind=Kind.ADDED if new else Kind.DELETED,
            before=before,
            after=after,
            heading=heading,
            below=below,
        )
    heading = mark(old.heading, new.heading)
    changed = [row for row in below if row.kind in TEXTUAL]
    renumbered = not same_number(old.num, new.num)
    kind = Kind.MOVED if moved else Kind.RENUMBERED if renumbered else Kind.UNCHANGED
    if changed or old.heading != new.heading:
        kind = Kind.AMENDED
    elif kind is Kind.UNCHANGED and any(row.kind is Kind.RENUMBERED for row in below):
        kind = Kind.RENUMBERED
    formal = (
        kind is Kind.AMENDED
        and not moved
        and folded(old.heading) == folded(new.heading)
        and all(row.form for row in changed)
    )
    return Row(
        role=Role.ATTACHMENT,
        kind=kind,
        before=before,
        after=after,
        heading=heading,
        below=below,
        renumbered=renumbered,
        moved=moved,
        form=formal,
    )
