"""What compendium publish does before and after: the edition checked and built, the result shown."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from compendium.checks import check_catalog
from compendium.law.problems import CompendiumError, Severity
from compendium.law.timeline import missing_versions
from compendium.library.history import past_of
from compendium_build.publishing.publish import collect
from compendium_build.targets import build_target, edition_of
from compendium_cli.console import print_json, progress
from compendium_cli.options import catalog_of

if TYPE_CHECKING:
    from compendium.library.catalog import Catalog
    from compendium.library.config import CorpusConfig
    from compendium.store import Corpus, Snapshot
    from compendium_build.publishing.destinations import Destination
    from compendium_build.publishing.hooks import Told
    from compendium_build.publishing.publish import Collected, Published


class NotPublished(CompendiumError):
    """The corpus is in no state to be published, for the reason given."""


def made_edition(
    corpus: Corpus,
    snapshot: Snapshot,
    *,
    config: CorpusConfig,
    work: Path,
    day: date,
    despite_errors: bool,
    quiet: bool,
) -> Collected:
    """Check and build; what is not whole is not published."""
    if snapshot.uncommitted:
        raise NotPublished("法规库里有尚未提交的修改，发布的内容将无从追溯。请先提交。")
    if lacking := corpus.lacks_history:
        raise NotPublished(f"{lacking}；不然订阅源和沿革会像是从这里才开始。")
    catalog = catalog_of(corpus, snapshot, quiet)
    if catalog.bad:
        raise NotPublished(f"有 {len(catalog.bad)} 个文件没有读入，不发布。")
    if not despite_errors:
        _check(catalog, snapshot, quiet)
    if gaps := sum(bool(missing_versions(work.expressions)) for work in catalog.works):
        click.echo(
            f"提示：{gaps} 部法规有题注写明而没有收录的文本（V403、V409），有关日期的答复写明未收录",
            err=True,
        )
    edition = edition_of(catalog, config, day, snapshot.revision, past_of(corpus, snapshot))
    for path, fault in edition.dropped.items():
        click.echo(f"提示：{path} 没有公布：{fault}", err=True)
    for target in config.publish.targets:
        with progress(target, quiet) as tell:
            build_target(target, edition, work, tell, lambda words: click.echo(f"提示：{words}", err=True))
    return collect(work, config.publish.targets)


def _check(catalog: Catalog, snapshot: Snapshot, quiet: bool) -> None:
    paths = [path for path in snapshot.paths() if path.endswith(".xml")]
    with progress("检查", quiet) as tell:
        problems = check_catalog(catalog, snapshot, paths, tell)
    errors = [problem for problem in problems if problem.severity is Severity.ERROR]
    if errors:
        raise NotPublished(
            f"检查有 {len(errors)} 处错误，没有发布。第一处：{errors[0]}。"
            "请用 compendium check 查看；仍要发布的，加 --despite-errors。"
        )


def show(done: Published, told: list[Told], to: Destination, as_json: bool) -> None:
    """Print what was done."""
    edition, changes = done.manifest.edition, done.changes
    if as_json:
        print_json(
            {
                "edition": edition,
                "as_of": done.manifest.as_of,
                "revision": done.manifest.revision,
                "destination": to.name,
                "new": done.new,
                "signed": done.signed,
                "resigned": done.resigned,
                "files": len(done.manifest.files),
                "changes": asdict(changes) if done.new else None,
                "dropped": done.dropped,
                "told": [asdict(each) for each in told],
            }
        )
        return
    if done.new:
        counts = f"新增 {len(changes.added)}，变化 {len(changes.changed)}，移除 {len(changes.removed)}"
        click.echo(f"已发布版次 {edition}：{len(done.manifest.files)} 个文件（{counts}）")
    else:
        click.echo(f"没有变化，现行版次 {edition}" + ("；已续签名" if done.resigned else ""))
    if not done.signed:
        click.echo("注意：没有密钥，这一版次没有签名，使用者不能核对真伪。", err=True)
    for each in told:
        click.echo(f"通知 {each.who}：{each.failure or '已送达'}", err=bool(each.failure))
    click.echo(f"目标 {to.name}")
