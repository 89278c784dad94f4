"""A slice of the fuzz that is the same everywhere; `make fuzz` goes on for minutes."""

from __future__ import annotations

from pathlib import Path
from random import Random

from tests.fuzz.judging import Figures, fuzz
from tests.fuzz.mutations import damaged
from tests.fuzz.seeds import made


def test_damaged_files_are_read_or_refused_in_words(tmp_path: Path) -> None:
    figures = Figures()
    fuzz(made(), 14, tmp_path, 100, figures)
    assert figures.faults == []
    assert sum(figures.read.values()) > 5  # the damage is not such that nothing is ever read
    assert sum(figures.refused.values()) > 25


def test_the_same_seed_makes_the_same_files() -> None:
    for sound in made():
        assert damaged(sound.data, Random(7)) == damaged(sound.data, Random(7))
