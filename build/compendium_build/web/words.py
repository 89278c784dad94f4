"""The two languages of the interface; a page speaks one of them.

The words of the law are not here: they are Chinese on every page, and marked so on an English one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from markupsafe import Markup

from compendium.catalog import Work
from compendium.facts import Facts
from compendium_build.addresses import in_english
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

    def page(self, path: str) -> str:
        """Where a page of the interface stands in this language."""
        return path if self.index == 0 else in_english(path)

    def mark(self, text: str) -> Markup:
        """The attribute that marks an element's text as Chinese, where it is so on a page in English."""
        return Markup(' lang="zh-CN"') if self.is_english and _HAN.search(text) else Markup("")

    @property
    def is_english(self) -> bool:
        """Whether Chinese words on its pages have to be marked as such."""
        return self.index == 1


CHINESE = Tongue("zh", "zh-CN", 0)
ENGLISH = Tongue("en", "en", 1)
TONGUES = (CHINESE, ENGLISH)


def tongue_of(facts: Facts) -> Tongue:
    """The language of what stands around a text: that of the text."""
    return CHINESE if facts.language == CHINESE_TEXT else ENGLISH


def tongues_of(work: Work) -> tuple[Tongue, ...]:
    """The languages in which there are pages about a text: English where it has been translated."""
    return TONGUES if work.translations else (CHINESE,)


def other(tongue: Tongue) -> Tongue:
    """The other language."""
    return TONGUES[1 - tongue.index]


def kind_words(kind: str, chinese: str, tongue: Tongue) -> str:
    """The name of a kind of act."""
    return KINDS[kind] if tongue.is_english else chinese
