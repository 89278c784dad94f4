"""The grammar at work: a masked statement to its tree, or the place where it stops being understood."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from lark import Lark, Token, Tree
from lark.exceptions import UnexpectedCharacters, UnexpectedEOF, UnexpectedInput, UnexpectedToken

from compendium.amending.reading.masking import trimmed


@dataclass(frozen=True, slots=True)
class Failure:
    """Nothing reads the statement from `at` on; `at` is its length where something is missing."""

    at: int


@cache
def grammar() -> Lark:
    """The parser, built once."""
    return Lark.open(
        "grammar.lark", rel_to=__file__, parser="lalr", lexer="contextual", propagate_positions=True
    )


def parse(text: str) -> Tree[Token] | Failure:
    """Read a masked statement whole."""
    words = trimmed(text)
    try:
        return grammar().parse(words)
    except (UnexpectedEOF, UnexpectedToken, UnexpectedCharacters) as stopped:
        at = stopped.pos_in_stream
        return Failure(len(words) if at is None or at < 0 or _at_end(stopped) else at)


def _at_end(stopped: UnexpectedInput) -> bool:
    return isinstance(stopped, UnexpectedToken) and stopped.token.type == "$END"


def failure_words(text: str, at: int) -> str:
    """Where a statement stops being understood, in words."""
    if at >= len(text.rstrip("。；;，,：:")):
        return "这句话不完整，不能确定如何修改"
    words = re.split(r"[\ue000-\uefff]", text[at : at + 12])[0]
    return f"从“{words}”起不能读懂" if words.strip("，,：:；;、") else "引号所在之处不能读懂"
