"""Pictures by their content: rebuilt from what they need, refused by name, never published under another."""

from __future__ import annotations

import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from compendium.editing.import_files import read_drafts
from compendium.editing.importing import plan_import
from compendium.intake.draft import draft_of
from compendium.intake.source import SourceRefused
from compendium.media import NotAPicture, clean_picture, fault_of
from compendium_build.edition.media import PublishedFiles
from tests.builders import Memory
from tests.conftest import Cli
from tests.pictures import chunk, png

SCRIPT = b"<html><script>alert(document.domain)</script></html>"
SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">{}</svg>'
TEXT = "# 海浦市桥梁条例\n\n第一条　标志见下图：\n\n![标志]({})\n\n第二条　本条例自2020年5月1日起施行。\n"


def raster(form: str, mode: str = "RGB", frames: int = 1, **more: object) -> bytes:
    """A picture of some form."""
    out = BytesIO()
    pictures = [Image.new(mode, (8, 6), n) for n in range(frames)]
    pictures[0].save(
        out, form, **({"save_all": True, "append_images": pictures[1:]} if frames > 1 else {}), **more
    )
    return out.getvalue()


@pytest.mark.parametrize("form", ["PNG", "JPEG", "GIF", "WEBP"])
@pytest.mark.parametrize("mode", ["L", "RGB"])
def test_a_clean_picture_stays_as_it_is(form: str, mode: str) -> None:
    data = raster(form, mode)
    picture = clean_picture(data)
    assert (picture.data, picture.notes) == (data, ())
    assert fault_of(f"a{picture.suffix}", data) == ""


@pytest.mark.parametrize("form", ["PNG", "JPEG", "GIF", "WEBP", "BMP", "TIFF"])
def test_what_follows_the_end_of_a_picture_is_left_out(form: str) -> None:
    data = raster(form) + SCRIPT
    picture = clean_picture(data)
    assert b"script" not in picture.data
    assert clean_picture(picture.data).data == picture.data
    assert fault_of(f"a{picture.suffix}", data) != ""
    assert Image.open(BytesIO(picture.data)).size == (8, 6)


def test_what_stands_inside_a_picture_and_is_not_shown_is_left_out() -> None:
    noted = png(9, chunk(b"tEXt", b"Comment\0" + SCRIPT), chunk(b"eXIf", SCRIPT))
    assert clean_picture(noted).data == png(9)
    assert clean_picture(noted).notes == ("图片以外的附加信息已去掉",)
    commented = raster("JPEG", comment=SCRIPT, exif=b"Exif\0\0II*\0\x08\0\0\0\0\0\0\0\0\0")
    assert SCRIPT in commented
    assert SCRIPT not in clean_picture(commented).data
    assert SCRIPT not in clean_picture(raster("GIF", comment=SCRIPT)).data


def test_a_turned_photograph_is_written_as_it_is_seen() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    picture = clean_picture(raster("JPEG", exif=exif))
    assert Image.open(BytesIO(picture.data)).size == (6, 8)


def test_of_a_moving_picture_the_first_frame_is_taken_and_told() -> None:
    picture = clean_picture(raster("GIF", "L", frames=3))
    assert picture.suffix == ".png"
    assert picture.notes == ("动图只取第一幅（共 3 幅）",)


@pytest.mark.parametrize(
    "data",
    [
        SCRIPT,
        b"",
        b"\x89PNG\r\n\x1a\n",
        b"\xff\xd8\xff\xe0" + SCRIPT,
        b"GIF89a/*" + SCRIPT,
        b"BM<script>alert(1)</script>",
        png()[:-20],
        png().replace(b"IDAT", b"IDAX"),
        b"<?php system($_GET[0]); ?>",
        b"PK\x03\x04",
        b"%PDF-1.7",
        b"\x1f\x8b\x08" + SVG.format("").encode(),
        SVG.format("").encode("utf-16"),
        b"+ADw-svg+AD4-",
        b"\x01\0\0\0" + bytes(60) + b" EMF",
        b"\xd7\xcd\xc6\x9a" + bytes(60),
    ],
)
def test_what_is_no_picture_is_refused(data: bytes) -> None:
    with pytest.raises(NotAPicture) as caught:
        clean_picture(data)
    assert "图" in str(caught.value)


