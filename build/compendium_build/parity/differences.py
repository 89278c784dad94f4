"""Where a published form departs from the law."""

from __future__ import annotations

import re
from dataclasses import dataclass

from compendium.law.identifiers import CorpusPath

_AROUND = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """In `form`, at `place` of the version in a file: what should stand there, and what does."""

    form: str
    path: CorpusPath
    place: str
    expected: str
    found: str


def squeezed(text: str) -> str:
    """A text without white space: lines are broken anew in every form."""
    return re.sub(r"[\s\u200b\u200c\u200d\ufeff\u00ad]+", "", text)


def difference(form: str, path: CorpusPath, place: str, expected: str, found: str) -> Difference | None:
    """Where two texts part, with a few words around it; None when they are the same."""
    if expected == found:
        return None
    same = 0
    while same < min(len(expected), len(found)) and expected[same] == found[same]:
        same += 1
    start = max(0, same - _AROUND)
    return Difference(
        form=form,
        path=path,
        place=place,
        expected=expected[start : same + _AROUND],
        found=found[start : same + _AROUND],
    )
