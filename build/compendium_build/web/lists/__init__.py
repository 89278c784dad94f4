"""The ways to a text: the compendium's order, kinds, bodies, years, statuses, keywords; events; tables."""

from compendium_build.web.lists.pages import way_artifacts

__all__ = ["way_artifacts"]
