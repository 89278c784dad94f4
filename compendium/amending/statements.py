"""What a person states where the program may not decide: a file next to the decision, read and checked.

Each entry answers one instruction, named by its number and its exact words: with sentences in the language
of decisions (将第三条中的“甲”修改为“乙”) that take its place, or by setting it aside with a reason.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from compendium.law.names import quoted, title_key
from compendium.system.toml_table import Table, read_toml

SUFFIX = ".修改.toml"
"""What the file's name adds to that of the decision: 决定.docx has its statements in 决定.修改.toml."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One answer: `say` are sentences that replace the instruction, `aside` the reason to leave it out.

    Both are empty while nobody has answered. `starts` is the day it takes effect, where that is another
    than the decision's.
    """

    id: str
    words: str
    say: tuple[str, ...] = ()
    aside: str = ""
    reason: str = ""
    starts: date | None = None
    line: int = 0

    @property
    def answered(self) -> bool:
        """Whether it decides anything."""
        return bool(self.say or self.aside)


@dataclass(frozen=True, slots=True)
class Deviation:
    """A place where the official text departs from the decision's words, with the reason that staff give.

    `place` is written 第六条第二款; `official` the words of the official text that depart.
    """

    work: str
    place: str
    official: str
    reason: str


@dataclass(frozen=True, slots=True)
class Statements:
    """All that one file states."""

    decision: str = ""
    items: tuple[Statement, ...] = ()
    deviations: tuple[Deviation, ...] = ()
    file: str = ""

    def of(self, id_: str) -> Statement | None:
        """Find the answer to an instruction, when there is one."""
        return next((item for item in self.items if item.id == id_ and item.answered), None)

    def starts(self, id_: str) -> date | None:
        """Find the day from which an instruction holds, where a person has stated it."""
        return next((item.starts for item in self.items if item.id == id_), None)


NONE = Statements()


def load_statements(data: bytes, file: str, decision: str) -> Statements:
    """Read the file of statements on a decision.

    Raises:
        BadConfig: the file can't be read, names another decision, or an entry is incomplete; with its line.
    """
    table = read_toml(data, file)
    table.only(("decision", "instruction", "deviation"))
    named = table.text("decision", required=True)
    if title_key(named) != title_key(decision):
        raise table.bad(f"这是对{quoted(named)}的说明，不是对{quoted(decision)}的", "decision")
    items = tuple(_statement(entry) for entry in table.tables("instruction"))
    for position, item in enumerate(items):
        if any(item.id == other.id for other in items[:position]):
            raise table.tables("instruction")[position].bad(f"“{item.id}”说明了两次", "id")
    deviations = tuple(_deviation(entry) for entry in table.tables("deviation"))
    return Statements(named, items, deviations, file)


def _statement(entry: Table) -> Statement:
    entry.only(("id", "words", "say", "aside", "reason", "starts"))
    statement = Statement(
        id=entry.text("id", required=True),
        words=entry.text("words", required=True),
        say=entry.texts("say"),
        aside=entry.text("aside").strip(),
        reason=entry.text("reason").strip(),
        starts=entry.day("starts"),
        line=entry.line(),
    )
    if statement.say and statement.aside:
        raise entry.bad("say（另行写明）和 aside（搁置）只能选一种", "aside")
    return statement


def _deviation(entry: Table) -> Deviation:
    entry.only(("work", "place", "official", "reason"))
    return Deviation(*(entry.text(key, required=key != "official") for key in Deviation.__dataclass_fields__))


_HEAD = """\
# 对{decision}的人工说明
#
# 程序不能确定的各项列在下面，每一项任选一种办法，删去行首的“# ”并填写：
#   say    用规范的修改语句另行写明，可以写几句，代替决定的这一项，例如
#          say = ["将第三条中的“甲”修改为“乙”", "在第五章增加一条，作为第五十四条："]
#          （以冒号结尾的一句，沿用决定这一项所列的新条文）
#   aside  搁置这一项，不执行，写明理由；理由会记入决定的文件
# reason 可以写明这样处理的依据；starts = 2027-01-01 写明这一项另有的施行日期。
# words 是决定的原话，用来核对，请不要改动。

decision = {title}
"""


def statements_text(decision: str, asked: Iterable[tuple[str, str, str]], held: str = "") -> str:
    """Write the file, with an entry to fill in for each (number, words, reason) not in it yet.

    What people have written (`held`) is kept as it is; new entries go to the end.
    """
    known = load_statements(held.encode(), "", decision).items if held else ()
    there = {item.id for item in known}
    parts = [
        held.rstrip("\n") + "\n" if held else _HEAD.format(decision=quoted(decision), title=_toml(decision))
    ]
    parts += [_entry(*item) for item in asked if item[0] not in there]
    return "\n".join(parts)


def _entry(id_: str, words: str, reason: str) -> str:
    lines = ["[[instruction]]", f"id = {_toml(id_)}", f"words = {_toml(words)}"]
    lines += [f"# 没有执行的原因：{line}" for line in reason.splitlines()]
    return "\n".join([*lines, '# say = [""]', '# aside = ""', '# reason = ""', ""])


def _toml(text: str) -> str:
    """A TOML string; JSON's escapes are among TOML's."""
    return json.dumps(text, ensure_ascii=False)


def unknown_entries(statements: Statements, words: Sequence[tuple[str, str]]) -> list[str]:
    """Say why entries do not fit the instructions, given as (number, words); empty when all fit."""
    told = dict(words)
    faults = []
    for item in statements.items:
        if item.id not in told:
            faults.append(f"{statements.file}:{item.line}: 决定中没有编号为“{item.id}”的修改项")
        elif told[item.id] != item.words:
            faults.append(
                f"{statements.file}:{item.line}: “{item.id}”的原话与决定不符，决定写的是：{told[item.id]}"
            )
    return faults
