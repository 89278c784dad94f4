"""From a path and what the client would rather have to a file of the edition."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from compendium.law.days import day_name
from compendium.law.timeline import NOT_BEGUN, standing
from compendium.library.catalog import Work
from compendium.library.facts import Facts
from compendium.library.withdrawn import NO_END
from compendium_build.edition.addresses import ENGLISH, Page, in_english, version_page
from compendium_build.edition.artifacts import key_of
from compendium_build.edition.moved import new_address, since_undated
from compendium_build.serving.editions import Shown
from compendium_build.serving.media import FORMS, media_of
from compendium_build.serving.replies import LANGUAGES, best_form, best_language
from compendium_build.web.versions import former_days
from compendium_build.web.withdrawn import notices, withdrawn_at

_INDEX = "index.html"
_LATEST = "latest"
_PLACE = re.compile(
    r"(?P<folder>[a-z-]+/[a-z0-9-]+)(?:/(?P<day>[0-9]{4}-[0-9]{2}-[0-9]{2}|undated|latest)(?P<en>/en)?)?/"
)

_VERSION = re.compile(
    r"(?:works/)?(?P<folder>[a-z-]+/[a-z0-9-]+)/(?P<day>[0-9]{4}-[0-9]{2}-[0-9]{2}|undated)(?=[/.]|$)"
)


@dataclass(frozen=True, slots=True)
class Ask:
    """A path within an edition, the headers that choose among its forms, and the day put into a form."""

    path: str
    accept: str = ""
    languages: str = ""
    date: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A file; `chosen` tells that other forms stand at the address, `gone` that it only says what went."""

    path: str
    key: str
    media: str
    language: str = ""
    chosen: bool = False
    gone: bool = False


@dataclass(frozen=True, slots=True)
class Moved:
    """Another address is the right one."""

    path: str
    permanent: bool = False
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Missing:
    """Nothing stands here."""


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """What stood here was withdrawn; `words` say so, since when and why."""

    words: str


@dataclass(frozen=True, slots=True)
class Unacceptable:
    """It exists, in none of the forms wanted; `forms` are (type, path)."""

    forms: tuple[tuple[str, str], ...]


Outcome = Found | Moved | Missing | Withdrawn | Unacceptable


def find(shown: Shown, ask: Ask) -> Outcome:
    """Find what an address means, or that what stood there was withdrawn."""
    noted, path = notices(shown.edition), ask.path
    page = Page(path + _INDEX if not path or path.endswith("/") else path)
    if page in noted:
        return Found(path=page, key=key_of(page, shown.files[page].key), media=media_of(page), gone=True)
    withdrawn = withdrawn_at(shown.edition, path)
    if withdrawn is None or shown.file(page):
        return _find(shown, ask)
    if f"{path}/{_INDEX}" in noted:
        return Moved(f"{path}/", permanent=True)
    return Withdrawn(f"{withdrawn.words}。{NO_END}")


def _find(shown: Shown, ask: Ask) -> Outcome:
    """Find what an address means. A file's own address is never negotiated, so that links within stay."""
    path = ask.path
    if resolved := _moved(shown, path) or _dated(shown, ask) or _renamed(shown, path):
        return resolved
    if shown.file(path):
        return _found(shown, path, media_of(path))
    if path and not path.endswith("/"):
        below = f"{path}/"
        is_page = bool(shown.file(below + _INDEX))
        exists = is_page or _subject(shown, below) or _resolved(shown, below)
        return Moved(below, permanent=is_page) if exists else Missing()
    if path.endswith(f"/{_LATEST}/") and (resolved := _resolved(shown, path)):
        return resolved
    subject = _subject(shown, path)
    if subject:
        return _negotiated(shown, ask, *subject)
    page = Page(path + _INDEX)
    if shown.file(page):
        english = in_english(page)
        if not shown.file(english):
            return _found(shown, page, media_of(page))
        if best_language(ask.languages, ("zho", "eng")) == "eng":
            return Moved(english.removesuffix(_INDEX), chosen=True)
        return _found(shown, page, media_of(page), LANGUAGES["zho"], chosen=True)
    return _resolved(shown, path) or Missing()


