"""The pages of a work: its own page, which shows what holds today, and a page for each version."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from markupsafe import Markup

from compendium.catalog import Work
from compendium.facts import Facts
from compendium.model import HEADED, Act, FrontLine, Provision
from compendium.problems import CompendiumError
from compendium_build.addresses import ABOUT, kind_list, relative, version_page, version_xml, work_page
from compendium_build.artifacts import Artifact
from compendium_build.web.context import Site
from compendium_build.web.crosslinks import Backlink, Links, backlinks, decisions, links
from compendium_build.web.escape import text_html
from compendium_build.web.inline import Inliner
from compendium_build.web.standing import banner, outlook, versions
from compendium_build.web.story import story
from compendium_build.web.text import TextWriter
from compendium_build.wording import pending_words, status_words


class MissingPicture(CompendiumError):
    """A text shows a picture that the corpus does not have."""

    def __init__(self, path: str, src: str, page: str) -> None:
        super().__init__(
            f"{path} 引用的图片“{src}”不在法规库中，无法生成网页 {page}。请把图片放入该法规的 media 文件夹。"
        )


@dataclass(frozen=True, slots=True)
class View:
    """One page to be: a version of a work at an address, with the links found for it."""

    work: Work
    facts: Facts
    page: str
    links: Links
    decisions: Links
    backlinks: tuple[Backlink, ...]

    @property
    def is_living(self) -> bool:
        """Whether it is the work's own page."""
        return self.page == work_page(self.work)


def page_artifacts(site: Site, work: Work) -> Iterator[Artifact]:
    """The pages of a work; their keys are told by the facts alone."""
    digests = [facts.digest for facts in (*work.expressions, *work.translations)]
    for view in _views(site, work):
        found = (view.links, view.decisions, view.backlinks)
        key = site.key("work", work.folder, digests, view.facts.digest, found, site.pictures(work))
        yield Artifact(view.page, key, partial(render, site, view))


def _views(site: Site, work: Work) -> Iterator[View]:
    deciding = decisions(site, work)
    current = site.edition.current(work)
    found = links(site, work, current)
    yield View(work, current, work_page(work), found, deciding, backlinks(site, work))
    # The same text follows at once, while its act is still at hand.
    yield View(work, current, version_page(work, current), found, deciding, ())
    for facts in (*work.expressions, *work.translations):
        if facts is not current:
            yield View(work, facts, version_page(work, facts), links(site, work, facts), deciding, ())


def render(site: Site, view: View) -> bytes:
    """Make the page."""
    act, work, facts = site.act(view.facts), view.work, view.facts
    writer = _writer(site, view)
    before, title, after = _front(act, writer)
    body = Markup(writer.body(act))
    attachments = [Markup(writer.attachment(attachment)) for attachment in act.attachments]
    to = partial(relative, view.page)
    return site.render(
        "regulation.html",
        view.page,
        act=act,
        is_living=view.is_living,
        kind_href=to(kind_list(work.kind)),
        status=_status(site, view),
        banner=banner(site.edition, work, facts, view.page),
        outlook=outlook(site.edition, work, facts, view.page) if view.is_living else [],
        versions=versions(site.edition, work, facts, view.page),
        partial_starts=[pending_words(c, site.edition.as_of) for c in act.commencements[1:]],
        fixed=to(version_page(work, facts)),
        xml=to(version_xml(work, facts)),
        about=to(ABOUT),
        before=before,
        title=title,
        after=after,
        contents=contents(act, writer),
        contents_title=_contents_title(act, writer),
        body=body,
        attachments=attachments,
        notes=[(marker, Markup(html)) for marker, html in writer.inline.notes],
        story=story(work, site.edition.as_of, dict(view.decisions), view.page),
        backlinks=[link.placed(view.page) for link in view.backlinks],
    )


def _status(site: Site, view: View) -> str:
    index = next((i for i, f in enumerate(view.work.expressions) if f.date == view.facts.date), None)
    if index is None:
        return "库中没有与此译本对应的中文文本"
    return status_words(view.work.expressions, index, site.edition.as_of)


def _writer(site: Site, view: View) -> TextWriter:
    facts, day = view.facts, site.edition.as_of
    pictures = frozenset(site.pictures(view.work))

    def picture(src: str) -> str:
        path = f"{view.work.folder}/{src}"
        if path not in pictures:
            raise MissingPicture(facts.path, src, view.page)
        return relative(view.page, path)

    addresses = {(title, eid): relative(view.page, page, at) for (title, eid), (page, at) in view.links}
    inline = Inliner(addresses, site.edition.eids(facts), picture)
    pending = {c.id: pending_words(c, day) for c in facts.commencements}
    return TextWriter(inline, site.labels(facts), pending)


def _front(act: Act, writer: TextWriter) -> tuple[list[tuple[str, Markup]], Markup, list[tuple[str, Markup]]]:
    """The lines before the title, the title, and the lines after it; the 目录 has its own place."""
    lines = [line for line in act.front if line.role not in ("toc", "tocTitle")]
    titles = [Markup(writer.line(line)) for line in lines if line.role == "docTitle"]
    first = next((i for i, line in enumerate(lines) if line.role == "docTitle"), 0)

    def rest(chosen: list[FrontLine]) -> list[tuple[str, Markup]]:
        return [(line.role, Markup(writer.line(line))) for line in chosen if line.role != "docTitle"]

    title = Markup("<br>").join(titles) if titles else Markup(text_html(act.title))
    return rest(lines[:first]), title, rest(lines[first:])


def _contents_title(act: Act, writer: TextWriter) -> Markup:
    for line in act.front:
        if line.role == "tocTitle":
            return Markup(writer.line(line))
    return Markup("Contents" if act.language == "eng" else "目录")


def contents(act: Act, writer: TextWriter) -> list[tuple[int, str, Markup]]:
    """The 目录 as (rank, eId, words): the printed one, or one made from the headings."""
    own = writer.inline.own
    printed = [line for line in act.front if line.role == "toc"]
    if printed:
        return [(n.level, n.target if n.target in own else "", Markup(writer.line(n))) for n in printed]
    rows = [row for provision in act.body for row in _headings(provision, 1)]
    if not rows:
        return []
    extra = [(1, a.eid, _title(a.num, a.heading) or Markup("附件")) for a in act.attachments]
    return rows + extra


def _headings(provision: Provision, rank: int) -> Iterator[tuple[int, str, Markup]]:
    if provision.level not in HEADED:
        return
    yield rank, provision.eid, _title(provision.num, provision.heading)
    for child in provision.children:
        yield from _headings(child, rank + 1)


def _title(num: str, heading: str) -> Markup:
    return Markup(text_html(num) + ("　" if num and heading else "") + text_html(heading))
