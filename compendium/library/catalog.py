"""The works of a corpus at one revision, found by title, short title, slug or URI.

From what a person asks for, the way leads on to a version (`version_for`) and a provision (`find_provision`).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Protocol

from compendium.akn import BadXml, parse_act
from compendium.law.act import Act, Attachment, Provision
from compendium.law.citations import find_citations, locate
from compendium.law.days import day_label
from compendium.law.identifiers import NO_EID, CorpusPath, Digest, EId, Folder, Uri, WId
from compendium.law.kinds import ActKind, Level
from compendium.law.names import folder_of, parse_expression_path, quoted, title_key
from compendium.law.problems import CompendiumError
from compendium.law.timeline import standing
from compendium.library.facts import Facts, facts_of
from compendium.library.facts_cache import FactsCache
from compendium.library.moved import moves_of
from compendium.library.withdrawn import NO_END, Withdrawal, withdrawals_of


class Files(Protocol):
    """A state of the corpus: its files by path."""

    def paths(self) -> tuple[CorpusPath, ...]: ...
    def read(self, path: CorpusPath) -> bytes: ...
    def digest(self, path: CorpusPath) -> Digest: ...


@dataclass(frozen=True, slots=True)
class Work:
    """A work and its versions in order of date; `translations` are those in other languages."""

    uri: Uri
    folder: Folder
    expressions: tuple[Facts, ...]
    translations: tuple[Facts, ...] = ()

    @property
    def title(self) -> str:
        """The title of the latest version."""
        return self.expressions[-1].title

    @property
    def kind(self) -> ActKind:
        """The kind of act."""
        return self.expressions[-1].kind

    @property
    def slug(self) -> str:
        """The name of the work's folder."""
        return self.folder.rpartition("/")[2]

    def translation_of(self, facts: Facts) -> Facts | None:
        """The translation of a version; None where there is none."""
        return next((item for item in self.translations if item.date == facts.date), None)


class UnknownWork(CompendiumError):
    """Words that no work, or more than one, answers to."""

    def __init__(self, words: str, candidates: tuple[Work, ...]) -> None:
        self.candidates = candidates
        if candidates:
            names = "、".join(quoted(work.title) for work in candidates[:8])
            super().__init__(f"“{words}”对应不止一部法规：{names}。请写全名称或用目录名、地址。")
        else:
            super().__init__(f"法规库中没有“{words}”。用 compendium list 查看已有的法规。")


class WithdrawnWork(UnknownWork):
    """Words that name a work which was taken out of the corpus."""

    def __init__(self, items: tuple[Withdrawal, ...]) -> None:
        self.candidates = ()
        told = "；".join(item.words for item in items[:8])
        CompendiumError.__init__(
            self, f"{told}。{NO_END}查撤下以前的文字，加 --as-known-at（写撤下以前的日期或者提交）。"
        )


_ADDED = re.compile(r"[（(][^（）()]*[)）]$")


@dataclass(frozen=True)
class Catalog:
    """All works; `bad` are the files that could not be read, with the reason."""

    works: tuple[Work, ...]
    files: Files
    bad: tuple[BadXml, ...] = ()

    @cached_property
    def by_uri(self) -> dict[Uri, Work]:
        """Works by URI."""
        return {work.uri: work for work in self.works}

    @cached_property
    def by_title(self) -> dict[str, tuple[Work, ...]]:
        """Works by every title and short title that one of their versions has."""
        found: dict[str, dict[Uri, Work]] = defaultdict(dict)
        for work in self.works:
            for facts in work.expressions + work.translations:
                for name in filter(None, (facts.title, facts.short_title)):
                    found[title_key(name)][work.uri] = work
        return {key: tuple(works.values()) for key, works in found.items()}

    @cached_property
    def naming(self) -> dict[str, frozenset[CorpusPath]]:
        """The files of the versions whose text refers to an act, by its title."""
        found: dict[str, set[CorpusPath]] = defaultdict(set)
        for work in self.works:
            for facts in work.expressions:
                for title in {reference.title for reference in facts.references if reference.title}:
                    found[title_key(title)].add(facts.path)
        return {key: frozenset(paths) for key, paths in found.items()}

    def act(self, facts: Facts) -> Act:
        """Read the full text of a version when it is asked for.

        Its facts were taken from bytes of the same digest, which were found valid then.
        """
        return parse_act(self.files.read(facts.path), facts.path, is_valid=True)

    def cited(self, title: str) -> Work | None:
        """Find the work that a 《title》 in a text means; None when there is none or it is not certain."""
        works = self.by_title.get(title_key(title), ())
        return works[0] if len(works) == 1 else None

    def titled(self, title: str) -> bool:
        """Whether some version of a work has this title."""
        return title_key(title) in self.by_title

    def find(self, words: str) -> Work:
        """Find the one work that words name: URI, folder, slug, title, short title or part of a title.

        Raises:
            UnknownWork: none, or several.
            WithdrawnWork: one that was taken out of the corpus.
        """
        if work := self.by_uri.get(Uri(words)):
            return work
        key = title_key(words)
        tiers = (
            [work for work in self.works if words in (work.folder, work.slug)],
            list(self.by_title.get(key, ())),
            [work for work in self.works if key and _bare(work.title).endswith(key)],
            [work for work in self.works if key and key in title_key(work.title)],
        )
        found = next((tier for tier in tiers if tier), None) or self._moved(words)
        if not found and (gone := self.withdrawn_works(words)):
            raise WithdrawnWork(gone)
        if len(found) != 1:
            raise UnknownWork(words, tuple(found))
        return found[0]

    @cached_property
    def withdrawn(self) -> dict[str, Withdrawal]:
        """The works and versions that were taken out of the corpus, by the place where they would stand."""
        versions = (facts.path.removesuffix(".xml") for work in self.works for facts in work.expressions)
        occupied = frozenset((*(work.folder for work in self.works), *versions))
        return withdrawals_of(self.files).now(occupied, moves_of(self.files))

    def withdrawn_works(self, words: str = "") -> tuple[Withdrawal, ...]:
        """List the whole works that were taken out and answer to words; all where none are given."""
        items = (item for item in self.withdrawn.values() if item.day is None)
        return tuple(item for item in items if not words or item.is_named(words))

    def _moved(self, words: str) -> list[Work]:
        """The work that had this folder, slug or URI before an upgrade moved it."""
        moves = moves_of(self.files)
        left = {
            moves.last(move.target)
            for move in moves.items
            if words and words in (move.source, move.source.partition("/")[2], move.id)
        }
        return [work for work in self.works if work.folder in left]


