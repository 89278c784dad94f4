"""What of an edition goes into a book: everything, or what somebody has chosen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from compendium.law.identifiers import Folder
from compendium.law.kinds import ActKind
from compendium.law.problems import CompendiumError
from compendium.library.catalog import Work
from compendium.library.config import Category
from compendium_build.edition.edition import Edition
from compendium_build.print.pages.matter import changed_since
from compendium_build.print.plan import PRINTED


class NothingChosen(CompendiumError):
    """A choice that no regulation of the edition meets."""

    def __init__(self) -> None:
        super().__init__("没有现行有效或者尚未施行的法规符合 --select 的条件，没有生成书。")


class UnknownClass(CompendiumError):
    """A class that corpus.toml does not have."""

    def __init__(self, name: str, known: list[str]) -> None:
        super().__init__(f"没有“{name}”这一分类。corpus.toml 中的分类有：{'、'.join(known) or '无'}")


@dataclass(frozen=True, slots=True)
class Selection:
    """Conditions, all of which a regulation must meet; of several values of one condition, any."""

    classes: tuple[str, ...] = ()
    kinds: tuple[ActKind, ...] = ()
    works: tuple[str, ...] = ()
    since: date | None = None


def chosen(edition: Edition, selection: Selection) -> frozenset[Folder]:
    """Return the folders of the regulations that meet the conditions.

    Raises:
        UnknownClass, UnknownWork, NothingChosen: the conditions make no book.
    """
    classes = {id for name in selection.classes for id in _class_ids(edition, name)}
    named = {edition.catalog.find(words).folder for words in selection.works}
    found = frozenset(
        work.folder
        for work in edition.catalog.works
        if edition.standing(work).status in PRINTED
        and (not classes or classes & set(edition.current(work).subjects))
        and (not selection.kinds or edition.current(work).kind in selection.kinds)
        and (not named or work.folder in named)
        and (not selection.since or _is_changed(edition, work, selection.since))
    )
    if not found:
        raise NothingChosen
    return found


def _is_changed(edition: Edition, work: Work, since: date) -> bool:
    return any(True for _ in changed_since(edition, work, since))


def _class_ids(edition: Edition, name: str) -> set[str]:
    """The ids of a class, named by its id or title, and of all below it."""
    held: list[Category] = [each for category in edition.scheme for each in category.walk()]
    found = [category for category in held if name in (category.id, category.title)]
    if not found:
        raise UnknownClass(name, [f"{each.title}（{each.id}）" for each in held])
    return {each.id for category in found for each in category.walk()}
