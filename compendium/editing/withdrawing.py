"""Take out of the corpus a work, or one version of it, that should never have been published.

Its files go and a record of it stays (`library.withdrawn`), in one commit. What rests on it is found first:
some of it would no longer hold together, the rest only cites it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from compendium.law.days import day_label
from compendium.law.identifiers import CorpusPath, Digest
from compendium.law.kinds import LASTING, EventKind
from compendium.law.names import LANGUAGE_SUFFIX, parse_expression_path, path_in, quoted, title_key
from compendium.law.problems import CompendiumError
from compendium.library.catalog import Catalog, Files, Work, works_of
from compendium.library.facts import Facts
from compendium.library.media_files import named_media
from compendium.library.staff_tables import read_companions
from compendium.library.withdrawn import WITHDRAWN_FILE, Withdrawal, withdrawals_of, withdrawn_text
from compendium.store import Snapshot
from compendium.system.toml_table import BadConfig


class NotWithdrawn(CompendiumError):
    """What can't be taken out; the message says why and what to do instead."""


@dataclass(frozen=True, slots=True)
class Dependent:
    """A version that has to do with what is withdrawn; `is_built` tells that it would not hold without it."""

    facts: Facts
    reason: str
    is_built: bool

    def __str__(self) -> str:
        return f"{quoted(self.facts.title)}{day_label(self.facts.date)} 的版本：{self.reason}"


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawalPlan:
    """What is withdrawn before it is written: the record, the files, and what has to do with it."""

    record: Withdrawal
    versions: tuple[Facts, ...]
    dependents: tuple[Dependent, ...]
    files: dict[CorpusPath, bytes | None]

    @property
    def built(self) -> tuple[Dependent, ...]:
        """What would no longer hold together."""
        return tuple(each for each in self.dependents if each.is_built)


@dataclass(frozen=True, slots=True)
class Why:
    """The reason of a withdrawal, its source, and the day."""

    reason: str
    source: str
    day: date


def plan_withdrawal(catalog: Catalog, work: Work, facts: Facts | None, why: Why) -> WithdrawalPlan:
    """Plan to take out a work, or the version of `facts` with its translations.

    Raises:
        NotWithdrawn: it is the only version, or tables of staff name it.
    """
    if facts is not None and len(work.expressions) == 1:
        raise NotWithdrawn(
            f"{quoted(work.title)}只有 {day_label(facts.date)} 这一个版本。要撤下整部法规，不写 --date"
        )
    every = (*work.expressions, *work.translations)
    versions = tuple(each for each in every if facts is None or each.date == facts.date)
    files = dict.fromkeys(_files(catalog, work, facts, versions))
    _refuse_named(catalog, versions, files)
    record = Withdrawal(
        place=work.folder if facts is None else f"{work.folder}/{facts.date.isoformat()}",
        work=work.uri,
        title=(facts or work.expressions[-1]).title,
        names=tuple(sorted(name for each in versions for name in _names(each))),
        since=why.day,
        reason=why.reason,
        source=why.source,
    )
    return WithdrawalPlan(
        record=record,
        versions=versions,
        dependents=tuple(_dependents(catalog, work, facts)),
        files={**files, WITHDRAWN_FILE: withdrawn_text(withdrawals_of(catalog.files).followed_by([record]))},
    )


def refuse_deleted(now: Snapshot) -> None:
    """Refuse to judge what rests on what while versions are deleted without a commit.

    Raises:
        NotWithdrawn: some are.
    """
    gone = [path for path in now.uncommitted if path not in now and parse_expression_path(path)]
    if gone:
        raise NotWithdrawn(
            f"下列文件删去了而没有提交，看不出它们与所撤下的有没有关系：{'、'.join(gone[:3])}。"
            "请先用 git checkout HEAD -- 文件 恢复，或者提交这次删除，再撤下；没有写入"
        )


def _names(facts: Facts) -> Iterator[str]:
    """The names under which a version has had pages."""
    for day in (facts.date, *facts.former):
        yield f"{day.isoformat()}{LANGUAGE_SUFFIX[facts.language]}"


def _files(
    catalog: Catalog, work: Work, facts: Facts | None, versions: tuple[Facts, ...]
) -> Iterator[CorpusPath]:
    """The files that go: all of a work's folder, or a version's own and the pictures that only it shows."""
    paths = catalog.files.paths()
    if facts is None:
        yield from (path for path in paths if path.startswith(f"{work.folder}/"))
        return
    own = [each.path for each in versions]
    beside = path_in(work.folder, f"{facts.date.isoformat()}.toml")  # statements on a decision
    own += [beside] if beside in paths else []
    yield from own
    shown = named_media(work.folder, catalog.files)
    yield from sorted((shown - named_media(work.folder, catalog.files, dict.fromkeys(own))) & set(paths))


