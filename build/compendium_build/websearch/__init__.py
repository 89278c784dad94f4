"""Search in the browser, without a server: the files of its index and its script."""

from compendium_build.websearch.artifacts import WebIndex, index_artifacts, text_artifacts

__all__ = ["WebIndex", "index_artifacts", "text_artifacts"]
