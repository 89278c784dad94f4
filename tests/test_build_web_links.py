"""The check of links: it sees what a parser sees, names page and link, and reads only what has changed."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import html

from compendium_build.edition.artifacts import Artifact, write_target
from compendium_build.web import links as pagelinks
from compendium_build.web.links import DeadLinks, read_page, verifier
from tests.web_samples import edition_of, rendered


def _site(**pages: str) -> list[Artifact]:
    return [
        Artifact(f"{name}.html", body, lambda body=body: f"<!DOCTYPE html><body>{body}".encode())  # type: ignore[misc]
        for name, body in pages.items()
    ]


def test_reading_agrees_with_a_parser() -> None:
    for path, page in rendered(edition_of()).items():
        if not path.endswith(".html"):
            continue
        tree = html.document_fromstring(page, parser=html.HTMLParser(encoding="utf-8"))
        seen = pagelinks._ATTRIBUTE.finditer(page.decode())
        found = sorted((m["name"], pagelinks.unescape(m["value"])) for m in seen)
        expected = sorted(
            (name, value)
            for element in tree.iter("*")
            for name in ("id", "href", "src", "action")
            if (value := element.get(name)) is not None
        )
        assert found == expected, path


def test_words_that_look_like_attributes_are_words() -> None:
    assert read_page("a.html", "<p>x id=&quot;y&quot; href=&#34;z&#34;</p>").places == ()


@pytest.mark.parametrize(
    ("address", "places", "faults"),
    [
        ("../b.html?x=1#y", ("b.html#y",), 0),
        ("https://law.example.cn/fagui/b.html#y", ("b.html#y",), 0),
        ("https://law.example.cn/fagui/c/", ("c/index.html",), 0),
        ("https://law.example.cn/fagui2/b.html", (), 0),
        ("https://elsewhere.cn/", (), 0),
        ("//elsewhere.cn/", (), 1),
        ("%E7%94%B2.html", ("d/甲.html",), 0),
    ],
)
def test_addresses_become_places(address: str, places: tuple[str, ...], faults: int) -> None:
    page = read_page("d/a.html", f'<a href="{address}">', "https://law.example.cn/fagui/")
    assert (page.places, len(page.faults)) == (places, faults)


def test_a_build_with_a_dead_link_fails_and_leaves_the_old_folder(tmp_path: Path) -> None:
    folder, check = tmp_path / "web", verifier(tmp_path / ".links")
    write_target(folder, _site(a='<a href="b.html#x">1</a>', b='<p id="x">'), verify=check)
    with pytest.raises(DeadLinks) as caught:
        write_target(folder, _site(a='<a href="b.html#x">1</a>', b='<p id="z">'), verify=check)
    assert caught.value.faults == ("a.html: 链接 b.html#x 指向的位置不存在",)
    assert "a.html: 链接 b.html#x" in str(caught.value)
    assert 'id="x"' in (folder / "b.html").read_text()
    with pytest.raises(DeadLinks) as caught:
        write_target(folder, _site(a='<a href="b.html#x">1</a>'), verify=check)
    assert caught.value.faults == ("a.html: 链接 b.html#x 指向的文件不存在",)


def test_only_changed_pages_and_what_they_point_to_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, memory = tmp_path / "web", tmp_path / ".links"
    linked = '<a href="b.html#x">1</a>'
    write_target(folder, _site(a=linked, b='<p id="x">', c=linked), verify=verifier(memory))
    read: list[str] = []

    def noted(path: str, html: str, base_url: str = "") -> pagelinks.Page:
        read.append(path)
        return read_page(path, html, base_url)

    monkeypatch.setattr("compendium_build.web.links.read_page", noted)
    write_target(folder, _site(a=linked, b='<p id="x">', c=linked), verify=verifier(memory))
    assert read == []
    write_target(folder, _site(a=linked, b='<p id="x">', c=linked + "2"), verify=verifier(memory))
    assert sorted(read) == ["b.html", "c.html"]
    read.clear()
    memory.write_text("not JSON")
    write_target(folder, _site(a=linked, b='<p id="x">', c=linked + "2"), verify=verifier(memory))
    assert sorted(read) == ["a.html", "b.html", "c.html"]


def test_an_unchanged_folder_is_checked_too(tmp_path: Path) -> None:
    folder = tmp_path / "web"
    write_target(folder, _site(a='<a href="b.html">1</a>'))
    with pytest.raises(DeadLinks):
        write_target(folder, _site(a='<a href="b.html">1</a>'), verify=verifier(tmp_path / ".links"))
