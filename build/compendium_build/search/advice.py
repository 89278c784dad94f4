"""What an answer says beside its hits: places cited, regulations named, queries that would find something."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from compendium.law.citations import locate
from compendium.law.identifiers import NO_EID, EId, Uri
from compendium.law.timeline import NOT_BEGUN
from compendium.querying import Query, fold
from compendium.querying.names import cited_in
from compendium.querying.tree import Field, Text, wanted
from compendium_build.edition.addresses import version_page_at
from compendium_build.search.answer import Act, Jump, Named, Request
from compendium_build.search.index import Index
from compendium_build.search.versions import Version

_MOST_JUMPS = 5
_MOST_NAMED = 8
_MOST_SUGGESTIONS = 3
_TRIED = 12


def jumps_of(index: Index, request: Request) -> tuple[Jump, ...]:
    """Find the places that a query cites, in the version for the day; an act alone when named whole."""
    cited = cited_in(request.query)
    if cited is None:
        works = index.names.whole(request.query)
        return tuple(_jump(index, request, work, NO_EID) for work in works[:_MOST_JUMPS])
    works = index.names.find(cited.title)
    return tuple(_jump(index, request, work, cited.eid) for work in works[:_MOST_JUMPS])


def _jump(index: Index, request: Request, work: Uri, eid: EId) -> Jump:
    version = version_for(index, work, request)
    act = act_for(version, request)
    if not eid:
        return Jump(act=act, eid=NO_EID, label="", address=act.address)
    pieces = index.reader.pieces(version.no)
    known = {each: piece for piece in pieces for each in (piece.eid, *piece.below) if each}
    place = locate(eid, known)
    if place is None:
        above = EId(eid.partition("__")[0])
        if above not in known:
            return Jump(act=act, eid=NO_EID, label="", address=act.address, missing=eid)
        return Jump(
            act=act, eid=above, label=known[above].label, address=f"{act.address}#{above}", missing=eid
        )
    return Jump(act=act, eid=place, label=known[place].label, address=f"{act.address}#{place}")


def version_for(index: Index, work: Uri, request: Request) -> Version:
    """Choose the version of a work to show on the day: the one in force, the one to come, or the last."""
    day = request.day.toordinal()
    versions = [v for v in index.versions_of[work] if v.language == "zho"] or list(index.versions_of[work])
    for version in versions:
        if version.holds(day):
            return version
    coming = [version for version in versions if version.status(day) in NOT_BEGUN]
    return coming[0] if len(coming) == len(versions) else versions[-1]


def named_by(index: Index, request: Request, meant: frozenset[Uri]) -> tuple[Named, ...]:
    """Find the regulations that a query is short for, or that it spells in pinyin."""
    found = dict.fromkeys(sorted(meant), "简称")
    for work in index.names.spelt(request.query):
        found.setdefault(work, "拼音")
    shown = list(found.items())[:_MOST_NAMED]
    return tuple(Named(act_for(version_for(index, work, request), request), why) for work, why in shown)


def act_for(version: Version, request: Request) -> Act:
    """Describe a version as answers name it."""
    return Act(
        work=version.work,
        title=version.title,
        path=version.path,
        date=version.date,
        kind=version.kind,
        issuer=version.issuer,
        number=version.number,
        language=version.language,
        status=version.status(request.day.toordinal()),
        certain=version.is_certain(request.day.toordinal()),
        doubt=version.doubt(request.day.toordinal()),
        address=version_page_at(version.path),
    )


def suggestions_for(index: Index, query: Query, finds: Callable[[str], bool]) -> tuple[str, ...]:
    """Suggest queries that find something where this one does not: put right, or cut into parts."""
    out: dict[str, None] = {}
    for tried, suggestion in enumerate(_candidates(index, query, finds)):
        if tried >= _TRIED or len(out) >= _MOST_SUGGESTIONS:
            break
        if suggestion != query.text and finds(suggestion):
            out[suggestion] = None
    return tuple(out)


def _candidates(index: Index, query: Query, finds: Callable[[str], bool]) -> Iterator[str]:
    words = [leaf for leaf in wanted(query.root) if isinstance(leaf, Text) and leaf.field is Field.ANY]
    if len(query.text) > _LONGEST or all(word.exact for word in words):  # a phrase is meant by the letter
        return
    missing = [word.text for word in words if not _safe(word.text) or not finds(quoted(word.text))]
    for word in missing:
        written = _as_written(word, query.text)
        if not written:
            continue
        for near in () if word.isascii() else list(index.names.near(word))[:_TRIED]:
            yield query.text.replace(written, near)
        parts = list(_parts(word, finds))
        if parts:
            yield query.text.replace(written, " ".join(parts))
            yield query.text.replace(written, " 或 ".join(parts))
    if len(words) > 1 and not missing:
        yield " 或 ".join(quoted(word.text) if word.exact else word.text for word in words)


def quoted(word: str) -> str:
    """Write a run as a phrase of the query language."""
    return f"“{word}”"


def _safe(word: str) -> bool:
    return not set(word) & set('"“”＂')


_LONGEST = 60


def _as_written(word: str, text: str) -> str:
    """A folded word as it stands in the query; empty when it stands there in pieces."""
    return next((part for part in text.split() if fold(part) == word), word if word in text else "")


def _parts(word: str, finds: Callable[[str], bool]) -> Iterator[str]:
    """A word cut into the longest parts that stand in some text; lone characters are left out."""
    if not _safe(word):
        return
    start = 0
    while start < len(word) - 1:
        end = start + 1
        while end < len(word) and finds(quoted(word[start : end + 1])):
            end += 1
        if end - start > 1:
            yield word[start:end]
        start = end
