"""Files that no honest person sends, made in memory: bombs, nests, odd numbers, damaged parts."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.acceptance.bad_input import regulation

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
)
_ROOT_RELS = _RELS.format(
    f'<Relationship Id="r1" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/>'
)
_ODT = (
    '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" office:version="1.3">'
    "<office:body><office:text>{}</office:text></office:body></office:document-content>"
)
_ODT_STYLES = (
    '<office:document-styles xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'office:version="1.3"><office:font-face-decls/><office:styles/><office:automatic-styles/>'
    "<office:master-styles/></office:document-styles>"
)
_ODT_KIND = "application/vnd.oasis.opendocument.text"


def lines() -> list[str]:
    """The paragraphs of a small regulation."""
    return [line for line in regulation().splitlines() if line]


def zipped(parts: Mapping[str, bytes | str]) -> bytes:
    """An archive of parts, small as such archives are."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name, data in parts.items():
            archive.writestr(name, data, zipfile.ZIP_STORED if name == "mimetype" else None)
    return held.getvalue()


def docx(body: str | None = None, parts: Mapping[str, bytes | str] | None = None, rels: str = "") -> bytes:
    """A Word file whose body holds this XML, the small regulation by default."""
    inner = words() if body is None else body
    document = f"<w:document {_W}><w:body>{inner}</w:body></w:document>"
    return zipped(
        {
            "[Content_Types].xml": _TYPES,
            "_rels/.rels": _ROOT_RELS,
            "word/_rels/document.xml.rels": _RELS.format(rels),
            "word/document.xml": document,
            **(parts or {}),
        }
    )


def words() -> str:
    """The paragraphs of the small regulation as WordprocessingML."""
    return "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in lines())


def odt(body: str | None = None) -> bytes:
    """An OpenDocument text whose body holds this XML, the small regulation by default."""
    inner = "".join(f"<text:p>{line}</text:p>" for line in lines()) if body is None else body
    manifest = (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{_ODT_KIND}"/></manifest:manifest>'
    )
    return zipped(
        {
            "mimetype": _ODT_KIND,
            "META-INF/manifest.xml": manifest,
            "styles.xml": _ODT_STYLES,
            "content.xml": _ODT.format(inner),
        }
    )


def html_rows() -> str:
    """The paragraphs of the small regulation as HTML."""
    return "".join(f"<p>{line}</p>" for line in lines())


def page(body: str | None = None) -> bytes:
    """A web page whose body holds this, the small regulation by default."""
    inner = html_rows() if body is None else body
    return f'<!DOCTYPE html><html><head><meta charset="utf-8"></head><body>{inner}</body></html>'.encode()


def mht(body: bytes | None = None) -> bytes:
    """A web page as one file."""
    head = 'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="b"\r\n\r\n'
    part = "--b\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
    return head.encode() + part.encode() + (body or page()) + b"\r\n--b--\r\n"


def nested(tag_open: str, tag_close: str, times: int, inner: str = "") -> str:
    """Elements one in another."""
    return tag_open * times + inner + tag_close * times


def _cells(times: int) -> str:
    return nested("<w:tbl><w:tr><w:tc>", "<w:p/></w:tc></w:tr></w:tbl>", times, "<w:p/>")


def _sym(code: str) -> str:
    return words() + f'<w:p><w:r><w:sym w:font="Wingdings" w:char="{code}"/></w:r></w:p>'


def _numbered(level: str) -> bytes:
    numbering = (
        f'<w:numbering {_W}><w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="{level}">'
        f'<w:start w:val="{level}"/>'
        '<w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl></w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num></w:numbering>'
    )
    number = f'<w:p><w:pPr><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="1"/></w:numPr></w:pPr></w:p>'
    rel = f'<Relationship Id="n" Type="{_OFFICE}/numbering" Target="numbering.xml"/>'
    return docx(words() + number, {"word/numbering.xml": numbering}, rel)


