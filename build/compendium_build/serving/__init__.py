"""The live edition: the same artifacts as the static one, answered over HTTP for any day and any state."""

from compendium_build.serving.settings import Settings

__all__ = ["Settings"]
