"""Take up a decision: from a file that has just come in, or from the corpus."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from compendium.editing.import_files import read_drafts
from compendium.editing.importing import Options, plan_import
from compendium.law.act import Act
from compendium.law.identifiers import CorpusPath
from compendium.law.problems import CompendiumError
from compendium.library.catalog import Catalog
from compendium.library.config import CorpusConfig


class NoDecision(CompendiumError):
    """Something given that is not a decision that can be read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A decision with its place in the corpus; `files` is what taking it in writes, `notes` say so.

    `known` is set when the corpus holds it already; `warnings` are those of its reading.
    """

    act: Act
    known: bool
    files: dict[CorpusPath, bytes | None] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


def open_file(path: Path, catalog: Catalog, config: CorpusConfig) -> Opened:
    """Read a decision from a file, as import would.

    Raises:
        NoDecision: the file can't be taken in, for the reason given.
    """
    plan = plan_import(read_drafts((path,)), catalog, Options(), config.locality, config.place)
    outcome = plan.outcomes[0]
    if outcome.act is None:
        raise NoDecision(outcome.refused)
    return Opened(
        act=outcome.act, known=outcome.known, files=plan.files, notes=plan.notes, warnings=outcome.warnings
    )


def open_held(words: str, catalog: Catalog) -> Opened:
    """Find the decision of the corpus that words name: its title, folder or URI.

    Raises:
        UnknownWork: none, or several.
    """
    return Opened(act=catalog.act(catalog.find(words).expressions[-1]), known=True)
