"""How a version stands among its fellows: the banner, the list of versions, what is to come.

All days are cut into periods where the standing of a work changes. From these come the pages that resolve a
moment, telling which version held on which day, and the address of the latest.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import astuple, dataclass, replace
from datetime import date, timedelta
from functools import partial

from compendium.law.days import UNKNOWN_DAY
from compendium.law.gaps import Missing
from compendium.law.timeline import (
    NOT_BEGUN,
    OVER,
    Status,
    Suspended,
    days_of_suspension,
    end_of,
    missing_versions,
    standing,
    start_of,
    suspensions,
)
from compendium.library.catalog import Work
from compendium.library.facts import Facts
from compendium.text.missing import missing_words
from compendium.text.wording import ending_event, over_words, start_words, status_words, suspended_lines
from compendium_build.edition.addresses import (
    Page,
    changes_page,
    dates_page,
    former_page,
    latest_page,
    parallel_page,
    relative,
    version_page,
    work_page,
)
from compendium_build.edition.artifacts import Artifact
from compendium_build.edition.edition import Edition, index_of
from compendium_build.web.context import Site
from compendium_build.web.language import (
    ENGLISH,
    Tongue,
    on,
    span,
    standing_words,
    status_name,
    title_in,
    tongue_of,
    tongues_of,
    version_label,
    version_words,
)


@dataclass(frozen=True, slots=True)
class Banner:
    """A warning over a text that is not the one in force; `href` leads to that one, if there is one.

    `by` is the title of the act that ended this one, `by_href` leads to it; `rest` follows.
    """

    words: str
    href: str = ""
    link: str = ""
    by: str = ""
    by_href: str = ""
    rest: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
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
    Status.NOT_HELD: "to-come",
    Status.SUPERSEDED: "past",
    Status.SUSPENDED: "ended",
    Status.REPEALED: "ended",
    Status.EXPIRED: "ended",
}
"""The class of a status; its words say the same, for colour alone tells nothing."""


def languages(work: Work, facts: Facts, page: Page, tongue: Tongue) -> list[tuple[str, str, str, bool]]:
    """List the languages that a version can be read in, if several, as (name, code, link, is it this one)."""
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


def banner(edition: Edition, work: Work, facts: Facts, page: Page) -> Banner | None:
    """Say what a reader must know before relying on the text; nothing for the text in force.

    Over an act that has ended stands by which other one it did, such as the act that took its place.
    """
    now, current = edition.standing(work), edition.current(work)
    same = facts.date == current.date
    href = "" if page == work_page(work) else relative(page, work_page(work))
    if now.status in OVER:
        older = "" if same else "这里是它较早的文本。"
        by, by_href = _ended_by(edition, work, page)
        return Banner(
            words=f"本法规{over_words(now)}",
            href=href,
            link="查看最后的文本" if older else "查看本法规页",
            by=by,
            by_href=by_href,
            rest=f"。{older}",
        )
    own = index_of(work, facts)
    if same and now.status is Status.IN_FORCE:
        return None
    words = "" if own is None else status_words(work.expressions, own, edition.as_of)
    if same and now.status is Status.SUSPENDED:
        return Banner(f"本法规{words}。", href, "查看本法规页")
    if now.status in NOT_BEGUN:
        return Banner(f"{words or '尚未施行'}。", href, "查看最先施行的文本" if not same else "查看本法规页")
    what = f"这里不是现行文本：{words}。" if words else "这里不是现行文本。"
    return Banner(what, href, f"查看现行文本（{start_words(work.expressions, now.index)}）")


def _ended_by(edition: Edition, work: Work, page: Page) -> tuple[str, str]:
    """The title of the act that ended a work, and where it is; both may be empty."""
    event = ending_event(work.expressions, edition.standing(work))
    other = edition.catalog.cited(event.decision) if event else None
    href = relative(page, work_page(other)) if other and other.uri != work.uri else ""
    return (event.decision if event else ""), href


def english_banner(edition: Edition, work: Work, facts: Facts, page: Page) -> Banner | None:
    """Say the same over a translation; it leads to a translation too where there is one."""
    now, current = edition.standing(work), edition.current(work)
    same = facts.date == current.date
    own = index_of(work, facts)
    if same and now.status is Status.IN_FORCE:
        return None
    words = "" if own is None else standing_words(work.expressions, own, edition.as_of, ENGLISH)
    translated = work.translation_of(current)
    target = version_page(work, translated) if translated and not same else work_page(work)
    href, language = relative(page, target), "" if translated and not same else " (in Chinese)"
    if now.status in OVER:
        since = f" as of {on(now.ended, ENGLISH)}" if now.ended else ""
        older = "" if same else " This is an earlier text of it."
        by, by_href = _ended_by(edition, work, page)
        return Banner(
            words=f"This act is {status_name(now.status, ENGLISH).lower()}{since}",
            href=href,
            link=f"See its {'page' if same else 'last text'}{language}",
            by=by,
            by_href=by_href,
            rest=f".{older}",
        )
    if now.status in NOT_BEGUN:
        link = f"See its page{language}" if same else f"See the text that takes effect first{language}"
        return Banner(f"{words or 'Not yet in force'}.", href, link)
    told = f": {words}" if words else ""
    return Banner(f"This is not the text in force{told}.", href, f"See the text in force{language}")


def versions(edition: Edition, work: Work, facts: Facts, page: Page, tongue: Tongue) -> list[VersionRow]:
    """List the versions of a work, the newest first."""
    english = {item.date: item for item in work.translations}
    rows = []
    for index, item in reversed(list(enumerate(work.expressions))):
        other = english.get(item.date)
        texts = [relative(page, version_page(work, text)) if text else "" for text in (item, other)]
        rows.append(
            VersionRow(
                words=span(work.expressions, index, tongue),
                status=status_name(edition.version_status(work, item), tongue),
                href=texts[tongue.index],
                fellow=texts[1 - tongue.index],
                changes=relative(page, tongue.page(changes_page(work, item))) if index else "",
                is_shown=facts in (item, other) if tongue.is_english else item is facts,
            )
        )
    return rows


def outlook(edition: Edition, work: Work, facts: Facts, page: Page) -> list[tuple[str, str, str]]:
    """List the versions of an act in force still to come, as (words, link, link to what they change)."""
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """A stretch of days, both included, None for open; how the work stood, and the version that held.

    `certain` is whether a text states the version's day of effect; `missing` are texts that may have held
    instead and are not at hand; `asleep` is what of the version is suspended.
    """

    first: date | None
    last: date | None
    status: Status
    index: int
    certain: bool
    missing: tuple[Missing, ...] = ()
    asleep: tuple[Suspended, ...] = ()


def periods(work: Work) -> list[Period]:
    """Cut all days where the standing of a work changes, the earliest first."""
    versions = work.expressions
    starts = {start for start, _ in map(start_of, versions) if start is not None}
    ends = {end[0] for index in range(len(versions)) if (end := end_of(versions, index))}
    gaps = missing_versions(versions)
    lacking = {day for gap in gaps for day in (gap.since, gap.until) if day}
    cuts = sorted(starts | ends | lacking | days_of_suspension(versions))
    days: list[date | None] = [None, *cuts]
    rows: list[Period] = []
    for first, following in zip(days, [*cuts, None], strict=True):
        day = first or (cuts[0] - timedelta(days=1) if cuts and cuts[0] > date.min else None)
        if day is None:
            continue
        first = None if first == UNKNOWN_DAY else first
        now = standing(versions, day)
        last = following - timedelta(days=1) if following else None
        previous = rows[-1] if rows else None
        held = now.status in (Status.IN_FORCE, Status.SUSPENDED)
        asleep = tuple(suspensions(versions, day)) if held else ()
        same = previous and (previous.status, previous.index, previous.missing, previous.asleep)
        if previous and same == (now.status, now.index, now.missing, asleep):
            rows[-1] = replace(previous, last=last)
        else:
            stated = start_of(versions[now.index])[1]
            rows.append(
                Period(
                    first=first,
                    last=last,
                    status=now.status,
                    index=now.index,
                    certain=stated,
                    missing=now.missing,
                    asleep=asleep,
                )
            )
    return rows


@dataclass(frozen=True, slots=True)
class Text:
    """A version to be read: its name, its address, and whether it is in the language of the page."""

    name: str
    href: str
    own: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A period as the page tells it; `holds` when a text was in force."""

    period: Period
    days: str
    status: str
    holds: bool
    text: Text
    lacking: str
    asleep: str


