"""Plain text files: the encoding, the lines, and lines that were broken in the middle of a sentence."""

from __future__ import annotations

import codecs
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path

from compendium.intake.extent import refuse_long_text
from compendium.intake.finish import finish, para, plain
from compendium.intake.source import SourceBlock, SourceRefused, SourceText, squeeze
from compendium.law.act import Cell, Table

Line = tuple[int, str]

ITEM_START = re.compile(
    r"^(?:第[一二三四五六七八九十百千万零〇两\d\s]+(?:编|分编|章|节|条)|[一二三四五六七八九十]+[、．.]"
    r"|[（(][一二三四五六七八九十\d]+[)）]|\d+[.．、)）]|[“\"]\s*[（(第]|附件|附：|附录|目\s*录|[－—-]\s*\d+\s*[－—-]$)"
)
_SENTENCE_END = tuple('。；：！？”）…」』.;:!?)"')
_CANNOT_START = tuple("。，、；：！？”’）》〉】〕」』")
_PAGE_NUMBER = re.compile(r"^[－—–-]\s*(\d+)\s*[－—–-]$")
_LONG = 20
_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))


def decode(data: bytes, name: str) -> str:
    """Decode strictly: by the byte order mark, as UTF-8, or as GB18030; refuse naming the byte."""
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return _strict(data[len(bom) :], encoding, name)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as utf8:
        try:
            return data.decode("gb18030")
        except UnicodeDecodeError as error:
            raise SourceRefused(
                f"{name}：既不是 UTF-8（第{utf8.start + 1}字节起无法解读），也不是 GB18030"
                f"（第{error.start + 1}字节起无法解读）。请用记事本另存为 UTF-8 编码。"
            ) from error


