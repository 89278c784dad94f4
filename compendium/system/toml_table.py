"""A TOML file read key by key, every refusal naming the key and the line."""

from __future__ import annotations

import re
import tomllib
from codecs import BOM_UTF8
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TypeVar

from compendium.law.identifiers import CorpusPath
from compendium.law.problems import CompendiumError

CORPUS_FILE = CorpusPath("corpus.toml")
_Value = TypeVar("_Value")
_TYPES: Mapping[type, str] = {
    str: "文字（加引号）",
    bool: "true 或 false（不加引号）",
    list: "列表（方括号）",
    dict: "表",
}
MOST_BYTES = 1024 * 1024
MOST_PARTS = 64
_HEADER = re.compile(r"\s*+(\[\[?)([^\[\]#]+)\]\]?\s*+(#.*)?")
_BETWEEN_DOTS = re.compile(r"[\w\"'\- \t]+")
_KEY = re.compile(r"\s*([\w.\"'-]+)\s*=")
_WHERE = re.compile(r"at line (\d+), column (\d+)")


class BadConfig(CompendiumError):
    """A file that people edit and that cannot be used, for the reason given."""

    def __init__(self, reason: str, line: int = 0, file: str = CORPUS_FILE) -> None:
        at = f"{file}:{line}" if line else file
        super().__init__(f"{at}: {reason}")
        self.reason = reason
        self.line = line


def read_toml(data: bytes, file: str = CORPUS_FILE) -> Table:
    """Read a file as its outermost table; `file` is the name that refusals give it."""
    if len(data) > MOST_BYTES:
        limit = f"{MOST_BYTES // 1024}KB"
        raise BadConfig(f"文件有 {len(data) // 1024}KB，超过 {limit} 的上限，大得不合情理，不予读取", 0, file)
    text = _decode(data, file)
    _refuse_long_keys(text, file)
    return Table(_parse(text, file), _lines(text), (), file)


@dataclass(frozen=True, slots=True)
class Table:
    """A table of the file and where its keys stand."""

    values: Mapping[str, object]
    lines: Mapping[tuple[str | int, ...], int]
    path: tuple[str | int, ...]
    file: str = CORPUS_FILE

    def bad(self, reason: str, key: str = "") -> BadConfig:
        """Make a refusal at the line of a key, or else of the table."""
        return BadConfig(reason, self.line(key), self.file)

    def name(self, key: str) -> str:
        """Return the full name of a key, its items counted from one."""
        parts = [f"第 {part + 1} 项" if isinstance(part, int) else part for part in (*self.path, key)]
        return ".".join(parts)

    def line(self, key: str = "") -> int:
        """Return the line of a key, or else of the table."""
        path = (*self.path, key) if key else self.path
        path = (*path, 0) if (*path, 0) in self.lines else path
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 0)

    def only(self, known: tuple[str, ...]) -> None:
        """Refuse keys that mean nothing here."""
        for key in self.values:
            if key not in known:
                raise self.bad(f"不认识“{self.name(key)}”，可用的有：{'、'.join(known)}", key)

    def text(
        self, key: str, required: bool = False, form: re.Pattern[str] | None = None, like: str = ""
    ) -> str:
        """Read the text of a key."""
        value = self._typed(key, str, "")
        if required and not value.strip():
            raise self.bad(f"“{self.name(key)}”必须填写", key)
        if form and value and not form.fullmatch(value):
            raise self.bad(f"“{self.name(key)}”的值“{value}”不合格式，应当形如 {like}", key)
        return value

    def day(self, key: str) -> date | None:
        """Read the date of a key, written without quotation marks: 2027-01-01."""
        value = self.values.get(key)
        if value is None or (isinstance(value, date) and not isinstance(value, datetime)):
            return value
        raise self.bad(f"“{self.name(key)}”应当是日期，写成 2027-01-01 的样子，不加引号", key)

    def number(self, key: str, absent: int, least: int, most: int) -> int:
        """Read the whole number of a key, within bounds."""
        value = self.values.get(key, absent)
        if type(value) is not int or not least <= value <= most:
            raise self.bad(f"“{self.name(key)}”应当是 {least} 到 {most} 的整数，不加引号", key)
        return value

    def flag(self, key: str) -> bool:
        """Tell whether a key is set to true."""
        return self._typed(key, bool, False)

    def texts(self, key: str, form: re.Pattern[str] | None = None, like: str = "") -> tuple[str, ...]:
        """Read the texts of a list."""
        values = self._typed(key, list, [])
        for value in values:
            if not isinstance(value, str) or not value.strip():
                raise self.bad(f"“{self.name(key)}”的各项都应当是{_TYPES[str]}，不得为空", key)
            if form and not form.fullmatch(value):
                raise self.bad(f"“{self.name(key)}”中的“{value}”不合格式，应当形如 {like}", key)
        return tuple(values)

    def tables(self, key: str) -> list[Table]:
        """Read the tables of a list."""
        values = self._typed(key, list, [])
        if not all(isinstance(value, dict) for value in values):
            raise self.bad(f"“{self.name(key)}”的各项都应当是表，用 [[{key}]] 书写", key)
        return [Table(value, self.lines, (*self.path, key, i), self.file) for i, value in enumerate(values)]

    def table(self, key: str) -> Table:
        """Read the table of a key, empty where there is none."""
        return Table(self._typed(key, dict, {}), self.lines, (*self.path, key), self.file)

    def plain(self, key: str) -> Mapping[str, object]:
        """Return the table as it stands."""
        return dict(self._typed(key, dict, {}))

    def _typed(self, key: str, kind: type[_Value], absent: _Value) -> _Value:
        """The value of a key, of the right type."""
        value = self.values.get(key, absent)
        if not isinstance(value, kind):
            raise self.bad(f"“{self.name(key)}”应当是{_TYPES[kind]}", key)
        return value


