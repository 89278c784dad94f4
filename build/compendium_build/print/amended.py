"""What the edition says under an article of the decisions that amended it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from compendium.facts import enclosing_article
from compendium.model import Act, Change, ModType
from compendium_build.print.plan import chinese_date

_MOVED = frozenset((ModType.RENUMBERING,))


def amendment_notes(act: Act, titles: Mapping[str, str]) -> dict[str, list[str]]:
    """The notes by article, one for each decision; `titles` are those of the decisions, by URI."""
    by_article: dict[str, dict[str, list[Change]]] = defaultdict(lambda: defaultdict(list))
    for change in act.changes:
        if change.eid and change.decision in titles:
            by_article[enclosing_article(change.eid)][change.decision].append(change)
    return {
        eid: words
        for eid, decisions in by_article.items()
        if (words := [_words(eid, titles[uri], held) for uri, held in decisions.items() if _tells(held)])
    }


def _tells(changes: list[Change]) -> bool:
    return any(change.type not in _MOVED for change in changes)


def _words(eid: str, title: str, changes: list[Change]) -> str:
    is_new = any(change.type is ModType.INSERTION and change.eid == eid for change in changes)
    return f"〔{chinese_date(changes[0].decided)}《{title}》{'增加' if is_new else '修改'}〕"
