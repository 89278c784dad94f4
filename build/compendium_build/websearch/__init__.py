"""Search in the browser, without a server: the files of its index and its script."""

from compendium_build.websearch.files import index_artifacts, text_artifacts
from compendium_build.websearch.index import WebIndex

__all__ = ["WebIndex", "index_artifacts", "text_artifacts"]
