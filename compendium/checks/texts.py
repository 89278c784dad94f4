"""The rules on characters and on the table of synonyms.

The characters of an act: punctuation, suspicious characters, empty provisions, pairs. The table of synonyms,
which staff keep beside the texts: S701 and S702.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from compendium.checks.rules import found
from compendium.law.act import Act, Block, Para, Provision
from compendium.law.kinds import HEADED, Level
from compendium.law.problems import Problem
from compendium.library.catalog import Catalog, Files
from compendium.querying.names import Name, Names
from compendium.querying.synonyms import SYNONYMS_FILE, read_synonyms

_HAN = "\u3400-\u9fff"
_HALF = re.compile(rf"(?<=[{_HAN}》）”])[,;:!?](?=[{_HAN}《（“]|$)|(?<=[{_HAN}])[()]|[()](?=[{_HAN}])")
_SPACED = re.compile(rf"(?<=[{_HAN}])[ \u00a0]+(?=[{_HAN}])")
_PAIRS = {"（": "）", "《": "》", "〈": "〉", "“": "”", "〔": "〕", "【": "】"}
_WIDE = str.maketrans("()", "（）")  # a half-width bracket is T601's affair
_CLOSING = {close: open_ for open_, close in _PAIRS.items()}


def _paragraphs(act: Act) -> Iterator[tuple[Provision, str]]:
    for provision in act.provisions():
        for block in (*provision.blocks, *provision.tail):
            for text in _texts(block):
                yield provision, text


def _texts(block: Block) -> Iterator[str]:
    if isinstance(block, Para):
        yield block.text
    else:
        for row in block.rows:
            for cell in row:
                yield from (para.text for para in cell.paras)


def half_width(act: Act, path: str) -> Iterator[Problem]:
    """T601: punctuation between Chinese characters is full-width (GB/T 15834)."""
    if act.language == "zho":
        for provision, text in _paragraphs(act):
            if match := _HALF.search(text):
                yield found("T601", path, provision.line, f"半角“{match[0]}”", _around(text, match.start()))


def spaced(act: Act, path: str) -> Iterator[Problem]:
    """T605: no half-width space stands between Chinese characters of a paragraph."""
    if act.language == "zho":
        for provision, text in _paragraphs(act):
            if match := _SPACED.search(text):
                yield found("T605", path, provision.line, "空格", _around(text, match.start()))


def suspicious(act: Act, path: str) -> Iterator[Problem]:
    """T602: no private-use, replacement, control or invisible character."""
    for provision, text in _paragraphs(act):
        for position, char in enumerate(text):
            if _is_suspicious(char):
                name = f"U+{ord(char):04X}"
                yield found("T602", path, provision.line, name, _around(text, position))
                break


def _is_suspicious(char: str) -> bool:
    return char == "\ufffd" or unicodedata.category(char) in ("Co", "Cc", "Cf", "Cn", "Cs")


def _around(text: str, position: int, width: int = 8) -> str:
    return text[max(0, position - width) : position + width + 1]


def empty(act: Act, path: str) -> Iterator[Problem]:
    """T603: every provision says something."""
    for provision in act.provisions():
        has_words = bool(provision.heading) or any(p.blocks for p in provision.walk())
        if not has_words and provision.level is not Level.RECITAL:
            yield found("T603", path, provision.line, "没有文字", provision.num or provision.eid)
        elif provision.level in HEADED and not provision.children:
            yield found("T603", path, provision.line, "标题之下没有条文", provision.num + provision.heading)


def paired(act: Act, path: str) -> Iterator[Problem]:
    """T604: brackets and quotation marks come in pairs within a provision and what stands below it.

    Quotation marks opened anew by each paragraph of a quotation are the genre's habit in decisions, which
    are therefore left out.
    """
    if act.language != "zho" or act.kind.value in ("xiugai-jueding", "feizhi-jueding"):
        return
    for provision, text in _paragraphs(act):
        stack: list[str] = []
        for char in text.translate(_WIDE):
            if char in _PAIRS:
                stack.append(char)
            elif char in _CLOSING:
                if not stack or stack[-1] != _CLOSING[char]:
                    yield found("T604", path, provision.line, f"“{char}”没有前半", text[:30])
                    stack = []
                    break
                stack.pop()
        if stack:
            yield found("T604", path, provision.line, f"“{stack[-1]}”没有后半", text[:30])


def synonyms(catalog: Catalog, files: Files) -> Iterator[Problem]:
    """Every fault of the table, and every title in it that the search finds in no act."""
    if SYNONYMS_FILE not in files.paths():
        return
    thesaurus, faults = read_synonyms(files.read(SYNONYMS_FILE))
    for fault in faults:
        yield found("S701", SYNONYMS_FILE, fault.line, fault.reason)
    names = Names(
        Name(work.uri, title)
        for work in catalog.works
        for facts in (*work.expressions, *work.translations)
        for title in (facts.title, facts.short_title)
        if title
    )
    for meaning in thesaurus.meanings.values():
        for title in meaning.titles:
            if not names.find(title):
                yield found("S702", SYNONYMS_FILE, meaning.line, f"“{meaning.word}”所指的不在库中", title)
