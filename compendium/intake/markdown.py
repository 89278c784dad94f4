"""Markdown: read line by line, since nothing of the text may change; only tables go through pandoc."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from urllib.parse import unquote

from compendium.intake.extent import refuse_long_text
from compendium.intake.finish import finish, para
from compendium.intake.html import parse_html
from compendium.intake.html_walk import items
from compendium.intake.pandoc import Walk, pandoc_blocks, pandoc_tree
from compendium.intake.source import SourceBlock, SourceText, squeeze
from compendium.intake.textfile import Line, decode
from compendium.law.act import Image, Inline, Span

_FRONT_MATTER = re.compile(r"\A---[ \t]*\r?\n(?:.*\r?\n)*?---[ \t]*(?:\r?\n|\Z)")
_COMMENT = re.compile(r"<!--.*?-->", re.S)
_HEADING = re.compile(r"^ {0,3}(#{1,6})(?!#)\s*(.*?)(?:\s+#+)?\s*$")
_QUOTE = re.compile(r"^(?: {0,3}> ?)+")
_BULLET = re.compile(r"^\s*[-*+]\s+(?=\S)")
_RULE = re.compile(r"^ {0,3}(?:(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,}|=+[ \t]*|```.*|~~~.*)$")
_DELIMITER = re.compile(r"^\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*$")
_GRID = re.compile(r"^\s*\+(?:[-=:]+\+)+\s*$")
_TAGS = "p|div|span|font|center|u|b|i|em|strong|a|small|big|code|blockquote|section|li|ul|ol|h[1-6]"
_INLINE = re.compile(
    r"(?P<escape>\\[!-/:-@\[-`{-~])"
    r"|(?P<image>!\[(?P<alt>[^\]]*)\]\((?P<src>[^)\s]*)[^)]*\))"
    r"|\[(?P<label>[^\[\]]*)\]\((?P<url>[^()\s]*)(?:\s+\"[^\"]*\")?\)"
    r"|<(?P<shift>su[pb])>(?P<shifted>[^<]*)</(?P=shift)>"
    r"|(?P<break><br\s*/?>)"
    rf"|(?P<tag></?(?:{_TAGS})(?:\s+[^<>]*)?/?>)"
    r"|(?P<entity>&(?:#\d+|#x[0-9a-f]+|[a-z][a-z0-9]*);)"
    r"|\*\*(?P<bold>(?=\S)[^*]+?(?<=\S))\*\*"
    r"|(?<![\w*])\*(?P<em>(?=[^\s*])[^*\\]+?(?<=[^\s*]))\*(?![\w*])"  # 长*宽*高 is text
    r"|(?<![\w_])__(?P<under>(?=[^\s_])[^_]+?(?<=[^\s_]))__(?![\w_])",
    re.I,
)


def looks_like_markdown(text: str) -> bool:
    """Whether a .txt file is Markdown under another name."""
    return bool(
        _FRONT_MATTER.match(text) or "<!-- INFO END -->" in text or re.search(r"^#{1,6} \S", text, re.M)
    )


def read_markdown(path: Path, data: bytes) -> SourceText:
    """Read a Markdown file: every line is a paragraph, its marks taken off and its words left alone."""
    text = decode(data, path.name)
    refuse_long_text(text)
    left: list[str] = []
    body = _blanked(_FRONT_MATTER, text, left, "文件头（YAML）")
    body = _blanked(_COMMENT, body, left, "注释")
    lines = list(enumerate(re.split(r"\r\n|[\n\r\f\v]", body), 1))
    reader = _Reader(path, lines)
    source = finish(
        path,
        reader.read(),
        oracle=plain_text(body),
        warnings=reader.warnings,
        left_out=left,
        images=reader.images,
    )
    return replace(source, told=_told(text))


def _told(text: str) -> dict[str, str]:
    """What the file's head (YAML) says of the text: publish: "2024-08-22", by the first word."""
    head = _FRONT_MATTER.match(text)
    return {m[1]: m[2].strip("\"' ") for m in _ENTRY.finditer(head[0])} if head else {}


_ENTRY = re.compile(r"^([^\s:：]+)\s*[:：]\s*(\S.*?)\s*$", re.M)


def _blanked(pattern: re.Pattern[str], text: str, left: list[str], name: str) -> str:
    """Put line ends in place of what is left out, so that line numbers stay."""
    found = [match[0] for match in pattern.finditer(text)]
    if found:
        words = squeeze(found[0])[:24]
        left.append(f"{name}{len(found)}处：{words}")
    return pattern.sub(lambda match: "\n" * match[0].count("\n"), text)