def moment_artifacts(site: Site, work: Work) -> Iterator[Artifact]:
    """Make the page of periods, also in English for what is translated, and the latest version's address."""
    facts = site.edition.current(work)
    told = [astuple(period) for period in periods(work)]
    translated = [(item.title, item.date.isoformat()) for item in work.translations]
    for tongue in tongues_of(work):
        page = tongue.page(dates_page(work))
        names = [version_words(work.expressions, index, tongue) for index in range(len(work.expressions))]
        key = site.key("dates", tongue.code, work.folder, facts.title, names, translated, told)
        yield Artifact(page, key, partial(_dates, site, work, tongue))
    for version, day in former_days(work):
        key = site.key("former", work.folder, version.title, version.date.isoformat(), day.isoformat())
        yield Artifact(former_page(work, version, day), key, partial(_former, site, work, version, day))
    key = site.key("latest", work.folder, facts.title)
    yield Artifact(latest_page(work), key, partial(_latest, site, work))


def _dates(site: Site, work: Work, tongue: Tongue) -> bytes:
    page = tongue.page(dates_page(work))
    current = site.edition.current(work)
    translated = work.translation_of(current) if tongue.is_english else None
    undated = [index for index, facts in enumerate(work.expressions) if start_of(facts)[0] is None]
    return site.render(
        "dates.html",
        dates_page(work),
        tongue if work.translations else None,
        title=title_in(work, current, tongue),
        work_href=relative(page, version_page(work, translated) if translated else work_page(work)),
        periods=[_row(work, period, page, tongue) for period in reversed(periods(work))],
        undated=[_text(work, index, page, tongue) for index in undated],
    )


