"""Regulations in force that cite a national law amended since they were last made or amended.

Staff keep national-laws.toml: the table of national laws and of the days on which they were amended.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from compendium.duties.duty import Concern, Duty, Place, known_by, line_of, made_on, name_of
from compendium.law.days import UNKNOWN_DAY, day_words
from compendium.law.identifiers import CorpusPath, EId
from compendium.law.kinds import AMENDING, NATIONAL, ActKind
from compendium.law.names import quoted, title_key
from compendium.law.timeline import Status, standing, start_of
from compendium.library.catalog import Catalog, Work
from compendium.library.facts import Facts
from compendium.system.toml_table import Table, read_toml

LAWS_FILE = CorpusPath("national-laws.toml")
_COUNTRY = "中华人民共和国"


@dataclass(frozen=True, slots=True, kw_only=True)
class Law:
    """A law and its last amendment; `effective` is the day on which that takes effect, where it is known."""

    title: str
    amended: date
    effective: date | None = None
    note: str = ""
    line: int = 0
    file: str = LAWS_FILE


def read_laws(data: bytes, file: str = LAWS_FILE) -> tuple[Law, ...]:
    """Read the table, or refuse it with the file and the line."""
    table = read_toml(data, file)
    table.only(("law",))
    laws: dict[str, Law] = {}
    for item in table.tables("law"):
        law = _law(item)
        if before := laws.get(law_key(law.title)):
            raise item.bad(f"{quoted(law.title)}已经写在第 {before.line} 行，一部法律只写一次", "title")
        laws[law_key(law.title)] = law
    return tuple(laws.values())


def law_key(title: str) -> str:
    """Reduce a law's title to the form in which it is compared: without 中华人民共和国.

    >>> law_key("《中华人民共和国立法法》") == law_key("立法法")
    True
    """
    return title_key(title).removeprefix(_COUNTRY)


def _law(table: Table) -> Law:
    table.only(("title", "amended", "effective", "note"))
    title = table.text("title", required=True).strip().removeprefix("《").removesuffix("》")
    amended, effective = table.day("amended"), table.day("effective")
    if not law_key(title):
        raise table.bad(f"“{table.name('title')}”不是法律的名称：“{title}”", "title")
    if amended is None:
        raise table.bad(f"“{table.name('amended')}”必须填写，写修改这部法律的日期，如 2024-04-26", "amended")
    if effective and effective < amended:
        raise table.bad(f"“{table.name('effective')}”早于修改的日期 {amended}", "effective")
    return Law(
        title=title,
        amended=amended,
        effective=effective,
        note=table.text("note"),
        line=table.line("title"),
        file=table.file,
    )


_NOT_OURS = (
    *NATIONAL,
    ActKind.JUDICIAL_INTERPRETATION,
    ActKind.AMENDING_DECISION,
    ActKind.REPEALING_DECISION,
)


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
            changed = max((e.date for e in facts.events if e.kind in AMENDING), default=None)
            if changed and known_by(facts, day):
                start, certain = start_of(facts)
                since = start if certain and start and start >= changed else None
                for title in filter(None, (facts.title, facts.short_title)):
                    yield Law(title=title, amended=changed, effective=since, line=1, file=facts.path)


def _duty(catalog: Catalog, work: Work, facts: Facts, law: Law, day: date) -> Duty:
    last = made_on(facts) or facts.date
    due = law.effective if law.effective and law.effective > day else None
    since = f"，自{day_words(law.effective)}起施行" if law.effective else ""
    told = "日期不明" if last == UNKNOWN_DAY else f"在{day_words(last)}"
    note = f"（{law.note}）" if law.note else ""
    places = tuple(_places(catalog, facts, law))
    return Duty(
        id=f"{Concern.LAW}:{facts.work}>{law_key(law.title)}@{law.amended}",
        concern=Concern.LAW,
        title=facts.title,
        message=f"引用的{quoted(law.title)}{day_words(law.amended)}修改{since}{note}；"
        f"本件最后一次制定或者修改{told}，引用 {len(places)} 处",
        work=facts.work,
        due=due,
        places=places,
        command=f"compendium show {name_of(catalog, work)}",
    )


def _places(catalog: Catalog, facts: Facts, law: Law) -> Iterator[Place]:
    """The provisions that cite a law, each with what it cites of it."""
    labels, data = dict(facts.labels), catalog.files.read(facts.path)
    cited: dict[tuple[EId, str], dict[str, None]] = {}
    for reference in facts.references:
        if reference.title and law_key(reference.title) == law_key(law.title):
            words = cited.setdefault((reference.source, reference.title), {})
            if reference.eid:
                words[reference.words] = None
    for (eid, title), words in cited.items():
        said = quoted(title) + "、".join(words)
        yield Place(path=facts.path, line=line_of(data, eid), label=labels.get(eid, ""), eid=eid, words=said)
