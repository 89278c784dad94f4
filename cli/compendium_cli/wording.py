"""Click's own words in Chinese: usage, section titles, complaints about arguments."""

from __future__ import annotations

import errno
import re
from typing import Any

import click

_CLICK = {
    r"Missing command\.": "缺少命令",
    r"(?:Path|File|Directory) '(.*)' does not exist\.": r"没有“\1”这个文件或目录",
    r"(?:Path|File|Directory) '(.*)' is a file\.": r"“\1”是文件，不是目录",
    r"(?:Path|File|Directory) '(.*)' is a directory\.": r"“\1”是目录，不是文件",
    r"(?:Path|File|Directory) '(.*)' is not (?:readable|writable|executable)\.": r"没有“\1”的权限",
    r"'(.*)' is not a valid (?:integer|float)(?: range)?\.": r"“\1”不是数字",
    r"(.*) is not in the range (.*)\.": r"\1 不在 \2 的范围内",
    r"Got unexpected extra arguments? \((.*)\)": r"多出了“\1”；有空格的词要加引号",
}
_SYSTEM = {
    errno.ENOENT: "没有这个文件或目录",
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.EROFS: "所在磁盘只能读取",
    errno.ENOSPC: "磁盘已满",
    errno.ENOTDIR: "是文件，不是目录",
    errno.EISDIR: "是目录，不是文件",
    errno.EEXIST: "已经存在",
    errno.ENAMETOOLONG: "名称太长",
}


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
        case click.BadOptionUsage():
            return f"选项 {error.option_name} 的用法不对，需要一个值"
        case _:
            return _translated(error.message)


def _translated(message: str) -> str:
    """A complaint of click's own in Chinese; any other as it is."""
    for english, chinese in _CLICK.items():
        if match := re.fullmatch(english, message):
            return match.expand(chinese)
    return message


def system_message(error: OSError) -> str:
    """What the operating system refused, and for which file."""
    reason = _SYSTEM.get(error.errno or 0, error.strerror or str(error))
    return f"{error.filename}：{reason}" if error.filename else reason


def _name(error: click.BadParameter) -> str:
    param: Any = error.param
    if param is None:
        return str(error.param_hint or "参数")
    return str(param.metavar or param.name) if isinstance(param, click.Argument) else str(param.opts[0])
