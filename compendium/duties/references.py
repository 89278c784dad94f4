"""References in force that a change elsewhere made stale: moved, gone, renamed, repealed.

Whether a reference was right when it was written is for `check` (R502) to tell; here it is held against
what has become of its target since.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from compendium.compare.provision_history import Turn, life
from compendium.duties.duty import Concern, Duty, Place
from compendium.law.act import Act
from compendium.law.citations import locate
from compendium.law.days import day_words
from compendium.law.identifiers import EId, Uri
from compendium.law.kinds import DECISIONS
from compendium.law.names import quoted, title_key
from compendium.law.timeline import OVER, Status, standing
from compendium.library.catalog import Catalog, Work
from compendium.library.facts import Facts, Reference


def stale_references(catalog: Catalog, day: date) -> Iterator[Duty]:
    """Find them in the versions in force on a day, one duty for each act and each act it cites.

    Only the versions of a cited act that changed since are parsed.
    """
    texts = _Texts(catalog)
    for work in catalog.works:
        now = standing(work.expressions, day)
        if work.kind in DECISIONS or now.status is not Status.IN_FORCE:
            continue
        facts = work.expressions[now.index]
        found: dict[Uri, list[Place]] = {}
        for reference in dict.fromkeys(facts.references):
            cited = catalog.cited(reference.title) if reference.title else None
            if cited is None or cited.uri == work.uri or cited.kind in DECISIONS:
                continue
            seen = _Seen(work=work, index=now.index, reference=reference, cited=cited, day=day)
            if note := _fate(seen, texts):
                found.setdefault(cited.uri, []).append(_place(facts, reference, note, texts))
        for uri, places in found.items():
            yield _duty(facts, catalog.by_uri[uri], tuple(places))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Seen:
    """A reference in version `index` of a work, and the work that it cites, seen from a day."""

    work: Work
    index: int
    reference: Reference
    cited: Work
    day: date

    def written(self) -> Iterator[date]:
        """The days of the versions that have had the reference in these words, the earliest first."""
        same = (title_key(self.reference.title), self.reference.eid, self.reference.words)
        first = self.index
        for facts in reversed(self.work.expressions[: self.index]):
            if same not in {(title_key(r.title), r.eid, r.words) for r in facts.references}:
                break
            first -= 1
        yield from (facts.date for facts in self.work.expressions[first : self.index + 1])

    def meant(self) -> int | None:
        """The version of the cited work that held when the reference was written, as far as it is known."""
        for day in self.written():
            then = standing(self.cited.expressions, day)
            if then.status is Status.IN_FORCE:
                return then.index
        return None


@dataclass(frozen=True)
class _Texts:
    """Texts read once."""

    catalog: Catalog
    _held: dict[str, Act] = field(default_factory=dict)

    def act(self, facts: Facts) -> Act:
        """The text of a version."""
        if facts.path not in self._held:
            self._held[facts.path] = self.catalog.act(facts)
        return self._held[facts.path]


def _fate(seen: _Seen, texts: _Texts) -> str:
    """Say what has become of a reference's target; empty when it is what it was."""
    now = standing(seen.cited.expressions, seen.day)
    meant = seen.meant()
    if meant is None:
        return ""
    if now.status in OVER:
        if seen.reference.eid or now.ended is None or _orders_end(seen, texts):
            return ""
        return f"{quoted(seen.cited.title)}自{day_words(now.ended)}起{_END_WORDS[now.status]}"
    if now.status is not Status.IN_FORCE or now.index <= meant:
        return ""
    if not seen.reference.eid:
        return _renamed(seen, seen.cited.expressions[meant], seen.cited.expressions[now.index])
    return _moved(seen, meant, now.index, texts)


_END_WORDS = {Status.REPEALED: "废止", Status.EXPIRED: "失效"}


def _orders_end(seen: _Seen, texts: _Texts) -> bool:
    """Whether the words that name the act are those that repeal it: 《…》同时废止."""
    act = texts.act(seen.work.expressions[seen.index])
    for provision in act.provisions():
        if provision.eid == seen.reference.source:
            return "废止" in provision.text
    return False


def _renamed(seen: _Seen, then: Facts, now: Facts) -> str:
    key = title_key(seen.reference.title)
    names = {title_key(name) for name in (now.title, now.short_title) if name}
    meant = {title_key(name) for name in (then.title, then.short_title) if name}
    return f"法规名称已改为{quoted(now.title)}" if key in meant and key not in names else ""


def _moved(seen: _Seen, meant: int, current: int, texts: _Texts) -> str:
    """Say where a provision is now, following it through the versions in between."""
    versions = seen.cited.expressions
    eid = locate(seen.reference.eid, {eid for eid, _ in versions[meant].labels})
    if eid is None:
        return ""
    known = [i for i in range(meant, current + 1) if i in (meant, current) or versions[i].date <= seen.day]
    acts = [texts.act(versions[i]) for i in known]
    stages = life(acts, eid, at=0)
    heirs = [stage for stage in stages if stage.version == acts[-1].date and stage.turn is not Turn.DELETED]
    if not heirs:
        kept = _same_words(acts, eid)
        return "" if kept else f"{day_words(stages[-1].version)}的版本起已删去或者改写"
    if len(heirs) > 1:
        return f"已拆分为{'、'.join(stage.place for stage in heirs)}"
    if heirs[0].eid == locate(seen.reference.eid, {eid for eid, _ in versions[current].labels}):
        return ""
    return f"现为{heirs[0].place}"


def _same_words(acts: list[Act], eid: EId) -> bool:
    """Whether a provision's words still stand at its place, whatever its wId."""
    then, now = ({p.eid: p.text for p in act.provisions()}.get(eid) for act in (acts[0], acts[-1]))
    return then is not None and then == now


def _place(facts: Facts, reference: Reference, note: str, texts: _Texts) -> Place:
    act = texts.act(facts)
    line = next((p.line for p in act.provisions() if p.eid == reference.source), 1)
    label = dict(facts.labels).get(reference.source, "")
    title = quoted(reference.title)
    words = title + reference.words if reference.eid else title
    return Place(path=facts.path, line=line, label=label, eid=reference.source, words=words, note=note)


def _duty(facts: Facts, cited: Work, places: tuple[Place, ...]) -> Duty:
    return Duty(
        id=f"{Concern.REFERENCE}:{facts.work}>{cited.uri}",
        concern=Concern.REFERENCE,
        title=facts.title,
        message=f"对{quoted(cited.title)}的引用有 {len(places)} 处已过时",
        work=facts.work,
        places=places,
        command=f"compendium show {cited.folder} --history",
    )
