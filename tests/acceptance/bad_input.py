"""Files and options that must be refused in words, and leave the corpus as it was."""

from __future__ import annotations

import subprocess
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import docx
from docx.oxml import OxmlElement

TITLE = "海浦市路牌管理条例（示例）"
HISTORY = "（2021年3月18日海浦市第三届人民代表大会常务委员会第九次会议通过）"
ARTICLES = (
    "第一条　为了加强路牌的管理，制定本条例。",
    "第二条　市城市管理部门主管全市的路牌管理工作。",
    "第三条　本条例自2021年6月1日起施行。",
)
SECRET = "这一行不应出现在任何地方"


@dataclass(frozen=True, slots=True)
class BadInput:
    """`make` puts the file into an empty folder and returns the words typed; `says` must be answered."""

    name: str
    make: Callable[[Path], list[str]]
    says: str
    code: int = 1


def regulation(title: str = TITLE, history: str = HISTORY, articles: tuple[str, ...] = ARTICLES) -> str:
    """A small regulation as a text file."""
    return "\n\n".join([title, history, *articles]) + "\n"


def _import(folder: Path, name: str, content: str | bytes, *options: str) -> list[str]:
    data = content.encode() if isinstance(content, str) else content
    (folder / name).write_bytes(data)
    return ["import", *options, str(folder / name)]


def _word(paragraphs: tuple[str, ...], tracked: str = "") -> bytes:
    """A Word file; `tracked` is put into the last paragraph as an insertion not yet accepted."""
    document = docx.Document()
    for text in paragraphs:
        document.add_paragraph(text)
    if tracked:
        inserted, run, words = (OxmlElement(tag) for tag in ("w:ins", "w:r", "w:t"))
        words.text = tracked
        run.append(words)
        inserted.append(run)
        document.paragraphs[-1]._p.append(inserted)
    held = BytesIO()
    document.save(held)
    return held.getvalue()


def _word_with(part: str, change: Callable[[bytes], bytes]) -> bytes:
    """A Word file with one part of the package changed."""
    held = BytesIO()
    with (
        zipfile.ZipFile(BytesIO(_word((TITLE, HISTORY, *ARTICLES)))) as old,
        zipfile.ZipFile(held, "w") as new,
    ):
        for name in old.namelist():
            data = old.read(name)
            new.writestr(name, change(data) if name == part else data)
    return held.getvalue()


def _declared(doctype: str, entity: str) -> Callable[[bytes], bytes]:
    """Put a document type before the root and an entity into the first words."""

    def change(data: bytes) -> bytes:
        head, _, root = data.partition(b"?>")
        return head + b"?>" + doctype.encode() + root.replace("路牌".encode(), entity.encode(), 1)

    return change


_LAUGHS = (
    '<!DOCTYPE x [<!ENTITY a0 "哈">'
    + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    + "]>"
)
_AKN = '<akomaNtoso xmlns="http://docs.oasis-open.org/legaldocml/ns/akn/3.0">{}</akomaNtoso>'


def _outside(folder: Path) -> str:
    secret = folder / "secret.txt"
    secret.write_text(SECRET, "utf-8")
    return f'<!DOCTYPE x [<!ENTITY e SYSTEM "{secret.as_uri()}">]>'


def _xml(folder: Path, command: str, doctype: str, entity: str) -> list[str]:
    path = folder / "恶意.xml"
    path.write_text(f'<?xml version="1.0" encoding="UTF-8"?>\n{doctype}{_AKN.format(entity)}', "utf-8")
    return [command, str(path)]


def _page() -> str:
    return (
        "<!DOCTYPE html><html><head><title>天气</title></head><body><h1>今日天气</h1>"
        "<p>多云转晴，东南风三级。</p><p><a href='/'>首页</a></p></body></html>"
    )


CASES = (
    BadInput(
        "截断的 .docx",
        lambda to: _import(to, "截断.docx", _word((TITLE, HISTORY, *ARTICLES))[:9000]),
        "截断.docx",
    ),
    BadInput(
        "带修订痕迹的 .docx",
        lambda to: _import(to, "修订.docx", _word((TITLE, HISTORY, *ARTICLES), "有修改。")),
        "修订",
    ),
    BadInput("不是法规的网页", lambda to: _import(to, "天气.html", _page()), "天气.html"),
    BadInput("空文件", lambda to: _import(to, "空.txt", ""), "文件是空的"),
    BadInput("只有空白的文件", lambda to: _import(to, "空白.md", " \n\u3000\n"), "空白.md"),
    BadInput("外部实体的 XML：检查", lambda to: _xml(to, "check", _outside(to), "&e;"), "X101"),
    BadInput("外部实体的 XML：导入", lambda to: _xml(to, "import", _outside(to), "&e;"), "恶意.xml"),
    BadInput("实体展开攻击的 XML：检查", lambda to: _xml(to, "check", _LAUGHS, "&a9;"), "X101"),
    BadInput("实体展开攻击的 XML：导入", lambda to: _xml(to, "import", _LAUGHS, "&a9;"), "恶意.xml"),
    BadInput(
        "外部实体的 .docx",
        lambda to: _import(to, "实体.docx", _word_with("word/document.xml", _declared(_outside(to), "&e;"))),
        "实体.docx",
    ),
    BadInput(
        "实体展开攻击的 .docx",
        lambda to: _import(to, "展开.docx", _word_with("word/document.xml", _declared(_LAUGHS, "&a9;"))),
        "展开.docx",
    ),
    BadInput(
        "路径中有 .. 而文件不存在",
        lambda to: ["import", str(to / ".." / ".." / "无此条例.md")],
        "无此条例",
        2,
    ),
    BadInput(
        "译本指向 ../..",
        lambda to: _import(to, "x.en.md", "# Measures\n\nArticle 1 A.\n", "--translation-of", "../../etc"),
        "../../etc",
    ),
    BadInput(
        "条的编号重复",
        lambda to: _import(to, "重复.txt", regulation(articles=(ARTICLES[0], ARTICLES[1], *ARTICLES[1:]))),
        "第二条",
    ),
    BadInput(
        "题注中的2月30日",
        lambda to: _import(to, "二月.txt", regulation(history=HISTORY.replace("3月18日", "2月30日"))),
        "2月30日",
    ),
    BadInput(
        "--date 2026-02-30",
        lambda to: _import(to, "好.txt", regulation(), "--date", "2026-02-30"),
        "2026-02-30",
        2,
    ),
)


def state_of(corpus: Path) -> str:
    """The commit of a corpus and what stands in its folder uncommitted."""
    words = []
    for arguments in (["rev-parse", "HEAD"], ["status", "--porcelain", "--untracked-files=all"]):
        git = subprocess.run(["git", "-C", corpus, *arguments], capture_output=True, text=True, check=True)
        words.append(git.stdout)
    return "".join(words)


def faults(case: BadInput, code: int, words: str, before: str, after: str) -> list[str]:
    """What is wrong with the answer to a bad input."""
    found = []
    if code != case.code:
        found.append(f"退出码 {code}，应为 {case.code}")
    if "Traceback" in words:
        found.append("出现了程序内部错误")
    if case.says not in words:
        found.append(f"没有说到“{case.says}”：{words.strip()[:200]}")
    if SECRET in words:
        found.append("读出了文件以外的内容")
    if before != after:
        found.append("法规库被改动")
    return found
