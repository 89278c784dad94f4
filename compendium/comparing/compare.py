"""Two versions of an act compared: by what each provision is, then by what it says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from compendium.align import align, pairs
from compendium.comparing.folding import folded, same_number
from compendium.comparing.kinship import attachment_partners, with_container, with_origins
from compendium.comparing.marks import deleted, inserted, mark
from compendium.comparing.matching import Matching, match
from compendium.comparing.order import merged
from compendium.comparing.pieces import compare_groups, groups
from compendium.comparing.places import units
from compendium.comparing.provisions import compare_siblings
from compendium.comparing.rows import TEXTUAL, Comparison, Kind, Role, Row, Side
from compendium.comparing.wording import compare_words
from compendium.model import Act, Attachment, Para, Provision

_NAMES = {Role.FRONT: "题名前", Role.HISTORY: "题注", Role.CONTENTS: "目录"}
_FRONT = {
    "cover": Role.FRONT,
    "docNumber": Role.FRONT,
    "docTitle": Role.FRONT,
    "history": Role.HISTORY,
    "tocTitle": Role.CONTENTS,
    "toc": Role.CONTENTS,
}


def compare(before: Act, after: Act, origins: Mapping[str, Sequence[str]] | None = None) -> Comparison:
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
    yield compare_words(Role.TITLE, (one,), (other,), (Side("题名"), Side("题名")))


def _front(before: Act, after: Act) -> Iterator[Row]:
    for role in (Role.FRONT, Role.HISTORY, Role.CONTENTS):
        old = [line.para for line in before.front if _FRONT[line.role] is role]
        new = [line.para for line in after.front if _FRONT[line.role] is role]
        partners = pairs([para.text for para in old], [para.text for para in new])
        side = Side(_NAMES[role])
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
    place = Side("文末")
    for row in compare_groups(groups(before.conclusions), groups(after.conclusions), (place, place)):
        yield replace(row, role=Role.CONCLUSIONS) if row.role is Role.WORDS else row


def _attachments(old: Sequence[Attachment], new: Sequence[Attachment], matching: Matching) -> Iterator[Row]:
    partners = attachment_partners(old, new, matching)
    for i, j, moved in merged(partners, len(old)):
        yield _attachment(
            old[i] if i is not None else None, new[j] if j is not None else None, moved, matching
        )


def _attachment(old: Attachment | None, new: Attachment | None, moved: bool, matching: Matching) -> Row:
    before, after = (Side(a.num or a.heading, a.eid, a.eid, a.num) if a else None for a in (old, new))
    below = tuple(_body(old.body if old else (), new.body if new else (), matching))
    if old is None or new is None:
        heading = inserted(new.heading) if new else deleted(old.heading) if old else ()
        return Row(Role.ATTACHMENT, Kind.ADDED if new else Kind.DELETED, before, after, heading, below=below)
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
        Role.ATTACHMENT,
        kind,
        before,
        after,
        heading,
        below=below,
        renumbered=renumbered,
        moved=moved,
        form=formal,
    )
