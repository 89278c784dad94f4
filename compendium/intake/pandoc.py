"""From pandoc's document tree to paragraphs and tables.

The small cuts on paragraphs (`cut`, `tidy_heading`) keep every run as it is.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from compendium.intake.finish import para
from compendium.intake.source import SourceBlock, SourceRefused
from compendium.law.act import Cell, Image, Inline, Note, Para, Span, Table
from compendium.system.programs import run_program

Node = dict[str, Any]


@dataclass(slots=True)
class Walk:
    """What the walk needs to know: how to mark a note, how to name a picture, what stands for what."""

    marker: Callable[[], str] = lambda: ""
    restore: Mapping[str, str] = field(default_factory=dict)
    images: list[str] = field(default_factory=list)


def pandoc_tree(source: str | bytes, reader: str, *options: str) -> Node:
    """Parse with pandoc, which is kept from the network and from other files."""
    command = [_pandoc(), f"--from={reader}", "--to=json", "--sandbox", *options]
    done = run_program(command, source.encode() if isinstance(source, str) else source)
    said = done.err.decode("utf-8", "replace").strip()
    if done.code:
        if done.code == _HEAP_OVERFLOW or any(words in said for words in _NO_MEMORY):
            raise MemoryError
        if done.code < 0:
            raise SourceRefused(f"解析程序 pandoc 中断（信号 {-done.code}），文件可能已损坏。")
        raise SourceRefused(f"无法解析：{said.splitlines()[-1][:200] if said else 'pandoc 没有说明原因'}")
    tree: Node = json.loads(done.out)
    return tree


# The code with which pandoc ends when its memory is used up.
_HEAP_OVERFLOW = 251
_NO_MEMORY = ("out of memory", "Unable to commit", "Heap exhausted", "Stack space overflow")


@cache
def _pandoc() -> str:
    import pypandoc

    return str(pypandoc.get_pandoc_path())


def pandoc_blocks(tree: Node, walk: Walk) -> list[SourceBlock]:
    """The paragraphs and tables of the tree, in order, each with its ordinal as its line."""
    blocks = []
    for ordinal, (block, heading) in enumerate(_blocks(tree["blocks"], walk), 1):
        blocks.append(SourceBlock(block, heading, ordinal))
    return blocks


def _blocks(nodes: list[Node], walk: Walk) -> Iterator[tuple[Para | Table, int]]:
    for node in nodes:
        kind: str = node["t"]
        content: Any = node.get("c")
        if kind in {"Para", "Plain"}:
            yield from ((made, 0) for made in paras(content, walk))
        elif kind == "Header":
            yield from ((made, content[0]) for made in paras(content[2], walk))
        elif kind == "LineBlock":
            yield from ((made, 0) for line in content for made in paras(line, walk))
        elif kind == "Table":
            yield _table(content, walk), 0
        elif kind in {"BlockQuote", "Div", "Figure", "BulletList"}:
            yield from _nested(kind, content, walk)
        elif kind not in {"HorizontalRule", "Null"}:
            raise SourceRefused(f"含有不能识别的内容（{kind}）。")


def _nested(kind: str, content: Any, walk: Walk) -> Iterator[tuple[Para | Table, int]]:
    if kind == "BulletList":
        for item in content:
            yield from _blocks(item, walk)
    elif kind == "Figure":
        yield from _blocks(content[2], walk)
    else:
        yield from _blocks(content if kind == "BlockQuote" else content[1], walk)


def paras(inlines: list[Node], walk: Walk) -> list[Para]:
    """The paragraphs of one run of inlines: a line break ends one."""
    lines: list[list[Inline]] = [[]]
    for run in _inlines(inlines, walk):
        if run is None:
            lines.append([])
        else:
            lines[-1].append(run)
    return [made for line in lines if (made := para(*line))]


_BREAK = re.compile(r"<br\s*/?>", re.I)


def _inlines(nodes: list[Node], walk: Walk) -> Iterator[Inline | None]:
    for node in nodes:
        kind: str = node["t"]
        content: Any = node.get("c")
        if kind == "Str":
            yield _restored(content, walk)
        elif kind == "Space":
            yield " "
        elif kind == "LineBreak" or (kind == "RawInline" and _BREAK.fullmatch(content[1])):
            yield None
        elif kind in {"Superscript", "Subscript"}:
            text = "".join(run.text if isinstance(run, Span) else str(run) for run in _texts(content, walk))
            yield Span("sup" if kind == "Superscript" else "sub", text)
        elif kind == "Note":
            yield Note(walk.marker(), "".join(block.text for block, _ in _blocks(content, walk)))
        elif kind == "Image":
            walk.images.append(content[2][0])
            yield Image(content[2][0], _alt(content[1], walk))
        elif kind != "SoftBreak":
            yield from _inlines(_wrapped(kind, content), walk)


def _wrapped(kind: str, content: Any) -> list[Node]:
    """The inlines inside a node whose form carries no meaning."""
    inner: list[Node]
    if kind in {"Strong", "Emph", "Underline", "Strikeout", "SmallCaps"}:
        inner = content
    elif kind in {"Span", "Link", "Cite"}:
        inner = content[1]
    elif kind == "Quoted":
        marks = "‘’" if content[0]["t"] == "SingleQuote" else "“”"
        inner = [{"t": "Str", "c": marks[0]}, *content[1], {"t": "Str", "c": marks[1]}]
    elif kind == "Code":
        inner = [{"t": "Str", "c": content[1]}]
    else:
        raise SourceRefused(f"含有不能识别的内容（{kind}），如公式，请改为文字或图片。")
    return inner


def _texts(nodes: list[Node], walk: Walk) -> Iterator[str | Span]:
    for run in _inlines(nodes, walk):
        if isinstance(run, (str, Span)):
            yield run
        elif run is not None:
            raise SourceRefused("上下标内含有图片或脚注，不能识别。")


def _alt(nodes: list[Node], walk: Walk) -> str:
    return "".join(run for run in _inlines(nodes, walk) if isinstance(run, str)).strip()


def _restored(text: str, walk: Walk) -> str:
    for guard, original in walk.restore.items():
        text = text.replace(guard, original)
    return text


def _table(content: Any, walk: Walk) -> Table:
    _, caption, _, head, bodies, foot = content
    rows = [_row(row, walk, True) for row in head[1]]
    for _, _, between, body in bodies:
        rows += [_row(row, walk, True) for row in between]
        rows += [_row(row, walk, False) for row in body]
    rows += [_row(row, walk, False) for row in foot[1]]
    words = "".join(block.text for block, _ in _blocks(caption[1], walk))
    return Table(tuple(row for row in rows if row), words)


def _row(row: Any, walk: Walk, header: bool) -> tuple[Cell, ...]:
    return tuple(
        Cell(_cell_paras(blocks, walk), header, colspan, rowspan) for _, _, rowspan, colspan, blocks in row[1]
    )


def _cell_paras(nodes: list[Node], walk: Walk) -> tuple[Para, ...]:
    found = []
    for block, _ in _blocks(nodes, walk):
        if isinstance(block, Table):
            raise SourceRefused("表格中又套有表格，请拆成并列的表格或普通段落后再导入。")
        found.append(block)
    return tuple(found)


_SPACED = re.compile(r"(?<=[\u4e00-\u9fff])\s+(?=[\u4e00-\u9fff])")


def cut(para: Para, rest: str) -> Para:
    """The end of a paragraph that reads `rest`: what is left when a number at its start is taken off."""
    drop = len(para.text) - len(rest)
    runs: list[Inline] = []
    for run in para.runs:
        if drop and isinstance(run, str):
            taken, run = min(drop, len(run)), run[drop:]
            drop -= taken
            if not run:
                continue
        runs.append(run)
    return Para(tuple(runs))


def tidy_heading(text: str) -> str:
    """A heading without the spaces that only stretch it: 总　　则 → 总则; others keep theirs.

    >>> tidy_heading("总　　则"), tidy_heading("法 律 责 任"), tidy_heading("户外广告 标牌")
    ('总则', '法律责任', '户外广告 标牌')
    """
    stripped = text.strip()
    if all(len(part) == 1 for part in stripped.split()):
        return _SPACED.sub("", stripped)
    return stripped