def _strict(data: bytes, encoding: str, name: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise SourceRefused(f"{name}：按 {encoding} 解码，第{error.start + 1}字节起无法解读。") from error


def read_text(path: Path, data: bytes) -> SourceText:
    """Read a plain text file: every line is a paragraph, unless lines were plainly broken."""
    text = decode(data, path.name)
    if "\x00" in text:
        raise SourceRefused(f"{path.name}：含有空字符（NUL），不是文本文件。")
    refuse_long_text(text)
    lines = [(n, line) for n, line in enumerate(re.split(r"\r\n|[\n\r\f\v]", text), 1) if squeeze(line)]
    kept, numbers = without_page_numbers(lines)
    joined, warnings = join_broken(kept)
    blocks = list(_blocks(joined))
    warnings += _uneven(blocks)
    dropped = {n for n, _ in numbers}
    oracle = "\n".join(line for n, line in lines if n not in dropped)
    left = [f"页码 {len(numbers)} 处：{numbers[0][1].strip()} 至 {numbers[-1][1].strip()}"] if numbers else []
    return finish(path, blocks, oracle=oracle, warnings=warnings, left_out=left)


def _blocks(lines: Sequence[Line]) -> Iterator[SourceBlock]:
    """The paragraphs, and tables where several lines one after another have tabs, most of them as many."""
    for tabbed, group in groupby(lines, key=lambda line: _is_row(line[1])):
        rows = list(group)
        sizes = [row.count("\t") + 1 for _, row in rows]
        if tabbed and len(rows) > 1 and 2 * sizes.count(max(sizes)) >= len(rows):
            yield SourceBlock(
                Table(tuple(tuple(map(_cell, row.split("\t"))) for _, row in rows)), line=rows[0][0]
            )
        else:
            yield from (block for n, row in rows for block in plain(row, line=n))


def _is_row(line: str) -> bool:
    """Whether a line may be the row of a table; a number before a tab opens a provision."""
    return "\t" in line.strip() and not line[:1].isspace() and not ITEM_START.match(line)


def _uneven(blocks: Sequence[SourceBlock]) -> list[str]:
    return [
        f"第{each.line}行起的表格各行的格数不同，可能有合并的单元格，请核对"
        for each in blocks
        if isinstance(each.block, Table) and len({len(row) for row in each.block.rows}) > 1
    ]


def _cell(text: str) -> Cell:
    made = para(text)
    return Cell((made,) if made else ())


def without_page_numbers(lines: list[Line]) -> tuple[list[Line], list[Line]]:
    """Split off lines like －3－ when they count up page by page."""
    found = [(line, int(m[1])) for line in lines if (m := _PAGE_NUMBER.match(line[1].strip()))]
    values = [value for _, value in found]
    if len(values) < 2 or values != list(range(values[0], values[0] + len(values))):
        return lines, []
    numbers = [line for line, _ in found]
    return [line for line in lines if line not in numbers], numbers


def join_broken(lines: list[Line]) -> tuple[list[Line], list[str]]:
    """Rejoin lines broken in the middle of a sentence, and say which."""
    width = _wrap_width([line.strip() for _, line in lines])
    joined: list[Line] = []
    places: list[str] = []
    previous = ""
    for number, raw in lines:
        line = raw.strip("\r\n")
        displaced = bool(width and joined) and _displaced(previous, line.strip(), width)
        unclosed = bool(width and joined) and _unclosed(joined[-1][1])
        if joined and (displaced or unclosed or _continues(previous, line, width)):
            places.append(f"第{number}行“{line.strip()[:8]}…”")
            joined[-1] = (joined[-1][0], _glue(joined[-1][1].rstrip(), line.strip()))
        else:
            joined.append((number, line))
        previous = previous + line.strip() if displaced else line.strip()
    if not places:
        return joined, []
    more = f"等{len(places)}处" if len(places) > 5 else ""
    return joined, [f"断在句中的行已与上一行相接，请核对：{'、'.join(places[:5])}{more}"]


def _glue(before: str, after: str) -> str:
    both_latin = (
        before[-1:].isascii() and after[:1].isascii() and before[-1:].isalnum() and after[:1].isalnum()
    )
    return before + (" " if both_latin else "") + after


def _wrap_width(lines: list[str]) -> int:
    """The width at which the file's lines were broken, or 0 when they were not."""
    open_ended = [len(line) for line in lines if len(line) >= _LONG and not line.endswith(_SENTENCE_END)]
    if len(open_ended) < 10 or len(open_ended) < 0.25 * len(lines):
        return 0
    width = Counter(open_ended).most_common(1)[0][0]
    near = sum(abs(size - width) <= 2 for size in open_ended)
    return width if width >= _LONG and near >= 0.6 * len(open_ended) else 0


def _displaced(previous: str, text: str, width: int) -> bool:
    """Whether text taken from a PDF was broken at a mark, so that both pieces are one printed line."""
    if text.startswith(_CANNOT_START) or previous in {"“", "‘", "（"}:
        return True
    whole = abs(len(previous) + len(text) - width) <= 2
    return whole and previous.endswith("：") and text.startswith("“")


def _unclosed(text: str) -> bool:
    """Whether a paragraph that is one bracket, as a 题注 is, hasn't been closed yet."""
    depth = sum(text.count(mark) for mark in "（(") - sum(text.count(mark) for mark in "）)")
    return text.lstrip().startswith(("（", "(")) and depth > 0 and len(text) < 2000


def _continues(previous: str, line: str, width: int) -> bool:
    """Whether a line carries on the sentence of the line before; when unsure it does not."""
    text = line.strip()
    if (
        previous.endswith(_SENTENCE_END)
        or ITEM_START.match(text)
        or line.startswith(("\u3000", "    ", "\t"))
    ):
        return False
    if width:
        return len(previous) >= width - 3
    prose = any(mark in previous for mark in "。；，") and text.endswith(tuple("。；："))
    return prose and (len(previous) >= 2 * _LONG or min(len(previous), len(text)) >= _LONG)
