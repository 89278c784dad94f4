"""Click's own words in Chinese: usage, section titles, complaints about arguments."""

from __future__ import annotations

import re
from typing import Any

import click

_WORD = "['\"](.*)['\"]"
_CLICK = {
    r"Missing command\.": "缺少命令",
    rf"No such command {_WORD}\.": r"没有命令“\1”",
    rf"(?:Path|File|Directory) {_WORD} does not exist\.": r"没有“\1”这个文件或目录",
    rf"(?:Path|File|Directory) {_WORD} is a file\.": r"“\1”是文件，不是目录",
    rf"(?:Path|File|Directory) {_WORD} is a directory\.": r"“\1”是目录，不是文件",
    rf"(?:Path|File|Directory) {_WORD} is not (?:readable|writable|executable)\.": r"没有“\1”的权限",
    rf"{_WORD}: .*": r"打不开“\1”",
    rf"{_WORD} is not a valid (?:integer|float)(?: range)?\.": r"“\1”不是数字",
    rf"{_WORD} is not a valid boolean\..*": r"“\1”不是“是”或者“否”（yes 或者 no）",
    rf"{_WORD} is not a valid UUID\.": r"“\1”不合格式",
    rf"{_WORD} is not (?:one of )?(.*)\.": r"“\1”不在可用的值里：\2",
    rf"{_WORD} does not match the formats? (.*)\.": r"“\1”不合格式，应写成 \2",
    r"(.*) is not in the range (.*)\.": r"\1 不在 \2 的范围内",
    r"(\d+) values? (?:is|are) required, but (\d+) (?:was|were) given\.": r"需要 \1 个值，写了 \2 个",
    r"Takes (\d+) values? but (\d+) (?:was|were) given\.": r"需要 \1 个值，写了 \2 个",
    rf"Argument {_WORD} takes (\d+) values\.": r"\1 需要 \2 个值",
    rf"Option {_WORD} does not take a value\.": r"选项 \1 后面不写值",
    rf"Option {_WORD} requires an argument\.": r"选项 \1 后面要写一个值",
    rf"Option {_WORD} requires (\d+) arguments\.": r"选项 \1 后面要写 \2 个值",
    r"Got unexpected extra arguments? \((.*)\)": r"多出了“\1”；有空格的词要加引号",
    r"Invalid start character for option \((.*)\)": r"选项“\1”的写法不对",
    r"Value must be an iterable\.": "要写多个值",
    r"Error: invalid input": "写的不对，请再写一次",
    r"Error: The two entered values do not match\.": "两次写的不一样，请再写一次",
    r"Error: The value you entered was invalid\.": "写的不对，请再写一次",
}
_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
_FOREIGN = re.compile("[\ud800-\udfff]")


class _Formatter(click.HelpFormatter):
    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        args = args.replace("[OPTIONS]", "[选项]").replace("COMMAND [ARGS]...", "命令 [参数]...")
        super().write_usage(prog, args, "用法：")

    def write_heading(self, heading: str) -> None:
        super().write_heading({"Options": "选项", "Commands": "命令"}.get(heading, heading))


class _Context(click.Context):
    formatter_class = _Formatter


def in_chinese() -> None:
    """Make click speak Chinese in help texts."""
    click.Command.context_class = _Context
    original = click.Command.get_help_option

    def get_help_option(self: click.Command, ctx: click.Context) -> click.Option | None:
        option = original(self, ctx)
        if option is not None:
            option.help = "显示帮助。"
        return option

    if original.__name__ != "get_help_option_zh":
        get_help_option.__name__ = "get_help_option_zh"
        click.Command.get_help_option = get_help_option  # type: ignore[method-assign]
        click.types.StringParamType.convert = _text  # type: ignore[method-assign]


def usage_message(error: click.UsageError) -> str:
    """What was wrong with the words typed, and where to read more."""
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        return error.message
    path = error.ctx.command_path if error.ctx else "compendium"
    return f"用法错误：{_reason(error)}\n用“{path} --help”查看用法。"


def _reason(error: click.UsageError) -> str:
    match error:
        case click.NoSuchOption():
            return f"没有选项 {error.option_name}"
        case click.MissingParameter():
            return f"缺少 {_name(error)}"
        case click.BadParameter() if error.param is not None and isinstance(error.param.type, click.Choice):
            return f"{_name(error)} 只能是：{'、'.join(map(str, error.param.type.choices))}"
        case click.BadParameter():
            return f"{_name(error)} 不正确：{_translated(error.message)}"
        case _:
            return _translated(error.message)


def _translated(message: str) -> str:
    """A complaint of click's own in Chinese; any other as it is."""
    for english, chinese in _CLICK.items():
        if match := re.fullmatch(english, message, re.DOTALL):
            return match.expand(chinese)
    return message


def unfit(words: str) -> str:
    """Why words that somebody typed can't be used; empty when they can."""
    if found := _UNFIT.search(words):
        return f"含有看不见的控制字符（{ord(found[0]):#04x}），请删去后再试"
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


_convert = click.types.StringParamType.convert


def _text(
    self: click.types.StringParamType, value: Any, param: click.Parameter | None, ctx: click.Context | None
) -> Any:
    """Take no text that can't be kept, in whichever option it stands."""
    words = _convert(self, value, param, ctx)
    if isinstance(words, str) and (fault := unfit(words)):
        self.fail(fault, param, ctx)
    return words


def _name(error: click.BadParameter) -> str:
    param: Any = error.param
    if param is None:
        return str(error.param_hint or "参数")
    return str(param.metavar or param.name) if isinstance(param, click.Argument) else str(param.opts[0])