def _bare(title: str) -> str:
    """A title's key without what a bracket at its end adds: （试行）."""
    return title_key(_ADDED.sub("", title))


def load_catalog(
    files: Files,
    cache: FactsCache | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Catalog:
    """Read the facts of every version; only files not in the cache are parsed.

    `progress` is told (read, of all) as it goes on.
    """
    paths = [path for path in files.paths() if parse_expression_path(path)]
    digests = {path: files.digest(path) for path in paths}
    known = cache.get(digests.values()) if cache else {}
    facts, fresh, bad = [], [], []
    for position, path in enumerate(paths, 1):
        held = known.get(digests[path])
        if held is None:
            try:
                held = facts_of(parse_act(files.read(path), path), path, digests[path])
            except BadXml as error:
                bad.append(error)
                continue
            fresh.append(held)
        facts.append(held if held.path == path else replace(held, path=path))
        if progress:
            progress(position, len(paths))
    if cache and fresh:
        cache.put(fresh, digests.values())
    return Catalog(works_of(facts), files, tuple(bad))


def works_of(facts: Iterable[Facts]) -> tuple[Work, ...]:
    """Group versions into works, each with its versions in order of date."""
    folders: dict[Folder, list[Facts]] = defaultdict(list)
    for item in facts:
        folders[folder_of(item.path)].append(item)
    works = []
    for folder, items in sorted(folders.items()):
        items.sort(key=lambda item: item.date)
        chinese = tuple(item for item in items if item.language == "zho")
        others = tuple(item for item in items if item.language != "zho")
        main = chinese or others
        works.append(Work(main[-1].work, folder, main, others if chinese else ()))
    return tuple(works)


class NoProvision(CompendiumError):
    """A provision that the act does not have in this version."""

    def __init__(self, facts: Facts, words: str) -> None:
        super().__init__(f"{quoted(facts.title)}{day_label(facts.date)} 的版本没有“{words}”")


class NoVersion(CompendiumError):
    """A day that names no version of the work."""

    def __init__(self, work: Work, day: date) -> None:
        days = "、".join(day_label(facts.date) for facts in work.expressions)
        super().__init__(f"{quoted(work.title)}没有 {day_label(day)} 的版本；已有的版本：{days}")


def version_on(work: Work, day: date) -> Facts:
    """Find the Chinese version of a work that is named by a day.

    Raises:
        NoVersion: there is none.
    """
    for facts in work.expressions:
        if facts.date == day:
            return facts
    raise NoVersion(work, day)


class NoTranslation(CompendiumError):
    """A language in which the version has no text."""

    def __init__(self, work: Work) -> None:
        days = "、".join(day_label(f.date) for f in work.translations) or "无"
        super().__init__(f"{quoted(work.title)}没有该日期的英文文本（已有英文本的版本：{days}）")


def version_for(work: Work, day: date, language: str = "zho") -> Facts:
    """Find the version that holds on a day.

    Raises:
        NoTranslation: the version has no text in that language.
    """
    now = standing(work.expressions, day)
    facts = work.expressions[now.index]
    if language == facts.language:
        return facts
    for other in work.translations:
        if other.language == language and other.date == facts.date:
            return other
    raise NoTranslation(work)


def earlier_wording(
    catalog: Catalog, work: Work, facts: Facts, provision: Provision, marks: Mapping[EId, str]
) -> str:
    """Say where a provision not yet in force stands as it read before; empty if in force or new."""
    before = [other for other in work.expressions if other.date < facts.date]
    if provision.eid not in marks or not before:
        return ""
    named = dict(before[-1].labels)
    held = next((p.eid for p in catalog.act(before[-1]).provisions() if p.wid == provision.wid), None)
    if held is None:
        return ""
    return f"这一条款尚未施行；此前的文字见 {day_label(before[-1].date)} 的版本{named[held]}"


def find_provision(act: Act, facts: Facts, words: str) -> Provision:
    """Find the provision that words like 第十条第二款, 附件1 or art_10 name.

    Raises:
        NoProvision: there is none.
    """
    wanted = words.strip()
    own = f"本法{wanted}"
    named = next(
        (c.eid for c in find_citations(own) if c.steps and c.end == len(own) and c.start == 0), NO_EID
    )
    cited = locate(named, {eid for eid, _ in facts.labels}) if named else None
    by_label = next((eid for eid, label in facts.labels if label.rstrip(":：") == wanted), "")
    for provision in (*act.provisions(), *map(_whole, act.attachments)):
        if provision.eid in (wanted, cited, by_label):
            return provision
    raise NoProvision(facts, words)


def _whole(attachment: Attachment) -> Provision:
    """An attachment as one provision, for showing it."""
    eid, num = attachment.eid, attachment.num
    return Provision(
        level=Level.PARAGRAPH,
        eid=eid,
        wid=WId(eid),
        num=num,
        heading=attachment.heading,
        children=attachment.body,
    )
