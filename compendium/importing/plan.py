"""Group drafts into works and versions, and give each its place, its wIds and its bytes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from compendium.akn import BadXml, parse_act, write_act
from compendium.align import align
from compendium.catalog import Catalog, Work
from compendium.commencement import made_on
from compendium.deciding import DECISIONS, settle
from compendium.facts import Facts
from compendium.importing.decided import Changes, citing, known_decisions, record_repeals, settle_known
from compendium.importing.outcome import ImportPlan, Options, Outcome, carried_out, day_taken
from compendium.intake.draft import Draft
from compendium.intake.identify import slug_of
from compendium.intake.images import with_images
from compendium.intake.source import squeeze
from compendium.model import Act, ActKind
from compendium.timeline import first_day
from compendium.titles import title_key
from compendium.uri import WorkUri, expression_path, parse_work_uri


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
        decisions = [d.act for _, d in chinese if d.act.kind in DECISIONS] + known_decisions(self._catalog)
        groups: dict[str, list[tuple[int, Draft]]] = defaultdict(list)
        for position, draft in chinese:
            settled = replace(draft, act=settle(draft.act, decisions))
            groups[_identity(draft.act)].append((position, _without_settled_warning(settled)))
        for members in groups.values():
            self._place_group(sorted(members, key=lambda pair: (pair[1].act.date, pair[0])))
        for position, draft in english:
            self._place_translation(position, draft, drafts)
        self._take(settle_known(self._catalog, decisions))
        fresh = [act for act in self._fresh.values() if act.language == "zho"]
        ending = [*fresh, *citing(self._catalog, [act.title for act in fresh])]
        self._take(record_repeals(self._catalog, ending, fresh, self._files))
        for position, item in enumerate(drafts):
            if isinstance(item, Outcome):
                self._outcomes[position] = item
        ordered = tuple(self._outcomes[position] for position in sorted(self._outcomes))
        return ImportPlan(ordered, self._files, tuple(self._notes))

    def _take(self, changes: Changes) -> None:
        self._files |= changes.files
        self._notes += changes.notes

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

    # ---- works and versions

    def _place_group(self, members: list[tuple[int, Draft]]) -> None:
        """Make the files of one title versions of one work, known or new."""
        told = (draft.act.kind for _, draft in reversed(members) if draft.act.issuer)
        first = members[0][1].act
        first = replace(first, kind=next(told, first.kind))
        work = self._existing(first)
        uri = work.uri if work else str(self._new_uri(first))
        held = {f.date: self._catalog.act(f) for f in work.expressions} if work else {}
        chain = dict(held)
        for position, draft in members:
            act = replace(draft.act, work=uri, kind=parse_work_uri(uri).kind)
            if twin := next((a for a in chain.values() if squeeze(a.text) == squeeze(act.text)), None):
                self._outcomes[position] = Outcome(draft.path, twin, known=True)
                continue
            clash = chain.get(act.date)
            if clash is not None and not (self._options.replace and clash is held.get(act.date)):
                self._outcomes[position] = day_taken(draft, clash, act)
                continue
            if clash is not None and clash.modifications:
                self._outcomes[position] = carried_out(draft)
                continue
            neighbour = clash or _neighbour(chain, act.date)
            if neighbour is not None:
                act = _inherit(neighbour, align(neighbour, act), same=clash is not None)
            if self._accept(position, replace(draft, act=act), corrects=clash is not None):
                chain[act.date] = act

    def _existing(self, act: Act) -> Work | None:
        if self._options.version_of:
            return self._catalog.find(self._options.version_of)
        for work in self._catalog.by_title.get(title_key(act.title), ()):
            if _identity(work.expressions[-1]) == _identity(act):
                return work
        return None

    def _new_uri(self, act: Act) -> WorkUri:
        year = first_day(act).year
        slug = slug_of(act.title, self._place)
        tails = ["", f"-{year}", *(f"-{year}-{n}" for n in range(2, 1000))]
        tail = next(t for t in tails if f"{act.kind}/{slug}{t}" not in self._folders)
        self._folders.add(f"{act.kind}/{slug}{tail}")
        return WorkUri(self._jurisdiction, act.kind, year, slug + tail)

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
        held = self._translation_held(act)
        if held is not None and squeeze(held.text) == squeeze(act.text):
            self._outcomes[position] = Outcome(draft.path, held, known=True)
        elif held is not None and not self._options.replace:
            self._outcomes[position] = day_taken(draft, held, act)
        else:
            warnings = tuple(w for w in draft.warnings if "题注" not in w and "日期" not in w)
            self._accept(position, replace(draft, act=act, warnings=warnings), corrects=held is not None)

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
            return self._catalog.act(work.expressions[-1])
        stem = draft.path.name.rpartition(".")[0].removesuffix(".en")
        for position, outcome in self._outcomes.items():
            other = drafts[position].path
            if other.parent == draft.path.parent and other.name.rpartition(".")[0] == stem:
                return outcome.act
        return None

    def _accept(self, position: int, draft: Draft, corrects: bool = False) -> bool:
        """Write a draft into the plan when what is written reads back the same; refuse it otherwise."""
        act, images = with_images(draft.act, draft.images)
        path = expression_path(act.work, act.language, act.date)
        if any(bad.path == path for bad in self._catalog.bad):
            reason = f"库中已有的 {path} 不能读入，请先改正该文件"
            self._outcomes[position] = Outcome(draft.path, refused=f"{draft.path.name}：{reason}")
            return False
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
        self._outcomes[position] = Outcome(draft.path, act, draft.warnings, draft.left_out, corrects=corrects)
        return True


def _identity(act: Act | Facts) -> str:
    """What makes two texts versions of one work: the title, a decision's day, a document's number.

    关于修改本市部分地方性法规的决定 is adopted again and again under one title.
    """
    key = title_key(act.title)
    if act.kind in DECISIONS:
        return f"{key} {made_on(act)} {act.number}"
    return f"{key} {act.number}" if act.kind is ActKind.NORMATIVE_DOCUMENT else key


def _without_settled_warning(draft: Draft) -> Draft:
    if draft.act.commencements and "《" not in draft.act.commencements[0].words:
        return draft
    return replace(draft, warnings=tuple(w for w in draft.warnings if "待决定明确" not in w))


def _inherit(before: Act, act: Act, same: bool) -> Act:
    """Keep what staff have added: class, keywords, short title; for a correction also the day of effect."""
    act = replace(act, subjects=before.subjects, keywords=before.keywords, short_title=before.short_title)
    if same:
        there = {provision.eid for provision in act.provisions()}
        changes = tuple(change for change in before.changes if not change.eid or change.eid in there)
        act = replace(act, corrections=before.corrections, changes=changes, former=before.former)
    return replace(act, commencements=before.commencements) if same and before.commencements else act


def _neighbour(chain: dict[date, Act], day: date) -> Act | None:
    """The version before a day, or the first after it when there is none."""
    earlier = [d for d in chain if d < day]
    if earlier:
        return chain[max(earlier)]
    return chain[min(chain)] if chain else None
