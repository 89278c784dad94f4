"""standards.toml: the table that staff keep of technical standards and of the acts that rely on them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from compendium.companions.links import outside_link
from compendium.titles import quoted
from compendium.toml_table import Table, read_toml

STANDARDS_FILE = "standards.toml"
_NUMBER = re.compile(
    r"[A-Z]{1,6}[0-9]*(?:/[A-Z]{1,6})?(?:/Z)? ?[A-Z]?[0-9][0-9.]*(?:[-—–][0-9]{2,4})?(?:/[^\s]+)?"
)


class StandardStatus(StrEnum):
    """How a standard stands."""

    CURRENT = "现行"
    TO_COME = "即将实施"
    WITHDRAWN = "废止"


@dataclass(frozen=True, slots=True)
class Standard:
    """A standard: GB/T 7714-2015; `regulations` are the titles or folders of the acts that rely on it."""

    number: str
    title: str
    status: StandardStatus
    link: str
    regulations: tuple[str, ...] = ()
    replaced_by: str = ""
    note: str = ""
    line: int = 0
    file: str = STANDARDS_FILE

    @property
    def family(self) -> str:
        """The letters that begin its number: GB/T, DB31/T.

        >>> Standard("DB31/T 1-2020", "", StandardStatus.CURRENT, "").family
        'DB31/T'
        """
        return re.split(r"[ ]|(?<=[A-Z])(?=[0-9.]+[-—–])", self.number, maxsplit=1)[0]


def read_standards(data: bytes, file: str = STANDARDS_FILE) -> tuple[Standard, ...]:
    """Read the table, or refuse it with the file and the line."""
    table = read_toml(data, file)
    table.only(("standard",))
    found: dict[str, Standard] = {}
    for item in table.tables("standard"):
        standard = _standard(item)
        if before := found.get(standard_key(standard.number)):
            raise item.bad(f"标准 {standard.number} 已经写在第 {before.line} 行，一个标准只写一次", "number")
        found[standard_key(standard.number)] = standard
    return tuple(found.values())


def standard_key(number: str) -> str:
    """A number as it is compared: spaces and the kind of dash aside.

    >>> standard_key("GB/T 7714—2015") == standard_key("GB/T7714-2015")
    True
    """
    return re.sub(r"[-—–]", "-", "".join(number.split()))


def _standard(table: Table) -> Standard:
    table.only(("number", "title", "status", "link", "regulations", "replaced_by", "note"))
    number = table.text("number", required=True, form=_NUMBER, like="GB/T 7714-2015")
    title = table.text("title", required=True).strip()
    status = table.text("status") or StandardStatus.CURRENT.value
    if status not in [item.value for item in StandardStatus]:
        known = "、".join(item.value for item in StandardStatus)
        raise table.bad(f"“{table.name('status')}”的值“{status}”不对，可用的有：{known}", "status")
    link = outside_link(table, "link")
    if not link:
        raise table.bad(f"标准{quoted(title)}没有写“{table.name('link')}”，标准目录要能一键查阅", "link")
    return Standard(
        number,
        title,
        StandardStatus(status),
        link,
        table.texts("regulations"),
        table.text("replaced_by", form=_NUMBER, like="GB/T 7714-2025"),
        table.text("note"),
        table.line("number"),
        table.file,
    )
