"""compendium check --parity: hold what was built against the corpus, provision by provision."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from compendium_build.edition.artifacts import origin_of
from compendium_build.parity import check_parity
from compendium_build.targets import edition_of
from compendium_cli.console import out as console
from compendium_cli.console import print_json, progress, table
from compendium_cli.options import catalog_of, config_of, corpus_here, state_of, today

if TYPE_CHECKING:
    from compendium_build.parity import Checked

_NAMES = {"web": "网站", "print": "书", "index": "检索索引", "feed": "订阅源"}
_SHOWN = 20


def print_parity(ctx: click.Context, out: Path, as_json: bool) -> int:
    """Print what was held against the corpus and where it differs; exit 1 when it does."""
    corpus = corpus_here(ctx)
    snapshot = state_of(corpus, None)
    catalog = catalog_of(corpus, snapshot, as_json)
    days = [day for name in ("web", "print", "feed") if (day := origin_of(out / name))]
    as_of = date.fromisoformat(days[0]) if days else today()
    edition = edition_of(catalog, config_of(snapshot), as_of, snapshot.revision)
    with progress("核对", as_json) as tell:
        checked = check_parity(edition, out, tell)
    if not checked:
        raise click.UsageError(f"{out} 里没有成品，请先运行 compendium build")
    if as_json:
        print_json({"as_of": as_of.isoformat(), "forms": [asdict(each) for each in checked]})
    else:
        _print(checked)
    return 1 if any(each.differences for each in checked) else 0


def _print(checked: Sequence[Checked]) -> None:
    shown = table("形式", "文本", "条款", "不一致")
    for each in checked:
        shown.add_row(_NAMES[each.form], str(each.texts), str(each.provisions), str(len(each.differences)))
    console().print(shown)
    for each in checked:
        for row in each.differences[:_SHOWN]:
            place = f"#{row.place}" if row.place else ""
            click.echo(f"{_NAMES[row.form]}：{row.path}{place}：应为“{row.expected}”，实为“{row.found}”")
        if len(each.differences) > _SHOWN:
            click.echo(f"{_NAMES[each.form]}：另有 {len(each.differences) - _SHOWN} 处不一致")