def _chunks(count: int) -> bytes:
    rel = f'<Relationship Id="c" Type="{_OFFICE}/aFChunk" Target="chunk.docx"/>'
    marks = f'<w:altChunk xmlns:r="{_OFFICE}" r:id="c"/>' * count
    inner = docx()
    for _ in range(3):
        inner = docx(marks, {"word/chunk.docx": inner}, rel)
    return inner


@dataclass(frozen=True, slots=True)
class Hostile:
    """A file by what is wrong with it; `make` is given how much of it there is to be."""

    name: str
    suffix: str
    make: Callable[[int], bytes]
    few: int = 0
    many: int = 0

    def write(self, folder: Path, full: bool = False) -> Path:
        """Put the file into a folder: as large as the tests need, or as large as an attacker would."""
        path = folder / f"{self.name}{self.suffix}"
        path.write_bytes(self.make(self.many if full else self.few))
        return path


NESTS = (
    Hostile(
        "层层sdt",
        ".docx",
        lambda n: docx(nested("<w:sdt><w:sdtContent>", "</w:sdtContent></w:sdt>", n, words())),
        900,
        20_000,
    ),
    Hostile("层层表格", ".docx", lambda n: docx(words() + _cells(n)), 300, 20_000),
    Hostile(
        "层层超链接",
        ".docx",
        lambda n: docx(words() + "<w:p>" + nested("<w:hyperlink>", "</w:hyperlink>", n) + "</w:p>"),
        900,
        20_000,
    ),
    Hostile(
        "层层脚注",
        ".docx",
        lambda n: docx(
            parts={
                "word/footnotes.xml": f"<w:footnotes {_W}>" + nested("<w:p>", "</w:p>", n) + "</w:footnotes>"
            },
            rels=f'<Relationship Id="f" Type="{_OFFICE}/footnotes" Target="footnotes.xml"/>',
        ),
        900,
        20_000,
    ),
    Hostile(
        "层层关系",
        ".docx",
        lambda n: docx(parts={"word/_rels/document.xml.rels": _RELS.format(nested("<a>", "</a>", n))}),
        900,
        20_000,
    ),
    Hostile(
        "层层div", ".html", lambda n: page(nested("<div>", "</div>", n, page().decode())), 10_000, 1_000_000
    ),
    Hostile(
        "层层span",
        ".html",
        lambda n: page(html_rows() + nested("<span>", "</span>", n, "甲")),
        1_500,
        1_000_000,
    ),
    Hostile(
        "层层网页表格",
        ".html",
        lambda n: page(nested("<table><tr><td>", "</td></tr></table>", n, page().decode())),
        400,
        200_000,
    ),
    Hostile("层层不闭合", ".html", lambda n: page("<b><i>" * n + page().decode()), 1_000, 200_000),
    Hostile(
        "层层section",
        ".odt",
        lambda n: odt(nested("<text:section>", "</text:section>", n, "<text:p>甲</text:p>")),
        900,
        20_000,
    ),
    Hostile(
        "层层列表",
        ".odt",
        lambda n: odt(
            nested("<text:list><text:list-item>", "</text:list-item></text:list>", n, "<text:p>甲</text:p>")
        ),
        400,
        20_000,
    ),
    Hostile(
        "层层多段",
        ".mht",
        lambda n: (
            b"MIME-Version: 1.0\r\n"
            + b"".join(
                b'Content-Type: multipart/mixed; boundary="b%d"\r\n\r\n--b%d\r\n' % (k, k) for k in range(n)
            )
            + b"Content-Type: text/html\r\n\r\n"
            + page()
        ),
        1_200,
        5_000,
    ),
    Hostile("层层嵌入", ".docx", _chunks, 1, 50),
    Hostile("许多嵌入", ".docx", _chunks, 500, 100_000),
    Hostile(
        "层层引用",
        ".md",
        lambda n: (regulation() + "\n" + "|甲|乙|\n|-|-|\n|" + "[" * n + "]" * n + "|乙|\n").encode(),
        5_000,
        500_000,
    ),
)
"""Elements in elements in elements."""

