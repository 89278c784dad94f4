"""withdrawn.toml: works and versions that were taken out of the corpus, since when, why and by which source.

It is written by `compendium withdraw`, and by `compendium undo` of what had been published. The texts stay in
the history; the file lets their addresses say what became of them. A place that is taken again is withdrawn
no longer, though its record stays.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from compendium.law.days import day_label, day_words
from compendium.law.identifiers import CorpusPath, Folder, Uri
from compendium.law.names import BadUri, parse_work_uri, quoted, title_key
from compendium.library.moved import Files, Moves
from compendium.system.toml_table import Table, read_toml

WITHDRAWN_FILE = CorpusPath("withdrawn.toml")
WITHDRAWN = "已撤下"
"""How a work or a version that was withdrawn stands; it is no status of the law."""
NO_END = "撤下不表示该法规废止或者失效。"
_PLACE = re.compile(r"[a-z-]+/[a-z0-9-]+(?:/[0-9]{4}-[0-9]{2}-[0-9]{2})?")
_NAME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?:\.en)?")
_HEADER = """\
# 撤下的法规和版本，由 compendium withdraw 填写：原来的网址据此说明已经撤下。已经发布过的，不要删去。
# 文字仍在历史里，compendium show 加 --as-known-at 可以查到。
#
# 每次撤下一段：
#   place   撤下的地方：法规的目录（性质/法规），或者一个版本（性质/法规/版本日期）
#   work    法规地址（/akn/…）
#   title   名称
#   names   撤下的各个文件的名称（版本日期，译本加 .en），连同它们以前用过的
#   since   哪一天撤下的
#   reason  缘由
#   source  出处
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawal:
    """A work or a version that was taken out; `place` is kind/slug, for a version followed by its day.

    `names` are those of the files that went and those that led on to them: 2020-05-01, 2020-05-01.en.
    """

    place: str
    work: Uri
    title: str
    names: tuple[str, ...]
    since: date
    reason: str
    source: str = ""

    @property
    def folder(self) -> Folder:
        """The folder of the work."""
        return Folder("/".join(self.place.split("/")[:2]))

    @property
    def day(self) -> date | None:
        """The day that named the version; None for a whole work."""
        parts = self.place.split("/")
        return date.fromisoformat(parts[2]) if len(parts) > 2 else None

    @property
    def what(self) -> str:
        """What was withdrawn: 《甲条例》, 《甲条例》2020-05-01 的版本."""
        return quoted(self.title) + (f"{day_label(self.day)} 的版本" if self.day else "")

    @property
    def why(self) -> str:
        """The reason, with its source in brackets."""
        return self.reason.rstrip("。") + (f"（{self.source}）" if self.source else "")

    @property
    def words(self) -> str:
        """Say what was withdrawn, when and why."""
        return f"{self.what}已于{day_words(self.since)}撤下：{self.why}"

    def is_named(self, words: str) -> bool:
        """Whether words name the work: folder, slug, URI, title or part of a title."""
        key = title_key(words)
        known = (self.folder, self.folder.partition("/")[2], self.work)
        return words in known or bool(key and key in title_key(self.title))


@dataclass(frozen=True)
class Withdrawals:
    """All that was withdrawn, in the order of the file; of a place withdrawn twice the last record counts."""

    items: tuple[Withdrawal, ...] = ()

    def now(self, occupied: Collection[str], moves: Moves) -> dict[str, Withdrawal]:
        """What is withdrawn still, by the place where it would stand today.

        Args:
            occupied: the works and versions that there are.
        """
        held = {moves.last(item.place): item for item in self.items}
        return {place: item for place, item in held.items() if place not in occupied}

    def followed_by(self, fresh: Iterable[Withdrawal]) -> Withdrawals:
        """These and what is withdrawn after them."""
        return Withdrawals((*self.items, *fresh))


NOTHING_WITHDRAWN = Withdrawals()


def load_withdrawals(data: bytes) -> Withdrawals:
    """Read withdrawn.toml, or refuse it with the key and the line."""
    table = read_toml(data, WITHDRAWN_FILE)
    table.only(("withdrawn",))
    return Withdrawals(tuple(map(_withdrawal, table.tables("withdrawn"))))


def withdrawals_of(files: Files) -> Withdrawals:
    """What was withdrawn from a corpus, as a state of it tells."""
    held = WITHDRAWN_FILE in files.paths()
    return load_withdrawals(files.read(WITHDRAWN_FILE)) if held else NOTHING_WITHDRAWN


def _withdrawal(table: Table) -> Withdrawal:
    """Read one of [[withdrawn]]."""
    table.only(("place", "work", "title", "names", "since", "reason", "source"))
    like = "difangxing-fagui/mou-tiaoli 或 difangxing-fagui/mou-tiaoli/2020-05-01"
    place, work = (
        table.text("place", required=True, form=_PLACE, like=like),
        table.text("work", required=True),
    )
    since = table.day("since")
    if since is None:
        raise table.bad(f"“{table.name('since')}”必须填写，写成 2027-01-01 的样子，不加引号", "since")
    try:
        parse_work_uri(work)
    except BadUri as error:
        raise table.bad(f"“{table.name('work')}”{error}", "work") from None
    try:
        date.fromisoformat(place.split("/")[2] if place.count("/") > 1 else "2000-01-01")
    except ValueError:
        raise table.bad(f"“{table.name('place')}”的值“{place}”中的日期不存在", "place") from None
    return Withdrawal(
        place=place,
        work=Uri(work),
        title=table.text("title", required=True),
        names=table.texts("names", form=_NAME, like="2020-05-01 或 2020-05-01.en"),
        since=since,
        reason=table.text("reason", required=True),
        source=table.text("source"),
    )


def withdrawn_text(withdrawals: Withdrawals) -> bytes:
    """withdrawn.toml, explained for those who come upon it."""
    return "\n".join([_HEADER, *map(_entry, withdrawals.items)]).encode()


def _entry(item: Withdrawal) -> str:
    rows = {
        "place": _quoted(item.place),
        "work": _quoted(item.work),
        "title": _quoted(item.title),
        "names": f"[{', '.join(map(_quoted, item.names))}]",
        "since": item.since.isoformat(),
        "reason": _quoted(item.reason),
        "source": _quoted(item.source) if item.source else "",
    }
    return "[[withdrawn]]\n" + "".join(f"{key} = {value}\n" for key, value in rows.items() if value)


def _quoted(words: str) -> str:
    """A text as TOML has it, whose escapes are those of JSON."""
    return json.dumps(words, ensure_ascii=False)
