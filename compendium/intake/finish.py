"""The last step of every reader: tidy the paragraphs and hold them against the oracle.

Among characters of a source that nobody sees, those that turn the reading are refused and the others are
told. Pictures get names that hold for good: the hash of their content.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from compendium.intake.extent import refuse_long
from compendium.intake.source import (
    INVISIBLE,
    SourceBlock,
    SourceRefused,
    SourceText,
    first_difference,
    is_blank,
    squeeze,
)
from compendium.intake.titles import NUMBER, is_history_start
from compendium.law.act import Act, Block, Cell, Image, Inline, Note, Para, Provision, Span, Table
from compendium.media import NotAPicture, clean_picture, suffix_of

_TURNING = re.compile("[\u061c\u202a-\u202e\u2066-\u2069]")
# Marks of direction (Unicode Standard Annex 9): with them a text reads otherwise than its characters run.
_UNSEEN = re.compile(
    "[\u00ad\u180e\u200b-\u200f\u2060-\u2065\u206a-\u206f\ufe00-\ufe0f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)
# Not among them: the selectors of ideographic variants (U+E0100 on) choose a glyph and belong to the text.
_BEFORE, _SHOWN = 32, 8


def refuse_turning(text: str) -> None:
    """Refuse a text in which characters are shown in another order than they stand in.

    Raises:
        SourceRefused: it has a mark of direction.
    """
    if found := _TURNING.search(text):
        raise SourceRefused(
            f"含有改变文字方向的字符 U+{ord(found[0]):04X}，显示的次序与文字的次序不同，未导入。"
            f"请在原文件中删去后再试：它在“{_before(text, found.start())}”之后"
        )


def unseen(text: str) -> list[str]:
    """Hint at all characters that print nothing and are not white space, with the place of the first."""
    found = list(_UNSEEN.finditer(text))
    dropped = [each for each in found if each[0] in INVISIBLE]
    kept = [each for each in found if each[0] not in INVISIBLE]
    return [
        f"含有看不见的字符（{_counted(places)}），{what}；首处在“{_before(text, places[0].start())}”之后"
        for places, what in ((dropped, "未录入"), (kept, "已照录，请核对"))
        if places
    ]


def _counted(places: list[re.Match[str]]) -> str:
    counts = Counter(each[0] for each in places)
    return "、".join(f"U+{ord(char):04X} {count} 个" for char, count in sorted(counts.items()))


def _before(text: str, at: int) -> str:
    return "".join(char for char in text[max(0, at - _BEFORE) : at] if char.isprintable())[-_SHOWN:]


_DROP_INVISIBLE = dict.fromkeys(map(ord, INVISIBLE))


def tidy(runs: Iterable[Inline]) -> tuple[Inline, ...]:
    """Join neighbouring strings, drop zero-width characters, and strip the ends of the paragraph."""
    joined: list[Inline] = []
    for run in map(_visible, runs):
        if isinstance(run, str) and joined and isinstance(joined[-1], str):
            joined[-1] += run
        else:
            joined.append(run)
    _strip_start(joined)
    _strip_end(joined)
    return tuple(run for run in joined if run != "")


def _visible(run: Inline) -> Inline:
    if isinstance(run, str):
        return run.translate(_DROP_INVISIBLE)
    if isinstance(run, Span):
        return Span(run.style, run.text.translate(_DROP_INVISIBLE))
    if isinstance(run, Note):
        return Note(run.marker, run.text.translate(_DROP_INVISIBLE).strip())
    return run


def _strip_start(runs: list[Inline]) -> None:
    while runs and isinstance(first := runs[0], str):
        rest = first[next((i for i, c in enumerate(first) if not is_blank(c)), len(first)) :]
        if rest:
            runs[0] = rest
            return
        del runs[0]


def _strip_end(runs: list[Inline]) -> None:
    while runs and isinstance(last := runs[-1], str):
        size = next((i for i in range(len(last), 0, -1) if not is_blank(last[i - 1])), 0)
        if size:
            runs[-1] = last[:size]
            return
        del runs[-1]


def para(*runs: Inline) -> Para | None:
    """Make a paragraph of these runs, or nothing when no character or picture is left."""
    clean = tidy(runs)
    shown = any(isinstance(run, Image) or (not isinstance(run, str)) or squeeze(run) for run in clean)
    return Para(clean) if shown else None


def plain(text: str, heading: int = 0, line: int = 0) -> list[SourceBlock]:
    """Make a list of one block of plain text, or of none when it is blank."""
    made = para(text)
    return [SourceBlock(made, heading, line)] if made else []


def finish(
    path: Path,
    blocks: Sequence[SourceBlock],
    *,
    oracle: str,
    warnings: Iterable[str] = (),
    left_out: Iterable[str] = (),
    images: Mapping[str, bytes] | None = None,
) -> SourceText:
    """Hold the blocks against the oracle and make the result; refuse when a character differs."""
    if not blocks:
        raise SourceRefused(f"{path.name}：文件里没有文字。")
    refuse_long(blocks)
    _refuse_unprintable(blocks)
    blocks = _without_false_headings(blocks)
    difference = first_difference(squeeze("".join(b.block.text for b in blocks)), squeeze(oracle))
    if difference:
        raise SourceRefused(
            f"{path.name}：读出的文字与原件不一致，未导入。{difference}。请把文件另存为 .docx 或 .txt 再试，"
            "并报告这一问题。"
        )
    refuse_turning(oracle)
    pictures, told = _clean(images or {})
    notes = [*warnings, *_private_use(blocks), *unseen(oracle), *told]
    return SourceText(
        blocks=tuple(blocks), oracle=oracle, warnings=tuple(notes), left_out=tuple(left_out), images=pictures
    )


def _without_false_headings(blocks: Sequence[SourceBlock]) -> list[SourceBlock]:
    """Take the rank of a heading from 题注 and 文号, which a source may print as large as the title above."""
    out: list[SourceBlock] = []
    is_open = False
    for block in blocks:
        text = squeeze(block.block.text)
        number = NUMBER.fullmatch(text) and any(above.heading for above in out)  # else it is the name
        if block.heading and (is_open or is_history_start(text) or number):
            block = replace(block, heading=0)
            is_open = text.count("（") - text.count("）") + is_open > 0
        else:
            is_open = False
        out.append(block)
    return out


def _clean(images: Mapping[str, bytes]) -> tuple[dict[str, bytes], list[str]]:
    """The pictures as they may be published, and what was left out of them.

    Raises:
        SourceRefused: one is no picture, whatever it is called.
    """
    found: dict[str, bytes] = {}
    told: list[str] = []
    for name, data in images.items():
        try:
            picture = clean_picture(data)
        except NotAPicture as error:
            raise SourceRefused(f"文中的图片“{name[:60]}”{error}。") from error
        found[name] = picture.data
        told += [f"图片“{name[:60]}”：{note}" for note in picture.notes]
    return found, told


_UNPRINTABLE = re.compile("[\u0000-\u0008\u000b\u000c\u000e-\u001f\ud800-\udfff\ufffe\uffff]")


def _refuse_unprintable(blocks: Sequence[SourceBlock]) -> None:
    """Refuse characters that no XML can hold: they would be lost when the text is written."""
    for block in blocks:
        if found := _UNPRINTABLE.search(block.block.text):
            raise SourceRefused(
                f"第{block.line}行（段）含有控制字符 U+{ord(found[0]):04X}，不能入库，请删去后再导入："
                f"“{_UNPRINTABLE.sub('�', block.block.text[:20])}”"
            )


def _private_use(blocks: Sequence[SourceBlock]) -> list[str]:
    found = []
    for block in blocks:
        private = sorted({c for c in block.block.text if unicodedata.category(c) == "Co"})
        if private:
            codes = "、".join(f"U+{ord(c):04X}" for c in private)
            kind = "表格" if isinstance(block.block, Table) else "段落"
            words = block.block.text[:20]
            found.append(f"第{block.line}行（段）的{kind}含造字区字符 {codes}，已照录，请核对：“{words}”")
    return found


def with_images(act: Act, images: Mapping[str, bytes]) -> tuple[Act, dict[str, bytes]]:
    """Rename an act's pictures; returns them by path relative to the work's folder.

    Raises:
        ValueError: the text shows a picture that the source does not hold.
    """
    if not images and not pictures_of(act):
        return act, {}
    names = {name: picture_name(data) for name, data in images.items()}
    out = replace(
        act,
        front=tuple(replace(line, para=_para(line.para, names)) for line in act.front),
        preamble=tuple(_provision(p, names) for p in act.preamble),
        body=tuple(_provision(p, names) for p in act.body),
        conclusions=_blocks(act.conclusions, names),
        attachments=tuple(
            replace(a, body=tuple(_provision(p, names) for p in a.body)) for a in act.attachments
        ),
    )
    used = frozenset(pictures_of(out))
    return out, {names[name]: data for name, data in images.items() if names[name] in used}


def pictures_of(act: Act) -> tuple[str, ...]:
    """List the names of the pictures that a text shows, in reading order."""
    return tuple(run.src for run in _all_runs(act) if isinstance(run, Image))


def picture_name(data: bytes) -> str:
    """Name a picture by its content's hash and the suffix that its content has."""
    return f"media/{hashlib.sha256(data).hexdigest()[:16]}{suffix_of(data)}"


