"""What a file says of itself: whose text it is, of which day, where it stands."""

from __future__ import annotations

from datetime import date

from compendium.law.days import UNKNOWN_DAY
from compendium.law.names import expression_uri
from compendium.library.catalog import Work
from compendium.library.facts import Facts
from compendium.text.wording import span_words, start_words
from compendium_build.edition.addresses import absolute, version_page
from compendium_build.edition.edition import Edition
from compendium_build.forms.pandoc import Node, meta_list, meta_map, meta_text

_LANGUAGES = {"zho": "zh-Hans", "eng": "en"}


def version_meta(edition: Edition, work: Work, facts: Facts) -> dict[str, Node]:
    """The metadata of one version."""
    uri = expression_uri(facts.work, facts.language, facts.date)
    values = {
        "title": facts.title,
        "author": facts.issuer,
        "publisher": edition.publisher,
        "lang": _LANGUAGES.get(facts.language, facts.language),
        "date": facts.date.isoformat() if facts.date != UNKNOWN_DAY else "",
        "subject": facts.kind.chinese,
        "description": _standing(work, facts),
        "category": facts.kind.chinese,
        "source": absolute(edition, version_page(work, facts)) if edition.base_url else "",
        "belongs-to-collection": edition.title,
        "FRBRExpression": uri,
    }
    meta = {key: meta_text(value) for key, value in values.items() if value}
    if words := facts.keywords or facts.subjects:
        meta["keywords"] = meta_list([meta_text(word) for word in words])
    meta["identifier"] = meta_list([meta_map({"text": meta_text(uri), "scheme": meta_text("URI")})])
    return meta


def _standing(work: Work, facts: Facts) -> str:
    """From when to when the version holds, as far as its own file and the later ones tell."""
    if facts in work.expressions:
        return span_words(work.expressions, work.expressions.index(facts))
    return start_words((facts,), 0)


def made_on(facts: Facts) -> date:
    """The day of the last thing that made the text, so that one text is one file whenever it is built."""
    days = [event.date for event in facts.events if event.date <= facts.date]
    return max(days, default=facts.date)
