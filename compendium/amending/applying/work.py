"""What is known while instructions are carried out: the tree, the failures, the remarks, the operations."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date

from compendium.amending.applying.numbers import Disagree
from compendium.amending.applying.text import CutsRun
from compendium.amending.applying.tree import Node, Refused, Tree
from compendium.amending.instruction import Action, Adjust, Insert, Instruction, ModType, Unread
from compendium.law.act import Act
from compendium.law.identifiers import EId


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why an item was refused; `holds` where its numbers stay reserved."""

    reason: str
    holds: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """An operation while its eIds are not known yet; `fixed` are eIds that no node stands for."""

    type: ModType
    targets: tuple[Node, ...]
    results: tuple[Node, ...]
    old: str = ""
    new: str = ""
    fixed: EId | None = None


@dataclass(slots=True, kw_only=True)
class Work:
    """One attempt to carry out all items that are not refused yet."""

    before: Act
    items: Sequence[Instruction | Unread]
    day: date
    refused: Mapping[int, Refusal]
    tree: Tree
    failures: dict[int, Refusal] = field(default_factory=dict)
    remarks: dict[int, list[str]] = field(default_factory=dict)
    done: dict[int, list[Done]] = field(default_factory=dict)
    idle: set[int] = field(default_factory=set)
    rewritten: dict[Node, int] = field(default_factory=dict)  # provisions replaced whole, by item
    late: list[tuple[int, Node, list[Node], list[tuple[int, ...]]]] = field(default_factory=list)

    def actions(self) -> Iterator[tuple[int, Action]]:
        """List the actions that are still to be carried out, those included whose numbers are held."""
        for number, item in enumerate(self.items):
            held = number in self.refused and self.refused[number].holds
            if isinstance(item, Instruction) and (number not in self.refused or held):
                yield number, item.action

    def active(self, item: int) -> bool:
        """Tell whether an item is to be carried out and not only to be counted."""
        return item not in self.refused

    @contextmanager
    def trying(self, item: int) -> Iterator[None]:
        """Note an item's refusal instead of passing it on."""
        try:
            yield
        except Refused as refused:
            if self.active(item):
                self.fail(item, refused.reason, holds=refused.holds)
        except Disagree as disagree:
            for number, reason in disagree.reasons.items():
                self.fail(number, reason)
        except CutsRun:
            self.fail(item, "所引文字中有图片、脚注或者上下标，须由人处理")

    def fail(self, item: int, reason: str, *, holds: bool = False) -> None:
        """Refuse an item; the first reason stands."""
        entry = self.items[item]
        adds = isinstance(entry, Instruction) and isinstance(entry.action, Insert)
        self.failures.setdefault(item, Refusal(reason, holds and adds))

    def remark(self, item: int, words: str) -> None:
        """Tell what a person should look at."""
        told = self.remarks.setdefault(item, [])
        if words not in told:
            told.append(words)

    def record(self, item: int, done: Done) -> None:
        """Note what was done."""
        self.done.setdefault(item, []).append(done)

    def name(self, item: int) -> str:
        """Name an item as reasons do."""
        return f"“{self.items[item].words[:24].strip()}”"

    @property
    def licensed(self) -> bool:
        """Whether the decision has the numbers adjusted."""
        return any(isinstance(action, Adjust) and action.numbers for _, action in self.actions())
