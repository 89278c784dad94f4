"""What programs read of the web edition: records, forms, citations, metadata, archives, maps of the site."""

from __future__ import annotations

import io
import json
import re
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker
from lxml import etree, html

from compendium.library.config import BadConfig, WebConfig, default_config_text, load_config
from compendium_build.data.citations import bibtex, csl, national_standard, reference_of, ris
from compendium_build.data.files import sitemaps
from compendium_build.edition.artifacts import Artifact, write_target
from compendium_build.web import web_artifacts
from tests.builders import configured
from tests.web_acts import fire
from tests.web_samples import DAY, edition_of, rendered

FIRE = "difangxing-fagui/xiaofang-tiaoli"
VERSION = f"{FIRE}/2024-11-01"


@pytest.fixture(scope="module")
def pages() -> dict[str, bytes]:
    return rendered(edition_of())


def _schema(pages: dict[str, bytes], name: str) -> Draft202012Validator:
    schema = json.loads(pages[f"schemas/{name}.schema.json"])
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema, format_checker=FormatChecker())


def test_every_record_is_as_its_schema_says(pages: dict[str, bytes]) -> None:
    checked = 0
    for path, data in pages.items():
        if path == "index.json" or path.startswith("works/"):
            name = {0: "index", 2: "work", 3: "version"}[path.count("/")]
            faults = [error.message for error in _schema(pages, name).iter_errors(json.loads(data))]
            assert not faults, (path, faults)
            checked += 1
    assert checked > 10


def test_a_schema_refuses_what_is_not_a_record(pages: dict[str, bytes]) -> None:
    record = json.loads(pages[f"works/{FIRE}.json"])
    assert not _schema(pages, "work").is_valid(record | {"status": "gone"})
    assert not _schema(pages, "work").is_valid(record | {"more": 1})


def test_records_lead_to_files_that_are_there(pages: dict[str, bytes]) -> None:
    index = json.loads(pages["index.json"])
    assert index["as_of"] == "2026-11-23"
    for work in index["works"]:
        record = json.loads(pages[work["json"]])
        assert record["uri"] == work["uri"]
        assert [version["date"] for version in record["versions"]] == work["versions"]
        for version in (*record["versions"], *record["translations"]):
            named = (version["page"], version["json"], *version["files"].values())
            assert set(named) | set(version["citations"].values()) <= set(pages), version
            assert pages[version["json"]] == pages[version["files"]["json"]]
    assert set(index["archives"].values()) <= set(pages)


def test_a_work_tells_from_when_to_when_its_versions_hold(pages: dict[str, bytes]) -> None:
    first, second, third = json.loads(pages[f"works/{FIRE}.json"])["versions"]
    assert (first["from"], first["until"], first["status"]) == ("2015-05-01", "2020-03-19", "superseded")
    assert (second["until"], second["certain"]) == ("2024-11-01", False)
    assert (third["from"], third["until"], third["status"]) == ("2024-11-01", None, "in-force")


def test_a_version_record_has_every_word_of_the_act(pages: dict[str, bytes]) -> None:
    edition = edition_of()
    for work in edition.catalog.works:
        for facts in (*work.expressions, *work.translations):
            act = edition.act(facts)
            path = f"works/{work.folder}/{facts.date}{'' if facts.language == 'zho' else '.en'}.json"
            record = json.loads(pages[path])
            eids = [eid for root in (*record["preamble"], *record["body"]) for eid in _eids(root)]
            assert eids == [p.eid for root in (*act.preamble, *act.body) for p in root.walk()]


def _eids(record: dict[str, Any]) -> list[str]:
    return [record["eId"], *(eid for child in record.get("children", []) for eid in _eids(child))]


def test_plain_text_is_the_act_as_printed(pages: dict[str, bytes]) -> None:
    edition = edition_of()
    for work in edition.catalog.works:
        for facts in work.expressions:
            act = edition.act(facts)
            text = pages[f"{work.folder}/{facts.date}/{work.slug}-{facts.date}.txt"].decode()
            lines = tuple(line for line in act.front if line.role not in ("toc", "tocTitle"))
            title = "" if lines else act.title  # a text without a printed title gets its own
            assert _bare(text) == _bare(title + replace(act, front=lines).text), facts.path


def _bare(text: str) -> str:
    return "".join(text.split())


def test_forms_do_not_follow_the_day_and_records_of_works_do() -> None:
    today, later = (
        {artifact.path: artifact.key for artifact in web_artifacts(edition_of(day=day))}
        for day in (DAY, date(2027, 1, 1))
    )
    same = {path for path, key in today.items() if later.get(path) == key}
    assert f"{VERSION}/xiaofang-tiaoli-2024-11-01.json" in same
    assert "data/json.zip" in same
    assert f"works/{FIRE}.json" not in same


def test_forms_are_chosen_in_corpus_toml() -> None:
    edition = configured(edition_of(), web=WebConfig(("txt",)))
    paths = {artifact.path for artifact in web_artifacts(edition)}
    stem = f"{VERSION}/xiaofang-tiaoli-2024-11-01"
    assert {f"{stem}.xml", f"{stem}.txt", "data/txt.zip"} <= paths
    assert not {f"{stem}.md", f"{stem}.json", "data/json.zip"} & paths
    assert f"works/{VERSION}.json" in paths  # the records are always there


