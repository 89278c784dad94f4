"""The command `compendium`: finds the command asked for and runs it."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import click

from compendium.system import ending
from compendium_cli.commands import Group

COMMANDS = {
    "init": ("新建法规库", "init:init"),
    "upgrade": ("换了新版程序之后，把法规库升级到本程序的格式", "upgrade:upgrade"),
    "import": ("把文件导入法规库（Word、网页、文本、PDF）", "import_:import_"),
    "correct": ("改正录错的文字、题名、文号、题注等，并记下缘由", "correct:correct"),
    "classify": ("归类：提出建议，由工作人员定", "classify:classify"),
    "commence": ("确定一个版本或者条款的施行日期", "commence:commence"),
    "validity": ("记载有效期的延长、终止，暂停和恢复施行", "validity:validity"),
    "withdraw": ("撤下不应当发布的法规或者版本，原来的网址说明已经撤下", "withdraw:withdraw"),
    "undo": ("撤回最近一次写入", "undo:undo"),
    "amend": ("按修改决定修改法规：列出方案、执行、起草", "amend:amend"),
    "rebase": ("合并以后，把没有接上前一版本的版本重作", "rebase:rebase"),
    "diff": ("比较两个版本、两个文件或全书的两个状态：对照表、修订标记、修改情况说明", "diff:diff"),
    "list": ("列出法规及其在某一天的状态", "list_:list_"),
    "show": ("显示法规、某一版本或某一条款", "show:show"),
    "status": ("列出要办的事：决定、施行日期、引用、上位法、成品", "status:status"),
    "check": ("按格式和立法技术规则检查文本", "check:check"),
    "build": ("生成网站、书、检索索引和订阅源", "build:build"),
    "print": ("把一部法规的一个版本排成 PDF", "print_:print_"),
    "export": ("把法规、选编或者全书存为 Word 文件或电子书", "export:export"),
    "publish": ("发布：生成、签名、写到目标、通知各方", "publish:publish"),
    "keys": ("版次签名的密钥：制作、列出、更换、续期", "keys:keys"),
    "sync": ("把发布的成品镜像到本机", "sync:sync"),
    "verify": ("核对一份成品是否完整、真实、最新", "verify:verify"),
    "serve": ("提供网站：直接取自法规库，任意日期，随提交更新", "serve:serve"),
    "search": ("全文检索，以条为单位", "search:search"),
}
"""Every command, its one-line help and where it is: a command's imports are paid when it is run."""


class _Commands(Group):
    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, _, name = COMMANDS[cmd_name][1].partition(":")
        command: click.Command = getattr(import_module(f"compendium_cli.{module}"), name)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            ctx.fail(f"没有命令“{args[0]}”。可用的命令：{'、'.join(COMMANDS)}")
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("命令"):
            formatter.write_dl([(name, help_) for name, (help_, _) in COMMANDS.items()])


@click.group(cls=_Commands, help="上海城市法规全书：法规文本的入库、检查与发布。")
@click.option(
    "--corpus",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="目录",
    help="法规库所在目录；默认从当前目录向上寻找 corpus.toml。",
)
@click.option(
    "--clock-is-right",
    is_flag=True,
    help="本机时钟早于库中最近一次提交时仍然写入：已核对过，是那次提交的时间错了。",
)
@click.version_option(package_name="compendium", message="compendium %(version)s", help="显示版本号。")
@click.pass_context
def compendium(ctx: click.Context, corpus: Path | None, clock_is_right: bool) -> None:
    """Hold the corpus folder for the commands."""
    ctx.obj = corpus


def main() -> None:
    """Run the command line."""
    from compendium_cli.start import main as begin

    begin()


def run(arguments: list[str]) -> int:
    """Run one command and return its exit code; what ends it is told in words."""
    ending.forget()
    try:
        from compendium_cli.streams import flush
        from compendium_cli.wording import in_chinese

        in_chinese()
        result = compendium.main(arguments, prog_name="compendium", standalone_mode=False)
        flush()
        if signum := ending.signum_of_end():  # something on the way has swallowed it
            raise ending.Interrupted(signum)
    except BaseException as error:
        from compendium_cli.failures import tell

        return tell(error)
    return result if isinstance(result, int) else 0
