"""The same words give the same act as a Word file, a portal's page or a PDF as from a plain text."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.offices import broken, told_apart

SAMPLES = sorted(p for p in (Path(__file__).parent / "samples").iterdir() if p.suffix in (".md", ".txt"))
CHINESE = [path for path in SAMPLES if ".en." not in path.name and path.name != "README.md"]

NOTICE = """海浦市人民政府关于印发《海浦市示例设施维护管理实施办法》的通知

海府规〔2023〕5号

各区人民政府，市政府各委、办、局：

现将《海浦市示例设施维护管理实施办法》印发给你们，请认真按照执行。

海浦市人民政府

2023年5月10日

海浦市示例设施维护管理实施办法

第一条　为了加强示例设施的维护管理，制定本办法。

第二条　下列设施适用本办法：

（一）子；

（二）丑。

第三条　本办法自2023年6月1日起施行，有效期至2028年5月31日。
"""
REPLY = """海浦市人民政府关于同意示例区设立示例设施综合服务中心的批复

海府〔2023〕6号

示例区人民政府：

来函收悉。同意设立示例设施综合服务中心，请按照有关规定办理。

海浦市人民政府

2023年5月10日
"""


@pytest.mark.parametrize("path", CHINESE, ids=lambda path: path.stem[:12])
def test_a_portals_page(path: Path, tmp_path: Path) -> None:
    assert told_apart(path, "html", tmp_path).differences == ()


@pytest.mark.parametrize("path", CHINESE[::2], ids=lambda path: path.stem[:12])
def test_a_word_file(path: Path, tmp_path: Path) -> None:
    assert told_apart(path, "docx", tmp_path).differences == ()


@pytest.mark.parametrize("path", [p for p in CHINESE if "废止" in p.name or "读书日规定" in p.name])
def test_a_printed_file(path: Path, tmp_path: Path) -> None:
    read = told_apart(path, "pdf", tmp_path)
    assert read.differences == ()
    assert any("断行" in warning for warning in read.warnings)


@pytest.mark.parametrize("office", ["docx", "html", "pdf"])
@pytest.mark.parametrize("words", [NOTICE, REPLY], ids=["notice", "reply"])
@pytest.mark.parametrize("name", ["甲", "乙", "丙", "丁"])
def test_documents_with_a_cover(words: str, office: str, name: str, tmp_path: Path) -> None:
    path = tmp_path / f"{name}.txt"
    path.write_text(words, "utf-8")
    assert told_apart(path, office, tmp_path).differences == ()


def test_titles_are_broken_where_a_person_breaks_them() -> None:
    assert broken("海浦市示例条例") == ["海浦市示例条例"]
    assert broken("海浦市人民政府关于印发《海浦市示例设施管理办法》的通知", 10) == [
        "海浦市人民政府",
        "关于印发《海浦市示例",
        "设施管理办法》的通知",
    ]
