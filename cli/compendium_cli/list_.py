"""compendium list: the works and how they stand on a day."""

from __future__ import annotations

from datetime import date
from typing import Any

import click

from compendium.law.kinds import ActKind
from compendium.law.timeline import Status, standing, start_of, suspensions
from compendium.text.suspended import suspended_object, suspended_words
from compendium.text.wording import doubt_words
from compendium_cli.commands import Command
from compendium_cli.console import out, print_json, shown_day, table
from compendium_cli.options import (
    KindName,
    as_json,
    as_of,
    catalog_of,
    corpus_here,
    in_place,
    known_at,
    known_place,
    state_of,
    tell_config,
    today,
)


@click.command(cls=Command, help="列出法规：名称、性质、状态、版本。状态由题注和日期推算，不另行保存。")
@click.option("--kind", type=KindName(), metavar="性质", help="只列某一性质，如 地方性法规。")
@click.option(
    "--status",
    type=click.Choice(["现行有效", "暂停施行", "尚未施行", "已废止", "失效"]),
    metavar="状态",
    help="只列某一状态：现行有效、暂停施行、尚未施行、已废止、失效。",
)
@as_of
@in_place
@known_at
@as_json
@click.pass_context
def list_(
    ctx: click.Context,
    kind: ActKind | None,
    status: str | None,
    as_of: date | None,
    place: str,
    as_known_at: str | None,
    as_json: bool,
) -> int:
    """Print the works as a table or as JSON."""
    corpus = corpus_here(ctx)
    snapshot = state_of(corpus, as_known_at)
    tell_config(snapshot)
    catalog = catalog_of(corpus, snapshot, as_json)
    place = known_place(catalog, place)
    day = as_of or today()
    rows: list[dict[str, Any]] = []
    doubts: dict[str, str] = {}
    for work in catalog.works:
        now = standing(work.expressions, day, place)
        facts = work.expressions[now.index]
        held = now.status in (Status.IN_FORCE, Status.SUSPENDED)
        slept = [each for each in suspensions(work.expressions, day, place) if held]
        slept = [each for each in slept if not place or each.holds(place)]
        notes = [doubt_words(now.status, start_of(facts)[0] is not None, now.certain)]
        notes += [suspended_words(each) for each in slept if each.area or each.places]
        doubts[work.uri] = "，".join(filter(None, dict.fromkeys(notes)))
        rows.append(
            {
                "work": work.uri,
                "title": facts.title,
                "kind": work.kind.chinese,
                "status": now.status.value,
                "expression_date": facts.date.isoformat(),
                "certain": now.certain,
                "ended": now.ended.isoformat() if now.ended and now.ended <= day else None,
                "suspended": [suspended_object(each, facts) for each in slept],
                "versions": [f.date.isoformat() for f in work.expressions],
            }
        )
    rows = [r for r in rows if (kind is None or kind.chinese == r["kind"]) and status in (None, r["status"])]
    if as_json:
        print_json(rows)
        return 0
    shown = table("名称", "性质", "状态", "版本", "共")
    for row in rows:
        doubt = doubts[row["work"]]
        shown.add_row(
            row["title"],
            row["kind"],
            row["status"] + (f"（{doubt}）" if doubt else ""),
            shown_day(row["expression_date"]),
            f"{len(row['versions'])} 版",
        )
    out().print(shown)
    out().print(f"{day} 共 {len(rows)} 件。")
    return 0
