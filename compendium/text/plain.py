"""An act or a provision as plain text, Markdown and JSON: the words and numbers, nothing added."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Any

from compendium.law.act import Act, Block, Cell, Correction, Event, Para, Provision, Table
from compendium.law.days import UNKNOWN_DAY, day_name
from compendium.law.gaps import Missing
from compendium.law.identifiers import EId
from compendium.law.kinds import HEADED, Level
from compendium.text import flow
from compendium.text.flow import Grid, Heading, Item, Line
from compendium.text.tables import filled, placed

_RANKED = HEADED | {Level.LEVEL}
Marks = Mapping[EId, str]
NO_MARKS: Marks = MappingProxyType({})
"""By eId, what is said of a provision that does not hold yet."""


def as_text(act: Act, provision: Provision | None = None, marks: Marks = NO_MARKS) -> str:
    """Write the provisions one printed paragraph a line, with its number, and nothing else but the marks."""
    return "".join(f"{line}\n" for line in lines(act, provision, marks))


def lines(act: Act, provision: Provision | None = None, marks: Marks = NO_MARKS) -> Iterator[str]:
    """List the printed paragraphs of a provision, or of all provisions in reading order."""
    if provision is not None:
        yield from _lines(flow.provision(provision, act.language), marks)
        return
    yield from _lines(flow.body(act), marks)
    for attachment in act.attachments:
        yield from _lines(flow.annex(attachment, act.language), marks)


def as_printed(act: Act) -> str:
    """Write the whole act line by line: title and 题注, the text, 落款, annexes; the 目录 is left out."""
    front = [line.para.text for line in act.front if line.role not in ("toc", "tocTitle")]
    return "".join(f"{line}\n" for line in (*(front or [act.title]), "", *_lines(flow.flow(act), NO_MARKS)))


def provision_lines(provision: Provision, language: str = flow.CHINESE) -> Iterator[str]:
    """List the lines of a provision and of what stands below it."""
    return _lines(flow.provision(provision, language), NO_MARKS)


def fingerprint(act: Act) -> str:
    """Take the SHA-256 of the act as text, which every form of publication can be held against."""
    return hashlib.sha256(as_printed(act).encode()).hexdigest()


def _lines(items: Iterable[Item], marks: Marks) -> Iterator[str]:
    for item in items:
        match item:
            case Heading():
                if item.text:
                    yield item.text + _mark(item.provision, marks)
            case Line():
                yield _line(item, marks)
            case Grid():
                yield from _block_lines(item.table)


def _line(line: Line, marks: Marks) -> str:
    """A paragraph with its numbers; what is said of the provision of a number follows it."""
    words = "" if line.para is None else line.para.text
    numbers = "".join(lead.provision.num + lead.gap + _mark(lead.provision, marks) for lead in line.leads)
    if line.anchor:
        numbers += _mark(line.provision, marks)
    return numbers + words if words or line.para else numbers.rstrip()


def _mark(provision: Provision | None, marks: Marks) -> str:
    """〔自2027年1月1日起施行〕 where a provision has such words."""
    words = marks.get(provision.eid, "") if provision and marks else ""
    return f"〔{words}〕" if words else ""


def _block_lines(block: Block) -> Iterator[str]:
    if isinstance(block, Para):
        yield block.text
        return
    if block.caption:
        yield block.caption
    for row in block.rows:
        yield "\t".join("".join(p.text for p in cell.paras) for cell in row)


def as_markdown(act: Act, provision: Provision | None = None, marks: Marks = NO_MARKS) -> str:
    """Write the act as Markdown: headings for title and 编章节, pipes for tables, paragraphs apart."""
    if provision is not None:
        parts = list(_markdown(flow.provision(provision, act.language), 2, marks))
    else:
        parts = [*_markdown_front(act), *_markdown(flow.flow(act), 2, marks)]
    return "\n\n".join(part for part in parts if part) + "\n"


def _markdown_front(act: Act) -> list[str]:
    front = [line for line in act.front if line.role not in ("toc", "tocTitle")]
    titled = next((n for n, line in enumerate(front) if line.role == "docTitle"), 0)
    above = [_escape(line.para.text) for line in front[:titled]]
    below = [_escape(line.para.text) for line in front[titled:] if line.role != "docTitle"]
    return [*above, f"# {_escape(act.title)}", *below]


def _markdown(items: Iterable[Item], rank: int, marks: Marks) -> Iterator[str]:
    for item in items:
        match item:
            case Heading(provision=each) if each is None or each.level in _RANKED:
                title = f"{item.num}{item.gap if item.num else ''}{_escape(item.heading)}".rstrip()
                yield f"{'#' * min(rank + item.depth, 6)} {title}{_mark(each, marks)}"
            case Heading():
                yield _escape(item.text) + _mark(item.provision, marks)
            case Line():
                yield _escape(_line(item, marks))
            case Grid():
                yield _pipes(item.table)


def _pipes(table: Table) -> str:
    grid = [(dict(cells), width) for cells, width in placed(filled(table.rows))]
    width = max((width for _, width in grid), default=1)  # Markdown has no cells over several columns or rows
    rows = [
        "| " + " | ".join(_pipe(cells[at]) if at in cells else "" for at in range(width)) + " |"
        for cells, _ in grid
    ]
    rule = "|" + " --- |" * width
    caption = _escape(table.caption) + "\n\n" if table.caption else ""
    return caption + "\n".join([rows[0], rule, *rows[1:]])


def _pipe(cell: Cell) -> str:
    return "<br>".join(_escape(p.text) for p in cell.paras)


def _escape(text: str) -> str:
    for mark in "\\`*_[]<>|#":
        text = text.replace(mark, "\\" + mark)
    return text


def as_json(
    act: Act,
    provision: Provision | None = None,
    marks: Marks = NO_MARKS,
    more: Mapping[str, Any] = MappingProxyType({}),
) -> str:
    """Write the facts and the provisions, as a tree, as JSON; `more` is what else is known of the act."""
    value = provision_object(provision, marks) if provision else {**act_object(act, marks), **more}
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def missing_objects(missing: Iterable[Missing]) -> list[dict[str, Any]]:
    """Give texts that are not held as plain values; each may have held on the days [since, until)."""
    return [
        {
            "made": one.event.date.isoformat(),
            "kind": one.event.kind.value,
            "decision": one.event.decision,
            "original": one.original,
            "since": one.since.isoformat(),
            "until": one.until.isoformat() if one.until else None,
        }
        for one in missing
    ]


def act_object(act: Act, marks: Marks = NO_MARKS) -> dict[str, Any]:
    """Give an act as plain values: its facts and its provisions as a tree."""
    return {
        "work": act.work,
        "kind": act.kind.value,
        "date": day_name(act.date),
        "language": act.language,
        "title": act.title,
        "issuer": act.issuer,
        "number": act.number,
        "history": act.history,
        "events": [event_object(event) for event in act.events],
        "commencements": [
            {
                "id": c.id,
                "date": c.date.isoformat() if c.date and c.date != UNKNOWN_DAY else None,
                "basis": c.basis.value,
            }
            for c in act.commencements
        ],
        "corrections": [_correction_object(correction) for correction in act.corrections],
        "preamble": [provision_object(p, marks) for p in act.preamble],
        "body": [provision_object(p, marks) for p in act.body],
        "conclusions": [block.text for block in act.conclusions],
        "attachments": [
            {
                "eId": a.eid,
                "num": a.num,
                "heading": a.heading,
                "body": [provision_object(p, marks) for p in a.body],
            }
            for a in act.attachments
        ],
    }


def event_object(event: Event) -> dict[str, Any]:
    """Give an event as plain values; `until` is the first day on which it is over."""
    return {
        "kind": event.kind.value,
        "date": day_name(event.date),
        "body": event.body,
        "session": event.session,
        "decision": event.decision,
        "ordinal": event.ordinal,
        "number": event.number,
        "until": event.until.isoformat() if event.until else None,
        "places": list(event.places),
        "area": event.area,
    }


def _correction_object(correction: Correction) -> dict[str, Any]:
    """An erratum as plain values."""
    return {
        "reason": correction.reason,
        "source": correction.source,
        "date": correction.date.isoformat() if correction.date else None,
        "places": [{"eId": p.eid, "old": p.old, "new": p.new} for p in correction.places],
    }


def provision_object(provision: Provision, marks: Marks = NO_MARKS) -> dict[str, Any]:
    """Give a provision as plain values; `text` is its own words, `children` what stands below it."""
    value: dict[str, Any] = {"level": provision.level.value, "eId": provision.eid, "wId": provision.wid}
    for key, text in (("num", provision.num), ("heading", provision.heading), ("period", provision.period)):
        if text:
            value[key] = text
    if words := marks.get(provision.eid, ""):
        value["pending"] = words
    if provision.blocks:
        value["text"] = [line for block in provision.blocks for line in _block_lines(block)]
    if provision.children:
        value["children"] = [provision_object(child, marks) for child in provision.children]
    if provision.tail:
        value["tail"] = [line for block in provision.tail for line in _block_lines(block)]
    return value
