"""Steps for the tests of upgrades: they move works, change files, doubt, and break what they should not."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest

from compendium.akn import parse_act, write_act
from compendium.store import formats
from compendium.upgrading import steps as registry
from compendium.upgrading.step import Announced, Done, Doubt, Moved, Outcome, State, Step

GARDEN = "difangxing-fagui/yu-shui-hua-yuan-guan-li-tiao-li-shi-li"
GARDEN_URI = "/akn/cn-hp/act/difangxing-fagui/2015/yu-shui-hua-yuan-guan-li-tiao-li-shi-li"
BREAKFAST = "difangxing-fagui/zao-can-fu-wu-cu-jin-tiao-li-shi-li"

Run = Callable[[State], Outcome]


@contextmanager
def program_with(*runs: Run) -> Iterator[None]:
    """A program that knows these steps after the real ones, and writes the format they lead to."""
    first = formats.FORMAT
    fresh = tuple(Step(first + at, f"试验的第 {at + 1} 步", run) for at, run in enumerate(runs))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(registry, "STEPS", (*registry.STEPS, *fresh))
        patch.setattr(formats, "FORMAT", first + len(runs))
        yield


def renaming(source: str, slug: str) -> Run:
    """Give a work another slug: its folder, its URI wherever it stands, its pictures with it."""
    kind, _, old_slug = source.partition("/")
    target = f"{kind}/{slug}"

    def run(state: State) -> Outcome:
        files: dict[str, bytes | None] = {}
        for path in state.paths():
            data = state.read(path)
            if path.endswith(".xml"):
                data = data.replace(f"/{old_slug}".encode(), f"/{slug}".encode())
            if path.startswith(f"{source}/"):
                files[path] = None
                files[target + path.removeprefix(source)] = data
            elif data != state.read(path):
                files[path] = data
        done = tuple(Done(path, "目录改名") for path in files if path.startswith(target))
        return Outcome(files, done, moved=(Moved(source, target),))

    return run


def keyword(state: State) -> Outcome:
    """Write another word into the metadata of every version: all files change, no text does."""
    files = {}
    for path, data in state.versions():
        act = parse_act(data, path)
        files[path] = write_act(replace(act, keywords=(*act.keywords, "试验")))
    return Outcome(files, tuple(Done(path, "主题词改写", 2) for path in files))


def doubting(state: State) -> Outcome:
    """Say of one line that it can be read in two ways."""
    path, data = next(state.versions())
    doubt = Doubt(path, 7, "这里有两种读法，请写明", "自公布之日起")
    return Outcome({path: data + b"\n"}, doubts=(doubt, replace(doubt, line=9)))


def breaking(state: State) -> Outcome:
    """Change one character of one text and say nothing of it."""
    return Outcome({f"{GARDEN}/2015-07-01.xml": _changed(state)})


def correcting(state: State) -> Outcome:
    """Change the same character, and announce it."""
    path = f"{GARDEN}/2015-07-01.xml"
    told = Announced(path, "建设和养护", "建设及养护", "旧格式存错的字")
    return Outcome({path: _changed(state)}, (Done(path, "改字"),), announced=(told,))


def _changed(state: State) -> bytes:
    data = state.read(f"{GARDEN}/2015-07-01.xml").decode()
    assert "建设和养护" in data
    return data.replace("建设和养护", "建设及养护", 1).encode()
