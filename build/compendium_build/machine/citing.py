"""How a version is cited: GB/T 7714 for people, RIS, BibTeX and CSL-JSON for programs that keep literature.

Source: GB/T 7714—2015, 8.8 and appendix A (documents of public bodies: 题名：文号[A/OL]).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from compendium.catalog import Work
from compendium.commencement import made_on
from compendium.days import UNKNOWN_DAY
from compendium.facts import Facts
from compendium.uri import expression_uri
from compendium_build.addresses import absolute, version_page
from compendium_build.edition import Edition

_TEX = re.compile(r"([#$%&_{}])")


@dataclass(frozen=True, slots=True)
class Reference:
    """What a citation says of a version; `made` is the day of adoption, promulgation or amendment."""

    title: str
    issuer: str
    number: str
    kind: str
    made: date | None
    version: date
    language: str
    url: str
    uri: str
    publisher: str
    slug: str

    @property
    def key(self) -> str:
        """A name for it that programs accept."""
        return f"{self.slug}-{self.version.isoformat()}{'' if self.language == 'zho' else '-en'}"


def reference_of(edition: Edition, work: Work, facts: Facts) -> Reference:
    """What there is to cite of a version."""
    made = made_on(facts)
    return Reference(
        facts.title,
        facts.issuer,
        facts.number,
        work.kind.chinese,
        None if made == UNKNOWN_DAY else made,
        facts.date,
        facts.language,
        absolute(edition, version_page(work, facts)),
        expression_uri(work.uri, facts.language, facts.date),
        edition.publisher,
        work.slug,
    )


def national_standard(ref: Reference, read_on: date) -> str:
    """The reference by GB/T 7714: who, title：number[A/OL]. (made on)[read on]. where."""
    author = f"{ref.issuer}. " if ref.issuer else ""
    number = f"：{ref.number}" if ref.number else ""
    made = f"({ref.made.isoformat()})" if ref.made else ""
    return f"{author}{ref.title}{number}[A/OL]. {made}[{read_on.isoformat()}]. {ref.url}."


def ris(ref: Reference) -> str:
    """The reference for reference managers (RIS)."""
    rows = [
        ("TY", "STAT"),
        ("TI", ref.title),
        ("AU", f"{ref.issuer}," if ref.issuer else ""),
        ("M1", ref.number),
        ("M3", ref.kind),
        ("DA", ref.made.strftime("%Y/%m/%d") if ref.made else ""),
        ("PY", ref.made.strftime("%Y") if ref.made else ""),
        ("ET", f"{ref.version.isoformat()} 文本"),
        ("PB", ref.publisher),
        ("LA", "zh" if ref.language == "zho" else "en"),
        ("AN", ref.uri),
        ("UR", ref.url),
    ]
    return "".join(f"{tag}  - {_line(value)}\r\n" for tag, value in rows if value) + "ER  - \r\n"


def bibtex(ref: Reference) -> str:
    """The reference for LaTeX."""
    rows = [
        ("title", f"{{{_tex(ref.title)}}}"),
        ("author", f"{{{_tex(ref.issuer)}}}" if ref.issuer else ""),
        ("number", _tex(ref.number)),
        ("howpublished", _tex(ref.kind)),
        ("date", ref.made.isoformat() if ref.made else ""),
        ("year", ref.made.strftime("%Y") if ref.made else ""),
        ("version", ref.version.isoformat()),
        ("publisher", _tex(ref.publisher)),
        ("langid", "chinese-simplified" if ref.language == "zho" else "english"),
        ("url", ref.url),
        ("note", _tex(ref.uri)),
    ]
    fields = "".join(f"  {name} = {{{value}}},\n" for name, value in rows if value)
    return f"@misc{{{ref.key},\n{fields}}}\n"


def csl(ref: Reference) -> list[dict[str, Any]]:
    """The reference as CSL-JSON, which Zotero, pandoc and citeproc read."""
    item: dict[str, Any] = {
        "id": ref.key,
        "type": "legislation",
        "title": ref.title,
        "genre": ref.kind,
        "version": ref.version.isoformat(),
        "URL": ref.url,
        "archive_location": ref.uri,
        "language": "zh-CN" if ref.language == "zho" else "en",
    }
    if ref.issuer:
        item["author"] = [{"literal": ref.issuer}]
    if ref.number:
        item["number"] = ref.number
    if ref.publisher:
        item["publisher"] = ref.publisher
    if ref.made:
        item["issued"] = {"date-parts": [[ref.made.year, ref.made.month, ref.made.day]]}
    return [item]


def _line(text: str) -> str:
    return " ".join(text.split())


def _tex(text: str) -> str:
    escaped = _TEX.sub(r"\\\1", text.replace("\\", "\\textbackslash "))
    return _line(escaped.replace("~", "\\textasciitilde ").replace("^", "\\textasciicircum "))
