"""What the rest of the corpus needs to know of one version without reading its text again."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

from compendium.law import citations
from compendium.law.act import Act, Basis, Commencement, CorrectedWords, Correction, Day, Event, Provision
from compendium.law.changes import State
from compendium.law.citations import legal_basis
from compendium.law.commencement import Ending, ending
from compendium.law.effects import Effect, EffectKind, Effects, amended_titles, effects_of
from compendium.law.identifiers import CorpusPath, Digest, EId, Uri, WId
from compendium.law.kinds import HEADED, ActKind, EventKind, Level
from compendium.law.names import number_of
from compendium.law.numerals import to_chinese

VERSION = "9"
"""Raise it when the facts of an unchanged file would come out differently."""


@dataclass(frozen=True, slots=True)
class Reference:
    """A reference in the provision `source` to `eid` of the act `title`; no title means the act itself."""

    source: EId
    title: str
    eid: EId
    words: str


@dataclass(frozen=True, slots=True)
class Made:
    """What made a version: the decision, the day it was adopted, the day that names the version amended."""

    decision: Uri
    decided: date
    before: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """One version, its text left out. `labels` are (eId, 第十条第二款) of all provisions, in order.

    `made` tells from which version each decision made it, `amends` are the works on which a decision's file
    records operations, `official` is whether the text was taken from a file; `basis` the titles of the laws
    under which it says that it is made, `former` the days that named it before. `unread` are its sentences on
    effect, end or the life of other acts that were not understood, `open_end` the words of an end that no
    date tells. `effects` are what it does to the life of others, without the words; `names_to_amend` the
    titles that an amending decision names where it speaks of changes, `carried_out` the works on which it
    records operations. `renamed` are the provisions whose lasting name (wId) is not that of
    their place (eId).
    """

    path: CorpusPath
    digest: Digest
    work: Uri
    kind: ActKind
    date: date
    title: str
    language: str
    short_title: str
    issuer: str
    number: str
    subjects: tuple[str, ...]
    keywords: tuple[str, ...]
    events: tuple[Event, ...]
    commencements: tuple[Commencement, ...]
    labels: tuple[tuple[EId, str], ...]
    references: tuple[Reference, ...]
    corrections: tuple[Correction, ...] = ()
    made: tuple[Made, ...] = ()
    amends: tuple[Uri, ...] = ()
    official: bool = False
    basis: tuple[str, ...] = ()
    former: tuple[Day, ...] = ()
    unread: tuple[str, ...] = ()
    open_end: str = ""
    effects: tuple[Effect, ...] = ()
    names_to_amend: tuple[str, ...] = ()
    carried_out: tuple[Uri, ...] = ()
    renamed: tuple[tuple[EId, WId], ...] = ()

    @property
    def labels_by_wid(self) -> dict[WId, str]:
        """The labels of all provisions by the names that they keep: an event names what it is about so."""
        renamed = dict(self.renamed)
        return {renamed.get(eid) or WId(eid): label for eid, label in self.labels}

    @property
    def amended_by(self) -> tuple[Uri, ...]:
        """The decisions that its text says made it, by work."""
        return tuple(dict.fromkeys(made.decision for made in self.made))

    @property
    def decided(self) -> tuple[Day, ...]:
        """The days on which those decisions were adopted."""
        return tuple(dict.fromkeys(made.decided for made in self.made))


_UNDONE = frozenset({State.ASIDE, State.IDLE})


def facts_of(act: Act, path: CorpusPath, digest: Digest) -> Facts:
    """Take the facts out of an act."""
    told, others = (ending(act), effects_of(act)) if act.language == "zho" else (Ending(), Effects())
    return Facts(
        path=path,
        digest=digest,
        work=act.work,
        kind=act.kind,
        date=act.date,
        title=act.title,
        language=act.language,
        short_title=act.short_title,
        issuer=act.issuer,
        number=act.number,
        subjects=act.subjects,
        keywords=act.keywords,
        events=act.events,
        commencements=act.commencements,
        labels=tuple(labels(act)),
        references=tuple(references(act)),
        corrections=act.corrections,
        made=tuple(dict.fromkeys(Made(c.decision, c.decided, c.before) for c in act.changes)),
        amends=tuple(dict.fromkeys(m.work for m in act.modifications if m.state not in _UNDONE)),
        official=bool(act.source.file),
        basis=legal_basis(act),
        former=act.former,
        unread=unread_of(act, told, others),
        open_end=told.open_words,
        effects=tuple(replace(effect, words="") for effect in others.found),
        names_to_amend=amended_titles(act) if act.language == "zho" else (),
        carried_out=tuple(dict.fromkeys(modification.work for modification in act.modifications)),
        renamed=tuple((p.eid, p.wid) for p in act.provisions() if str(p.wid) != p.eid),
    )


def unread_of(act: Act, told: Ending, others: Effects) -> tuple[str, ...]:
    """List what an act says of its own time or of the life of others that nobody has understood yet.

    `told` is what it says of its end, `others` of other acts. What staff have settled is left out: its words
    stand in an event or in a day of effect.
    """
    if act.language != "zho":
        return ()
    settled = [c.words for c in act.commencements] + [event.words for event in act.events]
    found = (*told.unread, *others.unread)
    return tuple(
        words for words in dict.fromkeys(found) if not any(words in held for held in settled if held)
    )


def labels(act: Act) -> list[tuple[EId, str]]:
    """Give the citation form of every provision: 第三条第二款第（一）项."""
    out: list[tuple[EId, str]] = []
    for root in act.preamble + act.body:
        _label(root, "", out)
    for attachment in act.attachments:
        name = attachment.num or attachment.heading
        out.append((attachment.eid, name))
        for root in attachment.body:
            _label(root, name, out)
    return out


def _label(provision: Provision, above: str, out: list[tuple[EId, str]]) -> None:
    own = _own_label(provision)
    # 1.1 tells all that it stands in
    whole = provision.level in _FRESH or (provision.level is Level.LEVEL and "." in own.replace("．", "."))
    label = own if whole else above + own
    out.append((provision.eid, label))
    below = "" if provision.level in HEADED else label
    for child in provision.children:
        _label(child, below, out)


_FRESH = HEADED | {Level.ARTICLE, Level.RECITAL}


def _own_label(provision: Provision) -> str:
    position = provision.eid.rsplit("_", 1)[-1].partition("x")[0]
    match provision.level:
        case Level.PARAGRAPH:
            return f"第{to_chinese(int(position))}款"
        case Level.RECITAL:
            return f"序言第{to_chinese(int(position))}自然段"
        case Level.POINT:
            return f"第{provision.num}项"
        case Level.INDENT | Level.SUBINDENT:
            return f"第{number_of(provision.level, provision.num)[0]}目"
        case _:
            return provision.num or provision.heading


def references(act: Act) -> list[Reference]:
    """Find the references that stand in an act, by the provision whose own words hold them."""
    out = []
    for provision in act.provisions():
        for block in (*provision.blocks, *provision.tail):
            text = block.text
            for cited in citations.references(text, provision.eid):
                words = text[cited.start : cited.end]
                out.append(Reference(provision.eid, cited.title, cited.eid, words))
    return out


def dump(facts: Facts) -> str:
    """Write facts as JSON, for a cache that may be thrown away."""
    return json.dumps(asdict(facts), ensure_ascii=False, default=str)


def load(text: str) -> Facts:
    """Read facts back.

    Raises:
        ValueError, KeyError, TypeError: the text was not written by `dump`.
    """
    raw: dict[str, Any] = json.loads(text)
    raw["kind"] = ActKind(raw["kind"])
    raw["date"] = date.fromisoformat(raw["date"])
    for key in ("subjects", "keywords", "amends", "basis", "unread", "names_to_amend", "carried_out"):
        raw[key] = tuple(raw[key])
    raw["labels"] = tuple((eid, label) for eid, label in raw["labels"])
    raw["renamed"] = tuple((eid, wid) for eid, wid in raw["renamed"])
    raw["references"] = tuple(Reference(**item) for item in raw["references"])
    raw["events"] = tuple(_event(item) for item in raw["events"])
    raw["commencements"] = tuple(_commencement(item) for item in raw["commencements"])
    raw["corrections"] = tuple(_correction(item) for item in raw["corrections"])
    raw["former"] = tuple(map(date.fromisoformat, raw["former"]))
    raw["made"] = tuple(_made(item) for item in raw["made"])
    raw["effects"] = tuple(_effect(item) for item in raw["effects"])
    return Facts(**raw)


def _made(raw: dict[str, Any]) -> Made:
    decided, before = (date.fromisoformat(raw[key]) for key in ("decided", "before"))
    return Made(raw["decision"], decided, before)


def _event(raw: dict[str, Any]) -> Event:
    until = date.fromisoformat(raw["until"]) if raw["until"] else None
    return Event(
        **raw
        | {
            "kind": EventKind(raw["kind"]),
            "date": date.fromisoformat(raw["date"]),
            "until": until,
            "places": tuple(raw["places"]),
        }
    )


def _effect(raw: dict[str, Any]) -> Effect:
    days = {key: date.fromisoformat(raw[key]) if raw[key] else None for key in ("start", "until")}
    return Effect(**raw | {"kind": EffectKind(raw["kind"])} | days)


def _commencement(raw: dict[str, Any]) -> Commencement:
    day = date.fromisoformat(raw["date"]) if raw["date"] else None
    return Commencement(**raw | {"basis": Basis(raw["basis"]), "date": day})


def _correction(raw: dict[str, Any]) -> Correction:
    places = tuple(CorrectedWords(**item) for item in raw["places"])
    day = date.fromisoformat(raw["date"]) if raw["date"] else None
    return Correction(**raw | {"places": places, "date": day})
