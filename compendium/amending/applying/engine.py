"""Instructions carried out on the text in force: all that can be, at once, and none by halves."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from compendium.amending.applying.articles import arrange_articles
from compendium.amending.applying.chapters import arrange_annexes
from compendium.amending.applying.finish import finished
from compendium.amending.applying.paragraphs import arrange_inner, insert_late
from compendium.amending.applying.tree import Tree
from compendium.amending.applying.whole_texts import claim_wholes, replace_wholes
from compendium.amending.applying.words import change_words
from compendium.amending.applying.work import Refusal, Work
from compendium.amending.instruction import Adjust, Amended, Instruction, RepealAct, Unread
from compendium.law.act import Act
from compendium.law.kinds import ITEMS, PARAGRAPHS, UNITS


def amend(before: Act, items: Sequence[Instruction | Unread], day: date) -> Amended:
    """Carry out the instructions of a decision on the text in force; `day` dates what is new.

    An instruction that fails changes nothing: it is refused with its reason, and all others are carried
    out without it.
    """
    refused: dict[int, Refusal] = {}
    while True:
        work = Work(before=before, items=items, day=day, refused=dict(refused), tree=Tree(before))
        _carry_out(work)
        if not work.failures:
            return finished(work)
        for item, refusal in work.failures.items():
            held = item not in refused and refusal.holds
            refused[item] = Refusal(refused[item].reason if item in refused else refusal.reason, held)


def _carry_out(work: Work) -> None:
    steps = (
        arrange_annexes,
        arrange_articles,
        claim_wholes,
        lambda w: arrange_inner(w, PARAGRAPHS),
        lambda w: arrange_inner(w, ITEMS),
        lambda w: arrange_inner(w, UNITS),
        replace_wholes,
        insert_late,
        change_words,
        _left_over,
    )
    for step in steps:
        step(work)
        if work.failures:
            return


def _left_over(work: Work) -> None:
    """Refuse what no step has carried out."""
    for item, action in work.actions():
        handled = item in work.done or item in work.idle or isinstance(action, Adjust | RepealAct)
        if work.active(item) and not handled and isinstance(work.items[item], Instruction):
            work.fail(item, "不能执行：没有找到可以这样修改的位置")
