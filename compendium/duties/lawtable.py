"""national-laws.toml: the table that staff keep of national laws and the days on which they were amended."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from compendium.titles import quoted, title_key
from compendium.toml_table import Table, read_toml

LAWS_FILE = "national-laws.toml"
_COUNTRY = "中华人民共和国"


@dataclass(frozen=True, slots=True)
class Law:
    """A law and its last amendment; `effective` is the day on which that takes effect, where it is known."""

    title: str
    amended: date
    effective: date | None = None
    note: str = ""
    line: int = 0
    file: str = LAWS_FILE


def read_laws(data: bytes, file: str = LAWS_FILE) -> tuple[Law, ...]:
    """Read the table, or refuse it with the file and the line."""
    table = read_toml(data, file)
    table.only(("law",))
    laws: dict[str, Law] = {}
    for item in table.tables("law"):
        law = _law(item)
        if before := laws.get(law_key(law.title)):
            raise item.bad(f"{quoted(law.title)}已经写在第 {before.line} 行，一部法律只写一次", "title")
        laws[law_key(law.title)] = law
    return tuple(laws.values())


def law_key(title: str) -> str:
    """A law's title as it is compared: with or without 中华人民共和国.

    >>> law_key("《中华人民共和国立法法》") == law_key("立法法")
    True
    """
    return title_key(title).removeprefix(_COUNTRY)


def _law(table: Table) -> Law:
    table.only(("title", "amended", "effective", "note"))
    title = table.text("title", required=True).strip().removeprefix("《").removesuffix("》")
    amended, effective = table.day("amended"), table.day("effective")
    if not law_key(title):
        raise table.bad(f"“{table.name('title')}”不是法律的名称：“{title}”", "title")
    if amended is None:
        raise table.bad(f"“{table.name('amended')}”必须填写，写修改这部法律的日期，如 2024-04-26", "amended")
    if effective and effective < amended:
        raise table.bad(f"“{table.name('effective')}”早于修改的日期 {amended}", "effective")
    return Law(title, amended, effective, table.text("note"), table.line("title"), table.file)