def test_a_picture_of_absurd_size_is_refused() -> None:
    out = BytesIO()
    Image.new("1", (60_000, 60_000)).save(out, "PNG")
    with pytest.raises(NotAPicture, match=r"像素|大得不合情理"):
        clean_picture(out.getvalue())


# ---- SVG

LEFT_OUT = {
    "script": "<script>alert(1)</script>",
    "script of another prefix": '<s:script xmlns:s="http://www.w3.org/2000/svg">alert(1)</s:script>',
    "foreign script": '<script xmlns="http://www.w3.org/1999/xhtml">alert(1)</script>',
    "event": '<rect width="1" height="1" onclick="alert(1)"/>',
    "event on the root": None,
    "link": '<a xlink:href="javascript:alert(1)"><rect width="1" height="1"/></a>',
    "use": '<use href="data:image/svg+xml;base64,AAAA#x"/>',
    "use elsewhere": '<use xlink:href="https://example.cn/x.svg#x"/>',
    "set": '<rect width="1" height="1"><set attributeName="href" to="javascript:alert(1)"/></rect>',
    "animate": '<rect width="1" height="1"><animate attributeName="onclick" values="alert(1)"/></rect>',
    "handler": '<handler xmlns:ev="http://www.w3.org/2001/xml-events" ev:event="load">alert(1)</handler>',
    "style sheet": "<style>@import url(https://example.cn/x.css);</style>",
    "style sheet escaped": r"<style>@\69mport 'x';</style>",
    "style": '<rect width="1" height="1" style="background:url(javascript:alert(1))"/>',
    "fill": '<rect width="1" height="1" fill="url(https://example.cn/x)"/>',
    "style commented": '<rect width="1" height="1" style="fill:u/**/rl(x)"/>',
    "inclusion": '<i:include xmlns:i="http://www.w3.org/2001/XInclude" href="file:///etc/passwd"/>',
    "filter image": '<filter id="f"><feImage href="https://example.cn/x.png"/></filter>',
    "base": '<rect width="1" height="1" xml:base="https://example.cn/"/>',
}


@pytest.mark.parametrize("case", LEFT_OUT)
def test_svg_keeps_what_draws_and_nothing_else(case: str) -> None:
    inner = LEFT_OUT[case]
    whole = SVG.format(f'{inner or ""}<path d="M0 0h9"/>')
    data = (whole if inner else whole.replace("<svg ", '<svg onload="alert(1)" ')).encode()
    picture = clean_picture(data)
    for word in (b"alert", b"example.cn", b"javascript", b"data:", b"import", b"/etc/", b"u/**/rl"):
        assert word not in picture.data
    assert b'<path d="M0 0h9"' in picture.data
    assert picture.notes
    assert all(note.endswith(" 已去掉") for note in picture.notes)
    assert "已去掉" not in fault_of("a.svg", data)
    assert clean_picture(picture.data).data == picture.data
    assert "以外的内容" in fault_of("a.svg", data)


@pytest.mark.parametrize(
    "data",
    [
        SVG.format("<image href='data:image/png;base64,AAAA'/>"),
        SVG.format("<foreignObject><p xmlns='http://www.w3.org/1999/xhtml'>字</p></foreignObject>"),
        '<!DOCTYPE svg [<!ENTITY a "b">]>' + SVG.format("&a;"),
        '<?xml-stylesheet href="x.css"?>' + SVG.format(""),
        '<?xml version="1.0" encoding="gb2312"?>' + SVG.format(""),
        '<html xmlns="http://www.w3.org/1999/xhtml"><svg xmlns="http://www.w3.org/2000/svg"/></html>',
        '<x xmlns="x"><svg xmlns="http://www.w3.org/2000/svg"/></x>',
        SVG.format("<g>" * 100 + "</g>" * 100),
        SVG.format("<g>"),
    ],
)
def test_svg_that_readers_could_see_in_two_ways_is_refused(data: str) -> None:
    with pytest.raises(NotAPicture):
        clean_picture(data.encode())


