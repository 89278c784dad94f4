"""Regulations in force that cite a national law amended since they were last made or amended."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from compendium.catalog import Catalog, Work
from compendium.days import UNKNOWN_DAY, day_words
from compendium.duties.duty import Concern, Duty, Place, known_by, line_of, made_on, name_of
from compendium.duties.lawtable import Law, law_key
from compendium.facts import Facts
from compendium.model import ActKind, EventKind
from compendium.timeline import Status, standing, start_of
from compendium.titles import quoted

NATIONAL = (ActKind.STATUTE, ActKind.STATE_REGULATION)
_NOT_OURS = (
    *NATIONAL,
    ActKind.JUDICIAL_INTERPRETATION,
    ActKind.AMENDING_DECISION,
    ActKind.REPEALING_DECISION,
)
_CHANGES = (EventKind.AMENDMENT, EventKind.REVISION)


def older_than_laws(catalog: Catalog, day: date, table: Iterable[Law]) -> Iterator[Duty]:
    """Find them by the table that staff keep and by the laws that the corpus itself holds."""
    laws = _known(catalog, day, table)
    for work in catalog.works if laws else ():
        now = standing(work.expressions, day)
        if work.kind in _NOT_OURS or now.status is not Status.IN_FORCE:
            continue
        facts = work.expressions[now.index]
        last = made_on(facts) or facts.date
        cited = {law_key(reference.title) for reference in facts.references if reference.title}
        for key in sorted(cited & laws.keys()):
            if last < laws[key].amended:
                yield _duty(catalog, work, facts, laws[key], day)


def _known(catalog: Catalog, day: date, table: Iterable[Law]) -> Mapping[str, Law]:
    """The last amendment of each law by a day; of two that are told the later one counts."""
    laws: dict[str, Law] = {}
    for law in (*table, *_held(catalog, day)):
        before = laws.get(law_key(law.title))
        if law.amended <= day and (before is None or before.amended < law.amended):
            laws[law_key(law.title)] = law
    return laws


def _held(catalog: Catalog, day: date) -> Iterator[Law]:
    """The amendments that the texts of national laws in the corpus tell."""
    for work in catalog.works:
        for facts in work.expressions if work.kind in NATIONAL else ():
            changed = max((e.date for e in facts.events if e.kind in _CHANGES), default=None)
            if changed and known_by(facts, day):
                start, certain = start_of(facts)
                since = start if certain and start and start >= changed else None
                for title in filter(None, (facts.title, facts.short_title)):
                    yield Law(title, changed, since, line=1, file=facts.path)


def _duty(catalog: Catalog, work: Work, facts: Facts, law: Law, day: date) -> Duty:
    last = made_on(facts) or facts.date
    due = law.effective if law.effective and law.effective > day else None
    since = f"，自{day_words(law.effective)}起施行" if law.effective else ""
    told = "日期不明" if last == UNKNOWN_DAY else f"在{day_words(last)}"
    note = f"（{law.note}）" if law.note else ""
    places = tuple(_places(catalog, facts, law))
    return Duty(
        f"{Concern.LAW}:{facts.work}>{law_key(law.title)}@{law.amended}",
        Concern.LAW,
        facts.title,
        f"引用的{quoted(law.title)}{day_words(law.amended)}修改{since}{note}；"
        f"本件最后一次制定或者修改{told}，引用 {len(places)} 处",
        facts.work,
        due,
        places=places,
        command=f"compendium show {name_of(catalog, work)}",
    )


def _places(catalog: Catalog, facts: Facts, law: Law) -> Iterator[Place]:
    """The provisions that cite a law, each with what it cites of it."""
    labels, data = dict(facts.labels), catalog.files.read(facts.path)
    cited: dict[tuple[str, str], dict[str, None]] = {}
    for reference in facts.references:
        if reference.title and law_key(reference.title) == law_key(law.title):
            words = cited.setdefault((reference.source, reference.title), {})
            if reference.eid:
                words[reference.words] = None
    for (eid, title), words in cited.items():
        said = quoted(title) + "、".join(words)
        yield Place(facts.path, line_of(data, eid), labels.get(eid, ""), eid, said)
