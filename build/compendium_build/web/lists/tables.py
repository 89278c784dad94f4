"""Tables as pages: those that staff keep, and catalogues of what is in force.

Staff keep technical standards, open government and 解读材料. A catalogue goes kind by kind: a table to print
and the same as CSV.

Source: 沪司办〔2021〕2号 一（二）: 系统清理现行有效的市政府规章, 集中公开.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import astuple, dataclass
from functools import partial
from itertools import groupby

from compendium.law.days import UNKNOWN_DAY
from compendium.law.kinds import AMENDING, ActKind
from compendium.law.names import path_in
from compendium.law.timeline import Status, first_day, start_of
from compendium.library.catalog import Work
from compendium.library.staff_tables import Companions, Disclosed, Interpretation, Standard, is_outside
from compendium_build.edition.addresses import (
    CATALOGUES,
    DISCLOSURE,
    DISCLOSURE_CSV,
    INTERPRETATIONS,
    STANDARDS,
    STANDARDS_CSV,
    Page,
    absolute,
    catalogue_csv,
    catalogue_page,
    media_file,
    relative,
    work_interpretations,
    work_page,
)
from compendium_build.edition.artifacts import Artifact
from compendium_build.web.context import Site
from compendium_build.web.language import CHINESE, Tongue, kind_name, on
from compendium_build.web.lists.families import Pairs


def table_artifacts(site: Site, companions: Companions, tongue: Tongue) -> Iterator[Artifact]:
    """Make the pages of the tables there are; open government and 解读材料 are Chinese alone."""
    if companions.standards:
        yield from _standards(site, companions, tongue)
    if tongue is not CHINESE:
        return
    if companions.disclosed:
        yield from _disclosure(site, companions)
    if companions.interpretations:
        yield from _interpretations(site, companions)


def _standards(site: Site, companions: Companions, tongue: Tongue) -> Iterator[Artifact]:
    rows = [
        (standard, [(site.edition.current(work).title, work_page(work)) for work in works])
        for standard in companions.standards
        for works in (companions.relying[standard.number],)
    ]
    told = [(astuple(standard), works) for standard, works in rows]
    key = site.key("standards", tongue.code, told)
    yield Artifact(tongue.page(STANDARDS), key, partial(_standards_page, site, rows, tongue))
    if tongue is CHINESE:
        heads = ("标准号", "名称", "状态", "由何代替", "网址", "引用它的法规", "备注")
        cells = [
            (s.number, s.title, s.status.value, s.replaced_by, s.link, "、".join(t for t, _ in works), s.note)
            for s, works in rows
        ]
        yield Artifact(STANDARDS_CSV, site.key("standards.csv", told), lambda: _csv(heads, cells))


def _standards_page(site: Site, rows: list[tuple[Standard, list[tuple[str, Page]]]], tongue: Tongue) -> bytes:
    to = partial(relative, tongue.page(STANDARDS))
    ordered = sorted(rows, key=lambda row: (row[0].family, row[0].number))
    groups = [
        (family, [(standard, [(title, to(page)) for title, page in works]) for standard, works in found])
        for family, found in groupby(ordered, key=lambda row: row[0].family)
    ]
    return site.render("standards.html", STANDARDS, tongue, groups=groups, csv=to(STANDARDS_CSV))


def _disclosure(site: Site, companions: Companions) -> Iterator[Artifact]:
    items = companions.disclosed
    told = [astuple(item) for item in items]
    yield Artifact(DISCLOSURE, site.key("disclosure", told), partial(_disclosure_page, site, items))
    heads = ("类别", "公开事项", "公开内容", "公开依据", "公开时限", "公开主体", "公开渠道", "网址")
    cells = [(i.category, i.matter, i.content, i.basis, i.deadline, i.body, i.channel, i.link) for i in items]
    yield Artifact(DISCLOSURE_CSV, site.key("disclosure.csv", told), lambda: _csv(heads, cells))


def _disclosure_page(site: Site, items: tuple[Disclosed, ...]) -> bytes:
    to = partial(relative, DISCLOSURE)
    groups: dict[str, list[tuple[Disclosed, str]]] = {}
    for item in items:
        link = item.link if is_outside(item.link) else to(Page(item.link))
        groups.setdefault(item.category, []).append((item, link))
    return site.render("disclosure.html", DISCLOSURE, groups=list(groups.items()), csv=to(DISCLOSURE_CSV))


def _interpretations(site: Site, companions: Companions) -> Iterator[Artifact]:
    """The overview, the newest first, and a page for each work that has any."""
    by_folder = {work.folder: work for work in site.edition.catalog.works}
    held = [(by_folder[folder], items) for folder, items in companions.interpretations.items() if items]
    rows = sorted(
        ((item, work) for work, items in held for item in items),
        key=lambda row: (row[0].day, row[0].title),
        reverse=True,
    )
    told = [(astuple(item), work.folder, site.edition.current(work).title) for item, work in rows]
    key = site.key("interpretations", told)
    yield Artifact(INTERPRETATIONS, key, partial(_all_interpretations, site, rows))
    for work, items in held:
        own = [astuple(item) for item in items]
        key = site.key("interpretation", work.folder, site.edition.current(work).title, own)
        yield Artifact(work_interpretations(work), key, partial(_work_interpretations, site, work, items))


def _all_interpretations(site: Site, rows: list[tuple[Interpretation, Work]]) -> bytes:
    to = partial(relative, INTERPRETATIONS)
    shown = [
        (
            item,
            site.edition.current(work).title,
            to(work_page(work)),
            to(work_interpretations(work)) + f"#{anchor_of(item)}",
        )
        for item, work in rows
    ]
    return site.render("interpretations.html", INTERPRETATIONS, rows=shown)


def _work_interpretations(site: Site, work: Work, items: tuple[Interpretation, ...]) -> bytes:
    page = work_interpretations(work)
    to = partial(relative, page)
    shown = [
        (item, anchor_of(item), to(media_file(path_in(work.folder, item.file))) if item.file else "")
        for item in items
    ]
    return site.render(
        "interpretation.html",
        page,
        title=site.edition.current(work).title,
        work_href=to(work_page(work)),
        all_href=to(INTERPRETATIONS),
        items=shown,
    )


def anchor_of(item: Interpretation) -> str:
    """Name the place of a piece on its page by its line in the table, for titles may repeat."""
    return f"jiedu-{item.line}"


def _csv(heads: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> bytes:
    """UTF-8 with the mark by which spreadsheets know it."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerows([heads, *rows])
    return out.getvalue().encode("utf-8-sig")


