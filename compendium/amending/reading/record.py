"""What has been found in a decision, each with its exact words and where they stand."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from compendium.amending.instruction import Action, Adjust, Content, Passage, RepealAct
from compendium.amending.reading.formal import Named, document_number
from compendium.amending.reading.grammar import Masked, passages_of, words_of
from compendium.amending.reading.lines import Line
from compendium.amending.reading.statement import Read, Statement

_BESIDES = re.compile(r"\s*(?:此外|另外)")
At = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One thing in the decision: an action, or words unread (`action` None), for the act named or spoken of.

    `label` are the numbers it stands under. `general` is True for what may be meant for all acts (此外).
    """

    label: str
    named: Named | None
    action: Action | None
    words: str
    passages: tuple[Passage, ...]
    form: str
    reason: str = ""
    general: bool = False
    content: Content | None = None


@dataclass(slots=True, kw_only=True)
class Record:
    """The findings in order. `single` is the one act amended, `current` the one spoken of."""

    lines: Sequence[Line]
    single: Named | None = None
    current: Named | None = None
    found: list[Found] = field(default_factory=list)
    formal: list[Passage] = field(default_factory=list)
    passing: bool = False

    def forget(self, top: bool) -> None:
        """Forget, under a new number, an act that only a sentence named."""
        if self.passing and (top or self.single is not None):
            self.current, self.passing = self.single, False

    def speak_of(self, named: Named, passing: bool = False) -> None:
        """Go on to an act that the decision names, in a heading or in passing."""
        self.passing = passing
        if self.single is not None and named.title in (self.single.title, *self.single.aliases):
            named = replace(self.single, number=named.number or self.single.number)
        self.current = named

    def add_formal(self, masked: Masked, start: int, end: int) -> None:
        """Keep a part of a statement that orders nothing."""
        self.formal += passages_of(self.lines, *ends_of(self.lines, masked, start, end))

    def add(self, statement: Statement, read: Read, label: str, own: bool) -> None:
        """Keep what a clause orders, or that it was not read."""
        words = statement.masked.plain(self.lines, read.start, read.end)
        passages = self._covered(statement, read.start, read.end)
        if not read.actions:
            if statement.rows and read.end == len(statement.masked.text):
                words += "\n" + "\n".join(self.lines[row].text for row in statement.rows)
            self.keep(self.current, None, words, passages, label, read.form, read.reason)
            self.found[-1] = replace(self.found[-1], content=statement.new_text(read.start, read.end))
        for name, action in read.actions:
            self._name(statement.masked, name)
            self.keep(self.current, action, words, passages, label, read.form, general=not own)

    def add_rows(
        self, start: At, end: At, label: str, form: str, reason: str, action: Action | None = None
    ) -> None:
        """Keep whole lines."""
        words, passages = words_of(self.lines, start, end), passages_of(self.lines, start, end)
        self.keep(self.current, action, words, passages, label, form, reason, general=action is not None)

    def keep(
        self,
        named: Named | None,
        action: Action | None,
        words: str,
        passages: tuple[Passage, ...],
        label: str,
        form: str,
        reason: str = "",
        general: bool = False,
    ) -> None:
        """Keep one finding; `general` tells that a catch-all has no number of its own."""
        besides = self._besides(passages)
        common = besides or (general and isinstance(action, Adjust))
        ident = label or (passages[0].eid if passages else "")
        common = common and not isinstance(action, RepealAct)
        if named is None and action is not None and not common and not isinstance(action, RepealAct):
            action, reason = None, "没有说明修改的是哪一部法规"
        self.found.append(
            Found(
                label=ident,
                named=named,
                action=action,
                words=words,
                passages=passages,
                form=form,
                reason=reason,
                general=common,
            )
        )

    def _name(self, masked: Masked, name: str) -> None:
        """Take up the act that an instruction names."""
        if not name or (self.current and name in (self.current.title, *self.current.aliases)):
            return
        at = next(offset for offset, known in masked.names.items() if known == name)
        bracket = re.match(r"[（(]((?:[^（）()]|[（(][^（）()]*[）)])*)[）)]", masked.text[at + 1 :])
        self.speak_of(Named(name, document_number(bracket[1]) if bracket else ""), passing=True)

    def _besides(self, passages: Sequence[Passage]) -> bool:
        """Tell whether a clause stands on a line that begins with 此外."""
        places = {(p.eid, p.block) for p in passages[:1]}
        return any((line.eid, line.block) in places and _BESIDES.match(line.text) for line in self.lines)

    def _covered(self, statement: Statement, start: int, end: int) -> tuple[Passage, ...]:
        """The passages of a clause, with the new text behind the last."""
        passages = passages_of(self.lines, *ends_of(self.lines, statement.masked, start, end))
        if end == len(statement.masked.text):
            passages += tuple(self.lines[row].passage(0, len(self.lines[row].text)) for row in statement.rows)
        return passages


def ends_of(lines: Sequence[Line], masked: Masked, start: int, end: int) -> tuple[At, At]:
    """Find where a part of a statement begins and ends; the first takes its number with it."""
    left = masked.places[start][:2] if start else (masked.rows.start, 0)
    if end < len(masked.places):
        return left, masked.places[end][:2]
    last = masked.rows.stop - 1
    return left, (last, len(lines[last].text))
