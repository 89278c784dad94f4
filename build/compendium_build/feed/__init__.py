"""Feeds as static files: Atom and JSON Feed, whole, by kind, by class and per work, with archives."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from compendium_build.data.forms_offered import forms_of, slow_forms_of
from compendium_build.edition.artifacts import Artifact, code_key, key_of
from compendium_build.edition.edition import Edition, Once
from compendium_build.feed.channels import Channel, Document, channels_of, documents_of, file_name
from compendium_build.feed.entry import authority, hub_of
from compendium_build.feed.formats import OPML, write_atom, write_json, write_opml
from compendium_build.feed.ledger import Record, told_at_once, told_by_steps

__all__ = ["OPML", "Channel", "feed_artifacts", "general_channels", "ledger_of"]


def feed_artifacts(edition: Edition) -> list[Artifact]:
    """List every file of every feed, the whole in Atom first; only rendered entries read their texts."""
    frame = key_of(
        code_key("lxml"),
        (edition.title, edition.publisher, edition.base_url, authority(edition), hub_of(edition)),
        [(item.id, item.title) for top in edition.scheme for item in top.walk()],
        [form.ending for form in forms_of(edition)],
        sorted(slow.failed) if (slow := slow_forms_of(edition)) else [],
    )
    every = channels_of(edition, ledger_of(edition))
    general = [channel for channel, _ in every if not channel.of_work]
    out = [
        artifact
        for channel, records in every
        for document in documents_of(channel, records)
        for artifact in _artifacts(edition, document, frame)
    ]
    out += _at_old_places(edition, out)
    key = key_of(frame, [(channel.folder, channel.title) for channel in general])
    return [*out, Artifact(OPML, key, partial(write_opml, edition, general))]


def _at_old_places(edition: Edition, artifacts: list[Artifact]) -> list[Artifact]:
    """The feeds of works that moved, once more where readers subscribed to them: no reader follows a page."""
    taken = {artifact.path for artifact in artifacts}
    copies = (
        replace(artifact, path=source + artifact.path.removeprefix(target))
        for source, target in edition.moves.sources.items()
        for artifact in artifacts
        if artifact.path.startswith(f"{target}/")
    )
    return [copy for copy in copies if copy.path not in taken]


def general_channels(edition: Edition) -> list[Channel]:
    """List the feeds of the whole, of kinds and of classes, as far as something is told in them."""
    return [channel for channel, _ in channels_of(edition, ledger_of(edition)) if not channel.of_work]


@Once
def ledger_of(edition: Edition) -> list[Record]:
    """List what the edition tells, in the order in which it became known."""
    if edition.past is None:
        return told_at_once(edition.catalog.works, edition.as_of, edition.moves)
    versions = (facts for work in edition.catalog.works for facts in (*work.expressions, *work.translations))
    facts = edition.past.facts({item.digest: item for item in versions})
    return told_by_steps(edition.past.steps, facts, edition.as_of, edition.past.turns)


def _artifacts(edition: Edition, document: Document, frame: str) -> Iterator[Artifact]:
    named = edition.moves.feed_name(document.channel.folder)
    key = key_of(frame, named, document.key, not document.number and _has_page(edition, document.channel))
    for suffix, write in (("xml", write_atom), ("json", write_json)):
        path = document.channel.path(file_name(document.number, suffix))
        yield Artifact(path, key_of(suffix, key), partial(write, edition, document))


def _has_page(edition: Edition, channel: Channel) -> bool:
    """Whether a page goes with the feed of a work; one that was withdrawn has none."""
    return channel.of_work and channel.folder in edition.folders
