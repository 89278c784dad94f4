"""Take files into a corpus: group them into works and versions, and say what becomes of each.

Nothing is written here. A plan lists what to write and, for every file, whether it is in, known or refused.
"""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from compendium.akn import BadXml, parse_act, write_act
from compendium.align import align
from compendium.catalog import Catalog, Work, title_key
from compendium.commencement import UNKNOWN_DAY
from compendium.deciding import DECISIONS, end, repealed_by, settle
from compendium.intake.draft import Draft, draft_of
from compendium.intake.identify import slug_of
from compendium.intake.images import with_images
from compendium.intake.source import SourceRefused, squeeze
from compendium.model import Act, ActKind
from compendium.uri import WorkUri, expression_path, parse_work_uri

READABLE = (".docx", ".doc", ".odt", ".rtf", ".html", ".htm", ".mht", ".mhtml", ".md", ".txt", ".pdf")


@dataclass(frozen=True, slots=True)
class Options:
    """What the person who imports has decided: kind, date, and the act that English texts translate."""

    kind: ActKind | None = None
    day: date | None = None
    translation_of: str = ""
    replace: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file; `refused` holds the reason, `known` is set when the corpus has it already."""

    path: Path
    act: Act | None = None
    warnings: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    refused: str = ""
    known: bool = False


@dataclass(frozen=True)
class ImportPlan:
    """The outcomes in the order of the files, and the files of the corpus to write or remove (None)."""

    outcomes: tuple[Outcome, ...]
    files: dict[str, bytes | None] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


def sources(paths: Iterable[Path]) -> list[Path]:
    """The files to import: those named, and in folders all that have a readable form."""
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            inside = (p for p in sorted(path.rglob("*")) if p.suffix.lower() in READABLE and p.is_file())
            found += [p for p in inside if not p.name.startswith((".", "~$"))]
        else:
            found.append(path)
    return list(dict.fromkeys(found))


def read_drafts(
    paths: Sequence[Path], progress: Callable[[int, int], None] | None = None
) -> list[Draft | Outcome]:
    """Read all files, many in parallel; one that can't be read becomes an outcome with its reason."""
    out: list[Draft | Outcome] = []
    for position, result in enumerate(_results(paths), 1):
        out.append(result)
        if progress:
            progress(position, len(paths))
    return out


def _results(paths: Sequence[Path]) -> Iterator[Draft | Outcome]:
    workers = min(os.cpu_count() or 1, 8)
    if len(paths) < 24 or workers == 1:
        yield from map(read_one, paths)
        return
    with ProcessPoolExecutor(workers) as pool:
        yield from pool.map(read_one, paths, chunksize=4)


def read_one(path: Path) -> Draft | Outcome:
    """Read one file into a draft, or say why not."""
    try:
        return draft_of(path)
    except SourceRefused as error:
        return Outcome(path, refused=str(error))
    except OSError as error:
        return Outcome(path, refused=f"{path.name}：打不开：{error.strerror or error}")


def plan_import(
    drafts: Sequence[Draft | Outcome],
    catalog: Catalog,
    options: Options | None = None,
    jurisdiction: str = "cn",
    place: str = "",
) -> ImportPlan:
    """Decide where every draft goes.

    `jurisdiction` (cn-sh) stands in the URIs of new works; `place` (上海市) is left out of their slugs.
    """
    return _Planner(catalog, options or Options(), jurisdiction, place).plan(drafts)


