"""The tables that staff keep, as pages: technical standards, open government, 解读材料."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import astuple
from functools import partial
from itertools import groupby

from compendium.catalog import Work
from compendium.companions import Companions, Disclosed, Interpretation, Standard
from compendium.companions.links import is_outside
from compendium_build.addresses import (
    DISCLOSURE,
    DISCLOSURE_CSV,
    INTERPRETATIONS,
    STANDARDS,
    STANDARDS_CSV,
    relative,
    work_interpretations,
    work_page,
)
from compendium_build.artifacts import Artifact
from compendium_build.web.context import Site
from compendium_build.web.words import CHINESE, Tongue


def table_artifacts(site: Site, companions: Companions, tongue: Tongue) -> Iterator[Artifact]:
    """The pages of the tables that there are; those of open government and 解读材料 are Chinese alone."""
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


def _standards_page(site: Site, rows: list[tuple[Standard, list[tuple[str, str]]]], tongue: Tongue) -> bytes:
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
        link = item.link if is_outside(item.link) else to(item.link)
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
    shown = [(item, anchor_of(item), to(f"{work.folder}/{item.file}") if item.file else "") for item in items]
    return site.render(
        "interpretation.html",
        page,
        title=site.edition.current(work).title,
        work_href=to(work_page(work)),
        all_href=to(INTERPRETATIONS),
        items=shown,
    )


def anchor_of(item: Interpretation) -> str:
    """Where a piece stands on its page: by its line in the table, for titles may repeat."""
    return f"jiedu-{item.line}"


def _csv(heads: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> bytes:
    """UTF-8 with the mark by which spreadsheets know it."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerows([heads, *rows])
    return out.getvalue().encode("utf-8-sig")
