"""Which forms of a version an edition publishes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from compendium.config_web import FORMS
from compendium.facts import Facts
from compendium_build.edition import Edition

CITATIONS = ("ris", "bib", "csl.json")
"""References to a version for programs that keep literature; they are always there."""


@dataclass(frozen=True, slots=True)
class Form:
    """A form of a version: the ending of its file, its name for readers, its media type.

    `is_slow` says that it takes long to make: in a process of its own, and only once for each text.
    """

    ending: str
    name: str
    media: str
    is_slow: bool = False


_ALL = {
    form.ending: form
    for form in (
        Form("xml", "XML", "application/akn+xml"),
        Form("json", "JSON", "application/json"),
        Form("txt", "TXT", "text/plain"),
        Form("md", "Markdown", "text/markdown"),
        Form("docx", "Word", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", True),
        Form("epub", "EPUB", "application/epub+zip", True),
        Form("pdf", "PDF", "application/pdf", True),
    )
}
_SLOW = "slow forms"


@dataclass(frozen=True, slots=True)
class SlowForms:
    """How an edition comes by the forms that take long.

    `made` gives the bytes of one that is ready, by key and ending, or None: then it is made when asked for.
    `failed` are those that can't be made, by the version's path and the ending.
    """

    made: Callable[[str, str], bytes | None]
    failed: frozenset[tuple[str, str]] = frozenset()


def offer_slow_forms(edition: Edition, forms: SlowForms) -> None:
    """Let an edition offer the forms that take long; without this it has none of them."""
    edition.memo[_SLOW] = forms


def slow_forms_of(edition: Edition) -> SlowForms | None:
    """How the edition comes by them; None when it has none."""
    held: SlowForms | None = edition.memo.get(_SLOW)
    return held


def forms_of(edition: Edition) -> tuple[Form, ...]:
    """The forms that corpus.toml chooses, by default all; the XML is always among them."""
    web = (edition.settings or {}).get("web") or {}
    chosen = web.get("forms", FORMS)
    every = (_ALL[name] for name in FORMS if name == "xml" or name in chosen)
    return tuple(form for form in every if not form.is_slow or slow_forms_of(edition))


def forms_for(edition: Edition, facts: Facts) -> tuple[Form, ...]:
    """The forms that there are of a version."""
    slow = slow_forms_of(edition)
    failed = slow.failed if slow else frozenset()
    return tuple(form for form in forms_of(edition) if (facts.path, form.ending) not in failed)


def plain_forms(edition: Edition) -> tuple[Form, ...]:
    """Those of them that are written from the text at once; the XML is the corpus's own file."""
    return tuple(form for form in forms_of(edition) if not form.is_slow and form.ending != "xml")


def typeset_forms(edition: Edition, facts: Facts) -> tuple[Form, ...]:
    """Those forms of a version that are made to be printed or read away from the site."""
    return tuple(form for form in forms_for(edition, facts) if form.ending in ("pdf", "docx", "epub"))