class _Planner:
    def __init__(self, catalog: Catalog, options: Options, jurisdiction: str, place: str) -> None:
        self._catalog = catalog
        self._options = options
        self._jurisdiction = jurisdiction
        self._place = place
        self._folders = {work.folder for work in catalog.works}
        self._files: dict[str, bytes | None] = {}
        self._notes: list[str] = []
        self._outcomes: dict[int, Outcome] = {}
        self._fresh: dict[int, Act] = {}

    def plan(self, drafts: Sequence[Draft | Outcome]) -> ImportPlan:
        read = [(i, d) for i, d in enumerate(drafts) if isinstance(d, Draft)]
        chinese = [(i, self._decided(d)) for i, d in read if d.act.language == "zho"]
        english = [(i, d) for i, d in read if d.act.language == "eng"]
        decisions = [d.act for _, d in chinese if d.act.kind in DECISIONS] + self._known_decisions()
        groups: dict[str, list[tuple[int, Draft]]] = defaultdict(list)
        for position, draft in chinese:
            settled = replace(draft, act=settle(draft.act, decisions), warnings=draft.warnings)
            groups[title_key(draft.act.title)].append((position, _without_settled_warning(settled)))
        for members in groups.values():
            self._place_group(sorted(members, key=lambda pair: (pair[1].act.date, pair[0])))
        for position, draft in english:
            self._place_translation(position, draft, drafts)
        self._settle_known(decisions)
        self._record_repeals([d for d in decisions if d.kind is ActKind.REPEALING_DECISION])
        for position, item in enumerate(drafts):
            if isinstance(item, Outcome):
                self._outcomes[position] = item
        ordered = tuple(self._outcomes[position] for position in sorted(self._outcomes))
        return ImportPlan(ordered, self._files, tuple(self._notes))

    def _decided(self, draft: Draft) -> Draft:
        act = draft.act
        if self._options.kind:
            act = replace(act, kind=self._options.kind)
        if self._options.day:
            first = act.commencements[0]
            day = None if first.date is None else self._options.day
            act = replace(
                act, date=self._options.day, commencements=(replace(first, date=day), *act.commencements[1:])
            )
        return replace(draft, act=act)

    def _known_decisions(self) -> list[Act]:
        works = [work for work in self._catalog.works if work.kind in DECISIONS]
        return [self._catalog.act(facts) for work in works for facts in work.expressions]

    # ---- works and versions

    def _place_group(self, members: list[tuple[int, Draft]]) -> None:
        """Make the files of one title versions of one work, known or new."""
        first = members[0][1].act
        work = self._existing(first)
        uri = work.uri if work else str(self._new_uri(first))
        held = {f.date: self._catalog.act(f) for f in work.expressions} if work else {}
        chain = dict(held)
        for position, draft in members:
            act = replace(draft.act, work=uri, kind=parse_work_uri(uri).kind)
            clash = chain.get(act.date)
            if clash is not None and not (self._options.replace and act.date in held):
                self._outcomes[position] = _same_day(draft, clash, act)
                continue
            neighbour = _neighbour(chain, act.date)
            aligned = align(neighbour, act) if neighbour else act
            if self._accept(position, replace(draft, act=aligned)):
                chain[act.date] = aligned

    def _existing(self, act: Act) -> Work | None:
        works = self._catalog.by_title.get(title_key(act.title), ())
        return works[0] if works else None

    def _new_uri(self, act: Act) -> WorkUri:
        first = min((event.date for event in act.events), default=act.date)
        slug = slug_of(act.title, self._place)
        tail, number = "", 1
        while f"{act.kind}/{slug}{tail}" in self._folders:
            number += 1
            tail = f"-{number}"
        self._folders.add(f"{act.kind}/{slug}{tail}")
        return WorkUri(self._jurisdiction, act.kind, first.year, slug + tail)

    def _place_translation(self, position: int, draft: Draft, drafts: Sequence[Draft | Outcome]) -> None:
        """Put an English text beside the Chinese version it translates: the file of the same name."""
        original = self._original_of(draft, drafts)
        if original is None:
            reason = "外文本：没有找到同名的中文本（如 X.md 与 X.en.md），也没有用 --translation-of 指明"
            self._outcomes[position] = Outcome(draft.path, refused=f"{draft.path.name}：{reason}")
            return
        act = replace(
            draft.act,
            work=original.work,
            kind=original.kind,
            date=original.date,
            issuer=original.issuer,
            number=original.number,
            events=original.events,
            commencements=original.commencements,
        )
        warnings = tuple(w for w in draft.warnings if "题注" not in w and "日期" not in w)
        self._accept(position, replace(draft, act=act, warnings=warnings))

    def _original_of(self, draft: Draft, drafts: Sequence[Draft | Outcome]) -> Act | None:
        if self._options.translation_of:
            work = self._catalog.find(self._options.translation_of)
            return self._catalog.act(work.expressions[-1])
        stem = draft.path.name.rpartition(".")[0].removesuffix(".en")
        for position, act in self._fresh.items():
            other = drafts[position].path
            if other.parent == draft.path.parent and other.name.rpartition(".")[0] == stem:
                return act
        return None

    def _accept(self, position: int, draft: Draft) -> bool:
        """Write a draft into the plan when what is written reads back the same; refuse it otherwise."""
        act, images = with_images(draft.act, draft.images)
        path = expression_path(act.work, act.language, act.date)
        try:
            data = write_act(act)
            same = squeeze(parse_act(data, path).text) == squeeze(act.text)
        except (BadXml, ValueError) as error:
            self._outcomes[position] = Outcome(draft.path, refused=f"{draft.path.name}：{error}")
            return False
        if not same:
            self._outcomes[position] = Outcome(
                draft.path, refused=f"{draft.path.name}：写出的文字与读入的不同"
            )
            return False
        folder = path.rpartition("/")[0]
        self._files[path] = data
        self._files |= {f"{folder}/{name}": picture for name, picture in images.items()}
        self._fresh[position] = act
        self._outcomes[position] = Outcome(draft.path, act, draft.warnings, draft.left_out)
        return True

    # ---- what decisions settle

    def _settle_known(self, decisions: list[Act]) -> None:
        """A version taken in before its decision gets its day of effect, and its file the name."""
        for work in self._catalog.works:
            taken = {f.date for f in work.expressions}
            for facts in work.expressions:
                act = self._catalog.act(facts)
                settled = settle(act, decisions)
                if settled is not act and (settled.date == act.date or settled.date not in taken):
                    if settled.date != act.date:
                        self._files[facts.path] = None
                    self._files[expression_path(act.work, act.language, settled.date)] = write_act(settled)
                    self._notes.append(f"《{act.title}》{act.date} 的版本据决定自 {settled.date} 起施行")

    def _record_repeals(self, decisions: list[Act]) -> None:
        for decision in decisions:
            for title, event in repealed_by(decision):
                for path, act in self._last_versions(title):
                    ended = end(act, event)
                    if ended is not act:
                        self._files[path] = write_act(ended)
                        self._notes.append(f"《{act.title}》自 {event.date} 起废止")

    def _last_versions(self, title: str) -> Iterator[tuple[str, Act]]:
        """The last version of the act of that title, from this import or from the corpus."""
        key = title_key(title)
        fresh = [a for a in self._fresh.values() if title_key(a.title) == key and a.language == "zho"]
        known = [self._catalog.act(w.expressions[-1]) for w in self._catalog.by_title.get(key, ())]
        candidates = fresh + known
        if candidates:
            act = max(candidates, key=lambda a: a.date)
            path = expression_path(act.work, act.language, act.date)
            written = self._files.get(path)
            yield path, parse_act(written, path) if written else act


