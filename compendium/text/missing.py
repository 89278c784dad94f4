"""Words for texts that an act has had and that are not held, Chinese and English beside each other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from compendium.law.days import day_words
from compendium.law.gaps import Missing

NOT_HELD = "未收录"


def missing_names(missing: Sequence[Missing], *, english: bool = False) -> str:
    """Name the texts by their years, by their days where two are of one year.

    >>> from datetime import date
    >>> from compendium.law.act import Event
    >>> from compendium.law.kinds import EventKind
    >>> days = date(2003, 3, 1), date(2010, 9, 17)
    >>> told = [Missing(Event(kind=EventKind.AMENDMENT, date=day), day, None) for day in days]
    >>> missing_names(told), missing_names(told, english=True)
    ('2003年、2010年的文本', 'the texts of 2003 and 2010')
    """
    years = Counter(one.since.year for one in missing)
    first = [_day(one, years, english) for one in missing if one.original]
    later = [_day(one, years, english) for one in missing if not one.original]
    if english:
        texts = f"the text{'s' if len(later) > 1 else ''} of {_listed(later)}" if later else ""
        return " and ".join(filter(None, (f"the original text of {_listed(first)}" if first else "", texts)))
    texts = f"{'、'.join(later)}的文本" if later else ""
    return "和".join(filter(None, (f"{'、'.join(first)}的原文本" if first else "", texts)))


def missing_words(missing: Sequence[Missing], *, english: bool = False) -> str:
    """Say that texts are not held; empty where none is missing."""
    if not missing:
        return ""
    names = missing_names(missing, english=english)
    verb = "are" if len(missing) > 1 else "is"
    return f"{names} {verb} not held" if english else f"{names}{NOT_HELD}"


def _day(one: Missing, years: Counter[int], english: bool) -> str:
    if years[one.since.year] == 1:
        return str(one.since.year) if english else f"{one.since.year}年"
    return f"{one.since.day} {one.since:%B} {one.since.year}" if english else day_words(one.since)


def _listed(words: Sequence[str]) -> str:
    return " and ".join((", ".join(words[:-1]), words[-1])) if len(words) > 1 else words[0]
