"""What was withdrawn, in the next edition: its old addresses, the feed, records, search, the server."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from lxml import html

from compendium.editing.withdrawing import Why, plan_withdrawal
from compendium.library.catalog import load_catalog
from compendium.library.history import Past, Turn
from compendium.library.withdrawn import WITHDRAWN_FILE, Withdrawal, Withdrawals, withdrawn_text
from compendium_build.edition.artifacts import write_target
from compendium_build.web import web_artifacts
from compendium_build.web.links import check_links
from tests.feed_samples import History, at, atom, bridge, gone, ids, items, published
from tests.serving import commit, sample_corpus, serving
from tests.web_acts import fire, port
from tests.web_samples import MemoryFiles, corpus, edition_of, rendered

FIRE, PORT = "difangxing-fagui/xiaofang-tiaoli", "difangxing-fagui/gangkou-tiaoli"
WHY = Why("误收草案", "市司法局来函", date(2026, 11, 20))


def planned(name: str, day: date | None = None) -> dict[str, bytes | None]:
    catalog = load_catalog(corpus())
    work = catalog.find(name)
    facts = next((each for each in work.expressions if each.date == day), None)
    return dict(plan_withdrawal(catalog, work, facts, WHY).files)


def without(*plans: dict[str, bytes | None]) -> MemoryFiles:
    contents = dict(corpus().contents)
    for path, data in (pair for plan in plans for pair in plan.items()):
        if data is None:
            del contents[path]
        else:
            contents[path] = data
    return MemoryFiles(contents, [])


def _words(page: bytes) -> str:
    return " ".join(html.fromstring(page).xpath("//main")[0].text_content().split())


def test_every_address_of_a_work_says_that_it_was_withdrawn(tmp_path: Path) -> None:
    edition, before = edition_of(files=without(planned("港口条例"))), rendered(edition_of())
    made = rendered(edition)
    pages = {p for p in before if f"{PORT}/" in p and p.endswith("/index.html") and "feed/" not in p}
    assert f"{PORT}/{port().date}/index.html" in pages
    for page in pages:
        told = _words(made[page])
        assert "已于2026年11月20日从本法规库撤下" in told
        assert "误收草案" in told
        assert "市司法局来函" in told
        assert "不表示该法规废止或者失效" in told
        assert "noindex" in made[page].decode()
    assert f"{PORT}/{port().date}/gangkou-tiaoli-{port().date}.xml" not in made
    assert "gangkou-tiaoli" not in made["sitemap.xml"].decode()
    write_target(tmp_path / "web", web_artifacts(edition))
    assert check_links(tmp_path / "web", edition.base_url) == []


def test_nothing_leads_there_any_more_and_search_has_it_not() -> None:
    made = rendered(edition_of(files=without(planned("港口条例"))))
    leading = [
        path
        for path, data in made.items()
        if b"gangkou-tiaoli" in data and not path.startswith(PORT) and path != "index.json"
    ]
    assert leading == []


def test_a_version_s_addresses_lead_to_the_work() -> None:
    made = rendered(edition_of(files=without(planned("海浦市消防条例", date(2024, 11, 1)))))
    folder = f"{FIRE}/2024-11-01"
    for page in ("", "changes/", "changes/inline/"):
        tree = html.fromstring(made[f"{folder}/{page}index.html"])
        assert "2024年11月1日的版本已于2026年11月20日从本法规库撤下" in tree.text_content()
        assert tree.xpath("//main//a/@href")[-1].endswith(f"{FIRE}/index.html")
    english = html.fromstring(made[f"{folder}/en/index.html"])
    assert "The version of 1 November 2024 was withdrawn" in english.text_content()
    assert "2024-11-01" not in html.fromstring(made[f"{FIRE}/index.html"]).text_content()


def test_the_comparison_with_a_first_version_that_went_says_so() -> None:
    made = rendered(edition_of(files=without(planned("海浦市消防条例", fire(0).date))))
    assert "撤下" in _words(made[f"{FIRE}/{fire(1).date}/changes/index.html"])
    assert "撤下" not in _words(made[f"{FIRE}/{fire(2).date}/changes/index.html"])


def test_a_text_that_is_there_again_has_its_page_back() -> None:
    files = without(planned("港口条例"))
    files.contents.update({path: data for path, data in corpus().contents.items() if path.startswith(PORT)})
    made, edition = rendered(edition_of(files=files)), edition_of(files=files)
    assert "撤下" not in _words(made[f"{PORT}/index.html"])
    assert edition.catalog.withdrawn == {}


def test_the_record_of_the_edition_lists_it() -> None:
    made = rendered(edition_of(files=without(planned("港口条例"))))
    (told,) = json.loads(made["index.json"])["withdrawn"]
    assert (told["title"], told["since"], told["page"]) == (
        "海浦市港口条例",
        "2026-11-20",
        f"{PORT}/index.html",
    )
    assert told["page"] in made


def test_the_server_says_gone(tmp_path: Path) -> None:
    held = sample_corpus(tmp_path / "corpus")
    gone_files = planned("港口条例") | planned("海浦市消防条例", date(2024, 11, 1))
    records = load_records("港口条例", None), load_records("海浦市消防条例", date(2024, 11, 1))
    gone_files[WITHDRAWN_FILE] = withdrawn_text(Withdrawals(records))
    commit(held, gone_files, "2026-11-20T08:00:00+08:00")
    day = port().date
    with serving(held) as live:
        for page in (f"/{PORT}/", f"/{PORT}/{day}/", f"/{PORT}/{day}/index.html", f"/{FIRE}/2024-11-01/"):
            answer = live.get(page)
            assert answer.status_code == 410, page
            assert "从本法规库撤下" in answer.text
            assert "content-security-policy" in answer.headers
        path = f"{FIRE}/2024-11-01/en/index.html"
        assert live.get(f"/{path}").content == live.library.current.files[path].render()
        assert live.get(f"/{PORT}").status_code == 308
        for file in (
            f"/{PORT}/{day}/gangkou-tiaoli-{day}.xml",
            f"/works/{PORT}.json",
            f"/works/{FIRE}/2024-11-01.json",
        ):
            answer = live.get(file, accept="application/json")
            assert answer.status_code == 410, file
            assert "误收草案" in answer.json()["detail"]
        assert live.get(f"/feed/{PORT}/atom.xml").status_code == 200
        assert live.get(f"/{FIRE}/").status_code == 200
        assert live.get(f"/{FIRE}/2015-05-01/").status_code == 200
        assert live.get("/difangxing-fagui/meiyou/").status_code == 404
        known = live.get(f"/known-at/2025-06-01/{PORT}/")
        assert known.status_code == 200


def load_records(name: str, day: date | None) -> Withdrawal:
    catalog = load_catalog(corpus())
    work = catalog.find(name)
    facts = next((each for each in work.expressions if each.date == day), None)
    return plan_withdrawal(catalog, work, facts, WHY).record


SLUG = "qiaoliang-tiaoli"
NEW = bridge(SLUG, day="2024-11-01", amended="2024-09-27")


def _record(place: str) -> Withdrawal:
    return Withdrawal(
        place=place,
        work=NEW.work,
        title=NEW.title,
        names=("2024-11-01",),
        since=date(2026, 2, 1),
        reason="误收草案",
        source="来函",
    )


def _published(history: History, withdrawn: dict[int, Withdrawal]) -> dict[str, bytes]:
    """The feeds of a history in which steps, by number, have recorded withdrawals."""
    edition = history.edition(date(2026, 6, 30))
    past = edition.past
    assert isinstance(past, Past)
    moves = edition.moves
    turns = {history.steps[n].commit: Turn(moves, False, (item,)) for n, item in withdrawn.items()}
    return published(replace(edition, past=replace(past, turns=turns)))


@pytest.mark.parametrize(
    ("place", "what"),
    [(f"difangxing-fagui/{SLUG}", ""), (f"difangxing-fagui/{SLUG}/2024-11-01", "2024-11-01 的版本")],
)
def test_the_feed_tells_what_was_withdrawn_and_why(place: str, what: str) -> None:
    history = History().commit(at("2026-01-05"), bridge(), NEW)
    gone_acts = (NEW,) if what else (bridge(), NEW)
    history.commit(at("2026-02-01"), gone=gone_acts)
    files = _published(history, {1: _record(place)})
    document = atom(files)
    assert ids(document)[0] == f"{SLUG}/withdrawal/2026-02-01"
    assert f"{SLUG}/amendment/2024-09-27" in gone(document)
    assert (f"{SLUG}/adoption/2020-03-19" in gone(document)) is not bool(what)
    entry = items(files)["items"][0]
    assert entry["title"] == f"《海浦市{SLUG}条例》{what}撤下"
    assert "误收草案（来函）" in entry["summary"]
    address = "difangxing-fagui/qiaoliang-tiaoli/" + ("2024-11-01/" if what else "") + "index.html"
    assert entry["url"].endswith(address)


def test_a_withdrawal_taken_back_is_told_so() -> None:
    history = History().commit(at("2026-01-05"), bridge(), NEW)
    history.commit(at("2026-02-01"), gone=(NEW,)).commit(at("2026-03-01"), NEW)
    files = _published(history, {1: _record(f"difangxing-fagui/{SLUG}/2024-11-01")})
    assert list(gone(atom(files))) == [f"{SLUG}/withdrawal/2026-02-01"]
    assert f"{SLUG}/amendment/2024-09-27" in ids(atom(files))


def test_what_an_undone_act_announced_is_told_as_taken_back() -> None:
    history = History().commit(at("2026-01-05"), bridge()).commit(at("2026-02-01"), NEW)
    history.commit(at("2026-03-01"), gone=(NEW,))
    document = atom(published(history.edition(date(2026, 6, 30))))
    assert gone(document) == {
        f"{SLUG}/amendment/2024-09-27": "2026-03-01T10:00:00+08:00",
        f"{SLUG}/commencement/2024-11-01": "2026-03-01T10:00:00+08:00",
    }
    history.commit(at("2026-04-01"), NEW)
    assert gone(atom(published(history.edition(date(2026, 6, 30))))) == {}