def _without_settled_warning(draft: Draft) -> Draft:
    if draft.act.commencements and "《" not in draft.act.commencements[0].words:
        return draft
    return replace(draft, warnings=tuple(w for w in draft.warnings if "待决定明确" not in w))


def _neighbour(chain: dict[date, Act], day: date) -> Act | None:
    """The version before a day, or the first after it when there is none."""
    earlier = [d for d in chain if d < day]
    if earlier:
        return chain[max(earlier)]
    return chain[min(chain)] if chain else None


def _same_day(draft: Draft, held: Act, act: Act) -> Outcome:
    if squeeze(held.text) == squeeze(act.text):
        return Outcome(draft.path, held, known=True)
    day = "日期不明" if act.date == UNKNOWN_DAY else str(act.date)
    other = f"（来自 {held.source.file}）" if held.source.file else ""
    reason = f"《{act.title}》已有 {day} 的版本{other}，文字不同；如确要改正已入库的文本，请用 --replace"
    return Outcome(draft.path, refused=f"{draft.path.name}：{reason}")


def describe(plan: ImportPlan) -> str:
    """The message of the commit: what came in, from which files."""
    taken = [outcome for outcome in plan.outcomes if outcome.act is not None and not outcome.known]
    names = [f"- 《{o.act.title}》{o.act.date}（{o.path.name}）" for o in taken if o.act]
    head = (
        f"导入《{taken[0].act.title}》" if len(taken) == 1 and taken[0].act else f"导入 {len(taken)} 件文本"
    )
    return "\n".join([head, "", *names, *plan.notes]) + "\n"