def _row(work: Work, period: Period, page: Page, tongue: Tongue) -> Row:
    return Row(
        period=period,
        days=days_of(period, tongue),
        status=status_name(period.status, tongue),
        holds=period.status is Status.IN_FORCE,
        text=_text(work, period.index, page, tongue),
        lacking=missing_words(period.missing, english=tongue.is_english),
        asleep=_asleep(work, period, tongue),
    )


def _asleep(work: Work, period: Period, tongue: Tongue) -> str:
    if not period.asleep or period.first is None:
        return ""
    lines = suspended_lines(work.expressions, period.index, period.first, english=tongue.is_english)
    return tongue["semicolon"].join(lines)


def days_of(period: Period, tongue: Tongue) -> str:
    """Write the days in words."""
    first, last = (on(day, tongue) if day else "" for day in (period.first, period.last))
    if first:
        return tongue["between_days" if last else "from_day"].format(first=first, last=last, day=first)
    return tongue["before_day"].format(day=last) if last else tongue["all_days"]


def _text(work: Work, index: int, page: Page, tongue: Tongue) -> Text:
    facts = work.expressions[index]
    translated = work.translation_of(facts) if tongue.is_english else None
    return Text(
        version_label(work.expressions, index, tongue),
        relative(page, version_page(work, translated or facts)),
        not tongue.is_english or translated is not None,
    )


def _latest(site: Site, work: Work) -> bytes:
    page = latest_page(work)
    title = site.edition.current(work).title
    return site.render("latest.html", page, title=title, href=relative(page, work_page(work)), former="")


def _former(site: Site, work: Work, facts: Facts, day: date) -> bytes:
    page, tongue = former_page(work, facts, day), tongue_of(facts)
    days = {"former": on(day, tongue), "now": on(facts.date, tongue)}
    href = relative(page, version_page(work, facts))
    return site.render(
        "latest.html",
        page,
        alone=tongue,
        title=facts.title,
        href=href,
        former=tongue["renamed"].format(**days),
    )


def forwarding(work: Work) -> Iterator[str]:
    """List the pages of a work that only lead on to another."""
    yield latest_page(work)
    yield from (former_page(work, facts, day) for facts, day in former_days(work))


def former_days(work: Work) -> Iterator[tuple[Facts, date]]:
    """List days that named a version before and name none now, whose addresses lead on to it."""
    for versions in (work.expressions, work.translations):
        taken = {facts.date for facts in versions}
        for facts in versions:
            yield from ((facts, day) for day in facts.former if day not in taken)
