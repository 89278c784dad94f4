"""Write the generated part of docs/cli.md from the commands; --check only says whether it is up to date."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from compendium_cli.main import COMMANDS, compendium
from compendium_cli.wording import in_chinese

TARGET = Path(__file__).resolve().parent.parent / "docs" / "cli.md"
BEGIN, END = "<!-- 以下由 scripts/gen_cli_docs.py 生成 -->", "<!-- 以上由 scripts/gen_cli_docs.py 生成 -->"


def reference() -> str:
    """Every command with its arguments and options."""
    in_chinese()
    context = click.Context(compendium, info_name="compendium")
    parts = ["### compendium\n\n    compendium [选项] 命令 [参数]…", _options(compendium, context)]
    for name in COMMANDS:
        command = compendium.get_command(context, name)
        assert command is not None
        inner = click.Context(command, info_name=name, parent=context)
        usage = " ".join(["compendium", name, "[选项]", *_arguments(command)])
        parts += [f"### compendium {name}\n\n    {usage}", _paragraphs(command), _options(command, inner)]
        if isinstance(command, click.Group):
            parts += _below(command, inner)
    return "\n\n".join(parts)


def _below(group: click.Group, context: click.Context) -> list[str]:
    """The commands of a group, each with its own arguments and options."""
    parts = []
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        inner = click.Context(command, info_name=name, parent=context)
        usage = " ".join([context.command_path, name, "[选项]", *_arguments(command)])
        parts += [f"#### {context.command_path} {name}\n\n    {usage}"]
        parts += [_paragraphs(command), _options(command, inner)]
    return parts


def _arguments(command: click.Command) -> list[str]:
    return [str(p.metavar) for p in command.params if isinstance(p, click.Argument)]


def _paragraphs(command: click.Command) -> str:
    """The help text; its example line, which begins with the program's name, as code."""
    lines = (command.help or "").split("\n\n")
    return "\n\n".join(f"    {line}" if line.startswith("compendium ") else line for line in lines)


def _options(command: click.Command, context: click.Context) -> str:
    rows = ["| 选项 | 含义 |", "| --- | --- |"]
    for option in command.get_params(context):
        if isinstance(option, click.Option):
            names = "、".join(f"`{name}`" for name in option.opts)
            value = "" if option.is_flag else f" {option.metavar}".replace("|", "\\|")
            must = "（必须给出）" if option.required else ""
            rows.append(f"| {names}{value} | {option.help}{must} |")
    return "\n".join(rows)


def rendered(page: str) -> str:
    """The page with its generated part made anew."""
    before, _, rest = page.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n\n{reference()}\n\n{END}{after}"


def main(arguments: list[str]) -> int:
    """Write the part, or compare it; 1 when it differs."""
    page = TARGET.read_text("utf-8")
    if "--check" in arguments:
        return 0 if page == rendered(page) else 1
    TARGET.write_text(rendered(page), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
