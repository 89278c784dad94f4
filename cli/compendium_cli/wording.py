"""Click's own words in Chinese: usage, section titles, complaints about arguments."""

from __future__ import annotations

from typing import Any

import click


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
            return f"{_name(error)} 不正确：{error.message}"
        case click.BadOptionUsage():
            return f"选项 {error.option_name} 的用法不对，需要一个值"
        case _:
            return error.message


def _name(error: click.BadParameter) -> str:
    param: Any = error.param
    if param is None:
        return str(error.param_hint or "参数")
    return str(param.metavar or param.name) if isinstance(param, click.Argument) else str(param.opts[0])
