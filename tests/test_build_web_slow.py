"""Word files, e-books and PDFs of versions: made once for each text, in processes, only what has changed."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from lxml import html

from compendium.law.problems import CompendiumError
from compendium.library.config import WebConfig
from compendium_build.data import forms_offered as making
from compendium_build.data.forms_offered import Shelf, forms_for, prepare, slow_forms_of
from compendium_build.edition.artifacts import keys_of
from compendium_build.edition.edition import Edition
from compendium_build.targets import build_target
from compendium_build.web import web_artifacts
from tests.builders import configured
from tests.web_acts import fire, plain
from tests.web_samples import DAY, edition_of

FOLDER = "difangxing-fagui/xiaofang-tiaoli"
STEM = f"{FOLDER}/2015-05-01/xiaofang-tiaoli-2015-05-01"


def _edition(*forms: str, words: str = "", day: date = DAY, title: str = "海浦市法规全书") -> Edition:
    acts = [fire(0), replace(plain(), short_title=words)]
    return configured(edition_of(acts, day), web=WebConfig(forms), title=title)


def _build(edition: Edition, out: Path) -> list[str]:
    """Build, and give the warnings."""
    warned: list[str] = []
    build_target("web", edition, out, lambda *_: None, warned.append)
    return warned


def _slow_keys(out: Path) -> dict[str, str]:
    return {path: key for path, key in keys_of(out / "web").items() if path.endswith((".docx", ".epub"))}


def test_pages_offer_the_forms_that_were_made(tmp_path: Path) -> None:
    assert _build(_edition("docx", "epub"), tmp_path) == []
    web = tmp_path / "web"
    for ending in ("docx", "epub"):
        assert zipfile.ZipFile(io.BytesIO((web / f"{STEM}.{ending}").read_bytes())).testzip() is None
    page = html.fromstring((web / FOLDER / "index.html").read_bytes())
    offered = [a.text for a in page.find_class("downloads")[0].iter("a")]
    assert offered == ["XML", "Word", "EPUB"]
    assert not list((tmp_path / ".cache" / "forms").iterdir())  # the edition itself holds them now


def test_neither_another_day_nor_another_text_makes_them_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _build(_edition("docx"), tmp_path)
    before = _slow_keys(tmp_path)
    made: list[str] = []
    gathered = making.gathered

    def counted(edition: Edition, work: object, facts: object, form: str) -> object:
        made.append(f"{facts.path} {form}")  # type: ignore[attr-defined]
        return gathered(edition, work, facts, form)  # type: ignore[arg-type]

    monkeypatch.setattr(making, "gathered", counted)
    _build(_edition("docx", day=date(2026, 11, 24)), tmp_path)
    assert made == []
    assert _slow_keys(tmp_path) == before
    _build(_edition("docx", words="意见"), tmp_path)
    assert made == ["qita/yijian/2021-06-01.xml docx"]


def test_what_was_made_before_a_build_stopped_is_not_made_again(tmp_path: Path) -> None:
    edition, shelf = _edition("docx"), Shelf(tmp_path / "shelf")
    told: list[tuple[int, int]] = []
    prepare(edition, {}, shelf, lambda *n: told.append(n), lambda _: None)
    assert told[-1] == (2, 2)
    again: list[tuple[int, int]] = []
    prepare(_edition("docx"), {}, shelf, lambda *n: again.append(n), lambda _: None)
    assert again == []
    artifact = next(a for a in web_artifacts(edition) if a.path == f"{STEM}.docx")
    assert artifact.render() == shelf.get(artifact.key, "docx")


def test_a_form_that_cannot_be_made_is_told_and_left_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gathered = making.gathered

    def failing(edition: Edition, work: object, facts: object, form: str) -> object:
        if facts.path.startswith("qita/"):  # type: ignore[attr-defined]
            raise CompendiumError("缺少字形")
        return gathered(edition, work, facts, form)  # type: ignore[arg-type]

    monkeypatch.setattr(making, "gathered", failing)
    (warning,) = _build(_edition("docx"), tmp_path)
    assert warning == "《海浦市养老意见》（2021-06-01）没有 docx 形式：缺少字形"
    assert (tmp_path / "web" / f"{STEM}.docx").is_file()
    page = html.fromstring((tmp_path / "web" / "qita" / "yijian" / "index.html").read_bytes())
    assert [a.text for a in page.find_class("downloads")[0].iter("a")] == ["XML"]
    assert len(_build(_edition("docx"), tmp_path)) == 1  # told with every build


def test_an_edition_alone_has_no_slow_forms() -> None:
    edition = _edition("docx", "pdf")
    assert slow_forms_of(edition) is None
    facts = edition.catalog.works[0].expressions[0]
    assert [form.ending for form in forms_for(edition, facts)] == ["xml"]


def test_a_pdf_is_made_once(tmp_path: Path) -> None:
    edition = configured(edition_of([fire(0)]), web=WebConfig(("pdf",)))
    assert _build(edition, tmp_path) == []
    path = tmp_path / "web" / f"{STEM}.pdf"
    assert path.read_bytes().startswith(b"%PDF")
    first = path.stat().st_ino
    _build(configured(edition_of([fire(0)], date(2026, 11, 24)), web=edition.config.web), tmp_path)
    assert path.stat().st_ino == first