class _Reader:
    """Goes through the lines; tables take several of them at once."""

    def __init__(self, path: Path, lines: Sequence[Line]) -> None:
        self.path = path
        self.lines = lines
        self.warnings: list[str] = []
        self.images: dict[str, bytes] = {}

    def read(self) -> list[SourceBlock]:
        blocks: list[SourceBlock] = []
        at = 0
        while at < len(self.lines):
            size = _table_size(self.lines, at)
            if size:
                blocks += self.table(self.lines[at : at + size])
            else:
                blocks += self.line(*self.lines[at])
            at += size or 1
        return blocks

    def line(self, number: int, raw: str) -> list[SourceBlock]:
        text = _QUOTE.sub("", raw)
        if _RULE.match(text):
            return []
        heading = _HEADING.match(text)
        rank, text = (len(heading[1]), heading[2]) if heading else (0, _BULLET.sub("", text, count=1))
        found = [made for runs in self.runs(text) if (made := para(*runs))]
        return [SourceBlock(made, rank, number) for made in found]

    def runs(self, text: str) -> list[list[Inline]]:
        lines: list[list[Inline]] = [[]]
        end = 0
        for match in _INLINE.finditer(text):
            lines[-1].append(text[end : match.start()])
            end = match.end()
            if match["break"]:
                lines.append([])
            elif inner := match["bold"] or match["em"] or match["under"] or match["label"]:
                first, *more = self.runs(inner)
                lines[-1] += first
                lines += more
            elif not match["tag"]:
                lines[-1].append(self.run(match))
        lines[-1].append(text[end:])
        return lines

    def run(self, match: re.Match[str]) -> Inline:
        if match["escape"]:
            return match["escape"][1]
        if match["entity"]:
            return html.unescape(match["entity"])
        if match["shift"]:
            return Span("sup" if match["shift"].lower() == "sup" else "sub", match["shifted"])
        return self.image(match["src"], match["alt"]) if match["image"] else ""

    def image(self, src: str, alt: str) -> Inline:
        folder = self.path.parent.resolve()
        file = (folder / unquote(src)).resolve()
        if "://" in src or not file.is_relative_to(folder) or not file.is_file():
            self.warnings.append(f"图片未取得：{src[:60]}")
            return ""
        self.images[src] = file.read_bytes()
        return Image(src, alt)

    def table(self, lines: Sequence[Line]) -> list[SourceBlock]:
        number, first = lines[0]
        source = "\n".join(text for _, text in lines) + "\n"
        if first.lstrip().lower().startswith("<table"):
            found = items(parse_html(source, self.path.name), lambda src: None)
            return [SourceBlock(item.block, 0, number) for item in found]
        reader = "markdown_strict+grid_tables" if _GRID.match(first) else "gfm"
        blocks = pandoc_blocks(pandoc_tree(source, reader), Walk())
        return [SourceBlock(block.block, 0, number) for block in blocks]


def _table_size(lines: Sequence[Line], at: int) -> int:
    """How many lines from here on are one table; 0 when none begins."""
    text = lines[at][1]
    if text.lstrip().lower().startswith("<table"):
        return next((n + 1 for n, line in enumerate(lines[at:]) if "</table>" in line[1].lower()), 0)
    following = lines[at + 1][1] if at + 1 < len(lines) else ""
    pipes = "|" in text and "|" in following and "-" in following and bool(_DELIMITER.match(following))
    if not pipes and not _GRID.match(text):
        return 0
    return next((n for n, line in enumerate(lines[at:]) if not line[1].strip()), len(lines) - at)


def plain_text(text: str) -> str:
    """The file's own text with the marks taken off by plain substitution: the oracle."""
    text = re.sub(r"^[ \t]*\|?[ \t:|+=-]*[-=][ \t:|+=-]*\|?[ \t]*$", "", text, flags=re.M)
    text = re.sub(r"^(?:[*_][ \t]*){3,}$|^(?:```|~~~).*$", "", text, flags=re.M)
    text = re.sub(r"^(?: {0,3}> ?)+", "", text, flags=re.M)
    text = re.sub(r"^ {0,3}#{1,6}[ \t]*(.*?)(?:[ \t]+#+)?[ \t]*$", r"\1", text, flags=re.M)
    text = re.sub(r"^[ \t]*[-*+][ \t]+", "", text, flags=re.M)
    text = re.sub(r"!\[[^\]]*\]\([^)]*\)", "", text)
    text = re.sub(r"\[([^\[\]]*)\]\([^()\s]*(?:\s+\"[^\"]*\")?\)", r"\1", text)
    text = re.sub(
        rf"</?(?:table|thead|tbody|tr|td|th|caption|sup|sub|br|{_TAGS})(?:\s[^<>]*)?/?>", "", text, flags=re.I
    )
    text = re.sub(r"^[ \t]*\|.*\|[ \t]*$", lambda m: re.sub(r"(?<!\\)\|", " ", m[0]), text, flags=re.M)
    held = re.sub(r"\\([!-/:-@\[-`{-~])", lambda m: chr(0xF0000 + ord(m[1])), text)
    held = re.sub(r"\*\*(\S[^*]*)\*\*", r"\1", held)
    held = re.sub(r"(?<![\w*])\*([^\s*](?:[^*\n]*[^\s*])?)\*(?![\w*])", r"\1", held)
    held = re.sub(r"(?<![\w_])__([^\s_](?:[^_\n]*[^\s_])?)__(?![\w_])", r"\1", held)
    held = re.sub(r"&(?:#\d+|#x[0-9a-f]+|[a-z][a-z0-9]*);", lambda m: html.unescape(m[0]), held, flags=re.I)
    return re.sub(r"[\U000f0000-\U000f007f]", lambda m: chr(ord(m[0]) - 0xF0000), held)
