"""Parity: all forms hold the text of the corpus, and a word that differs is found wherever it is."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.conftest import Cli

CORPUS = Path(__file__).resolve().parents[1] / "corpus"
DAY = "2025-06-01"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from compendium_cli.main import run

    out = tmp_path_factory.mktemp("parity") / "out"
    assert run(["--corpus", str(CORPUS), "build", "all", "-o", str(out), "--as-of", DAY, "--json"]) == 0
    return out


def test_every_form_has_the_text_of_every_provision(built: Path, cli: Cli) -> None:
    answer = cli("--corpus", CORPUS, "check", "--parity", built, "--json")
    assert answer.code == 0, answer.out
    forms = {form["form"]: form for form in answer.json["forms"]}
    assert set(forms) == {"web", "print", "index", "feed"}
    assert all(form["provisions"] > 50 and not form["differences"] for form in forms.values())


def test_a_word_on_a_page_that_is_not_the_law_is_found(built: Path, tmp_path: Path, cli: Cli) -> None:
    shutil.copytree(built / "web", tmp_path / "web")
    page = next(
        p
        for p in (tmp_path / "web" / "difangxing-fagui").rglob("index.html")
        if "应当" in p.read_text("utf-8")
    )
    page.write_text(page.read_text("utf-8").replace("应当", "可以", 1), "utf-8")
    answer = cli("--corpus", CORPUS, "check", "--parity", tmp_path)
    assert answer.code == 1
    assert "可以" in answer.out


def test_a_book_of_another_text_is_found(built: Path, tmp_path: Path, cli: Cli) -> None:
    shutil.copytree(built / "print", tmp_path / "out" / "print")
    corpus = tmp_path / "corpus"
    shutil.copytree(CORPUS, corpus, ignore=shutil.ignore_patterns(".compendium"))
    text = next(corpus.glob("difangxing-fagui/zao-can*/2023-10-01.xml"))
    text.write_text(text.read_text("utf-8").replace("应当", "必须", 1), "utf-8")
    answer = cli("--corpus", corpus, "check", "--parity", tmp_path / "out", "--json")
    assert answer.code == 1
    differences = json.loads(answer.out)["forms"][0]["differences"]
    assert [row["place"] for row in differences][1:] == ["SHA-256"]
    assert {row["form"] for row in differences} == {"print"}
    assert "必须" in differences[0]["expected"]


def test_nothing_built_is_nothing_to_check(tmp_path: Path, cli: Cli) -> None:
    assert cli("--corpus", CORPUS, "check", "--parity", tmp_path).code == 2
