"""Read what is published as if it came from elsewhere, and compare it with the text that it was made of."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import unified_diff
from pathlib import Path

from compendium.akn import parse_act
from compendium.intake.draft import draft_of
from compendium.intake.source import SourceRefused, squeeze
from compendium.law.act import Act, Basis, Provision
from compendium.law.kinds import EventKind

FORMS = ("html", "txt", "md", "docx")
_VERSION = re.compile(r".*-\d{4}-\d\d-\d\d\.xml")
_TOLD_IN_THE_TEXT = {EventKind.ADOPTION, EventKind.PROMULGATION, EventKind.AMENDMENT, EventKind.REVISION}


@dataclass(frozen=True, slots=True)
class ReadBack:
    """One published file as it was read again: what differs, what was hinted; or why it was refused."""

    place: str
    form: str
    differences: tuple[str, ...]
    warnings: tuple[str, ...] = ()


def parts_of(act: Act, days: bool = True) -> list[str]:
    """List title, number, events and the structure of an act, a line for every piece, without white space."""
    lines = [f"题名 {act.title}", f"文号 {act.number}"]
    lines += [f"{e.kind.value} {e.date}" for e in act.events if e.kind in _TOLD_IN_THE_TEXT]
    if days:
        lines += [f"施行 {c.date}" for c in act.commencements]
    for provision in (*act.preamble, *act.body):
        lines += _tree(provision)
    lines += [f"落款 {squeeze(block.text)}" for block in act.conclusions]
    for attachment in act.attachments:
        lines.append(f"附件 {attachment.num} {squeeze(attachment.heading)}")
        for provision in attachment.body:
            lines += _tree(provision)
    return lines


def _tree(provision: Provision, depth: int = 0) -> Iterator[str]:
    words = "｜".join(squeeze(block.text) for block in provision.blocks)
    yield f"{'  ' * depth}{provision.level.value} {provision.num} {squeeze(provision.heading)}｜{words}"
    for child in provision.children:
        yield from _tree(child, depth + 1)
    yield from (f"{'  ' * depth}后 {squeeze(block.text)}" for block in provision.tail)


def differences(a: Sequence[str], b: Sequence[str]) -> tuple[str, ...]:
    """List the lines that only one of the two has, after - and +."""
    found = unified_diff(a, b, lineterm="", n=0)
    return tuple(line for line in found if not line.startswith(("---", "+++", "@@")))


def published(site: Path, forms: Sequence[str] = FORMS) -> Iterator[tuple[Act, str, str, Path]]:
    """List the versions of a web edition with their files: the act, where it stands, the form, the file."""
    for xml in sorted(path for path in site.rglob("*.xml") if _VERSION.fullmatch(path.name)):
        act = parse_act(xml.read_bytes(), xml.name)
        for form in forms:
            file = xml.parent / "index.html" if form == "html" else xml.with_suffix(f".{form}")
            if file.is_file():
                yield act, xml.relative_to(site).as_posix(), form, file


def read_back(act: Act, place: str, form: str, file: Path) -> ReadBack:
    """Read one published file and compare it; the day of effect where the text alone tells it."""
    try:
        draft = draft_of(file)
    except SourceRefused as refused:
        return ReadBack(place, form, (str(refused),))
    stated = all(c.basis is Basis.STATED for c in act.commencements)
    amended = any(e.kind in (EventKind.AMENDMENT, EventKind.REVISION) for e in act.events)
    days = stated and not amended
    found = differences(parts_of(act, days), parts_of(draft.act, days))
    return ReadBack(place, form, found, draft.warnings)
