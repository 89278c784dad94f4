"""What a regulation's page says of itself as JSON-LD, in the terms of schema.org and of ELI.

Source: schema.org Legislation; ELI ontology 1.4 (http://data.europa.eu/eli/ontology).
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from compendium.catalog import Work
from compendium.days import UNKNOWN_DAY
from compendium.facts import Facts
from compendium.model import EventKind
from compendium.timeline import Status, end_of, first_day, start_of
from compendium.uri import expression_uri
from compendium_build.addresses import absolute, relative, version_file, version_page, work_page
from compendium_build.edition import Edition
from compendium_build.machine.choice import forms_for

_CONTEXT = ["https://schema.org", {"eli": "http://data.europa.eu/eli/ontology#"}]
_FORCE = {
    Status.IN_FORCE: ("InForce", "inForce"),
    Status.NOT_YET: ("NotInForce", "notInForce"),
    Status.SUPERSEDED: ("NotInForce", "notInForce"),
    Status.REPEALED: ("NotInForce", "notInForce"),
    Status.EXPIRED: ("NotInForce", "notInForce"),
}
_LANGUAGE = {"zho": ("zh-Hans", "ZHO"), "eng": ("en", "ENG")}
_LANGUAGES = "http://publications.europa.eu/resource/authority/language/"
_MEDIA = "http://www.iana.org/assignments/media-types/"

Node = dict[str, Any]


def linked_data(edition: Edition, work: Work, facts: Facts, page: str) -> str:
    """The block for the page that shows a version: the work, the version, its forms.

    It is data, not a program: a page that allows no scripts may hold it. No character in it can end the
    element that it stands in.
    """

    def at(path: str) -> str:
        return absolute(edition, path) if edition.base_url else relative(page, path)

    graph = [_work(edition, work, at), _version(edition, work, facts, at)]
    text = json.dumps({"@context": _CONTEXT, "@graph": graph}, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def _work(edition: Edition, work: Work, at: Callable[[str], str]) -> Node:
    facts, now = edition.current(work), edition.standing(work)
    changing = _deciding(facts, (EventKind.AMENDMENT, EventKind.REVISION))
    first, starts = first_day(work.expressions[0]), [start_of(item) for item in work.expressions]
    begun = [day for day, certain in starts if day and certain]
    end = end_of(work.expressions)
    schema, eli = _FORCE[now.status]
    made = None if first == UNKNOWN_DAY else first.isoformat()
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
            "eli:first_date_entry_in_force": _typed(begun[0].isoformat() if begun else None),
            "eli:date_no_longer_in_force": _typed(end[0].isoformat() if end else None),
            "eli:in_force": {"@id": f"eli:InForce-{eli}"},
            "eli:passed_by": facts.issuer,
            "eli:changed_by": _named(edition, changing, at),
            "eli:repealed_by": _named(edition, _deciding(facts, (EventKind.REPEAL,)), at),
            "eli:cites": [{"@id": at(work_page(cited))} for cited in cited_works(edition, work, facts)],
            "eli:is_realized_by": [{"@id": at(version_page(work, item))} for item in every],
        }
    )


def _version(edition: Edition, work: Work, facts: Facts, at: Callable[[str], str]) -> Node:
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
            "legislationDateVersion": facts.date.isoformat(),
            "exampleOfWork": {"@id": at(work_page(work))},
            "translationOfWork": _translated(work, facts, at) if facts.language != original else None,
            "encoding": forms,
            "eli:realizes": {"@id": at(work_page(work))},
            "eli:title": {"@language": tag, "@value": facts.title},
            "eli:language": {"@id": _LANGUAGES + code},
            "eli:version_date": _typed(facts.date.isoformat()),
            "eli:is_embodied_by": [{"@id": form["@id"]} for form in forms],
        }
    )


def _translated(work: Work, facts: Facts, at: Callable[[str], str]) -> Node | None:
    original = next((item for item in work.expressions if item.date == facts.date), None)
    return {"@id": at(version_page(work, original))} if original else None


def _filled(node: Node) -> Node:
    return {key: value for key, value in node.items() if value not in (None, "", [])}


def _typed(day: str | None) -> Node | None:
    return {"@type": "http://www.w3.org/2001/XMLSchema#date", "@value": day} if day else None


def _body(name: str) -> Node | None:
    return {"@type": "GovernmentOrganization", "name": name} if name else None


def _first(facts: Facts, kind: EventKind) -> str | None:
    return next((event.date.isoformat() for event in facts.events if event.kind is kind), None)


def _deciding(facts: Facts, kinds: tuple[EventKind, ...]) -> list[str]:
    return [event.decision for event in facts.events if event.kind in kinds and event.decision]


def _named(edition: Edition, titles: list[str], at: Callable[[str], str]) -> list[Node]:
    """The acts of those titles that the edition has."""
    found = (edition.catalog.cited(title) for title in dict.fromkeys(titles))
    return [{"@id": at(work_page(work))} for work in found if work]


def cited_works(edition: Edition, work: Work, facts: Facts) -> list[Work]:
    """The acts of the edition that a version cites, each once."""
    titles = dict.fromkeys(reference.title for reference in facts.references if reference.title)
    found = dict.fromkeys(filter(None, map(edition.catalog.cited, titles)))
    return [cited for cited in found if cited.uri != work.uri]
