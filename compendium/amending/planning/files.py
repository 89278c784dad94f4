"""The files that carry a plan out, and the words of its commit."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from compendium.akn import BadXml, parse_act, write_act
from compendium.amending.planning.plans import AmendPlan, WorkPlan
from compendium.amending.planning.rebase import statements_path
from compendium.catalog import Catalog
from compendium.comparing import DifferenceKind, difference
from compendium.deciding import end
from compendium.ids import with_wids
from compendium.model import Act, Event, EventKind
from compendium.problems import CompendiumError
from compendium.titles import quoted, title_key
from compendium.uri import expression_path

if TYPE_CHECKING:
    from compendium.amending.opening import Opened

_BUILT_OTHERWISE = frozenset(
    {DifferenceKind.STRUCTURE, DifferenceKind.MISSING, DifferenceKind.EXTRA, DifferenceKind.NUMBER}
)


def files_of(plan: AmendPlan, opened: Opened, catalog: Catalog, statements: bytes) -> dict[str, bytes | None]:
    """What to write: the decision, the texts it makes, the repeals, the statements.

    Raises:
        ValueError: something in the plan blocks.
        NotWritten: a file would not read back to what was made.
    """
    if plan.blocked:
        raise ValueError("a blocked plan has no files")
    files = dict(opened.files)
    decision = plan.decision
    files[path_of(decision)] = _checked(decision)
    if statements:
        files[statements_path(decision)] = statements
    for work in plan.works:
        if work.decision is not None:
            files[path_of(work.decision)] = _checked(work.decision)
        if text := written(work):
            if work.held and path_of(work.held) != path_of(text):
                files[path_of(work.held)] = None
            files[path_of(text)] = _checked(text)
    for path, act in _ended(plan, files, catalog):
        files[path] = write_act(act)
    return files


def written(work: WorkPlan) -> Act | None:
    """The text to write for a regulation; an official text that is there already keeps its words.

    Where it is built as the decision's words make it, its provisions take the identity that follows from
    the operations; where it is not, it stays as it is. The replay tells what differs.
    """
    if work.interim:
        return None
    if work.after is None or work.held is None:
        return work.after
    if not work.held.source.file and not work.held.corrections:
        return _entered(work.after, work.held)  # it was made from the decision before
    if any(one.kind in _BUILT_OTHERWISE for one in difference(work.after, work.held)):
        return None
    wids = {provision.eid: provision.wid for provision in work.after.provisions()}
    return replace(
        work.held.renamed(work.after.date),
        preamble=with_wids(work.held.preamble, wids),
        body=with_wids(work.held.body, wids),
        attachments=tuple(replace(a, body=with_wids(a.body, wids)) for a in work.held.attachments),
        changes=work.after.changes,
        commencements=work.after.commencements,
    )


def _entered(after: Act, held: Act) -> Act:
    """A text made anew, with what staff have entered on it meanwhile."""
    former = held.renamed(after.date).former
    return replace(
        after, subjects=held.subjects, keywords=held.keywords, short_title=held.short_title, former=former
    )


class NotWritten(CompendiumError):
    """What was made can't be kept: written and read again it would not be the same."""


def _checked(act: Act) -> bytes:
    """The bytes of a file, once they have been read back to the same act."""
    path = path_of(act)
    try:
        data = write_act(act)
        same = parse_act(data, path) == act
    except (BadXml, ValueError) as error:
        raise NotWritten(f"{quoted(act.title)}：{error}") from error
    if not same:
        raise NotWritten(f"{quoted(act.title)}：写出的文本与推算的不同，没有写入")
    return data


def path_of(act: Act) -> str:
    """Where the corpus keeps a version."""
    return expression_path(act.work, act.language, act.date)


def _ended(plan: AmendPlan, files: dict[str, bytes | None], catalog: Catalog) -> Iterator[tuple[str, Act]]:
    """The last versions of the acts that the decision repeals, with the repeal recorded."""
    start = plan.decision.commencements[0].date if plan.decision.commencements else None
    if start is None:
        return
    event = Event(EventKind.REPEAL, start, plan.decision.issuer, decision=plan.decision.title)
    for title in plan.repeals:
        for work in catalog.by_title.get(title_key(title), ()):
            held = [facts for facts in work.expressions if facts.date <= start]
            if held:
                path = held[-1].path
                data = files.get(path)
                act = parse_act(data, path) if data else catalog.act(held[-1])
                ended = end(act, event)
                if ended is not act:
                    yield path, ended


def message_of(plan: AmendPlan) -> str:
    """The message of the commit."""
    lines = [f"执行{quoted(plan.decision.title)}", ""]
    for work in plan.works:
        if text := written(work):
            lines.append(f"- {quoted(text.title)}{text.date}")
    lines += [f"- 废止{quoted(title)}" for title in plan.repeals]
    return "\n".join(lines) + "\n"