def test_a_plain_drawing_stays_as_it_is() -> None:
    data = SVG.format(
        '<!-- 图 --><defs><linearGradient id="g"><stop offset="0"/></linearGradient></defs>'
        '<style>.a{fill:#fff}</style><use href="#g"/><rect class="a" fill="url(#g)" width="9" height="9"/>'
        '<text x="1" y="2">字</text>'
    ).encode()
    assert clean_picture(data).data == data
    assert fault_of("a.svg", data) == ""


# ---- the ways in


@pytest.mark.parametrize(
    "suffix", ["html", "htm", "xhtml", "shtml", "xml", "php", "js", "mht", "svg", "png", "svgz"]
)
def test_a_word_file_plants_nothing(suffix: str, tmp_path: Path) -> None:
    file = _word(tmp_path, f"media/evil.{suffix}", SCRIPT)
    (refused,) = read_drafts([file])
    assert f"evil.{suffix}" in getattr(refused, "refused", ""), refused


def test_a_picture_is_named_by_what_it_is(tmp_path: Path) -> None:
    file = _word(tmp_path, "media/evil.html", png())
    (draft,) = read_drafts([file])
    plan = plan_import([draft], _empty())
    (media,) = [path for path in plan.files if "/media/" in path]
    assert media.endswith(".png")
    assert plan.files[media] == png()


@pytest.mark.parametrize("target", ["https://example.cn/x.png", "../../x.png", "file:///etc/passwd"])
def test_a_picture_elsewhere_is_told(target: str, tmp_path: Path) -> None:
    file = _word(tmp_path, target, None)
    made = draft_of(file)
    assert any("图片没有存在文件里" in words and "第一条" in words for words in made.warnings), made.warnings


def test_markdown_takes_no_file_from_elsewhere(tmp_path: Path) -> None:
    (tmp_path / "secret.png").write_bytes(png())
    inside = tmp_path / "in"
    inside.mkdir()
    (inside / "link.png").symlink_to(tmp_path / "secret.png")
    for src in ("../secret.png", "link.png", "/etc/passwd", "https://example.cn/x.png"):
        file = inside / "海浦市桥梁条例.md"
        file.write_text(TEXT.format(src), "utf-8")
        made = draft_of(file)
        assert made.images == {}
        assert any("图片未取得" in words for words in made.warnings)


# ---- what is published


def test_what_may_not_be_published_is_left_out_and_told() -> None:
    files = Memory(
        {
            "qita/a/media/a.png": png(),
            "qita/a/media/b.png": SCRIPT,
            "qita/a/media/c.html": SCRIPT,
            "qita/a/media/d.svg": SVG.format("<script>alert(1)</script>").encode(),
            "qita/a/media/e.jpg": png(),
            "qita/a/media/f": png(),
        }
    )
    seen = PublishedFiles(files)
    assert seen.paths() == ("qita/a/media/a.png",)
    assert set(seen.dropped) == set(files.paths()) - {"qita/a/media/a.png"}
    assert all(reason and reason.isprintable() for reason in seen.dropped.values())


def test_a_planted_page_is_not_built(tmp_path: Path, cli: Cli) -> None:
    corpus = tmp_path / "ku"
    assert cli("init", corpus, "--place", "海浦市").code == 0
    (tmp_path / "图.png").write_bytes(png())
    source = tmp_path / "海浦市桥梁条例.md"
    source.write_text(TEXT.format("图.png"), "utf-8")
    assert cli("--corpus", corpus, "import", source).code == 0
    (folder,) = corpus.glob("*/*/media")
    (folder / "evil.html").write_bytes(SCRIPT)
    answer = cli("--corpus", corpus, "build", "web", "-o", tmp_path / "out")
    assert answer.code == 0
    assert "evil.html 没有公布" in answer.err
    assert not list((tmp_path / "out").rglob("evil*"))
    assert list((tmp_path / "out").rglob("media/*.png"))
    checked = cli("--corpus", corpus, "check")
    assert checked.code == 1
    assert "M801" in checked.out


# ---- characters that nobody sees


