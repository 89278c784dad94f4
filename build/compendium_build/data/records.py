"""The records of the static interface: the edition, a work, a version, as plain values.

Addresses in them are relative to the root of the edition. A version's record holds nothing that depends on
the day, so it stays what it is as long as the version does. Its plain forms are JSON, plain text and
Markdown.
"""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from compendium.law.act import Act
from compendium.law.days import UNKNOWN_DAY, day_name
from compendium.law.kinds import ActKind
from compendium.law.names import expression_uri
from compendium.law.timeline import Status, interval_of, missing_versions, start_of
from compendium.library.catalog import Work
from compendium.library.config import Category
from compendium.library.facts import Facts
from compendium.library.told_effects import End, ended_by, ends
from compendium.library.withdrawn import Withdrawal
from compendium.text.effect_words import end_object
from compendium.text.plain import act_object, as_markdown, as_printed, event_object, missing_objects
from compendium.text.wording import span_words, status_words
from compendium_build.data.forms_offered import CITATIONS, forms_for, forms_of
from compendium_build.edition.addresses import (
    DATA,
    FEED,
    HOME,
    STATUS_NAME,
    absolute,
    archive,
    schema_file,
    version_file,
    version_json,
    version_page,
    work_feed,
    work_json,
    work_page,
)
from compendium_build.edition.edition import Edition
from compendium_build.edition.moved import in_edition

ARCHIVES = ("xml", "txt", "json")
"""The forms of which there is an archive of everything."""


def index_record(edition: Edition) -> dict[str, Any]:
    """List everything there is, with where it stands."""
    works = edition.catalog.works
    return {
        "$schema": _schema(edition, "index"),
        "title": edition.title,
        "publisher": edition.publisher,
        "base_url": edition.base_url,
        "as_of": edition.as_of.isoformat(),
        "revision": edition.revision,
        "home": HOME,
        "feed": FEED,
        "about": DATA,
        "archives": {form: archive(form) for form in archives_of(edition)},
        "forms": [{"name": form.ending, "media_type": form.media} for form in forms_of(edition)],
        "kinds": {kind.value: kind.chinese for kind in ActKind},
        "statuses": {STATUS_NAME[status]: status.value for status in Status},
        "scheme": [_category(category) for category in edition.scheme],
        "works": [_listed(edition, work) for work in works],
        "withdrawn": [_withdrawn(place, item) for place, item in edition.catalog.withdrawn.items()],
    }


def archives_of(edition: Edition) -> tuple[str, ...]:
    """List the forms of which this edition has an archive."""
    held = {form.ending for form in forms_of(edition)}
    return tuple(form for form in ARCHIVES if form in held)


def _schema(edition: Edition, name: str) -> str:
    return absolute(edition, schema_file(name))


def _category(category: Category) -> dict[str, Any]:
    return {
        "id": category.id,
        "title": category.title,
        "children": [_category(child) for child in category.children],
    }


def _listed(edition: Edition, work: Work) -> dict[str, Any]:
    """A work as the index names it."""
    facts, now = edition.current(work), edition.standing(work)
    return {
        "uri": work.uri,
        "kind": work.kind.value,
        "title": facts.title,
        "issuer": facts.issuer,
        "number": facts.number,
        "subjects": list(facts.subjects),
        "status": STATUS_NAME[now.status],
        "current": day_name(facts.date),
        "page": work_page(work),
        "json": work_json(work),
        "versions": [day_name(item.date) for item in work.expressions],
    }


def _withdrawn(place: str, item: Withdrawal) -> dict[str, Any]:
    """A work or a version that was taken out, and the page that says so."""
    return {
        "uri": expression_uri(item.work, "zho", item.day) if item.day else item.work,
        "title": item.title,
        "since": item.since.isoformat(),
        "reason": item.reason,
        "source": item.source,
        "page": f"{in_edition(place)}/index.html",
    }


def work_record(edition: Edition, work: Work) -> dict[str, Any]:
    """Describe a work as it stands on the edition's day, with all its versions."""
    facts, now = edition.current(work), edition.standing(work)
    return {
        "$schema": _schema(edition, "work"),
        "as_of": edition.as_of.isoformat(),
        "uri": work.uri,
        "kind": work.kind.value,
        "kind_name": work.kind.chinese,
        "slug": work.slug,
        "title": facts.title,
        "short_title": facts.short_title,
        "issuer": facts.issuer,
        "number": facts.number,
        "subjects": list(facts.subjects),
        "keywords": list(facts.keywords),
        "status": STATUS_NAME[now.status],
        "status_name": now.status.value,
        "status_words": status_words(work.expressions, now.index, edition.as_of),
        "ended": _day(now.ended),
        "missing": missing_objects(missing_versions(work.expressions)),
        "ended_by": _end(end) if (end := ended_by(edition.catalog, work)) else None,
        "ends": [_end(each) for each in ends(edition.catalog, work)],
        "current": day_name(facts.date),
        "page": work_page(work),
        "feed": work_feed(work),
        "events": [event_object(event) for event in facts.events],
        "versions": [_version(edition, work, index) for index in range(len(work.expressions))],
        "translations": [_files(edition, work, item) for item in work.translations],
    }


def _end(end: End) -> dict[str, Any]:
    """The end of one act by another, with the page of the other where there is one."""
    return {**end_object(end), "page": work_page(end.work) if end.work else None}


def _version(edition: Edition, work: Work, index: int) -> dict[str, Any]:
    """A version among its fellows; `from` and `until` are the half-open interval in which it holds."""
    facts = work.expressions[index]
    start, until = interval_of(work.expressions, index)
    return {
        **_files(edition, work, facts),
        "from": _day(start),
        "until": _day(until),
        "certain": start_of(facts)[1],
        "status": STATUS_NAME[edition.version_status(work, facts)],
        "words": span_words(work.expressions, index),
    }


def _files(edition: Edition, work: Work, facts: Facts) -> dict[str, Any]:
    return {
        "uri": expression_uri(work.uri, facts.language, facts.date),
        "date": day_name(facts.date),
        "language": facts.language,
        "title": facts.title,
        "page": version_page(work, facts),
        "json": version_json(work, facts),
        "files": {form.ending: version_file(work, facts, form.ending) for form in forms_for(edition, facts)},
        "citations": {ending: version_file(work, facts, ending) for ending in CITATIONS},
    }


def version_record(edition: Edition, work: Work, facts: Facts, act: Act) -> dict[str, Any]:
    """Describe a version whole: its facts, its provisions as a tree, and its other forms."""
    own = act_object(act)
    return {
        "$schema": _schema(edition, "version"),
        **_files(edition, work, facts),
        "work_json": work_json(work),
        **own,
        "short_title": act.short_title,
        "subjects": list(act.subjects),
        "keywords": list(act.keywords),
        "source": {"file": act.source.file, "gazette": act.source.gazette},
    }


def _day(day: date | None) -> str | None:
    """Write a day; None where there is none, or nobody knows it."""
    return day.isoformat() if day and day != UNKNOWN_DAY else None


def plain_form(edition: Edition, work: Work, facts: Facts, act: Act, ending: str) -> bytes:
    """Write a version in one of the forms that are written from its text at once."""
    match ending:
        case "json":
            return json_bytes(version_record(edition, work, facts, act))
        case "txt":
            return as_printed(act).encode()
        case "md":
            return as_markdown(act).encode()
        case _:
            raise ValueError(f"unknown form: {ending}")


def json_bytes(value: Any) -> bytes:
    """Write plain values as JSON, without what only takes room."""
    return (json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n").encode()