@dataclass(frozen=True, slots=True)
class _Without:
    """The files of a state of the corpus, without some of them."""

    files: Files
    gone: frozenset[CorpusPath]

    def paths(self) -> tuple[CorpusPath, ...]:
        return tuple(path for path in self.files.paths() if path not in self.gone)

    def read(self, path: CorpusPath) -> bytes:
        return self.files.read(path)

    def digest(self, path: CorpusPath) -> Digest:
        return self.files.digest(path)


def _refuse_named(
    catalog: Catalog, versions: tuple[Facts, ...], files: dict[CorpusPath, bytes | None]
) -> None:
    """Refuse what tables of staff name: they could not be read any more."""
    gone = {each.path for each in versions}
    kept = (
        f for work in catalog.works for f in (*work.expressions, *work.translations) if f.path not in gone
    )
    after = Catalog(works_of(kept), _Without(catalog.files, frozenset(files)))
    try:
        read_companions(catalog)
    except BadConfig:
        return  # `check` tells of it, whatever is withdrawn
    try:
        read_companions(after)
    except BadConfig as error:
        raise NotWithdrawn(f"没有撤下：撤下以后，{error}。请先改好这一处、提交，再撤下") from None


def _dependents(catalog: Catalog, work: Work, facts: Facts | None) -> Iterator[Dependent]:
    """What has to do with a work or a version, what is built on it first."""
    chosen = (facts,) if facts else work.expressions
    for later in filter(lambda each: each.amended_by, work.expressions if facts else ()):
        if facts and any(change.before == facts.date for change in catalog.act(later).changes):
            yield Dependent(later, "据它修改而成", is_built=True)
    for uri in dict.fromkeys(uri for each in chosen for uri in each.amended_by):
        if (decision := catalog.by_uri.get(uri)) and decision is not work:
            yield Dependent(decision.expressions[-1], "这件决定据以作了所撤下的文本", is_built=True)
    if facts is not None:
        yield from _deciding(catalog, work, facts)
    else:
        told = list(_of_others(catalog, work))
        yield from sorted(told, key=lambda each: not each.is_built)


def _deciding(catalog: Catalog, work: Work, facts: Facts) -> Iterator[Dependent]:
    """The decisions that a version tells of and those before it don't: they will count as not carried out."""
    told = {e.decision for each in work.expressions if each.date < facts.date for e in each.events}
    for title in dict.fromkeys(event.decision for event in facts.events):
        decision = catalog.cited(title) if title and title not in told else None
        if decision is not None and decision.uri not in facts.amended_by:
            reason = "题注记有这件决定，撤下以后它算作还没有执行"
            yield Dependent(decision.expressions[-1], reason, is_built=False)


def _of_others(catalog: Catalog, work: Work) -> Iterator[Dependent]:
    """The versions of other works that record what the act did to them, or cite it."""
    titles = {title_key(each.title) for each in work.expressions}
    citing = {path for title in titles for path in catalog.naming.get(title, ())}
    for other in catalog.works:
        for facts in other.expressions if other is not work else ():
            if reason := _built_on(facts, work, titles):
                yield Dependent(facts, reason, is_built=True)
            elif any(title_key(event.decision) in titles for event in facts.events):
                yield Dependent(facts, "题注提到它", is_built=False)
            elif facts.path in citing:
                yield Dependent(facts, "引用它", is_built=False)


def _built_on(facts: Facts, work: Work, titles: set[str]) -> str:
    """How a version of another work rests on the act; empty when it doesn't."""
    if work.uri in facts.amended_by:
        return "据它修改而成"
    for event in facts.events:
        if event.kind in LASTING | {EventKind.REPEAL} and title_key(event.decision) in titles:
            return f"{event.kind.chinese}是据它记载的"
    if any(title in title_key(c.words) for c in facts.commencements for title in titles):
        return "施行日期是据它确定的"
    return ""


def withdrawal_message(plan: WithdrawalPlan) -> str:
    """Write the message of the commit: what goes, why, by which source, in spite of what."""
    record = plan.record
    lines = [f"撤下：{record.what}", "", f"缘由：{record.reason}"]
    lines += [f"出处：{record.source}"] if record.source else []
    lines += [f"- 与它有关：{each}" for each in plan.built]
    return "\n".join(lines) + "\n"