COLUMNS = (
    "col_number",
    "col_title",
    "col_docnumber",
    "col_issuer",
    "col_made",
    "col_effect",
    "col_changed",
    "col_basis",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A work in a catalogue; days are ISO, empty where no text tells them."""

    title: str
    page: Page
    number: str
    issuer: str
    made: str
    effect: str
    changed: str
    basis: tuple[str, ...]


def catalogues(site: Site, pairs: Pairs) -> dict[ActKind, list[Entry]]:
    """List the works in force, by kind, in the pinyin order of their titles."""
    found: dict[ActKind, list[Entry]] = {}
    for work, _ in pairs:
        if site.edition.standing(work).status is Status.IN_FORCE:
            found.setdefault(work.kind, []).append(_entry(site, work))
    return {kind: found[kind] for kind in ActKind if kind in found}


def _entry(site: Site, work: Work) -> Entry:
    facts = site.edition.current(work)
    first = first_day(work.expressions[0])
    # The act took effect with its first text; where only later ones are held that day is not known.
    start, certain = start_of(work.expressions[0])
    whole = not any(event.kind in AMENDING for event in work.expressions[0].events)
    changed = max((event.date for event in facts.events if event.kind in AMENDING), default=None)
    return Entry(
        title=facts.title,
        page=work_page(work),
        number=facts.number,
        issuer=facts.issuer,
        made="" if first == UNKNOWN_DAY else first.isoformat(),
        effect=start.isoformat() if start and certain and whole else "",
        changed=changed.isoformat() if changed and changed != UNKNOWN_DAY else "",
        basis=facts.basis,
    )


def catalogue_artifacts(site: Site, pairs: Pairs, tongue: Tongue) -> Iterator[Artifact]:
    """Make the choosing page, a table for each kind, and in Chinese the CSV files."""
    every = catalogues(site, pairs)
    counts = [(kind, len(entries)) for kind, entries in every.items()]
    key = site.key("catalogues", tongue.code, [(kind.value, count) for kind, count in counts])
    yield Artifact(tongue.page(CATALOGUES), key, partial(_overview, site, counts, tongue))
    for kind, entries in every.items():
        told = [astuple(entry) for entry in entries]
        key = site.key("catalogue", tongue.code, kind.value, told)
        yield Artifact(tongue.page(catalogue_page(kind)), key, partial(_page, site, kind, entries, tongue))
        if tongue is CHINESE:
            key = site.key("catalogue.csv", site.edition.base_url, told)
            yield Artifact(catalogue_csv(kind), key, partial(_catalogue_csv, site, entries))


def _overview(site: Site, counts: list[tuple[ActKind, int]], tongue: Tongue) -> bytes:
    to = partial(relative, tongue.page(CATALOGUES))
    rows = [
        (to(tongue.page(catalogue_page(kind))), kind_name(kind, tongue), count, to(catalogue_csv(kind)))
        for kind, count in counts
    ]
    lead = tongue["catalogues_lead"].format(day=on(site.edition.as_of, tongue))
    return site.render("catalogues.html", CATALOGUES, tongue, rows=rows, lead=lead)


def _page(site: Site, kind: ActKind, entries: list[Entry], tongue: Tongue) -> bytes:
    page = catalogue_page(kind)
    to = partial(relative, tongue.page(page))
    name = kind_name(kind, tongue)
    day = on(site.edition.as_of, tongue)
    shown = name.lower() if tongue.is_english else name
    return site.render(
        "catalogue.html",
        page,
        tongue,
        name=tongue["catalogue_title"].format(kind=shown),
        lead=tongue["catalogue_lead"].format(day=day, kind=shown, n=len(entries)),
        trail=[(tongue["catalogues"], to(tongue.page(CATALOGUES)))],
        csv=to(catalogue_csv(kind)),
        columns=_columns(entries),
        entries=[(entry, to(entry.page)) for entry in entries],
    )


def _columns(entries: Iterable[Entry]) -> list[str]:
    """The columns that have something in them."""
    held = list(entries)
    full = {"col_docnumber": "number", "col_issuer": "issuer", "col_made": "made", "col_effect": "effect"}
    full |= {"col_changed": "changed", "col_basis": "basis"}
    return [key for key in COLUMNS if key not in full or any(getattr(e, full[key]) for e in held)]


def _catalogue_csv(site: Site, entries: list[Entry]) -> bytes:
    rows = []
    for number, entry in enumerate(entries, 1):
        basis = "".join(f"《{title}》" if title != "宪法" else title for title in entry.basis)
        place = absolute(site.edition, entry.page)
        days = (entry.made, entry.effect, entry.changed)
        rows.append((str(number), entry.title, entry.number, entry.issuer, *days, basis, place))
    return _csv((*(CHINESE[key] for key in COLUMNS), "网址"), rows)
