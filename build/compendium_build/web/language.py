"""The two languages of the interface, and what is said of a text in the language of the page.

A page speaks one of them: how a text stands, what happened to it, on which day. The words of the law are not
here: they are Chinese on every page, and marked so on an English one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from compendium.compare import KIND_NAMES, Kind, counts
from compendium.law.act import Commencement
from compendium.law.kinds import ActKind, EventKind
from compendium.law.numerals import to_int
from compendium.law.timeline import (
    Status,
)
from compendium.library.catalog import Work
from compendium.library.facts import Facts
from compendium.text import wording
from compendium_build.changes.report import Report
from compendium_build.edition.addresses import Page, in_english
from compendium_build.edition.edition import Happening
from compendium_build.web.wordlist import KINDS, WORDS

CHINESE_TEXT = "zho"
"""The language of the law itself; other texts are translations."""

_HAN = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]")


@dataclass(frozen=True, slots=True)
class Tongue:
    """A language of the interface: which of the two words it takes, and where its pages stand."""

    code: str
    lang: str
    index: int

    def __getitem__(self, key: str) -> str:
        return WORDS[key][self.index]

    def page(self, path: Page) -> Page:
        """Return where a page of the interface stands in this language."""
        return path if self.index == 0 else in_english(path)

    def mark(self, text: str) -> Markup:
        """Return the attribute that marks an element's text as Chinese, where its page is in English."""
        return Markup(' lang="zh-CN"') if self.is_english and _HAN.search(text) else Markup("")

    @property
    def is_english(self) -> bool:
        """Whether Chinese words on its pages have to be marked as such."""
        return self.index == 1


CHINESE = Tongue("zh", "zh-CN", 0)
ENGLISH = Tongue("en", "en", 1)
TONGUES = (CHINESE, ENGLISH)


def tongue_of(facts: Facts) -> Tongue:
    """Choose the language of what stands around a text: that of the text."""
    return CHINESE if facts.language == CHINESE_TEXT else ENGLISH


def tongues_of(work: Work) -> tuple[Tongue, ...]:
    """List the languages of the pages about a text: English too where it has been translated."""
    return TONGUES if work.translations else (CHINESE,)


def other(tongue: Tongue) -> Tongue:
    """Return the other language."""
    return TONGUES[1 - tongue.index]


def kind_words(kind: str, chinese: str, tongue: Tongue) -> str:
    """Name a kind of act."""
    return KINDS[kind] if tongue.is_english else chinese


_CHANGE = {
    Kind.AMENDED: "Amended",
    Kind.ADDED: "Added",
    Kind.DELETED: "Deleted",
    Kind.RENUMBERED: "Renumbered",
    Kind.MOVED: "Moved",
    Kind.DEPARTED: "Moved away",
    Kind.SPLIT: "Split",
    Kind.JOINED: "Joined",
    Kind.UNCHANGED: "Unchanged",
}

_PART = re.compile(r"第([一二三四五六七八九十百千万零〇]+)(款|自然段)|第([^款项目]+)(项|目)")
_PARTS = {"款": "paragraph", "自然段": "paragraph", "项": "item", "目": "sub-item"}


def place_in_english(label: str) -> str:
    """Cite a provision of a translation: its numbers are English, the names of parts are not.

    >>> place_in_english("Article 1第二款第(1)项")
    'Article 1, paragraph 2, item (1)'
    """

    def part(found: re.Match[str]) -> str:
        counted, kind, printed, lower = found.groups()
        return f", {_PARTS[kind]} {to_int(counted)}" if counted else f", {_PARTS[lower]} {printed}"

    return _PART.sub(part, label.replace("序言", "Preamble")).removeprefix(", ")


def kind_name(kind: ActKind, tongue: Tongue) -> str:
    """Name a kind of act."""
    return kind_words(kind.value, kind.chinese, tongue)


def status_name(status: Status, tongue: Tongue) -> str:
    """Say a status in a word."""
    return wording.status_name(status, english=tongue.is_english)


def on(day: date, tongue: Tongue) -> str:
    """Write a day."""
    return wording.day_in(day, english=tongue.is_english)


def standing_words(versions: Sequence[Facts], index: int, day: date, tongue: Tongue) -> str:
    """Say how a version stands on a day, and since or until when."""
    return wording.status_words(versions, index, day, english=tongue.is_english)


def span(versions: Sequence[Facts], index: int, tongue: Tongue) -> str:
    """Say from when to when a version holds; a day that no text states is not given as one."""
    return wording.span_words(versions, index, english=tongue.is_english)


def version_words(versions: Sequence[Facts], index: int, tongue: Tongue) -> str:
    """Name a version by what is known of its beginning."""
    return wording.version_name(versions, index, english=tongue.is_english)


def version_label(versions: Sequence[Facts], index: int, tongue: Tongue) -> str:
    """Name a version where a sentence begins, or by itself."""
    words = version_words(versions, index, tongue)
    return words[0].upper() + words[1:]


def pending(commencement: Commencement, day: date, tongue: Tongue) -> str:
    """Say from when some provisions hold; empty when they do on that day."""
    return wording.pending_words(commencement, day, english=tongue.is_english)


def happened(happening: Happening, tongue: Tongue) -> str:
    """Say what happened, without the day, and to which provisions."""
    event, is_partial = happening.event, happening.is_partial
    if tongue.is_english:
        return happened_in_short(event.kind, is_partial, tongue)
    unnamed = is_partial and not event.places
    return ("部分条文" if unnamed else "") + wording.event_words(event, happening.facts)


def happened_in_short(kind: EventKind, is_partial: bool, tongue: Tongue) -> str:
    """Say in a word what happened."""
    name = wording.event_name(kind, english=tongue.is_english)
    if tongue.is_english:
        return name + (" in part" if is_partial else "")
    return ("部分条文" if is_partial else "") + name


def title_in(work: Work, facts: Facts, tongue: Tongue) -> str:
    """Return the title of a version in a language; untranslated, that of the last translation."""
    if not tongue.is_english:
        return facts.title
    return (work.translation_of(facts) or work.translations[-1]).title


def compared_title(made: Report, title: str, tongue: Tongue) -> str:
    """Name a comparison; `title` is that of the text after."""
    return f"{title}: before and after the amendment" if tongue.is_english else made.title


def kind_of_change(kind: Kind, tongue: Tongue) -> str:
    """Say in a word what became of a provision."""
    return _CHANGE[kind] if tongue.is_english else KIND_NAMES[kind]


def compared_words(made: Report, tongue: Tongue) -> str:
    """Say in a sentence how many 条 of each kind a comparison has."""
    if not tongue.is_english:
        return f"{made.summary}。"
    found = counts(made.comparison)
    told = [f"{_CHANGE[kind].lower()} {found[kind]}" for kind in _CHANGE if kind in found]
    return f"Articles: {', '.join(told)}." if told else tongue["nothing_differs"]
