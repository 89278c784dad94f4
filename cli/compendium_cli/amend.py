"""compendium amend: a decision planned, answered where it must be, and carried out in one commit."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from compendium.amending.opening import open_file, open_held
from compendium.amending.planning import files_of, message_of, plan_decision, statements_path
from compendium.amending.statements import NONE, SUFFIX, load_statements, statements_text
from compendium.system.toml_table import read_file
from compendium_cli.amend_ask import ask
from compendium_cli.amend_derive import print_draft
from compendium_cli.amend_view import print_plan
from compendium_cli.commands import Group
from compendium_cli.console import progress
from compendium_cli.options import as_json, catalog_of, config_of, corpus_to_write
from compendium_cli.outputs import hand_over

if TYPE_CHECKING:
    from compendium.amending.opening import Opened
    from compendium.amending.planning.plans import AmendPlan
    from compendium.library.catalog import Catalog
    from compendium.store import Corpus, Snapshot


@click.group(
    cls=Group, help="按修改决定修改法规：先看方案，再执行；读不懂或者有两种读法的，不执行，由人说明。"
)
def amend() -> None:
    """Hold the commands on amendments."""


_decision = click.argument("decision", metavar="决定")
_ask = click.option("--interactive", is_flag=True, help="逐项询问未能执行的修改，回答写入说明文件。")


@amend.command(
    short_help="列出决定的每一项修改和结果，不写入",
    help="列出决定的每一项修改、对应的条文和修改结果，不写入法规库。决定可以是文件（Word、网页、文本、PDF），"
    "也可以是法规库中的决定。有未能执行的项时，退出码为 1。",
)
@_decision
@click.option("--write", is_flag=True, help="把未能执行的各项写入决定旁边的说明文件，供填写。")
@_ask
@as_json
@click.pass_context
def plan(ctx: click.Context, decision: str, write: bool, interactive: bool, as_json: bool) -> int:
    """Print the plan; exit 1 when a person must decide something first."""
    work = _Session(ctx, decision, as_json)
    planned = work.planned(interactive)
    if write and planned.blocked:
        work.write_statements(planned)
    print_plan(planned, as_json, written=False, statements=work.statements_file)
    return 1 if planned.blocked else 0


@amend.command(
    short_help="执行修改决定，一次提交",
    help="执行修改决定：在一次提交中写入决定、每部法规修改后的文本及其题注、改变了的条文序号和引用。"
    "只要有一项未能执行，就什么也不写入。",
)
@_decision
@click.option("--dry-run", is_flag=True, help="只列出将要写入的文件，不写入。")
@_ask
@as_json
@click.pass_context
def apply(ctx: click.Context, decision: str, dry_run: bool, interactive: bool, as_json: bool) -> int:
    """Plan, and write all or nothing."""
    work = _Session(ctx, decision, as_json)
    planned = work.planned(interactive)
    written = False
    if not planned.blocked:
        files = files_of(planned, work.opened, work.catalog, work.statements_bytes())
        planned = replace(planned, files=files)
        if not dry_run:
            expected = {p: work.snapshot.digest(p) if p in work.snapshot else None for p in files}
            written = work.corpus.write(files, message_of(planned), expected=expected) is not None
    print_plan(planned, as_json, written=written, statements=work.statements_file, dry_run=dry_run)
    return 1 if planned.blocked else 0


class _Session:
    """A decision opened against the corpus, with the statements on it."""

    corpus: Corpus
    snapshot: Snapshot
    catalog: Catalog
    opened: Opened

    def __init__(self, ctx: click.Context, decision: str, quiet: bool) -> None:
        self._quiet = quiet
        self.corpus = corpus_to_write(ctx)
        self.snapshot = self.corpus.snapshot()
        self.catalog = catalog_of(self.corpus, self.snapshot, quiet)
        path = Path(decision)
        if path.is_file():
            self.opened = open_file(path, self.catalog, config_of(self.snapshot))
            self.statements_file = path.with_name(path.stem + SUFFIX)
        else:
            if path.suffix and "/" in decision and not path.exists():
                raise click.BadParameter(f"没有文件“{decision}”", param_hint="决定")
            self.opened = open_held(decision, self.catalog)
            self.statements_file = self.corpus.root / statements_path(self.opened.act)

    def statements_bytes(self) -> bytes:
        """The file of statements as it stands, empty when there is none."""
        return read_file(self.statements_file) if self.statements_file.is_file() else b""

    def planned(self, interactive: bool) -> AmendPlan:
        """The plan with what the file of statements says, asking for more where wanted."""
        planned = self._plan()
        if interactive and planned.blocked:
            self.write_statements(planned)
            if ask(planned, self.statements_file):
                planned = self._plan()
        return planned

    def _plan(self) -> AmendPlan:
        data = self.statements_bytes()
        name = self.statements_file.name
        act = self.opened.act
        statements = load_statements(data, name, act.title) if data else NONE
        with progress("逐部推算", self._quiet) as tell:
            return plan_decision(act, self.catalog, statements, tell)

    def write_statements(self, planned: AmendPlan) -> None:
        """Put an entry into the file of statements for each item that was refused."""
        asked: list[tuple[str, str, str]] = [
            (item.instruction.id, item.instruction.words, item.reason)
            for work in planned.works
            if work.decision is None
            for item in work.refused
        ]
        held = self.statements_bytes().decode()
        text = statements_text(planned.decision.title, dict.fromkeys(asked), held)
        hand_over(self.statements_file, text.encode())


@amend.command(
    short_help="由修改前后的两个文本起草修改决定",
    help="由修改前后的两个文本推出修改项，并起草修改决定的文字。文本可以是文件，也可以是 法规@日期。",
)
@click.argument("before", metavar="修改前")
@click.argument("after", metavar="修改后")
@click.option("--unquoted", is_flag=True, help="新条文另起一行、不加引号（上海市的写法）。")
@as_json
@click.pass_context
def derive(ctx: click.Context, before: str, after: str, unquoted: bool, as_json: bool) -> int:
    """Print a draft decision, or the operations as JSON."""
    return print_draft(ctx, before, after, unquoted, as_json)
