"""The classes of corpus.toml (编、章、节) as people name them: by id, title, or the way that leads there."""

from __future__ import annotations

import re
from collections.abc import Iterable

from compendium.law.problems import CompendiumError
from compendium.library.catalog import Work
from compendium.library.config import Category

ClassPath = tuple[Category, ...]
_STEP = re.compile(r"\s*[/›>＞]\s*")


class UnknownClass(CompendiumError):
    """Words that name no class, or more than one."""

    def __init__(self, words: str, paths: Iterable[ClassPath], found: Iterable[ClassPath]) -> None:
        several = [f"{path_words(path)}（{path[-1].id}）" for path in found]
        if several:
            super().__init__(f"“{words}”对应不止一个分类：{'、'.join(several)}；请写代号，或者从编写起")
        else:
            alike = [
                f"{path_words(p)}（{p[-1].id}）" for p in paths if words and set(words) & set(p[-1].title)
            ]
            like = f"；相近的有：{'、'.join(alike[:5])}" if alike else ""
            super().__init__(f"没有“{words}”这一分类{like}。用 compendium classify --classes 列出全部分类")


def class_paths(scheme: Iterable[Category], above: ClassPath = ()) -> dict[str, ClassPath]:
    """Map the id of every class to the way that leads there: 编, 章, 节, the class itself last."""
    found: dict[str, ClassPath] = {}
    for category in scheme:
        path = (*above, category)
        found[category.id] = path
        found |= class_paths(category.children, path)
    return found


def path_words(path: ClassPath) -> str:
    """Say a class with those above it: 市民 › 城市环境 › 公共空间."""
    return " › ".join(category.title for category in path)


def find_class(paths: dict[str, ClassPath], words: str) -> Category:
    """Find the class that words name: its id, its title, or titles from above: 市民/城市环境/公共空间.

    Raises:
        UnknownClass: none, or several.
    """
    said = words.strip()
    if said in paths:
        return paths[said][-1]
    steps = _STEP.split(said)
    found = [path for path in paths.values() if [c.title for c in path][-len(steps) :] == steps]
    if len(found) != 1:
        raise UnknownClass(said, paths.values(), found)
    return found[0][-1]


def classes_of(work: Work, paths: dict[str, ClassPath]) -> tuple[str, ...]:
    """List the classes of a work: those of its latest version that has any, as far as the scheme has them."""
    held = next((facts.subjects for facts in reversed(work.expressions) if facts.subjects), ())
    return tuple(subject for subject in held if subject in paths)
