"""An act or a provision as plain text, Markdown and JSON: the words and numbers, nothing added."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from compendium.model import HEADED, Act, Block, Level, Para, Provision, Table


def as_text(act: Act, provision: Provision | None = None) -> str:
    """One printed paragraph of the provisions a line, with its number, and nothing else."""
    return "".join(f"{line}\n" for line in lines(act, provision))


def lines(act: Act, provision: Provision | None = None) -> Iterator[str]:
    """The printed paragraphs of a provision, or of all provisions in reading order."""
    if provision is not None:
        yield from provision_lines(provision)
        return
    for root in act.preamble + act.body:
        yield from provision_lines(root)
    for attachment in act.attachments:
        if title := "　".join(filter(None, (attachment.num, attachment.heading))):
            yield title
        for root in attachment.body:
            yield from provision_lines(root)


def provision_lines(provision: Provision) -> Iterator[str]:
    """The lines of a provision and of what stands below it."""
    for piece in _pieces(provision):
        yield from [piece] if isinstance(piece, str) else _block_lines(piece)


def _pieces(provision: Provision, lead: str = "") -> Iterator[str | Table]:
    """Lines and tables in order; `lead` is the number of what it opens: a 条 begins with its first 款."""
    head = lead + provision.num
    if provision.heading:
        yield head + ("　" if head else "") + provision.heading
        head = ""
    elif provision.level is Level.ARTICLE or provision.level in HEADED:
        head += "　" if provision.children or provision.blocks else ""
    for block in provision.blocks:
        if isinstance(block, Para):
            yield head + block.text
        else:
            yield from filter(None, (head.rstrip("　"),))
            yield block
        head = ""
    for child in provision.children:
        yield from _pieces(child, head)
        head = ""
    yield from filter(None, (head.rstrip("　"),))
    for block in provision.tail:
        yield block.text if isinstance(block, Para) else block


def _block_lines(block: Block) -> Iterator[str]:
    if isinstance(block, Para):
        yield block.text
        return
    if block.caption:
        yield block.caption
    for row in block.rows:
        yield "\t".join("".join(p.text for p in cell.paras) for cell in row)


def as_markdown(act: Act, provision: Provision | None = None) -> str:
    """Markdown: headings for title and 编章节, pipes for tables, every paragraph apart."""
    parts = [] if provision is not None else _markdown_front(act)
    if provision is not None:
        parts += _markdown(provision, 2)
    else:
        for root in act.preamble + act.body:
            parts += _markdown(root, 2)
        parts += [_escape(b.text) if isinstance(b, Para) else _pipes(b) for b in act.conclusions]
        for attachment in act.attachments:
            parts.append("## " + "　".join(filter(None, (attachment.num, attachment.heading))))
            for root in attachment.body:
                parts += _markdown(root, 3)
    return "\n\n".join(part for part in parts if part) + "\n"


def _markdown_front(act: Act) -> list[str]:
    front = [line for line in act.front if line.role in ("history", "docNumber")]
    return [f"# {_escape(act.title)}", *(_escape(line.para.text) for line in front)]


def _markdown(provision: Provision, rank: int) -> list[str]:
    if provision.level in HEADED or (provision.level is Level.LEVEL and provision.heading):
        title = f"{'#' * min(rank, 6)} {provision.num}　{_escape(provision.heading)}".rstrip("　")
        return [title, *(part for child in provision.children for part in _markdown(child, rank + 1))]
    return [_escape(piece) if isinstance(piece, str) else _pipes(piece) for piece in _pieces(provision)]


def _pipes(table: Table) -> str:
    rows = [
        "| " + " | ".join("<br>".join(_escape(p.text) for p in cell.paras) for cell in row) + " |"
        for row in table.rows
    ]
    rule = "|" + " --- |" * max(len(row) for row in table.rows)
    caption = _escape(table.caption) + "\n\n" if table.caption else ""
    return caption + "\n".join([rows[0], rule, *rows[1:]])


def _escape(text: str) -> str:
    for mark in "\\`*_[]<>|#":
        text = text.replace(mark, "\\" + mark)
    return text


def as_json(act: Act, provision: Provision | None = None) -> str:
    """JSON of the facts and of the provisions as a tree."""
    if provision is not None:
        value: dict[str, Any] = provision_object(provision)
    else:
        value = {
            "work": act.work,
            "kind": act.kind.value,
            "date": act.date.isoformat(),
            "language": act.language,
            "title": act.title,
            "issuer": act.issuer,
            "number": act.number,
            "history": act.history,
            "events": [
                {
                    "kind": e.kind.value,
                    "date": e.date.isoformat(),
                    "body": e.body,
                    "session": e.session,
                    "decision": e.decision,
                    "ordinal": e.ordinal,
                    "number": e.number,
                }
                for e in act.events
            ],
            "commencements": [
                {"id": c.id, "date": c.date.isoformat() if c.date else None, "basis": c.basis.value}
                for c in act.commencements
            ],
            "preamble": [provision_object(p) for p in act.preamble],
            "body": [provision_object(p) for p in act.body],
            "conclusions": [block.text for block in act.conclusions],
            "attachments": [
                {
                    "eId": a.eid,
                    "num": a.num,
                    "heading": a.heading,
                    "body": [provision_object(p) for p in a.body],
                }
                for a in act.attachments
            ],
        }
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def provision_object(provision: Provision) -> dict[str, Any]:
    """A provision as plain values; `text` is its own words, `children` what stands below it."""
    value: dict[str, Any] = {"level": provision.level.value, "eId": provision.eid, "wId": provision.wid}
    for key, text in (("num", provision.num), ("heading", provision.heading), ("period", provision.period)):
        if text:
            value[key] = text
    if provision.blocks:
        value["text"] = [line for block in provision.blocks for line in _block_lines(block)]
    if provision.children:
        value["children"] = [provision_object(child) for child in provision.children]
    if provision.tail:
        value["tail"] = [line for block in provision.tail for line in _block_lines(block)]
    return value
