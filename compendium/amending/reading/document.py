"""A decision read line by line: which lines are instructions, which are new text, which order nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lark import Token, Tree

from compendium.amending.instruction import Adjust, Content, Ref, RepealAct
from compendium.amending.reading.content import plain_content
from compendium.amending.reading.context import Context
from compendium.amending.reading.formal import (
    Named,
    adjusts,
    goes_on,
    has_orders,
    heading_of,
    is_closing,
    is_effect,
    is_group_heading,
    is_recital,
    is_republication,
    listed_titles,
    recital_names,
    repeals_follow,
)
from compendium.amending.reading.grammar import (
    BLOCK,
    QUOTED,
    Failure,
    Masked,
    failure_words,
    mask,
    parse,
    words_of,
)
from compendium.amending.reading.lines import CONCLUSIONS, Numbers, Unclosed
from compendium.amending.reading.newtext import is_closing_clause, new_text, reads, stop_of
from compendium.amending.reading.record import Record, ends_of
from compendium.amending.reading.statement import Read, Statement, announces, pieces, whole
from compendium.law.act import Para

_PURPOSE = re.compile(r"(?:为|为了|根据|鉴于|依据|依照|按照|经|现|结合|贯彻)")
_ENTRY = re.compile(r"(?<=[，,：:定])(?=将|在|删|对|增加|修改|废止)")
_GOES_ON = re.compile(r"[“\"]|(?:统一|均)?(?:修改|改)为")
NO_TEXT = "后面没有给出新文"


@dataclass(slots=True, kw_only=True)
class Document:
    """The state of reading one decision; `closed` after the clause on its taking effect."""

    record: Record
    numbers: Numbers
    context: Context = field(default_factory=Context)
    announced: dict[int, tuple[Ref, ...]] = field(default_factory=dict)
    closed: bool = False
    repealing: bool = False
    headed: tuple[int, int, str] | None = None

    def read(self) -> None:
        """Read all lines."""
        row = 0
        while row < len(self.record.lines):
            row = self._line(row)
        self._heading_over()

    def _line(self, row: int) -> int:
        """Read what begins on a line; return the line after it."""
        line = self.record.lines[row]
        offset = self.numbers.enter(line)
        if self.numbers.own:
            self.context = Context(self._announced_for(len(self.numbers.stack)))
            self.record.forget(top=len(self.numbers.stack) == 1)
        text = line.text[offset:]
        if self._closes(text):
            if not adjusts(text):
                self.record.formal.append(line.passage(0, len(line.text)))
            else:  # …并对条文顺序作相应调整，重新公布
                numbers = Adjust(numbers=True, wording=False)
                ends = (row, 0), (row, len(line.text))
                self.record.add_rows(*ends, self.numbers.printed, "republish", "", numbers)
            return row + 1
        if self._lists_repeals(row, text):
            return row + 1
        if not reads(self.record.lines, row, offset, self.numbers.names) and self._announces(row, text):
            self.record.formal.append(line.passage(0, len(line.text)))
            return row + 1
        return self._statement(row, offset)

    def _announced_for(self, depth: int) -> tuple[Ref, ...]:
        """What 对第七条作如下修改： above an item of that depth spoke of."""
        self.announced = {above: refs for above, refs in self.announced.items() if above < depth}
        return self.announced[max(self.announced)] if self.announced else ()

    def _heading_over(self, following: Named | None = None) -> None:
        """一、《甲条例》 with nothing ordered under it must not pass for read."""
        if self.headed is None:
            return
        (row, before, label), self.headed = self.headed, None
        named = self.record.current
        if len(self.record.found) > before or (following and named and following.title == named.title):
            return
        line = self.record.lines[row]
        self.record.formal = [p for p in self.record.formal if (p.eid, p.block) != (line.eid, line.block)]
        self.record.add_rows((row, 0), (row, len(line.text)), label, "", "没有说明对它如何处理")

    def _closes(self, text: str) -> bool:
        if not is_closing_clause(text):
            return False
        self.closed = True
        return True

    def _lists_repeals(self, row: int, text: str) -> bool:
        """A heading 予以废止的地方性法规：, and the titles below it."""
        line = self.record.lines[row]
        ends = (row, 0), (row, len(line.text))
        titles = listed_titles(text) if self.repealing else []
        for title in titles:
            self.record.add_rows(*ends, self.numbers.printed, "repeal_list", "", RepealAct(title))
        if not titles:
            self.repealing = repeals_follow(text)
            if self.repealing:
                self.record.formal.append(line.passage(0, len(line.text)))
        return bool(titles) or self.repealing

    def _announces(self, row: int, text: str) -> bool:
        """Tell whether a line only says what is spoken of, or nothing at all."""
        if not text.strip():
            return True
        named = heading_of(text)
        if named is not None and (self.numbers.stack or "《" in text):
            self._heading_over(named)
            self.record.speak_of(named)
            self.context = Context()
            if self.numbers.own and not self.closed:
                self.headed = row, len(self.record.found), self.numbers.printed
            return True
        if not self.record.found and not has_orders(text):
            if goes_on(text):
                return False
            if (named := recital_names(text)) is not None:
                self.record.speak_of(named)
                self.record.single = self.record.current
                return True
            if not self.numbers.stack or is_recital(text):
                return True
        if is_group_heading(text):
            return True
        announced = self.numbers.own and text.rstrip().endswith(("：", ":")) and not has_orders(text)
        if announced and (named := recital_names(text)) is not None:
            self.record.speak_of(named)
            return True
        return (self.closed or self.record.lines[row].eid == CONCLUSIONS) and is_closing(text)

    def _statement(self, row: int, offset: int) -> int:
        lines = self.record.lines
        stop = stop_of(lines, row)
        masked = mask(lines, row, offset=offset, aliases=self.numbers.names, stop=stop)
        if isinstance(masked, Unclosed):
            return self._unclosed(row, stop)
        masked = self._joined(masked, row, offset, stop)
        tree, extended = whole(masked)
        if isinstance(tree, Tree):
            return self._part(masked, 0, len(masked.text), tree, extended)
        return self._same_line(masked) or self._in_pieces(masked)

    def _same_line(self, masked: Masked) -> int:
        """第五条修改为：… and the new text on the same line without quotation marks; 0 where it is not so."""
        at = 1 + min((i for i in map(masked.text.find, "：:") if i >= 0), default=-1)
        if not at or len(masked.rows) > 1 or at >= len(masked.text) or masked.text[at] == QUOTED:
            return 0
        tree = parse(masked.text[:at] + BLOCK)
        row, column, _ = masked.places[at]
        line = self.record.lines[row]
        if isinstance(tree, Failure) or has_orders(line.text[column:]):
            return 0
        rows, doubt = new_text(self.record.lines, masked.rows.stop, self.numbers)
        below = plain_content(self.record.lines, rows)
        blocks = (Para((line.text[column:],)), *below.blocks)
        given = Content(blocks, (line.passage(column, len(line.text)), *below.passages))
        statement = Statement(masked, rows, self.record.lines, given)
        if doubt:
            self._unread(statement, 0, len(masked.text), doubt)
        else:
            self._keep(statement, tree, 0, len(masked.text))
        return rows[-1] + 1 if rows else masked.rows.stop

    def _keep(self, statement: Statement, tree: Tree[Token], start: int, end: int) -> None:
        if announces(tree):
            statement.announce(tree, start, self.context)
            self.announced[len(self.numbers.stack)] = self.context.refs
            self.record.add_formal(statement.masked, start, end)
            return
        for read in list(statement.read(tree, start, end, self.context)):
            self.record.add(statement, read, self.numbers.printed, self.numbers.own)

    def _joined(self, masked: Masked, row: int, offset: int, stop: int) -> Masked:
        """Take in lines that begin with a quotation or with 修改为: the statement goes on there."""
        lines = self.record.lines
        while masked.rows.stop < stop and _GOES_ON.match(lines[masked.rows.stop].text.lstrip()):
            joined = mask(
                lines, row, offset=offset, aliases=self.numbers.names, stop=stop, upto=masked.rows.stop
            )
            if isinstance(joined, Unclosed):
                return masked
            masked = joined
        return masked

    def _unclosed(self, row: int, stop: int) -> int:
        """A quotation without its end: all is unread up to the next number that reads as an instruction."""
        lines = self.record.lines
        end = stop
        for later in range(row + 1, stop):
            label = self.numbers.label(lines[later].text)
            if label and self.numbers.expects(label) and reads(lines, later, label.end, self.numbers.names):
                end = later
                break
        last = (end - 1, len(lines[end - 1].text))
        self.record.add_rows((row, 0), last, self.numbers.printed, "", "引号没有成对")
        self.context.lost = True
        return end

    def _part(self, masked: Masked, start: int, end: int, tree: Tree[Token], extended: bool) -> int:
        """Keep what a part of a statement orders, with the new text that follows it."""
        rows, doubt = new_text(self.record.lines, masked.rows.stop, self.numbers) if extended else ((), "")
        if extended and not rows:
            doubt = NO_TEXT
        statement = Statement(masked, rows, self.record.lines)
        if doubt:
            self._unread(statement, start, end, doubt)
        else:
            self._keep(statement, tree, start, end)
        return rows[-1] + 1 if rows else masked.rows.stop

    def _unread(self, statement: Statement, start: int, end: int, reason: str) -> None:
        read = Read(start=start, end=end, form="", actions=(), reason=reason)
        self.record.add(statement, read, self.numbers.printed, self.numbers.own)
        self.context.missed(statement.masked.text[start:end])

    def _in_pieces(self, masked: Masked) -> int:
        """Read what can be read of a statement that does not read whole: sentence by sentence."""
        row = masked.rows.stop
        last = len(masked.text)
        for start, end in self._entered(masked):
            part = masked.clause(start, end)
            tree, extended = whole(part)
            if self._is_formal(masked, start, end):
                self.record.add_formal(masked, start, end)
            elif isinstance(tree, Tree) and (not extended or end == last):
                row = self._part(masked, start, end, tree, extended)
            else:
                at = len(part.text) if isinstance(tree, Tree) else tree.at
                rows: tuple[int, ...] = ()
                if end == last and part.text.endswith(("：", ":")):
                    rows, _ = new_text(self.record.lines, masked.rows.stop, self.numbers)
                    row = rows[-1] + 1 if rows else row
                statement = Statement(masked, rows, self.record.lines)
                self._unread(statement, start, end, failure_words(part.text, at))
        return row

    def _entered(self, masked: Masked) -> Iterator[tuple[int, int]]:
        """The sentences, the first without the purpose that it opens with (为了…，决定将…)."""
        for start, end in pieces(masked):
            entry = self._entry(masked, end) if start == 0 else 0
            if entry:
                self.record.add_formal(masked, 0, entry)
            yield entry or start, end

    def _entry(self, masked: Masked, end: int) -> int:
        if _PURPOSE.match(masked.text):
            for match in _ENTRY.finditer(masked.text, 0, end):
                if isinstance(whole(masked.clause(match.start(), end))[0], Tree):
                    return match.start()
        return 0

    def _is_formal(self, masked: Masked, start: int, end: int) -> bool:
        lines = self.record.lines
        words = words_of(lines, *ends_of(lines, masked, start, end)).replace("\n", "")
        if is_effect(words) or (is_republication(words) and not adjusts(words)):
            self.closed = True
            return True
        return False
