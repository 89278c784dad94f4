"""Make a new corpus: folder, repository, first commit."""

from __future__ import annotations

from pathlib import Path

from compendium.config import default_config_text
from compendium.store.corpus import Corpus, corpus_at, find_corpus
from compendium.store.errors import AlreadyCorpus, CorpusNotFound, FolderNotEmpty, NotWritable
from compendium.store.git import make_repository
from compendium.store.history import Author
from compendium.store.paths import CACHE
from compendium.store.place import CONFIG
from compendium.system import system_words

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
    """Make a corpus in a new or empty folder; inside a repository it becomes a part of that."""
    root = path.resolve()
    _refuse_existing(root)
    name = title or root.name
    files = {
        CONFIG: default_config_text(title=name, locality=locality, place=place).encode(),
        "README.md": _README.format(title=name).encode(),
        ".gitignore": f"{CACHE}/\n".encode(),
    }
    try:
        root.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise NotWritable(root, f"不能建立文件夹（{system_words(error)}）") from error
    if corpus_at(root).place is None:
        make_repository(root)
    corpus = corpus_at(root)
    corpus.write(files, f"建立{name}", author)
    return corpus


def _refuse_existing(root: Path) -> None:
    """Refuse a folder in use; one that has only just become a repository is free."""
    try:
        raise AlreadyCorpus(root, find_corpus(root))
    except CorpusNotFound:
        pass
    if root.exists() and not root.is_dir():
        raise FolderNotEmpty(root)
    if root.is_dir() and any(item.name not in (".git", CACHE) for item in root.iterdir()):
        raise FolderNotEmpty(root)
