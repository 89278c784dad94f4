"""What is told of a 条 beside its words: its own history, what is to come, and what refers to it.

All of it carries the class `mark`: it is ours, not the law's, is not selected with the text and not printed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from compendium.compare.provision_history import Lives, Stage, Turn
from compendium.compare.provision_table import basis_words, turn_words
from compendium.law.act import Act, Attachment, Provision
from compendium.law.citations import locate
from compendium.law.days import day_words
from compendium.law.identifiers import NO_EID, EId
from compendium.law.kinds import UNITS
from compendium.law.names import enclosing_article, quoted
from compendium.law.timeline import Status
from compendium.library.catalog import Work
from compendium.library.facts import Facts
from compendium.text.wording import version_name
from compendium_build.edition.addresses import Page, changes_page, relative, version_page
from compendium_build.web.context import Site
from compendium_build.web.language import Tongue
from compendium_build.web.services import Backlink
from compendium_build.web.text import text_html

_STILL = frozenset({Turn.ENACTED, Turn.EARLIEST, Turn.UNCHANGED})


@dataclass(frozen=True, slots=True)
class Beside:
    """The notes on one provision: what is to come as HTML, and the parts of what can be unfolded."""

    ahead: str = ""
    history: str = ""
    references: str = ""
    count: int = 0

    def html(self, label: str, tongue: Tongue) -> str:
        """The HTML that follows the provision."""
        names = [tongue["history"]] if self.history else []
        names += [tongue["cited_times"].format(n=self.count)] if self.count else []
        if not names:
            return self.ahead
        of = text_html(label) + tongue["of_provision"]
        said = f'<span class="unseen">{of}</span>{tongue["between_places"].join(names)}'
        return (
            f'{self.ahead}<details class="mark about"><summary>{said}</summary>'
            f"{self.history}{self.references}</details>"
        )


def beside(
    site: Site,
    work: Work,
    *,
    facts: Facts,
    act: Act,
    page: Page,
    backlinks: Sequence[Backlink],
    tongue: Tongue,
) -> dict[EId, str]:
    """Write the HTML beside each 条 and attachment of a version, by eId; nothing where nothing is told."""
    units: list[Provision | Attachment] = [p for r in act.body for p in r.walk() if p.level in UNITS]
    lives = _lives(site, work, facts)
    referring = _referring(site, facts, page, backlinks, tongue)
    labels = site.labels(facts)
    out: dict[EId, str] = {}
    for unit in (*units, *act.attachments):
        ahead, history = (
            _told(site, work, facts=facts, unit=unit, lives=lives, page=page) if lives else ("", "")
        )
        references, count = referring.get(unit.eid, ("", 0))
        if html := Beside(ahead, history, references, count).html(labels.get(unit.eid, ""), tongue):
            out[unit.eid] = html
    return out


def _lives(site: Site, work: Work, facts: Facts) -> Lives | None:
    """The lives of a work's provisions, where it has more than one version and this is one of them."""
    if len(work.expressions) < 2 or facts not in work.expressions:
        return None
    return site.lives(work)


def _told(
    site: Site, work: Work, *, facts: Facts, unit: Provision | Attachment, lives: Lives, page: Page
) -> tuple[str, str]:
    stages = lives.life(unit.eid, work.expressions.index(facts))
    if all(stage.turn in _STILL for stage in stages):
        return "", ""
    rows = "".join(f"<li>{_stage(work, stage, page)}</li>" for stage in stages)
    ahead = "".join(_ahead(site, work, facts, stages, page))
    return ahead, f'<p class="unseen">沿革</p><ol>{rows}</ol>'


def _stage(work: Work, stage: Stage, page: Page) -> str:
    """2020年5月1日起施行的文本：第三十二条，修改（原第三十条）；根据……."""
    index = next(i for i, facts in enumerate(work.expressions) if facts.date == stage.version)
    name = text_html(version_name(work.expressions, index))
    href = text_html(relative(page, version_page(work, work.expressions[index]), stage.eid))
    place = f"{stage.place}，" if stage.text is not None else ""
    basis = basis_words(stage)
    words = text_html(f"：{place}{turn_words(stage)}{f'，{basis}' if basis else ''}")
    return f'<a href="{href}">{name}</a>{words}'