def test_an_unknown_form_is_refused_with_its_line() -> None:
    text = default_config_text().replace("[web]\n", '[web]\nforms = ["xml", "doc"]\n')
    line = text.splitlines().index('forms = ["xml", "doc"]') + 1
    with pytest.raises(BadConfig, match=re.escape(f"corpus.toml:{line}: “web.forms”中的“doc”")):
        load_config(text.encode())


def test_an_archive_has_every_version_and_the_same_bytes_each_time(
    tmp_path: Path, pages: dict[str, bytes]
) -> None:
    for form in ("xml", "txt", "json"):
        data = pages[f"data/{form}.zip"]
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            assert archive.testzip() is None
            for name in archive.namelist():
                assert archive.read(name) == pages[name]
                assert archive.getinfo(name).date_time == (1980, 1, 1, 0, 0, 0)
        versions = [path for path in pages if path.startswith("works/") and path.count("/") == 3]
        assert len(zipfile.ZipFile(io.BytesIO(data)).namelist()) == len(versions)
    write_target(tmp_path / "web", web_artifacts(edition_of()))
    assert (tmp_path / "web" / "data" / "txt.zip").read_bytes() == pages["data/txt.zip"]


def test_what_gathers_reads_what_the_build_has_written(tmp_path: Path) -> None:
    def never() -> bytes:
        raise AssertionError("made anew")

    parts = [Artifact("a", "1", lambda: b"A"), Artifact("b", "1", never, lambda read: read("a") * 2)]
    write_target(tmp_path / "out", parts)
    again = [parts[0], Artifact("b", "2", never, lambda read: read("a") * 3)]
    write_target(tmp_path / "out", again)
    assert (tmp_path / "out" / "b").read_bytes() == b"AAA"


def test_citations() -> None:
    edition = edition_of()
    work = next(work for work in edition.catalog.works if work.folder == FIRE)
    found = reference_of(edition, work, work.expressions[-1])
    ref = replace(found, number="公告第5号", issuer="市人大{常}委会", made=date(2024, 9, 27))
    assert national_standard(ref, DAY) == (
        f"市人大{{常}}委会. {ref.title}：公告第5号[A/OL]. (2024-09-27)[2026-11-23]. "
        f"https://law.example.cn/fagui/{VERSION}/index.html."
    )
    told = ris(ref)
    assert told.startswith("TY  - STAT\r\n") and told.endswith("ER  - \r\n")
    assert f"TI  - {ref.title}\r\n" in told and "AU  - 市人大{常}委会,\r\n" in told
    assert "author = {{市人大\\{常\\}委会}}" in bibtex(ref)
    assert bibtex(ref).count("{") == bibtex(ref).count("}")
    (item,) = csl(ref)
    assert item["issued"] == {"date-parts": [[2024, 9, 27]]}
    assert item["version"] == "2024-11-01"


def test_a_page_tells_programs_what_it_shows(pages: dict[str, bytes]) -> None:
    block = html.fromstring(pages[f"{FIRE}/2020-03-19/index.html"]).xpath(
        "//script[@type='application/ld+json']"
    )[0]
    work, version = json.loads(block.text)["@graph"]
    base = "https://law.example.cn/fagui/"
    assert work["legislationLegalForce"] == "https://schema.org/InForce"
    assert version["legislationDateVersion"] == "2020-03-19"
    assert version["eli:realizes"] == {"@id": work["@id"]}
    assert {"@id": version["@id"]} in work["eli:is_realized_by"]
    for form in version["encoding"]:
        assert form["contentUrl"].removeprefix(base) in pages


def test_maps_of_the_site(pages: dict[str, bytes]) -> None:
    tree = etree.fromstring(pages["sitemap.xml"])
    named = [str(place) for place in tree.xpath("//*[local-name()='loc']/text()")]
    assert len(named) == len(set(named))
    html = {path for path in pages if path.endswith(".html")}
    shown = {path for path in html if path != "404.html" and not path.endswith("/latest/index.html")}
    assert {place.removeprefix("https://law.example.cn/fagui/") or "index.html" for place in named} == shown
    assert b"Sitemap: https://law.example.cn/fagui/sitemap.xml" in pages["robots.txt"]
    assert b"search/index.html?q={searchTerms}" in pages["opensearch.xml"]
    without = rendered(edition_of([fire(0)], base_url=""))
    assert not {"sitemap.xml", "opensearch.xml"} & set(without)
    assert b"Sitemap" not in without["robots.txt"]


def test_a_large_site_has_an_index_of_maps() -> None:
    made = dict(sitemaps(edition_of([fire(0)]), [f"{n}.html" for n in range(5)], most=2))
    assert list(made) == ["sitemap.xml", "sitemap-001.xml", "sitemap-002.xml", "sitemap-003.xml"]
    assert b"https://law.example.cn/fagui/sitemap-003.xml" in made["sitemap.xml"]
    assert b"4.html" in made["sitemap-003.xml"]
