"""What every command is: a command of click whose usage is in Chinese and whose words can be kept."""

from __future__ import annotations

from typing import Any

import click

from compendium_cli.typed import Text


class Command(click.Command):
    """A command.

    Click says the rest in Chinese by itself (`wording`); these words of the usage it does not translate.
    """

    def __init__(self, name: str | None, **settings: Any) -> None:
        super().__init__(name, **{"options_metavar": "[选项]", **settings})
        for param in self.params:
            if param.type is click.STRING:  # what click takes where no type is named
                param.type = Text()

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the usage; click would put a space after the colon."""
        formatter.write_usage(ctx.command_path, " ".join(self.collect_usage_pieces(ctx)), "用法：")


class Group(Command, click.Group):
    """A command that holds others."""

    command_class = Command

    def __init__(self, name: str | None, **settings: Any) -> None:
        super().__init__(name, **{"subcommand_metavar": "命令 [参数]...", **settings})
