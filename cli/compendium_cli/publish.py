"""compendium publish: build, check, sign, put where readers find it, tell."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from compendium_build.edition.artifacts import output_lock
from compendium_build.publishing import consent
from compendium_build.publishing.destinations import Folder
from compendium_build.publishing.hooks import Recipients, tell
from compendium_build.publishing.last import Publication, remember
from compendium_build.publishing.publish import Head, Order, message_of, open_destination
from compendium_build.publishing.publish import publish as put
from compendium_build.publishing.publish import refresh as renew
from compendium_build.publishing.signing import Lifetimes, Signer
from compendium_cli.commands import Command
from compendium_cli.options import as_json, as_of, config_of, corpus_here, known_at, state_of, today
from compendium_cli.publish_options import keys_at, keys_folder, now
from compendium_cli.publish_steps import NotPublished, made_edition, show

if TYPE_CHECKING:
    from compendium.library.config import CorpusConfig
    from compendium.store import Corpus
    from compendium_build.publishing.destinations import Destination
    from compendium_build.publishing.hooks import Told
    from compendium_build.publishing.publish import Published
    from compendium_build.publishing.signing import Signer


@click.command(
    cls=Command,
    help="发布：检查全库，生成成品，签名，写到目标目录或存储桶，通知各方。没有变化时什么也不做（签名快到期的，续签）。"
    "目标等设置在 corpus.toml 的 [publish]；没有密钥时照常发布，但没有签名。",
)
@click.option("--destination", metavar="目录|网址", help="发布到哪里，代替 corpus.toml 里的 destination。")
@click.option(
    "-o",
    "--output",
    "out",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="目录",
    help="生成成品的工作目录；默认在本机用户的缓存目录里。",
)
@keys_folder
@click.option("--refresh", is_flag=True, help="只续签名，不生成。")
@click.option("--despite-errors", is_flag=True, help="检查有错误也发布。")
@click.option(
    "--trust-settings",
    is_flag=True,
    help="同意使用 corpus.toml 的 [publish] 所写的目标、选项和通知，并在本机记住；以后有改动会再问。",
)
@click.option("--despite-rewritten-history", is_flag=True, help="库的历史被改写过也发布。")
@click.option("--allow-commands", is_flag=True, help="允许运行 corpus.toml 里写的通知命令。")
@as_of
@known_at
@as_json
@click.pass_context
def publish(
    ctx: click.Context,
    destination: str | None,
    out: Path | None,
    keys: Path | None,
    refresh: bool,
    despite_errors: bool,
    trust_settings: bool,
    despite_rewritten_history: bool,
    allow_commands: bool,
    as_of: date | None,
    as_known_at: str | None,
    as_json: bool,
) -> int:
    """Publish and print what was done; exit 1 when somebody could not be told."""
    corpus = corpus_here(ctx)
    snapshot = state_of(corpus, as_known_at)
    config = config_of(snapshot)
    trusted = _consented(corpus, config, destination, trust_settings)
    to = _destination(corpus, config, destination)
    signer = _signer(config, keys, to, refresh)
    if out and out.resolve().is_relative_to(corpus.root.resolve()):
        raise click.UsageError("成品目录不能放在法规库里，请换一个目录")
    work = out or corpus.cache_dir / "publish"
    with output_lock(work):
        if refresh:
            if signer is None:
                raise NotPublished("没有密钥，不能续签名。请用 --keys 指明密钥目录。")
            done = renew(to, signer, today(), bool(corpus.clock_is_right))
        else:
            day = as_of or today()
            order = Order(corpus.contains, corpus.clock_is_right, despite_rewritten_history)
            made = made_edition(
                corpus,
                snapshot,
                config=config,
                work=work,
                day=day,
                despite_errors=despite_errors,
                quiet=as_json,
            )
            head = Head(day.isoformat(), snapshot.revision, config.title)
            done = put(made, head, to=to, signer=signer, keep=config.publish.keep, order=order)
            if snapshot.revision:
                remember(corpus, Publication(snapshot.revision, head.as_of, to.name))
        told = _tell(
            config,
            done,
            to=to,
            record=corpus.state_dir / "told.json",
            commands=allow_commands,
            trusted=trusted,
        )
    show(done, told, to, as_json)
    return 1 if any(each.failure for each in told) else 0


def _consented(corpus: Corpus, config: CorpusConfig, destination: str | None, given: bool) -> bool:
    """Whether what corpus.toml says may be used; refuse to go on where the destination depends on it."""
    said = config.publish
    if given:
        consent.give(said, corpus.state_dir)
    trusted = consent.is_given(said, corpus.state_dir)
    in_use = not destination or (said.options and "://" in destination)
    if not trusted and in_use and (said.destination or destination):
        raise NotPublished(
            "corpus.toml 的 [publish] 要使用下列目标和通知，本机还没有人同意过（库可能是别人送来的）：\n"
            f"{consent.asking(said, corpus.state_dir)}\n"
            "核对无误的，加 --trust-settings，本机会记住；只发布到自己指明的目录，用 --destination。"
        )
    return trusted


def _destination(corpus: Corpus, config: CorpusConfig, given: str | None) -> Destination:
    place = given or config.publish.destination
    if not place:
        raise click.UsageError(
            "没有说发布到哪里：用 --destination，或在 corpus.toml 的 [publish] 里写 destination"
        )
    to = open_destination(place, config.publish.options, Path.cwd() if given else corpus.root)
    if isinstance(to, Folder) and to.root.is_relative_to(corpus.root.resolve()):
        raise click.UsageError("目标目录不能放在法规库里，请换一个目录")
    return to


def _signer(config: CorpusConfig, folder: Path | None, to: Destination, forced: bool) -> Signer | None:
    keys = keys_at(folder)
    if not keys.exists():
        if folder is not None:
            raise NotPublished(f"{folder} 里没有密钥，请先用 compendium keys init 制作。")
        return None
    if isinstance(to, Folder) and keys.path.resolve().is_relative_to(to.root):
        raise NotPublished(f"密钥目录 {keys.path} 在目标目录里，会被公布。请移走密钥。")
    said = config.publish
    days = Lifetimes(said.targets_days, said.snapshot_days, said.timestamp_days)
    return Signer(keys, days, now(), forced)


def _tell(
    config: CorpusConfig, done: Published, *, to: Destination, record: Path, commands: bool, trusted: bool
) -> list[Told]:
    said = config.publish
    message = message_of(done, config.base_url, said.topics)
    return tell(
        Recipients(said.hooks, said.hub, commands, trusted), message, record, to.name, int(now().timestamp())
    )
