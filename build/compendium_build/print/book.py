"""Bring a book on disk up to date."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict, replace
from pathlib import Path

from compendium_build.artifacts import Artifact, Report, code_key, key_of, write_target
from compendium_build.edition import Edition
from compendium_build.print.fonts import fonts_key
from compendium_build.print.making import PAGES, Made, Plan, Progress, make
from compendium_build.print.pieces import PieceCache, typesetting_key
from compendium_build.print.plan import corpus_key
from compendium_build.print.settings import print_settings

LAST = "book"
"""The name in the cache of what is known of the last book."""


def build_book(
    edition: Edition,
    folder: Path,
    progress: Progress | None = None,
    jobs: int = 2,
    cache: Path | None = None,
    warn: Callable[[str], None] | None = None,
    chosen: frozenset[str] | None = None,
) -> Report:
    """Bring the book in `folder` up to date.

    Args:
        progress: told (pieces typeset, of all that must be); the joining counts as the last.
        jobs: how many processes typeset.
        cache: where typeset pieces are kept between builds; beside `folder` when not given.
        warn: told in a sentence what is wrong with the book though it could be made.
        chosen: the folders of the regulations that the book is of; None is all.

    Raises:
        CompendiumError: a font or a picture is missing, or `folder` holds something else.
    """
    held = PieceCache(cache or folder.parent / ".cache" / folder.name)
    fonts = fonts_key()
    settings = print_settings(edition)
    plan = Plan(edition, settings, key_of(typesetting_key(), fonts), chosen)
    wanted = sorted(chosen) if chosen is not None else None
    key = key_of(code_key("weasyprint", "pydyf"), fonts, corpus_key(edition), asdict(settings), wanted)
    made: list[Made] = []

    def file(name: str) -> bytes:
        if not made:
            made.append(make(plan, held, LAST, progress, jobs))
        return made[0].files[name]

    names = [*(bound.volume.file for bound in plan.volumes()), PAGES]
    files = [Artifact(name, key, lambda name=name: file(name)) for name in names]  # type: ignore[misc]
    report = write_target(folder, files, origin=edition.origin)
    if made:
        _remember(held, key, made[0])
    told = _recall(held, key)
    for words in told.warnings if warn else ():
        warn(words)  # type: ignore[misc]
    counts = (made[0].built, made[0].kept, made[0].removed) if made else (0, told.kept, 0)
    return replace(
        report, target="print", built=counts[0], kept=counts[1], removed=counts[2], pages=told.pages
    )


def _remember(held: PieceCache, key: str, made: Made) -> None:
    pieces = made.built + made.kept
    held.put_note(LAST, {"key": key, "pages": made.pages, "warnings": made.warnings, "kept": pieces})


def _recall(held: PieceCache, key: str) -> Made:
    """What the last build knew of a book that is still good; nothing when its notes are lost."""
    try:
        note = json.loads(held.get_note(LAST))
        if note["key"] == key:
            return Made({}, 0, note["kept"], 0, note["pages"], tuple(note["warnings"]))
    except (OSError, ValueError, KeyError):
        pass
    return Made({}, 0, 0, 0, 0, ())
