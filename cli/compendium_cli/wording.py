"""Click's own words in Chinese, and what is said of wrong use."""

from __future__ import annotations

import gettext
import re
from pathlib import Path
from typing import Any

import click

LOCALE = Path(__file__).with_name("locale")
"""Click's messages in Chinese: messages.po, compiled by scripts/compile_words.py."""

_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_find = gettext.find


def in_chinese() -> None:
    """Have click find its words in Chinese, whatever language the environment asks for."""
    gettext.bindtextdomain("messages", LOCALE)
    gettext.find = _find_chinese


def _find_chinese(domain: str, localedir: Any = None, languages: Any = None, all: bool = False) -> Any:
    """Find catalogues as gettext does, but ours in the only language that it has.

    Otherwise gettext asks LANGUAGE, LC_ALL, LC_MESSAGES and LANG, and finds nothing where they say C or
    nothing. To set one of them would change what git, pandoc and LibreOffice do, and Pango in this process.
    """
    return _find(domain, localedir, ["zh"] if localedir == LOCALE else languages, all)


def usage_message(error: click.UsageError) -> str:
    """Tell what was wrong with the words typed, and where to read more."""
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        return error.message
    path = error.ctx.command_path if error.ctx else "compendium"
    reason = _UNSEEN.sub(lambda unseen: repr(unseen[0])[1:-1], _reason(error))
    return f"用法错误：{reason}\n用“{path} --help”查看用法。"


def _reason(error: click.UsageError) -> str:
    match error:
        case click.NoSuchOption():
            return f"没有选项 {error.option_name}"
        case click.MissingParameter():
            return f"缺少 {_name(error)}"
        case click.BadParameter() if error.param is not None and isinstance(error.param.type, click.Choice):
            return f"{_name(error)} 只能是：{'、'.join(map(str, error.param.type.choices))}"
        case click.BadParameter():
            return f"{_name(error)} 不正确：{error.message}"
        case _:
            return error.message


def _name(error: click.BadParameter) -> str:
    param: Any = error.param
    if param is None:
        return str(error.param_hint or "参数")
    return str(param.metavar or param.name) if isinstance(param, click.Argument) else str(param.opts[0])
