"""What programs read of the web edition: records, plain forms, archives, citations, metadata, site maps."""

from compendium_build.data.files import machine_artifacts, version_artifacts

__all__ = ["machine_artifacts", "version_artifacts"]