ODD = (
    Hostile("符号zz", ".docx", lambda n: docx(_sym("zz"))),
    Hostile("符号太大", ".docx", lambda n: docx(_sym("FFFFFFFFFF"))),
    Hostile("符号代理", ".docx", lambda n: docx(_sym("D800"))),
    Hostile("编号zz", ".docx", lambda n: _numbered("zz")),
    Hostile("编号太大", ".docx", lambda n: _numbered("9" * 5000)),
    Hostile("坏关系", ".docx", lambda n: docx(parts={"word/_rels/document.xml.rels": "<Relationships><"})),
    Hostile("坏总关系", ".docx", lambda n: docx(parts={"_rels/.rels": "<Relationships><"})),
    Hostile(
        "坏样式",
        ".docx",
        lambda n: docx(
            parts={"word/styles.xml": "<w:styles"},
            rels=f'<Relationship Id="s" Type="{_OFFICE}/styles" Target="styles.xml"/>',
        ),
    ),
    Hostile(
        "关系实体",
        ".docx",
        lambda n: docx(parts={"word/_rels/document.xml.rels": '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}),
    ),
    Hostile(
        "怪编码",
        ".docx",
        lambda n: docx(parts={"word/document.xml": '<?xml version="1.0" encoding="no-such"?><a/>'}),
    ),
    Hostile("空格太多", ".odt", lambda n: odt('<text:p>甲<text:s text:c="1000000000"/>乙</text:p>')),
    Hostile("空格zz", ".odt", lambda n: odt('<text:p>甲<text:s text:c="zz"/>乙</text:p>')),
    Hostile("编码undefined", ".html", lambda n: b'<html><meta charset="undefined"><p>' + "第一条".encode()),
    Hostile("编码idna", ".html", lambda n: b'<html><meta charset="idna"><p>' + "第一条".encode() * 99),
    Hostile("控制字符", ".txt", lambda n: regulation().replace("路牌", "路\x01牌").encode()),
    Hostile("控制字符引用", ".md", lambda n: regulation().replace("路牌", "路&#1;牌").encode()),
    Hostile(
        "条号太大",
        ".txt",
        lambda n: (
            regulation()
            .replace("第二条", f"第{'9' * 5000}条")
            .replace("主管", "Article " + "9" * 5000)
            .encode()
        ),
    ),
)
"""Numbers that are none, parts that are damaged, encodings that do not exist."""

BOMBS = (
    Hostile("空段", ".docx", lambda n: docx(words() + "<w:p/>" * n), 5_000, 7_000_000),
    Hostile(
        "空行", ".docx", lambda n: docx(words() + "<w:tbl>" + "<w:tr/>" * n + "</w:tbl>"), 5_000, 1_000_000
    ),
    Hostile(
        "空格子",
        ".docx",
        lambda n: docx(words() + "<w:tbl><w:tr>" + "<w:tc><w:p/></w:tc>" * n + "</w:tr></w:tbl>"),
        5_000,
        1_000_000,
    ),
    Hostile(
        "空字串", ".docx", lambda n: docx(words() + "<w:p>" + "<w:r/>" * n + "</w:p>"), 20_000, 5_000_000
    ),
    Hostile(
        "空文字",
        ".docx",
        lambda n: docx(words() + "<w:p>" + "<w:r><w:t/></w:r>" * n + "</w:p>"),
        5_000,
        700_000,
    ),
    Hostile(
        "制表符",
        ".docx",
        lambda n: docx(words() + "<w:p><w:r>" + "<w:tab/>" * n + "</w:r></w:p>"),
        5_000,
        1_400_000,
    ),
    Hostile(
        "属性",
        ".docx",
        lambda n: docx(words() + "<w:p " + " ".join(f'a{k}=""' for k in range(n)) + "/>"),
        20_000,
        3_000_000,
    ),
    Hostile("注释", ".docx", lambda n: docx(words() + "<!---->" * n), 20_000, 5_000_000),
    Hostile(
        "关系很多",
        ".docx",
        lambda n: docx(rels='<Relationship Id="a" Type="b" Target="c"/>' * n),
        5_000,
        3_000_000,
    ),
    Hostile("成员很多", ".docx", lambda n: docx(parts={f"word/{k}.xml": "" for k in range(n)}), 200, 60_000),
    Hostile("解压很大", ".docx", lambda n: docx(parts={"word/x.bin": b"\x00" * n}), 100_000_000, 900_000_000),
    Hostile(
        "长文字",
        ".docx",
        lambda n: docx(words() + "<w:p><w:r><w:t>" + "甲" * n + "</w:t></w:r></w:p>"),
        200_000,
        60_000_000,
    ),
    Hostile(
        "跨列",
        ".docx",
        lambda n: docx(
            words()
            + f'<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="{n}"/></w:tcPr><w:p/></w:tc></w:tr></w:tbl>'
        ),
        10_000,
        2_000_000_000,
    ),
    Hostile("空段", ".odt", lambda n: odt("<text:p/>" * n + "<text:p>甲</text:p>"), 5_000, 7_000_000),
    Hostile(
        "重复列",
        ".odt",
        lambda n: odt(
            f'<text:p>甲</text:p><table:table><table:table-row table:number-rows-repeated="{n}">'
            f'<table:table-cell table:number-columns-repeated="{n}"/></table:table-row></table:table>'
        ),
        10_000,
        2_000_000_000,
    ),
    Hostile("空段", ".html", lambda n: page(html_rows() + "<p>" * n), 20_000, 7_000_000),
    Hostile("换行", ".html", lambda n: page(html_rows() + "<br>" * n), 20_000, 1_400_000),
    Hostile("很多段", ".txt", lambda n: ("\n".join(lines()) + "\n甲" * n).encode(), 5_000, 10_000_000),
    Hostile("长一行", ".txt", lambda n: (regulation() + "甲" * n).encode(), 200_000, 60_000_000),
    Hostile(
        "很多星号", ".md", lambda n: (regulation() + "\n*甲" * n + "**甲" * n).encode(), 5_000, 3_000_000
    ),
    Hostile("很多注释头", ".md", lambda n: (regulation() + "<!--" * n).encode(), 2_000, 3_000_000),
    Hostile(
        "长表",
        ".md",
        lambda n: (regulation() + "\n\n|甲|乙|\n|-|-|\n" + "|丙|丁|\n" * n).encode(),
        2_000,
        2_000_000,
    ),
    Hostile("流很大", ".pdf", lambda n: _flate_pdf(n), 10_000, 2_000_000_000),
)
"""Small files that ask for much."""


def _flate_pdf(size: int) -> bytes:
    import zlib

    packer = zlib.compressobj(9)
    block = b"(a) Tj " * 1_500
    packed = b"".join(packer.compress(block) for _ in range(max(1, size // len(block)))) + packer.flush()
    return one_page_pdf(packed, b"/Filter /FlateDecode")


def one_page_pdf(content: bytes, filters: bytes = b"") -> bytes:
    """A PDF file of one page with this content."""
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R "
        b"/Resources << /Font << /F 5 0 R >> >> >>",
        b"<< /Length %d %s >>\nstream\n" % (len(content), filters) + content + b"\nendstream",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    )
    out, places = bytearray(b"%PDF-1.4\n"), []
    for number, data in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n" % number + data + b"\nendobj\n"
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    start = len(out)
    return bytes(out) + (
        b"xref\n0 6\n0000000000 65535 f \n" + table + b"trailer << /Size 6 /Root 1 0 R >>\n"
        b"startxref\n%d\n%%%%EOF\n" % start
    )
