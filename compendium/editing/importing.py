"""Plan an import: read the drafts, group them into works and versions, and give each its place.

In order: what an import is asked; the plan, which gives drafts their places, wIds and bytes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from compendium.akn import BadXml, parse_act, write_act
from compendium.compare.align import align
from compendium.compare.translations import articles_differ
from compendium.editing.commencing import NotSettled, refuse_disorder
from compendium.editing.decided import (
    Changes,
    Unrecorded,
    citing,
    known_decisions,
    record_effects,
    settle,
    settle_known,
)
from compendium.editing.identity import Ground, identity, revises, title_difference
from compendium.editing.import_outcome import (
    Outcome,
    another_day,
    another_identity,
    another_name,
    another_title,
    carried_out,
    day_doubts,
    day_taken,
    made_alike_words,
    not_taken,
    same_words,
    several_titles,
)
from compendium.editing.import_places import inherit, is_titled, made_alike, named_otherwise, neighbour
from compendium.editing.moving import moved
from compendium.editing.near import near_hints
from compendium.intake.draft import KIND_DOUBTED, Draft
from compendium.intake.finish import picture_name, pictures_of, with_images
from compendium.intake.source import squeeze
from compendium.law.act import Act
from compendium.law.days import day_label
from compendium.law.identifiers import CorpusPath, Folder, Uri
from compendium.law.kinds import DECISIONS, ActKind
from compendium.law.names import (
    expression_path,
    folder_of,
    parse_work_uri,
    path_in,
    quoted,
    repeated_ids,
    title_key,
)
from compendium.law.timeline import first_day
from compendium.library.catalog import Catalog, Work, version_on
from compendium.library.facts import Facts
from compendium.library.media_files import without_use


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """The decisions of the person who imports.

    `version_of` and `translation_of` name an act of the corpus, for a version under another title and for an
    English text (of the version named by `day`); `replace` lets a text take the place of the one held for the
    same day. `agreed` are the files that a person lets replace a text of another title or of another
    day, or become a version of a work of another title.
    """

    kind: ActKind | None = None
    day: date | None = None
    version_of: str = ""
    translation_of: str = ""
    replace: bool = False
    agreed: frozenset[Path] = frozenset()


@dataclass(frozen=True)
class ImportPlan:
    """The outcomes in the order of the files, and the files of the corpus to write or remove (None)."""

    outcomes: tuple[Outcome, ...]
    files: dict[CorpusPath, bytes | None] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


def describe(plan: ImportPlan) -> str:
    """Write the message of the commit: what came in, from which files."""
    taken = [(o, o.act) for o in plan.outcomes if o.act is not None and not o.known]
    names = [f"- {quoted(act.title)}{day_label(act.date)}（{o.path.name}）{_retitled(o)}" for o, act in taken]
    verb = "更正" if taken and all(o.corrects for o, _ in taken) else "导入"
    head = f"{verb}{quoted(taken[0][1].title)}" if len(taken) == 1 else f"{verb} {len(taken)} 件文本"
    return "\n".join([head, "", *names, *plan.notes]) + "\n"


def _retitled(outcome: Outcome) -> str:
    """The title that a version had before; empty where it has the same."""
    same = not outcome.corrects or outcome.act is None or outcome.act.title == outcome.corrects
    return "" if same else f"，原题名{quoted(outcome.corrects)}"


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
        self._ground = Ground(jurisdiction, place)
        self._folders = {work.folder for work in catalog.works}
        self._files: dict[CorpusPath, bytes | None] = {}
        self._notes: list[str] = []
        self._outcomes: dict[int, Outcome] = {}
        self._fresh: dict[int, Act] = {}

    def plan(self, drafts: Sequence[Draft | Outcome]) -> ImportPlan:
        for position, item in enumerate(drafts):
            if isinstance(item, Outcome):
                self._outcomes[position] = item
        read = [
            (i, named) for i, d in enumerate(drafts) if isinstance(d, Draft) and (named := self._named(i, d))
        ]
        chinese = [(i, self._decided(d)) for i, d in read if d.act.language == "zho"]
        english = [(i, d) for i, d in read if d.act.language == "eng"]
        decisions = [d.act for _, d in chinese if d.act.kind in DECISIONS] + known_decisions(self._catalog)
        groups: dict[str, list[tuple[int, Draft]]] = defaultdict(list)
        for position, draft in chinese:
            settled = replace(draft, act=settle(draft.act, decisions))
            ident = self._line_of(draft.act, [other.act for _, other in chinese])
            groups[ident].append((position, _without_settled_warning(settled)))
        for ident, members in groups.items():
            self._place_group(sorted(members, key=lambda pair: (pair[1].act.date, pair[0])), ident)
        for position, draft in english:
            self._place_translation(position, draft, drafts)
        self._take(settle_known(self._catalog, decisions))
        fresh = [act for act in self._fresh.values() if act.language == "zho"]
        ending = [*fresh, *self._again(), *citing(self._catalog, [act.title for act in fresh])]
        recorded = record_effects(self._catalog, ending, fresh, self._files)
        self._take(recorded)
        self._tell(recorded.unrecorded)
        self._warn(near_hints(self._catalog, fresh, self._files))
        self._forget_unwritten()
        ordered = tuple(self._outcomes[position] for position in sorted(self._outcomes))
        return ImportPlan(ordered, self._files, tuple(self._notes))

    def _forget_unwritten(self) -> None:
        """Leave out versions of this import whose file took another name before it was ever written."""
        held = {
            facts.path for work in self._catalog.works for facts in (*work.expressions, *work.translations)
        }
        gone = [path for path, data in self._files.items() if data is None and path.endswith(".xml")]
        for path in gone:
            if path not in held:
                del self._files[path]

    def _take(self, changes: Changes) -> None:
        self._files |= changes.files
        self._notes += changes.notes

    def _again(self) -> list[Act]:
        """The texts of this import that the corpus has: what was not recorded then is recorded now."""
        known = [outcome.act for outcome in self._outcomes.values() if outcome.known]
        return [act for act in known if act is not None and act.language == "zho"]

    def _tell(self, unrecorded: Sequence[Unrecorded]) -> None:
        """Let the file that tells an effect, or else the one that it is for, say that it is not recorded."""
        fresh = {act.work for act in self._fresh.values()}
        for one in unrecorded:
            self._warn({one.by if one.by in fresh else one.of: one.words})

    def _warn(self, told: Mapping[Uri, str]) -> None:
        """Let the last file of a work that this import takes in say something more."""
        places = {act.work: position for position, act in self._fresh.items()}
        for work, words in told.items():
            if work in places:
                outcome = self._outcomes[places[work]]
                self._outcomes[places[work]] = replace(outcome, warnings=(*outcome.warnings, words))

    def _named(self, position: int, draft: Draft) -> Draft | None:
        """The draft with its pictures named by their content; None when one of them is not there."""
        try:
            act, images = with_images(draft.act, draft.images)
        except ValueError as error:
            self._outcomes[position] = Outcome(path=draft.path, refused=f"{draft.path.name}：{error}")
            return None
        return replace(draft, act=act, images=images)

    def _decided(self, draft: Draft) -> Draft:
        act = draft.act
        if self._options.kind:
            act = replace(act, kind=self._options.kind)
            told = tuple(warning for warning in draft.warnings if not warning.startswith(KIND_DOUBTED))
            draft = replace(draft, warnings=told)
        if self._options.day:
            first = act.commencements[0]
            day = None if first.date is None else self._options.day
            draft = replace(draft, warnings=(*draft.warnings, *day_doubts(act, self._options.day)))
            act = replace(
                act, date=self._options.day, commencements=(replace(first, date=day), *act.commencements[1:])
            )
        return replace(draft, act=act)

    # ---- works and versions

    def _line_of(self, act: Act, fresh: Sequence[Act]) -> str:
        """The identity of the work whose version a text is; a revised document is one of the text before."""
        if not revises(act):
            return identity(act)
        key = title_key(act.title)
        known = [f for work in self._catalog.by_title.get(key, ()) for f in work.expressions]
        same = [other for other in fresh if other.kind is act.kind and title_key(other.title) == key]
        texts: list[Act | Facts] = [*known, *same]
        earlier = [other for other in texts if first_day(other) < first_day(act)]
        before = max(earlier, key=lambda other: first_day(other), default=None)
        if before is None:
            return identity(act)
        return self._line_of(before, fresh) if isinstance(before, Act) else identity(before)

    def _place_group(self, members: list[tuple[int, Draft]], ident: str) -> None:
        """Make the files of one title versions of one work, known or new."""
        told = (draft.act.kind for _, draft in reversed(members) if draft.act.issuer)
        first = members[0][1].act
        first = replace(first, kind=next(told, first.kind))
        work = self._existing(first, ident)
        if work is None and self._options.replace:
            members = [pair for pair in members if not self._mistitled(*pair)]
        if members:
            self._place_in(work, members, self._new_uri(first) if work is None else work.uri)

    def _place_in(self, work: Work | None, members: list[tuple[int, Draft]], uri: Uri) -> None:
        """Give each file its place among the versions of a work; None when that is new."""
        held = {f.date: self._catalog.act(f) for f in work.expressions} if work else {}
        chain = dict(held)
        for position, draft in members:
            act = replace(draft.act, work=uri, kind=parse_work_uri(uri).kind)
            twin = next((a for a in chain.values() if same_words(a, act)), None)
            if twin and self._same_pictures(twin, act):
                self._outcomes[position] = Outcome(
                    path=draft.path, act=twin, warnings=not_taken(draft), known=True
                )
                continue
            twin = twin or named_otherwise(chain, act)
            if twin:  # the same version, by whatever day it is named there
                act = replace(act, date=twin.date)
            if not self._is_titled(draft, act, chain):
                self._outcomes[position] = another_name(draft, chain[max(chain)])
                continue
            clash = chain.get(act.date)
            beside = made_alike(chain, act)
            if beside is not None and self._options.replace and beside is held.get(beside.date):
                if draft.path not in self._options.agreed:
                    self._outcomes[position] = another_day(draft, beside, act)
                    continue
                clash = beside
                told = f"版本日期由 {day_label(beside.date)} 改为 {day_label(act.date)}"
                draft = replace(draft, warnings=(*draft.warnings, told))
            elif beside is not None:
                draft = replace(draft, warnings=(*draft.warnings, made_alike_words(beside, act)))
            if clash is not None and not (self._options.replace and clash is held.get(clash.date)):
                self._outcomes[position] = day_taken(draft, clash, act)
                continue
            if clash is not None and clash.modifications:
                self._outcomes[position] = carried_out(draft)
                continue
            if clash is not None and self._retitles(draft, act, clash):
                self._outcomes[position] = another_title(draft, clash)
                continue
            if clash is not None and act.title != clash.title:
                told = f"题名由{quoted(clash.title)}改为{quoted(act.title)}"
                draft = replace(draft, warnings=(*draft.warnings, told))
            before = clash or neighbour(chain, act.date)
            if before is not None:
                act = inherit(before, align(before, act), same=clash is not None)
            if self._accept(position, replace(draft, act=act), corrects=clash):
                chain[act.date] = act
                if clash is not None and clash.date != act.date:
                    del chain[clash.date]

    def _is_titled(self, draft: Draft, act: Act, chain: Mapping[date, Act]) -> bool:
        """Whether a text given out as a version of a work bears a title of it, or a person has agreed."""
        given = bool(self._options.version_of) and draft.path not in self._options.agreed
        return not given or is_titled(act, chain.values())

    def _retitles(self, draft: Draft, act: Act, held: Act) -> bool:
        """Whether a text would give the version it replaces another title, and nobody has agreed to that."""
        return title_key(act.title) != title_key(held.title) and draft.path not in self._options.agreed

    def _mistitled(self, position: int, draft: Draft) -> bool:
        """Take a text whose title no work has for the version that it was meant to replace.

        That is one of the same day, of nearly that title or from the same file; False when there is none.
        """
        for work in self._catalog.by_title.get(title_key(draft.act.title), ()):
            for facts in (facts for facts in work.expressions if facts.date == draft.act.date):
                self._outcomes[position] = another_identity(draft, work, facts)
                return True
        found = [
            (work, facts)
            for work in self._catalog.works
            for facts in work.expressions
            if facts.date == draft.act.date
            and (
                title_difference(facts.title, draft.act.title)
                or self._catalog.act(facts).source.file == draft.path.name
            )
        ]
        if not found:
            return False
        work, facts = found[0]
        if len(found) > 1:
            titles = [facts.title for _, facts in found]
            self._outcomes[position] = several_titles(draft, titles)
        elif draft.path in self._options.agreed:
            self._place_in(work, [(position, draft)], work.uri)
        else:
            self._outcomes[position] = another_title(draft, self._catalog.act(facts))
        return True

    def _same_pictures(self, held: Act, act: Act) -> bool:
        """Whether two texts show the same pictures; one that the corpus lacks is the same as none."""
        folder = _folder(held)
        return [self._content_name(folder, src) for src in pictures_of(held)] == list(pictures_of(act))

    def _content_name(self, folder: Folder, src: str) -> str:
        """What a picture of the corpus would be called by its content; staff may have named it."""
        path = path_in(folder, src)
        data = self._files.get(path)
        if data is None and path in self._catalog.files.paths():
            data = self._catalog.files.read(path)
        return "" if data is None else picture_name(data)

    def _existing(self, act: Act, ident: str) -> Work | None:
        if self._options.version_of:
            return self._catalog.find(self._options.version_of)
        for work in self._catalog.by_title.get(title_key(act.title), ()):
            if any(identity(facts) == ident for facts in work.expressions):
                return work
            if revises(work.expressions[0]) and first_day(act) < first_day(work.expressions[0]):
                return work  # the text that was revised, found later
        return None

    def _new_uri(self, act: Act) -> Uri:
        made = self._ground.free_uri(act, self._folders)
        self._folders.add(made.folder)
        return Uri(str(made))

    def _place_translation(self, position: int, draft: Draft, drafts: Sequence[Draft | Outcome]) -> None:
        """Put an English text beside the Chinese version it translates: the file of the same name."""
        original = self._original_of(draft, drafts)
        if original is None:
            reason = "外文本：没有找到同名的中文本（如 X.md 与 X.en.md），也没有用 --translation-of 指明"
            self._outcomes[position] = Outcome(path=draft.path, refused=f"{draft.path.name}：{reason}")
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
            subjects=original.subjects,
        )
        held = self._translation_held(act)
        if held is not None:
            act = replace(act, keywords=held.keywords, short_title=held.short_title)
            act = replace(act, corrections=held.corrections, former=held.former)
        if held is not None and same_words(held, act) and self._same_pictures(held, act):
            self._outcomes[position] = Outcome(
                path=draft.path, act=held, warnings=not_taken(draft), known=True
            )
        elif held is not None and not self._options.replace:
            self._outcomes[position] = day_taken(draft, held, act)
        elif held is not None and self._retitles(draft, act, held):
            self._outcomes[position] = another_title(draft, held)
        else:
            warnings = tuple(w for w in draft.warnings if "题注" not in w and "日期" not in w)
            warnings += tuple(self._doubts(act, original))
            self._accept(position, replace(draft, act=act, warnings=warnings), corrects=held)

    def _doubts(self, act: Act, original: Act) -> Iterator[str]:
        """What to look at in a translation: whether it is of this version, where nobody has said so."""
        work = self._catalog.by_uri.get(act.work)
        several = work is not None and len(work.expressions) > 1
        if self._options.translation_of and several and self._options.day is None:
            yield (
                f"没有写明译的是哪一版本，归到最近的 {day_label(act.date)} 的版本；"
                "译的是别的版本的，用 --date 写明"
            )
        eids = ([p.eid for p in each.provisions()] for each in (original, act))
        if told := articles_differ(*eids):
            yield f"与 {day_label(act.date)} 的中文本条数不一致：{told}；请核对译的是不是这一版本"

    def _translation_held(self, act: Act) -> Act | None:
        """The translation of the same version that the corpus has."""
        work = self._catalog.by_uri.get(act.work)
        for facts in work.translations if work else ():
            if (facts.date, facts.language) == (act.date, act.language):
                return self._catalog.act(facts)
        return None

    def _original_of(self, draft: Draft, drafts: Sequence[Draft | Outcome]) -> Act | None:
        if self._options.translation_of:
            work = self._catalog.find(self._options.translation_of)
            return self._catalog.act(version_on(work, self._options.day or work.expressions[-1].date))
        stem = draft.path.name.rpartition(".")[0].removesuffix(".en")
        for position, outcome in self._outcomes.items():
            other = drafts[position].path
            if other.parent == draft.path.parent and other.name.rpartition(".")[0] == stem:
                return outcome.act
        return None

    def _renamed(self, held: Act, act: Act) -> dict[CorpusPath, bytes | None]:
        """The files that change when a text takes the place of a version of another day.

        Raises:
            NotSettled: the versions would change their order.
        """
        work = self._catalog.by_uri[held.work]
        facts = version_on(work, held.date)
        refuse_disorder(work, facts, act.date)
        return moved(self._catalog, work, facts, act, self._files)

    def _accept(self, position: int, draft: Draft, corrects: Act | None = None) -> bool:
        """Write a draft into the plan when what is written reads back the same; refuse it otherwise."""
        act = draft.act
        path = expression_path(act.work, act.language, act.date)
        if any(bad.path == path for bad in self._catalog.bad):
            reason = f"库中已有的 {path} 不能读入，请先改正该文件"
            self._outcomes[position] = Outcome(path=draft.path, refused=f"{draft.path.name}：{reason}")
            return False
        try:
            data = write_act(act)
            same = squeeze(parse_act(data, path).text) == squeeze(act.text)
        except (BadXml, ValueError) as error:
            self._outcomes[position] = Outcome(path=draft.path, refused=f"{draft.path.name}：{error}")
            return False
        if not same or repeated_ids(act.provisions()):
            reason = "写出的文字与读入的不同" if not same else "条款的标识重复，不能写入"
            self._outcomes[position] = Outcome(path=draft.path, refused=f"{draft.path.name}：{reason}")
            return False
        folder = _folder(act)
        if corrects and corrects.date != act.date and act.language == "zho":
            try:
                self._files |= self._renamed(corrects, act)
            except NotSettled as error:
                self._outcomes[position] = Outcome(path=draft.path, refused=f"{draft.path.name}：{error}")
                return False
        self._files[path] = data
        self._files |= {path_in(folder, name): picture for name, picture in draft.images.items()}
        if corrects:
            self._files |= without_use(folder, self._catalog.files, self._files, pictures_of(corrects))
        self._fresh[position] = act
        self._outcomes[position] = Outcome(
            path=draft.path,
            act=act,
            warnings=draft.warnings,
            left_out=draft.left_out,
            corrects=corrects.title if corrects else "",
        )
        return True


def _folder(act: Act) -> Folder:
    """The folder of a text's work."""
    return folder_of(expression_path(act.work, act.language, act.date))


def _without_settled_warning(draft: Draft) -> Draft:
    if draft.act.commencements and "《" not in draft.act.commencements[0].words:
        return draft
    return replace(draft, warnings=tuple(w for w in draft.warnings if "待决定明确" not in w))
