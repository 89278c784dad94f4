"""compendium list: the works and how they stand on a day."""

from __future__ import annotations

from datetime import date
from typing import Any

import click

from compendium.law.days import day_name
from compendium.law.kinds import ActKind
from compendium.law.names import parse_work_uri, title_key
from compendium.law.timeline import Status, standing, start_of, suspensions
from compendium.library.withdrawn import WITHDRAWN, Withdrawal
from compendium.text.plain import missing_objects
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

_STATUSES = [status.value for status in Status if status is not Status.SUPERSEDED]
"""How an act can stand; only a version is superseded."""


@click.command(
    cls=Command,
    help="列出法规：名称、性质、状态、版本。状态由题注和日期推算，不另行保存。写名称的，只列名称含有这些字的；"
    "其中已经撤下的一并列出。",
)
@click.argument("name", metavar="[名称]", required=False)
@click.option("--kind", type=KindName(), metavar="性质", help="只列某一性质，如 地方性法规。")
@click.option(
    "--status",
    type=click.Choice([*_STATUSES, WITHDRAWN]),
    metavar="状态",
    help=f"只列某一状态：{'、'.join([*_STATUSES, WITHDRAWN])}。",
)
@as_of
@in_place
@known_at
@as_json
@click.pass_context
def list_(
    ctx: click.Context,
    name: str | None,
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
        start, stated = start_of(facts)
        held = now.status in (Status.IN_FORCE, Status.SUSPENDED)
        slept = [each for each in suspensions(work.expressions, day, place) if held]
        slept = [each for each in slept if not place or each.holds(place)]
        notes = [doubt_words(now.status, start is not None, stated, now.missing)]
        notes += [suspended_words(each) for each in slept if each.area or each.places]
        doubts[work.uri] = "，".join(filter(None, dict.fromkeys(notes)))
        rows.append(
            {
                "work": work.uri,
                "title": facts.title,
                "kind": work.kind.chinese,
                "status": now.status.value,
                "expression_date": day_name(facts.date),
                "certain": now.certain,
                "missing": missing_objects(now.missing),
                "ended": now.ended.isoformat() if now.ended and now.ended <= day else None,
                "suspended": [suspended_object(each, facts) for each in slept],
                "versions": [day_name(f.date) for f in work.expressions],
            }
        )
    if name or status == WITHDRAWN:
        rows += map(_withdrawn, catalog.withdrawn_works())
    rows = [r for r in rows if (kind is None or kind.chinese == r["kind"]) and status in (None, r["status"])]
    if name:
        wanted = title_key(name)
        rows = [r for r in rows if wanted in title_key(r["title"]) or name in r["work"]]
    if as_json:
        print_json(rows)
        return 0
    shown = table("名称", "性质", "状态", "版本", "共")
    for row in rows:
        doubt = row["withdrawn"]["since"] if "withdrawn" in row else doubts[row["work"]]
        shown.add_row(
            row["title"],
            row["kind"],
            row["status"] + (f"（{doubt}）" if doubt else ""),
            shown_day(row["expression_date"]) if row["expression_date"] else "",
            f"{len(row['versions'])} 版" if row["versions"] else "",
        )
    out().print(shown)
    out().print(f"{day} 共 {len(rows)} 件。")
    return 0


def _withdrawn(item: Withdrawal) -> dict[str, Any]:
    """A work that was taken out, as a row beside those that are there."""
    return {
        "work": item.work,
        "title": item.title,
        "kind": parse_work_uri(item.work).kind.chinese,
        "status": WITHDRAWN,
        "expression_date": None,
        "certain": True,
        "ended": None,
        "versions": [],
        "withdrawn": {"since": item.since.isoformat(), "reason": item.reason, "source": item.source},
    }
