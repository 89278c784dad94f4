"""How a version stands among its fellows: the banner, the list of versions, what is to come."""

from __future__ import annotations

from dataclasses import dataclass

from compendium.catalog import Work
from compendium.facts import Facts
from compendium.timeline import Status
from compendium_build.addresses import changes_page, parallel_page, relative, version_page, work_page
from compendium_build.edition import Edition, index_of
from compendium_build.web.saying import on, span, standing_words, status_name
from compendium_build.web.words import ENGLISH, Tongue
from compendium_build.wording import ended_words, start_words, status_words


@dataclass(frozen=True, slots=True)
class Banner:
    """A warning over a text that is not the one in force; `href` leads to that one, if there is one."""

    words: str
    href: str = ""
    link: str = ""


@dataclass(frozen=True, slots=True)
class VersionRow:
    """A line in the list of versions.

    `href` leads to the text in the language of the page, `fellow` to that in the other; either may be empty.
    """

    words: str
    status: str
    href: str
    fellow: str
    changes: str
    is_shown: bool


STANDING = {
    Status.IN_FORCE: "in-force",
    Status.NOT_YET: "to-come",
    Status.SUPERSEDED: "past",
    Status.REPEALED: "ended",
    Status.EXPIRED: "ended",
}
"""The class of a status; its words say the same, for colour alone tells nothing."""


def languages(work: Work, facts: Facts, page: str, tongue: Tongue) -> list[tuple[str, str, str, bool]]:
    """The languages that a version can be read in, if several, as (name, code, link, is it this one)."""
    index = index_of(work, facts)
    translation = work.translation_of(facts)
    if index is None or translation is None:
        return []
    original = work.expressions[index]
    ours = relative(page, version_page(work, original))
    theirs = relative(page, version_page(work, translation))
    both = relative(page, parallel_page(work, translation))
    return [
        ("中文", "zh-CN", ours, facts is original),
        ("English", "en", theirs, facts is translation),
        (tongue["side_by_side"], "", both, False),
    ]


def banner(edition: Edition, work: Work, facts: Facts, page: str) -> Banner | None:
    """Say what a reader must know before relying on the text; nothing for the text in force."""
    now, current = edition.standing(work), edition.current(work)
    same = facts.date == current.date
    href = "" if page == work_page(work) else relative(page, work_page(work))
    if now.status in (Status.REPEALED, Status.EXPIRED):
        older = "" if same else "这里是它较早的文本。"
        return Banner(
            f"本法规{ended_words(now)}。{older}", href, "查看最后的文本" if older else "查看本法规页"
        )
    own = index_of(work, facts)
    if same and now.status is Status.IN_FORCE:
        return None
    words = "" if own is None else status_words(work.expressions, own, edition.as_of)
    if now.status is Status.NOT_YET:
        return Banner(f"{words or '尚未施行'}。", href, "查看最先施行的文本" if not same else "查看本法规页")
    what = f"这里不是现行文本：{words}。" if words else "这里不是现行文本。"
    return Banner(what, href, f"查看现行文本（{start_words(work.expressions, now.index)}）")


def english_banner(edition: Edition, work: Work, facts: Facts, page: str) -> Banner | None:
    """The same over a translation; it leads to a translation too where there is one."""
    now, current = edition.standing(work), edition.current(work)
    same = facts.date == current.date
    own = index_of(work, facts)
    if same and now.status is Status.IN_FORCE:
        return None
    words = "" if own is None else standing_words(work.expressions, own, edition.as_of, ENGLISH)
    translated = work.translation_of(current)
    target = version_page(work, translated) if translated and not same else work_page(work)
    href, language = relative(page, target), "" if translated and not same else " (in Chinese)"
    if now.status in (Status.REPEALED, Status.EXPIRED):
        since = f" as of {on(now.ended, ENGLISH)}" if now.ended else ""
        older = "" if same else " This is an earlier text of it."
        what = f"This act is {status_name(now.status, ENGLISH).lower()}{since}.{older}"
        return Banner(what, href, f"See its {'page' if same else 'last text'}{language}")
    if now.status is Status.NOT_YET:
        link = f"See its page{language}" if same else f"See the text that takes effect first{language}"
        return Banner(f"{words or 'Not yet in force'}.", href, link)
    told = f": {words}" if words else ""
    return Banner(f"This is not the text in force{told}.", href, f"See the text in force{language}")


def versions(edition: Edition, work: Work, facts: Facts, page: str, tongue: Tongue) -> list[VersionRow]:
    """The versions of a work, the newest first."""
    english = {item.date: item for item in work.translations}
    rows = []
    for index, item in reversed(list(enumerate(work.expressions))):
        other = english.get(item.date)
        texts = [relative(page, version_page(work, text)) if text else "" for text in (item, other)]
        rows.append(
            VersionRow(
                span(work.expressions, index, tongue),
                status_name(edition.version_status(work, item), tongue),
                texts[tongue.index],
                texts[1 - tongue.index],
                relative(page, tongue.page(changes_page(work, item))) if index else "",
                facts in (item, other) if tongue.is_english else item is facts,
            )
        )
    return rows


def outlook(edition: Edition, work: Work, facts: Facts, page: str) -> list[tuple[str, str, str]]:
    """The versions of an act in force that are still to come, as (words, link, link to what they change)."""
    if edition.standing(work).status is not Status.IN_FORCE:
        return []
    return [
        (
            status_words(work.expressions, index, edition.as_of),
            relative(page, version_page(work, item)),
            relative(page, changes_page(work, item)) if index else "",
        )
        for index, item in enumerate(work.expressions)
        if item is not facts and edition.version_status(work, item) is Status.NOT_YET
    ]
