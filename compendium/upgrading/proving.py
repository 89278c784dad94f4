"""The proof of an upgrade: every changed file is read back, no character of a text differs unannounced."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

from compendium.akn import parse_act
from compendium.law.act import Act
from compendium.law.identifiers import CorpusPath, Folder, Uri
from compendium.law.names import folder_of, parse_expression_path
from compendium.law.problems import CompendiumError
from compendium.library.config import load_config
from compendium.library.moved import MOVED_FILE, load_moves
from compendium.system.toml_table import CORPUS_FILE, read_toml
from compendium.text.plain import as_printed
from compendium.upgrading.step import Announced, State

Read = Callable[[bytes, str], Act]
Place = Callable[[str], str]
"""Where what stood at a place before the upgrade stands after it."""
_NOWHERE = CorpusPath("")
_SHOWN = 10
_AROUND, _LONGEST = 12, 60
_VERSION = re.compile(r"(?P<place>[^/]+/[^/]+/[0-9]{4}-[0-9]{2}-[0-9]{2})(?P<rest>(?:\.[a-z]+)*)")
_INSIDE = re.compile(r"(?P<place>[^/]+/[^/]+)(?P<rest>/.+)")


class NotProved(CompendiumError):
    """What the steps would write is not what the corpus says; nothing was written."""

    def __init__(self, faults: Sequence[str]) -> None:
        self.faults = tuple(faults)
        shown = "".join(f"\n  {fault}" for fault in faults[:_SHOWN])
        more = f"\n  ……另有 {len(faults) - _SHOWN} 处" if len(faults) > _SHOWN else ""
        super().__init__(
            f"升级的结果与原来的内容对不上，什么也没有写入。请把下面的内容报告给维护本系统的人：{shown}{more}"
        )


@dataclass(frozen=True, slots=True)
class Proof:
    """How many texts and characters were compared, and each work's URI before and after, by folder before."""

    texts: int
    characters: int
    uris: Mapping[Folder, tuple[Uri, Uri]]


def prove(before: State, after: State, place: Place, announced: Sequence[Announced], read: Read) -> Proof:
    """Hold a state against the one before it.

    Args:
        place: where what moved stands now.
        read: reads the texts of the state before.

    Raises:
        NotProved: something differs that no step has announced, or cannot be read back.
    """
    pairs = list(_pairs(before, after, place))
    faults: list[str] = []
    texts = characters = 0
    uris: dict[Folder, tuple[Uri, Uri]] = {}
    for old, new in pairs:
        told = [one for one in announced if one.path in (new, old)]
        if not (parse_expression_path(old) or parse_expression_path(new)):
            faults += _file_faults(before, after, old, new, told)
            continue
        try:
            was = read(before.read(old), old) if old else None
            now = parse_act(after.read(new), new) if new else None
        except CompendiumError as error:
            faults.append(str(error))
            continue
        said = as_printed(was) if was else ""
        faults += _text_faults(new or old, said, as_printed(now) if now else "", told)
        texts, characters = texts + 1, characters + len(said)
        folder = folder_of(old)
        if was and now and place(folder) == folder_of(new):
            uris[folder] = (was.work, now.work)
    if faults:
        raise NotProved(faults)
    return Proof(texts, characters, uris)


def _pairs(before: State, after: State, place: Place) -> Iterator[tuple[CorpusPath, CorpusPath]]:
    """The files that differ, each with what became of it; empty where there is none on that side."""
    held = frozenset(after.paths())
    reached: set[CorpusPath] = set()
    for old in before.paths():
        new = moved_path(old, place)
        reached.add(new)
        if new not in held:
            yield old, _NOWHERE
        elif old != new or before.digest(old) != after.digest(new):
            yield old, new
    yield from ((_NOWHERE, new) for new in sorted(held - reached))


def moved_path(path: CorpusPath, place: Place) -> CorpusPath:
    """Where a file of the corpus stands after what moved."""
    match = _VERSION.fullmatch(path) or _INSIDE.fullmatch(path)
    return CorpusPath(place(match["place"]) + match["rest"]) if match else path


def _text_faults(path: CorpusPath, said: str, says: str, announced: Sequence[Announced]) -> list[str]:
    """Where a text differs from what it was, but for what was announced."""
    for one in announced:
        said = said.replace(one.before, one.after, 1) if one.before else one.after + said
    if said == says:
        return []
    if not said or not says:
        return [f"{path}: {'多出了' if says else '少了'}一个文本"]
    start = _alike(said, says)
    most = min(len(said), len(says)) - start
    end = min(_alike(said[::-1], says[::-1]), most)
    was, now = said[start : len(said) - end], says[start : len(says) - end]
    context = said[max(0, start - _AROUND) : start].replace("\n", "／")
    return [f"{path}: 文字有变，在“{context}”之后：“{_cut(was)}”→“{_cut(now)}”"]


def _alike(one: str, other: str) -> int:
    """How many characters two texts begin with alike."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def _cut(words: str) -> str:
    return words if len(words) <= _LONGEST else f"{words[:_LONGEST]}……"


def _file_faults(
    before: State, after: State, old: CorpusPath, new: CorpusPath, announced: Sequence[Announced]
) -> list[str]:
    """What is wrong with a file that is no text: tables are read back, all others stay as they were."""
    path = new or old
    try:
        if path == MOVED_FILE:
            load_moves(after.read(path))
        elif path == CORPUS_FILE:
            return _config_faults(before.read(path), after.read(path))
        elif announced:
            return []
        elif not new:
            return [f"{old}: 文件不见了"]
        elif path.endswith(".toml"):
            read_toml(after.read(path), path)
        elif not old or before.read(old) != after.read(new):
            return [f"{path}: 文件的内容变了" if old else f"{path}: 多出了一个文件"]
    except CompendiumError as error:
        return [str(error)]
    return []


def _config_faults(was: bytes, now: bytes) -> list[str]:
    """corpus.toml says what it said, but for the format."""
    said, says = load_config(was), load_config(now)
    return [] if replace(said, format=says.format) == says else [f"{CORPUS_FILE}: 设置的内容变了"]
