"""A work that goes to another address: its folder, its URI wherever that stands, the way on from the old."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from compendium.akn import parse_act, write_act
from compendium.law.act import Act
from compendium.law.identifiers import CorpusPath, Folder, Uri
from compendium.law.kinds import DECISIONS
from compendium.law.names import WorkUri, expression_path, parse_expression_path, parse_work_uri
from compendium.library.catalog import Catalog, Work
from compendium.library.moved import (
    MOVED_FILE,
    Move,
    load_moves,
    moved_text,
    moves_of,
    next_place,
    with_moves,
)
from compendium.library.overlay import State

Files = Mapping[CorpusPath, bytes | None]


def relocated(
    catalog: Catalog, work: Work, target: WorkUri, *, written: Files, day: date
) -> dict[CorpusPath, bytes | None]:
    """List the files to write, or to remove (None), when a work goes to another address.

    All that stands in its folder goes with it; decisions and versions that name its URI name the new one, and
    moved.toml lets the old address lead on. Where its folder has moved already and some versions of it still
    bear the old URI, as after a merge, these follow. `written` are files that are not in the corpus yet,
    `day` is the one on which it moves.
    """
    home = parse_work_uri(work.uri).folder
    written = {  # by its URI a version stands where its folder is no more
        CorpusPath(work.folder + path.removeprefix(home)) if path.startswith(f"{home}/") else path: data
        for path, data in written.items()
    }
    state = State(catalog.files).after(written)
    uri = Uri(str(target))
    files: dict[CorpusPath, bytes | None] = dict(written)
    for path in (path for path in state.paths() if path.startswith(f"{work.folder}/")):
        data = state.read(path)
        files[path] = None
        if parse_expression_path(path):
            act = replace(parse_act(data, path), work=uri, kind=target.kind)
            files[expression_path(uri, act.language, act.date)] = write_act(_naming(act, work.uri, uri))
        else:
            files[CorpusPath(target.folder + path.removeprefix(work.folder))] = data
    for path in _naming_files(catalog, work, state):
        act = parse_act(state.read(path), path)
        if (after := _naming(act, work.uri, uri)) != act:
            files[path] = write_act(after)
    if target.folder != work.folder:
        files[MOVED_FILE] = _moves(catalog, work, target.folder, day)
    return files


def _naming_files(catalog: Catalog, work: Work, state: State) -> list[CorpusPath]:
    """The files that may name the work's URI: all decisions, and the versions that the work has made."""
    held = [facts for other in catalog.works if other.uri != work.uri for facts in other.expressions]
    named = [facts for facts in held if facts.kind in DECISIONS or work.uri in facts.amended_by]
    return [facts.path for facts in named if work.uri.encode() in state.read(facts.path)]


def _naming(act: Act, old: Uri, new: Uri) -> Act:
    """A version with the new URI in the place of the old one."""
    return replace(
        act,
        modifications=tuple(replace(m, work=new) if m.work == old else m for m in act.modifications),
        changes=tuple(replace(c, decision=new) if c.decision == old else c for c in act.changes),
    )


def _moves(catalog: Catalog, work: Work, target: Folder, day: date) -> bytes:
    """moved.toml with the move in it, read back as it will be from now on."""
    known = moves_of(catalog.files)
    others = [other for other in catalog.works if other.uri != work.uri]
    homes = [(other.folder, other) for other in others] + [(target, work)]
    occupied = [
        place for home, each in homes for place in (home, *(f"{home}/{f.date}" for f in each.expressions))
    ]
    fresh = [Move(work.folder, target, day, known.identity(work.folder, work.uri))]
    data = moved_text(
        with_moves(known, fresh, lambda place: next_place({work.folder: target}, place), occupied)
    )
    load_moves(data)
    return data


def address_of(work: Work) -> WorkUri:
    """Take the address of a work apart."""
    return parse_work_uri(work.uri)
