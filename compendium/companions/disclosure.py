"""disclosure.toml: 政务公开标准目录, what a body makes public, under which duty, with a link to each matter.

Source: 政府信息公开条例 第十二条、第十九条至第二十一条; 国办发〔2019〕54号 on 标准目录.
"""

from __future__ import annotations

from dataclasses import dataclass

from compendium.companions.links import any_link
from compendium.toml_table import Table, read_toml

DISCLOSURE_FILE = "disclosure.toml"


@dataclass(frozen=True, slots=True)
class Disclosed:
    """A matter that is made public. `link` opens it at once; it may lead into the edition."""

    category: str
    matter: str
    content: str
    basis: str
    deadline: str
    body: str
    channel: str
    link: str
    line: int = 0


def read_disclosure(data: bytes, file: str = DISCLOSURE_FILE) -> tuple[Disclosed, ...]:
    """Read the table, or refuse it with the file and the line."""
    table = read_toml(data, file)
    table.only(("item",))
    found: dict[tuple[str, str], Disclosed] = {}
    for each in table.tables("item"):
        item = _item(each)
        if before := found.get((item.category, item.matter)):
            raise each.bad(f"“{item.category}”之下的“{item.matter}”已经写在第 {before.line} 行", "matter")
        found[item.category, item.matter] = item
    return tuple(found.values())


def _item(table: Table) -> Disclosed:
    table.only(("category", "matter", "content", "basis", "deadline", "body", "channel", "link"))
    link = any_link(table, "link")
    if not link:
        raise table.bad(f"“{table.name('link')}”必须填写，目录要能一键查阅", "link")
    return Disclosed(
        table.text("category", required=True).strip(),
        table.text("matter", required=True).strip(),
        table.text("content"),
        table.text("basis"),
        table.text("deadline"),
        table.text("body"),
        table.text("channel"),
        link,
        table.line("matter"),
    )
