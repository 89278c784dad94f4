"""What no instruction of a decision can express."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from compendium.problems import CompendiumError


@dataclass(frozen=True, slots=True)
class UnderivableChange:
    """A difference that no instruction expresses: where it stands (Chinese) and why."""

    place: str
    reason: str

    def __str__(self) -> str:
        return f"{self.place}：{self.reason}"


class Underivable(CompendiumError):
    """The difference of two texts can't be written as instructions; a 修订 is the form for it."""

    def __init__(self, changes: Sequence[UnderivableChange]) -> None:
        self.changes = tuple(changes)
        listed = "；".join(map(str, changes))
        super().__init__(f"两个文本的差异不能写成修改决定的条目：{listed}")