def _decode(data: bytes, file: str) -> str:
    """The text of the file; some editors on Windows put a mark before it."""
    try:
        return data.removeprefix(BOM_UTF8).decode()
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise BadConfig("不是 UTF-8 编码，请在编辑器中另存为 UTF-8", line, file) from error


def read_file(path: Path) -> bytes:
    """Read such a file from disk, no more of it than tells that it is too large."""
    with path.open("rb") as stream:
        return stream.read(MOST_BYTES + 1)


def _refuse_long_keys(text: str, file: str) -> None:
    """Refuse names of hundreds of parts, a.a.a…, on which tomllib spends minutes."""
    for number, line in enumerate(text.splitlines(), start=1):
        if line.count(".") > MOST_PARTS and "." * MOST_PARTS in _BETWEEN_DOTS.sub("", line):
            raise BadConfig(f"有一个名称超过 {MOST_PARTS} 节，不合情理，不予读取", number, file)


def _parse(text: str, file: str) -> Mapping[str, object]:
    """The values of the file."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        where = _WHERE.search(str(error))
        line = int(where[1]) if where else text.count("\n") + 1
        words = text.splitlines()[line - 1].strip() if where else ""
        spot = f"第 {where[2]} 列起写法不对" if where else "文件末尾不完整"
        raise BadConfig(f"不合 TOML 语法，{spot}：“{words[:80]}”", line, file) from error
    except RecursionError as error:
        raise BadConfig("列表或者表一层套一层，深得不合情理，不予读取", 0, file) from error
    except ValueError as error:  # a number of more digits than Python turns into one
        raise BadConfig("有一个数字长得不合情理，不予读取", 0, file) from error


def _lines(text: str) -> dict[tuple[str | int, ...], int]:
    """Where each table and key stands; tomllib does not tell."""
    found: dict[tuple[str | int, ...], int] = {}
    counts: dict[tuple[str | int, ...], int] = {}
    here: tuple[str | int, ...] = ()
    for number, line in enumerate(text.splitlines(), start=1):
        if header := _HEADER.fullmatch(line):
            here = ()
            names = _split(header[2])
            for i, name in enumerate(names):
                here = (*here, name)
                if header[1] == "[[" and i + 1 == len(names):
                    counts[here] = counts.get(here, 0) + 1
                if here in counts:
                    here = (*here, counts[here] - 1)
            found.setdefault(here, number)
        elif key := _KEY.match(line):
            found.setdefault((*here, *_split(key[1])), number)
    return found


def _split(name: str) -> list[str]:
    """The parts of a dotted name."""
    return [part.strip().strip("\"'") for part in name.split(".")]
