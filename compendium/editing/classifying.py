"""Put works into classes by a person's word: into all their versions, in one commit that says why."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from compendium.akn import write_act
from compendium.law.identifiers import CorpusPath
from compendium.law.names import quoted
from compendium.law.problems import CompendiumError
from compendium.library.catalog import Catalog, Work
from compendium.library.classes import ClassPath, path_words


class NotClassed(CompendiumError):
    """A class that a work has already, or none at all."""


@dataclass(frozen=True, slots=True)
class Classing:
    """A work, the ids of the classes it is to have, the first for the book, and why."""

    work: Work
    classes: tuple[str, ...]
    reason: str


def classed_files(catalog: Catalog, items: Iterable[Classing]) -> dict[CorpusPath, bytes | None]:
    """List the files to write; every version and translation of a work gets the same classes.

    Raises:
        NotClassed: a work has exactly these classes already.
    """
    files: dict[CorpusPath, bytes | None] = {}
    for item in items:
        held = (*item.work.expressions, *item.work.translations)
        wrong = [facts for facts in held if facts.subjects != item.classes]
        if not wrong:
            raise NotClassed(f"{quoted(item.work.title)}已经归在这一分类")
        for facts in wrong:
            files[facts.path] = write_act(replace(catalog.act(facts), subjects=item.classes))
    return files


def class_words(paths: dict[str, ClassPath], classes: Sequence[str]) -> str:
    """Say classes with what is above them; one that the scheme no longer has by its id."""
    return "、".join(path_words(paths[item]) if item in paths else item for item in classes) or "（无）"


def class_message(items: Sequence[Classing], paths: dict[str, ClassPath]) -> str:
    """Write the message of the commit: which work goes where, where it was, why."""
    head = f"归类：{quoted(items[0].work.title)}" if len(items) == 1 else f"归类：{len(items)} 部法规"
    lines = [head, ""]
    for item in items:
        was = class_words(paths, item.work.expressions[-1].subjects)
        told = f"{was} → {class_words(paths, item.classes)}（{item.reason}）"
        lines.append(f"- {quoted(item.work.title)}：{told}")
    return "\n".join(lines) + "\n"
