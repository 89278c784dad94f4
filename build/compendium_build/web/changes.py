"""What a version changed against the one before it: two pages and files to send out."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from compendium.compare import KIND_NAMES
from compendium.library.catalog import Work
from compendium.library.facts import Facts
from compendium.text.wording import version_name
from compendium_build.changes.basis import bases
from compendium_build.changes.content import Entry
from compendium_build.changes.html import templates
from compendium_build.changes.report import Report, Text, report
from compendium_build.changes.views import report_object
from compendium_build.changes.word_table import word_table
from compendium_build.edition.addresses import (
    Page,
    changes_file,
    changes_inline,
    changes_page,
    kind_list,
    relative,
    version_page,
    work_page,
)
from compendium_build.edition.artifacts import Artifact
from compendium_build.web.context import Site
from compendium_build.web.language import (
    CHINESE,
    Tongue,
    compared_title,
    compared_words,
    kind_name,
    kind_of_change,
    title_in,
    tongues_of,
    version_label,
)


def change_artifacts(site: Site, work: Work) -> Iterator[Artifact]:
    """List the pages and files of every version that has one before it."""
    tongues = tongues_of(work)
    titles = [facts.title for facts in work.translations]
    for index in range(1, len(work.expressions)):
        facts = work.expressions[index]
        key = site.key("changes", work.folder, index, _sources(site, work, index), titles)
        for tongue in tongues:
            for inline, path in ((False, changes_page(work, facts)), (True, changes_inline(work, facts))):
                yield Artifact(tongue.page(path), key, partial(_page, site, work, index, tongue, inline))
        yield Artifact(changes_file(work, facts, "docx"), key, partial(_docx, site, work, index))
        yield Artifact(changes_file(work, facts, "json"), key, partial(_json, site, work, index))


def _sources(site: Site, work: Work, index: int) -> list[str]:
    """The digests of the two texts and of the decisions that made the later of them."""
    before, after = work.expressions[index - 1 : index + 1]
    deciding = (site.edition.catalog.by_uri.get(uri) for uri in after.amended_by)
    return [before.digest, after.digest, *(held.expressions[-1].digest for held in deciding if held)]


def report_of(site: Site, work: Work, index: int) -> Report:
    """Make the 对照表 of a version and the one before; the last one is kept, for it has several forms."""
    facts = work.expressions[index]
    if facts.path not in site.reports:
        before, after = (site.act(item) for item in work.expressions[index - 1 : index + 1])
        names = (version_name(work.expressions, at) for at in (index - 1, index))
        texts = [Text(act, name) for act, name in zip((before, after), names, strict=True)]
        grounds = bases(site.edition.catalog, work, [after], before)
        site.reports.clear()
        site.reports[facts.path] = report(texts[0], texts[1], grounds)
    return site.reports[facts.path]


@dataclass(frozen=True, slots=True)
class Forms:
    """The places of the forms of one comparison, as seen from its page."""

    sides: str
    inline: str
    docx: str
    json: str


def _page(site: Site, work: Work, index: int, tongue: Tongue, inline: bool) -> bytes:
    facts = work.expressions[index]
    page = changes_inline(work, facts) if inline else changes_page(work, facts)
    to = partial(relative, tongue.page(page))
    forms = Forms(
        to(tongue.page(changes_page(work, facts))),
        to(tongue.page(changes_inline(work, facts))),
        to(changes_file(work, facts, "docx")),
        to(changes_file(work, facts, "json")),
    )
    made = report_of(site, work, index)
    versions = (work.expressions[index - 1], facts)
    return comparison_page(site, page, work, versions, made, forms, tongue, inline=inline)


def comparison_page(
    site: Site,
    page: Page,
    work: Work,
    versions: tuple[Facts, Facts],
    made: Report,
    forms: Forms,
    tongue: Tongue | None = None,
    *,
    inline: bool,
) -> bytes:
    """Make the page that shows two versions of a work beside each other, or in one run of text.

    Args:
        tongue: the language of a page that is part of the edition; an answer of the server has none.
    """
    words = tongue or CHINESE
    to = partial(relative, words.page(page))
    before, facts = versions
    title = title_in(work, facts, words)
    return site.render(
        "changes.html",
        page,
        tongue if work.translations else None,
        report=made,
        heading=compared_title(made, title, words),
        labels=[version_label(work.expressions, work.expressions.index(item), words) for item in versions],
        summary=compared_words(made, words),
        rows=list(_anchored(made.rows)),
        inline=inline,
        with_basis=any(row.basis for row in made.rows),
        kinds={kind: kind_of_change(kind, words) for kind in KIND_NAMES},
        # The very macros of the stand-alone reports, so that the two can't differ.
        content=templates().get_template("_content.html").module.content,  # type: ignore[attr-defined]
        sides_href=forms.sides,
        inline_href=forms.inline,
        docx=forms.docx,
        json=forms.json,
        kind=kind_name(work.kind, words),
        kind_href=to(words.page(kind_list(work.kind))),
        title=title,
        work_href=to(work_page(work)),
        before_href=to(version_page(work, before)),
        after_href=to(version_page(work, facts)),
    )


def _anchored(rows: tuple[Entry, ...]) -> Iterator[tuple[str, Entry]]:
    """The rows with their anchors; none is given twice."""
    given: set[str] = set()
    for row in rows:
        anchor = "" if row.eid in given else row.eid
        given.add(row.eid)
        yield anchor, row


def _docx(site: Site, work: Work, index: int) -> bytes:
    return word_table(report_of(site, work, index))


def _json(site: Site, work: Work, index: int) -> bytes:
    return (json.dumps(report_object(report_of(site, work, index)), ensure_ascii=False) + "\n").encode()
