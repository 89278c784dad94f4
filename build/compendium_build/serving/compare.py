"""Any two versions of a work beside each other, as a page of the edition, a Word file, or for a program."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from compendium.law.days import day_name
from compendium.law.names import quoted
from compendium.law.problems import CompendiumError
from compendium.law.timeline import standing
from compendium.library.catalog import UnknownWork, Work
from compendium.library.facts import Facts
from compendium.text.wording import version_name
from compendium_build.changes.basis import Bases, bases
from compendium_build.changes.report import Report, Text, report
from compendium_build.changes.views import report_object
from compendium_build.changes.word_table import word_table
from compendium_build.edition.addresses import Page
from compendium_build.edition.artifacts import code_key, key_of
from compendium_build.serving.editions import Shown
from compendium_build.web.changes import Forms, comparison_page

DIFF = Page("diff")
"""The address of comparisons."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """What is to be compared: a work by title, folder or URI, and two days; `form` is html, json or docx.

    Without days it is the version that holds against the one before it.
    """

    work: str
    before: date | None
    after: date | None
    form: str
    inline: bool = False


@dataclass(frozen=True, slots=True)
class Compared:
    """The comparison as bytes, and a name for it as a file."""

    body: bytes
    key: str
    name: str


class NotComparable(CompendiumError):
    """There are no two versions to compare."""


def compared(shown: Shown, pair: Pair) -> Compared:
    """Compare two versions.

    Raises:
        NotComparable: the work has only one, or is not known.
    """
    work = _work(shown, pair.work)
    old, new = _versions(shown, work, pair)
    made = _report(shown, work, old, new)
    key = key_of(
        code_key(), DIFF, old.digest, new.digest, shown.state.name, shown.day, pair.form, pair.inline
    )
    return Compared(
        _formed(shown, work, (old, new), made, pair),
        key,
        f"{work.slug}-{day_name(old.date)}-{day_name(new.date)}",
    )


def _formed(shown: Shown, work: Work, versions: tuple[Facts, Facts], made: Report, pair: Pair) -> bytes:
    match pair.form:
        case "json":
            return (json.dumps(report_object(made), ensure_ascii=False) + "\n").encode()
        case "docx":
            return word_table(made)
        case _:
            forms = _forms(work, *versions)
            return comparison_page(shown.site, DIFF, work, versions, made, forms, inline=pair.inline)


def _forms(work: Work, old: Facts, new: Facts) -> Forms:
    def query(**more: str) -> str:
        days = {"from": day_name(old.date), "to": day_name(new.date)}
        return "?" + urlencode({"work": work.folder, **days, **more})

    return Forms(query(), query(view="inline"), query(format="docx"), query(format="json"))


def _work(shown: Shown, words: str) -> Work:
    try:
        return shown.edition.catalog.find(words)
    except UnknownWork as error:
        if not error.candidates:
            raise NotComparable(f"没有“{words}”这部法规。请写全名称，或者写网址中的目录名。") from None
        names = "、".join(quoted(work.title) for work in error.candidates[:8])
        raise NotComparable(f"“{words}”对应不止一部法规：{names}。请写全名称。") from None


def _versions(shown: Shown, work: Work, pair: Pair) -> tuple[Facts, Facts]:
    versions = work.expressions
    last = _index(work, pair.after) if pair.after else versions.index(shown.edition.current(work))
    first = _index(work, pair.before) if pair.before else last - 1
    if first < 0:
        raise NotComparable(f"{quoted(work.title)}在这一版本之前没有别的版本，没有可以比较的。")
    return versions[first], versions[last]


def _index(work: Work, day: date) -> int:
    """The version named by a day, or the one that held on it."""
    for index, facts in enumerate(work.expressions):
        if facts.date == day:
            return index
    return standing(work.expressions, day).index


def _report(shown: Shown, work: Work, old: Facts, new: Facts) -> Report:
    catalog, versions = shown.edition.catalog, work.expressions
    first, last = versions.index(old), versions.index(new)
    before = Text(catalog.act(old), version_name(versions, first))
    after = Text(catalog.act(new), version_name(versions, last))
    later = [catalog.act(facts) for facts in versions[first + 1 : last + 1]]
    found = bases(catalog, work, later, before.act) if first < last else Bases()
    return report(before, after, found)