def _all_runs(act: Act) -> list[Inline]:
    blocks: list[Block] = [*(line.para for line in act.front), *act.conclusions]
    for provision in act.provisions():
        blocks += [*provision.blocks, *provision.tail]
    paras = [p for block in blocks for p in _paras(block)]
    return [run for para in paras for run in para.runs]


def _paras(block: Block) -> list[Para]:
    if isinstance(block, Para):
        return [block]
    return [para for row in block.rows for cell in row for para in cell.paras]


def _provision(provision: Provision, names: Mapping[str, str]) -> Provision:
    return replace(
        provision,
        blocks=_blocks(provision.blocks, names),
        tail=_blocks(provision.tail, names),
        children=tuple(_provision(child, names) for child in provision.children),
    )


def _blocks(blocks: tuple[Block, ...], names: Mapping[str, str]) -> tuple[Block, ...]:
    return tuple(_para(b, names) if isinstance(b, Para) else _table(b, names) for b in blocks)


def _table(table: Table, names: Mapping[str, str]) -> Table:
    return replace(table, rows=tuple(tuple(_cell(cell, names) for cell in row) for row in table.rows))


def _cell(cell: Cell, names: Mapping[str, str]) -> Cell:
    return replace(cell, paras=tuple(_para(p, names) for p in cell.paras))


def _para(para: Para, names: Mapping[str, str]) -> Para:
    return Para(tuple(_run(run, names) for run in para.runs))


def _run(run: Inline, names: Mapping[str, str]) -> Inline:
    if not isinstance(run, Image):
        return run
    if run.src not in names:
        raise ValueError(f"文中的图片 {run.src} 不在源文件里")
    return replace(run, src=names[run.src])
