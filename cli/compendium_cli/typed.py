"""What people type: asked for, and refused when it can't be kept."""

from __future__ import annotations

import re
from typing import Any

import click

from compendium.law.problems import CompendiumError
from compendium.system import ending

_UNFIT = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufffe\uffff]"
)
"""What no file may hold, and the marks that turn round how a line reads."""
_BREAK = re.compile("[\n\v\f\r\x85\u2028\u2029]")
_FOREIGN = re.compile("[\ud800-\udfff]")


def unfit(words: str) -> str:
    """Tell why words that somebody typed can't be used; empty when they can."""
    if found := _UNFIT.search(words):
        return f"含有看不见的控制字符（{ord(found[0]):#04x}），请删去后再试"
    if _BREAK.search(words):
        return "含有换行，请写成一行后再试"
    if _FOREIGN.search(words):
        return f"“{words}”含有不是 UTF-8 的字节；如是文件名，请先改名，再重新运行"
    return ""


def ask(question: str, **options: Any) -> str:
    """Ask for a line until one comes that can be used."""
    while True:
        words: str = click.prompt(question, type=click.UNPROCESSED, **options)
        if not (fault := unfit(words)):
            return words
        click.echo(fault, err=True)


class NotAgreed(CompendiumError):
    """A question that nobody answered."""


def agreed(yes: bool, question: str) -> bool:
    """Ask whether to go on, unless that was said beforehand.

    Raises:
        NotAgreed: there is nobody to ask.
    """
    if yes:
        return True
    try:
        return click.confirm(question, err=True)
    except click.Abort:
        if ending.signum_of_end():
            raise
        raise NotAgreed(f"{question}没有人回答，什么也没有写入。看清以后，加 --yes 再运行。") from None


class Text(click.types.StringParamType):
    """Words that can be kept in a file of the corpus."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        words: str = super().convert(value, param, ctx)
        if fault := unfit(words):
            self.fail(fault, param, ctx)
        return words
