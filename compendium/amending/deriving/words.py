"""Small changes within a provision, as instructions on words."""

from __future__ import annotations

from collections.abc import Sequence

from compendium.amending.deriving.borders import is_mark
from compendium.amending.deriving.hunks import quotable
from compendium.amending.deriving.texts import Text
from compendium.amending.instruction import DeleteWords, InsertWords, Side, SubstituteWords
from compendium.amending.reference import Ref

WordAction = SubstituteWords | DeleteWords | InsertWords


def word_actions(text: Text, ref: Ref, scope: Sequence[str]) -> tuple[WordAction, ...] | None:
    """What is left to order in one paragraph; None where it can't be said by quoting words.

    Every quotation occurs once in `scope`, the paragraphs that `ref` names.
    """
    hunks = quotable(text.seen, text.new, scope)
    if hunks is None:
        return None
    pairs = [(text.seen.words(h.i1, h.i2), text.new[h.j1 : h.j2]) for h in hunks]
    return joined([_action(ref, old, new) for old, new in pairs])


def _action(ref: Ref, old: str, new: str) -> WordAction:
    if not new:
        return DeleteWords((ref,), (old,))
    if new.startswith(old) and (is_mark(new[len(old)]) or (is_mark(old[-1]) and is_mark(new[-1]))):
        return InsertWords((ref,), (old,), Side.AFTER, new[len(old) :])
    if new.endswith(old) and is_mark(new[-len(old) - 1]):
        return InsertWords((ref,), (old,), Side.BEFORE, new[: -len(old)])
    return SubstituteWords((ref,), ((old, new),))


def joined(actions: Sequence[WordAction]) -> tuple[WordAction, ...]:
    """Neighbours of one kind on the same place put together: “A”修改为“B”，“C”修改为“D”."""
    out: list[WordAction] = []
    for action in actions:
        last = out[-1] if out else None
        if isinstance(last, SubstituteWords) and isinstance(action, SubstituteWords) and _same(last, action):
            out[-1] = SubstituteWords(last.refs, last.pairs + action.pairs, last.everywhere)
        elif isinstance(last, DeleteWords) and isinstance(action, DeleteWords) and _same(last, action):
            out[-1] = DeleteWords(last.refs, last.words + action.words, last.everywhere)
        else:
            out.append(action)
    return tuple(out)


def _same(one: WordAction, other: WordAction) -> bool:
    return one.refs == other.refs and one.everywhere == other.everywhere


def weight(actions: Sequence[WordAction]) -> int:
    """How much a reader has to take in: the words quoted, and something for each quotation."""
    total = 0
    for action in actions:
        if isinstance(action, SubstituteWords):
            total += sum(18 + len(old) + len(new) for old, new in action.pairs)
        elif isinstance(action, DeleteWords):
            total += sum(14 + len(words) for words in action.words)
        else:
            total += 18 + len(action.new) + sum(map(len, action.anchors))
    return total
