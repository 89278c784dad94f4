"""Helpers for the tests of the core: drafts from a few lines, acts by hand, trees as text."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from compendium.intake.draft import Draft, draft_from
from compendium.intake.markdown import read_markdown
from compendium.intake.source import SourceText
from compendium.intake.textfile import read_text
from compendium.law.act import Act, Basis, Block, Commencement, FrontLine, Para, Provision, Table
from compendium.law.identifiers import CorpusPath, Digest
from compendium.law.kinds import ActKind, Level
from compendium.law.names import assign_ids
from compendium.law.numerals import article_number
from compendium_build.edition.edition import Edition

WORK = "/akn/cn-sh/act/difangxing-fagui/2020/hai-pu-shi-qiao-liang-tiao-li"
DAY = date(2020, 5, 1)


# ---- drafts from text


def source(text: str, name: str = "条例.md") -> SourceText:
    """What the reader makes of a text file with these contents."""
    path = Path(name)
    reader = read_markdown if path.suffix == ".md" else read_text
    return reader(path, text.encode())


def draft(text: str, name: str = "条例.md") -> Draft:
    """The draft of a text file with these contents; no file is made."""
    return draft_from(source(text, name), Path(name), hashlib.sha256(text.encode()).hexdigest())


def drafted(body: str, name: str = "海浦市桥梁条例(2020-03-19).md") -> Act:
    """The act read from the lines of a body, under a title and a 题注."""
    front = "# 海浦市桥梁条例\n\n（2020年3月19日海浦市第十二届人民代表大会常务委员会第五次会议通过）\n\n"
    return draft(front + body, name).act


# ---- acts by hand


def paragraph(text: str, *items: Provision) -> Provision:
    """A 款 with its 项."""
    return Provision(level=Level.PARAGRAPH, eid="", wid="", blocks=(Para((text,)),), children=items)


def point(num: str, text: str, *items: Provision) -> Provision:
    """A 项 with its 目."""
    return Provision(level=Level.POINT, eid="", wid="", num=num, blocks=(Para((text,)),), children=items)


def article(number: int | tuple[int, ...], *paragraphs: str | Provision) -> Provision:
    """A 条; a string is a 款 of its own."""
    num = article_number(number if isinstance(number, tuple) else (number,))
    children = tuple(paragraph(p) if isinstance(p, str) else p for p in paragraphs)
    return Provision(level=Level.ARTICLE, eid="", wid="", num=num, children=children)


def chapter(num: str, heading: str, *articles: Provision) -> Provision:
    """A 章."""
    return Provision(level=Level.CHAPTER, eid="", wid="", num=num, heading=heading, children=articles)


def act(*body: Provision, day: date = DAY, title: str = "海浦市桥梁条例", work: str = WORK) -> Act:
    """An act with identifiers and a stated day of effect."""
    return Act(
        work=work,
        kind=ActKind.LOCAL_REGULATION,
        date=day,
        title=title,
        issuer="海浦市人民代表大会常务委员会",
        commencements=(Commencement("cm_1", day, Basis.STATED),),
        front=(FrontLine("docTitle", Para((title,))),),
        body=assign_ids(body or (article(1, "为了桥梁的安全，制定本条例。"),)),
    )


def named(value: Act, **changes: object) -> Act:
    """An act with some values changed."""
    return replace(value, **changes)  # type: ignore[arg-type]


# ---- a corpus in memory


@dataclass(frozen=True)
class Memory:
    """The files of a corpus, by path."""

    contents: Mapping[str, bytes]

    def paths(self) -> tuple[CorpusPath, ...]:
        return tuple(map(CorpusPath, sorted(self.contents)))

    def read(self, path: CorpusPath) -> bytes:
        return self.contents[path]

    def digest(self, path: CorpusPath) -> Digest:
        return Digest(hashlib.sha256(self.contents[path]).hexdigest())


# ---- trees as text


def outline(value: Act) -> str:
    """The structure of an act, a line for every piece: its level, its number, its words."""
    return "".join(f"{line}\n" for line in _outline(value))


def _outline(value: Act) -> Iterator[str]:
    for line in value.front:
        target = f" → {line.target}" if line.target else ""
        yield f"{line.role}{line.level or ''}: {line.para.text}{target}"
    for provision in (*value.preamble, *value.body):
        yield from tree(provision)
    for block in value.conclusions:
        yield f"conclusions: {_words(block)}"
    for attachment in value.attachments:
        yield f"attachment {attachment.num}|{attachment.heading}"
        for provision in attachment.body:
            yield from tree(provision, 1)


def tree(provision: Provision, depth: int = 0) -> Iterator[str]:
    """The lines of a provision and what stands below it."""
    lead = "  " * depth
    head = " ".join(filter(None, (provision.level.value, provision.num, provision.heading)))
    period = f" @{provision.period}" if provision.period else ""
    yield f"{lead}{head}{period}" + "".join(f" | {_words(block)}" for block in provision.blocks)
    for child in provision.children:
        yield from tree(child, depth + 1)
    for block in provision.tail:
        yield f"{lead}  tail | {_words(block)}"


def _words(block: Block) -> str:
    if isinstance(block, Table):
        rows = " / ".join(" ; ".join("".join(p.text for p in cell.paras) for cell in r) for r in block.rows)
        return f"[table {block.caption} {rows}]"
    images = "".join(f"[image {run.src}]" for run in block.runs if hasattr(run, "src"))
    return block.text + images


# ---- golden files


def golden(expected: Path, actual: str) -> None:
    """Hold a text against a file; UPDATE_GOLDEN=1 writes the file, to be read by a person."""
    if os.environ.get("UPDATE_GOLDEN"):
        expected.write_text(actual, "utf-8")
    assert actual == expected.read_text("utf-8")


def configured(edition: Edition, **changes: Any) -> Edition:
    """The edition with other words in its corpus.toml."""
    return replace(edition, config=replace(edition.config, **changes))
