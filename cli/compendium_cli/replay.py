"""compendium check --replay: stored texts held against what the decisions make."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click
from rich.markup import escape

from compendium.amending.replay import replays
from compendium.law.names import quoted
from compendium_cli.console import out, print_json, progress
from compendium_cli.options import catalog_of, corpus_here

if TYPE_CHECKING:
    from compendium.amending.replay import Replay


def print_replays(ctx: click.Context, as_json: bool) -> int:
    """Print each version replayed; exit 1 when one departs from its decision without a recorded reason."""
    corpus = corpus_here(ctx)
    catalog = catalog_of(corpus, corpus.snapshot(), as_json)
    with progress("按决定重作", as_json) as tell:
        found = list(replays(catalog, tell))
    if as_json:
        print_json([_object(replay) for replay in found])
    else:
        _print(found)
    return 0 if all(replay.explained for replay in found) else 1


def _object(replay: Replay) -> dict[str, Any]:
    return {
        "decision": replay.decision.title,
        "path": replay.path,
        "exact": replay.exact,
        "explained": replay.explained,
        "fault": replay.fault or None,
        "refused": [
            {"id": i.instruction.id, "words": i.instruction.words, "reason": i.reason} for i in replay.refused
        ],
        "differences": [
            {
                "kind": d.difference.kind.value,
                "place": d.difference.place,
                "replayed": d.difference.replayed_words,
                "stored": d.difference.official_words,
                "reason": d.reason or None,
            }
            for d in replay.departures
        ],
    }


def _print(found: list[Replay]) -> None:
    console = out()
    for replay in found:
        state = "[green]一致[/]" if replay.exact else "[yellow]不一致[/]"
        by = f"（{quoted(replay.decision.title)}）"
        console.print(f"{state} {escape(replay.path)}{escape(by)}", soft_wrap=True)
        if replay.fault:
            console.print(f"    {escape(replay.fault)}", soft_wrap=True)
        for item in replay.refused:
            words = f"{item.instruction.id} “{item.instruction.words}”：{item.reason}"
            console.print(f"    未执行 {escape(words)}", soft_wrap=True)
        for one in replay.departures:
            said = one.difference
            words = f"{said.place}：按决定为“{said.replayed_words}”，已入库为“{said.official_words}”"
            why = f"　理由：{one.reason}" if one.reason else ""
            console.print(f"    {escape(words + why)}", soft_wrap=True)
    exact = sum(replay.exact for replay in found)
    explained = sum(replay.explained and not replay.exact for replay in found)
    console.print(
        f"重作 {len(found)} 个版本：一致 {exact}，不一致而已记明理由 {explained}，"
        f"其余不一致 {len(found) - exact - explained}。"
    )
