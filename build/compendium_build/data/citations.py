"""How a version is cited, by people and by programs that keep literature, and what its page says as JSON-LD.

Citations: GB/T 7714 for people; RIS, BibTeX and CSL-JSON for programs. JSON-LD: in the terms of schema.org
and of ELI.

Sources: GB/T 7714—2015, 8.8 and appendix A (documents of public bodies: 题名：文号[A/OL]); schema.org
Legislation; ELI ontology 1.4 (http://data.europa.eu/eli/ontology).
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from compendium.law.commencement import made_on
from compendium.law.days import UNKNOWN_DAY, day_label, day_name
from compendium.law.identifiers import Uri
from compendium.law.kinds import AMENDING, EventKind
from compendium.law.names import expression_uri
from compendium.law.timeline import Status, end_of, first_day, start_of
from compendium.library.catalog import Work
from compendium.library.facts import Facts
from compendium_build.data.forms_offered import forms_for
from compendium_build.edition.addresses import Page, absolute, relative, version_file, version_page, work_page
from compendium_build.edition.edition import Edition

_TEX = re.compile(r"([#$%&_{}])")


@dataclass(frozen=True, slots=True, kw_only=True)
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
    uri: Uri
    publisher: str
    slug: str

    @property
    def key(self) -> str:
        """A name for it that programs accept."""
        return f"{self.slug}-{day_name(self.version)}{'' if self.language == 'zho' else '-en'}"


def reference_of(edition: Edition, work: Work, facts: Facts) -> Reference:
    """Gather what there is to cite for a version."""
    made = made_on(facts)
    return Reference(
        title=facts.title,
        issuer=facts.issuer,
        number=facts.number,
        kind=work.kind.chinese,
        made=None if made == UNKNOWN_DAY else made,
        version=facts.date,
        language=facts.language,
        url=absolute(edition, version_page(work, facts)),
        uri=expression_uri(work.uri, facts.language, facts.date),
        publisher=edition.publisher,
        slug=work.slug,
    )


def national_standard(ref: Reference, read_on: date) -> str:
    """Cite by GB/T 7714: who, title：number[A/OL]. (made on)[read on]. where."""
    author = f"{ref.issuer}. " if ref.issuer else ""
    number = f"：{ref.number}" if ref.number else ""
    made = f"({ref.made.isoformat()})" if ref.made else ""
    return f"{author}{ref.title}{number}[A/OL]. {made}[{read_on.isoformat()}]. {ref.url}."


def ris(ref: Reference) -> str:
    """Write the reference for reference managers (RIS)."""
    rows = [
        ("TY", "STAT"),
        ("TI", ref.title),
        ("AU", f"{ref.issuer}," if ref.issuer else ""),
        ("M1", ref.number),
        ("M3", ref.kind),
        ("DA", ref.made.strftime("%Y/%m/%d") if ref.made else ""),
        ("PY", ref.made.strftime("%Y") if ref.made else ""),
        ("ET", f"{day_label(ref.version)}{'的' if ref.version == UNKNOWN_DAY else ' '}文本"),
        ("PB", ref.publisher),
        ("LA", "zh" if ref.language == "zho" else "en"),
        ("AN", ref.uri),
        ("UR", ref.url),
    ]
    return "".join(f"{tag}  - {_line(value)}\r\n" for tag, value in rows if value) + "ER  - \r\n"


def bibtex(ref: Reference) -> str:
    """Write the reference for LaTeX."""
    rows = [
        ("title", f"{{{_tex(ref.title)}}}"),
        ("author", f"{{{_tex(ref.issuer)}}}" if ref.issuer else ""),
        ("number", _tex(ref.number)),
        ("howpublished", _tex(ref.kind)),
        ("date", ref.made.isoformat() if ref.made else ""),
        ("year", ref.made.strftime("%Y") if ref.made else ""),
        ("version", day_label(ref.version)),
        ("publisher", _tex(ref.publisher)),
        ("langid", "chinese-simplified" if ref.language == "zho" else "english"),
        ("url", ref.url),
        ("note", _tex(ref.uri)),
    ]
    fields = "".join(f"  {name} = {{{value}}},\n" for name, value in rows if value)
    return f"@misc{{{ref.key},\n{fields}}}\n"


def csl(ref: Reference) -> list[dict[str, Any]]:
    """Write the reference as CSL-JSON, which Zotero, pandoc and citeproc read."""
    item: dict[str, Any] = {
        "id": ref.key,
        "type": "legislation",
        "title": ref.title,
        "genre": ref.kind,
        "version": day_label(ref.version),
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


_CONTEXT = ["https://schema.org", {"eli": "http://data.europa.eu/eli/ontology#"}]
_FORCE = {
    Status.IN_FORCE: ("InForce", "inForce"),
    Status.NOT_YET: ("NotInForce", "notInForce"),
    Status.NOT_HELD: ("NotInForce", "notInForce"),
    Status.SUPERSEDED: ("NotInForce", "notInForce"),
    Status.SUSPENDED: ("NotInForce", "notInForce"),
    Status.REPEALED: ("NotInForce", "notInForce"),
    Status.EXPIRED: ("NotInForce", "notInForce"),
}
_LANGUAGE = {"zho": ("zh-Hans", "ZHO"), "eng": ("en", "ENG")}
_LANGUAGES = "http://publications.europa.eu/resource/authority/language/"
_MEDIA = "http://www.iana.org/assignments/media-types/"

Node = dict[str, Any]


def linked_data(edition: Edition, work: Work, facts: Facts, page: Page) -> str:
    """Write the block for the page that shows a version: the work, the version, its forms.

    It is data, not a program: a page that allows no scripts may hold it. No character in it can end the
    element that it stands in.
    """

    def at(path: Page) -> str:
        return absolute(edition, path) if edition.base_url else relative(page, path)

    graph = [_work(edition, work, at), _version(edition, work, facts, at)]
    text = json.dumps({"@context": _CONTEXT, "@graph": graph}, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def _work(edition: Edition, work: Work, at: Callable[[Page], str]) -> Node:
    facts, now = edition.current(work), edition.standing(work)
    changing = _deciding(facts, AMENDING)
    first, starts = first_day(work.expressions[0]), [start_of(item) for item in work.expressions]
    begun = [day for day, certain in starts if day and certain]
    end = end_of(work.expressions)
    schema, eli = _FORCE[now.status]
    made = _known(first)
    every = (*work.expressions, *work.translations)
    return _filled(
        {
            "@id": at(work_page(work)),
            "@type": ["Legislation", "eli:LegalResource"],
            "name": facts.title,
            "alternateName": facts.short_title,
            "url": at(work_page(work)),
            "identifier": facts.number,
            "legislationIdentifier": work.uri,
            "legislationType": work.kind.chinese,
            "legislationDate": made,
            "legislationPassedBy": _body(facts.issuer),
            "datePublished": _first(facts, EventKind.PROMULGATION),
            "legislationLegalForce": f"https://schema.org/{schema}",
            "keywords": ", ".join(facts.keywords),
            "publisher": _body(edition.publisher),
            "eli:id_local": work.uri,
            "eli:date_document": _typed(made),
            "eli:date_publication": _typed(_first(facts, EventKind.PROMULGATION)),
            "eli:first_date_entry_in_force": _typed(_known(begun[0]) if begun else None),
            "eli:date_no_longer_in_force": _typed(end[0].isoformat() if end else None),
            "eli:in_force": {"@id": f"eli:InForce-{eli}"},
            "eli:passed_by": facts.issuer,
            "eli:changed_by": _named(edition, changing, at),
            "eli:repealed_by": _named(edition, _deciding(facts, (EventKind.REPEAL,)), at),
            "eli:cites": [{"@id": at(work_page(cited))} for cited in cited_works(edition, work, facts)],
            "eli:is_realized_by": [{"@id": at(version_page(work, item))} for item in every],
        }
    )


def _version(edition: Edition, work: Work, facts: Facts, at: Callable[[Page], str]) -> Node:
    tag, code = _LANGUAGE[facts.language]
    original = work.expressions[0].language
    here = at(version_page(work, facts))
    forms = [
        {
            "@id": at(version_file(work, facts, form.ending)),
            "@type": ["LegislationObject", "eli:Format"],
            "encodingFormat": form.media,
            "contentUrl": at(version_file(work, facts, form.ending)),
            "eli:format": {"@id": _MEDIA + form.media},
            "eli:embodies": {"@id": here},
        }
        for form in forms_for(edition, facts)
    ]
    return _filled(
        {
            "@id": here,
            "@type": ["Legislation", "eli:LegalExpression"],
            "name": facts.title,
            "url": here,
            "inLanguage": tag,
            "legislationIdentifier": expression_uri(work.uri, facts.language, facts.date),
            "legislationDateVersion": _known(facts.date),
            "exampleOfWork": {"@id": at(work_page(work))},
            "translationOfWork": _translated(work, facts, at) if facts.language != original else None,
            "encoding": forms,
            "eli:realizes": {"@id": at(work_page(work))},
            "eli:title": {"@language": tag, "@value": facts.title},
            "eli:language": {"@id": _LANGUAGES + code},
            "eli:version_date": _typed(_known(facts.date)),
            "eli:is_embodied_by": [{"@id": form["@id"]} for form in forms],
        }
    )


def _translated(work: Work, facts: Facts, at: Callable[[Page], str]) -> Node | None:
    original = next((item for item in work.expressions if item.date == facts.date), None)
    return {"@id": at(version_page(work, original))} if original else None


def _filled(node: Node) -> Node:
    return {key: value for key, value in node.items() if value not in (None, "", [])}


def _known(day: date) -> str | None:
    """A day as programs read it; None for one that nobody knows."""
    return None if day == UNKNOWN_DAY else day.isoformat()


def _typed(day: str | None) -> Node | None:
    return {"@type": "http://www.w3.org/2001/XMLSchema#date", "@value": day} if day else None


def _body(name: str) -> Node | None:
    return {"@type": "GovernmentOrganization", "name": name} if name else None


def _first(facts: Facts, kind: EventKind) -> str | None:
    return next((event.date.isoformat() for event in facts.events if event.kind is kind), None)


def _deciding(facts: Facts, kinds: Collection[EventKind]) -> list[str]:
    return [event.decision for event in facts.events if event.kind in kinds and event.decision]


def _named(edition: Edition, titles: list[str], at: Callable[[Page], str]) -> list[Node]:
    """The acts of those titles that the edition has."""
    found = (edition.catalog.cited(title) for title in dict.fromkeys(titles))
    return [{"@id": at(work_page(work))} for work in found if work]


def cited_works(edition: Edition, work: Work, facts: Facts) -> list[Work]:
    """List the acts of the edition that a version cites, each once."""
    titles = dict.fromkeys(reference.title for reference in facts.references if reference.title)
    found = dict.fromkeys(filter(None, map(edition.catalog.cited, titles)))
    return [cited for cited in found if cited.uri != work.uri]
