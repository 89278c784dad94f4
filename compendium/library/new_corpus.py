"""A new corpus: its settings, what it says of itself, and the first commit."""

from __future__ import annotations

from pathlib import Path

from compendium.law.identifiers import CorpusPath
from compendium.library.config import default_config_text, load_config
from compendium.store import Author, Corpus, create_corpus
from compendium.store.place import CONFIG

_README = """\
# {title}

本仓库保存法规文本，一个文件就是一部法规在一个时期施行的文本。

- `corpus.toml`：名称、发布机构、发文机关和分类。
- `类别/法规/生效日期.xml`：法规文本，例如 `difangxing-fagui/mou-tiaoli/2020-04-10.xml`。
- `类别/法规/media/`：该法规的插图。

每次改动都是一次提交，写明何人、何故。已有的提交不改写；更正另作一次提交。
"""


def init_corpus(
    path: Path,
    title: str = "",
    locality: str = "cn-sh",
    place: str = "",
    author: Author | None = None,
) -> Corpus:
    """Make a corpus in a new or empty folder; inside a repository it becomes a part of that.

    Raises:
        BadConfig: title, locality or place are not what corpus.toml may say.
    """
    name = title or path.resolve().name
    settings = default_config_text(title=name, locality=locality, place=place).encode()
    load_config(settings)
    files = {CONFIG: settings, CorpusPath("README.md"): _README.format(title=name).encode()}
    return create_corpus(path, files, f"建立{name}", author)
