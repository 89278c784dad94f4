"""The static web edition: pages, XML, pictures and feed as pure views of an edition."""

from compendium_build.web.site import web_artifacts

__all__ = ["web_artifacts"]
