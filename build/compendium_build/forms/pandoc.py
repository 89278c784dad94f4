"""Pandoc as a writer of Word files and e-books: one tree in, one file out, the same bytes every time."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from compendium.children import run
from compendium.problems import CompendiumError
from compendium_build.folders import naming
from compendium_build.forms.navigation import Entry, with_entries
from compendium_build.forms.reference import part, reference_docx
from compendium_build.forms.tree import Node

_EARLIEST = date(1980, 1, 2)
"""Packages cannot say an earlier day, in whatever zone they are read."""


class PandocFailed(CompendiumError):
    """Pandoc refused a document that we made."""

    def __init__(self, form: str, title: str, words: str) -> None:
        super().__init__(f"无法生成《{title}》的 {form} 文件，pandoc 报告：{words[:300]}")


def write_docx(tree: Node, title: str, day: date, *, top: int = 1, several: bool = False) -> bytes:
    """Write a Word file; `day` is what it says it was made on."""
    with TemporaryDirectory(prefix="compendium-forms-") as scratch, naming(Path(scratch)):
        reference, template = Path(scratch, "reference.docx"), Path(scratch, "document.openxml")
        reference.write_bytes(reference_docx(top, several))
        template.write_bytes(part("document.openxml"))
        return _run(tree, "docx", [f"--reference-doc={reference}", f"--template={template}"], title, day)


def write_epub(
    tree: Node,
    title: str,
    day: date,
    *,
    split: int = 1,
    depth: int = 3,
    cover: bool = False,
    entries: Sequence[Entry] = (),
) -> bytes:
    """Write an e-book cut into files at headings of level `split`, with its contents so deep, and entries."""
    with TemporaryDirectory(prefix="compendium-forms-") as scratch, naming(Path(scratch)):
        css = Path(scratch, "law.css")
        css.write_bytes(part("../epub.css"))
        options = [
            f"--css={css}",
            f"--split-level={split}",
            f"--toc-depth={depth}",
            f"--epub-title-page={str(cover).lower()}",
        ]
        made = _run(tree, "epub3", options, title, day)
        return with_entries(made, entries, dated="date" in tree["meta"])


def _run(tree: Node, form: str, options: Sequence[str], title: str, day: date) -> bytes:
    moment = datetime.combine(max(day, _EARLIEST), datetime.min.time(), UTC)
    command = [_pandoc(), "--from=json", f"--to={form}", "--output=-", "--wrap=none", *options]
    done = run(
        command,
        feed=json.dumps(tree, ensure_ascii=False).encode(),
        env={**os.environ, "SOURCE_DATE_EPOCH": str(int(moment.timestamp()))},
    )
    if done.code or done.words.strip():
        raise PandocFailed(form, title, done.words.decode("utf-8", "replace").strip())
    return done.out


@cache
def _pandoc() -> str:
    import pypandoc

    return str(pypandoc.get_pandoc_path())