@pytest.mark.parametrize("char", "\u202a\u202e\u2066\u2069\u061c")
def test_characters_that_turn_the_text_are_refused(char: str, tmp_path: Path) -> None:
    file = tmp_path / "海浦市桥梁条例.txt"
    file.write_text(f"海浦市桥梁条例\n第一条　处罚款{char}五百元。\n", "utf-8")
    with pytest.raises(SourceRefused, match=f"U\\+{ord(char):04X}.*处罚款"):
        draft_of(file)


@pytest.mark.parametrize(("char", "what"), [("\u200b", "未录入"), ("\u00ad", "未录入"), ("\u2062", "已照录")])
def test_characters_that_nobody_sees_are_told(char: str, what: str, tmp_path: Path) -> None:
    file = tmp_path / "海浦市桥梁条例.txt"
    file.write_text(f"海浦市桥梁条例\n第一条　处罚款{char}五{char}百元。\n", "utf-8")
    (hint,) = [words for words in draft_of(file).warnings if "看不见" in words]
    assert f"U+{ord(char):04X} 2 个" in hint
    assert what in hint
    assert "处罚款" in hint


def test_articles_after_the_ten_thousandth(tmp_path: Path) -> None:
    file = tmp_path / "海浦市桥梁条例.txt"
    numbers = ("九千九百九十九", "一万", "一万零一", "一万一千一百一十一")
    lines = "\n".join(f"第{n}条　桥梁应当登记。" for n in numbers)
    file.write_text(f"海浦市桥梁条例\n第一条　为了桥梁，制定本条例。\n{lines}\n", "utf-8")
    assert [article.num for article in draft_of(file).act.articles] == [
        "第一条",
        *(f"第{n}条" for n in numbers),
    ]


def _empty() -> object:
    from compendium.library.catalog import load_catalog

    return load_catalog(Memory({}))


_OFFICE = "http://schemas.openxmlformats.org/"
_W, _R = f"{_OFFICE}wordprocessingml/2006/main", f"{_OFFICE}officeDocument/2006/relationships"
_RELATIONS = f'<Relationships xmlns="{_OFFICE}package/2006/relationships">{{}}</Relationships>'
_TYPES = (
    f'<Types xmlns="{_OFFICE}package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/vnd.openxmlformats-officedocument'
    '.wordprocessingml.document.main+xml"/></Types>'
)
_PICTURE = (
    f'<w:r><w:drawing><wp:inline xmlns:wp="{_OFFICE}drawingml/2006/wordprocessingDrawing">'
    '<wp:extent cx="9525" cy="9525"/><wp:docPr id="1" name="p"/>'
    f'<a:graphic xmlns:a="{_OFFICE}drawingml/2006/main"><a:graphicData uri="{_OFFICE}drawingml/2006/picture">'
    f'<pic:pic xmlns:pic="{_OFFICE}drawingml/2006/picture"><pic:blipFill><a:blip r:{{}}="rId9"/>'
    "</pic:blipFill></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
)


def _word(folder: Path, target: str, data: bytes | None) -> Path:
    """A Word file whose first article shows a picture; without data it only points to it."""
    picture = _PICTURE.format("link" if data is None else "embed")
    lines = (
        ("海浦市桥梁条例", ""),
        ("第一条　标志见图：", picture),
        ("第二条　本条例自2020年5月1日起施行。", ""),
    )
    body = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r>{more}</w:p>" for line, more in lines)
    mode = ' TargetMode="External"' if data is None else ""
    to_text = f'<Relationship Id="r1" Type="{_R}/officeDocument" Target="word/document.xml"/>'
    to_picture = f'<Relationship Id="rId9" Type="{_R}/image" Target="{target}"{mode}/>'
    parts = {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": _RELATIONS.format(to_text),
        "word/_rels/document.xml.rels": _RELATIONS.format(to_picture),
        "word/document.xml": f'<w:document xmlns:w="{_W}" xmlns:r="{_R}"><w:body>{body}</w:body>'
        "</w:document>",
    }
    file = folder / "海浦市桥梁条例.docx"
    with zipfile.ZipFile(file, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
        if data is not None:
            archive.writestr(f"word/{target}", data)
    return file
