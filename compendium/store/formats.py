"""The formats of a corpus: which one it states, which ones this program reads, and how one is stated."""

from __future__ import annotations

import re

from compendium.system.toml_table import BadConfig, Table, read_toml

STATED = """\
# 法规库的格式，由程序填写，不要手工改。换了新版程序以后，用 compendium upgrade 升级。
format = {format}
"""

FORMAT = 3
"""The format of a corpus that this program writes. It rises by one with every change that needs a step of
`compendium.upgrading`: of the files, of work URIs and eIds, of folders."""
OLDEST = 1
"""The earliest format that this program still reads as it stands; an earlier one can only be upgraded."""
_MOST_FORMATS = 9999


class LaterFormat(BadConfig):
    """The corpus was written by a later program, which this one must not touch."""

    def __init__(self, format: int, line: int) -> None:
        super().__init__(
            f"这个法规库是格式 {format}，本程序只认识到格式 {FORMAT}：它已由更新的版本升级。"
            "请换用新版 compendium（compendium --version 显示现在的版本）。没有读取，也没有改动",
            line,
        )


class EarlierFormat(BadConfig):
    """The corpus was written by a program so old that it must be upgraded before it can be read."""

    def __init__(self, format: int, line: int) -> None:
        super().__init__(
            f"这个法规库是格式 {format}，本程序只能读格式 {OLDEST} 到 {FORMAT}。"
            "请先运行 compendium upgrade 升级（加 --dry-run 只看会改什么）",
            line,
        )


def format_of(data: bytes) -> int:
    """The format that a corpus.toml states; one that states none is of the first."""
    return _format(read_toml(data))


def stated_format(table: Table) -> int:
    """The format that a corpus.toml states, or its refusal when a later program wrote it."""
    format_ = _format(table)
    if format_ > FORMAT:
        raise LaterFormat(format_, table.line("format"))
    return format_


def _format(table: Table) -> int:
    return table.number("format", 1, 1, _MOST_FORMATS)


def refuse_format(data: bytes, readable: bool = True) -> None:
    """Refuse a corpus of a format that this program does not know.

    A file that is no TOML says nothing of a format; whoever needs what else it says will refuse it.

    Args:
        readable: refuse what is too old to be read as well; only an upgrade does not.
    """
    try:
        table = read_toml(data)
    except BadConfig:
        return
    format_ = stated_format(table)
    if readable and format_ < OLDEST:
        raise EarlierFormat(format_, table.line("format"))


_FORMAT_LINE = re.compile(r"^format[ \t]*=[ \t]*[0-9_]+", re.MULTILINE)
_FIRST_REMARK = re.compile(r"(?:[ \t]*#[^\n]*\n)+\r?\n")


def with_format(data: bytes, format: int) -> bytes:
    """A corpus.toml that states a format, otherwise as it was to the byte: staff have written in it."""
    text = data.decode("utf-8")
    mark, text = ("\ufeff", text[1:]) if text.startswith("\ufeff") else ("", text)
    if "format" in read_toml(data).values:
        return (mark + _FORMAT_LINE.sub(f"format = {format}", text, count=1)).encode()
    ends = "\r\n" if "\r\n" in text else "\n"
    remark = _FIRST_REMARK.match(text)  # one that an empty line parts from the key below
    place = remark.end() if remark else 0
    stated = STATED.format(format=format).replace("\n", ends)
    return (mark + text[:place] + stated + ends + text[place:]).encode()
