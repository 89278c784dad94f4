"""compendium build: everything that is published from the corpus."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from compendium.law.problems import CompendiumError
from compendium.library.history import past_of
from compendium_build.edition.artifacts import NAMES, Report, total
from compendium_build.targets import build_target, build_variant, edition_of
from compendium_cli.build_print import print_options, variant_of
from compendium_cli.commands import Command
from compendium_cli.console import out as console
from compendium_cli.console import print_json, progress, table
from compendium_cli.options import (
    as_json,
    as_of,
    catalog_of,
    config_of,
    corpus_here,
    known_at,
    state_of,
    tell_history,
    today,
)

if TYPE_CHECKING:
    from compendium_build.targets import Variant


class HistoryCut(CompendiumError):
    """Feeds tell of a history that is not all there."""

    def __init__(self, lacking: str) -> None:
        super().__init__(
            f"{lacking}；不然订阅源会像是从这里才开始，因此没有生成。"
            "只要网站、书或检索的，写明 build web、build print 或 build index"
        )


@click.command(
    cls=Command,
    help="生成网站（web）、书（print）、检索索引（index）、订阅源（feed）或全部（all）。"
    "只重做有变化的部分；中途停止时，上一次的成品仍完整。",
)
@click.argument(
    "target",
    type=click.Choice([*NAMES, "all"]),
    default="all",
    metavar="[web|print|index|feed|all]",
)
@click.option(
    "-o",
    "--output",
    "out",
    type=click.Path(path_type=Path, file_okay=False),
    required=True,
    metavar="目录",
    help="成品目录，每种形式一个子目录。",
)
@print_options
@as_of
@known_at
@as_json
@click.pass_context
def build(
    ctx: click.Context,
    target: str,
    out: Path,
    conditions: tuple[str, ...],
    title: str,
    size: str | None,
    bleed: bool,
    form: str,
    book: Path | None,
    as_of: date | None,
    as_known_at: str | None,
    as_json: bool,
) -> int:
    """Build and print what was built and kept."""
    variant = variant_of(target, conditions, title=title, size=size, bleed=bleed, form=form, book=book)
    corpus = corpus_here(ctx)
    if out.resolve().is_relative_to(corpus.root.resolve()):
        raise click.UsageError("成品目录不能放在法规库里，请换一个目录")
    snapshot = state_of(corpus, as_known_at)
    if lacking := corpus.lacks_history:
        if target in ("feed", "all"):
            raise HistoryCut(lacking)
        tell_history(corpus)
    config = config_of(snapshot)
    catalog = catalog_of(corpus, snapshot, as_json)
    past = past_of(corpus, snapshot)
    edition = edition_of(catalog, config, as_of or today(), snapshot.revision, past)
    warnings = [f"{path} 没有公布：{fault}" for path, fault in edition.dropped.items()]
    reports: list[Report] = []
    for name in NAMES if target == "all" else [target]:
        with progress(NAMES[name], as_json) as tell:
            if variant:
                reports.append(build_variant(edition, out, variant, tell, warnings.append))
            else:
                reports.append(build_target(name, edition, out, tell, warnings.append))
    if as_json:
        print_json(_object(reports, edition.as_of, warnings))
    else:
        _print(reports, out, warnings, variant)
    return 1 if catalog.bad else 0


def _object(reports: list[Report], day: date, warnings: list[str]) -> dict[str, object]:
    rows = [asdict(report) for report in reports]
    built, kept, seconds, size, pages = total(reports)
    return {
        "as_of": day.isoformat(),
        "targets": rows,
        "warnings": warnings,
        "built": built,
        "kept": kept,
        "seconds": round(seconds, 3),
        "bytes": size,
        "pages": pages,
    }


def _print(reports: list[Report], out: Path, warnings: list[str], variant: Variant | None) -> None:
    shown = table("形式", "新做", "保留", "移除", "秒", "大小", "页")
    for report in reports:
        shown.add_row(
            NAMES[report.target],
            str(report.built),
            str(report.kept),
            str(report.removed),
            f"{report.seconds:.2f}",
            f"{report.bytes / 1e6:.1f} MB",
            str(report.pages or ""),
        )
    console().print(shown)
    for warning in warnings:
        click.echo(f"提示：{warning}", err=True)
    console().print(f"成品在 {out / variant.folder if variant else out}", markup=False)
