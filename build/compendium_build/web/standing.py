"""How a version stands among its fellows: the banner, the list of versions, what is to come."""

from __future__ import annotations

from dataclasses import dataclass

from compendium.catalog import Work
from compendium.facts import Facts
from compendium.timeline import Status
from compendium_build.addresses import relative, version_page, version_xml, work_page
from compendium_build.edition import Edition
from compendium_build.wording import ended_words, span_words, start_words, status_words


@dataclass(frozen=True, slots=True)
class Banner:
    """A warning over a text that is not the one in force; `href` leads to that one, if there is one."""

    words: str
    href: str = ""
    link: str = ""


@dataclass(frozen=True, slots=True)
class VersionRow:
    """A line in the list of versions."""

    words: str
    status: str
    href: str
    xml: str
    english: str
    is_shown: bool


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
    own = next((i for i, f in enumerate(work.expressions) if f.date == facts.date), None)
    if same and now.status is Status.IN_FORCE:
        return None
    words = "" if own is None else status_words(work.expressions, own, edition.as_of)
    if now.status is Status.NOT_YET:
        return Banner(f"{words or '尚未施行'}。", href, "查看最先施行的文本" if not same else "查看本法规页")
    what = f"这里不是现行文本：{words}。" if words else "这里不是现行文本。"
    return Banner(what, href, f"查看现行文本（{start_words(work.expressions, now.index)}）")


def versions(edition: Edition, work: Work, facts: Facts, page: str) -> list[VersionRow]:
    """The versions of a work, the newest first."""
    english = {item.date: item for item in work.translations}
    rows = []
    for index, item in reversed(list(enumerate(work.expressions))):
        other = english.get(item.date)
        rows.append(
            VersionRow(
                span_words(work.expressions, index),
                edition.version_status(work, item).value,
                relative(page, version_page(work, item)),
                relative(page, version_xml(work, item)),
                relative(page, version_page(work, other)) if other else "",
                item is facts,
            )
        )
    return rows


def outlook(edition: Edition, work: Work, facts: Facts, page: str) -> list[tuple[str, str]]:
    """The versions of an act in force that are still to come, as (words, link)."""
    if edition.standing(work).status is not Status.IN_FORCE:
        return []
    return [
        (status_words(work.expressions, index, edition.as_of), relative(page, version_page(work, item)))
        for index, item in enumerate(work.expressions)
        if item is not facts and edition.version_status(work, item) is Status.NOT_YET
    ]
