"""What the tests of the command line share: a way to call it, and a small corpus."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from json import loads
from pathlib import Path
from typing import Any

import pytest

from compendium_cli.main import run
from tests.acceptance.bad_input import regulation


@dataclass(frozen=True, slots=True)
class Answer:
    """What a command printed and its exit code."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The standard output as JSON."""
        return loads(self.out)


Cli = Callable[..., Answer]


@pytest.fixture
def cli(capsys: pytest.CaptureFixture[str]) -> Cli:
    """Call the command line in this process."""

    def call(*arguments: str | Path) -> Answer:
        capsys.readouterr()
        code = run([str(argument) for argument in arguments])
        out, err = capsys.readouterr()
        return Answer(code, out, err)

    return call


@pytest.fixture
def lamps(tmp_path: Path, cli: Cli) -> Path:
    """A corpus that holds one regulation, on street lamps."""
    corpus = tmp_path / "lamps"
    assert (
        cli("init", corpus, "--title", "海浦市法规全书", "--locality", "cn-hp", "--place", "海浦市").code == 0
    )
    source = tmp_path / "路灯.txt"
    source.write_text(regulation().replace("路牌", "路灯"), "utf-8")
    assert cli("--corpus", corpus, "import", source).code == 0
    return corpus
