"""FRBR URIs of works and expressions (Akoma Ntoso Naming Convention 1.0, section 4)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from compendium.model import ActKind
from compendium.problems import CompendiumError

_WORK = re.compile(
    r"""/akn/(?P<country>[a-z]{2})(?:-(?P<locality>[a-z0-9]+))?   # cn-sh
        /act/(?P<kind>[a-z-]+)                                    # the folder of the kind of act
        /(?P<year>[0-9]{4})                                       # the year that the work is known from
        /(?P<slug>[a-z0-9]+(?:-[a-z0-9]+)*)                       # the title in pinyin
    """,
    re.VERBOSE,
)
LANGUAGE_SUFFIX = {"zho": "", "eng": ".en"}


class BadUri(CompendiumError):
    """The words are no URI of a work."""

    def __init__(self, text: str) -> None:
        super().__init__(f"不是有效的法规地址：{text}（形如 /akn/cn-sh/act/difangxing-fagui/2020/slug）")


@dataclass(frozen=True, slots=True)
class WorkUri:
    """The parts of a work URI; `jurisdiction` is cn or cn-sh."""

    jurisdiction: str
    kind: ActKind
    year: int
    slug: str

    def __str__(self) -> str:
        return f"/akn/{self.jurisdiction}/act/{self.kind}/{self.year:04}/{self.slug}"

    @property
    def folder(self) -> str:
        """The work's folder in the corpus."""
        return f"{self.kind}/{self.slug}"


def parse_work_uri(text: str) -> WorkUri:
    """Read a work URI.

    >>> str(parse_work_uri("/akn/cn-sh/act/difangxing-fagui/2020/xiaofang-tiaoli"))
    '/akn/cn-sh/act/difangxing-fagui/2020/xiaofang-tiaoli'
    """
    match = _WORK.fullmatch(text)
    if not match:
        raise BadUri(text)
    try:
        kind = ActKind(match["kind"])
    except ValueError:
        raise BadUri(text) from None
    place = match["country"] + (f"-{match['locality']}" if match["locality"] else "")
    return WorkUri(place, kind, int(match["year"]), match["slug"])


def expression_uri(work: str, language: str, day: date) -> str:
    """The URI of one expression: /akn/…/zho@2020-04-10."""
    return f"{work}/{language}@{day.isoformat()}"


def expression_path(work: str, language: str, day: date) -> str:
    """The file of one expression, relative to the corpus."""
    uri = parse_work_uri(work)
    return f"{uri.folder}/{day.isoformat()}{LANGUAGE_SUFFIX[language]}.xml"


_PATH = re.compile(r"(?P<folder>[a-z-]+/[a-z0-9-]+)/(?P<day>[0-9]{4}-[0-9]{2}-[0-9]{2})(?P<lang>\.en)?\.xml")


def parse_expression_path(path: str) -> tuple[str, date, str] | None:
    """Folder, day and language of an expression's file; None for any other file of the corpus.

    >>> parse_expression_path("difangxing-fagui/xiaofang-tiaoli/2020-03-19.xml")
    ('difangxing-fagui/xiaofang-tiaoli', datetime.date(2020, 3, 19), 'zho')
    """
    match = _PATH.fullmatch(path)
    if not match:
        return None
    try:
        day = date.fromisoformat(match["day"])
    except ValueError:
        return None
    return match["folder"], day, "eng" if match["lang"] else "zho"
