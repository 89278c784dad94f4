"""What a client would rather have: RFC 9110 section 12."""

from __future__ import annotations

from collections.abc import Sequence

from werkzeug.datastructures import LanguageAccept, MIMEAccept
from werkzeug.http import parse_accept_header

from compendium_build.serving.media import FORMS

LANGUAGES = {"zho": "zh-CN", "eng": "en"}
"""Languages as the corpus names them and as the web does."""
_ASKED = {"zho": ("zh-CN", "zh"), "eng": ("en",)}


def best_form(accept: str, endings: Sequence[str]) -> tuple[str, str]:
    """The form that is wanted most, and the type to call it by; two empty strings when none is wanted."""
    offers = {media: ending for ending in endings for media in FORMS[ending]}
    if not accept.strip():
        return endings[0], FORMS[endings[0]][0]
    found = parse_accept_header(accept, MIMEAccept).best_match(list(offers))
    return (offers[found], found) if found else ("", "")


def best_language(accept: str, languages: Sequence[str]) -> str:
    """The language that is wanted most; the first where none is: a law can always be read as it is law."""
    if not accept.strip() or len(languages) < 2:
        return languages[0]
    offers = {tag: language for language in languages for tag in _ASKED[language]}
    found = parse_accept_header(accept, LanguageAccept).best_match(list(offers))
    return offers[found] if found else languages[0]


def wants_json(accept: str) -> bool:
    """Whether an answer that exists in both forms is wanted as JSON."""
    offers = ["text/html", "application/json", "application/problem+json"]
    return parse_accept_header(accept, MIMEAccept).best_match(offers, "text/html") != "text/html"


def wants_html(accept: str) -> bool:
    """Whether a page is wanted at all."""
    return not accept.strip() or parse_accept_header(accept, MIMEAccept).best_match(["text/html"]) is not None
