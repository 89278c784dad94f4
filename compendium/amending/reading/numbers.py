"""The numbers under which a line of a decision stands: 一、, then 1., then （1）."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from compendium.amending.reading.lines import CONCLUSIONS, Label, Line, article_label, label_of


@dataclass(slots=True)
class Numbers:
    """The numbers in force while reading on; `names` tell where 第三条 numbers the decision itself."""

    names: tuple[str, ...] = ()
    stack: list[Label] = field(default_factory=list)
    own: bool = False

    def label(self, text: str) -> Label | None:
        """The number that a line begins with (第三条 only before the name of the act that is amended)."""
        label = label_of(text)
        if label is None and self.names and (article := article_label(text)):
            rest = text[article.end :]
            return article if any(rest.startswith(name) for name in self.names) else None
        return label

    def enter(self, line: Line) -> int:
        """Take in the numbers of a line; return where its text begins. `own` tells if it has any."""
        self.own = False
        if line.eid == CONCLUSIONS:
            self.stack.clear()
        if line.num and (label := label_of(line.num) or article_label(line.num + " ")):
            self._push(label)
        if label := self.label(line.text):
            self._push(label)
            return label.end
        return 0

    def _push(self, label: Label) -> None:
        styles = [known.style for known in self.stack]
        if label.style in styles:
            del self.stack[styles.index(label.style) :]
        self.stack.append(label)
        self.own = True

    @property
    def printed(self) -> str:
        """四-5."""
        return "-".join(label.printed for label in self.stack)

    def expects(self, label: Label) -> bool:
        """Tell whether a number could be that of the next item of the decision."""
        return any(known.style == label.style and label.number == known.number + 1 for known in self.stack)

    def in_list(self, label: Label, before: Sequence[str]) -> bool:
        """Tell whether the number goes on with a list of the new text, whose lines so far are given."""
        if label.number == 1:
            return True
        found = [known for text in before if (known := self.label(text))]
        return any(known.style == label.style and known.number == label.number - 1 for known in found)