def _ahead(site: Site, work: Work, facts: Facts, stages: Sequence[Stage], page: Page) -> Iterator[str]:
    """On the version in force, what versions to come change: 2027年1月1日起本条有变化."""
    edition = site.edition
    if edition.standing(work).status is not Status.IN_FORCE or edition.current(work) is not facts:
        return
    coming = [s for s in stages if s.version > facts.date and s.turn not in _STILL]
    for version in dict.fromkeys(stage.version for stage in coming):
        found = [stage for stage in coming if stage.version == version]
        other = next(item for item in work.expressions if item.date == version)
        if edition.version_status(work, other) is not Status.NOT_YET:
            continue
        first = found[0]
        words = text_html(_since(first) + _becomes(found))
        target = (
            (changes_page(work, other), NO_EID)
            if first.text is None
            else (version_page(work, other), first.eid)
        )
        href = text_html(relative(page, *target))
        yield f'<p class="mark coming"><a class="badge" href="{href}">{words}</a></p>'


def _since(stage: Stage) -> str:
    if stage.start is None:
        return "修改后的文本施行之日起"
    return f"{day_words(stage.start)}起" if stage.certain else f"{day_words(stage.start)}通过的修改施行后"


def _becomes(stages: Sequence[Stage]) -> str:
    turn, places = stages[0].turn, "、".join(stage.place for stage in stages)
    match turn:
        case Turn.DELETED:
            return "本条删去"
        case Turn.RENUMBERED:
            return f"本条改为{places}"
        case Turn.SPLIT if len(stages) > 1:
            return f"本条拆分为{places}"
        case Turn.JOINED:
            return f"本条并入{places}"
    return "本条有变化" + (f"，改为{places}" if stages[0].moved else "")


def _referring(
    site: Site, facts: Facts, page: Page, backlinks: Sequence[Backlink], tongue: Tongue
) -> Mapping[EId, tuple[str, int]]:
    """For each 条 the places that refer to it or to a part of it, this act's first, and their number."""
    labels = site.labels(facts)
    own: dict[EId, dict[EId, None]] = defaultdict(dict)
    for reference in facts.references:
        if reference.title or not reference.eid:
            continue
        unit = enclosing_article(locate(reference.eid, site.edition.eids(facts)) or NO_EID)
        if unit and enclosing_article(reference.source) != unit:
            own[unit][reference.source] = None
    lines: dict[EId, list[str]] = defaultdict(list)
    counts: dict[EId, int] = defaultdict(int)
    for unit, sources in own.items():
        found = (_place(page, page, eid, labels.get(eid, tongue["preamble"])) for eid in sources)
        lines[unit].append(f"<li>{tongue['in_this_text']}{tongue['between_places'].join(found)}</li>")
        counts[unit] += len(sources)
    for other in backlinks:
        for unit, cited in _by_unit(other).items():
            places = "、".join(_place(page, other.page, eid, label) for eid, label in cited)
            lines[unit].append(f"<li>{text_html(quoted(other.title))}：{places}</li>")
            counts[unit] += len(cited)
    head = f'<p class="unseen">{tongue["cited_by"]}</p>'
    return {unit: (f"{head}<ul>{''.join(rows)}</ul>", counts[unit]) for unit, rows in lines.items()}


def _by_unit(other: Backlink) -> dict[EId, list[tuple[EId, str]]]:
    """The citing provisions of another work by the 条 that they cite."""
    found: dict[EId, dict[tuple[EId, str], None]] = defaultdict(dict)
    for eid, source, label in other.cited:
        if eid:
            found[enclosing_article(eid)][source, label] = None
    return {unit: list(places) for unit, places in found.items()}


def _place(page: Page, target: Page, eid: EId, label: str) -> str:
    return f'<a href="{text_html(relative(page, target, eid))}">{text_html(label)}</a>'