def _found(shown: Shown, path: str, media: str, language: str = "", chosen: bool = False) -> Found:
    # Two pages of one version have the same sources, so the path tells them apart.
    return Found(
        path=path, key=key_of(path, shown.files[path].key), media=media, language=language, chosen=chosen
    )


def _subject(shown: Shown, path: str) -> tuple[Work, Facts, bool] | None:
    """The version that an address shows, and whether it is the work's own address."""
    match = _PLACE.fullmatch(path)
    work = shown.works.get(match["folder"]) if match else None
    if match is None or work is None:
        return None
    if match["day"] is None:
        return work, shown.edition.current(work), True
    versions = work.translations if match["en"] else work.expressions
    facts = next((item for item in versions if day_name(item.date) == match["day"]), None)
    return (work, facts, False) if facts else None


def _negotiated(shown: Shown, ask: Ask, work: Work, facts: Facts, is_living: bool) -> Outcome:
    page = ask.path + _INDEX
    forms = {"html": page} | {
        ending: path for ending in FORMS if (path := shown.form(work, facts, ending)) and ending != "html"
    }
    ending, media = best_form(ask.accept, list(forms))
    if not ending:
        return Unacceptable(tuple((FORMS[one][0], path) for one, path in forms.items()))
    other = work.translation_of(facts) if facts.language == "zho" else None
    if other and best_language(ask.languages, ("zho", "eng")) == "eng":
        if ending == "html":
            return Moved(version_page(work, other).removesuffix(_INDEX), chosen=True)
        if path := shown.form(work, other, ending):
            return _found(shown, path, _named(path, media), LANGUAGES["eng"], chosen=True)
    path = forms[ending]
    return _found(shown, path, _named(path, media), LANGUAGES[facts.language], chosen=True)


def _named(path: str, media: str) -> str:
    """The type to call a file by: XML has several names, and the one asked for is given."""
    return media if path.endswith(".xml") else media_of(path)


def _resolved(shown: Shown, path: str) -> Moved | None:
    """Where …/latest/ leads, and …/2021-05-05/: to the version that held on the day."""
    match = _PLACE.fullmatch(path)
    work = shown.works.get(match["folder"]) if match else None
    if match is None or work is None or match["day"] is None or match["en"]:
        return None
    if match["day"] == _LATEST:
        return Moved(f"{work.folder}/")
    try:
        day = date.fromisoformat(match["day"])
    except ValueError:
        return None
    now = standing(work.expressions, day)
    return None if now.status in NOT_BEGUN else Moved(_folder(work, work.expressions[now.index]))


def _moved(shown: Shown, path: str) -> Moved | None:
    """Where what stood here stands since it moved, unless another work has taken the place."""
    new = new_address(path, shown.edition.moves, shown.edition.places) or since_undated(path)
    if not new:
        return None
    there = shown.file(new) or shown.file(new.rstrip("/") + f"/{_INDEX}") or _resolved(shown, new)
    return Moved(new, permanent=True) if there else None


def _renamed(shown: Shown, path: str) -> Moved | None:
    """Where what stood under a day that named a version before stands now."""
    match = _VERSION.match(path)
    work = shown.works.get(match["folder"]) if match else None
    if match is None or work is None:
        return None
    days = {day_name(day): day_name(facts.date) for facts, day in former_days(work)}
    now = days.get(match["day"])
    if not now:
        return None
    moved = path[: match.start("day")] + path[match.start("day") :].replace(match["day"], now)
    there = shown.file(moved) or shown.file(moved.rstrip("/") + f"/{_INDEX}")
    return Moved(moved, permanent=True) if there else None


def _dated(shown: Shown, ask: Ask) -> Moved | None:
    """Where the form of the page of periods leads; the page itself needs a script for that."""
    asked = ask.path.removesuffix(_INDEX)
    folder = asked.removesuffix("dates/")
    if not ask.date or folder == asked:
        return None
    bare = folder.removeprefix(f"{ENGLISH}/")
    resolved = _resolved(shown, f"{bare}{ask.date}/")
    if resolved and bare != folder and shown.file(f"{resolved.path}{ENGLISH}/{_INDEX}"):
        return Moved(f"{resolved.path}{ENGLISH}/")
    return resolved


def _folder(work: Work, facts: Facts) -> str:
    return version_page(work, facts).removesuffix(_INDEX)
