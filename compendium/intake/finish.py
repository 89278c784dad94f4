"""The last step of every reader: tidy the paragraphs and hold them against the oracle."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
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
from compendium.intake.unseen import refuse_turning, unseen
from compendium.media import NotAPicture, clean_picture
from compendium.model import Image, Inline, Note, Para, Span, Table

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
    """A paragraph of these runs, or nothing when no character or picture is left."""
    clean = tidy(runs)
    shown = any(isinstance(run, Image) or (not isinstance(run, str)) or squeeze(run) for run in clean)
    return Para(clean) if shown else None


def plain(text: str, heading: int = 0, line: int = 0) -> list[SourceBlock]:
    """A paragraph of plain text as a list of one block, or of none when it is blank."""
    made = para(text)
    return [SourceBlock(made, heading, line)] if made else []


def finish(
    path: Path,
    blocks: Sequence[SourceBlock],
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
    difference = first_difference(squeeze("".join(b.block.text for b in blocks)), squeeze(oracle))
    if difference:
        raise SourceRefused(
            f"{path.name}：读出的文字与原件不一致，未导入。{difference}。请把文件另存为 .docx 或 .txt 再试，"
            "并报告这一问题。"
        )
    refuse_turning(oracle)
    pictures, told = _clean(images or {})
    notes = [*warnings, *_private_use(blocks), *unseen(oracle), *told]
    return SourceText(tuple(blocks), oracle, tuple(notes), tuple(left_out), pictures)


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
