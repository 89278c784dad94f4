"""The engines by name; each one's library is loaded only when it is used."""

from __future__ import annotations

from compendium.law.problems import CompendiumError
from compendium_build.search.engine import Engine

ENGINES = ("sqlite", "tantivy", "whoosh", "opensearch")
DEFAULT = "sqlite"


class UnknownEngine(CompendiumError):
    """A name that no engine has, or whose library is not installed."""


def engine_of(name: str) -> Engine:
    """Choose the engine of a name.

    Raises:
        UnknownEngine: there is none, or its library is not installed.
    """
    try:
        return _engine(name)
    except ImportError as error:
        raise UnknownEngine(
            f"检索引擎 {name} 所需的 {error.name} 没有安装：pip install 'compendium[{name}]'。"
        ) from None


def _engine(name: str) -> Engine:
    match name:
        case "sqlite":
            from compendium_build.search.sqlite_engine import SqliteEngine

            return SqliteEngine()
        case "tantivy":
            from compendium_build.search.tantivy_engine import TantivyEngine

            return TantivyEngine()
        case "whoosh":
            from compendium_build.search.whoosh_engine import WhooshEngine

            return WhooshEngine()
        case "opensearch":
            from compendium_build.search.opensearch_engine import OpenSearchEngine

            return OpenSearchEngine()
        case _:
            raise UnknownEngine(f"没有名为“{name}”的检索引擎；可用：{'、'.join(ENGINES)}。")
