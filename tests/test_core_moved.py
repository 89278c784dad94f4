"""moved.toml: what it may say, how it is refused, and how a second upgrade goes on from a first."""

from __future__ import annotations

from datetime import date

import pytest

from compendium.library.moved import BadConfig, Move, Moves, load_moves, moved_text, with_moves

ONE, TWO = date(2027, 1, 1), date(2028, 1, 1)
URI = "/akn/cn-hp/act/falv/2020/a"


def _file(*entries: str) -> bytes:
    return "\n".join(f"[[moved]]\n{entry}\n" for entry in entries).encode()


def _entry(source: str, target: str, id: str = "") -> str:
    return f'from = "{source}"\nto = "{target}"\nsince = 2027-01-01\n' + (f'id = "{id}"\n' if id else "")


def test_what_is_written_is_read_again() -> None:
    moves = Moves((Move("falv/a", "falv/b", ONE, URI), Move("", "falv/c", TWO, f"{URI}@2027-01-01")))
    held = load_moves(moved_text(moves))
    assert [(m.source, m.target, m.since, m.id) for m in held.items] == [
        ("falv/a", "falv/b", ONE, URI),
        ("", "falv/c", TWO, f"{URI}@2027-01-01"),
    ]
    assert load_moves(moved_text(Moves())).items == ()


def test_chains_lead_to_the_last_place() -> None:
    moves = load_moves(_file(_entry("falv/b", "falv/c"), _entry("falv/a", "falv/b", URI)))
    assert moves.last("falv/a") == "falv/c"
    assert moves.last("falv/a/2020-01-01") == "falv/c/2020-01-01"
    assert moves.identity("falv/c", "/akn/cn-hp/act/falv/2020/c") == URI


def test_a_version_may_move_by_itself_and_again_with_its_work() -> None:
    moves = load_moves(_file(_entry("falv/a/2020-01-01", "falv/b/2020-05-01"), _entry("falv/b", "falv/c")))
    assert moves.last("falv/a/2020-01-01") == "falv/c/2020-05-01"
    assert moves.last("falv/a/2021-01-01") == "falv/a/2021-01-01"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (_file(_entry("falv/a", "falv/b"), _entry("falv/b", "falv/a")), "moved.toml:3: .*成了圈"),
        (_file(_entry("falv/a", "falv/a")), "moved.toml:3: .*同一个地方"),
        (_file(_entry("falv/a", "falv/b"), _entry("falv/a", "falv/c")), "moved.toml:8: .*第 2 行已经写过"),
        (_file(_entry("falv/a", "falv/b/2020-01-01")), "moved.toml:3: from 和 to 应当都是"),
        (_file(_entry("falv/a.xml", "falv/b")), "moved.toml:2: .*不合格式"),
        (_file('to = "falv/b"\nsince = 2027-01-01'), "moved.toml:1: from 和 id 至少写一个"),
        (_file('from = "falv/a"\nto = "falv/b"'), "moved.toml:1: .*since.*必须填写"),
        (_file('from = "falv/a"\nto = "falv/b"\nsince = "2027"'), "moved.toml:4: .*应当是日期"),
        (_file(_entry("falv/a", "falv/b", "/akn/x")), "moved.toml:5: .*不是有效的法规地址"),
        (_file(_entry("falv/a", "falv/b", f"{URI}@x")), "moved.toml:5: .*@ 之后应当是日期"),
        (_file(_entry("falv/a/2020-01-01", "falv/b/2020-01-01", URI)), "moved.toml:5: .*版本不能写"),
        (_file(_entry("falv/a", "falv/c", URI), _entry("falv/b", "falv/c", f"{URI}b")), "不能再沿用"),
        (_file(_entry("falv/a", "falv/c", URI), _entry("falv/b", "falv/d", URI)), "不能再给“falv/d”"),
        (_file('was = "falv/a"'), "moved.toml:2: 不认识“moved.第 1 项.was”"),
        (b"[[moved]", "moved.toml:1: 不合 TOML 语法"),
    ],
)
def test_what_makes_no_sense_is_refused_by_file_and_line(text: bytes, said: str) -> None:
    with pytest.raises(BadConfig, match=said):
        load_moves(text)


def _after(before: Moves, targets: dict[str, str], *fresh: Move, there: tuple[str, ...] = ()) -> Moves:
    moves = with_moves(before, fresh, lambda place: targets.get(place, place), there)
    return load_moves(moved_text(moves))


def test_a_work_that_moves_again_keeps_its_first_id_and_both_addresses_lead_to_it() -> None:
    first = _after(Moves(), {}, Move("falv/a", "falv/b", ONE, URI), there=("falv/b",))
    identity = first.identity("falv/b", "/akn/cn-hp/act/falv/2020/b")
    second = _after(first, {"falv/b": "falv/c"}, Move("falv/b", "falv/c", TWO, identity), there=("falv/c",))
    assert second.sources == {"falv/a": "falv/c", "falv/b": "falv/c"}
    assert second.identity("falv/c", "/akn/cn-hp/act/falv/2020/c") == URI
    assert second.feed_name("falv/c") == "falv/a"


def test_a_work_that_moves_back_is_at_home_again() -> None:
    first = _after(Moves(), {}, Move("falv/a", "falv/b", ONE, URI))
    back = _after(first, {"falv/b": "falv/a"}, Move("falv/b", "falv/a", TWO, URI), there=("falv/a",))
    assert back.sources == {"falv/b": "falv/a"}
    assert (back.identity("falv/a", URI), back.feed_name("falv/a")) == (URI, "falv/a")


def test_a_new_work_in_an_old_place_is_told_apart_and_may_move_too() -> None:
    first = _after(Moves(), {}, Move("falv/a", "falv/b", ONE, URI))
    assert first.identity("falv/a", URI) == f"{URI}@2027-01-01"
    assert first.feed_name("falv/a") == "falv/a@2027-01-01"
    fresh = Move("falv/a", "falv/d", TWO, first.identity("falv/a", URI))
    second = _after(first, {"falv/a": "falv/d"}, fresh, there=("falv/b", "falv/d"))
    assert second.sources == {"falv/a": "falv/d"}
    assert second.identity("falv/b", "/akn/cn-hp/act/falv/2020/b") == URI
    assert second.identity("falv/d", "/akn/cn-hp/act/falv/2020/d") == f"{URI}@2027-01-01"
    assert second.feed_name("falv/d") == "falv/a@2027-01-01"
